"""What the assistant says in its own name, in English and French; all else that it says stands in the documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one language, with {names} where something is filled in."""

    does_not_say: str
    searched: str
    searched_allowed: str
    none_allowed: str
    nearest_below: str
    unsure: str
    lacks: str
    lacks_part: str
    no_such_document: str
    no_such_roundtable: str
    only_mentioned: str
    sources_differ: str
    items_found: str
    items_shown: str
    first_sides: str
    looked_in: str
    read_as_roundtable: str
    read_as_document: str
    read_as_place: str
    of_a_place: str
    taken_for: str
    did_you_mean: str
    nearest: str
    no_answer: str
    nth_roundtable: str
    roundtable_in_short: str
    since: str
    or_: str
    and_: str


ENGLISH = Phrases(
    does_not_say="The collection does not say.",
    searched="Searched: {passages} passages of {documents} documents.",
    searched_allowed="Searched: the {allowed} of {documents} documents that the filters allow.",
    none_allowed="None of the {documents} documents matches the filters.",
    nearest_below="The nearest passages are shown below; they do not answer the question.",
    unsure="It is not certain that this answers the question.",
    lacks="The collection does not say this of {names}.",
    lacks_part="The collection does not answer this part: {names}",
    no_such_document="The collection has no document “{title}”.",
    no_such_roundtable="The collection has nothing on {roundtable}.",
    only_mentioned="The collection has nothing on {roundtable} itself. This is what it mentions under that name.",
    sources_differ="The sources differ: {figures}.",
    items_found="Found in {documents} documents, the best sentence of each; there may be more.",
    items_shown="Found in {documents} documents; the best sentence of {shown} of them; there may be more.",
    first_sides="Only the first {shown} of the {named} that the question names are answered for.",
    looked_in="Searched only in “{titles}”.",
    read_as_roundtable="The question may mean several roundtables. This is about {name}, the latest that the "
    "documents answer for.",
    read_as_document="The question may mean several documents. This is from “{name}”, which fits best.",
    read_as_place="The question does not say of which place. This is about {name}, which fits best.",
    of_a_place="{question} ({place})?",
    taken_for="Searched for: {question}",
    did_you_mean="Did you mean",
    nearest="Nearest passages",
    no_answer="(not an answer)",
    nth_roundtable="the {nth} roundtable",
    roundtable_in_short="What were the theme and the main topics of {roundtable}?",
    since="the time since {year}",
    or_=" or ",
    and_=" and ",
)
FRENCH = Phrases(
    does_not_say="La collection ne le dit pas.",
    searched="Recherche dans {passages} passages de {documents} documents.",
    searched_allowed="Recherche dans les documents que les filtres autorisent : {allowed} sur {documents}.",
    none_allowed="Aucun des {documents} documents ne correspond aux filtres.",
    nearest_below="Les passages les plus proches figurent ci-dessous ; ils ne répondent pas à la question.",
    unsure="Il n'est pas certain que cela réponde à la question.",
    lacks="La collection ne le dit pas pour {names}.",
    lacks_part="La collection ne répond pas à cette partie : {names}",
    no_such_document="La collection ne contient aucun document « {title} ».",
    no_such_roundtable="La collection ne contient rien sur {roundtable}.",
    only_mentioned="La collection ne contient rien sur {roundtable} elle-même. Voici ce qu'elle mentionne sous ce nom.",
    sources_differ="Les sources divergent : {figures}.",
    items_found="Trouvé dans {documents} documents, la meilleure phrase de chacun ; il peut y en avoir d'autres.",
    items_shown="Trouvé dans {documents} documents ; la meilleure phrase de {shown} d'entre eux est montrée, et il "
    "peut y en avoir d'autres.",
    first_sides="La réponse ne porte que sur les {shown} premiers des {named} éléments que la question nomme.",
    looked_in="Recherche limitée à « {titles} ».",
    read_as_roundtable="La question peut désigner plusieurs tables rondes. Ceci porte sur {name}, la dernière "
    "pour laquelle les documents répondent.",
    read_as_document="La question peut désigner plusieurs documents. Ceci vient de « {name} », qui convient le mieux.",
    read_as_place="La question ne dit pas de quel lieu. Ceci porte sur {name}, qui convient le mieux.",
    of_a_place="{question} ({place}) ?",
    taken_for="Question recherchée : {question}",
    did_you_mean="Vouliez-vous dire",
    nearest="Passages les plus proches",
    no_answer="(pas une réponse)",
    nth_roundtable="la {nth} table ronde",
    roundtable_in_short="Quels étaient le thème et les principaux sujets de {roundtable} ?",
    since="la période depuis {year}",
    or_=" ou ",
    and_=" et ",
)
PHRASES: Mapping[str, Phrases] = {"en": ENGLISH, "fr": FRENCH}
# The one sentence for "the documents do not say", shared by every door and by the tests.
DOES_NOT_SAY = ENGLISH.does_not_say


def phrases(language: str) -> Phrases:
    """Those of the language, or the English ones."""
    return PHRASES.get(language, ENGLISH)


def nth(number: int, language: str) -> str:
    """The roundtable of that number by name: "the 2nd roundtable", "la 2e table ronde"."""
    if language == "fr":
        return FRENCH.nth_roundtable.format(nth="1re" if number == 1 else f"{number}e")
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return ENGLISH.nth_roundtable.format(nth=f"{number}{ending}")


def listed(names: Sequence[str], last: str) -> str:
    """The names in one phrase, `last` before the last one: "A, B or C"."""
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
