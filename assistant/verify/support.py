"""Say how well passages support a sentence, with reasons: the gate before what anyone but the sources has worded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.quotable import as_said
from assistant.verify.bounds import bound_of, bounds
from assistant.verify.certainty import overstated
from assistant.verify.edits import added
from assistant.verify.features import (
    MeaningFeatures,
    WordFeatures,
    meaning_features,
    nearest_units,
    word_features,
)
from assistant.verify.figures import figures
from assistant.verify.named import names
from assistant.verify.number_words import MAGNITUDES, SMALL
from assistant.verify.reading import LONGEST_SENTENCE, Reading, Source, read_sentence, read_sources
from assistant.verify.sense import SCOPE, turned_round
from assistant.verify.tokens import Squeezed, Token, cleaned, squeezed
from assistant.verify.types import Reason, Support
from assistant.verify.vocabulary import negations
from assistant.verify.weighing import WORDS_ONLY, Weighing, probability, weighing_for
from corpus.encoders import Encoder

VERBATIM = 1.0  # the score of a sentence that the sources have word for word
NEARLY = 0.9  # of a sentence's words in a row: one of ten may be cut off or put in
NEARLY_VERBATIM = 0.97  # the lowest score of such a sentence: near that of one that is word for word, never the same
CONTRADICTED = 0.45  # the highest score of a sentence that something speaks against: below what any weights support
FEW = 3  # lost words are named up to so many
NO_WORDS = WordFeatures(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sentence and its sources show, before it is judged; `unusable` says that there is nothing to judge."""

    verbatim: bool = False
    unusable: tuple[Reason, ...] = ()
    decisive: tuple[Reason, ...] = ()
    weak: tuple[Reason, ...] = ()
    words: WordFeatures = NO_WORDS
    meaning: MeaningFeatures | None = None


def verify(
    sentence: str, sources: Sequence[str], language: str = "en", encoder: Encoder | None = None, context: str = ""
) -> Support:
    """How well the passages cited for a sentence carry it.

    `language` is the sentence's; the sources may be in another. `context` is what stands above the passages, title,
    headings, date: it can supply names and years, never figures. Without an encoder, or with one that there are no
    weights for, words alone are judged.
    """
    source = read_sources(sources, sentence, language)
    weighing = weighing_for(encoder.name if encoder else None, across=source.reading.language != language)
    return settle(findings(sentence, source, weighing, language, encoder, context), weighing)


def findings(
    sentence: str, source: Source, weighing: Weighing, language: str, encoder: Encoder | None, context: str
) -> Findings:
    """What there is to judge the sentence by; the encoder is used only if there are weights for it."""
    read = source.reading
    written = read_sentence(sentence, language, read)
    if not written.tokens:
        return Findings(unusable=(Reason("words", "There is no sentence to check."),))
    if not read.tokens:
        return Findings(unusable=(Reason("words", "There is no source to check it against."),))
    if not written.cut and is_verbatim(sentence, written, source):
        return Findings(verbatim=True)
    if not written.content:
        return Findings(unusable=(Reason("words", "The sentence says nothing that could be checked."),))
    by_meaning = encoder is not None and weighing is not WORDS_ONLY
    return Findings(
        decisive=(*disagreements(written, read, context), *_unread(written)),
        weak=tuple(_weak(written, read, by_meaning)),
        words=word_features(written, read, context),
        meaning=meaning_features(written, read, encoder, weighing.unrelated) if encoder and by_meaning else None,
    )


def settle(found: Findings, weighing: Weighing) -> Support:
    """The verdict on what was found."""
    if found.verbatim:
        return Support(VERBATIM, True)
    if found.unusable:
        return Support(0.0, False, found.unusable)
    score = probability(weighing, found.words, found.meaning)
    if found.decisive:
        return Support(min(score, CONTRADICTED), False, found.decisive)
    if found.words.run >= NEARLY:
        score = max(score, NEARLY_VERBATIM)
    supported = score >= weighing.threshold
    return Support(score, supported, () if supported else found.weak)


def contradictions(sentence: str, sources: Sequence[str], language: str, context: str) -> list[Reason]:
    """The decisive reasons of `verify` that are names or denials: less to work out than all, and no more is asked of a
    question taken for a claim. None of an unusable sentence."""
    source = read_sources(sources, sentence, language)
    written, read = read_sentence(sentence, language, source.reading), source.reading
    if not written.content or not read.tokens or (not written.cut and is_verbatim(sentence, written, source)):
        return []
    nearest = nearest_units(written, read)
    found = [
        *names(written, read, context, nearest),
        *turned_round(written, read, nearest),
        *overstated(written, read, context, nearest),
    ]
    return [reason for reason in found if reason.kind in ("name", "negation")]


def disagreements(sentence: Reading, source: Reading, context: str = "") -> Iterator[Reason]:
    """What the sources lack or say otherwise, each decisive: figures, names, negations, and what was added."""
    nearest = nearest_units(sentence, source)
    yield from figures(sentence, source, context)
    yield from names(sentence, source, context, nearest)
    yield from turned_round(sentence, source, nearest)
    yield from added(sentence, source, nearest)
    yield from bounds(sentence, source)
    yield from overstated(sentence, source, context, nearest)


def _unread(sentence: Reading) -> Iterator[Reason]:
    if sentence.cut:
        yield Reason("words", f"Only the first {LONGEST_SENTENCE:,} characters of the sentence were checked.")


def is_verbatim(sentence: str, written: Reading, source: Source) -> bool:
    """Whether the sources have the sentence word for word, but for spaces, note marks, bullets and hyphens.

    A piece cut out behind a negation is not: "no city has paid" does not say that a city has paid. Nor is one
    cut off before a unit, or behind "up to".
    """
    for text in dict.fromkeys((written.text, cleaned(as_said(sentence)))):
        looked_for = squeezed(text, written.language)
        if not looked_for.text:
            continue
        for form in source.squeezed:
            if any(_is_whole(form, *span, source.reading.language) for span in form.find(looked_for)):
                return True
    return False


def _is_whole(form: Squeezed, first: int, last: int, language: str) -> bool:
    """Whether the words mean alone what they mean there: no negation or limit before them, no unit behind."""
    tokens = form.tokens
    words = [token.lower for token in tokens]
    before = [
        cue
        for cue in negations(words[max(0, first - SCOPE) : first + 1], language)
        if tokens[max(0, first - SCOPE) + cue].clause == tokens[first].clause
    ]
    if any(max(0, first - SCOPE) + cue < first for cue in before) or _is_limited(tokens, first):
        return False
    ends_with_number = words[last - 1][0].isdigit() or words[last - 1] in SMALL
    goes_on = last < len(words) and tokens[last].clause == tokens[last - 1].clause
    return not (ends_with_number and goes_on and (words[last] in MAGNITUDES or _is_share(words[last])))


def _is_limited(tokens: Sequence[Token], first: int) -> bool:
    """Whether the words begin with a figure that is only a limit: "30 euros" of "up to 30 euros"."""
    if not tokens[first].text[0].isdigit() and tokens[first].lower not in SMALL:
        return False
    before = " ".join(each.lower for each in tokens[max(0, first - 4) : first] if each.clause == tokens[first].clause)
    return bound_of(f"{before} ", len(before) + 1, len(before) + 1) == "most"


def _is_share(word: str) -> bool:
    return word in ("%", "per", "pour") or word.startswith(("percent", "pourcent"))


def _weak(sentence: Reading, source: Reading, by_meaning: bool) -> Iterator[Reason]:
    there = {token.key for token in source.tokens}
    lost = list(dict.fromkeys(t.text for t in sentence.tokens if not t.stop and t.key not in there))
    if lost and not sentence.across:
        shown = ", ".join(lost[:FEW]) + (" and more" if len(lost) > FEW else "")
        yield Reason("words", f"The source does not have: {shown}.", decisive=False)
    if by_meaning or not lost or sentence.across:
        yield Reason("meaning", "No part of the source says the same closely enough.", decisive=False)
