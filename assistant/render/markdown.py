"""A paper as Markdown with footnotes; whatever stands in a title or a quote is text there, never markup."""

import re
from collections.abc import Iterator, Sequence

from assistant.one_line import readable
from assistant.render.paper import (
    Block,
    BulletList,
    Footnote,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    listed_levels,
)

# Marks that mean something wherever they stand, in CommonMark and in what GitHub and Pandoc add to it.
_MARKS = re.compile(r"[\\`*_{}\[\]<>&~|^$@]")
# A bare address or a host becomes a link in GitHub's Markdown.
_ADDRESS = re.compile(r"\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)", re.IGNORECASE)
# At the beginning of a line also what begins a heading, a list, a rule or a definition.
_BEGINNING = re.compile(r"^(\s*)([#+\-=:]|\d+(?=[.)]))")
_LIKE_AN_ADDRESS = re.compile(r"\S*(\s+[\"'(].*)?")
_LINK_END = re.compile(r"[<>\s\\]")


def paper_markdown(paper: Paper) -> str:
    """The paper in CommonMark, with the footnotes of GitHub and Pandoc ([^1]) and, for tables, those of GitHub."""
    parts = [f"# {_line(paper.title)}", *(_inline(line) for line in paper.about)]
    levels = listed_levels(paper)
    headings = [block for block in paper.blocks if isinstance(block, Heading) and block.level <= levels]
    listed = [*headings, *([Heading(paper.bibliography_title)] if levels and paper.bibliography else [])]
    if listed:
        parts += [f"## {_line(paper.contents)}", _contents(listed)]
    # An anchor of our own: every program makes another one of the words of a heading.
    anchors = iter(range(1, len(listed) + 1))
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level <= levels:
            parts.append(_heading(block, next(anchors)))
        else:
            parts.append("\n".join(_block(block)))
    if paper.bibliography:
        parts += [_heading(Heading(paper.bibliography_title), next(anchors, 0)), _bullets(paper.bibliography)]
    if paper.closing:
        parts += ["---", *(_inline(line) for line in paper.closing)]
    # Last and without a heading: whatever shows them gathers them at the end by itself.
    parts += [_footnote(note) for note in paper.footnotes]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield _heading(block)
        case Paragraph(runs=runs, kind="warning"):
            yield f"> {_inline(runs)}"
        case Paragraph(runs=runs, kind="aside"):
            yield f"*{text}*" if (text := _inline(tuple(_upright(run) for run in runs)).strip()) else ""
        case Paragraph(runs=runs):
            yield _inline(runs)
        case BulletList(items=items):
            yield _bullets(items)
        case Quote(runs=runs, source=source):
            yield f"> {_inline(runs)}"
            if source:
                yield f">\n> — {_inline(source)}"
        case Table(header=header, rows=rows, caption=caption):
            if caption:
                yield f"{_inline(caption)}\n"
            yield _row(header)
            yield "|" + " --- |" * len(header)
            yield from map(_row, rows)


def _heading(heading: Heading, anchor: int = 0) -> str:
    place = f'<a id="part-{anchor}"></a>' if anchor else ""
    return f"{'#' * min(heading.level + 1, 6)} {place}{_line(heading.text)}"


def _contents(headings: Sequence[Heading]) -> str:
    """A list of links, the second level further in."""
    lines, above = [], False
    for number, heading in enumerate(headings, start=1):
        above |= heading.level == 1
        lines.append(f"{'  ' if above and heading.level > 1 else ''}- [{_line(heading.text)}](#part-{number})")
    return "\n".join(lines)


def _footnote(note: Footnote) -> str:
    text = _inline(note.runs)
    # To a parser without footnotes, a single word here is the address of a link called "^1"; a second word ends that.
    return f"[^{note.number}]: {text}{' &nbsp;' if _LIKE_AN_ADDRESS.fullmatch(text) else ''}"


def _bullets(items: Sequence[Runs]) -> str:
    return "\n".join(f"- {_inline(item)}" for item in items)


def _row(cells: Sequence[Runs]) -> str:
    return "| " + " | ".join(_inline(cell) for cell in cells) + " |"


def _inline(runs: Runs) -> str:
    """The runs on one line that begins nothing but text."""
    return _BEGINNING.sub(_escaped_beginning, "".join(map(_run, runs)).strip())


def _line(text: str) -> str:
    return _inline((Run(text),))


def _run(run: Run) -> str:
    marks = "***" if run.bold and run.italic else "**" if run.bold else "*" if run.italic else ""
    text = readable(run.text)
    if run.url.startswith(("http://", "https://")) and not _LINK_END.search(run.url):
        shown = f"<{run.url}>" if text == run.url else f"[{_escaped(text)}](<{run.url.replace('&', '&amp;')}>)"
    else:
        shown = _escaped(text)
    if marks and shown.strip():
        # Stars beside a space would be stars.
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        shown = f"{before}{marks}{shown.strip()}{marks}{after}"
    return shown + "".join(f"[^{number}]" for number in run.notes) + ("<br>" if run.breaks else "")


def _upright(run: Run) -> Run:
    """The run without a style of its own, for a line that is italic as a whole."""
    return Run(run.text, run.notes, url=run.url)


def _escaped(text: str) -> str:
    marked = _MARKS.sub(lambda found: f"\\{found[0]}", text)
    return _ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", marked)


def _escaped_beginning(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[1]}{found[2]}\\"
