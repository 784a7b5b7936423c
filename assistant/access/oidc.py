"""Ask a provider of OpenID Connect who somebody is, and believe only what it has signed for this login."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from assistant.access.addresses import is_loopback
from corpus.errors import RoundtableError

# Those with a key of which we get the public half only: never none, and never HS256, whose key would be known to all.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
KEYS = ("RSA", "EC", "OKP")
TIMEOUT = 10.0  # seconds for one request to the provider
WAIT = 3.0  # seconds for somebody else who asks it: their number is bounded, and everybody else's pages need them too
KEPT = 3600.0  # seconds that what it says of itself is used
AGAIN = 10.0  # seconds before it is asked again, after it could not be reached or a key was not among its keys
CLOCKS = 60  # seconds that its clock may differ from ours
SCOPE = "openid profile email"


class NoProvider(RoundtableError):
    """The provider cannot be reached, or answers what makes no sense."""


class NotBelieved(RoundtableError):
    """What came back from the provider proves nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the provider was asked; its answer has to fit."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the provider says of itself, its keys, and when it said so."""

    about: Mapping[str, Any]
    keys: Any
    at: float


class Provider:
    """One for the whole server; can be used from several threads. Asks the provider nothing until somebody logs in."""

    def __init__(
        self, issuer: str, client_id: str, secret: str, back: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer, self.client_id = issuer, client_id
        self._secret, self._back, self._now = secret, back, now
        self._known: _Known | None = None
        self._failed = (-AGAIN, "")
        self._lock = Lock()

    def begin(self) -> tuple[str, Asked]:
        """The address at which people say who they are, and what was asked. Raises `NoProvider`."""
        from authlib.common.security import generate_token

        about = self._now_known().about
        asked = Asked(generate_token(32), generate_token(32), generate_token(64))
        with self._client(about) as client:
            address, _ = client.create_authorization_url(
                about["authorization_endpoint"], asked.state, asked.verifier, nonce=asked.nonce
            )
        return address, asked

    def claims(self, code: str, asked: Asked) -> Mapping[str, Any]:
        """What the provider says of whoever came back with that code. Raises `NotBelieved` or `NoProvider`."""
        import httpx2
        from authlib.integrations.base_client import OAuthError

        about = self._now_known().about
        try:
            with self._client(about) as client:
                token = client.fetch_token(about["token_endpoint"], code=code, code_verifier=asked.verifier)
        except OAuthError as error:
            if error.error == "invalid_grant":
                raise NotBelieved("the provider does not know that code, or knows it no more") from error
            raise NoProvider(f"{self.issuer}: refuses our request with {error.error!r:.60}") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise NoProvider(f"{self.issuer}: gives no token ({_why(error)})") from error
        claims = self._believed(token, asked.nonce)
        # Some providers leave mail address and roles out of the token (OpenID Connect Core 1.0, 5.4).
        return {**self._more(about, token, claims["sub"]), **claims}

    def _more(self, about: Mapping[str, Any], token: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        """What it says of them where it is asked with the access token; {} where that cannot be asked."""
        import httpx2

        where, access = str(about.get("userinfo_endpoint", "")), token.get("access_token")
        if not access or not is_safe(where):
            return {}
        try:
            with httpx2.Client(timeout=TIMEOUT) as client:
                said = _json(client.get(where, headers={"authorization": f"Bearer {access}"}))
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise NoProvider(f"{self.issuer}: does not say more of them ({_why(error)})") from error
        if not isinstance(said, dict) or said.get("sub") != subject:
            raise NotBelieved("what the provider says more is of somebody else")
        return said

    def _believed(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError
        from joserfc.jws import JWSRegistry

        text, known = str(token.get("id_token", "")), self._now_known()
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        options: Any = {
            "iss": {"essential": True, "value": known.about["issuer"]},
            "aud": {"essential": True, "value": self.client_id},
        }
        about = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            try:
                read = jwt.decode(text, known.keys, registry=registry)
            except InvalidKeyIdError:  # it may have begun to sign with another key
                read = jwt.decode(text, self._now_known(known.at).keys, registry=registry)
            claims = CodeIDToken(read.claims, read.header, options, about)
            claims.validate(leeway=CLOCKS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotBelieved(f"the token proves nothing ({_why(error)})") from error
        return dict(claims)

    def _now_known(self, older_than: float | None = None) -> _Known:
        """What is known of the provider, asked for again if that is of `older_than` or too old."""
        if not self._lock.acquire(timeout=WAIT):  # one asks, the others wait a little for what it finds
            raise NoProvider(f"{self.issuer}: has not answered yet")
        try:
            known, now = self._known, self._now()
            fresh = known is not None and now - known.at < KEPT
            if known and fresh and (older_than is None or known.at > older_than or now - known.at < AGAIN):
                return known
            at, why = self._failed
            if now - at < AGAIN:
                raise NoProvider(why)
            try:
                self._known = self._asked(now)
            except NoProvider as error:
                self._failed = (self._now(), str(error))
                print(f"roundtable: {error}", file=sys.stderr, flush=True)
                raise
            return self._known
        finally:
            self._lock.release()

    def _asked(self, now: float) -> _Known:
        import httpx2
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            with httpx2.Client(timeout=TIMEOUT) as client:
                about = _json(client.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not is_safe(str(about.get(name, ""))):
                        raise ValueError(f"{name} is no https address")
                if str(about.get("issuer")).rstrip("/") != self.issuer.rstrip("/"):
                    raise ValueError("it calls itself by another name")
                found = _json(client.get(about["jwks_uri"]))["keys"]
            usable = [key for key in found if key.get("kty") in KEYS and key.get("use", "sig") == "sig"]
            return _Known(about, KeySet.import_key_set({"keys": usable}), now)
        except (
            httpx2.HTTPError,
            httpx2.InvalidURL,
            JoseError,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
        ) as error:
            raise NoProvider(
                f"{self.issuer}: the provider cannot be asked who people are ({_why(error)}); correct oidc_issuer, or "
                "wait until it can be reached"
            ) from error

    def _client(self, about: Mapping[str, Any]) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return OAuth2Client(
            self.client_id, self._secret, token_endpoint_auth_method=way, scope=SCOPE, redirect_uri=self._back,
            code_challenge_method="S256", timeout=TIMEOUT,
        )  # fmt: skip


def is_safe(address: str) -> bool:
    """Whether what is sent there cannot be read on the way: https, or this computer."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    here = is_loopback(parts.hostname or "") or parts.hostname == "localhost"
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _json(response: Any) -> Any:
    response.raise_for_status()
    return response.json()


def _why(error: Exception) -> str:
    """One line, without what was sent."""
    return " ".join(str(error).split())[:200] or type(error).__name__
