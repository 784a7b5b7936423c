"""assistant/settings.py: defaults, one TOML file, variables, the command line; and what is refused, with its place."""

from pathlib import Path

import platformdirs
import pytest

from assistant.kept_types import Database, Place
from assistant.settings import APP, BadSettings, Settings, read_settings
from corpus.encoders import DEFAULT_MODEL


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "INDEX", "CONFIG"):
        monkeypatch.delenv(f"ROUNDTABLE_{name}", raising=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty settings file that ROUNDTABLE_CONFIG names."""
    path = tmp_path / "settings.toml"
    path.write_text("", encoding="utf-8")
    monkeypatch.setenv("ROUNDTABLE_CONFIG", str(path))
    return path


def test_without_file_or_variables_the_defaults_hold() -> None:
    settings = read_settings()
    assert (settings.embedding_model, settings.pdf_engine, settings.max_file_mb) == (DEFAULT_MODEL, "pdfium", 500)
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_folders_are_the_user_s_own_of_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settings = read_settings()
    assert settings.index == platformdirs.user_data_path(APP) / "index"
    assert settings.fetched == platformdirs.user_data_path(APP) / "fetched"
    assert settings.cache == platformdirs.user_cache_path(APP)


def test_file_is_over_the_default_the_variable_over_the_file_and_the_command_line_over_all(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('port = 1001\nhost = "0.0.0.0"\nmax_file_mb = 7\n', encoding="utf-8")
    monkeypatch.setenv("ROUNDTABLE_PORT", "1002")
    monkeypatch.setenv("ROUNDTABLE_HOST", "::1")
    settings = read_settings(port=1003, host=None)
    assert (settings.max_file_mb, settings.host, settings.port) == (7, "::1", 1003)


def test_file_in_the_user_s_configuration_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = platformdirs.user_config_path(APP) / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text("port = 1001", encoding="utf-8")
    assert read_settings().port == 1001


def test_home_folder_may_be_written_as_a_tilde(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(file.parent))
    file.write_text('index = "~/library"\nembedding_model = "~/models/e5"\n', encoding="utf-8")
    settings = read_settings(fetched=Path("~/reports"))
    assert (settings.index, settings.fetched) == (file.parent / "library", file.parent / "reports")
    assert settings.embedding_model == str(file.parent / "models" / "e5")


def test_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_INDEX", "")
    monkeypatch.setenv("ROUNDTABLE_CONFIG", "")
    assert read_settings().index == platformdirs.user_data_path(APP) / "index"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "prot = 1",
            "prot: there is no such setting; the settings are index, chroma, chroma_key_file, fetched, cache,",
        ),
        ("[chat]\nport = 1", "chat: there is no such setting"),
        (
            'port = "many"',
            "port: input should be a valid integer, unable to parse string as an integer, and not 'many'",
        ),
        ("max_file_mb = 0", "max_file_mb: input should be greater than 0, and not 0"),
        ('pdf_engine = "acrobat"', "pdf_engine: input should be 'pdfium' or 'pypdf', and not 'acrobat'"),
        ("port = ", "not TOML ("),
        ("caf\udce9", "not TOML ('utf-8' codec"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_its_path(file: Path, content: str, complaint: str) -> None:
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSettings) as refusal:
        read_settings()
    assert str(refusal.value).startswith(f"{file}: {complaint}")


def test_wrong_value_is_looked_for_where_it_was_set(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("port = 99999", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"^.*settings\.toml: port: "):
        read_settings()
    monkeypatch.setenv("ROUNDTABLE_PORT", "99998")
    with pytest.raises(BadSettings, match=r"^variable ROUNDTABLE_PORT: .* not '99998'$"):
        read_settings()
    with pytest.raises(BadSettings, match=r"^--port: .* not 99997$"):
        read_settings(port=99997)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("postgresql://ana:zeppelin@db/rt", Database("postgresql://ana:zeppelin@db/rt")),
        ("~/kept.sqlite", Path.home() / "kept.sqlite"),
        ("17", Path("17")),
    ],
)
def test_conversations_may_be_kept_in_a_file_or_in_a_database(
    file: Path, monkeypatch: pytest.MonkeyPatch, given: str, place: Place
) -> None:
    file.write_text(f'conversations = "{given}"', encoding="utf-8")
    assert read_settings().conversations == place
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", given)
    settings = read_settings()
    assert settings.conversations == read_settings(conversations=place).conversations == place
    assert "zeppelin" not in repr(settings)


@pytest.mark.parametrize("given", ['"postgresql://ana:zeppelin/@db/rt"', '"mysql://ana:zeppelin@db"', "17"])
def test_address_that_is_none_is_refused_and_its_password_not_shown(file: Path, given: str) -> None:
    file.write_text(f"conversations = {given}", encoding="utf-8")
    with pytest.raises(BadSettings) as refusal:
        read_settings()
    assert str(refusal.value).startswith(f"{file}: conversations: conversations are kept in a file, or in a PostgreSQL")
    assert "zeppelin" not in str(refusal.value)


def test_variable_that_is_no_setting_is_refused_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_INDEXES", "here")
    with pytest.raises(BadSettings, match=r"^variable ROUNDTABLE_INDEXES: .*ROUNDTABLE_INDEX,"):
        read_settings()


def test_file_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "gone.toml", tmp_path):
        monkeypatch.setenv("ROUNDTABLE_CONFIG", str(path))
        with pytest.raises(BadSettings, match=f"ROUNDTABLE_CONFIG: {path}: there is no such file"):
            read_settings()


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())
