"""assistant/confidence.py: how sure an answer is, from features that a reader can check one by one."""

import re
from dataclasses import fields, replace
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from assistant.confidence import SURE, THRESHOLD, WEIGHTS, Features, features, probability, words_met
from assistant.evidence import Candidate
from assistant.interaction import Match, Nearness
from assistant.question import read_question
from assistant.retrieve import Found
from corpus.acronyms import KnownAcronyms
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from tests import library
from tests.drafts import candidate, hit

NAMES = [each.name for each in fields(Features)]
NOTHING = Features(**dict.fromkeys(NAMES, 0.0))
AGAINST = {*NAMES} - {"similarity", "met", "other_language"}
TRAMS = Document("trams", "trams.txt", "Trams", date="2021-05", places=("Old Lyon",), publisher="Tram press")
NOISE = "Noise fell by 14 decibels in 2019."


def names_elsewhere(question: str, index: Index, document: Document = TRAMS, text: str = NOISE) -> float:
    return features(read_question(question), [candidate(hit(text, document))], index).names_elsewhere


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Ten passages of "trams", one of which names Ghent; eleven of "buses", one of which does."""
    with IndexWriter(tmp_path, library.Eight.name) as writer:
        library.add(writer, TRAMS, "Ghent is near.", *(f"{NOISE} Tram {number}." for number in range(9)))
        buses = Document("buses", "buses.txt", "Buses")
        library.add(writer, buses, "Ghent is near.", *(f"{NOISE} Bus {number}." for number in range(10)))
        writer.publish()
    return Index(tmp_path)


def test_probability_is_the_logistic_of_the_weighed_sum() -> None:
    assert probability(NOTHING) == pytest.approx(1 / (1 + exp(-WEIGHTS["bias"])))
    weights = dict.fromkeys(WEIGHTS, 0.0) | {"bias": -1.0, "similarity": 2.0, "strange": -3.0}
    seen = Features(**dict.fromkeys(NAMES, 1.0) | {"similarity": 0.5, "strange": 0.2})
    assert probability(seen, weights) == pytest.approx(1 / (1 + exp(-(-1 + 2 * 0.5 - 3 * 0.2))))


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(WEIGHTS) == {"bias", *NAMES}


def test_what_speaks_for_an_answer_and_against_it() -> None:
    assert WEIGHTS["similarity"] > 0
    assert [name for name in AGAINST if WEIGHTS[name] >= 0] == []


def test_nothing_found_is_no_answer_and_everything_found_is_one() -> None:
    assert probability(replace(NOTHING, strange=1.0)) < THRESHOLD / 3
    assert probability(replace(NOTHING, similarity=1.0, met=1.0)) > 0.9


def test_what_is_said_to_be_uncertain_is_still_answered() -> None:
    assert 0 < THRESHOLD < SURE == 0.5  # below, more likely wrong than right


def test_best_sentence_gives_the_features_of_a_sentence(index: Index) -> None:
    best = replace(candidate(hit(NOISE)), nearness=Nearness(0.6, 0.3, 0.1))
    second = replace(candidate(hit("It rose.")), nearness=Nearness(0.9, 0.9, 0.0))
    seen = features(read_question("How far did noise fall?"), [best, second], index)
    assert (seen.similarity, seen.strange) == (0.6, 0.1)


@pytest.mark.parametrize(
    ("question", "text", "unfit"),
    [
        ("How many trams did Lyon buy?", "Lyon bought trams.", 1.0),
        ("How many trams did Lyon buy?", "Lyon bought 48 trams.", 0.0),
        ("When did Lyon buy trams?", "Lyon bought trams.", 1.0),
        ("Why did Lyon buy trams?", "Lyon bought trams.", 0.0),
    ],
)
def test_sentence_that_cannot_hold_what_is_asked_for_is_unfit(
    index: Index, question: str, text: str, unfit: float
) -> None:
    assert features(read_question(question), [candidate(hit(text))], index).unfit == unfit


def test_passage_in_another_language_is_not_judged_by_words(index: Index) -> None:
    best = replace(candidate(hit(NOISE)), nearness=Nearness(0.6, 0.3, 0.1))
    seen = features(read_question("De combien le bruit a-t-il baissé ?"), [best], index)
    assert (seen.other_language, seen.unknown_terms, seen.opposite, seen.other_names) == (1.0, 0.0, 0.0, 0.0)
    assert (seen.similarity, seen.strange) == (0.6, 0.1)
    assert features(read_question("How far did noise fall?"), [best], index).other_language == 0.0


@pytest.mark.parametrize(
    ("question", "opposite", "other_names"),
    [
        ("Why did noise fall in Lyon?", 0, 0),
        ("Why did noise rise in Lyon?", 1, 0),
        ("Why did noise not fall in Lyon?", 1, 0),
        ("Why did noise fall in Ghent?", 0, 1),
        ("Pourquoi le bruit a-t-il augmenté à Gand ?", 0, 0),  # words of two languages are not compared
    ],
)
def test_question_that_supposes_what_the_passage_does_not_say(
    index: Index, question: str, opposite: int, other_names: int
) -> None:
    seen = features(read_question(question), [candidate(hit("Noise fell in Lyon in 2019."))], index)
    assert (seen.opposite, seen.other_names) == (opposite, other_names)


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("Did noise fall in Lyon?", "Noise did not fall in Lyon.", 0),  # "no" is an answer
        ("Has noise risen in Lyon?", "Noise fell in Lyon.", 0),
        ("“Is noise higher in Lyon?”", "Noise is lower in Lyon.", 0),
        ("Why did noise fall in Lyon?", "Noise did not fall in Lyon.", 1),
        ("Islands: why did noise fall in Lyon?", "Noise did not fall in Lyon.", 1),
        ("Est-ce que le bruit baisse à Lyon ?", "Le bruit ne baisse pas à Lyon.", 0),
        ("Le bruit a-t-il baissé à Lyon ?", "Le bruit n'a pas baissé à Lyon.", 0),
        ("À Lyon, les trams sont-ils chers ?", "À Lyon, les trams ne sont pas chers.", 0),
        ("Pourquoi le bruit a-t-il baissé à Lyon ?", "Le bruit n'a pas baissé à Lyon.", 1),
        ("Pourquoi le bruit baisse à Lyon ?", "Le bruit ne baisse pas à Lyon.", 1),
    ],
)
def test_passage_that_says_no_answers_whether(index: Index, question: str, text: str, against: int) -> None:
    asked = read_question(question)
    said = candidate(hit(text, Document("lyon", "lyon.txt", "Lyon", language=asked.language)))
    seen = features(asked, [said], index)
    assert (seen.opposite, seen.other_language) == (against, 0)


def test_share_of_terms_that_the_collection_never_uses(index: Index) -> None:
    best = [candidate(hit(NOISE, TRAMS))]
    assert features(read_question("Do unicorns hear noise?"), best, index).unknown_terms == 2 / 3  # unicorn, hear
    assert features(read_question("Did noise fall by decibels?"), best, index).unknown_terms == 1 / 3  # fall, not fell
    assert features(read_question("?"), best, index).unknown_terms == 1.0


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Did noise fall by 14 decibels?", 0.0),
        ("Did noise fall by 15 decibels in 2019?", 1 / 2),
        ("Did noise fall in 2021?", 0.0),  # the date of the document
        ("Did noise fall in 2022?", 1.0),
        ("Did noise fall?", 0.0),
    ],
)
def test_share_of_numbers_that_the_best_passages_lack(index: Index, question: str, missing: float) -> None:
    assert features(read_question(question), [candidate(hit(NOISE, TRAMS))], index).missing_numbers == missing


def test_number_may_stand_in_the_fourth_passage_and_not_in_the_fifth(index: Index) -> None:
    question, other = read_question("Did noise fall by 15?"), candidate("Nothing of note.")
    holder = candidate("It fell by 15.")
    assert features(question, [other, other, other, holder], index).missing_numbers == 0.0
    assert features(question, [other, other, other, other, holder], index).missing_numbers == 1.0


def test_name_may_stand_in_what_is_known_of_the_document(index: Index) -> None:
    assert names_elsewhere("Is the noise in Lyon?", index) == 0.0
    assert names_elsewhere("What of Trams?", index) == 0.0
    assert names_elsewhere("Is noise known to the Press?", index) == 0.0
    assert names_elsewhere("Is noise in Zagreb?", index) == 1.0
    assert names_elsewhere("Is noise in Lyon or Zagreb?", index) == 0.5
    assert names_elsewhere("Is noise in Zagreb?", index, text="Noise fell in Zagreb.") == 0.0
    assert names_elsewhere("is noise there?", index) == 0.0


def test_document_is_about_a_name_that_a_tenth_of_it_holds(index: Index) -> None:
    assert names_elsewhere("Is noise in Ghent?", index) == 0.0  # 1 of 10
    assert names_elsewhere("Is noise in Ghent?", index, index.documents["buses"]) == 1.0  # 1 of 11


def test_rare_name_weighs_more(index: Index) -> None:
    ghent, zagreb = log(1 + (21 - 2 + 0.5) / (2 + 0.5)), log(1 + (21 - 0 + 0.5) / (0 + 0.5))  # 2 of 21 passages, and 0
    assert names_elsewhere("Is noise in Ghent or Zagreb?", index) == pytest.approx(zagreb / (ghent + zagreb))


def test_name_is_known_by_its_acronym_too(index: Index) -> None:
    known = KnownAcronyms([("OPM", "Office of Personnel Management")])
    question = read_question("Is noise known to OPM?", acronyms=known)
    holder = candidate(hit("The Office of Personnel Management hears noise."))
    assert features(question, [holder], index).names_elsewhere == 0.0


def found_of(question: str, said: Candidate, nearness: list[list[float]]) -> Found:
    """What is found for a question whose tokens are its words, and a passage of one token."""
    asked = read_question(question)
    places = tuple(word.end() - 1 for word in re.finditer(r"\w+", question))
    match = Match(np.array(nearness, dtype=np.float32), np.array([said.end - 1], dtype=np.int16))
    return Found(asked, (said.hit,), {said.hit.passage.id: match}, places)


def test_what_is_asked_for_is_met_by_the_word_itself_or_by_one_that_is_near() -> None:
    said = candidate(hit("Anna Berg is mayor of Lyon."))
    words = [[0.0], [0.0], [0.0], [0.2], [0.0], [0.0]]
    assert words_met(found_of("Who is the mayor of Lyon?", said, words), said) == 1.0
    assert words_met(found_of("Who is the head of Lyon?", said, words), said) == pytest.approx(0.2)  # "Lyon" is a name


def test_question_of_names_alone_asks_for_no_word() -> None:
    said = candidate(hit("Anna Berg is mayor of Lyon."))
    assert words_met(found_of("What is Lyon?", said, [[0.0]] * 3), said) == 1.0


def test_the_two_words_that_are_met_best_count() -> None:
    said = candidate(hit("Anna Berg is mayor of Lyon."))
    question = "How high is the salary of the mayor and the budget?"
    near = [[0.0]] * 2 + [[0.0], [0.0], [0.4], [0.0], [0.0], [0.0], [0.0], [0.0], [0.1]]
    assert words_met(found_of(question, said, near), said) == pytest.approx((1 + 0.4) / 2)
