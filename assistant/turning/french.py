"""Turn a sentence of a document into a question in French that it answers, be the document in French or in English."""

import re
from collections.abc import Iterator

from assistant.turning.clauses import MONTHS, IsName, clauses_of
from assistant.turning.english import PERSON
from corpus.words import capitalized, plain

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = (
    rf"(?:(?:en|le|depuis|dès|au mois de) (?:(?:début |fin |mi-)?(?:1er |\d{{1,2}} )?(?:{_MONTHS}) )?(?:1[89]|20)\d\d)"
)
_LEADING_DATE = re.compile(rf"^{_DATE},? (?=\w)", re.IGNORECASE)
_SUBJECT = r"(?P<subject>(?:L['’]|(?:Le|La|Les|Un|Une) |(?=[A-ZÀ-Þ0-9]))[^,;:()]{2,60}?)"
_DONE = re.compile(rf"^{_SUBJECT} (?P<has>a|ont) été (?P<done>\w+(?:é|i|u|is|it|ert)e?s?)\b(?P<rest>[^,;:()]*)", re.I)
_COUNTS = re.compile(
    rf"^{_SUBJECT} (?P<verb>compte|comptent|comprend|comprennent|rassemble|regroupe) (?:\w+ de )?"
    r"(?:environ |près de |plus de )?(?:\d[\d ]*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) "
    r"(?P<things>[a-zà-ÿ][\w’'-]*[sx](?: [a-zà-ÿ][\w’'-]*s)?)(?P<rest>(?: (?:de|du|des|d['’]|à|en|dans).{2,40})?)$"
)
_IS = re.compile(rf"^{_SUBJECT} est (?:une?|l['’]|le|la) ?[a-zà-ÿ]")
_LIES = re.compile(rf"^{_SUBJECT} (?:se trouve|est située?) (?:à|au|en|dans|près)\b")
_VAGUE = re.compile(
    r"\b(?:ce|cet|cette|ces|celui|celle|ceux|il|elle|ils|elles|son|sa|ses|leur|leurs|qui|que|dont|où|on|nous|même|ci)\b"
    r"|^(?:l['’])?autre|[,;:()«»\"]",
    re.IGNORECASE,
)
# What an English document says was done, where French can say it of a name: the participle agrees with none.
_DONE_IN_FRENCH = {
    "launch": "lancé",
    "announce": "annoncé",
    "publish": "publié",
    "create": "créé",
    "found": "fondé",
    "establish": "créé",
    "open": "ouvert",
    "adopt": "adopté",
    "develop": "conçu",
    "draft": "rédigé",
    "write": "rédigé",
    "produce": "réalisé",
    "organise": "organisé",
    "supervise": "supervisé",
    "unveil": "dévoilé",
}
_PROPER = r"[A-ZÀ-Þ][\w&’-]*(?: (?:[A-ZÀ-Þ0-9][\w&’.-]*|of|for|on|and|the))*"
_IS_PROPER = re.compile(rf"(?P<the>the )?(?P<name>{_PROPER})(?<! of)(?<! for)(?<! on)(?<! and)(?<! the)")
_ENGLISH_MONTHS = re.compile(rf"\b(?:{MONTHS})\b")
_NAMES_SOMETHING = re.compile(r"(?<![.?!] )\b[A-ZÀ-Þ]")
_WORDS = range(3, 17)


def questions_of(sentence: str, language: str, is_name: IsName, places: frozenset[str] = frozenset()) -> list[str]:
    """Questions in French that the sentence, of a document in that language, answers. What it says of names only can
    be asked of an English one; `places` are names that French may write otherwise, of which nothing is asked."""
    made: Iterator[str] = iter(())
    if language == "fr":
        made = _of_french(sentence.strip().rstrip("."))
    elif language == "en":
        made = _of_english(sentence, is_name, places)
    found = dict.fromkeys(capitalized(" ".join(each.split())) for each in made)
    return [each for each in found if len(each.split()) in _WORDS and _NAMES_SOMETHING.search(each, 1)]


def _of_french(text: str) -> Iterator[str]:
    lead = _LEADING_DATE.match(text)
    text = capitalized(text[lead.end() :]) if lead else text
    done, counts = _DONE.match(text), _COUNTS.match(text)
    if done and not _VAGUE.search(done["subject"]):
        subject, rest = _within(done["subject"]), done["rest"].strip()
        she, they = done["done"].rstrip("s").endswith("e"), done["has"] == "ont"
        who = f"{'elle' if she else 'il'}{'s' if they else ''}"
        asked = f"{subject} {done['has']}-{'' if they else 't-'}{who} été {done['done']}"
        bare = re.sub(rf"\s*\b{_DATE}$", "", rest)
        if (lead or bare != rest) and not re.search(_DATE, bare) and not _VAGUE.search(bare):
            yield f"Quand {asked} {bare} ?"
        elif rest.startswith("par "):
            yield f"Par qui {asked} ?"
    if counts and not _VAGUE.search(counts["subject"]):
        of = "d'" if re.match(r"[aeiouh]", plain(counts["things"])) else "de "
        yield f"Combien {of}{counts['things']} {counts['verb']} {_within(counts['subject'])}{counts['rest']} ?"
    for pattern, asks in ((_LIES, "Où se trouve "), (_IS, "Qu'est-ce que ")):
        found = pattern.match(text)
        if found and len(found["subject"].split()) < 8 and not _VAGUE.search(found["subject"]):
            subject = _within(found["subject"])
            elides = asks.endswith("que ") and re.match(r"[aeiou]", plain(subject))
            yield f"{asks[:-2]}'{subject} ?" if elides else f"{asks}{subject} ?"


def _within(subject: str) -> str:
    """The subject as it stands within a sentence: "la table ronde"."""
    return f"{subject[:1].lower()}{subject[1:]}" if re.match(r"(?:L['’]|(?:Le|La|Les|Un|Une) )", subject) else subject


def _of_english(sentence: str, is_name: IsName, places: frozenset[str]) -> Iterator[str]:
    for clause in clauses_of(sentence, is_name):
        name = _name(clause.subject, places)
        done = _DONE_IN_FRENCH.get(clause.verb)
        if name and clause.auxiliary == "is" and clause.verb == "be" and re.match(r"(?:an?|one of) ", clause.rest):
            asks = "Qui est" if PERSON.search(clause.rest[:60]) else "Qu'est-ce que"
            yield f"{asks} {name} ?"
        if not done or clause.tense != "past":
            continue
        thing = name if clause.auxiliary == "was" else "" if clause.auxiliary else _name(clause.undated, places)
        if thing and clause.is_dated:
            yield f"Quand a été {done} {thing} ?"
        elif thing and not clause.auxiliary:
            yield f"Qui a {done} {thing} ?"


def _name(text: str, places: frozenset[str]) -> str:
    """A name, in quotation marks if it has several words, as a title has; "" for what is no name, or one of a place."""
    found = _IS_PROPER.fullmatch(text.strip())
    if not found or plain(found["name"]) in places or found["name"].startswith(("OECD ", "European ")):
        return ""
    if _ENGLISH_MONTHS.search(found["name"]):
        return ""
    return f"« {found['name']} »" if " " in found["name"] else found["name"]
