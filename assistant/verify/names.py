"""Find the proper names of a text, and tell whether another text has them: as such, short, in full, in French."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.common_words import is_everyday
from assistant.verify.dates import MONTHS
from assistant.verify.tokens import Token, spelled
from corpus.acronyms import acronyms
from corpus.words import is_stop_word, plain

# What opens a sentence in capitals without being a name: common words, and unknown ones that end like this.
_COMMON_ENDINGS = (
    "ing",
    "tion",
    "tions",
    "sion",
    "ment",
    "ments",
    "ness",
    "ity",
    "ities",
    "ships",
    "ally",
    "ised",
    "ized",
)
# These stand at the start of sentences only, so that the common words lack them.
_OPENERS = frozenset(
    "furthermore nevertheless moreover meanwhile additionally nonetheless besides consequently conversely likewise "
    "ultimately unfortunately overall notably importantly interestingly regarding hence accordingly ainsi toutefois "
    "cependant neanmoins enfin ensuite puis surtout selon malgre lorsque".split()
)
# Parts of names that a text may leave out or put in: "Busan Metropolitan City" is Busan.
_GENERIC = frozenset(
    "city cities council ministry minister department government programme program project plan strategy office agency "
    "university institute centre center company committee commission association region district province county state "
    "country town metropolitan municipality municipal national international republic kingdom group forum report paper "
    "the roundtable mr mrs ms dr prof sir president mayor director street road river lake mount north south east west "
    "ville conseil ministere gouvernement projet programme agence universite institut centre comite commission region "
    "departement province pays commune president maire directeur rue loi act law bill inc ltd co corp policy "
    "initiative service services system platform network lab hub week day days title section text chapter part "
    "table figure page".split()
)
_SAME = (
    "us usa american americans unitedstates america etatsunis americain", "uk british britain unitedkingdom royaumeuni "
    "britannique england english", "eu european europeanunion europe europeen europeenne ue unioneuropeenne europeans",
    "france french francais francaise", "germany german germans allemagne allemand allemande", "spain spanish espagne "
    "espagnol", "netherlands dutch paysbas holland neerlandais", "japan japanese japon japonais",
    "korea korean koreans coree coreen", "china chinese chine chinois", "italy italian italie italien", "greece greek "
    "grece grec", "sweden swedish suede suedois", "norway norwegian norvege norvegien", "denmark danish danemark "
    "danois danes", "finland finnish finlande finlandais finns", "switzerland swiss suisse", "poland polish pologne "
    "polonais", "portugal portuguese portugais", "ireland irish irlande irlandais", "belgium belgian belgique belge",
    "austria austrian autriche", "turkey turkish turquie turkiye", "brazil brazilian bresil", "mexico mexican mexique",
    "india indian inde", "russia russian russie russe", "london londres", "lisbon lisbonne", "vienna "
    "vienne wien", "brussels bruxelles", "geneva geneve", "athens athenes", "copenhagen copenhague", "barcelona "
    "barcelone", "moscow moscou", "warsaw varsovie", "singapore singapour", "canada canadian canadien", "oecd ocde",
    "un onu unitednations nationsunies", "paris parisian parisien", "wales welsh", "scotland scottish", "colombia "
    "colombian colombie", "chile chilean chili", "morocco moroccan maroc", "egypt egyptian egypte", "israel israeli",
    "ukraine ukrainian", "tv television televised", "internet web online",
    "estonia estonian estonie", "latvia latvian", "lithuania lithuanian", "czechia czech",
    "africa african afrique", "asia asian asie", "australia australian australie", "dubai doubai", "thailand thai",
    "vietnam vietnamese", "philippines filipino philippine", "peru peruvian",
)  # fmt: skip
_KIN = {word: number for number, words in enumerate(_SAME) for word in words.split()}
# In small letters these are other words: "us", "un capteur", "a eu lieu" named America, the UN and Europe.
_SHORT_FORMS = frozenset({"us", "un", "eu", "uk", "ue"})
_OTHERWISE_SMALL = frozenset({"polish", "turkey", "china", "chili"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi "
    "dimanche".split()
)
_JOINED_BY = re.compile(r"[ \-&'/]{1,3}$")
SHORTEST_KIN = 4  # letters that Canada and Canadian share, at least


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words in capitals; `places` are those of its tokens in the text."""

    text: str
    words: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a text says, for asking whether it has a name: its words, and what its acronyms can be.

    `words` has a short form such as "UN" only if the text writes it in capitals.
    """

    words: frozenset[str]
    small: frozenset[str]
    joined: str
    unhyphenated: str


def find_names(tokens: Sequence[Token], text: str, small: Collection[str] = ()) -> tuple[Name, ...]:
    """The names in order. `small` are words that some text writes in small letters: they open sentences, no more."""
    runs: list[list[int]] = []
    for place, token in enumerate(tokens):
        if not _is_capital(token):
            continue
        joined = place and runs and runs[-1][-1] == place - 1
        if joined and _JOINED_BY.match(text[tokens[place - 1].end : token.start]):
            runs[-1].append(place)
        else:
            runs.append([place])
    names = []
    for run in runs:
        while run and not _can_name(tokens[run[0]], small, alone=len(run) == 1):
            run = run[1:]
        while run and is_stop_word(tokens[run[-1]].lower) and not tokens[run[-1]].text.isupper():
            run = run[:-1]
        if run:
            words = tuple(_word(tokens[place].text) for place in run)
            said = " ".join(text[tokens[run[0]].start : tokens[run[-1]].end].split())
            names.append(Name(said, words, tuple(run)))
    return tuple(names)


def held(tokens: Iterable[Token], text: str) -> Held:
    tokens = list(tokens)
    words = [_word(token.text) for token in tokens]
    expanded = {_word(short) for short, _ in acronyms(text)}
    small = {word for word, token in zip(words, tokens, strict=True) if token.text.islower()}
    full = {word for word, token in zip(words, tokens, strict=True) if _can_be_named(word, token)}
    # "Co-operation" is one word where letters are counted: the O, the E, the C and the D of OECD.
    whole = re.findall(r"[^\W\d_]+", plain(text.replace("-", "")))
    return Held(frozenset(full | expanded), frozenset(small), f" {' '.join(words)} ", f" {' '.join(whole)} ")


def _can_be_named(word: str, token: Token) -> bool:
    if word in _SHORT_FORMS:
        return token.text.isupper()
    return token.capital if word in _OTHERWISE_SMALL else token.text[0].isalpha()


def missing_words(name: Name, source: Held) -> tuple[str, ...]:
    """The words of a name that the source does not have in any form; () if it has the name."""
    lost = [word for word in dict.fromkeys(name.words) if not has_word(word, source)]
    if lost and len(name.words) > 1:
        # "Organisation for Economic Co-operation and Development" where the source says OECD.
        short = "".join(word[0] for word in name.words)
        if len(short) > 1 and any(_is_short_for(short, word) for word in source.words):
            return ()
        if len(lost) < len(set(name.words)):
            lost = [word for word in lost if word not in _GENERIC]
    if len(lost) == len(set(name.words)) and "".join(name.words) in _KIN and _kin_in("".join(name.words), source):
        return ()
    return tuple(lost)


@lru_cache(maxsize=20_000)  # asked for each word of each name of both texts, often for the same
def has_word(word: str, source: Held) -> bool:
    if word in source.words or f"{word}s" in source.words or (len(word) > 2 and word.rstrip("s") in source.words):
        return True
    if _kin_in(word, source):
        return True
    if len(word) >= SHORTEST_KIN and any(_are_kin(word, other) for other in source.words):
        return True
    # An acronym whose long form the source has: letters of words in a row.
    return 1 < len(word) < 8 and word.isalpha() and bool(source.joined) and _spelled_out(word, source)


def _kin_in(word: str, source: Held) -> bool:
    kin = _KIN.get(word)
    if kin is None:
        return False
    return any(
        other in source.words or (len(other) > 8 and other in source.joined.replace(" ", ""))
        for other in _SAME[kin].split()
    )


def _are_kin(word: str, other: str) -> bool:
    """Whether one is the other with an ending: Canada and Canadian, Korea and Korean, Busan and Busan's."""
    if len(other) < SHORTEST_KIN or abs(len(word) - len(other)) > 4:
        return False
    shared = 0
    for mine, its in zip(word, other, strict=False):
        if mine != its:
            break
        shared += 1
    if shared < SHORTEST_KIN or shared < 0.6 * max(len(word), len(other)):
        return False
    return shared == len(word) or (len(word) > SHORTEST_KIN and shared >= min(len(word), len(other)) - 1)


def _spelled_out(acronym: str, source: Held) -> bool:
    pattern = r" (?:(?:of|for|and|the|on|in|de|des|du|la|le|les|et|pour|d|l) )*".join(
        rf"{re.escape(letter)}[a-z]+" for letter in acronym
    )
    found = (
        match for text in (source.joined, source.unhyphenated) for match in re.finditer(rf"(?= ({pattern}) )", text)
    )
    # "and in" is no AI.
    return any(len(acronym) > 2 or not any(map(is_stop_word, match[1].split())) for match in found)


def _is_short_for(initials: str, word: str) -> bool:
    return word == initials and len(word) > 1


def _is_capital(token: Token) -> bool:
    if not token.text[0].isupper() or token.lower in _DAYS or plain(token.lower) in MONTHS:
        return False
    return len(token.text) > 1


def _can_name(token: Token, small: Collection[str], alone: bool) -> bool:
    """Whether a word in capitals begins a name, or only a sentence."""
    word = _word(token.text)
    if token.text.isupper() and len(token.text) > 1 and not is_stop_word(token.lower):
        return True
    if is_stop_word(token.lower) or is_stop_word(token.lower, "fr"):
        return False
    if not token.opens:
        return True
    if word in small or is_common(word):
        return False
    return not (alone and word.endswith(_COMMON_ENDINGS))


def is_common(word: str) -> bool:
    """Whether a word in small letters without accents is one that is mostly written small."""
    if word in _OPENERS or is_stop_word(word.removesuffix("s")):
        return True
    return is_everyday(word)


def _word(written: str) -> str:
    return spelled(written)
