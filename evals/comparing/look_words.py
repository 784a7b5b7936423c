"""The words of what to look at first, in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass

from evals.comparing.types import Reason


@dataclass(frozen=True, slots=True)
class LookWords:
    """Lines with places for what they are about. `tags` names what questions are parted by."""

    not_asked: str
    fell: str
    rose: str
    where: str
    came_out: str
    reason: str
    reasons: Mapping[Reason, str]
    forbidden: str
    newly_forbidden: str
    no_vital: str
    lost_vital: str
    unsupported: str
    answered: str
    refused: str
    cluster: str
    tags: Mapping[str, str]
    more: str
    comma: str = "."  # of decimals


ENGLISH = LookWords(
    not_asked="Questions that could not be asked: {count} ({ids})",
    fell="{title} fell from {one} to {other} (p = {p}){where}",
    rose="{title} rose from {one} to {other} (p = {p}), and lower is better{where}",
    where="; most in {tag} “{value}”: {difference} over {count} of {of} questions",
    came_out="Questions that came out worse: {worse} ({reasons}); better: {better}",
    reason="{reason}: {count}",
    reasons={
        "asking": "could not be asked",
        "retrieval": "other pages found",
        "selection": "other sentences chosen",
        "verification": "sentences checked otherwise",
        "refusal": "refused by one run only",
        "clarification": "asked back by one run only",
    },
    forbidden="Answers that make a forbidden claim: {count} ({ids})",
    newly_forbidden="Answers that make a forbidden claim which they did not make before: {count} ({ids})",
    no_vital="Answers without a single vital key point: {count} ({ids})",
    lost_vital="Questions that lost every vital key point: {count} ({ids})",
    unsupported="Sentences that what they cite does not support: {sentences}, in {count} answers ({ids})",
    answered="Answered, though the answer should be refused: {count} of {of} ({ids})",
    refused="Not answered, though there is an answer: {count} of {of}; its pages found: {found}, not found: {lost}, "
    "not known: {unknown} ({ids})",
    cluster="Failing most: {tag} “{value}”, {count} of {of} questions (elsewhere {others} of {rest})",
    tags={
        "group": "user group",
        "kind": "kind",
        "language": "language",
        "expected": "what is expected",
        "roundtable": "roundtable",
        "tag": "tag",
    },
    more="and {count} more",
)
FRENCH = LookWords(
    not_asked="Questions qui n’ont pas pu être posées : {count} ({ids})",
    fell="{title} : baisse de {one} à {other} (p = {p}){where}",
    rose="{title} : hausse de {one} à {other} (p = {p}), alors que moins vaut mieux{where}",
    where=" ; surtout pour {tag} « {value} » : {difference} sur {count} des {of} questions",
    came_out="Questions dont le résultat est moins bon : {worse} ({reasons}) ; meilleur : {better}",
    reason="{reason} : {count}",
    reasons={
        "asking": "n’a pas pu être posée",
        "retrieval": "autres pages trouvées",
        "selection": "autres phrases choisies",
        "verification": "phrases vérifiées autrement",
        "refusal": "refus dans un seul essai",
        "clarification": "question de retour dans un seul essai",
    },
    forbidden="Réponses qui contiennent une affirmation interdite : {count} ({ids})",
    newly_forbidden="Réponses qui contiennent une affirmation interdite, absente auparavant : {count} ({ids})",
    no_vital="Réponses sans aucun point essentiel : {count} ({ids})",
    lost_vital="Questions qui ont perdu tous leurs points essentiels : {count} ({ids})",
    unsupported="Phrases que leurs citations n’appuient pas : {sentences}, dans {count} réponses ({ids})",
    answered="Répondu, alors qu’il fallait refuser : {count} sur {of} ({ids})",
    refused="Pas de réponse, alors qu’il y en a une : {count} sur {of} ; pages trouvées : {found}, non trouvées : "
    "{lost}, non connues : {unknown} ({ids})",
    cluster="Le plus d’échecs : {tag} « {value} », {count} questions sur {of} (ailleurs {others} sur {rest})",
    tags={
        "group": "groupe d’utilisateurs",
        "kind": "type",
        "language": "langue",
        "expected": "comportement attendu",
        "roundtable": "table ronde",
        "tag": "étiquette",
    },
    more="et {count} autres",
    comma=",",
)
LOOK_WORDS: Mapping[str, LookWords] = {"en": ENGLISH, "fr": FRENCH}
