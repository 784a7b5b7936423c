"""A collection that is changed and read again, and what was written from it before: real files and a real index."""

from dataclasses import dataclass
from pathlib import Path

from assistant.again import Checked, Statement, checked_again
from assistant.briefing.types import Brief, Claim, Group, Order, Outline, Planned, Section
from assistant.types import Citation
from corpus.index import Index
from corpus.writer import IndexWriter
from ingest.pipeline import ingest
from tests import pdfs
from tests.library import Eight

COVER = "Digital help in Harbourview\n\nA report of the harbour council"
HELP = (
    "Help points\n\nHarbourview opened 14 digital help points for older residents in 2021.\n"
    "Each help point in Harbourview is staffed by two trained volunteers."
)
COSTS = "Costs\n\nOne help point in Harbourview costs 9 300 euros a year."
OPENED = "Harbourview opened 14 digital help points for older residents in 2021."
STAFFED = "Each help point in Harbourview is staffed by two trained volunteers."
PAID = "No member of the council was paid for the meetings."
SENSORS = "The council mounted 48 noise sensors on lamp posts."
MINUTES = f"Minutes of the digital council\n\nThe digital council met on 9 March 2022. {PAID} {SENSORS}\n"


@dataclass
class Town:
    """A folder of files and the index made of it."""

    files: Path
    index_folder: Path

    def report(self, *texts: str, name: str = "report.pdf") -> None:
        """A PDF whose first page is labelled i and the others from 1 on."""
        made = pdfs.paragraphs(self.files, texts, name, title="Digital help in Harbourview")
        pdfs.labelled(made, [(0, "/r", None, 1), (1, "/D", None, 1)])

    def note(self, text: str, name: str = "minutes.txt") -> None:
        (self.files / name).write_text(text, encoding="utf-8")

    def read(self) -> Index:
        """The index of the files as they are now."""
        with IndexWriter(self.index_folder, Eight.name) as writer:
            ingest([self.files], writer, Eight, prune=True)
        return Index(self.index_folder)


def town_in(folder: Path) -> Town:
    """A report of three pages and the minutes of a council."""
    town = Town(folder / "files", folder / "index")
    town.files.mkdir()
    town.report(COVER, HELP, COSTS)
    town.note(MINUTES)
    return town


def cited(index: Index, words: str) -> Citation:
    """A citation of the words, which stand somewhere in the collection with whatever spaces."""
    for document in index.documents.values():
        for page in index.pages(document.id):
            start = page.text.find(words)
            if start >= 0:
                number, label = (page.number, page.label or str(page.number)) if document.paged else (None, None)
                end = start + len(words)
                return Citation(1, document, number, label, " ".join(words.split()), f"{document.id}:0", start, end)
    raise AssertionError(f"{words!r} stands nowhere")


def brief_of(*claims: Claim) -> Brief:
    planned = Planned("Evidence", "points")
    return Brief(Outline(Order("help points"), "Help points", (planned,)), (Section(planned, (Group("", claims),)),))


def claim(index: Index, words: str, text: str = "") -> Claim:
    """The claim that the words make, or another one that cites them."""
    return Claim(text or words, (cited(index, words),), 1.0)


def again(index: Index, *statements: Claim | Statement) -> Checked:
    """What became of the one claim."""
    stated = [each if isinstance(each, Statement) else Statement(each.text, each.citations) for each in statements]
    (checked,) = checked_again(stated, index).checked
    return checked
