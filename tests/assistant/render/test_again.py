"""assistant/render/again.py: what is said of a report, in English and French."""

import pytest

from assistant.again import Change, Checked, Named, Quoted, Report, Statement
from assistant.render.again import claim_line, counts_line, quote_line
from assistant.types import Citation
from assistant.verify import Reason, Support
from corpus.types import Document

PLAN = Document("d1", "plan.pdf", "Plan")
CITED = Citation(1, PLAN, 3, "iii", "Nine trams run.", "d1:0", 0, 15)
TEN = Citation(1, PLAN, 3, "iii", "Ten trams run.", "d1:0", 0, 14)
NOTE = Citation(1, Document("d2", "note.md", "Note", paged=False), None, None, "Nine trams run.", "d2:0", 0, 15)
CARRIED, NOT_CARRIED = Support(1.0, True), Support(0.1, False, (Reason("number", "It has no nine."),))
THERE = Quoted(CITED, "there", CITED, document=PLAN)
CHANGED = Quoted(CITED, "changed", TEN, (Change("Nine", "Ten"),), PLAN)
GONE = Quoted(CITED, "gone", document=PLAN)


def checked(*quotes: Quoted, support: Support | None = CARRIED, text: str = "Nine trams run.") -> Checked:
    return Checked(Statement(text, tuple(each.cited for each in quotes)), quotes, support)


@pytest.mark.parametrize(
    ("quoted", "english", "french"),
    [
        (
            CHANGED,
            "Plan, page iii (page 3 of the file): Nine → Ten; now reads “Ten trams run.”",
            "Plan, page iii (page 3 du fichier) : Nine → Ten ; on lit aujourd'hui «\u00a0Ten trams run.\u00a0»",
        ),
        (
            Quoted(CITED, "changed", TEN, (Change("", "Ten"), Change("Nine", "")), PLAN, same_file=True),
            "Plan, page iii (page 3 of the file): “Ten” put in, “Nine” left out; now reads “Ten trams run.”; "
            "this document has not changed since it was cited",
            "Plan, page iii (page 3 du fichier) : «\u00a0Ten\u00a0» ajouté, «\u00a0Nine\u00a0» supprimé ; on lit "
            "aujourd'hui «\u00a0Ten trams run.\u00a0» ; ce document n'a pas changé depuis qu'il a été cité",
        ),
        (
            Quoted(CITED, "moved", NOTE, document=PLAN),
            "Plan, page iii (page 3 of the file) → in Note",
            "Plan, page iii (page 3 du fichier) → dans Note",
        ),
        (
            GONE,
            "Plan, page iii (page 3 of the file): the document no longer has these words",
            "Plan, page iii (page 3 du fichier) : le document ne contient plus ces mots",
        ),
        (
            Quoted(CITED, "gone"),
            "Plan, page iii (page 3 of the file): the document is not in the collection",
            "Plan, page iii (page 3 du fichier) : le document n'est pas dans la collection",
        ),
        (
            Quoted(CITED, "gone", document=PLAN, same_file=True),
            "Plan, page iii (page 3 of the file): this document does not have these words, and it has not changed "
            "since it was cited",
            "Plan, page iii (page 3 du fichier) : ce document ne contient pas ces mots, et il n'a pas changé depuis "
            "qu'il a été cité",
        ),
    ],
)
def test_what_became_of_a_quote(quoted: Quoted, english: str, french: str) -> None:
    assert (quote_line(quoted), quote_line(quoted, "fr")) == (english, french)


def test_claim_names_the_quotes_that_are_not_there_and_why_it_is_not_carried() -> None:
    assert claim_line(checked(THERE, support=NOT_CARRIED)) == "not supported: “Nine trams run.” – It has no nine."
    assert claim_line(checked(THERE, GONE)) == f"gone: “Nine trams run.” – {quote_line(GONE)}"
    assert claim_line(checked(GONE, support=NOT_CARRIED)) == (
        f"gone, not supported: “Nine trams run.” – {quote_line(GONE)}"
    )
    assert claim_line(checked(support=NOT_CARRIED)) == "not supported: “Nine trams run.” – It has no nine."


def test_claim_that_the_text_does_not_show_is_told_with_what_it_shows() -> None:
    def unseen(instead: str) -> Checked:
        return Checked(Statement("Nine trams run.", (CITED,), seen=False, instead=instead), (THERE,), CARRIED)

    assert claim_line(unseen("Ten\ntrams run.")) == (
        "not in the text that is shown: “Nine trams run.” – the text has “Ten trams run.”"
    )
    assert claim_line(unseen(""), "fr") == "absente du texte affiché : «\u00a0Nine trams run.\u00a0»"
    report = Report((unseen(""), checked(THERE)), "cd39")
    assert (report.fine, counts_line(report)) == (False, "2 claims: 2 there; 1 not in the text that is shown")


def test_source_that_is_named_otherwise_is_told_with_both_names() -> None:
    named = Checked(
        Statement("Nine trams run.", (CITED,)),
        (THERE,),
        CARRIED,
        (Named("title", "Review\n2031", "Plan"), Named("publisher", "World Bank", "")),
    )
    assert claim_line(named) == (
        "source named otherwise: “Nine trams run.” – its title is “Review 2031” here and “Plan” in the collection; "
        "its publisher is “World Bank” here and nothing in the collection"
    )
    assert claim_line(Checked(named.statement, (THERE,), CARRIED, (Named("lead", "A", "B"),)), "fr") == (
        "source nommée autrement : «\u00a0Nine trams run.\u00a0» – la ligne qui précède dit «\u00a0A\u00a0», "
        "la source est «\u00a0B\u00a0»"
    )
    report = Report((named, named), "cd39")
    assert counts_line(report) == "2 claims: 2 there; 2 sources named otherwise"


def test_long_claim_is_cut_and_a_line_stays_one() -> None:
    line = claim_line(checked(GONE, text="Nine\ntrams\x1b[31m " + "run " * 100))
    assert line.startswith("gone: “Nine trams[31m run run")
    assert "…”" in line
    assert len(line) < 300


def test_counts_leave_out_what_there_is_none_of() -> None:
    report = Report(
        (checked(THERE), checked(CHANGED, support=NOT_CARRIED), checked(THERE, support=NOT_CARRIED)), "cd39"
    )
    assert counts_line(report) == "3 claims: 2 there, 1 changed; 2 not supported"
    assert counts_line(report, "fr") == "3 affirmations : 2 en place, 1 modifiée ; 2 non étayées"
    assert counts_line(Report((checked(THERE),), "cd39")) == "1 claim: all there and supported"
    assert counts_line(Report((), "cd39"), "fr") == "aucune affirmation à vérifier"


def test_notes_of_a_briefing_are_told_apart_from_its_claims() -> None:
    note = Checked(Statement("Sources differ.", (CITED,), a_claim=False), (THERE,), None)
    report = Report((checked(THERE), checked(THERE), note), "cd39")
    assert counts_line(report) == "2 claims, 1 note on what is missing: all there and supported"
    assert counts_line(report, "fr").startswith("2 affirmations, 1 remarque sur ce qui manque : ")
