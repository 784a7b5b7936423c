"""Understand a question: its words, the names and numbers in it, and what kind of answer it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.kinds import Kind, kind_of
from corpus.acronyms import KnownAcronyms, forms
from corpus.words import is_stop_word, language_of, ordinal, plain, stem, terms, tokens

# Words that ask for an answer and are not what it is about; they say nothing of whether a passage fits.
_ASKING = {
    "en": frozenset(
        "tell explain describe say says said give get gets got list name mention mentioned please according know "
        "find show there many much long old big happen happened does kind kinds type types example examples compare "
        "compared comparison contrast difference differ versus vs summarise summarize summary overview outline".split()
    ),
    "fr": frozenset(
        "dire dit dites expliquer expliquez decrire decrivez donner donnez lister citer citez nommer selon combien "
        "quels trouver montrer exemple exemples sorte type types existe comparer comparez comparaison difference "
        "differences resumer resumez resume".split()
    ),
}
# "the third, the 4th and the fifth OECD Roundtables", "tables rondes 2 et 3", "Roundtable no. 4"
_NUMBERED_BEFORE = re.compile(
    r"\b((?:\w+(?:\s*,|\s+and|\s+or|\s+et|\s+ou)\s+(?:(?:and|or|et|ou)\s+)?(?:(?:the|la|les)\s+)?)*\w+)"
    r"\s+(?:oecd\s+)?(?:roundtable|tables? ronde)s?\b"
)
_NUMBERED_AFTER = re.compile(
    r"\b(?:roundtable|tables? ronde)s?\s+(?:nos?\.?\s*|numbers?\s+|n°\s*)?"
    r"(\d{1,2}\b(?:(?:\s*,|\s+and|\s+or|\s+et|\s+ou)\s+\d{1,2}\b)*)"
)
# "… against the 4th", "… compared with the third one", after a roundtable that is named in full
_NUMBERED_ALONE = re.compile(
    r"\b(?:against|vs\.?|versus|than|with|to|and|from|or|et|ou|contre|avec|a|de)\s+"
    r"(?:that\s+of\s+)?(?:the|la|celle de la)\s+(\w+)(?:\s+one)?(?=\s*(?:[?.,;:!]|$)|\s+(?:on|about|say|sur)\b)"
)
# "What does the OECD mean by …": documents say that it defines.
_MEANS = re.compile(r"\bwhat (?:does|do|did) (.{1,80}?) mean\b", re.IGNORECASE)
_TABLE_RONDE = re.compile(r"\btables?\s+rondes?\b", re.IGNORECASE)
COMPARES = re.compile(
    r"\b(?:compar\w*|contrast\w*|differ\w*|versus|vs|side by side|unlike|than|both|alors que|tandis que)\b"
)
_ELIDED = re.compile(r"(?:[dljnmstc]|qu)['’](?=\w)", re.IGNORECASE)  # "d'Ottawa", "L'Estonie"
_NAME = re.compile(
    rf"\b(?!{_ELIDED.pattern})[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s+(?:(?:of|de|del|la|the|du|des)\s+)?[A-ZÀ-ÖØ-Þ][\w'’-]*)*",
)
_LISTS = re.compile(r"(?:,|\b(?:and|or|with|versus|vs|et|ou|avec|entre|between))\s+(?:(?:the|la|le|les)\s+|l['’])?$")
_LISTED = re.compile(r"['’]s\b|\s*,|\s+(?:and|or|with|to|versus|vs|et|ou|avec)\b")
# "U.K" is found as "UK" is, see `corpus.words.tokens`.
_DOT_INSIDE = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b)")
_TOO_LONG = re.compile(r"\w{100,}")  # is no word: 5,000 times "a" is near to everything
_QUOTED = re.compile(r"[\"“«]\s*([^\"”»]{3,100}?)\s*[\"”»]")


NO_ACRONYMS = KnownAcronyms()


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym of the collection that the question uses, short or written out: the term "opm", and the terms
    "offic", "personnel" and "manag".

    They help to weigh sentences, not to find them: with the other form among the words that are searched, every
    page of the organisation came before the page that answers (page at rank 1: 0.54 instead of 0.64).
    """

    short: str
    long: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `terms` are the stems it is searched by; `names` its proper names, word by word, as
    typed; `compared` the two or more names that it asks to set side by side, () if it does not."""

    text: str
    language: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    kind: Kind
    roundtables: tuple[int, ...]
    compared: tuple[str, ...] = ()
    acronyms: tuple[Acronym, ...] = ()

    def with_acronyms(self, words: frozenset[str]) -> frozenset[str]:
        """The terms of a text, together with both forms of each acronym that it uses in one."""
        for acronym in self.acronyms:
            if acronym.short in words or acronym.long <= words:
                words |= {acronym.short} | acronym.long
        return words


def read_question(
    text: str,
    languages: tuple[str, ...] = ("en",),
    acronyms: KnownAcronyms = NO_ACRONYMS,
    places: Sequence[str] = (),
) -> Question:
    """Read a question to be asked of documents in the given languages, which define the given acronyms and are
    about the given places: these are names however they are typed."""
    text = " ".join(text.split())
    language, known = language_of(text), acronyms.in_text(text)
    searched = dict.fromkeys(
        term for each in dict.fromkeys((language, *languages)) for term in _searched_terms(text, language, each)
    )
    searched = dict.fromkeys(_as_defined(list(searched), text, known))
    typed = _typed(text, places)
    return Question(
        text=text,
        language=language,
        terms=tuple(searched),
        names=tuple(dict.fromkeys((*_names(text, language), *(word for name in typed for word in name.split())))),
        numbers=tuple(token for token in tokens(text) if token[0].isdigit() and not ordinal(token)),
        phrases=tuple(_QUOTED.findall(text)),
        kind=kind_of(text),
        roundtables=roundtables_in(text),
        compared=_compared(text, language, typed),
        acronyms=_acronyms(text, language, known),
    )


def about_each(question: Question, most: int | None = None) -> list[str]:
    """A comparison as one question for each name compared, or the first `most`; [] for any other question."""
    longest_first = sorted(question.compared, key=len, reverse=True)  # "Paris" begins "Paris Region" too
    names = re.compile(rf"\b(?:and|with|to|et|avec|à)?\s*\b(?:[dl]['’])?({'|'.join(map(re.escape, longest_first))})\b")

    def alone(name: str) -> str:
        return names.sub(lambda found: found.group() if found.group(1) == name else " ", question.text)

    if not content_of(names.sub(" ", question.text), question.language):
        return list(question.compared[:most])  # "What is the difference between Songdo and Toronto?" asks what each is
    return [alone(name) for name in question.compared[:most]]


def roundtables_in(text: str) -> tuple[int, ...]:
    """The roundtables named by number: 3 and 4 for "the third and 4th roundtables" """
    text = plain(text)
    numbers = [ordinal(word) for list_ in _NUMBERED_BEFORE.findall(text) for word in tokens(list_)]
    numbers += [ordinal(word) for word in _NUMBERED_ALONE.findall(text)] if any(numbers) else []
    numbers += [int(number) for list_ in _NUMBERED_AFTER.findall(text) for number in re.findall(r"\d+", list_)]
    return tuple(dict.fromkeys(number for number in numbers if number))


def content_of(text: str, language: str) -> list[str]:
    """The words of a question that say what it is about, and not only that it asks."""
    asking = _ASKING.get(language, frozenset())
    return [token for token in tokens(text) if not is_stop_word(token, language) and plain(token) not in asking]


def _searched_terms(text: str, language: str, stemmed_as: str) -> list[str]:
    """Stems of the question's words as documents of language `stemmed_as` hold them."""
    text = _MEANS.sub(r"\1 define", text)
    if stemmed_as == "en":
        text = _TABLE_RONDE.sub("roundtable", text)  # one word in the documents of the other language
    text = _TOO_LONG.sub(" ", text)
    kept = content_of(text, language)
    # A question of nothing but such words ("What is there?") is better searched by them than by nothing.
    return [stem(token, stemmed_as) for token in kept] or terms(text, stemmed_as)


def _acronyms(text: str, language: str, known: Sequence[tuple[str, str]]) -> tuple[Acronym, ...]:
    typed, said = set(re.findall(r"\w+", text)), f" {' '.join(tokens(text))} "
    found: dict[str, Acronym] = {}
    for short, long in known:  # the commonest meaning comes first
        if short not in found and (forms(short) & typed or f" {' '.join(tokens(long))} " in said):
            found[short] = Acronym(stem(short.lower(), language), frozenset(terms(long, language)))
    return tuple(found.values())


def _as_defined(terms_typed: Sequence[str], text: str, known: Sequence[tuple[str, str]]) -> list[str]:
    """The terms, with "kpi" for the "KPIs" that the documents define, which the stemmer takes for another word."""
    typed = set(re.findall(r"\w+", text))
    defined = {form.lower(): short.lower() for short, _ in known for form in forms(short) & typed if short not in typed}
    return [defined.get(term, term) for term in terms_typed]


def _typed(text: str, places: Sequence[str]) -> list[str]:
    """The places that the text names, as it writes them."""
    if not places:
        return []
    return _any_of(tuple(places)).findall(text)


@lru_cache(maxsize=8)  # the places of a collection
def _any_of(places: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(places, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _compared(text: str, language: str, places: Sequence[str] = ()) -> tuple[str, ...]:
    if not COMPARES.search(plain(text)):
        return ()
    names = name_groups(text, language)
    names += [place for place in places if not any(place in name for name in names)]
    names = sorted(dict.fromkeys(names), key=text.find)
    if len(names) > 2 and text.startswith(names[0]) and not _LISTED.match(text, len(names[0])):
        names.pop(0)  # "Noise in Busan and Seoul": it has its capital from the sentence
    names = _without_topics(names, text, places)
    return tuple(names) if len(names) > 1 else ()


def _without_topics(names: Sequence[str], text: str, places: Sequence[str]) -> list[str]:
    """The names without acronyms that are what others are compared in: "AI" in "AI in Busan and Seoul"."""
    compared = []
    for name in names:
        start = text.find(name)
        listed = _LISTED.match(text, start + len(name)) or _LISTS.search(text[:start])
        if listed or name in places or not name.isupper():
            compared.append(name)
    return compared if len(compared) > 1 else list(names)


def name_groups(text: str, language: str) -> list[str]:
    """The proper names of a question as whole groups: "Rio de Janeiro", "New York"."""
    names = []
    for group in _NAME.findall(text):
        words = group.split()
        while words and (is_stop_word(words[0].lower(), language) or plain(words[0]) in _ASKING.get(language, ())):
            words.pop(0)  # "Compare Busan", "How does Seoul"
        if words:
            names.append(re.sub(r"['’]s$|[.’'-]+$", "", " ".join(words)))
    return names


def _names(text: str, language: str) -> tuple[str, ...]:
    """Proper names: words with a capital letter that do not merely begin the sentence."""
    names = []
    for number, word in enumerate(re.findall(r"[^\W_][\w'’.\-]*", text)):
        elided = _ELIDED.match(word)
        bare = (word[elided.end() :] if elided else word).rstrip(".'’").removesuffix("'s").removesuffix("’s")
        bare = _DOT_INSIDE.sub("", bare)
        capital = bare[:1].isupper() and not is_stop_word(bare.lower(), language)
        if capital and plain(bare) not in _ASKING.get(language, ()) and (number > 0 or bare[1:] != bare[1:].lower()):
            names.append(bare)
    return tuple(dict.fromkeys(names))
