"""Briefings of every form, small enough to be read whole."""

from assistant.briefing.types import Aspect, Brief, Claim, Gap, Group, Order, Outline, Planned, Section
from assistant.types import Citation
from corpus.types import Document

REPORT = Document(
    "d1",
    "reports/amber.pdf",
    "Trees for Port Amber",
    kind="report",
    date="2020-12-03",
    publisher="Harbour Office",
    url="https://amber.example/trees",
)
NOTE = Document("d2", "note.txt", "A note", language="fr", paged=False)
TREES = Citation(1, REPORT, 5, "iii", "planted 90 trees", "d1:0", 0, 16)
COST = Citation(2, REPORT, 7, None, "It cost 3 million euros.", "d1:1", 0, 24)
PORT = Citation(1, NOTE, None, None, "Le port est ancien.", "d2:0", 0, 19)

PLANTED = Claim("Port Amber planted 90 trees.", (TREES,), 1.0, about="What was done")
PAID = Claim("It cost 3 million euros.", (COST,), 1.0, about="Money")
OLD = Claim("Le port est ancien.", (PORT,), 1.0, about="What was done")
GAPS = (
    Gap("differs", "90 trees, or 80", (TREES, COST)),
    Gap("single", "The harbour is old", (PORT,)),
)


def planned(title: str, form: str, *aspects: str, subjects: tuple[str, ...] = ()) -> Planned:
    return Planned(title, form, tuple(Aspect(name, f"{name}?") for name in aspects), subjects)  # type: ignore[arg-type]


POINTS = Section(planned("Key messages", "points"), (Group("", (PLANTED, OLD)),), ("what people think",))
SOURCES = Section(planned("By source", "sources"), (Group("Trees for Port Amber (2020)", (PLANTED, PAID)),))
TABLE = Section(
    planned("Side by side", "table", "What was done", "Money", subjects=("Port Amber", "Seoul")),
    (Group("Port Amber", (PLANTED, PAID)),),
    ("Seoul: What was done", "Seoul: Money"),
)
TIMELINE = Section(planned("Year by year", "timeline"), (Group("2019", (OLD,)), Group("2020", (PLANTED, PAID))))
QUESTIONS = Section(planned("Questions", "questions"), (Group("How many trees?", (PLANTED,)),))
MISSING = Section(planned("What is missing", "missing"))
EVERY_FORM = (POINTS, SOURCES, TABLE, TIMELINE, QUESTIONS, MISSING)


def brief_of(*sections: Section, order: Order | None = None, gaps: tuple[Gap, ...] = (), **fields: object) -> Brief:
    outline = Outline(
        order or Order("trees", pages=1), "Trees of the harbour", tuple(each.planned for each in sections)
    )
    return Brief(outline, sections, gaps, made="2026-11-28T16:05:00+00:00", corpus="abc", **fields)  # type: ignore[arg-type]
