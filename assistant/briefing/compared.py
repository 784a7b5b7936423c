"""Say what differs between two versions of a briefing: its order, sections, claims and the documents they rest on."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from assistant.briefing.affected import cited_documents
from assistant.briefing.types import Brief, Claim, Gap, Order, Place, Section
from corpus.types import Document

SectionKind = Literal["added", "removed", "moved", "renamed"]
ClaimKind = Literal["added", "removed", "moved", "reworded", "other-source"]


@dataclass(frozen=True, slots=True)
class Changed:
    """Something about the whole briefing: `name` is that of a field of its order, or "title", "refusal", "corpus" or
    "model"; `old` and `new` are its values."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that came, went, changed its title, or stands before or behind others than it did.

    `old` and `new` are its places from 0, and `old_title` and `new_title` its titles; None where it is not. One that
    was both moved and renamed is named twice.
    """

    kind: SectionKind
    old: int | None
    new: int | None
    old_title: str | None
    new_title: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim, where it stands, and the title of its section."""

    place: Place
    title: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that came or went; that stands in another section with the same words and sources ("moved"); that says
    in other words what the same places of the same documents hold; or the same words resting on other places."""

    kind: ClaimKind
    old: Placed | None
    new: Placed | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs. `unchanged` counts the claims with the same words and sources in the same section. Claims stand in
    the order of the new version, and those removed behind them in that of the old."""

    order: tuple[Changed, ...]
    sections: tuple[SectionChange, ...]
    claims: tuple[ClaimChange, ...]
    unchanged: int
    newly_cited: tuple[Document, ...]
    no_longer_cited: tuple[Document, ...]
    new_gaps: tuple[Gap, ...]
    closed_gaps: tuple[Gap, ...]

    @property
    def same(self) -> bool:
        """Nothing of all this differs."""
        return not any(getattr(self, field.name) for field in fields(self) if field.name != "unchanged")

    def count(self, kind: ClaimKind) -> int:
        return sum(change.kind == kind for change in self.claims)


def compared(old: Brief, new: Brief) -> Comparison:
    """What a reader who knows the old version must look at in the new one."""
    same_section = dict(_paired_sections(old.sections, new.sections))
    pairs, gone, come = _paired_claims(list(_placed(old)), list(_placed(new)), same_section)
    changes = [ClaimChange(kind, was, now) for kind, was, now in pairs if kind is not None]
    changes += [ClaimChange("added", None, each) for each in come]
    before, after = cited_documents(old), cited_documents(new)
    known, cited = {each.id for each in before}, {each.id for each in after}
    return Comparison(
        order=tuple(_order_changes(old, new)),
        sections=tuple(_section_changes(old.sections, new.sections, same_section)),
        claims=(*sorted(changes, key=_reading_order), *(ClaimChange("removed", each, None) for each in gone)),
        unchanged=sum(kind is None for kind, _, _ in pairs),
        newly_cited=tuple(each for each in after if each.id not in known),
        no_longer_cited=tuple(each for each in before if each.id not in cited),
        new_gaps=_without(new.gaps, old.gaps),
        closed_gaps=_without(old.gaps, new.gaps),
    )


def _order_changes(old: Brief, new: Brief) -> Iterator[Changed]:
    def values(brief: Brief) -> Iterator[tuple[str, Any]]:
        order = brief.outline.order
        yield from ((field.name, getattr(order, field.name)) for field in fields(Order))
        yield from {"title": brief.outline.title, "refusal": brief.refusal}.items()
        yield from {"corpus": brief.corpus, "model": brief.model}.items()

    for (name, was), (_, now) in zip(values(old), values(new), strict=True):
        if was != now:
            yield Changed(name, was, now)


def _paired_sections(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[int, int]]:
    """The places of each section in both versions, in the order of the old one: by its title, else by what it asks
    for, else by the claims that it holds."""
    pairs, left, free = [], list(range(len(old))), list(range(len(new)))
    likeness: tuple[Callable[[Section, Section], bool], ...] = (
        lambda one, other: (one.planned.title, one.planned.form) == (other.planned.title, other.planned.form),
        lambda one, other: one.planned.title == other.planned.title,
        _ask_the_same,
        _hold_the_same,
    )
    for alike in likeness:
        for was in list(left):
            now = next((each for each in free if alike(old[was], new[each])), None)
            if now is not None:
                pairs.append((was, now))
                left.remove(was)
                free.remove(now)
    return sorted(pairs)


def _ask_the_same(one: Section, other: Section) -> bool:
    one_plan, other_plan = one.planned, other.planned
    asks = bool(one_plan.aspects) or one_plan.form == "missing"  # there is one such section, and it asks for nothing
    return asks and (one_plan.form, one_plan.aspects) == (other_plan.form, other_plan.aspects)


def _hold_the_same(one: Section, other: Section) -> bool:
    """More than half of the claims of the smaller one are in the other too."""
    held, others = ({_said(claim) for group in each.groups for claim in group.claims} for each in (one, other))
    return 2 * len(held & others) > min(len(held), len(others)) > 0


def _section_changes(old: Sequence[Section], new: Sequence[Section], same: dict[int, int]) -> Iterator[SectionChange]:
    was_at = {now: was for was, now in same.items()}
    staying = _longest_rising([was_at[now] for now in sorted(was_at)])
    for now, section in enumerate(new):
        title, was = section.planned.title, was_at.get(now)
        if was is None:
            yield SectionChange("added", None, now, None, title)
            continue
        before = old[was].planned.title
        if was not in staying:
            yield SectionChange("moved", was, now, before, title)
        if before != title:
            yield SectionChange("renamed", was, now, before, title)
    for was, section in enumerate(old):
        if was not in same:
            yield SectionChange("removed", was, None, section.planned.title, None)


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The most of these that stand in their order, for the others alone need to have moved."""
    runs: list[list[int]] = [[]]
    for place in places:
        fitting = [run for run in runs if not run or run[-1] < place]
        runs.append([*max(fitting, key=len), place])
    longest: list[int] = max(runs, key=len)
    return set(longest)


def _placed(brief: Brief) -> Iterator[Placed]:
    for at, section in enumerate(brief.sections):
        for number, group in enumerate(section.groups):
            for which, claim in enumerate(group.claims):
                yield Placed(Place(at, number, which), section.planned.title, claim)


_Pair = tuple[ClaimKind | None, Placed, Placed]


def _paired_claims(
    old: list[Placed], new: list[Placed], same_section: dict[int, int]
) -> tuple[list[_Pair], list[Placed], list[Placed]]:
    """What became of each claim, with None for nothing; the claims that went, and those that came."""

    def home(placed: Placed, is_old: bool) -> Hashable:
        section = placed.place.section
        return same_section.get(section, -1 - section) if is_old else section

    # From the likest to the least like; of equals, in reading order.
    passes: tuple[tuple[ClaimKind | None, Callable[[Placed, bool], Hashable]], ...] = (
        (None, lambda placed, is_old: (_said(placed.claim), home(placed, is_old))),
        ("moved", lambda placed, is_old: _said(placed.claim)),
        ("reworded", lambda placed, is_old: (_rests_on(placed.claim), home(placed, is_old))),
        ("other-source", lambda placed, is_old: (placed.claim.text, home(placed, is_old))),
        ("reworded", lambda placed, is_old: _rests_on(placed.claim)),
        ("other-source", lambda placed, is_old: placed.claim.text),
    )
    pairs: list[_Pair] = []
    for kind, key in passes:
        waiting: dict[Hashable, list[Placed]] = {}
        for each in new:
            waiting.setdefault(key(each, False), []).append(each)
        left = []
        for each in old:
            alike = waiting.get(key(each, True))
            if alike and (kind != "reworded" or each.claim.citations):
                pairs.append((kind, each, alike.pop(0)))
            else:
                left.append(each)
        free = {each.place for alike in waiting.values() for each in alike}
        old, new = left, [each for each in new if each.place in free]
    return pairs, old, new


def _said(claim: Claim) -> Hashable:
    return claim.text, _rests_on(claim)


def _rests_on(claim: Claim) -> Hashable:
    """The places in documents, whatever their order and number."""
    return frozenset((each.document.id, each.page, each.start, each.end) for each in claim.citations)


def _reading_order(change: ClaimChange) -> tuple[int, int, int]:
    assert change.new is not None
    place = change.new.place
    return place.section, place.group, place.claim


def _without(gaps: Sequence[Gap], others: Sequence[Gap]) -> tuple[Gap, ...]:
    known = {(gap.kind, gap.text) for gap in others}
    return tuple(gap for gap in gaps if (gap.kind, gap.text) not in known)
