"""assistant/question.py: what is asked for, of whom, and with which numbers, however people write it."""

import pytest

from assistant.question import Acronym, about_each, read_question
from corpus.acronyms import KnownAcronyms

OPM = ("OPM", "Office of Personnel Management")
MANAGEMENT = Acronym("opm", frozenset({"offic", "personnel", "manag"}))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("What did the third Roundtable decide?", (3,)),
        ("What was said at the 2nd OECD Roundtable?", (2,)),
        ("What did the third and 4th roundtables decide?", (3, 4)),
        ("the first, second, and twelfth Roundtables", (1, 2, 12)),
        ("the second or the third roundtable", (2, 3)),
        ("Compare the first roundtable and the third roundtable", (1, 3)),
        ("What did Roundtable 3 decide?", (3,)),
        ("the OECD Roundtable no. 2 and Roundtable number 4", (2, 4)),
        ("Roundtables 2, 3 and 4", (2, 3, 4)),
        ("Roundtables nos. 2 and 3", (2, 3)),
        ("What did the 2nd roundtable say against the 4th?", (2, 4)),
        ("How does the first roundtable compare with the third one on noise?", (1, 3)),
        ("Did the first roundtable open with the second minister?", (1,)),
        ("Turn to the second.", ()),
        ("Que dit la troisième table ronde ?", (3,)),
        ("les deuxième et 4e tables rondes", (2, 4)),
        ("la table ronde n° 2", (2,)),
        ("What did the OECD Roundtable say?", ()),
        ("How many people came to the Roundtable in 2023?", ()),
        ("Which 20 roundtables were held in the third year?", ()),
        ("How many sat at round tables?", ()),
    ],
)
def test_roundtables_are_known_by_number_and_word(text: str, numbers: tuple[int, ...]) -> None:
    assert read_question(text).roundtables == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How did Rio de Janeiro begin?", ("Rio", "Janeiro")),
        ("What is Marisol's plan for Lyon’s port?", ("Marisol", "Lyon")),
        ("Sensors in Lyon", ("Lyon",)),
        ("OPM hires whom?", ("OPM",)),
        ("Tell me how The Hague did it.", ("Hague",)),
        ("What did J. Peeters say?", ("J", "Peeters")),
        ("Did the U.K. join?", ("UK",)),
        ("what happens in lyon?", ()),
    ],
)
def test_names_are_words_with_a_capital_that_do_not_only_begin_the_question(text: str, names: tuple[str, ...]) -> None:
    assert read_question(text).names == names


def test_numbers_are_digits_and_ordinals_are_not_among_them() -> None:
    assert read_question("Did the 4th plan spend 1,000 euros or 2.5 in 2020?").numbers == ("1000", "2.5", "2020")


def test_words_in_quotation_marks_are_phrases() -> None:
    assert read_question('What is “open data”, and "noise"?').phrases == ("open data", "noise")
    assert read_question("Que dit « la charte » ?").phrases == ("la charte",)


@pytest.mark.parametrize(
    ("text", "compared", "each"),
    [
        (
            "Compare Busan and Seoul on noise.",
            ("Busan", "Seoul"),
            ["Compare Busan on noise.", "Compare and Seoul on noise."],
        ),
        (
            "How does Lyon's budget differ from that of New York City?",
            ("Lyon", "New York City"),
            ["How does Lyon's budget differ from that of ?", "How does 's budget differ from that of New York City?"],
        ),
        (
            "Compare Lyon, Ghent and Rio de Janeiro",
            ("Lyon", "Ghent", "Rio de Janeiro"),
            ["Lyon", "Ghent", "Rio de Janeiro"],
        ),
        ("Compare York and New York", ("York", "New York"), ["York", "New York"]),
        ("Compare Paris with Paris Region", ("Paris", "Paris Region"), ["Paris", "Paris Region"]),
        ("Lyon is larger than Ghent?", ("Lyon", "Ghent"), ["Lyon is larger than ?", "is larger than Ghent?"]),
        (
            "Noise: how do Lyon and Ghent differ?",
            ("Lyon", "Ghent"),
            ["Noise: how do Lyon differ?", "Noise: how do and Ghent differ?"],
        ),
        (
            "Lyon, Ghent and Busan compared",
            ("Lyon", "Ghent", "Busan"),
            ["Lyon", "Ghent", "Busan"],
        ),
        ("Comparez Lyon et Marseille", ("Lyon", "Marseille"), ["Lyon", "Marseille"]),
    ],
)
def test_comparison_is_a_question_for_each_name(text: str, compared: tuple[str, ...], each: list[str]) -> None:
    question = read_question(text)
    assert question.compared == compared
    assert [" ".join(alone.split()) for alone in about_each(question)] == each


@pytest.mark.parametrize(
    "text",
    [
        "What do Lyon and Ghent do?",
        "What did Lyon and Ghent do against COVID-19?",
        "Compare Lyon with other cities",
        "Compare smart cities",
        "",
        "?",
    ],
)
def test_fewer_than_two_names_or_no_word_of_comparing_is_no_comparison(text: str) -> None:
    question = read_question(text)
    assert question.compared == ()
    assert about_each(question) == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("What does the OECD mean by a smart city?", ("oecd", "defin", "smart", "citi")),
        ("What do residents mean by noise?", ("resid", "defin", "nois")),
        ("Noise may mean harm", ("nois", "may", "mean", "harm")),
    ],
)
def test_what_somebody_means_is_sought_as_what_they_define(text: str, terms: tuple[str, ...]) -> None:
    assert read_question(text).terms == terms


def test_words_that_only_ask_are_not_sought() -> None:
    assert read_question("Please tell me about the many kinds of sensors").terms == ("sensor",)


def test_question_of_nothing_but_such_words_is_sought_by_them() -> None:
    assert read_question("Please describe.").terms == ("pleas", "describ")


@pytest.mark.parametrize("text", ["What does OPM do?", "What does the Office of Personnel Management do?"])
def test_acronym_of_the_collection_is_known_short_and_written_out(text: str) -> None:
    assert read_question(text, acronyms=KnownAcronyms([OPM])).acronyms == (MANAGEMENT,)


@pytest.mark.parametrize("text", ["What is an opm?", "What does the Office of Management do?", "What does OPMA do?"])
def test_acronym_that_the_question_does_not_use_is_left_alone(text: str) -> None:
    assert read_question(text, acronyms=KnownAcronyms([OPM])).acronyms == ()


def test_commonest_meaning_of_an_acronym_comes_first_and_counts_alone() -> None:
    found = read_question("What is the OPM?", acronyms=KnownAcronyms([OPM, ("OPM", "Old Power Mill")])).acronyms
    assert found == (MANAGEMENT,)


@pytest.mark.parametrize(
    ("typed", "defined", "term"), [("KPI", "KPIs", "kpis"), ("KPIs", "KPI", "kpi"), ("KPIs", "KPIs", "kpis")]
)
def test_acronym_of_one_meets_that_of_several(typed: str, defined: str, term: str) -> None:
    question = read_question(
        f"What is meant by {typed}?", acronyms=KnownAcronyms([(defined, "key performance indicators")])
    )
    assert [acronym.short for acronym in question.acronyms] == [term]
    assert term in question.terms


def test_table_ronde_is_sought_as_roundtable_in_english_documents() -> None:
    assert "roundtabl" in read_question("Quand la table ronde a-t-elle eu lieu ?", languages=("en",)).terms


def test_either_form_of_an_acronym_brings_the_other() -> None:
    question = read_question("What does OPM do?", acronyms=KnownAcronyms([OPM]))
    both = frozenset({"opm", "offic", "personnel", "manag"})
    assert question.with_acronyms(frozenset({"opm", "hire"})) == both | {"hire"}
    assert question.with_acronyms(both - {"opm"}) == both
    assert question.with_acronyms(frozenset({"offic", "manag"})) == {"offic", "manag"}


def test_french_question_of_english_documents_is_sought_in_the_words_of_both() -> None:
    question = read_question("Combien de régions participent ?", languages=("en",))
    assert question.language == "fr"
    assert question.terms == ("region", "participent", "particip")


def test_spaces_are_evened_out() -> None:
    assert read_question("  Who\n runs\tit? ").text == "Who runs it?"


def test_known_places_are_names_in_small_letters_too() -> None:
    places = ("Seoul", "Tallinn", "New York")
    question = read_question("compare tallinn, seoul and new york", ("en",), KnownAcronyms(), places)
    assert question.compared == ("tallinn", "seoul", "new york")
    assert about_each(question) == ["tallinn", "seoul", "new york"]
    assert read_question("what does seoul do", ("en",), KnownAcronyms(), places).names == ("seoul",)


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Comparez Évry et Écully", ("Évry", "Écully")),
        ("Comparez les registres d'IA d'Amsterdam et d’Helsinki", ("Amsterdam", "Helsinki")),
        ("Compare AI in Busan and Seoul", ("Busan", "Seoul")),
        ("Compare the EU, Japan and Korea", ("EU", "Japan", "Korea")),
        ("Compare the UN with the EU", ("UN", "EU")),
        ("Comparez l'Estonie et l’Inde", ("Estonie", "Inde")),
    ],
)
def test_names_with_accents_or_after_an_elision_are_compared_and_a_topic_in_capitals_is_not(
    text: str, compared: tuple[str, ...]
) -> None:
    assert read_question(text).compared == compared


def test_names_begin_with_accents_and_stand_after_elisions() -> None:
    assert read_question("Que font les villes d'Évry, d’Ottawa et Écully ?").names == ("Évry", "Ottawa", "Écully")


def test_side_of_a_comparison_loses_the_elision_with_the_other_name() -> None:
    question = read_question("Comparez les registres d'Amsterdam et d'Helsinki")
    each = [" ".join(side.split()) for side in about_each(question)]
    assert each == ["Comparez les registres d'Amsterdam", "Comparez les registres et d'Helsinki"]
