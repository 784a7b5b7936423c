"""Set out figures in tables that are read on a phone, on paper and aloud."""

from collections.abc import Iterable, Sequence

from evals.report.text import plain


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of HTML cells that scrolls in a box of its own; the first cell of a row heads it.

    `caption` is plain text, `kind` the class by which it is styled. "" for no rows.
    """
    body = "".join(f"<tr>{_row(row)}</tr>" for row in rows)
    if not body:
        return ""
    columns = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{plain(caption)}"><table class="{kind}">'
        f"<caption>{plain(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Names with what they stand for, as HTML; those with nothing to say are left out."""
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value) + "</dl>"


def items(rows: Iterable[str], kind: str = "", ordered: bool = False) -> str:
    """A list of HTML items, "" for none."""
    inner = "".join(f"<li>{row}</li>" for row in rows)
    tag = "ol" if ordered else "ul"
    return f'<{tag} class="{kind}">{inner}</{tag}>' if inner else ""


def _row(cells: Sequence[str]) -> str:
    return f'<th scope="row">{cells[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in cells[1:])
