"""A report on what was checked again, as text in English or French, and as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.again import Change, Checked, Named, Quoted, Report
from assistant.conversations import title_of
from assistant.one_line import one_line
from assistant.phrases import counted
from assistant.render.again_words import AgainWords, again_words
from assistant.render.text import place_text
from assistant.types import Citation

if TYPE_CHECKING:
    from assistant.again.files import SavedFile

LONGEST = 120  # characters of a claim that are shown
MOST_CHANGES = 4


def reports_text(reports: "Sequence[tuple[SavedFile, Report]]", passed_over: int = 0, language: str = "en") -> str:
    """A line for each claim that is not there and supported, then one of counts for its file; of several files a
    last line that counts them."""
    said = again_words(language)
    lines = []
    for saved, report in reports:
        lines += [claim_line(each, language) for each in report.checked if not each.fine]
        newer = ", ".join(one_line(each) for each in saved.corpus if each != report.corpus)
        since = f"{said.semicolon}{said.newer.format(was=newer, now=report.corpus)}" if newer else ""
        lines.append(f"{saved.path}{said.colon}{counts_line(report, language)}{since}")
    if not reports:
        lines.append(said.no_files)
    if len(reports) > 1 or passed_over:
        fine = sum(report.fine for _, report in reports)
        one, several = said.files
        counts = (one if len(reports) == 1 else several).format(
            count=len(reports), fine=fine, affected=len(reports) - fine
        )
        others = f"{said.semicolon}{counted(passed_over, said.passed_over, language)}" if passed_over else ""
        lines.append(f"{counts}{others}")
    return "\n".join(lines)


def counts_line(report: Report, language: str = "en") -> str:
    """ "12 claims: 9 there, 1 moved, 2 changed; 1 not supported"; the notes on what is missing are counted too."""
    said = again_words(language)
    if not report.checked:
        return said.nothing
    claims = told_of(report, language)
    if report.fine:
        return f"{claims}{said.colon}{said.all_fine}"
    found = [(count, said.standings[name]) for name, count in report.counts().items() if count]
    counts = ", ".join(f"{count} {counted(count, forms, language)}" for count, forms in found)
    problems = (
        (report.unsupported, said.not_supported),
        (report.not_shown, said.not_shown),
        (report.named_otherwise, said.named),
    )
    behind = [f"{count} {counted(count, forms, language)}" for count, forms in problems if count]
    return f"{claims}{said.colon}{said.semicolon.join([counts, *behind])}"


def told_of(report: Report, language: str) -> str:
    """ "12 claims, 2 notes on what is missing": what was checked, for a briefing quotes in its notes too."""
    said, notes = again_words(language), sum(not each.statement.a_claim for each in report.checked)
    claims = counted(len(report.checked) - notes, said.claims, language)
    return f"{claims}, {counted(notes, said.notes, language)}" if notes else claims


def claim_line(checked: Checked, language: str = "en") -> str:
    """What became of one claim, in one line: "changed, not supported: “…” – " and what became of its quotes."""
    said = again_words(language)
    state = [said.standings[checked.standing][0]] if checked.standing != "there" and checked.quotes else []
    state += [] if checked.supported else [said.not_supported[0]]
    state += [] if checked.statement.seen else [said.not_shown[0]]
    state += [said.named[0]] if checked.named else []
    instead = said.quoted.format(text=one_line(checked.statement.instead))
    why = [said.shown_instead.format(quote=instead)] if checked.statement.instead else []
    why += [quote_line(each, language) for each in checked.quotes if each.standing != "there"]
    why += [naming_line(each, language) for each in checked.named]
    # Of quotes that are all gone nothing more need be said.
    telling = not checked.quotes or any(each.now for each in checked.quotes)
    if checked.support and not checked.supported and telling:
        why += [one_line(reason.text) for reason in checked.support.reasons]
    text = said.quoted.format(text=title_of(checked.statement.text, LONGEST))
    return f"{', '.join(state) or said.standings['there'][0]}{said.colon}{text}" + (
        f" – {said.semicolon.join(why)}" if why else ""
    )


def naming_line(named: Named, language: str = "en") -> str:
    """What the file says of a source, and what the collection says of it."""
    said = again_words(language)
    here, today = (
        said.quoted.format(text=one_line(each)) if each else said.unnamed for each in (named.here, named.today)
    )
    return said.naming[named.what].format(here=here, today=today)


def quote_line(quoted: Quoted, language: str = "en") -> str:
    """Where a quote stood, and what stands where today: "Plan, page 4 → page 5", "Plan, page 4: 48 → 52"."""
    said = again_words(language)
    was = _where(quoted.cited, language)
    if quoted.now is None:
        gone = said.words_gone if quoted.document else said.document_gone
        return f"{was}{said.colon}{said.never_there if quoted.same_file else gone}"
    place = _new_place(quoted, quoted.now, said, language)
    moved = f"{was} → {place}" if place else was
    if quoted.standing != "changed":
        return moved
    different = ", ".join(_change(each, said) for each in quoted.changes[:MOST_CHANGES]) or said.other_words
    more = " …" if len(quoted.changes) > MOST_CHANGES else ""
    reads = said.now_reads.format(quote=said.quoted.format(text=one_line(quoted.now.quote)))
    about = [f"{moved}{said.colon}{different}{more}", reads, *([said.same_file] if quoted.same_file else [])]
    return said.semicolon.join(about)


def reports_json(reports: "Sequence[tuple[SavedFile, Report]]", passed_over: int = 0) -> dict[str, Any]:
    return {"files": [_file(saved, report) for saved, report in reports], "passed_over": passed_over}


def report_json(report: Report) -> dict[str, Any]:
    """The report as data, every claim with every quote, those that are fine too."""
    return {
        "corpus": report.corpus,
        "fine": report.fine,
        "counts": {"claims": len(report.checked), **report.counts(), **_problems(report)},
        "claims": [_claim(each) for each in report.checked],
    }


def _problems(report: Report) -> dict[str, int]:
    return {
        "not_supported": report.unsupported,
        "not_shown": report.not_shown,
        "named_otherwise": report.named_otherwise,
    }


def _file(saved: "SavedFile", report: Report) -> dict[str, Any]:
    about = {"file": str(saved.path), "kind": saved.kind, "title": saved.title, "made_in": list(saved.corpus)}
    return about | report_json(report)


def _claim(checked: Checked) -> dict[str, Any]:
    support = checked.support
    return {
        "text": checked.statement.text,
        "where": checked.statement.where or None,
        "standing": checked.standing,
        "shown": checked.statement.seen,
        "shown_instead": checked.statement.instead or None,
        "named": [{"what": each.what, "here": each.here, "today": each.today} for each in checked.named],
        "supported": support.supported if support else None,
        "score": round(support.score, 3) if support else None,
        "reasons": [reason.text for reason in support.reasons] if support else [],
        "citations": [_quoted(each) for each in checked.quotes],
    }


def _quoted(quoted: Quoted) -> dict[str, Any]:
    missing = None if quoted.now else "words" if quoted.document else "document"
    return {
        "standing": quoted.standing,
        **_place(quoted.cited),
        "now": _place(quoted.now) if quoted.now else None,
        "changes": [{"was": each.was, "now": each.now} for each in quoted.changes],
        "missing": missing,
        "same_file": quoted.same_file,
    }


def _place(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document.source,
        "title": citation.document.title,
        "page": citation.page,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "url": citation.document.url,
    }


def _where(citation: Citation, language: str) -> str:
    named = one_line(citation.document.title or citation.document.source)
    return ", ".join(filter(None, (named, one_line(place_text(citation, language)))))


def _new_place(quoted: Quoted, now: Citation, said: AgainWords, language: str) -> str:
    """The page, or the other document, that the words are found on today; "" if it is the old one."""
    if quoted.document is None or now.document.id != quoted.document.id:
        return said.elsewhere.format(place=_where(now, language))
    if (now.page, now.page_label) == (quoted.cited.page, quoted.cited.page_label):
        return ""
    return one_line(place_text(now, language))


def _change(change: Change, said: AgainWords) -> str:
    was, now = one_line(change.was), one_line(change.now)
    if was and now:
        return f"{was} → {now}"
    one_side = said.put_in if now else said.left_out
    return one_side.format(was=said.quoted.format(text=was), now=said.quoted.format(text=now))
