"""The settings: defaults, then one TOML file, then ROUNDTABLE_… variables; read once, at the door."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.encoders import DEFAULT_MODEL
from corpus.errors import RoundtableError

APP = "roundtable-assistant"
PREFIX = "ROUNDTABLE_"
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
    conversations: Path = Field(
        default_factory=lambda: platformdirs.user_data_path(APP) / "conversations.sqlite",
        description="where conversations, briefings and feedback are kept",
    )
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
    host: str = Field("127.0.0.1", description="address the chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the chat listens on")

    @field_validator(
        *("index", "fetched", "cache", "usage", "model_key_file"),
        *("conversations", "templates", "evaluations", "uploads"),
    )
    @classmethod
    def _below_home(cls, path: Path | None) -> Path | None:
        # A shell replaces ~ only where it stands alone: not in a TOML file, and not in --index=~/here.
        return Path(os.path.expanduser(path)) if path is not None else None

    @field_validator("embedding_model")
    @classmethod
    def _model_below_home(cls, model: str) -> str:
        return os.path.expanduser(model)

    def key_of_model(self) -> str:
        """The key of the model, from its file if one is named. Raises `BadSettings`."""
        if self.model_key_file is None:
            return self.model_key.get_secret_value()
        try:
            return self.model_key_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not text"
            raise BadSettings(f"{self.model_key_file}: the key of the model cannot be read ({why})") from error

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
        raise BadSettings(_explained(error.errors()[0], given, file)) from error
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


def _explained(problem: Any, given: Mapping[str, Any], file: Path) -> str:
    """One line: where the value was set (command line, variable or file), and what would be right."""
    name = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        return f"{file}: {name}: there is no such setting; the settings are {', '.join(Settings.model_fields)}"
    variable = PREFIX + name.upper()
    place = f"--{name}" if name in given else f"variable {variable}" if os.environ.get(variable) else f"{file}: {name}"
    given_value = "" if "key" in name else f", and not {problem['input']!r}"
    return f"{place}: {problem['msg'][0].lower()}{problem['msg'][1:]}{given_value}"
