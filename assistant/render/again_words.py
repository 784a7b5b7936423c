"""What is said of a briefing or an answer that was checked again, in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.again import Standing
from assistant.again.types import Naming
from assistant.phrases.types import Forms


@dataclass(frozen=True, slots=True)
class AgainWords:
    """`standings` are said of a claim, or of several; `colon` and `semicolon` have the spaces of the language."""

    standings: Mapping[Standing, Forms]
    not_supported: Forms
    not_shown: Forms
    shown_instead: str
    named: Forms
    naming: Mapping[Naming, str]
    unnamed: str
    claims: Forms
    notes: Forms
    all_fine: str
    nothing: str
    quoted: str
    elsewhere: str
    now_reads: str
    put_in: str
    left_out: str
    other_words: str
    same_file: str
    never_there: str
    words_gone: str
    document_gone: str
    newer: str
    files: Forms
    passed_over: Forms
    no_files: str
    colon: str
    semicolon: str


ENGLISH = AgainWords(
    standings={
        "there": ("there", "there"),
        "moved": ("moved", "moved"),
        "changed": ("changed", "changed"),
        "gone": ("gone", "gone"),
    },
    not_supported=("not supported", "not supported"),
    not_shown=("not in the text that is shown", "not in the text that is shown"),
    shown_instead="the text has {quote}",
    named=("source named otherwise", "sources named otherwise"),
    naming={
        "title": "its title is {here} here and {today} in the collection",
        "publisher": "its publisher is {here} here and {today} in the collection",
        "date": "its date is {here} here and {today} in the collection",
        "lead": "the line above it says {here}, its source is {today}",
    },
    unnamed="nothing",
    claims=("{count} claim", "{count} claims"),
    notes=("{count} note on what is missing", "{count} notes on what is missing"),
    all_fine="all there and supported",
    nothing="no claim to check",
    quoted="“{text}”",
    elsewhere="in {place}",
    now_reads="now reads {quote}",
    put_in="{now} put in",
    left_out="{was} left out",
    other_words="other words",
    same_file="this document has not changed since it was cited",
    never_there="this document does not have these words, and it has not changed since it was cited",
    words_gone="the document no longer has these words",
    document_gone="the document is not in the collection",
    newer="the collection has changed since (it was {was}, now {now})",
    files=(
        "{count} file: {fine} all there and supported, {affected} affected",
        "{count} files: {fine} all there and supported, {affected} affected",
    ),
    passed_over=("{count} other file passed over", "{count} other files passed over"),
    no_files="No briefing or answer to check; name files (.json, .docx) or a folder that holds some.",
    colon=": ",
    semicolon="; ",
)
FRENCH = AgainWords(
    standings={
        "there": ("en place", "en place"),
        "moved": ("déplacée", "déplacées"),
        "changed": ("modifiée", "modifiées"),
        "gone": ("disparue", "disparues"),
    },
    not_supported=("non étayée", "non étayées"),
    not_shown=("absente du texte affiché", "absentes du texte affiché"),
    shown_instead="on lit dans le texte {quote}",
    named=("source nommée autrement", "sources nommées autrement"),
    naming={
        "title": "titre : ici {here}, dans la collection {today}",
        "publisher": "éditeur : ici {here}, dans la collection {today}",
        "date": "date : ici {here}, dans la collection {today}",
        "lead": "la ligne qui précède dit {here}, la source est {today}",
    },
    unnamed="rien",
    claims=("{count} affirmation", "{count} affirmations"),
    notes=("{count} remarque sur ce qui manque", "{count} remarques sur ce qui manque"),
    all_fine="tout est en place et étayé",
    nothing="aucune affirmation à vérifier",
    quoted="«\u00a0{text}\u00a0»",
    elsewhere="dans {place}",
    now_reads="on lit aujourd'hui {quote}",
    put_in="{now} ajouté",
    left_out="{was} supprimé",
    other_words="d'autres mots",
    same_file="ce document n'a pas changé depuis qu'il a été cité",
    never_there="ce document ne contient pas ces mots, et il n'a pas changé depuis qu'il a été cité",
    words_gone="le document ne contient plus ces mots",
    document_gone="le document n'est pas dans la collection",
    newer="la collection a changé depuis (elle était {was}, elle est {now})",
    files=(
        "{count} fichier : {fine} où tout est en place et étayé, {affected} à revoir",
        "{count} fichiers : {fine} où tout est en place et étayé, {affected} à revoir",
    ),
    passed_over=("{count} autre fichier laissé de côté", "{count} autres fichiers laissés de côté"),
    no_files="Aucune note ni réponse à vérifier ; nommez des fichiers (.json, .docx) ou un dossier qui en contient.",
    colon=" : ",
    semicolon=" ; ",
)
_WORDS: Mapping[str, AgainWords] = {"en": ENGLISH, "fr": FRENCH}


def again_words(language: str) -> AgainWords:
    return _WORDS.get(language, ENGLISH)
