"""What a later check says of each statement of a briefing, as HTML. All of it is escaped."""

from collections.abc import Iterator
from html import escape

from assistant.again.types import Checked, Quoted, Report
from assistant.briefing.types import Brief
from assistant.phrases import counted
from assistant.phrases.brief_types import BriefPhrases
from assistant.render.again import naming_line, told_of
from assistant.render.again_words import again_words
from assistant.render.text import place_text


def again_html(report: Report, brief: Brief, said: BriefPhrases) -> str:
    """The counts, then each statement that is not as it was, and the others once they are asked for."""
    words = said.again
    anchors = [*places_of(brief), *[""] * len(report.checked)]
    rows = list(zip(report.checked, anchors, strict=False))
    counts = [
        counted(count, words.found[standing], said.language) for standing, count in report.counts().items() if count
    ]
    if report.unsupported:
        counts.append(f"{report.unsupported} {words.unsupported}")
    if report.named_otherwise:
        named = counted(report.named_otherwise, again_words(said.language).named, said.language)
        counts.append(f"{report.named_otherwise} {named}")
    # The notes on what is missing quote their sources too, and more stand there than the text has claims.
    if any(not each.statement.a_claim for each in report.checked):
        counts.append(told_of(report, said.language))
    changed = "".join(_item(each, anchor, said) for each, anchor in rows if not each.fine)
    same = [_item(each, anchor, said) for each, anchor in rows if each.fine]
    rest = (
        f"<details><summary>{counted(len(same), words.rest, said.language)}</summary><ul>{''.join(same)}</ul></details>"
        if same
        else ""
    )
    summary = " · ".join([*counts, *([words.all_there] if report.fine else [])])
    return (
        f'<section class="report again"><div class="part-head"><h3 tabindex="-1">{words.heading}</h3>'
        f'<button type="button" class="close-report">{words.close}</button></div>'
        f'<p class="{"all-well" if report.fine else "counts"}" role="status">{escape(summary)}</p>'
        f"{f'<ul>{changed}</ul>' if changed else ''}{rest}</section>"
    )


def places_of(brief: Brief) -> Iterator[str]:
    """The id that each claim has on the page, in reading order."""
    for at, section in enumerate(brief.sections):
        for number, group in enumerate(section.groups):
            for which, _ in enumerate(group.claims):
                yield f"claim-{at}-{number}-{which}"


def _item(checked: Checked, anchor: str, said: BriefPhrases) -> str:
    words = said.again
    support = ""
    if checked.support is not None:
        support = f" · {words.supported if checked.supported else words.unsupported}"
    show = (
        f' <button type="button" class="show-claim" data-claim="{anchor}">{said.reading.open_claim}</button>'
        if anchor
        else ""
    )
    quotes = "".join(_quote(each, said) for each in checked.quotes if each.standing != "there")
    reasons = ""
    if checked.support is not None and checked.support.reasons:
        why = " ".join(reason.text for reason in checked.support.reasons)
        reasons = f'<p class="about" lang="en">{escape(words.why.format(reasons=why))}</p>'
    if checked.named:
        naming = "<br>".join(escape(naming_line(each, said.language)) for each in checked.named)
        reasons = f'<p class="about">{naming}</p>{reasons}'
    kind = checked.standing if checked.supported else f"{checked.standing} unsupported"
    return (
        f'<li class="{kind}"><p><strong>{words.names[checked.standing]}{support}'
        f"</strong> {escape(checked.statement.text)}{show}</p>{quotes}{reasons}</li>"
    )


def _quote(quoted: Quoted, said: BriefPhrases) -> str:
    """What stands today in place of the quote: each difference, and where."""
    words, lines = said.again, []
    for change in quoted.changes:
        lines.append(f"<del>{escape(change.was)}</del> → <ins>{escape(change.now)}</ins>")
    if quoted.now:
        place = ", ".join(filter(None, (quoted.now.document.title, place_text(quoted.now, said.language))))
        lines.append(escape(words.now_at.format(place=place)))
        if quoted.changes:
            lines.append(escape(words.now.format(words=f"“{quoted.now.quote}”")))
    else:
        lines.append(f"<del>{escape(quoted.cited.quote)}</del> ({escape(quoted.cited.document.title)})")
    return f'<p class="about">{"<br>".join(lines)}</p>'
