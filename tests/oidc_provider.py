"""A provider of OpenID Connect on this computer, for tests of logins: it can lie, fall silent and change its keys."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from tests.served import served

CLIENT, SECRET = "roundtable", "a secret of the client & more"
Claims = dict[str, Any]


class OidcProvider:
    """What it says of whoever comes is in `person`; `sign` makes the token of it, and can be replaced."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person: Claims = {"sub": "24400320", "email": "ana@example.org", "email_verified": True}
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.more: Claims | None = None  # what it says where it is asked with the access token
        self.about: Claims = {}  # beside what it says of itself, or in its place
        self.sign: Callable[[Claims], str] = self.signed
        self.token_error: tuple[int, bytes] | None = None
        self.asked: list[str] = []
        self.sent: list[dict[str, str]] = []
        self.codes_count_once = True
        self._codes: dict[str, dict[str, str]] = {}

    def signed(self, claims: Claims, key: RSAKey | ECKey | None = None, **header: str) -> str:
        header = {name: value for name, value in ({"alg": "RS256", "kid": "one"} | header).items() if value}
        return jwt.encode(header, claims, key or self.key, registry=JWSRegistry(algorithms=[header["alg"]]))

    def claims(self, nonce: str) -> Claims:
        now = int(time.time())
        fixed = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return {name: value for name, value in {**fixed, **self.person}.items() if value is not None}

    def log_in(self, address: str) -> str:
        """What a browser does there: the address to which it is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def metadata(self) -> Claims:
        fixed = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
        }  # fmt: skip
        more = {"userinfo_endpoint": f"{self.issuer}/more"} if self.more is not None else {}
        return fixed | more | self.about

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        if self.token_error:
            return self.token_error
        asked = self._codes.get(form.get("code", ""))
        if self.codes_count_once:
            self._codes.clear()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {basic}" and form.get("client_secret") != SECRET:
            return 401, b'{"error": "invalid_client"}'
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, b'{"error": "invalid_grant"}'
        said = {"access_token": "x", "token_type": "Bearer", "expires_in": 60}
        return 200, json.dumps(said | {"id_token": self.sign(self.claims(asked["nonce"]))}).encode()


@contextmanager
def running_oidc_provider() -> Iterator[OidcProvider]:
    """One on a free port."""
    provider = OidcProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path.startswith("/authorize?"):  # for a browser: whoever comes is known
                self.send_response(302)
                self.send_header("location", provider.log_in(self.path))
                self.end_headers()
                return
            keys = {"keys": [provider.key.as_dict(private=False)]}
            with_token = self.headers.get("authorization") == "Bearer x"
            said = {
                "/.well-known/openid-configuration": provider.metadata(), "/keys": keys,
                "/more": provider.more if with_token else None,
            }.get(self.path)  # fmt: skip
            self._say(200 if said else 404, json.dumps(said).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            provider.sent.append(form)
            self._say(*provider.token(form, self.headers.get("authorization", "")))

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    with served(server):
        yield provider
