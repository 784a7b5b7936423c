"""Change exactly one thing in a sentence: a number, a date, a name, a unit, or whether it says yes or no.

Nothing here knows how `assistant.verify` reads a text: what it looks for is found by expressions of its own.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.altering_figures import FIGURES, MONTHS
from evals.sourced import Change, Sourced, put

_NAME = re.compile(r"(?<![.!?:;|] )(?<=[a-zé,] )(?:[A-ZÉ][\w’'-]+(?: (?:of|de|du|des) (?=[A-ZÉ])| )?){1,4}(?<! )")
_NOT_NAMED = re.compile(r"^(?:I|The|Le|La|Les|M|Mme|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$")
_TURNS = {
    "en": [
        ("more", "less"), ("increase", "decrease"), ("increased", "decreased"), ("rose", "fell"), ("higher", "lower"),
        ("before", "after"), ("first", "last"), ("above", "below"), ("all", "some"), ("must", "may"),
        ("most", "least"), ("largest", "smallest"), ("allowed", "banned"), ("public", "private"), ("high", "low"),
        ("over", "under"), ("every", "no"), ("better", "worse"), ("growth", "decline"), ("urban", "rural"),
        ("oldest", "newest"), ("large", "small"), ("national", "local"),
    ],
    "fr": [
        ("plus", "moins"), ("augmente", "diminue"), ("augmentation", "diminution"), ("avant", "après"),
        ("premier", "dernier"), ("première", "dernière"), ("tous", "certains"), ("doit", "peut"),
        ("doivent", "peuvent"), ("autorisé", "interdit"), ("obligatoire", "facultatif"), ("public", "privé"),
        ("supérieur", "inférieur"), ("avec", "sans"),
    ],
}  # fmt: skip
_HELPERS = {
    "en": r"\b(is|are|was|were|has|have|had|can|may|will|would|should|must|could)\b(?! not)",
    "fr": r"\b(est|sont|était|étaient|a|ont|peut|peuvent|doit|doivent)\b(?! pas)",
}
_AFFIRMED = [
    (r" not\b(?! only)", ""), (r"\b[Nn]o (?=[a-z])(?!more|less|fewer|later)", "a "), (r" never\b", ""),
    (r"\bwithout\b", "with"), (r"\bcannot\b", "can"), (r"\bneither\b", "both"), (r"\bnone of\b", "all of"),
]  # fmt: skip
_PAST = re.compile(
    r"(?<=[a-z] )(opened|launched|adopted|published|started|built|introduced|used|created|joined|says|describes|gives|"
    r"includes|covers|provides|uses|runs|offers|lists|names)\b"
)


@dataclass(frozen=True, slots=True)
class Altered:
    """The sentence with one thing changed: `part` is what ("number"), `change` how ("scaled")."""

    sourced: Sourced
    sentence: str
    part: str
    change: str


def alterations(sourced: Sourced, names: Sequence[str], draw: random.Random) -> Iterator[Altered]:
    """One altered sentence for each kind of change that fits; `names` are those of the whole collection."""
    for (part, change), altered in CHANGES.items():
        sentence = altered(sourced, names, draw)
        if sentence is not None and sentence != sourced.sentence:
            yield Altered(sourced, sentence, part, change)


def names_in(text: str) -> list[str]:
    """Names that stand within sentences, each once."""
    found = (match.group().strip() for match in _NAME.finditer(text))
    months = {month.lower() for months in MONTHS.values() for month in months}
    # A word that the text also writes small is no name, whatever its capital is for.
    small = set(re.findall(r"\b[a-zé]\w+", text))
    names = (name for name in found if not _NOT_NAMED.match(name) and name.lower() not in months | small)
    return list(dict.fromkeys(names))


def _name(inside: bool) -> Change:
    def altered(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
        own = names_in(sourced.sentence)
        near = names_in(sourced.passage)
        pool = near if inside else [name for name in names if name not in sourced.passage + sourced.context]
        # "Japan" for "Japanese" changes nothing.
        words = {word[:4] for word in re.findall(r"\w+", sourced.sentence)}
        pool = [name for name in pool if not {word[:4] for word in re.findall(r"\w+", name)} & words]
        if not own or not pool:
            return None
        old = draw.choice(own)
        return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda found: draw.choice(pool), sourced.sentence, count=1)

    return altered


def _denied(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    found = list(re.finditer(_HELPERS.get(sourced.language, _HELPERS["en"]), sourced.sentence))
    if sourced.language == "fr":
        if not found:
            return None
        chosen = draw.choice(found)
        ne = "n’" if chosen.group()[0] in "aeiouéh" else "ne "
        return put(sourced.sentence, chosen, f"{ne}{chosen.group()} pas")
    if found:
        chosen = draw.choice(found)
        return put(sourced.sentence, chosen, f"{chosen.group()} not")
    found = list(_PAST.finditer(sourced.sentence))
    return put(sourced.sentence, found[0], f"never {found[0].group()}") if found else None


def _affirmed(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    if sourced.language == "fr":
        new = re.sub(r"\b(?:ne |n[’'])(\w+) (?:pas|jamais) ", r"\1 ", sourced.sentence, count=1)
        return new if new != sourced.sentence else None
    for old, new in _AFFIRMED:
        changed = re.sub(old, new, sourced.sentence, count=1)
        if changed != sourced.sentence:
            return changed
    return None


def _turned(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    turns = _TURNS.get(sourced.language, _TURNS["en"])
    pairs = [*turns, *((other, one) for one, other in turns)]
    found = [(match, new) for old, new in pairs for match in re.finditer(rf"\b{old}\b", sourced.sentence)]
    if not found:
        return None
    chosen, new = draw.choice(found)
    return put(sourced.sentence, chosen, new)


CHANGES: Mapping[tuple[str, str], Change] = {
    **FIGURES,
    ("name", "another of the passage"): _name(inside=True),
    ("name", "one from elsewhere"): _name(inside=False),
    ("negation", "put in"): _denied,
    ("negation", "taken out"): _affirmed,
    ("negation", "turned round"): _turned,
}
