"""Numbers written as words, in English and French: "twenty-five", "deux cents", "three million"."""

from assistant.verify.tokens import spelled
from corpus.words import ORDINALS

_UNITS = {
    word: value
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    )
    for value, word in enumerate(words.split())
}
_TENS = {
    word: 10 * value
    for words in (
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "vingt trente quarante cinquante soixante septante huitante nonante",
    )
    for value, word in enumerate(words.split(), start=2)
} | {"vingts": 20, "octante": 80, "fourty": 40}
_HUNDREDS = {"hundred": 100, "cent": 100, "cents": 100}
MAGNITUDES = {
    **dict.fromkeys(("thousand", "thousands", "mille", "millier", "milliers", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "mn", "mio", "m"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "milliard", "milliards", "md", "mds", "b"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 10**12),
}
# "un" and "une" are articles far more often than numbers; "one" and "zero" are told apart by what uses this.
_ARTICLES = frozenset({"un", "une"})
_LINKS = frozenset({"and", "et"})
SMALL = {**_UNITS, **_TENS}
BEGINNINGS = frozenset({*SMALL, *_HUNDREDS, *MAGNITUDES, *_LINKS, *ORDINALS})  # of numbers in words


def read_number_words(words: list[str]) -> tuple[int, float] | None:
    """How many of the lower-case words, from the first on, say one number, and which; None if the first says none."""
    total, current, used = 0.0, 0.0, 0
    for place, word in enumerate(map(spelled, words)):
        if word in _LINKS:
            continue
        if word in SMALL and not (place == 0 and word in _ARTICLES):
            value = SMALL[word]
            if value == 20 and current % 100 == 4 and words[place - 1] == "quatre":
                current += 76  # quatre-vingts
            elif current % 100 == 0 or _adds(current, value):
                current += value
            else:
                break
            # "between two and three" is two numbers: after a link only "two hundred and three", "vingt et un".
            if place and spelled(words[place - 1]) in _LINKS and not _linked(current - value):
                current -= value
                break
        elif word in _HUNDREDS and (current or word == "cent"):
            current = max(current, 1) * 100
        elif word in MAGNITUDES and len(word) > 2 and (current or word == "mille"):
            total += max(current, 1) * MAGNITUDES[word]
            current = 0
        else:
            break
        used = place + 1
    return (used, total + current) if used else None


def _adds(current: float, value: int) -> bool:
    """Whether a value goes on with the tens before it: twenty-five, soixante-dix, quatre-vingt-dix-neuf."""
    rest = current % 100
    return (rest >= 20 and rest % 10 == 0 and value < 20) or (rest in (10, 70, 90) and 7 <= value <= 9)


def _linked(before: float) -> bool:
    return before >= 20 and (before % 100 == 0 or before % 10 == 0)


def ordinal_word(word: str) -> int | None:
    """The number of an ordinal written as a word, "fourth" or "quatrième"."""
    return ORDINALS.get(spelled(word))
