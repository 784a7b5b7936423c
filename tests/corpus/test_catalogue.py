"""corpus/catalogue.py and corpus/catalogue_checks.py: what a catalogue may say, and what it refuses by name."""

from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, materials_folder, read_catalogue, shipped_catalogue
from corpus.errors import BadCatalogue
from corpus.types import KINDS

SMALL = """
ours:
- id: seoul
  file: case-studies/seoul.md
  title: "Seoul: from u-Seoul to Smart Seoul"
  kind: case-study
  roundtable: null
  date: 2026-11-23
  places: [Seoul, Korea]
  language: en
  licence: CC BY 4.0
  describes: [paper-2020]
public:
- id: paper-2020
  title: Smart Cities and Inclusive Growth
  kind: report
  type: roundtable-report
  roundtable: 1
  date: 2020-08-04
  publisher: OECD
  language: en
  landing_url: https://example.org/paper
  pdf_url: https://example.org/paper.pdf
  mirror_urls: [http://example.com/copy]
  pages: 59
- id: rt2-agenda
  title: Agenda
  kind: roundtable
  date: 2020
"""


def read(tmp_path: Path, text: str) -> Catalogue:
    path = tmp_path / "catalog.yaml"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_entries_keep_their_order_and_what_is_not_known_is_none(tmp_path: Path) -> None:
    catalogue = read(tmp_path, SMALL)
    assert [entry.id for entry in catalogue.entries] == ["seoul", "paper-2020", "rt2-agenda"]
    seoul, paper, agenda = catalogue.entries
    assert seoul.ours
    assert (seoul.places, seoul.roundtable, seoul.describes) == (("Seoul", "Korea"), None, ("paper-2020",))
    assert not paper.ours
    assert (paper.date, paper.pages, paper.mirror_urls) == ("2020-08-04", 59, ("http://example.com/copy",))
    assert (agenda.date, agenda.pdf_url, agenda.licence, agenda.mirror_urls) == ("2020", None, None, ())
    assert (catalogue.ours, catalogue.public) == ((seoul,), (paper, agenda))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  pages: 59", "  page: 59", 'public entry 1 ("paper-2020"), page: there is no such key here'),
        ("  pages: 59", "  pages: fifty", "(\"paper-2020\"), pages: 'fifty' must be a whole number from 1"),
        ("  pages: 59", "  pages: yes", '("paper-2020"), pages: True must be a whole number'),
        ("kind: report", "kind: book", "(\"paper-2020\"), kind: 'book' is not known; the kinds are roundtable,"),
        ("date: 2020-08-04", "date: 2020-13-04", "(\"paper-2020\"), date: '2020-13-04' is not a date"),
        ("date: 2020-08-04", "date: August 2020", "(\"paper-2020\"), date: 'August 2020' is not a date"),
        ("pdf_url: https:", "pdf_url: http:", "pdf_url: http://example.org/paper.pdf must begin with https://"),
        ("landing_url: https://example.org/paper", "landing_url: paper", "landing_url: paper is not a web address"),
        ("mirror_urls: [http://example.com/copy]", "mirror_urls: http://a.org", "mirror_urls: 'http://a.org' must be"),
        ("language: en\n  landing", "language: no\n  landing", 'language: False is not a language code such as'),
        ("roundtable: 1", "roundtable: 0", "roundtable: 0 must be a whole number from 1, or null"),
        ("title: Agenda", "title: 2020", "(\"rt2-agenda\"), title: 2020 is not a text; put it in quotes"),
        ("  title: Agenda\n", "", '("rt2-agenda"), title: is missing'),
        ("id: rt2-agenda", "title2: x", "public entry 2, title2: there is no such key here"),
        ("id: rt2-agenda", "id: ../agenda", "id: '../agenda' must be small letters and digits with hyphens"),
        ("id: rt2-agenda", "id: seoul", 'entry "seoul", id: another entry has the same id'),
        ("describes: [paper-2020]", "describes: [paper]", 'entry "seoul", describes: no public entry has the id paper'),
        ("file: case-studies/seoul.md", "file: ../seoul.md", "file: ../seoul.md must be a path below the folder"),
        ("file: case-studies/seoul.md", "file: /etc/seoul.md", "file: /etc/seoul.md must be a path below"),
        ("- id: rt2-agenda", "  id: rt2-agenda", 'entry at line 14: "id" stands there twice'),
        ("public:", "others:", 'expected the lists "ours" and "public", and nothing else, at the top'),
        ("places: [Seoul, Korea]", "places: [Seoul, Korea", "not YAML"),
    ],
)  # fmt: skip
def test_mistake_is_refused_with_the_entry_and_the_key(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadCatalogue) as refused:
        read(tmp_path, changed(old, new))
    assert complaint in str(refused.value)
    assert str(tmp_path / "catalog.yaml") in str(refused.value)


def test_one_file_for_two_entries_is_refused(tmp_path: Path) -> None:
    second = "- {id: busan, title: Busan, kind: case-study, file: case-studies/seoul.md}\npublic:"
    with pytest.raises(BadCatalogue, match='entry "busan", file: another entry has the same file'):
        read(tmp_path, changed("public:", second))


@pytest.mark.parametrize("text", ["", "just words", "[]", "ours: {}\npublic: 3"])
def test_file_that_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCatalogue):
        read(tmp_path, text)


ALIASES = "\n".join(f"  k{n}: &k{n} [{', '.join(['x' if n == 0 else f'*k{n - 1}'] * 10)}]" for n in range(9))
HARMFUL = {
    "aliases": (f"ours:\n- id: a\n{ALIASES}\n  title: *k8\n", "refers to parts of itself"),
    "merged": ("ours:\n- &a {id: a, title: A, kind: report, file: a}\n- <<: *a\n", "refers to parts of itself"),
    "brackets": ("ours: " + "[" * 200_000, "nested deep"),
    "braces": ("ours: " + "{a: " * 50_000, "nested deep"),
    "python": ('ours:\n- !!python/object/apply:os.system ["touch stolen"]\n', "not YAML"),
    "many-keys": ("ours:\n- id: a\n" + "".join(f"  k{n}: 1\n" for n in range(100_000)), "there is no such key here"),
    "long-key": (f"ours:\n- id: a\n  ? {'k' * 100_000}\n  : 1\n", "there is no such key here"),
    "long-value": (f"ours:\n- id: {'A' * 100_000}\n  title: A\n  kind: report\n  file: a\n", "id: 'AAAA"),
    "list-for-a-key": ("ours:\n- id: a\n  ? [a, b]\n  : 1\n", "not YAML"),
    "controls": ("ours:\n- id: a\x1b[2J\n", "not YAML"),
    "large": ("# " + "x" * 5_000_000, "is larger than 5,000,000 bytes"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_catalogue_made_to_harm_is_refused_in_one_short_line(tmp_path: Path, name: str) -> None:
    text, told = HARMFUL[name]
    with pytest.raises(BadCatalogue, match=told) as refused:
        read(tmp_path, text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 2_000


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match=r"nowhere\.yaml: cannot be read"):
        read_catalogue(tmp_path / "nowhere.yaml")


def test_unknown_id_suggests_the_nearest(tmp_path: Path) -> None:
    catalogue = read(tmp_path, SMALL)
    with pytest.raises(BadCatalogue, match=r"paper-2021: .* did you mean paper-2020\?"):
        catalogue.entry("paper-2021")
    with pytest.raises(BadCatalogue, match="`roundtable corpus list` shows the ids"):
        catalogue.entry("zzz")
    assert catalogue.entry("seoul").title == "Seoul: from u-Seoul to Smart Seoul"


def test_metadata_of_ours_is_found_by_its_path_and_not_by_its_name_alone(tmp_path: Path) -> None:
    catalogue = read(tmp_path, SMALL)
    assert catalogue.metadata_for("case-studies/seoul.md") == {
        "title": "Seoul: from u-Seoul to Smart Seoul",
        "kind": "case-study",
        "date": "2026-11-23",
        "places": ("Seoul", "Korea"),
        "language": "en",
        "licence": "CC BY 4.0",
    }
    assert catalogue.metadata_for("seoul.md") == {}


@pytest.mark.parametrize("source", ["paper-2020.pdf", "fetched/paper-2020.pdf", "paper-2020.html"])
def test_metadata_of_a_public_document_is_found_by_the_name_it_was_fetched_under(tmp_path: Path, source: str) -> None:
    assert read(tmp_path, SMALL).metadata_for(source) == {
        "title": "Smart Cities and Inclusive Growth",
        "kind": "report",
        "roundtable": 1,
        "date": "2020-08-04",
        "language": "en",
        "publisher": "OECD",
        "url": "https://example.org/paper",
    }


@pytest.mark.parametrize("source", ["paper-2020.docx", "paper-2020", "old-paper-2020.pdf", "report.pdf", ""])
def test_other_files_have_no_metadata(tmp_path: Path, source: str) -> None:
    assert read(tmp_path, SMALL).metadata_for(source) == {}


def test_direct_address_stands_in_for_a_page_that_is_not_known(tmp_path: Path) -> None:
    catalogue = read(tmp_path, changed("  landing_url: https://example.org/paper\n", ""))
    assert catalogue.metadata_for("paper-2020.pdf")["url"] == "https://example.org/paper.pdf"


def test_shipped_catalogue_names_every_document_that_ships() -> None:
    catalogue = shipped_catalogue()
    listed = {entry.file for entry in catalogue.ours}
    folder = materials_folder()
    lying = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix in (".pdf", ".md")}
    assert lying <= listed
    if lying != listed:
        pytest.skip(f"{len(listed - lying)} documents are not built yet, such as {min(listed - lying)}")


def test_shipped_catalogue_claims_nothing_for_the_oecd_that_is_ours() -> None:
    for entry in shipped_catalogue().ours:
        assert (entry.publisher, entry.licence) == ("Roundtable Assistant project", "CC BY 4.0"), entry.id
        assert entry.landing_url is None, entry.id


def test_no_file_of_ours_has_the_name_of_a_fetched_document() -> None:
    """Ingested from inside their folder, our digests would otherwise pass for the documents they describe."""
    catalogue = shipped_catalogue()
    public = {entry.id for entry in catalogue.public}
    assert not public & {Path(entry.file or "").stem for entry in catalogue.ours}
    assert {entry.kind for entry in catalogue.entries} <= set(KINDS)


def test_case_studies_say_of_themselves_what_the_catalogue_says_of_them() -> None:
    import yaml

    catalogue = shipped_catalogue()
    for path in sorted((materials_folder() / "case-studies").glob("*.md")):
        front = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], yaml.BaseLoader)
        known = catalogue.metadata_for(f"case-studies/{path.name}")
        for name in ("title", "kind", "date", "language", "publisher", "licence"):
            assert known[name] == front[name], f"{path.name}, {name}"
        assert known.get("places", ()) == tuple(front["places"]), path.name
