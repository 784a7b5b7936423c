"""Find what may be asked next: questions made from the passages near to an answer, and from the question itself."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from typing import Literal

from assistant.articles import de, renamed
from assistant.confidence import SURE
from assistant.near import Near, beside, near_to
from assistant.phrases import nth
from assistant.question import content_of
from assistant.quotable import as_said, quotable_spans
from assistant.subject import ROUNDTABLE, names_in, places_in
from assistant.topics import MOST_ON_NAME, VERBS, documents_on, plural_in, topics_of
from assistant.turning import english, french, headings
from assistant.turning.clauses import IsName
from assistant.types import Answer
from corpus.index import Index
from corpus.sentences import is_row
from corpus.types import Document, Passage
from corpus.words import capitalized, is_stop_word, language_of, plain, terms

ANCHORS = 3  # passages of the answer that others are near to
# Of the passages at most so many have a word that tells what a question is on, two words or one by itself; in a
# small collection a few always may.
RARE, VERY_RARE, FEW = 0.1, 0.02, 3
NAMED_SURE = 0.6
# A place put in for another makes a question that no document was seen to answer, and one for many things seldom is.
OTHER_SURE, MOST_WORDS_OF_ANOTHER = 0.7, 3
# Two wordings, so that not all questions begin alike.
_ABOUT = {
    "en": ("What do the documents say about {name}?", "What is said about {name}?"),
    "fr": ("Que disent les documents sur {name} ?", "Que sait-on {of} ?"),
}
_WITH_ARTICLE = frozenset(
    "Act Agency Alliance Bank Board Centre Challenge Charter Commission Committee Council Declaration Dialogue Forum "
    "Framework Fund Initiative Institute Law Marketplace Masterplan Ministry Mission Network Office Paper Plan "
    "Programme Project Report Strategy University".split()
)
# A heading of some words, not one of numbers and codes, nor one that speaks of the document.
_QUOTABLE = re.compile(
    r"(?!.*\b(?:the (?:paper|report)|tables?|digest)\b)[A-ZÀ-Þ][\w’'-]*(?:,?:? [\w’'-]+){2,11}", re.IGNORECASE
)
_ENDS = (".", "!", ".”", '."', ".»")

Way = Literal["sentence", "heading", "name", "other", "comparison", "list"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A question that may be suggested; `way` is how it was made, `about` the document or the thing that it is about.

    To count as answered it needs that confidence, and a citation of each of `must` by its words or title; one made
    from a sentence needs this sentence, `source`, in its answer.
    """

    text: str
    way: Way
    about: str
    source: str = ""
    must: tuple[str, ...] = ()
    least: float = SURE


def leads(index: Index, last: Answer) -> Iterator[Lead]:
    """What may be asked after the answer, in the language of its question, the likeliest first: of the documents that
    it cites, then of others on its subject, each way in turn."""
    asked = last.searched_for or last.question
    language = language_of(asked)
    anchors = [citation.passage for citation in last.citations] or [hit.passage.id for hit in last.nearest]
    anchors = list(dict.fromkeys(anchors))[:ANCHORS]
    if not anchors:
        return
    near = near_to(index, anchors, last.filters)
    names = cache(lambda document: _names_of(document, near, index))
    others = _on_subject(_of_sentences(near.others, index, language, names), asked, index)
    ways = (
        _of_sentences(near.same, index, language, names),
        chain(_of_topics(near, last, asked, index) if language == "en" else (), _of_another(asked, near, index)),
        _of_headings(near.same, index, language, names),
        others,
    )
    for row in zip_longest(*ways):
        yield from filter(None, row)
    yield from _of_names(near.same, asked, index, language)


def _of_sentences(
    passages: Sequence[Passage], index: Index, language: str, names: Callable[[str], IsName]
) -> Iterator[Lead]:
    """A question made from a sentence of each passage, and then those of their further sentences."""
    of_each = [_of_passage(passage, index, language, names) for passage in passages]
    yield from (lead for row in zip_longest(*of_each) for lead in row if lead)


def _of_passage(passage: Passage, index: Index, language: str, names: Callable[[str], IsName]) -> Iterator[Lead]:
    document, is_name = index.documents[passage.document], names(passage.document)
    for start, end in quotable_spans(passage, {document.title, *passage.section}, document.language):
        sentence = as_said(passage.text[start:end])
        if is_row(passage.text[start:end]) or not sentence.endswith(_ENDS):
            continue
        made: Sequence[str] = ()
        if language == "fr":
            places = frozenset(map(plain, index.places))
            made = french.questions_of(sentence, document.language, is_name, places)
        elif document.language == "en":
            made = english.questions_of(sentence, is_name)
        yield from (Lead(text, "sentence", document.id, sentence) for text in made[:1])


def _names_of(document: str, near: Near, index: Index) -> IsName:
    """Tells the names that begin sentences of a document by how it writes them inside of others."""
    ids = {id_ for each in (*near.same, *near.others) if each.document == document for id_ in beside(each.id)}
    return names_by(" ".join(passage.text for passage in index.passages(list(ids)).values()))


def names_by(text: str) -> IsName:
    """Tells the names that begin sentences of a text by how it writes them inside of others."""
    inside = set(re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w’'-]*", text))
    small = set(re.findall(r"\b[a-zà-ÿ][\w’'-]*", text))

    def is_name(opening: str) -> bool | None:
        word, _, second = opening.partition(" ")
        if is_stop_word(word.lower()) or not word[:1].isalpha():
            return False
        if second[:1].isupper() or word[1:] != word[1:].lower():
            return True
        if word.lower() in small:
            return False
        return True if re.sub(r"['’]s$", "", word) in inside else None

    return is_name


def _of_headings(
    passages: Sequence[Passage], index: Index, language: str, names: Callable[[str], IsName]
) -> Iterator[Lead]:
    """Questions that headings above the passages ask, or for what is said under them; in French they are quoted."""
    for passage in passages:
        document, heading = index.documents[passage.document], passage.section[-1] if passage.section else ""
        if heading in ("", document.title):
            continue
        asked = ""
        if language == "fr":
            asked = f"Que dit la section « {heading} » ?" if _QUOTABLE.fullmatch(heading) else ""
        elif document.language == "en":
            asked = headings.question_of_heading(heading)
            thing = headings.thing_of_heading(heading, names(document.id))
            asked = asked or (
                f"What do the documents say about {thing}{_where(document, thing, passage)}?" * bool(thing)
            )
            asked = asked if english.reads_well(asked) else ""
        if asked:
            yield Lead(asked, "heading", heading, must=(document.title,))


def _where(document: Document, thing: str, passage: Passage) -> str:
    """ " in Boston", " in the United States": the place that a document is about, if the thing does not name it."""
    place = next(iter(_subject_of(document)), "")
    if not place or place in thing:
        return ""
    the = "the " if re.search(rf"\b(?:in|of) the {re.escape(place)}(?=[.,;)])", passage.text) else ""
    return f" in {the}{place}"


def _subject_of(document: Document) -> list[str]:
    """The place that the document is about, if it is about one: a roundtable's is where it met."""
    named = [place for place in document.places if place in document.title]
    return named[:1] if document.kind != "roundtable" else []


def _of_topics(near: Near, last: Answer, asked: str, index: Index) -> Iterator[Lead]:
    """For a topic that several documents share: a comparison of two places, and the list of those that speak of it."""
    above = [each.section[-1] for each in near.same[:ANCHORS] if each.section]
    texts = [asked, *(sentence.text for sentence in last.sentences[:ANCHORS]), *above]
    here = next((place for each in near.same[:1] for place in _subject_of(index.documents[each.document])), "")
    for topic in topics_of(texts, index):
        held = set(terms(topic))
        on_it = [each for each in near.others if held <= set(terms(each.text))]
        topic = plural_in(topic, [each.text for each in (*near.same, *on_it)])
        there = [place for each in on_it for place in _subject_of(index.documents[each.document]) if place != here]
        if here and there:
            text = f"How do {here} and {there[0]} compare on {topic}?"
            yield Lead(text, "comparison", topic, must=(here, there[0]))
        if len(set(there)) > 1:
            yield Lead(f"Which cities work on {topic}?", "list", topic)
        yield Lead(f"Which documents mention {topic}?", "list", topic)


def _of_another(asked: str, near: Near, index: Index) -> Iterator[Lead]:
    """The question asked, of other roundtables, or of the places that near passages of other documents are about."""
    language, numbered = language_of(asked), ROUNDTABLE.search(asked)
    if numbered:
        held = {each.roundtable: each for each in index.documents.values() if each.kind == "roundtable"}
        for number in sorted(each for each in held if each):
            text = f"{asked[: numbered.start()]}{nth(number, language)}{asked[numbered.end() :]}"
            yield Lead(capitalized(text), "other", str(number), must=(held[number].title,), least=OTHER_SURE)
        return
    named = places_in(asked, index.places)
    # French writes some names of places otherwise than documents in English, "Vienne" for "Vienna".
    if len(named) != 1 or language not in index.languages:
        return
    if len(content_of(asked.replace(named[0], " "), language)) > MOST_WORDS_OF_ANOTHER:
        return
    for document in (index.documents[id_] for id_ in dict.fromkeys(each.document for each in near.others)):
        for place in _subject_of(document):
            text = renamed(asked, named[0], place)
            yield Lead(text, "other", place, must=(document.title,), least=OTHER_SURE)


def _on_subject(made: Iterator[Lead], asked: str, index: Index) -> Iterator[Lead]:
    """Those whose sentence has a rare word of the question: what is only near in meaning may be of anything."""
    named = {term for name in names_in(asked) for term in terms(name)}
    said = [word for word in content_of(asked, language_of(asked)) if word.isalpha() and word not in VERBS]
    words = set(terms(" ".join(said))) - named
    passages, counts = index.counts()["passages"], index.passages_with(words)
    rare = {term for term, count in counts.items() if count <= max(FEW, RARE * passages)}
    very_rare = {term for term in rare if counts[term] <= max(FEW, VERY_RARE * passages)}
    for lead in made:
        shared = rare & set(terms(lead.source))
        if len(shared) > 1 or shared & very_rare:
            yield lead


def _of_names(passages: Sequence[Passage], asked: str, index: Index, language: str) -> Iterator[Lead]:
    """Questions for what is said of the names that the passages have more than once, and few documents share."""
    places, most = set(map(plain, index.places)), max(1, int(MOST_ON_NAME * len(index.documents)))
    seen, whole = {plain(asked)}, " ".join(" ".join(passage.text for passage in passages).split())
    for passage in passages:
        document = index.documents[passage.document]
        for name in headings.names_of(" ".join(passage.text.split())):
            known = plain(name) in places or name in f"{document.title} {document.publisher}"
            if known or any(plain(name) in each or each in plain(name) for each in seen):
                continue
            seen.add(plain(name))
            if whole.count(name) > 1 and documents_on(name, index, document.language) <= most:
                said = name if language != "fr" else f"« {name} »" if " " in name else name
                the = name.split()[-1] in _WITH_ARTICLE or re.search(
                    rf"the {re.escape(name)}(?=[.,;)]| [io][snf] )", whole
                )
                the_name = f"the {said}" if the and language != "fr" else said
                text = _ABOUT[language][len(seen) % 2].format(name=the_name, of=de(said))
                yield Lead(text, "name", name, must=(name,), least=NAMED_SURE)
