"""Records and runs made by hand, for the tests of what is kept of them."""

from evals.runs.types import Found, Record, Run, Took
from evals.testsets.types import KeyPoint, Place, Question, Tags

ASKED = Question(
    "q1",
    "How many buses run?",
    key_points=(KeyPoint("48 buses run", wordings=("48 buses",), evidence=(Place("harbourview.pdf", 2),)),),
    tags=Tags("staff", "number", 2, ("trap",)),
)
REFUSED = Question("q2", "Who is the mayor?", "refuse")
ANSWER = {
    "status": "answered",
    "text": "48 buses run — \u2028 on «two» lines.",
    "corpus": "s1",
    "citations": [{"n": 1}],
}


def record(question: Question = ASKED, **about: object) -> Record:
    given = {
        "answer": ANSWER,
        "confidence": 0.75,
        "retrieved": (Found("d:1", "harbourview.pdf", (2, 3), 0.5),),
        "made": (True,) * len(question.key_points),
        "scores": {"key points": 1.0, "precision": None},
    }
    return Record(question, **(given | about))


def run(*records: Record, id_: str = "", name: str = "before") -> Run:
    return Run(
        id_,
        name,
        "small",
        "d" * 64,
        {"model": "", "only": []},
        {"python": "3.11"},
        {"state": "s1", "documents": 2},
        records or (record(), record(REFUSED)),
        tuple(Took(5.0) for _ in records or "12"),
    )
