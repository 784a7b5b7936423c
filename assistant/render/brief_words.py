"""What a briefing says around the words of its sources, in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.briefing.types import GapKind
from assistant.phrases.types import Forms


@dataclass(frozen=True, slots=True)
class BriefWords:
    """`gaps` heads each kind of gap, and `cell` stands where a table has nothing to show. `carried` is the mark of a
    sentence that its source carries in part, `legend` says what it means."""

    contents: str
    audience: str
    topic: str
    excluded: Forms
    extractive: str
    carried: str
    legend: str
    made: str
    state: str
    unfinished: str
    cell: str
    empty: str
    other: str
    when: str
    said: str
    unanswered: str
    nothing_missing: str
    gaps: Mapping[GapKind, str]


ENGLISH = BriefWords(
    contents="Contents",
    audience="For: {audience}",
    topic="On: {topic}",
    excluded=(
        "{count} document was left out at the reader's wish.",
        "{count} documents were left out at the reader's wish.",
    ),
    extractive="Every statement is in the documents' own words; no language model wrote any of it.",
    carried=" ({percent}%)",
    legend="A percentage behind a sentence says how well the words quoted in its footnotes carry it; sentences without "
    "one are carried in full.",
    made="Made on {date}",
    state="State of the collection: {state}",
    unfinished="This briefing was still being written when it was exported; sections may be missing.",
    cell="not in the collection",
    empty="No statement on this was found in the collection.",
    other="Other",
    when="When",
    said="What was said",
    unanswered="Not in the collection: {names}",
    nothing_missing="Nothing that was asked for was found missing, and no statement was found to be contradicted, "
    "old or of one source alone.",
    gaps={
        "not-found": "Asked for and not found",
        "differs": "Sources that differ",
        "caution": "What the sources say of their own limits",
        "old": "Figures older than five years",
        "single": "Statements of one source alone",
    },
)
FRENCH = BriefWords(
    contents="Sommaire",
    audience="Destinataire : {audience}",
    topic="Sujet : {topic}",
    excluded=(
        "{count} document a été écarté à la demande du lecteur.",
        "{count} documents ont été écartés à la demande du lecteur.",
    ),
    extractive="Chaque affirmation reprend les mots des documents ; aucun modèle de langage n'en a rédigé.",
    carried=" ({percent}\u00a0%)",
    legend="Le pourcentage qui suit une phrase dit dans quelle mesure les mots cités dans ses notes l'étayent ; les "
    "phrases sans pourcentage le sont entièrement.",
    made="Établi le {date}",
    state="État de la collection : {state}",
    unfinished="Cette note était en cours de rédaction lors de son export ; des sections peuvent manquer.",
    cell="absent de la collection",
    empty="Aucun énoncé sur ce point n'a été trouvé dans la collection.",
    other="Autre",
    when="Quand",
    said="Ce qui a été dit",
    unanswered="Absent de la collection : {names}",
    nothing_missing="Rien de ce qui était demandé n'est apparu comme manquant, et aucune affirmation comme contredite, "
    "ancienne ou d'une seule source.",
    gaps={
        "not-found": "Demandé et non trouvé",
        "differs": "Sources qui divergent",
        "caution": "Ce que les sources disent de leurs propres limites",
        "old": "Chiffres de plus de cinq ans",
        "single": "Affirmations d'une seule source",
    },
)
WORDS: Mapping[str, BriefWords] = {"en": ENGLISH, "fr": FRENCH}


def brief_words(language: str) -> BriefWords:
    """Those of the language, or the English ones."""
    return WORDS.get(language, ENGLISH)
