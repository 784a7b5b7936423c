"""Turn text into the words it is searched by: lower case, stems, no stop words, by language."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

# "data-driven" gives both halves, "1,000" and "1 000" one number, "U.S." one word.
_NUMBER = re.compile(r"[,\u00a0\u202f](?<=\d.)(?=\d{3}\b)")  # what is rare comes first: it is looked for everywhere
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_MAY_BE_DOTTED = re.compile(r"\.[A-Za-z]\.")
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")

# "4th", "fourth" and "quatrième" are one term, whatever a title or a question calls it.
ORDINALS = {
    word: number
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme",
        "premiere seconde",
    )
    for number, word in enumerate(words.split(), start=1)
}
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|re|e|eme)")

MOST_REMEMBERED = 200_000  # words of a language, each with its term

STEMMERS = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "pt": "portuguese"}

STOP_WORDS = {
    "en": frozenset(
        "a about above after again against all also am an and any are as at be because been before being "
        "below between both but by can could did do does doing down during each few for from further had has "
        "have having he her here hers him his how i if in into is it its itself just me more most my no nor "
        "not of off on once only or other our out over own s same shall she should so some such t than that "
        "the their them then there these they this those through to too under until up upon us very was we "
        "were what when where which while who whom why will with would you your".split()
    ),
    "fr": frozenset(
        "a afin ai ainsi alors apres au aucun aussi autre aux avec avoir c car ce cela celle celui ces cet "
        "cette ceux chaque ci comme comment d dans de des donc dont du elle elles en encore entre est et "
        "etait ete etre eu eux fait il ils j je l la le les leur leurs lors lui m ma mais me meme mes moi mon "
        "n ne ni nos notre nous on ont ou par pas peu peut plus pour pourquoi puis qu quand que quel quelle "
        "quelles quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout "
        "toute toutes tres tu un une vers vos votre vous y".split()
    ),
}


def plain(text: str) -> str:
    """Lower case without accents, for comparing names as people type them."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(filterfalse(unicodedata.combining, decomposed))


def tokens(text: str) -> list[str]:
    """The words and numbers of the text in order, lower case, accents kept, nothing dropped."""
    text = _NUMBER.sub("", unicodedata.normalize("NFKC", text))
    if _MAY_BE_DOTTED.search(text):
        text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    return _WORD.findall(text.lower())


def terms(text: str, language: str = "en") -> list[str]:
    """What the text is found by: the stems of its words in order, stop words dropped, accents off."""
    term_of = _remembered(language)
    return [term for term in map(term_of.__getitem__, tokens(text)) if term is not None]


def language_of(text: str, otherwise: str = "en") -> str:
    """ "en" or "fr", by whose stop words the beginning of the text has more of; `otherwise` where neither is ahead."""
    words = [plain(token) for token in tokens(text[:5000])]
    french = sum(is_stop_word(word, "fr") for word in words)
    english = sum(is_stop_word(word, "en") for word in words)
    return otherwise if french == english else "fr" if french > english else "en"


def capitalized(text: str) -> str:
    """The text with a capital to begin with, and else as it is."""
    return f"{text[:1].upper()}{text[1:]}"


class Remembered(dict[str, str | None]):
    """The term of each word of a language, None for a stop word. A question reads thousands of words: two calls for
    each were half of the time that finding its sentences took."""

    def __init__(self, language: str, most: int = MOST_REMEMBERED) -> None:
        self._language, self._most = language, most

    def __missing__(self, token: str) -> str | None:
        if len(self) >= self._most:
            self.clear()
        term = self[token] = None if is_stop_word(token, self._language) else stem(token, self._language)
        return term


_remembered = lru_cache(maxsize=100)(Remembered)


@lru_cache(maxsize=200_000)
def is_stop_word(token: str, language: str = "en") -> bool:
    return plain(token) in _stop_words(language)


def _stop_words(language: str) -> frozenset[str]:
    return STOP_WORDS.get(language, frozenset())


@lru_cache(maxsize=200_000)
def stem(token: str, language: str = "en") -> str:
    """The stem of one lower-case word; numbers and words of other languages stay as they are, ordinals become "4th"."""
    number = ordinal(token)
    if number:
        return f"{number}th"
    if language in STEMMERS and not token[0].isdigit():
        token = _stemmer(STEMMERS[language]).stemWord(token)
    return plain(token)


def ordinal(token: str) -> int | None:
    """The number that a word such as "4th", "fourth" or "quatrième" stands for."""
    word = plain(token)
    found = _ORDINAL.fullmatch(word)
    return int(found.group(1)) if found else ORDINALS.get(word)


@lru_cache
def _stemmer(algorithm: str):
    import Stemmer

    return Stemmer.Stemmer(algorithm, 0)  # no cache of its own: `stem` has one
