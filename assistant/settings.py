"""The settings: defaults, then one TOML file, then ROUNDTABLE_… variables; read once, at the door."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.access.addresses import networks
from assistant.kept_types import HOW, BadAddress, Database, Place, place_of
from assistant.settings_wrong import PREFIX, explained
from corpus.encoders import DEFAULT_MODEL
from corpus.errors import RoundtableError

APP = "roundtable-assistant"
CONFIG_VARIABLE = "ROUNDTABLE_CONFIG"


class BadSettings(RoundtableError):
    """A setting is unknown or has a value that cannot be used."""


class Settings(BaseSettings):
    """Everything that can be set. Each field `name` is also the variable ROUNDTABLE_NAME; an empty one counts
    as not set, for a path of "" would be the folder that the command happens to run in."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid")

    index: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "index", description="folder of the index"
    )
    chroma: str = Field(
        "",
        description="address of a Chroma server that holds the vectors, as http://HOST:8000; empty: the index's folder",
    )
    chroma_key_file: Path | None = Field(None, description="file that holds nothing but the key of the Chroma server")
    fetched: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "fetched",
        description="folder for fetched documents",
    )
    cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path(APP),
        description="folder for the unpacked embedding model",
    )
    embedding_model: str = Field(
        DEFAULT_MODEL,
        description="embedding model: this one, the smaller all-MiniLM-L6-v2 for English, or a name or folder",
    )
    model: str = Field("", description="language model that words the answers, as provider:name; none if empty")
    model_url: str = Field("", description="base address of the model's server, if it is not the provider's own")
    model_key: SecretStr = Field(SecretStr(""), description="key of the model; better kept in a file")
    model_key_file: Path | None = Field(None, description="file that holds nothing but the key of the model")
    model_context: int = Field(
        0, ge=0, description="tokens that the model can take in; 0: what is known of it, or else 4096"
    )
    model_timeout: float = Field(120.0, gt=0, description="seconds that the model has for one answer")
    model_input_price: float = Field(0.0, ge=0, description="price of a million tokens read by the model, if known")
    model_output_price: float = Field(0.0, ge=0, description="price of a million tokens written by it, if known")
    usage: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "usage.sqlite",
        description="where tokens, cost and time of the model are recorded; never what was asked",
    )
    tracing: bool = Field(False, description="send OpenTelemetry spans to the collector that OTEL_… variables name")
    conversations: Annotated[Place, NoDecode] = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "conversations.sqlite",
        description="where conversations, briefings and feedback are kept: a file, or a database that several servers "
        "share, as postgresql://USER@HOST/DATABASE",
    )
    keep_days: int = Field(
        0, ge=0, le=36_500, description="days after which conversations, briefings and feedback that nobody has "
        "touched are deleted; 0: never",
    )  # fmt: skip
    templates: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "templates",
        description="folder for your own templates of briefings",
    )
    evaluations: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "evaluations",
        description="where runs of test sets and judgements are kept, and your own test sets, in the folder sets",
    )
    uploads: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "uploads",
        description="folder for the documents that are added in the browser",
    )
    adding: Literal["this-computer", "everyone", "nobody"] = Field(
        "this-computer", description="who may add and remove documents in the browser"
    )
    pdf_engine: Literal["pdfium", "pypdf"] = Field("pdfium", description="reads the text of PDF pages first")
    max_file_mb: int = Field(500, gt=0, description="larger files are not read, in megabytes")
    access: Literal["none", "accounts", "proxy", "oidc"] = Field(
        "none",
        description="how people are known: none, on this computer only; by accounts; by what a proxy says of them; or "
        "oidc, by a provider of OpenID Connect",
    )
    accounts: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "accounts.json",
        description="file of the accounts, with hashes of passwords; a file beside it has the key of the sessions",
    )
    session_hours: float = Field(12.0, gt=0, le=8760, description="hours after which people log in again")
    proxy_header: str = Field("", description="header in which a trusted proxy names who comes")
    proxy_role_header: str = Field("", description="header in which it gives their role; if empty, all are readers")
    proxy_addresses: str = Field("", description="addresses or networks that the trusted proxy comes from")
    oidc_issuer: str = Field("", description="address of the provider of OpenID Connect, as https://HOST/REALM")
    oidc_client_id: str = Field("", description="name that the provider gave to this program")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="secret of that name; better kept in a file")
    oidc_client_secret_file: Path | None = Field(None, description="file that holds nothing but that secret")
    oidc_role_claim: str = Field("", description="claim with the role, or a list of them; if empty, all are readers")
    oidc_domains: str = Field("", description="domains of verified mail addresses that may come in; if empty, all")
    public_address: str = Field("", description="address at which people open the chat, as https://HOST; for oidc")
    audit: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "audit.jsonl",
        description="where logins and changes of accounts and of the collection are recorded; never what was asked",
    )
    tokens: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "tokens.json",
        description="file of the tokens of the HTTP API, as digests",
    )
    log: Literal["", "json"] = Field("", description="json: a line on standard error for each request")
    log_questions: bool = Field(False, description="with it, also a line with the words of each question")
    host: str = Field("127.0.0.1", description="address the chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the chat listens on")
    questions_a_minute: int = Field(
        120, ge=0, description="questions that one reader may ask in a minute, where people are known; 0: any number"
    )
    workers: int = Field(
        0, ge=0, le=256, description="processes that answer the chat's questions; 0: the one that serves its pages"
    )
    waiting: int | None = Field(
        None, ge=0, description="questions that may wait; if not set: those of 10 seconds, at most 50 for each at once"
    )

    @field_validator(
        *("index", "fetched", "cache", "usage", "model_key_file", "chroma_key_file"),
        *("templates", "evaluations", "uploads", "accounts", "audit", "tokens", "oidc_client_secret_file"),
    )
    @classmethod
    def _below_home(cls, path: Path | None) -> Path | None:
        # A shell replaces ~ only where it stands alone: not in a TOML file, and not in --index=~/here.
        return Path(os.path.expanduser(path)) if path is not None else None

    @field_validator("conversations", mode="plain")
    @classmethod
    def _file_or_database(cls, place: object) -> Place:
        if isinstance(place, Database):
            return place
        if not isinstance(place, str | Path):
            raise BadAddress(HOW)
        found = place_of(place) if isinstance(place, str) else place
        return Path(os.path.expanduser(found)) if isinstance(found, Path) else found

    @field_validator("proxy_addresses")
    @classmethod
    def _networks(cls, addresses: str) -> str:
        networks(addresses)
        return addresses

    @field_validator("embedding_model")
    @classmethod
    def _model_below_home(cls, model: str) -> str:
        return os.path.expanduser(model)

    def key_of_model(self) -> str:
        """The key of the model, from its file if one is named. Raises `BadSettings`."""
        if self.model_key_file is None:
            return self.model_key.get_secret_value()
        return _key_in(self.model_key_file, "the model")

    def key_of_chroma(self) -> str:
        """The key of the Chroma server, from its file; "" if none is named. Raises `BadSettings`."""
        return _key_in(self.chroma_key_file, "the Chroma server") if self.chroma_key_file else ""

    def secret_of_oidc(self) -> str:
        """The secret that the provider of OpenID Connect gave us. Raises `BadSettings`."""
        file = self.oidc_client_secret_file
        return _key_in(file, "the provider") if file else self.oidc_client_secret.get_secret_value()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())


def _key_in(file: Path, whose: str) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        raise BadSettings(f"{file}: the key of {whose} cannot be read ({why})") from error


def config_file() -> Path:
    """The one settings file: where ROUNDTABLE_CONFIG says, or the user's configuration folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(os.path.expanduser(named)) if named else platformdirs.user_config_path(APP) / "settings.toml"


def read_settings(**given: Any) -> Settings:
    """The settings, with what a command line gave on top. Raises `BadSettings` naming the setting and its place."""
    import tomllib

    _refuse_unknown_variables()
    file = config_file()
    if os.environ.get(CONFIG_VARIABLE) and not file.is_file():
        raise BadSettings(f"{CONFIG_VARIABLE}: {file}: there is no such file; correct or unset the variable")
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadSettings(explained(error.errors()[0], given, file, list(Settings.model_fields))) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: not TOML ({error}); correct or remove the file") from error
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read ({error.strerror or error})") from error


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise BadSettings(
            f"variable {unknown[0]}: there is no such setting; the variables are {', '.join(sorted(known))}"
        )
