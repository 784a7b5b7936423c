"""corpus/damage.py: whichever file of the index is cut short, changed or gone, one line says so and what to type."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import generations
from corpus.damage import REBUILD, SEAL, look
from corpus.errors import DamagedIndex
from corpus.index import Index
from corpus.ledger import Ledger
from corpus.types import Document
from corpus.writer import IndexWriter
from tests.library import Eight, add, write

HERE = Path(__file__).parents[2]
KINDS = (
    *("library.sqlite", "chroma.sqlite3", "meta.json", SEAL),
    *(".idx", ".term", ".pos", ".fast", ".fieldnorm", ".store"),
    *("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle"),
)
PLACES = (0.0, 0.001, 0.3, 0.5, 0.9, 1.0)  # shares of a file's length


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with a graph of vectors on the disk, which Chroma writes from a thousand on."""
    folder = tmp_path_factory.mktemp("sound") / "index"
    with IndexWriter(folder, Eight.name) as writer:
        for name in ("a", "b"):
            texts = [f"City {name} took step {number} in its year." for number in range(600)]
            add(writer, Document(name, f"{name}.txt", name), *texts)
        writer.publish()
    return folder


@pytest.fixture
def index(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "index"))


def file_of(index: Path, kind: str) -> Path:
    (found,) = [path for path in index.glob("generations/**/*") if path.name.endswith(kind)]
    return found


def at(path: Path, share: float) -> int:
    return min(int(path.stat().st_size * share), path.stat().st_size - 1)


def cut(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: at(path, share)])


def flip(path: Path, share: float) -> None:
    content, place = bytearray(path.read_bytes()), at(path, share)
    content[place] ^= 0x5A
    path.write_bytes(content)


def test_sound_index_stays_sound_however_often_it_is_read(index: Path) -> None:
    for _ in range(3):
        reader = Index(index)
        reader.by_meaning(Eight().encode_queries(["city"])[0], 10)
        reader.close()
        look(next(index.glob("generations/*")), thorough=True)


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_is_cut_short_is_found_when_the_index_is_opened(index: Path, kind: str) -> None:
    path, whole = file_of(index, kind), file_of(index, kind).read_bytes()
    for share in PLACES:
        cut(path, share)
        with pytest.raises(DamagedIndex) as found:
            Index(index)
        assert str(index) in str(found.value)
        assert str(found.value).endswith(REBUILD)
        path.write_bytes(whole)
    Index(index).close()  # as it was, it is sound again


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_is_gone_is_found_when_the_index_is_opened(index: Path, kind: str) -> None:
    if kind == SEAL:
        pytest.skip("an index of an earlier version has none")
    file_of(index, kind).unlink()
    with pytest.raises(DamagedIndex, match=r"damaged \(it is gone\); build the index anew"):
        Index(index)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "chroma.sqlite3"])
def test_byte_that_is_another_is_found_when_the_index_is_opened(index: Path, kind: str) -> None:
    path, whole = file_of(index, kind), file_of(index, kind).read_bytes()
    for share in PLACES:
        flip(path, share)
        if kind == SEAL and share in (0.5, 0.9, 0.001, 0.3):
            path.write_bytes(whole)
            continue  # a name in it may be another and still be a name: what it names is then gone
        with pytest.raises(DamagedIndex, match=REBUILD):
            Index(index)
        path.write_bytes(whole)


READER = """
import sys
from pathlib import Path
from corpus.errors import DamagedIndex
from corpus.index import Index
from corpus.ledger import Ledger
from tests.library import Eight
try:
    index = Index(Path(sys.argv[1]))
    assert len(index.by_meaning(Eight().encode_queries(["city"])[0], 10)) == 10
    print("found", index.vector_count())
except DamagedIndex as error:
    print(str(error).splitlines()[-1])
"""


@pytest.mark.parametrize("share", PLACES)
def test_byte_of_chromas_database_that_is_another_never_ends_in_anything_but_an_answer_or_one_line(
    index: Path, share: float
) -> None:
    """In most places it changes nothing that is read; in others the library may give up in any way it likes."""
    flip(file_of(index, "chroma.sqlite3"), share)
    ran = subprocess.run(
        [sys.executable, "-c", READER, str(index)], cwd=HERE, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.startswith("found 1200") or ran.stdout.strip().endswith(REBUILD), ran.stderr


def test_database_whose_pages_are_gone_inside_is_found_by_a_thorough_look(index: Path) -> None:
    path = file_of(index, "chroma.sqlite3")
    content = path.read_bytes()
    path.write_bytes(content[:8192] + bytes(len(content) - 8192))
    with pytest.raises(DamagedIndex, match=REBUILD):
        look(next(index.glob("generations/*")), thorough=True)


def test_page_of_the_ledger_that_is_damaged_is_one_line_whatever_is_read(index: Path) -> None:
    path = file_of(index, "library.sqlite")
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
    asks: list[Callable[[Ledger], object]] = [
        lambda ledger: ledger.page("a", 1),
        lambda ledger: ledger.passages(["a:1"]),
        lambda ledger: ledger.passages_of("a"),
        lambda ledger: ledger.pages("a"),
        lambda ledger: list(ledger.all_vectors()),
        lambda ledger: ledger.files(),
        lambda ledger: ledger.passage_ids([1]),
        lambda ledger: ledger.count("pages"),
    ]
    for ask in asks:
        ledger = Ledger(path)
        with pytest.raises(DamagedIndex, match=r"library.sqlite: damaged \(.*; build the index anew"):
            ask(ledger)
        ledger.close()


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"000001-abcdef\n", b"../../etc\n", b"\x00" * 20])
def test_pointer_to_nothing_is_damage_and_not_an_index_that_was_never_made(index: Path, pointer: bytes) -> None:
    (index / generations.POINTER).write_bytes(pointer)
    with pytest.raises(DamagedIndex, match=r"CURRENT: damaged \(it names nothing that is there\); build the index"):
        Index(index)


def test_damaged_state_is_not_copied_into_the_next(index: Path) -> None:
    flip(file_of(index, ".idx"), 0.5)
    with pytest.raises(DamagedIndex, match=REBUILD), IndexWriter(index, Eight.name) as writer:
        add(writer, Document("c", "c.txt", "C"), "A city.")
    assert len(list(index.glob("generations/*"))) == 1


def test_index_of_a_version_without_seals_opens_and_gets_one(tmp_path: Path) -> None:
    write(tmp_path, old="A city.").close()
    file_of(tmp_path, SEAL).unlink()
    Index(tmp_path).close()
    write(tmp_path, new="A town.").close()
    assert (generations.current(tmp_path) or tmp_path).joinpath(SEAL).is_file()


def test_reader_that_opens_the_index_while_another_does_sees_no_damage(tmp_path: Path) -> None:
    """Below a thousand vectors Chroma empties files of its own for a moment each time that it opens a folder."""
    write(tmp_path, **{f"city{number}": f"City {number}." for number in range(5)}).close()
    for path in tmp_path.glob("generations/*/chroma/*/*.bin"):
        path.write_bytes(b"")
    look(next(tmp_path.glob("generations/*")), thorough=True)
    index = Index(tmp_path)
    assert len(index.by_meaning(Eight().encode_queries(["city"])[0], 10)) == index.vector_count() == 5
    index.close()
