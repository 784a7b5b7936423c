"""What a paper says around its text, in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.phrases.types import Forms


@dataclass(frozen=True, slots=True)
class PaperWords:
    """`quoted` are the marks around a source's words, `under` names a heading where there is no page; `states` names
    one state of the collection, or several."""

    notes: str
    sources: str
    quoted: str
    under: str
    file_page: str
    asked: str
    exported: str
    questions: Forms
    states: Forms
    check: str
    unset: Forms
    other_fonts: str


ENGLISH = PaperWords(
    notes="Notes",
    sources="Sources",
    quoted="“{quote}”",
    under="under “{heading}”",
    file_page=" [page {page} of the file]",
    asked="Asked on {date}, {time}",
    exported="Exported from the Roundtable Assistant on {date}",
    questions=("{count} question", "{count} questions"),
    states=("State of the collection: {names}.", "States of the collection: {names}."),
    check="Every quotation in the notes stands word for word in its source, on the page named, to be checked there.",
    unset=(
        "{count} character of this text has no letter in the fonts of this PDF and stands as ▯; "
        "the Word and Markdown exports have it.",
        "{count} characters of this text have no letter in the fonts of this PDF and stand as ▯; "
        "the Word and Markdown exports have them.",
    ),
    other_fonts="Chinese, Japanese and Korean text of this PDF is shown in fonts of the program that opens it; where "
    "it has none, read the Word or the Markdown export.",
)
FRENCH = PaperWords(
    notes="Notes",
    sources="Sources",
    quoted="«\u00a0{quote}\u00a0»",
    under="sous «\u00a0{heading}\u00a0»",
    file_page=" [page {page} du fichier]",
    asked="Question posée le {date}, {time}",
    exported="Exporté du Roundtable Assistant le {date}",
    questions=("{count} question", "{count} questions"),
    states=("État de la collection : {names}.", "États de la collection : {names}."),
    check="Chaque citation des notes figure mot pour mot dans la source, à la page indiquée, où l'on peut la vérifier.",
    unset=(
        "{count} caractère de ce texte n'existe pas dans les polices de ce PDF et figure comme ▯ ; "
        "les exports Word et Markdown le contiennent.",
        "{count} caractères de ce texte n'existent pas dans les polices de ce PDF et figurent comme ▯ ; "
        "les exports Word et Markdown les contiennent.",
    ),
    other_fonts="Les textes chinois, japonais et coréens de ce PDF s'affichent dans les polices du programme qui "
    "l'ouvre ; s'il n'en a pas, lisez l'export Word ou Markdown.",
)
WORDS: Mapping[str, PaperWords] = {"en": ENGLISH, "fr": FRENCH}


def paper_words(language: str) -> PaperWords:
    """Those of the language, or the English ones."""
    return WORDS.get(language, ENGLISH)
