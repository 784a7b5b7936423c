"""What stands around a briefing: its title, exports and versions, and the list of those that are saved, as HTML.
All of it is escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.briefing.types import Brief, Outline
from assistant.phrases import PagePhrases, counted
from assistant.phrases.brief_types import BriefPhrases
from assistant.render.html_tools import EXPORTED_AS
from assistant.types import EXTRACTIVE

if TYPE_CHECKING:
    from assistant.briefing.affected import Affected
    from assistant.briefing.briefs import Kept, Saved, Version


def briefs_html(
    listed: "Sequence[Kept]", affected: "Mapping[str, Affected]", searched: bool, said: BriefPhrases, page: PagePhrases
) -> str:
    """The reader's briefings, newest first, each with what can be done with it; `affected` are those of them that rest
    on what has changed, by id."""
    words = said.listed
    if not listed:
        return f'<p class="hint">{words.none_found if searched else words.none_yet}</p>'
    items = "".join(_listed(each, affected.get(each.id), said, page) for each in listed)
    return f'<ul class="briefs">{items}</ul>'


def head_html(
    saved: "Saved",
    versions: "Sequence[Version]",
    affected: "Affected | None",
    kind: str,
    said: BriefPhrases,
    note: str,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Title, what was ordered, and what can be done with a briefing; `kind` is what its template is called, `note` a
    line on what was just done, and `titles` those of the documents left out, by id, "" where one is not known."""
    words, brief = said.reading, saved.brief
    newest = versions[0].version if versions else saved.version
    of = words.version_of.format(version=saved.version, count=newest)
    about = [*_ordered(brief.outline, kind, said), f"{of} ({saved.made[:10]})"]
    if brief.model != EXTRACTIVE:
        about.append(brief.model)
    lines = []
    if brief.outline.order.excluded:
        lines.append(_excluded(brief, titles, said, changing=saved.version == newest))
    if saved.version != newest:
        restore = f'<button type="button" class="restore">{words.make_newest}</button>'
        lines.append(f'<p class="warning" role="status">{words.earlier} {restore}</p>')
    if affected:
        names = ", ".join(each.title for each in affected.documents)
        lines.append(f'<p class="warning">{escape(words.affected.format(names=names))}</p>')
    if note:
        lines.append(f'<p class="done" role="status">{escape(note)}</p>')
    return (
        f'<div class="brief-head" data-briefing="{escape(saved.id)}" data-version="{saved.version}" '
        f'data-working="{words.working}">{_back(said)}'
        f'<h2 tabindex="-1">{escape(saved.title)}</h2><p class="about">{escape(" · ".join(about))}</p>'
        f'<div class="brief-tools">{_exports(saved, said)}'
        f'<button type="button" class="check">{said.again.check}</button>{_versions(saved, versions, said)}</div>'
        f'{"".join(lines)}<p class="working" role="status" hidden></p></div>'
    )


def growing_head_html(outline: Outline, done: int, kind: str, said: BriefPhrases) -> str:
    """Title and progress of a briefing that is being written."""
    words, count = said.reading, len(outline.sections)
    progress = words.progress.format(done=done, count=count)
    return (
        f'<div class="brief-head growing"><h2 tabindex="-1">{escape(outline.title)}</h2>'
        f'<p class="about">{escape(" · ".join(_ordered(outline, kind, said)))}</p>'
        f'<p class="progress" role="status">{words.writing}: {progress}'
        f'<progress max="{count}" value="{done}" aria-hidden="true"></progress></p></div>'
    )


def unsaved_head_html(outline: Outline, said: BriefPhrases, note: str = "") -> str:
    """Title of a briefing that is not kept: one on what the collection does not hold, or one that could not be."""
    line = f'<p class="warning" role="alert">{escape(note)}</p>' if note else ""
    return (
        f'<div class="brief-head unsaved"><h2 tabindex="-1">{escape(outline.title)}</h2>{line}'
        '<p class="actions"><button type="button" class="leave-outline main-action">'
        f"{said.reading.change_order}</button></p></div>"
    )


def warning_html(text: str) -> str:
    """One line on what went wrong; "" for none."""
    return f'<p class="warning" role="alert">{escape(text)}</p>' if text else ""


def _listed(kept: "Kept", affected: "Affected | None", said: BriefPhrases, page: PagePhrases) -> str:
    words, talk, id_, title = said.listed, page.talk, escape(kept.id), escape(kept.title)
    mark = ""
    if affected:
        count = counted(len(affected.documents), words.affected, said.language)
        names = words.affected_about.format(names=", ".join(each.title for each in affected.documents))
        mark = f'<p class="affected"><strong>⚠ {count}</strong> {escape(names)}</p>'
    about = f"{escape(kept.changed[:10])} · {counted(kept.versions, words.versions, said.language)}"
    more = escape(words.more_for.format(title=kept.title))
    return (
        f'<li><a class="open-brief" href="?{urlencode({"briefing": kept.id})}" data-id="{id_}">{title}'
        f'<span class="when">{about}</span></a>{mark}'
        f'<details class="more" name="more"><summary aria-label="{more}" title="{more}">⋯</summary><div>'
        f'<form class="rename" data-id="{id_}"><label>{talk.new_name}'
        f'<input name="title" value="{title}" maxlength="200" required></label><button>{talk.rename}</button></form>'
        f'<button type="button" class="duplicate" data-id="{id_}">{words.duplicate}</button>'
        f'<details class="sure"><summary>{talk.delete}</summary>'
        f'<button type="button" class="delete" data-id="{id_}">{talk.delete_for_good}</button></details>'
        "</div></details></li>"
    )


def _back(said: BriefPhrases) -> str:
    return f'<p class="back"><a class="open-brief" href="?" data-id="">‹ {said.reading.all_briefings}</a></p>'


def _ordered(outline: Outline, kind: str, said: BriefPhrases) -> list[str]:
    order = outline.order
    audience = [said.reading.for_audience.format(audience=order.audience)] if order.audience else []
    return [kind, *audience, counted(order.pages, said.order.page_counts, said.language)]


def _excluded(brief: Brief, titles: Mapping[str, str], said: BriefPhrases, changing: bool) -> str:
    """What was left out; where the briefing can be changed, each with a button that brings it back."""
    words, items = said.reading, []
    for document in brief.outline.order.excluded:
        title = titles.get(document) or words.no_longer_there
        button = (
            f' <button type="button" class="include" data-document="{escape(document)}" '
            f'aria-label="{escape(words.include.format(title=title))}">{words.include_short}</button>'
            if changing
            else ""
        )
        items.append(f"<li>{escape(title)}{button}</li>")
    count = counted(len(items), words.left_out, said.language)
    return f'<div class="left-out"><p class="about">{count}</p><ul>{"".join(items)}</ul></div>'


def _exports(saved: "Saved", said: BriefPhrases) -> str:
    """A form of plain HTML: a button names the file, and what is chosen goes with it."""
    words = said.reading
    styles = "".join(f'<option value="{style}">{name}</option>' for style, name in words.styles.items())
    buttons = "".join(
        f'<button formaction="briefs/{escape(saved.id)}.{form}">{name}</button>' for form, name in EXPORTED_AS
    )
    return (
        f'<form class="export" method="get"><input type="hidden" name="version" value="{saved.version}">'
        f'<span>{words.export}</span> {buttons} <label>{words.style} <select name="style">{styles}</select></label>'
        "</form>"
    )


def _versions(saved: "Saved", versions: "Sequence[Version]", said: BriefPhrases) -> str:
    """Each version with what made it and when, to be opened; and two of them to be compared."""
    words = said.reading
    items = []
    for each in versions:
        here = ' aria-current="true"' if each.version == saved.version else ""
        what, when = words.done.get(each.what, each.what), each.made[:16].replace("T", " ")
        address = urlencode({"briefing": saved.id, "version": each.version})
        items.append(
            f'<li value="{each.version}"><a class="open-brief" href="?{address}" data-id="{escape(saved.id)}" '
            f'data-version="{each.version}"{here}>{escape(what)}</a> <span class="when">{escape(when)} UTC</span></li>'
        )
    comparing = ""
    if len(versions) > 1:
        before = versions[1].version if saved.version == versions[0].version else saved.version
        first, second = (_numbers(versions, chosen) for chosen in (before, versions[0].version))
        comparing = (
            f'<form class="compare"><label>{words.compare_version} <select name="before">{first}</select></label> '
            f'<label>{words.compare_with} <select name="after">{second}</select></label> '
            f"<button>{words.compare}</button></form>"
        )
    return (
        f'<details class="versions"><summary>{words.versions} ({len(versions)})</summary>'
        f"<ol>{''.join(items)}</ol>{comparing}</details>"
    )


def _numbers(versions: "Sequence[Version]", chosen: int) -> str:
    return "".join(
        f'<option value="{each.version}"{" selected" if each.version == chosen else ""}>{each.version}</option>'
        for each in versions
    )
