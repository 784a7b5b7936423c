"""The command line for briefings: from a topic to a Word, PDF, Markdown or JSON file, with an outline to edit first."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_corpus import IndexOption
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.briefing.templates import Template
    from assistant.briefing.types import Brief, Order, Outline
    from assistant.settings import Settings
    from corpus.types import Document

DEFAULT = "issue-note"


class UnknownForm(RoundtableError):
    """A file whose suffix names no form of briefing."""


def brief(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="What it is on, in a few words.")] = "",
    index: IndexOption = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="A .docx, .pdf, .md or .json file; else it is printed."),
    ] = None,
    template: Annotated[str, typer.Option("--template", help="The kind of briefing; --templates lists them.")] = "",
    audience: Annotated[str, typer.Option("--audience", help="For whom: minister, mayor, delegation, or any.")] = "",
    pages: Annotated[int, typer.Option("--pages", help="1, 2 or 4, footnotes and sources not counted.")] = 0,
    language: Annotated[str, typer.Option("--language", help="en or fr; if not given, that of the topic.")] = "",
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", help="FIELD=VALUE: roundtable, kind, place, language, document, since, until."),
    ] = None,
    sections: Annotated[
        list[str] | None, typer.Option("--section", help="Only this section of the template; may be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", help="A document that must not be used; may be repeated.")
    ] = None,
    style: Annotated[str, typer.Option("--style", help="How sources are cited: chicago, apa or numbered.")] = "chicago",
    outline_only: Annotated[
        bool, typer.Option("--outline", help="Only the outline, as YAML to edit and to write with --from.")
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.yaml", help="Write the outline in this file.")
    ] = None,
    list_templates: Annotated[bool, typer.Option("--templates", help="List the templates and their sections.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
) -> None:
    """Write a briefing on a topic, every claim with a footnote to its page.

    It is made of the documents' own sentences, or worded by the language model if one is set and its sentences pass
    the check. What the collection does not hold is said, and is not made up.
    """
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    templates = _templates(settings)
    if list_templates:
        print("\n".join(_listed(templates)))
        return
    form = _form(out, outline_only)
    if source is not None and (topic or template or audience or pages or language or filters or sections):
        raise typer.BadParameter("--from writes the outline as it stands: give neither a topic nor what shapes one")
    from assistant.briefing.outline import outline_text, outlined
    from assistant.build import build_assistant
    from assistant.export_file import may_be_written
    from assistant.render.brief_citing import STYLES

    if style not in STYLES:
        raise typer.BadParameter(f"--style {style}: there are {', '.join(STYLES)}")
    # Every mistake is told before the work, and not after it.
    if out is not None:
        may_be_written(out, force)
    order = _order(topic, template, audience, pages, language, filters, sections)
    planned = _read(source) if source is not None else outlined(order, templates)
    assistant = build_assistant(settings)
    if source is None:
        planned = outlined(order, templates, assistant.index.places)
    planned = _without(planned, exclude, assistant.documents())
    if outline_only:
        _hand_over(outline_text(planned).encode(), out, force)
        return
    from assistant.briefing.writing import writing
    from assistant.render.brief_file import brief_file

    written = _written(writing(assistant, planned, templates), len(planned.sections))
    _hand_over(brief_file(written, form, style, datetime.now(UTC)), out, force)
    if written.refusal:
        print(f"roundtable: {written.refusal}", file=sys.stderr)


def say_affected(settings: "Settings") -> None:
    """Says how many saved briefings cite documents that were updated or removed; nothing if there are none."""
    from assistant.briefing.briefs import Briefs
    from assistant.build import indexed_documents
    from assistant.kept import is_there

    if not is_there(settings.conversations):
        return
    documents = {document.id: document for document in indexed_documents(settings)}
    try:
        affected = Briefs(settings.conversations).count_affected(documents)
    except RoundtableError as error:  # the ingest itself is done
        print(f"roundtable: {error}", file=sys.stderr)
        return
    if affected:
        of_them = "1 saved briefing cites" if affected == 1 else f"{affected} saved briefings cite"
        print(f"Briefings: {of_them} documents that were updated or removed; the Briefings page marks them.")


def _templates(settings: "Settings") -> "dict[str, Template]":
    """Those that can be used; what is wrong with a user's own is told, and does not bar the others."""
    from assistant.briefing.templates import readable_templates

    templates, problems = readable_templates(settings.templates)
    for problem in problems:
        print(f"roundtable: {problem}", file=sys.stderr)
    return templates


def _listed(templates: "Mapping[str, Template]") -> list[str]:
    lines = []
    for name, template in templates.items():
        lines += [f"{name}: {template.about.get('en') or template.title['en']}"]
        lines += [f"    sections: {', '.join(section.name for section in template.sections)}"]
        if template.audiences:
            lines += [f"    audiences: {', '.join(template.audiences)}"]
    return lines


def _form(out: Path | None, outline_only: bool) -> str:
    """The form that the name of the file asks for. Raises `UnknownForm`."""
    from assistant.render.brief_file import BRIEF_FORMS

    form = out.suffix.lower().removeprefix(".") if out else "md"
    if form not in BRIEF_FORMS and not outline_only:
        raise UnknownForm(f"{out}: name a file that ends in {', '.join(f'.{each}' for each in BRIEF_FORMS)}")
    return form


def _read(source: Path) -> "Outline":
    from assistant.briefing.outline import outline_of
    from assistant.briefing.plain_file import BadFile

    try:
        text = source.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadFile(f"{source}: is not text in UTF-8") from None
    except OSError as error:
        raise BadFile(f"{source}: cannot be read ({error.strerror or error})") from None
    return outline_of(text, str(source))


def _order(
    topic: str, template: str, audience: str, pages: int, language: str, filters: list[str] | None,
    sections: list[str] | None,
) -> "Order":  # fmt: skip
    from assistant.briefing.types import Order
    from corpus.filters import parse_filters
    from corpus.words import language_of

    return Order(
        topic=topic,
        template=template or DEFAULT,
        audience=audience,
        pages=pages or Order("").pages,
        language=language or language_of(topic),
        filters=parse_filters(filters or []),
        sections=tuple(sections or ()),
    )


def _without(outline: "Outline", exclude: list[str] | None, documents: "Sequence[Document]") -> "Outline":
    """The outline with the documents excluded that are named by source, file name, title or id. Raises `BadOrder`."""
    from assistant.briefing.outline import BadOrder
    from corpus.filters import matching
    from corpus.types import Filters

    found = []
    for name in exclude or []:
        named = matching(documents, Filters(document=(name,)))
        if not named:
            raise BadOrder(
                f"--exclude {name}: the collection has no such document; `roundtable corpus list` names them"
            )
        found += [document.id for document in named]
    order = outline.order
    return replace(outline, order=replace(order, excluded=tuple(dict.fromkeys((*order.excluded, *found)))))


def _written(growing: "Iterator[Brief]", of: int) -> "Brief":
    """The last of them; on a terminal the sections are counted meanwhile."""
    shown = sys.stderr.isatty()
    last = None
    for last in growing:
        if shown and last.growing:
            print(f"\r{len(last.sections)} of {of} sections", end="", file=sys.stderr, flush=True)
    if shown:
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    assert last is not None
    return last


def _hand_over(content: bytes, out: Path | None, force: bool) -> None:
    if out is None:
        print(content.decode(), end="")
        return
    from assistant.export_file import exporting

    with exporting(out, replace=force) as file:
        file.write(content)
    print(f"{out}: written", file=sys.stderr)
