"""The words of the page of briefings: ordering one, its outline, the briefing itself, and its versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.phrases.page_types import Forms


@dataclass(frozen=True, slots=True)
class OrderPhrases:
    """The form that orders a briefing, and what is wrong with what was typed into it."""

    new: str
    about: str
    topic: str
    topic_hint: str
    topic_missing: str
    too_long: str
    template: str
    audience: str
    audience_hint: str
    pages: str
    pages_about: str
    page_counts: Forms
    language: str
    languages: Mapping[str, str]
    make_outline: str
    no_match: str
    to_saved: str
    bad_template: str
    not_understood: str


@dataclass(frozen=True, slots=True)
class OutlinePhrases:
    """The outline, to be edited before the briefing is written. `forms` has a name for each form of a section."""

    outline: str
    about: str
    title: str
    section: str
    forms: Mapping[str, str]
    up: str
    down: str
    remove: str
    rows: str
    rows_hint: str
    by: str
    times: Mapping[str, str]
    further: str
    column: str
    question: str
    subject_hint: str
    remove_question: str
    add_question: str
    kind_to_add: str
    add_section: str
    new_section: str
    moved: str
    removed: str
    write: str
    back: str
    no_section: str
    no_question: str
    too_many_sections: str
    too_many_questions: str
    too_many_rows: str
    no_rows: str


@dataclass(frozen=True, slots=True)
class ListPhrases:
    """The briefings that a reader has saved."""

    yours: str
    search: str
    none_yet: str
    none_found: str
    versions: Forms
    affected: Forms
    affected_about: str
    more_for: str
    duplicate: str
    gone: str


@dataclass(frozen=True, slots=True)
class ReadingPhrases:
    """A briefing as it is read and changed. `gaps` has a heading for each kind of gap, `done` a name for each thing
    that made a version."""

    for_audience: str
    all_briefings: str
    writing: str
    progress: str
    stopped: str
    not_saved: str
    refused: str
    nearest: str
    change_order: str
    nothing_here: str
    empty_cell: str
    gaps: Mapping[str, str]
    unanswered: str
    no_gaps: str
    sources: str
    notes: str
    subject: str
    aspect: str
    wide_table: str
    redo: str
    change: str
    another: str
    exclude: str
    left_out: Forms
    include: str
    include_short: str
    no_longer_there: str
    included: str
    remove: str
    working: str
    no_other: str
    no_change: str
    changed_meanwhile: str
    export: str
    style: str
    styles: Mapping[str, str]
    versions: str
    version_of: str
    earlier: str
    make_newest: str
    done: Mapping[str, str]
    compare: str
    compare_version: str
    compare_with: str
    affected: str
    open_claim: str
    saved: str


@dataclass(frozen=True, slots=True)
class AgainPhrases:
    """A briefing that is checked again. `names` and `found` have words for each thing that may
    have become of what a statement quotes: of one statement, and of several counted."""

    check: str
    heading: str
    all_there: str
    names: Mapping[str, str]
    found: Mapping[str, Forms]
    supported: str
    unsupported: str
    now: str
    now_at: str
    why: str
    close: str
    rest: Forms


@dataclass(frozen=True, slots=True)
class ComparedPhrases:
    """What differs between two versions. `about` names what is said of the whole briefing, `sections` and `claims`
    have a line for each thing that may have become of one."""

    heading: str
    same: str
    about: Mapping[str, str]
    became: str
    nothing: str
    sections: Mapping[str, str]
    claims: Mapping[str, str]
    newly_cited: str
    no_longer_cited: str
    new_gaps: str
    closed_gaps: str
    unchanged: Forms


@dataclass(frozen=True, slots=True)
class BriefPhrases:
    language: str
    order: OrderPhrases
    outline: OutlinePhrases
    listed: ListPhrases
    reading: ReadingPhrases
    again: AgainPhrases
    compared: ComparedPhrases
