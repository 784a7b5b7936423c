"""The settings: defaults, then one TOML file, then ROUNDTABLE_… variables; read once, at the door."""

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.encoders import DEFAULT_MODEL
from corpus.errors import RoundtableError

APP = "roundtable-assistant"
CONFIG_VARIABLE = "ROUNDTABLE_CONFIG"


class BadSettings(RoundtableError):
    """A setting is unknown or has a value that cannot be used."""


class Settings(BaseSettings):
    """Everything that can be set. Each field `name` is also the variable ROUNDTABLE_NAME."""

    model_config = SettingsConfigDict(env_prefix="ROUNDTABLE_", extra="forbid")

    index: Path = Field(platformdirs.user_data_path(APP) / "index", description="folder of the index")
    fetched: Path = Field(platformdirs.user_data_path(APP) / "fetched", description="folder for fetched documents")
    cache: Path = Field(platformdirs.user_cache_path(APP), description="folder for the unpacked embedding model")
    embedding_model: str = Field(
        DEFAULT_MODEL, description="embedding model: the one that ships, or any sentence-transformers name or folder"
    )
    pdf_engine: Literal["pdfium", "pypdf"] = Field("pdfium", description="reads the text of PDF pages first")
    max_file_mb: int = Field(500, gt=0, description="larger files are not read, in megabytes")
    host: str = Field("127.0.0.1", description="address the chat listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the chat listens on")

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
    return Path(named) if named else platformdirs.user_config_path(APP) / "settings.toml"


def read_settings(**given: Any) -> Settings:
    """The settings, with what a command line gave on top. Raises `BadSettings` naming the setting."""
    import tomllib

    known = {f"ROUNDTABLE_{name.upper()}" for name in Settings.model_fields} | {CONFIG_VARIABLE}
    unknown = sorted(name for name in os.environ if name.startswith("ROUNDTABLE_") and name not in known)
    if unknown:
        raise BadSettings(f"{unknown[0]}: there is no such setting; the settings are {', '.join(sorted(known))}")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise BadSettings(f"setting {name} (variable or {config_file()}): {first['msg']}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{config_file()}: not TOML ({error}); correct or remove the file") from error
