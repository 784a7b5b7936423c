import re
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from evals.comparing.compared import compared
from evals.report.figured import figured
from evals.report.html import html_report, page_html
from evals.runs.types import Run, Took
from evals.testsets.types import Place, Tags
from tests.evals.report.pages import Page
from tests.evals.report.runs import answer, asked, failing_record, many, record, run

# What a set, an answer or a file name may hold to make a page do something, or be no page.
HOSTILE = (
    "<script>document.title = 'taken'</script>",
    "</style></title></details></section><img src=x onerror=alert(1)>",
    "\" onmouseover=alert(1) x='",
    "&lt;b&gt; &#60;script&#62;",
    "half \ud83d a surrogate \udc00",
    "nothing \x00, bell \x07, escape \x1b[31m, next line \x85, no character \uffff",
    "turned \u202e around \u2066 and kept",
    "]]> --> <!-- <svg><title>",
    "javascript:alert(1) https://elsewhere.example/x.png",
)


def everything() -> Run:
    """A run with each kind of record."""
    refused = record(asked("Who is mayor?", "refuse", (), id="lumen-3"), answer("Not known.", "refused"), ())
    not_asked = record(asked("And trains?", id="lumen-4"), {}, (), error="took longer than 60 s")
    choices = ["Trams of Lumen?", "Trams of Umbra?"]
    back = record(asked("Trams?", "clarify", (), id="lumen-5"), answer("Which city?", "clarify", choices=choices), ())
    scored = record(scores={"right": 1.0, "recall_at_5": 0.5})
    return run(scored, failing_record(), refused, not_asked, back)


RUNS = {
    "everything": everything(),
    "no question": run(),
    "one question": run(record()),
    "all failed": run(*[failing_record()] * 3),
    "none could be asked": run(record(said={}, error="no index", made=())),
    "no times": run(record(), failing_record(), took=()),
    "times of nothing": run(record(), took=(Took(0.0),)),
    "no tags": run(record(asked(tags=Tags()))),
    "a status of tomorrow": run(record(said=answer(status="postponed"))),
}


@pytest.mark.parametrize("of", RUNS.values(), ids=RUNS)
def test_page_is_whole_and_in_order_whatever_the_run(of: Run) -> None:
    html = html_report(of, look=["Nothing to look at."])
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert page.all("html")[0].attributes == {"lang": "en"}
    assert [tag.text for tag in page.all("h1")] == ["Evaluation of nightly"]
    levels = [int(tag.name[1]) for tag in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(tag.attributes.get("scope") in ("col", "row") for tag in page.all("th"))
    pictures = page.all("svg")
    assert all(tag.attributes.get("role") == "img" or tag.attributes.get("aria-hidden") == "true" for tag in pictures)
    assert all(tag.text for tag in page.all("title", "summary", "h2", "h3", "h4", "caption"))
    names = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(names) == len(set(names))
    assert {tag.attributes["href"] for tag in page.all("a")} <= {f"#{name}" for name in names}


@pytest.mark.parametrize("of", [everything(), many(20)], ids=["everything", "many"])
def test_page_runs_nothing_and_asks_for_nothing(of: Run) -> None:
    html = html_report(of)
    page = Page(html)
    policy = next(tag for tag in page.all("meta") if tag.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert page.all("script", "link", "img", "iframe", "object", "form", "base") == []
    names = {name for tag in page.tags for name in tag.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "action", "style")}
    assert "://" not in html
    assert "url(" not in html
    assert "@import" not in html


def report_full_of(text: str) -> str:
    """A report, with a comparison, of a run that holds the text wherever a text may stand."""
    question = asked(
        text,
        points=(text,),
        id=text,
        earlier=(text,),
        language=text,
        reference=text,
        evidence=(Place(text, 3),),
        forbidden=(text,),
        tags=Tags(text, text),
    )
    said = answer(text, "partial", 0.1, model=text, choices=[text], problem=text, searched_for=text)
    said["citations"] = [{"n": text, "document": text, "page": None, "quote": text}]
    wrong = record(question, said, (False,), scores={text: 0.5, "right": 0.0})
    bad = record(asked(id="bad"), {}, (), error=text)
    about: dict[str, Any] = {"settings": {text: text, "list": [text]}, "versions": {text: text}}
    of = run(wrong, bad, name=text, id=text, set_name=text, started=text, **about)
    before = replace(of, records=(record(question), bad))
    return html_report(of, compared(before, of), [text])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    html = report_full_of(text)
    page, harmless = Page(html), Page(report_full_of("Trams and buses"))
    assert {tag.name for tag in page.tags} <= {tag.name for tag in harmless.tags}
    named = {name for tag in harmless.tags for name in tag.attributes}
    assert {name for tag in page.tags for name in tag.attributes} <= named
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", html)
    assert all(re.fullmatch("[a-z]{2}", str(tag.attributes["lang"])) for tag in page.tags if "lang" in tag.attributes)
    if text.isprintable():
        assert text in page.text


def test_marks_that_turn_text_around_end_with_the_text() -> None:
    html = html_report(run(record(asked("turned \u202e around"))))
    assert "turned \u202e around</bdi>" in html
    assert html.count("turned \u202e around") == html.count('<bdi lang="en">turned \u202e around</bdi>')


def test_what_cannot_be_shown_is_seen_to_be_missing() -> None:
    page = Page(html_report(run(record(asked("a\x00b\ud83dc\x85d\x1be")))))
    assert "a␀b\ufffdc\ufffdd␛e" in page.text


def test_failing_question_shows_all_that_tells_why() -> None:
    page = Page(html_report(run(failing_record())))
    folded = next(tag.text for tag in page.all("details") if "And its buses?" in tag.text)
    for said in (
        "makes a forbidden claim; lacks a vital key point; has a sentence that its pages do not support",
        "Asked before, in the same conversationHow many trams has Lumen?",
        "✓ an answer; it answered",
        "✗ Lumen has 7 buses (vital; not made; lumen.pdf, page 4)",
        "A good answerLumen has 7 buses.",
        "✗ Lumen has 9 buses (made)",
        "Lumen has 9 buses. [1] support 0.100 ✗ not supported",
        "[1] lumen.pdf, page 642 trams run in Lumen.",
        "1other.pdf, page 10.900",
        "2lumen.pdf, page 4, 50.800✓ evidence",
        "How sure it was0.400",
    ):
        assert said in folded
    assert page.all("bdi")[0].attributes == {}
    assert {tag.attributes.get("lang") for tag in page.all("bdi") if "buses" in tag.text} == {"fr"}


def test_evidence_that_was_not_found_is_named() -> None:
    page = Page(html_report(run(replace(failing_record(), retrieved=()))))
    assert "Evidence that is not among the first 20:lumen.pdf, page 4" in page.text


def test_question_in_the_table_leads_to_where_it_is_shown_in_full() -> None:
    page = Page(html_report(run(record(), failing_record())))
    table = next(tag for tag in page.all("table") if tag.attributes.get("class") == "all")
    assert (
        "How many trams has Lumen?lumen-1encity stafffactan answeranswered1 of 10.70020✓ no fault found" in table.text
    )
    to = next(tag for tag in page.all("a") if tag.text == "And its buses?")
    assert next(tag for tag in page.tags if tag.attributes.get("id") == str(to.attributes["href"])[1:]).name == "div"


def test_counts_what_was_expected_against_what_came() -> None:
    table = next(tag for tag in Page(html_report(everything())).all("table") if "a question back" in tag.text)
    assert "an answer✓ 200✗ 1a refusal0✓ 100a question back00✓ 10" in table.text


def test_says_what_was_asked_of_what() -> None:
    text = Page(html_report(everything())).text
    for said in (
        "5 questions of lumen",
        "2031-02-03T04:05:06 (UTC)",
        "3.5 seconds",
        "state: c0ffee",
        "limit: 8",
        "python: 3.11",
        "in the documents' own words: 4",
    ):
        assert said in text


def test_figures_come_with_interval_count_definition_and_source() -> None:
    of = run(*[record(asked(id=f"q{n}"), scores={"recall_at_5": n / 4}) for n in range(5)])
    table = next(tag.text for tag in Page(html_report(of)).all("table") if "Recall at 5" in tag.text)
    assert re.search(r"Recall at 5.*Higher is better\. Manning.*0\.5000\.\d{3} to 0\.\d{3}5", table)


def test_figures_that_could_not_be_scored_are_named_and_not_zero() -> None:
    assert re.search("Could not be scored, because .*: Recall at 1; Recall at 5", Page(html_report(run(record()))).text)


def test_run_without_times_has_no_part_on_time() -> None:
    assert "How long answers took" in html_report(run(record()))
    assert "How long answers took" not in html_report(run(record(), took=()))


def test_lines_on_what_to_look_at_first_come_first() -> None:
    titles = [tag.text for tag in Page(html_report(run(record()), look=["Trams got worse."])).all("h2")]
    assert titles[0] == "What to look at first"
    assert "What to look at first" not in html_report(run(record()))


def test_comparison_shows_both_sides_of_each_question_that_changed() -> None:
    after = run(failing_record())
    before = run(record(failing_record().question, answer("Lumen has 7 buses."), (True,)), name="last week")
    page = Page(html_report(after, compared(before, after)))
    assert "Worse: 1 question" in page.text
    changed = next(tag.text for tag in page.all("details") if "Before" in tag.text)
    for said in (
        "Because other passages were chosen",
        "✓ Lumen has 7 buses",
        "✗ Lumen has 7 buses",
        "Lumen has 9 buses.",
    ):
        assert said in changed


def test_comparison_with_a_run_of_other_questions_says_what_was_left_out() -> None:
    of, other = run(record(asked(id="new"))), run(record(asked(id="old")))
    assert "old: only before" in Page(html_report(of, compared(other, of))).text


def test_same_run_gives_the_same_page() -> None:
    assert html_report(everything()) == html_report(everything())


def test_report_of_two_hundred_questions_is_small_and_quick() -> None:
    of = figured(many(200))
    begun = time.process_time()
    html = page_html(of)
    assert time.process_time() - begun < 1
    assert 200_000 < len(html.encode()) < 3_000_000


def test_text_of_a_million_characters_is_cut_and_says_so() -> None:
    html = html_report(run(replace(failing_record(), answer=answer("x" * 1_000_000, support=0.1))))
    assert len(html) < 200_000
    assert "… (996,000 more characters)" in html
