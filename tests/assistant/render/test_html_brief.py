"""assistant/render/html_brief*.py: a briefing, what stands around it, and the forms that order it, as safe HTML."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant.again.types import Checked, Quoted, Report, Statement
from assistant.assistant import Assistant
from assistant.briefing.affected import Absent, Affected
from assistant.briefing.briefs import Kept, Saved, Version
from assistant.briefing.compared import compared
from assistant.briefing.templates import load_templates
from assistant.briefing.types import FORMS, Aspect, Brief, Claim, Gap, Group, Order, Outline, Place, Planned, Section
from assistant.phrases import page_phrases
from assistant.phrases.brief_words import brief_phrases
from assistant.render.html_brief import Told, brief_body_html
from assistant.render.html_brief_again import again_html
from assistant.render.html_brief_compared import compared_html
from assistant.render.html_brief_notes import notes_of, sources_html
from assistant.render.html_brief_order import order_html, outline_html
from assistant.render.html_brief_page import briefs_html, growing_head_html, head_html
from assistant.verify import Support
from tests.assistant.render.briefs import (
    EVERY_FORM,
    GAPS,
    MISSING,
    OLD,
    PAID,
    PLANTED,
    POINTS,
    SOURCES,
    TABLE,
    brief_of,
    planned,
)

PAGE, SAID = page_phrases("en"), brief_phrases("en")
EVIL = "<img src=x onerror=alert(1)>\"'><script>x</script>"


def words(html: str) -> str:
    """What a person reads of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def balanced(html: str) -> bool:
    """Whether every element that is opened is closed, in order."""
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("input", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            opened.append(f"/{tag}") if not opened or opened[-1] != tag else opened.pop()

    Reader().feed(html)
    return not opened


def with_evil(brief: Brief) -> Brief:
    """The briefing with a text that tries to be more than text wherever texts stand."""
    citation = replace(PLANTED.citations[0], quote=EVIL, page_label=EVIL)
    citation = replace(citation, document=replace(citation.document, title=EVIL, id=EVIL, language=EVIL, source=EVIL))
    claim = Claim(EVIL, (citation,), 0.5, EVIL, worded=True)
    plan = Planned(EVIL, "table", (Aspect(EVIL, EVIL, (EVIL,)),), (EVIL,))
    sections = tuple(Section(replace(plan, form=form), (Group(EVIL, (claim,)),), (EVIL,), EVIL) for form in FORMS)
    order = Order(EVIL, EVIL, EVIL)
    return replace(
        brief,
        outline=Outline(order, EVIL, (plan,)),
        sections=sections,
        gaps=(Gap("old", EVIL, (citation,)),),
        model=EVIL,
    )


def test_each_place_of_a_source_has_one_number_in_reading_order() -> None:
    notes = notes_of(brief_of(SOURCES, POINTS, MISSING, gaps=GAPS))
    assert [(each.number, each.quote) for each in notes.citations] == [
        (1, "planted 90 trees"),
        (2, "It cost 3 million euros."),
        (3, "Le port est ancien."),
    ]
    assert [each.number for each in notes.of(GAPS[0].citations)] == [1, 2]


def test_every_claim_leads_to_its_source() -> None:
    html = brief_body_html(brief_of(POINTS), PAGE)
    assert "Port Amber planted 90 trees. 1" in words(html)
    assert 'data-source="s1-1" aria-label="Source 1: Trees for Port Amber, page iii' in html
    assert '<span class="claim" id="claim-0-0-1" tabindex="-1" lang="fr">Le port est ' in html


def test_source_behind_a_marker_has_its_quote_and_its_page(assistant: Assistant) -> None:
    html = sources_html(brief_of(POINTS), assistant.index, PAGE)
    assert 'id="s1-1"' in html
    assert "<mark>planted 90 trees</mark>" in html
    assert 'data-document="d1" data-page="5"' in html


def test_table_says_which_cell_the_collection_does_not_have() -> None:
    html = brief_body_html(brief_of(TABLE), PAGE)
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", html)]
    assert rows[0] == "Subject What was done Money"
    assert rows[1] == "Port Amber Port Amber planted 90 trees. 1 It cost 3 million euros. 2"
    assert rows[2] == "Seoul not in the collection not in the collection"


def test_more_aspects_than_fit_beside_few_towns_stand_below_each_other() -> None:
    many = planned("Side by side", "table", "What was done", "Money", "Staff", "Time", subjects=("Port Amber", "Seoul"))
    html = brief_body_html(brief_of(replace(TABLE, planned=many)), PAGE)
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", html)]
    assert rows[:2] == ["Aspect Port Amber Seoul", f"What was done {PLANTED.text} 1 not in the collection"]
    assert len(rows) == 5
    assert SAID.reading.wide_table not in html


def test_table_that_is_wider_than_the_page_says_so() -> None:
    towns = planned("Side by side", "table", *"abcd", subjects=tuple("klmn"))
    html = brief_body_html(brief_of(Section(towns)), PAGE)
    assert SAID.reading.wide_table in html
    assert 'class="scroll wide" tabindex="0"' in html


def test_what_came_of_a_change_is_told_where_it_was_asked_for() -> None:
    brief, line = brief_of(POINTS, SOURCES), "There is no other sentence."
    beside = brief_body_html(brief, PAGE, SAID, Told(Place(0, 0, 0), line))
    first, _, rest = beside.partition("</li>")
    assert f'role="status" lang="en">{line}</span>' in first
    assert line not in rest
    for gone in (Place(0, -1, -1), Place(0, 0, 7), Place(0, 3, 0)):
        above = brief_body_html(brief, PAGE, SAID, Told(gone, line))
        assert (above.count(line), line in above.partition("<ul>")[0]) == (1, True)


def test_document_that_is_left_out_is_named_and_can_come_back() -> None:
    brief = brief_of(POINTS, order=Order("trees", excluded=("d7", "d8")))
    saved = Saved("b1", "Trees", 2, "2026-11-28T10:00", "excluded", brief)
    versions = [Version(2, "2026-11-28T10:01", "excluded", "T"), Version(1, "2026-11-28T10:00", "written", "T")]
    html = head_html(saved, versions, None, "Issue note", SAID, "", {"d7": "A <b> note", "d8": ""})
    assert "2 documents are left out. A <b> note Bring back a document that is in the" in words(html).replace("  ", " ")
    assert 'class="include" data-document="d7" aria-label="Bring back “A &lt;b&gt; note”"' in html
    earlier = head_html(replace(saved, version=1), versions, None, "Issue note", SAID, "", {"d7": "A note"})
    assert 'class="include"' not in earlier


def test_section_without_a_claim_says_that_there_is_none() -> None:
    html = brief_body_html(brief_of(Section(planned("Risks", "points", "risks"), (Group("", ()),))), PAGE)
    assert "No statement on this was found in the collection." in html


def test_missing_names_gaps_by_kind_and_what_was_not_found() -> None:
    html = words(brief_body_html(brief_of(POINTS, TABLE, MISSING, gaps=GAPS), PAGE))
    _, _, missing = html.partition("What is missing ")
    assert missing.startswith(
        "Asked for and not found Key messages: what people think Side by side: Seoul: What was done; Seoul: Money "
        "Sources that differ 90 trees, or 80 1 3 Stated by one source alone The harbour is old 2"
    )
    assert "Nothing that was asked for is missing." in brief_body_html(brief_of(MISSING), PAGE)


def test_aspect_that_a_gap_names_is_not_told_twice() -> None:
    told = Gap("not-found", "“what people think” is not in the collection.")
    html = words(brief_body_html(brief_of(POINTS, MISSING, gaps=(told,)), PAGE))
    assert html.count("what people think") == 1


def test_words_of_a_model_show_their_support() -> None:
    worded = Section(
        POINTS.planned, (Group("", (replace(PLANTED, worded=True, support=0.839), PAID)),), (), "Too slow."
    )
    html = brief_body_html(brief_of(worded), PAGE)
    assert html.count('class="support"') == 1
    assert "Worded anew; support by the source, as checked: 83 of 100" in html
    assert "Too slow." in html


def test_only_the_newest_version_can_be_changed() -> None:
    brief = brief_of(*EVERY_FORM)
    assert '<button type="button" class="change"' not in brief_body_html(brief, PAGE)
    html = brief_body_html(brief, PAGE, SAID)
    assert html.count('class="redo"') == len(EVERY_FORM) - 1  # what is missing is not written
    assert html.count('class="change"') == len(brief.claims)
    assert 'class="another" data-section="0" data-group="0" data-claim="1"' in html
    assert 'data-document="d2" data-section="0" data-group="0" data-claim="1">Leave out all of “A note”<' in html


def test_refusal_says_so_and_shows_the_nearest(assistant: Assistant) -> None:
    hits = tuple(assistant.search("noise sensors", 2))
    brief = brief_of(refusal="The collection does not say anything on “<b>”.", nearest=hits)
    html = brief_body_html(brief, PAGE)
    assert "Not in the collection The collection does not say anything on “<b>”." in words(html)
    assert 'data-source="s1-n1"' in html
    assert 'id="s1-n1"' in sources_html(brief, assistant.index, PAGE)


def test_briefing_speaks_its_own_language_and_its_tools_that_of_the_reader() -> None:
    french = brief_of(TABLE, MISSING, order=Order("arbres", language="fr"))
    html = brief_body_html(french, PAGE, SAID)
    assert "absent de la collection" in html
    assert "Write this section again" in html
    assert 'lang="fr"><div class="part-head">' in html


@pytest.mark.parametrize("tools", [None, SAID])
def test_texts_of_everybody_stay_text(assistant: Assistant, tools: object) -> None:
    brief = with_evil(brief_of(MISSING))
    saved, version = Saved(EVIL, EVIL, 1, EVIL, EVIL, brief), Version(2, EVIL, EVIL, EVIL)
    gone = Affected(EVIL, EVIL, 1, (Absent(EVIL, EVIL, EVIL, None),))
    kept = Kept(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 2, EVIL, ())
    citation = brief.claims[0].citations[0]
    quoted = Quoted(citation, "changed", citation, (), citation.document)
    checked = Checked(Statement(EVIL, (citation,)), (quoted, Quoted(citation, "gone")), Support(0.1, False))
    shown = (
        brief_body_html(brief, PAGE, tools),  # type: ignore[arg-type]
        sources_html(brief, assistant.index, PAGE),
        head_html(saved, [version, Version(1, EVIL, EVIL, EVIL)], gone, EVIL, SAID, EVIL),
        growing_head_html(brief.outline, 0, EVIL, SAID),
        briefs_html([kept], {EVIL: gone}, False, SAID, PAGE),
        outline_html(brief.outline, SAID),
        order_html(load_templates(), [EVIL], Order(EVIL, audience=EVIL), SAID),
        again_html(Report((checked,), EVIL), brief, SAID),
        compared_html(compared(brief_of(POINTS), brief), 1, 2, SAID),
    )
    for html in shown:
        assert "<img" not in html
        assert "<script" not in html
        assert not re.search(r"=\"[^\"]*\"'>", html)
        assert balanced(html)


def test_list_says_how_many_versions_and_which_sources_changed() -> None:
    kept = Kept("b1", "Trees", "trees", "issue-note", "2026-11-27T10:00", "2026-11-28T10:00", 2, "abc", ("d1",))
    gone = Affected("b1", "Trees", 2, (Absent("d1", "Trees for Port Amber", "amber.pdf", "d9"),))
    html = words(briefs_html([kept], {"b1": gone}, False, SAID, PAGE))
    assert html.startswith("Trees 2026-11-28 · 2 versions ⚠ 1 of its sources changed since")
    assert "Trees for Port Amber" in html
    assert "changed since" not in briefs_html([kept], {}, False, SAID, PAGE)
    assert briefs_html([], {}, True, SAID, PAGE) != briefs_html([], {}, False, SAID, PAGE)


def test_earlier_version_can_be_made_the_newest() -> None:
    versions = [Version(2, "2026-11-28T10:01", "replaced", "T"), Version(1, "2026-11-28T10:00", "written", "T")]
    saved = Saved("b1", "Trees", 1, "2026-11-28T10:00", "written", brief_of(POINTS))
    earlier = head_html(saved, versions, None, "Issue note", SAID, "")
    assert "version 1 of 2" in earlier
    assert 'class="restore"' in earlier
    assert "a sentence replaced" in earlier
    newest = head_html(replace(saved, version=2), versions, None, "Issue note", SAID, "")
    assert 'class="restore"' not in newest
    assert 'formaction="briefs/b1.docx"' in newest
    assert '<option value="apa">APA</option>' in newest


def test_progress_counts_the_sections() -> None:
    html = growing_head_html(brief_of(*EVERY_FORM).outline, 3, "Issue note", SAID)
    assert "Writing: 3 of 6 sections" in words(html)


def test_outline_of_every_form_can_be_edited() -> None:
    outline = brief_of(*EVERY_FORM).outline
    html = outline_html(outline, SAID)
    form, _, samples = html.partition("<template")
    assert form.count('class="planned"') == len(EVERY_FORM)
    assert 'name="subjects" value="Port Amber, Seoul"' in form
    assert form.count('name="column"') == 2
    assert all(f'data-form="{each}"' in samples for each in FORMS)
    assert balanced(html)


def test_question_that_stands_for_others_is_said_in_words() -> None:
    further = Planned("Further", "questions", (Aspect("further", "{further}"),))
    html, _, _ = outline_html(Outline(Order("trees"), "Trees", (further,)), SAID).partition("<template")
    assert 'type="hidden" name="question" value="{further}"' in html
    assert "<textarea" not in html


def test_check_names_what_became_of_each_statement() -> None:
    brief = brief_of(POINTS)
    there = Checked(
        Statement(PLANTED.text, PLANTED.citations), (Quoted(PLANTED.citations[0], "there"),), Support(1, True)
    )
    gone = Checked(Statement(OLD.text, OLD.citations), (Quoted(OLD.citations[0], "gone"),), Support(0, False))
    html = again_html(Report((there, gone), "abc"), brief, SAID)
    assert "1 statement stands · 1 statement gone · 1 no longer supported" in words(html)
    assert "Gone · no longer supported Le port est ancien." in words(html)
    assert 'data-claim="claim-0-0-1"' in html
    assert "Every quoted word still stands" in again_html(Report((there,), "abc"), brief, SAID)


def test_comparison_names_what_came_and_went() -> None:
    before, after = brief_of(POINTS), brief_of(replace(POINTS, groups=(Group("", (PLANTED, PAID)),)))
    html = words(compared_html(compared(before, after), 1, 2, SAID))
    assert html.startswith("From version 1 to version 2")
    assert "Added Key messages It cost 3 million euros." in html
    assert "Gone Key messages Le port est ancien." in html
    assert html.count("missing") == 0
    single = [
        brief_of(POINTS, gaps=(Gap("single", f"Found in one document only: {count} of 20."),)) for count in (3, 4)
    ]
    assert "one document only" not in compared_html(compared(*single), 1, 2, SAID)
    assert "No longer missing" in compared_html(compared(single[0], before), 1, 2, SAID)
    assert "The two versions are the same." in compared_html(compared(before, before), 1, 2, SAID)
