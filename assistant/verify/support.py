"""Say how well passages support a sentence, with reasons: the gate before what anyone but the sources has worded."""

from collections.abc import Iterator, Sequence

from assistant.quotable import as_said
from assistant.verify.features import (
    MeaningFeatures,
    WordFeatures,
    meaning_features,
    nearest_units,
    word_features,
)
from assistant.verify.figures import figures
from assistant.verify.judge import WORDS_ONLY, judge_for, probability
from assistant.verify.named import names
from assistant.verify.number_words import MAGNITUDES, SMALL
from assistant.verify.reading import Reading, Source, read_sentence, read_sources
from assistant.verify.sense import SCOPE, turned_round
from assistant.verify.tokens import Squeezed, cleaned, squeezed
from assistant.verify.types import Reason, Support
from assistant.verify.vocabulary import negations
from corpus.encoders import Encoder

VERBATIM = 0.99  # the score of a sentence that the sources have word for word
NEARLY_VERBATIM = 0.9  # of a sentence's words in a row
CONTRADICTED = 0.2  # the highest score of a sentence that something decisive speaks against
FEW = 3  # lost words are named up to so many


def verify(
    sentence: str, sources: Sequence[str], language: str = "en", encoder: Encoder | None = None, context: str = ""
) -> Support:
    """How well the passages cited for a sentence carry it.

    `language` is the sentence's; the sources may be in another. `context` is what stands above the passages, title,
    headings, date: it can supply names and years, never figures. Without an encoder, or with one that there are no
    weights for, words alone are judged.
    """
    source = read_sources(sources, sentence, language)
    written = read_sentence(sentence, language, source.reading.language, source.reading.spoken.small)
    if not written.tokens:
        return Support(0.0, False, (Reason("words", "There is no sentence to check."),))
    if not source.reading.tokens:
        return Support(0.0, False, (Reason("words", "There is no source to check it against."),))
    if is_verbatim(sentence, written, source):
        return Support(VERBATIM, True)
    if not written.content:
        return Support(0.0, False, (Reason("words", "The sentence says nothing that could be checked."),))
    judge = judge_for(encoder.name if encoder else None) or WORDS_ONLY
    decisive = tuple(disagreements(written, source.reading, context))
    seen = word_features(written, source.reading, context)
    by_meaning = None
    if encoder is not None and judge is not WORDS_ONLY:
        by_meaning = meaning_features(written, source.reading, encoder, judge.unrelated, judge.unrelated_tokens)
    score = probability(judge, seen, by_meaning)
    if decisive:
        return Support(min(score, CONTRADICTED), False, decisive)
    if seen.run >= NEARLY_VERBATIM:
        score = max(score, VERBATIM - 0.02)
    if score >= judge.threshold:
        return Support(score, True)
    return Support(score, False, tuple(_weak(written, source.reading, seen, by_meaning)))


def disagreements(sentence: Reading, source: Reading, context: str = "") -> Iterator[Reason]:
    """What the sources lack or say otherwise, each decisive: numbers, units, dates, names, negations."""
    nearest = nearest_units(sentence, source)
    yield from figures(sentence, source, context)
    yield from names(sentence, source, context, nearest)
    yield from turned_round(sentence, source, nearest)


def is_verbatim(sentence: str, written: Reading, source: Source) -> bool:
    """Whether the sources have the sentence word for word, but for spaces, note marks, bullets and hyphens.

    A piece cut out behind a negation is not: "no city has paid" does not say that a city has paid. Nor is one
    cut off before a unit.
    """
    if written.across:
        return False
    for text in dict.fromkeys((written.text, cleaned(as_said(sentence)))):
        looked_for = squeezed(text, written.language)
        if not looked_for.text:
            continue
        for form in source.squeezed:
            if any(_is_whole(form, *span, source.reading.language) for span in form.find(looked_for)):
                return True
    return False


def _is_whole(form: Squeezed, first: int, last: int, language: str) -> bool:
    """Whether the words mean alone what they mean there: no negation before them, no unit cut off behind them."""
    tokens = form.tokens
    words = [token.lower for token in tokens]
    before = [
        cue
        for cue in negations(words[max(0, first - SCOPE) : first + 1], language)
        if tokens[max(0, first - SCOPE) + cue].clause == tokens[first].clause
    ]
    if any(max(0, first - SCOPE) + cue < first for cue in before):
        return False
    ends_with_number = words[last - 1][0].isdigit() or words[last - 1] in SMALL
    return not (ends_with_number and last < len(words) and (words[last] in MAGNITUDES or _is_share(words[last])))


def _is_share(word: str) -> bool:
    return word in ("%", "per", "pour") or word.startswith(("percent", "pourcent"))


def _weak(
    sentence: Reading, source: Reading, seen: WordFeatures, by_meaning: MeaningFeatures | None
) -> Iterator[Reason]:
    there = {token.key for token in source.tokens}
    lost = list(dict.fromkeys(t.text for t in sentence.tokens if not t.stop and t.key not in there))
    if lost and not sentence.across:
        shown = ", ".join(lost[:FEW]) + (" and more" if len(lost) > FEW else "")
        yield Reason("words", f"The source does not have: {shown}.", decisive=False)
    if by_meaning is not None or not lost or sentence.across:
        yield Reason("meaning", "No part of the source says the same closely enough.", decisive=False)
