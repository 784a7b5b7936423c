"""What the handlers of the briefings do with one: plan, open, list, change, check again, compare, rename, delete."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from assistant.again import checked_again
from assistant.briefing.briefs import ChangedMeanwhile, NoBriefing
from assistant.briefing.changing import NoOther
from assistant.briefing.compared import compared
from assistant.briefing.outline import outlined
from assistant.briefing.templates import Template, readable_templates
from assistant.briefing.types import Brief, Order, Place
from assistant.one_line import one_line
from assistant.phrases import PagePhrases
from assistant.phrases.brief_words import brief_phrases
from assistant.render.html_brief import Told, brief_body_html
from assistant.render.html_brief_again import again_html
from assistant.render.html_brief_compared import compared_html
from assistant.render.html_brief_notes import sources_html
from assistant.render.html_brief_order import order_html, outline_html
from assistant.render.html_brief_page import briefs_html, head_html, warning_html
from assistant.web.briefing_input import order_from
from assistant.web.desk import Desk
from corpus.errors import BadFilter, RoundtableError
from corpus.filters import matching
from corpus.index import Index


@dataclass(frozen=True, slots=True)
class Seen:
    """What changes on the page; None leaves a part as it is.

    `head` is title and tools of a briefing, `report` what a check or a comparison says, `body` its sections. `wrong`
    is the line on an order or an outline that cannot be used, `unmatched` the one on filters that no document matches;
    `briefing` and `version` say what is open, and
    `under_way` is "yes" while one is being written, "stopped" once its reader has stopped that, and else "".
    """

    outline: str | None = None
    wrong: str | None = None
    unmatched: str | None = None
    head: str | None = None
    report: str | None = None
    body: str | None = None
    sources: str | None = None
    briefing: str | None = None
    version: int | None = None
    listed: str | None = None
    under_way: str | None = None

    def parts(self) -> tuple[Any, ...]:
        """In the order of the fields, as the page takes them."""
        return tuple(getattr(self, name) for name in self.__slots__)


CLOSED = Seen(
    outline="", wrong="", unmatched="", head="", report="", body="", sources="", briefing="", version=0, under_way=""
)


def templates_of(desk: Desk) -> tuple[Mapping[str, Template], Sequence[str]]:
    """The templates that can be used, and what is wrong with the others."""
    templates, problems = readable_templates(desk.settings.templates)
    return templates, [str(problem) for problem in problems]


def index_now(desk: Desk) -> Index:
    """The newest state of the collection; the last one that there was if its folder is gone."""
    try:
        return desk.assistant.judge_now().index
    except RoundtableError:
        return desk.assistant.index


def kind_of(desk: Desk, name: str, page: PagePhrases) -> str:
    """What a template is called; by its name where it is there no longer."""
    templates, _ = templates_of(desk)
    return templates[name].title.get(page.language, name) if name in templates else name


def form(desk: Desk, page: PagePhrases, topic: str = "") -> str:
    """The form that orders a briefing, with a topic that came in the address."""
    templates, problems = templates_of(desk)
    topic = one_line(topic)
    order = Order(topic, template=next(iter(templates), ""), language=page.language)
    if Order("").template in templates:
        order = Order(topic, language=page.language)
    return order_html(templates, problems, order, brief_phrases(page.language))


def home(desk: Desk, user: str, page: PagePhrases, search: str = "") -> Seen:
    """The form and the list, nothing opened."""
    return replace(CLOSED, listed=listed(desk, user, page, search))


def planned(desk: Desk, page: PagePhrases, sent: Any, chosen: Sequence[Any]) -> Seen:
    """The outline of what was ordered, or a line on what is wrong with the order."""
    said = brief_phrases(page.language)
    templates, _ = templates_of(desk)
    index = index_now(desk)
    try:
        outline = outlined(order_from(sent, chosen, said), templates, tuple(index.places))
    except RoundtableError as error:
        why = page.no_date if isinstance(error, BadFilter) else str(error)
        return Seen(wrong=warning_html(why), unmatched="")
    if not matching(index.documents.values(), outline.order.filters):
        return Seen(wrong="", unmatched=warning_html(said.order.no_match))
    return Seen(outline=outline_html(outline, said), wrong="", unmatched="")


def opened(
    desk: Desk,
    user: str,
    page: PagePhrases,
    id_: str,
    version: int | None = None,
    note: str = "",
    at: Place | None = None,
) -> Seen:
    """The briefing of that id, in its newest version or in that one; `note` is a line on what was just done, told at
    that place if it is there, else in the head."""
    said = brief_phrases(page.language)
    try:
        saved, versions = desk.briefs.open(user, id_, version), desk.briefs.versions(user, id_)
        affected = {each.id: each for each in desk.briefs.affected(user, index_now(desk))}
    except RoundtableError as error:
        why = said.listed.gone if isinstance(error, NoBriefing) else str(error)
        return replace(CLOSED, wrong=warning_html(why))
    index, newest = index_now(desk), saved.version == versions[0].version
    excluded = saved.brief.outline.order.excluded
    titles = {each: index.documents[each].title if each in index.documents else "" for each in excluded}
    told = Told(at, note) if at and note and newest and 0 <= at.section < len(saved.brief.sections) else None
    kind = kind_of(desk, saved.brief.outline.order.template, page)
    return replace(
        CLOSED,
        head=head_html(
            saved, versions, affected.get(id_) if newest else None, kind, said, "" if told else note, titles
        ),
        body=brief_body_html(saved.brief, page, said if newest else None, told),
        sources=sources_html(saved.brief, index, page),
        briefing=id_,
        version=saved.version,
    )


def listed(desk: Desk, user: str, page: PagePhrases, search: str = "") -> str:
    """The reader's briefings that hold the words, as HTML."""
    try:
        found = desk.briefs.all(user, one_line(search))
        affected = {each.id: each for each in desk.briefs.affected(user, index_now(desk))}
    except RoundtableError as error:  # the file cannot be read
        return warning_html(str(error))
    return briefs_html(found, affected, bool(search.strip()), brief_phrases(page.language), page)


def changed(
    desk: Desk,
    user: str,
    page: PagePhrases,
    id_: str,
    version: int,
    what: str,
    change: Callable[[Brief], Brief],
    at: Place | None = None,
) -> Seen:
    """The briefing after the change, saved as its newest version; unchanged, with a line that says why, where it
    cannot be changed or has another newest version than the one that the reader saw. It is told at that place."""
    said = brief_phrases(page.language).reading
    try:
        before = desk.briefs.open(user, id_, version).brief
        brief = change(before)
        if (brief.sections, brief.outline) == (before.sections, before.outline):
            return opened(desk, user, page, id_, version, said.no_change, at)
        number = desk.briefs.save(user, id_, brief, what, onto=version)
    except ChangedMeanwhile:
        return opened(desk, user, page, id_, note=said.changed_meanwhile, at=at)
    except NoBriefing:
        return opened(desk, user, page, id_)
    except NoOther:
        return opened(desk, user, page, id_, version, said.no_other, at)
    except RoundtableError as error:
        return opened(desk, user, page, id_, version, str(error), at)
    done = said.included if what == "included" else said.saved
    return opened(desk, user, page, id_, number, done.format(version=number), at)


def included(brief: Brief, document: str) -> Brief:
    """The briefing with that document, by its id, no longer left out; what is written stays as it is."""
    order = brief.outline.order
    order = replace(order, excluded=tuple(each for each in order.excluded if each != document))
    return replace(brief, outline=replace(brief.outline, order=order))


def restored(desk: Desk, user: str, page: PagePhrases, id_: str, version: int) -> Seen:
    """An earlier version as the newest; what was newest before stays among the versions."""
    try:
        brief, newest = desk.briefs.open(user, id_, version).brief, desk.briefs.versions(user, id_)[0].version
        number = desk.briefs.save(user, id_, brief, "restored", onto=newest)
    except RoundtableError as error:
        meanwhile = isinstance(error, ChangedMeanwhile)
        said = brief_phrases(page.language).reading
        return opened(desk, user, page, id_, note=said.changed_meanwhile if meanwhile else str(error))
    return opened(desk, user, page, id_, note=brief_phrases(page.language).reading.saved.format(version=number))


def checked(desk: Desk, user: str, page: PagePhrases, id_: str, version: int) -> Seen:
    """What became of each statement of that version in today's collection."""
    try:
        brief = desk.briefs.open(user, id_, version).brief
        report = checked_again(brief, index_now(desk), desk.assistant.encoder)
    except RoundtableError as error:
        return Seen(report=warning_html(str(error)))
    return Seen(report=again_html(report, brief, brief_phrases(page.language)))


def compared_versions(desk: Desk, user: str, page: PagePhrases, id_: str, before: int, after: int) -> Seen:
    """What differs between the two versions."""
    try:
        old, new = (desk.briefs.open(user, id_, version).brief for version in (before, after))
    except RoundtableError as error:
        return Seen(report=warning_html(str(error)))
    return Seen(report=compared_html(compared(old, new), before, after, brief_phrases(page.language)))


def rename(desk: Desk, user: str, id_: str, title: str) -> None:
    """Names the briefing; an empty name changes nothing."""
    if named := one_line(title):
        with suppress(NoBriefing):  # deleted in another tab, as the list then shows
            desk.briefs.rename(user, id_, named)


def delete(desk: Desk, user: str, id_: str) -> None:
    with suppress(NoBriefing):
        desk.briefs.delete(user, id_)


def duplicate(desk: Desk, user: str, id_: str) -> None:
    with suppress(NoBriefing):
        desk.briefs.duplicate(user, id_)
