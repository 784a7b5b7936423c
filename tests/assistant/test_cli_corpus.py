"""assistant/cli_corpus.py: list, show, fetch, remove and check, as they are typed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant import cli_corpus
from corpus.catalogue import Entry, shipped_catalogue
from corpus.errors import BadCatalogue
from tests.https_server import Site, document, running_site
from tests.typed import typed

PDF = b"%PDF-1.7\n" + b"0123456789abcdef" * 100


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


def run(*words: str) -> Any:
    return CliRunner().invoke(cli_corpus.app, list(words))


def fetched(site: Site, folder: Path, *entries: Entry, by_id: bool = False) -> int:
    with site.client() as client:
        return cli_corpus.fetch_and_report(entries, folder, by_id=by_id, client=client, allow_local=True)


def public(id_: str, address: str | None, **more: Any) -> Entry:
    return Entry(id=id_, ours=False, title=id_.title(), kind="report", pdf_url=address, **more)


def test_list_shows_every_document_on_a_line_of_its_own() -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    for entry in shipped_catalogue().entries:
        (line,) = (line for line in lines if line.split()[:1] == [entry.id])
        assert entry.title in line


def test_list_as_json_holds_the_whole_catalogue() -> None:
    entries = json.loads(run("list", "--json").stdout)
    assert [entry["id"] for entry in entries] == [entry.id for entry in shipped_catalogue().entries]
    paper = next(entry for entry in entries if entry["id"] == "paper-2020")
    assert (paper["ours"], paper["pages"], paper["doi"], paper["places"]) == (False, 59, None, [])


def test_show_says_what_is_not_known() -> None:
    lines = run("show", "paper-2020").stdout.splitlines()
    assert "title:        Smart Cities and Inclusive Growth" in lines
    assert "pages:        59" in lines
    assert "doi:          not known" in lines
    assert not any(line.startswith("describes:") for line in lines)


def test_show_tells_where_a_document_that_ships_lies() -> None:
    lines = run("show", "seoul").stdout.splitlines()
    (file,) = (line for line in lines if line.startswith("file:"))
    assert file.endswith(str(Path("materials/case-studies/seoul.md")))
    assert not any(line.startswith("pdf url:") for line in lines)


def test_show_as_json() -> None:
    entry = json.loads(run("show", "seoul", "--json").stdout)
    assert (entry["id"], entry["ours"], entry["file"]) == ("seoul", True, "case-studies/seoul.md")


@pytest.mark.parametrize("command", ["show", "fetch"])
def test_unknown_id_suggests_the_nearest(command: str) -> None:
    result = run(command, "paper-2200")
    assert isinstance(result.exception, BadCatalogue)  # `roundtable` prints it and exits with 2
    assert "did you mean paper-2020" in str(result.exception)


def test_fetch_of_a_document_without_an_address_names_the_page_to_open(tmp_path: Path) -> None:
    result = run("fetch", "paper-2019", "--folder", str(tmp_path))
    assert result.exit_code == 2
    assert "paper-2019: no direct address: open https://www.oecd.org/en/publications/" in result.stdout
    assert "0 fetched, 0 unchanged, 1 without direct address, 0 failed" in result.stdout


def test_fetch_of_a_document_that_ships_has_nothing_to_do(tmp_path: Path) -> None:
    result = run("fetch", "seoul", "--folder", str(tmp_path))
    assert result.exit_code == 0
    assert "seoul: comes with the program as case-studies/seoul.md; nothing to fetch" in result.stdout


def test_fetch_shows_title_and_licence_then_the_result_and_the_next_command(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = site.put("/a.pdf", document(PDF))
    assert fetched(site, tmp_path, public("paper", address, publisher="OECD", licence="CC BY 4.0")) == 0
    printed = capsys.readouterr()
    assert "Paper (OECD). Licence: CC BY 4.0" in printed.err
    assert f"paper: fetched from {address}, 1.6 kB" in printed.out
    assert "1 fetched, 0 unchanged, 0 without direct address, 0 failed" in printed.out
    assert f"Next: roundtable ingest {tmp_path}" in printed.out


def test_fetch_with_one_failure_exits_with_1(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, gone = public("good", site.put("/a.pdf", document(PDF))), public("gone", site.address + "/gone.pdf")
    assert fetched(site, tmp_path, gone, good) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines()[-1] == f"gone: {gone.pdf_url}: the server has no such document (404)"
    assert "1 fetched, 0 unchanged, 0 without direct address, 1 failed" in printed.out
    assert fetched(site, tmp_path, gone) == 2


def test_fetch_of_everything_does_not_fail_for_documents_without_an_address(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [public(f"page-{n}", None, landing_url=f"https://example.org/{n}") for n in range(4)]
    assert fetched(site, tmp_path, public("paper", site.put("/a.pdf", document(PDF))), *pages) == 0
    assert "  page-3: https://example.org/3\n" in capsys.readouterr().out
    assert fetched(site, tmp_path, *pages, by_id=True) == 2


def test_licence_that_is_not_known_is_said_so(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetched(site, tmp_path, public("paper", site.put("/a.pdf", document(PDF))))
    assert "Licence: not known" in capsys.readouterr().err


def test_list_of_the_index_shows_a_document_on_each_line(small_index: Path) -> None:
    done = typed("corpus", "list", "--index", small_index)
    assert done.code == 0
    assert done.out.startswith(f"In the index {small_index}: 6 documents")
    (line,) = (line for line in done.out.splitlines() if "case-studies/marisol.md" in line)
    assert line.split()[:4] == ["case-studies/marisol.md", "case-study", "2", "2020-12-03"]


def test_list_of_the_index_as_json(small_index: Path) -> None:
    documents = json.loads(typed("corpus", "list", "--index", small_index, "--json").out)
    assert [document["document"] for document in documents][:2] == ["case-studies/marisol.md", "harbourview.pdf"]
    assert documents[0]["places"] == ["Marisol"]


def test_list_of_an_index_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_INDEX", str(tmp_path))
    done = typed("corpus", "list", "--indexed")
    assert (done.code, done.out) == (2, "")
    assert "there is no index here yet; make one with: roundtable ingest" in done.err


def test_remove_says_what_left_and_names_what_there_is_not(small_index: Path, tmp_path: Path) -> None:
    index = shutil.copytree(small_index, tmp_path / "index")
    some = typed("corpus", "remove", "minutes.txt", "marisol", "--index", index)
    assert (some.code, some.out) == (1, "removed minutes.txt\n")
    assert some.err.startswith("roundtable: marisol: no document of the index has this source or id; did you mean")
    none = typed("corpus", "remove", "minutes.txt", "--index", index)
    assert (none.code, none.out, none.err.count("\n")) == (2, "", 1)
    assert typed("corpus", "remove", "slides.pptx", "--index", index).code == 0


def test_check_prints_a_line_for_each_finding(small_collection: Path, tmp_path: Path) -> None:
    documents = Path(shutil.copytree(small_collection, tmp_path / "documents"))
    typed("ingest", documents / "minutes.txt", documents / "quellstadt.html", "--index", tmp_path / "index")
    sound = typed("corpus", "check", "--index", tmp_path / "index")
    assert sound.code == 0
    assert sound.out.splitlines()[1:] == ["Index: 2 documents, 2 pages, 2 passages", "All is in order."]
    (documents / "minutes.txt").unlink()
    wrong = typed("corpus", "check", "--index", tmp_path / "index")
    assert (wrong.code, wrong.err) == (1, "")
    assert wrong.out.splitlines()[2].startswith(f"{documents / 'minutes.txt'}: the file is gone")
