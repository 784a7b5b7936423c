"""What the assistant says in its own name, and what its page says, in English and French; all else that it says stands
in the documents."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.phrases.english import ENGLISH, ENGLISH_PAGE
from assistant.phrases.french import FRENCH, FRENCH_PAGE
from assistant.phrases.types import Forms, PagePhrases, Phrases
from assistant.types import Withheld

PHRASES: Mapping[str, Phrases] = {"en": ENGLISH, "fr": FRENCH}
PAGES: Mapping[str, PagePhrases] = {"en": ENGLISH_PAGE, "fr": FRENCH_PAGE}
# The one sentence for "the documents do not say", shared by every door and by the tests.
DOES_NOT_SAY = ENGLISH.does_not_say


def phrases(language: str) -> Phrases:
    """Those of the language, or the English ones."""
    return PHRASES.get(language, ENGLISH)


def page_phrases(language: str) -> PagePhrases:
    """Those of the language, or the English ones."""
    return PAGES.get(language, ENGLISH_PAGE)


def kind_forms(kind: str, language: str) -> Forms:
    """What documents of that kind are called, one and several."""
    return phrases(language).kinds.get(kind, (kind, kind))


def nth(number: int, language: str) -> str:
    """The roundtable of that number by name: "the 2nd roundtable", "la 2e table ronde"."""
    if language == "fr":
        return FRENCH.nth_roundtable.format(nth="1re" if number == 1 else f"{number}e")
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return ENGLISH.nth_roundtable.format(nth=f"{number}{ending}")


def listed(names: Sequence[str], last: str) -> str:
    """The names in one phrase, `last` before the last one: "A, B or C"."""
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(count: int, forms: Forms, language: str) -> str:
    """The form for that many, with the number filled in; in French, none is counted like one."""
    one, several = forms
    return (one if count == 1 or (count == 0 and language == "fr") else several).format(count=count)


def withheld_text(withheld: Sequence[Withheld], language: str) -> str:
    """How many sentences of a model are not in the answer, and what stands in their place; "" if there are none."""
    if not withheld:
        return ""
    said, places = phrases(language), Counter[str](each.instead for each in withheld)
    forms = {"quote": said.quoted_instead, "rewritten": said.written_anew}
    instead = [counted(places[place], each, language) for place, each in forms.items() if places[place]]
    behind = f" ({', '.join(instead)})" if instead else ""
    return f"{counted(len(withheld), said.withheld_some, language)}{behind}."
