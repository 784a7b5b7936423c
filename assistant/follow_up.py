"""Turn a follow-up such as "and in Korea?" into a question that stands alone, by rules, from the question before it."""

import re
from collections.abc import Sequence

from assistant.articles import ARTICLE, de, quel_est, renamed, the_owned
from assistant.subject import ROUNDTABLE, YEAR, names_in, places_in, subject_of
from corpus.words import capitalized, language_of, plain, terms

MOST_EARLIER = 8  # questions back; what a fragment refers to is seldom older

_LEAD = re.compile(
    r"^\s*(?:and\s+what\s+about|and\s+how\s+about|what\s+about|how\s+about|and\s+also|and|but|also|same\s+for|et\s+pour"
    r"|et\s+qu['’]en\s+est-il\s+(?:de|pour)|qu['’]en\s+est-il\s+(?:de|pour)|mais|et)\b[\s,:]*",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"^(?:in|at|for|of|on|by|from|with|during|à|a|en|au|aux|pour|de|du|dans|chez|lors de)\s+(?=\S)", re.IGNORECASE
)
_NTH = re.compile(
    r"^(?:the\s+|la\s+|le\s+)?(\d{1,2}(?:st|nd|rd|th|e|ère|ere|re|ème|eme)|first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|première|premiere|deuxième|deuxieme|seconde|troisième|troisieme|quatrième|quatrieme|cinquième"
    r"|cinquieme)(?:\s+(?:one|oecd\s+roundtable|roundtable|table\s+ronde))?$",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:about|on|sur)\s+(?!\d)\S", re.IGNORECASE)
_TOPIC_AT_END = re.compile(r"\s+(?:about|on|sur)\s+(?!\d)[^,;]+$", re.IGNORECASE)
_SOME_ROUNDTABLE = re.compile(r"\b(?:the|la)\s+(?:oecd\s+)?(?:roundtable|table\s+ronde)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"^(?:(?:in|on|at|for|of|from|by|to|with|about|sur|dans|par|selon|à|a|de|pour|avec)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|qui|que|quoi"
    r"|quand|où|ou|pourquoi|comment|combien|quel(?:le)?s?|est-ce)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^(?:and |but |et |mais )?(why|when|where|since when|how long|pourquoi|quand|où|depuis quand)(?: (?:not|pas))?$",
    re.IGNORECASE,
)
# "How many X did Y open", "Who runs Y": what asks, then the rest.
_WHAT_ASKS = re.compile(
    r"^(?:how\s+(?:many|much)\s+(?P<things>.+?)\s+(?=(?:is|are|was|were|do|does|did|has|have|had|can|could|will)\b)"
    r"|(?:who|whom|what|which|when|where|why|how|qui|quand|où|pourquoi|comment|combien)\s+)",
    re.IGNORECASE,
)
_WHAT_IT_IS = re.compile(r"(?:what|who)\s+(?:is|are|was|were)\b|qu['’]est-ce|qui\s+est\b", re.IGNORECASE)
_OWNED = re.compile(r"(its|their|his|her|son|sa|ses|leurs?)\s+(\w[\w\s-]*)$", re.IGNORECASE)
_OWNING = {"its", "their", "his", "her", "son", "sa", "ses", "leur", "leurs"}
_PLURAL = {"they", "them", "their", "these", "those", "ils", "elles"}
# What points back, and what stands in its place; where {subject} is not in it, the subject goes to the end.
_POINTING = {
    re.compile(r"\b(?:it|they|them|he|she|him|(?:this|that|these|those)(?=\W*$))\b(?!['’-])", re.I): "{subject}",
    re.compile(r"\b(?:its|their|his|her)\s+([\w-]+)$", re.I): "the {owned} of {subject}",
    re.compile(r"\b(?:its|their|his|her)\b", re.I): "{subject}’s",
    re.compile(r"\b(?:\w+-t-|\w+-)(?:ils?|elles?)\b", re.I): "{subject} {word}",
    re.compile(r"\bl['’](?=(?:a|ont|avait|avaient|aura)\b)", re.I): "",
    re.compile(r"\b(?:elles?|ils?|cela|ça|celle-ci|celui-ci)\b", re.I): "{subject}",
    re.compile(r"\b(?:son|sa|ses|leurs?)\s+([\w-]+)", re.I): "{le_owned} {de_subject}",
}
# "How long does it take", "Is it true that": this "it" stands for nothing.
_EMPTY_IT = re.compile(
    r"\bit\s+(?:takes?|possible|true|important|necessary|like|mean|costs?\b.*\bto)\b|\by\s+a-t-il\b", re.IGNORECASE
)
_DETERMINER = re.compile(r"\b(?:the|an?|each|every|la|le|les|une?|des)\b|\bl['’]", re.IGNORECASE)
# "Which city says it …", "What happens if they …": a clause of its own, about what the question has named.
_OPENS_CLAUSE = re.compile(
    r"\S\s+(?:say|says|said|claims?|thinks?|that|when|if|because|after|before|while|whether|as|since|dit|que|si|quand"
    r"|lorsque)\s+$",
    re.IGNORECASE,
)
# "What do cities do when they …": the things that are meant stand in the question itself; not in "… do they".
_THINGS = re.compile(r"\b\w{2,}[^s\W]s\s.*\b(?!do|did|have|had|are|were|can|could)\w+\s+$", re.IGNORECASE)
_ROUNDTABLE = re.compile(r"\broundtables?\b|\btables?\s+rondes?\b", re.IGNORECASE)
LONGEST_NAME, LONGEST_FRAGMENT, LONGEST_QUESTION, FEW_WORDS = 4, 6, 12, 3  # words; what is longer says all itself


def standalone(text: str, earlier: Sequence[str], places: Sequence[str] = ()) -> str:
    """The question with what it leaves to the earlier ones put in; unchanged if it says all itself.

    `earlier` are the questions asked before, oldest first; `places` those that the documents are about. A question
    is left alone unless its words plainly point back: a wrong guess is worse than none.
    """
    text = " ".join(text.split())
    earlier = [" ".join(each.split()) for each in earlier if each.strip()][-MOST_EARLIER:]
    if not text or not earlier:
        return text
    before = standalone(earlier[-1], earlier[:-1], places)
    bare = text.rstrip(" ?!.")
    lead = _LEAD.match(bare)
    rest = bare[lead.end() :].strip() if lead else bare
    if not re.search(r"\w", rest):
        return text  # "And?" says nothing of what is asked
    if _ALONE.match(bare):
        return _spaced(_asked_again(rest, before)) or text
    if _ASKING.match(rest):
        return _spaced(_of_the_same(rest, before, places, bool(lead))) or text
    points_back = bool(lead or text.endswith("?") or _NTH.match(rest)) and len(rest.split()) <= LONGEST_FRAGMENT
    return _spaced(_of_another(rest, before, places, bool(lead)) if points_back else "") or text


def _spaced(text: str) -> str:
    """The question with its mark as its language sets it: "Où ?" in French."""
    return re.sub(r"\s*\?$", " ?", text) if language_of(text) == "fr" else text


def _asked_again(word: str, before: str) -> str:
    """ "Why?" after a question: that question, asking for the reason."""
    if _WHAT_IT_IS.match(before):
        return ""  # "Why?" after "What is open data?" asks for nothing in particular
    asked = _WHAT_ASKS.match(before)
    word = capitalized(word)
    if not asked:
        return f"{word} {before[:1].lower()}{before[1:]}"
    said, things = before[asked.end() :].rstrip(" ?!."), asked.group("things")
    return f"{word} {said} {things}?" if things else f"{word} {said}?"


def _of_another(rest: str, before: str, places: Sequence[str], led: bool) -> str:
    """The question before, of another roundtable, year or place; or a new thing asked of the same subject. Else ""."""
    named = _BEFORE_NAME.sub("", rest)
    numbered = _NTH.match(named)
    if numbered:
        return _of_roundtable(numbered.group(1), before)
    if _TOPIC.match(rest):
        said = before.rstrip(" ?!.")
        return f"{_TOPIC_AT_END.sub('', said)} {rest}?"
    if YEAR.fullmatch(named):
        return YEAR.sub(named, before, count=1) if YEAR.search(before) else _with(before, rest, f"in {named}")
    name = ARTICLE.sub("", named)
    is_place = places_in(name, places) == [name]
    if is_place or (led and name[:1].isupper() and len(name.split()) <= LONGEST_NAME):
        return _of_place(rest, named, before, places, is_place)
    subject = subject_of(before, places)
    owned = _OWNED.match(rest)
    if subject and owned:
        its, thing = owned.groups()
        if language_of(before) != "fr":
            return f"What is the {thing} of {subject}?"
        return f"{quel_est(its)} {the_owned(its, thing)} {de(subject)} ?"
    if led and subject and not names_in(rest):
        if language_of(before) == "fr":
            return f"{capitalized(rest)} {de(subject)} ?"
        return f"What about {rest} of {subject}?"
    return ""


def _of_place(rest: str, named: str, before: str, places: Sequence[str], is_place: bool) -> str:
    name, held = ARTICLE.sub("", named), places_in(before, places)
    if len(held) == 1:
        return renamed(before, held[0], named)
    if held:
        return ""  # which of them the new one stands for cannot be told
    names = [] if ROUNDTABLE.search(before) else names_in(before)
    if len(names) == 1 and not (is_place and _BEFORE_NAME.match(rest)):
        return renamed(before, names[0], named)
    return _with(before, rest, f"in {name}") if is_place else ""


def _of_roundtable(number: str, before: str) -> str:
    found = ROUNDTABLE.search(before) or _SOME_ROUNDTABLE.search(before)
    if not found:
        return ""
    name = f"la {number} table ronde" if "ronde" in plain(found.group()) else f"the {number} roundtable"
    return before[: found.start()] + name + before[found.end() :]


def _with(before: str, rest: str, otherwise: str) -> str:
    """The question before with a condition at its end, worded as it was typed if that has a preposition."""
    condition = f"{rest[:1].lower()}{rest[1:]}" if _BEFORE_NAME.match(rest) else otherwise
    return f"{before.rstrip(' ?!.')} {condition}?"


def _of_the_same(rest: str, before: str, places: Sequence[str], led: bool) -> str:
    """A whole question with what its "it" or "its" stands for; one without any, after an "and", with the subject."""
    asked = capitalized(rest)
    if _EMPTY_IT.search(asked) or len(asked.split()) > LONGEST_QUESTION:
        return ""
    for pattern, wording in _POINTING.items():
        found = pattern.search(asked)
        if found:
            subject = subject_of(before, places, plural=plain(found.group()).split()[0] in _PLURAL)
            if not subject or _has_named_it(asked[: found.start()], found.group(), places):
                return ""
            word, owned = found.group(), found.group(pattern.groups)
            put = wording.format(
                subject=subject,
                word=word,
                owned=owned,
                le_owned=the_owned(word.split()[0], owned),
                de_subject=de(subject),
            )
            said = f"{asked[: found.start()]}{put}{asked[found.end() :]}"
            return f"{said} {subject}?" if not wording else f"{said}?"
    subject = subject_of(before, places)
    if led and subject and not _names_something(asked, places) and len(terms(asked, language_of(asked))) <= FEW_WORDS:
        return f"{asked} ({subject})?"
    return ""


def _has_named_it(said: str, pointing: str, places: Sequence[str]) -> bool:
    """Whether what stands before a pointing word has named what it points at, so that no earlier question need."""
    if _DETERMINER.search(said) or _names_something(said, places) or _OPENS_CLAUSE.search(said):
        return True
    word = plain(pointing).split()[0]
    if "-" in word:  # "Où a-t-elle", but not "Pourquoi deux sources donnent-elles" and "où en était-il"
        return len(said.split()) > 2 or bool(re.search(r"\b(?:en|y)\s+$", said))
    if word in _OWNING:
        return len(terms(said, language_of(said))) > 1
    return word in _PLURAL and bool(_THINGS.search(said))


def _names_something(text: str, places: Sequence[str]) -> bool:
    """Whether the text says of whom or what it speaks."""
    return bool(YEAR.search(text) or names_in(text) or places_in(text, places) or _ROUNDTABLE.search(text))
