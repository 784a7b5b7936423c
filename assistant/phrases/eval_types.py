"""The words of the page of evaluations: test sets, runs, their figures and questions, and answers judged by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.phrases.page_types import Forms


@dataclass(frozen=True, slots=True)
class StartPhrases:
    """Starting a run and watching it."""

    heading: str
    only_reading: str
    set: str
    name: str
    name_hint: str
    tag: str
    whole_set: str
    model: str
    with_model: str
    without_model: str
    start: str
    begun: str
    already: str
    unknown_set: str
    too_long: str
    under_way: str
    progress: str
    asked_last: str
    failed: Forms
    stop: str
    stopping: str
    stopped: str
    ended: str
    broke: str
    open: str
    disk_full: str


@dataclass(frozen=True, slots=True)
class SetPhrases:
    """The test sets there are. `counted_by` names what their questions are counted by, `expected` what an assistant is
    to do with one."""

    heading: str
    where: str
    questions: Forms
    drafts: Forms
    problems: Forms
    mend: str
    more_problems: str
    counted_by: Mapping[str, str]
    expected: Mapping[str, str]
    of_none: str


@dataclass(frozen=True, slots=True)
class RunsPhrases:
    """The list of runs."""

    heading: str
    none_yet: str
    none_yet_reading: str
    run: str
    set: str
    when: str
    questions: str
    figures: str
    sample: str
    unfinished: str
    go_on: str
    damaged: str
    gone: str
    deleted: str
    more_for: str
    delete_for_good: str
    compare: str
    compare_from: str
    compare_with: str
    compare_these: str
    two_needed: str
    same_twice: str


@dataclass(frozen=True, slots=True)
class ReadPhrases:
    """One run as it is read. `families` names the families of metrics, `splits` what figures are split by, `status`
    what an assistant did with a question, `faults` what may be wrong with an answer (`evals.runs.failing`)."""

    all_runs: str
    about_set: str
    searching_only: str
    worded_by: str
    asked: str
    download: str
    forms: Mapping[str, str]
    look_first: str
    nothing_first: str
    figures: str
    families: Mapping[str, str]
    metric: str
    value: str
    interval: str
    interval_about: str
    count: str
    not_scored: str
    lower_is_better: str
    units: Mapping[str, str]
    definition: str
    source: str
    by_tags: str
    split: str
    splits: Mapping[str, str]
    questions: str
    only_failed: str
    tag: str
    any_tag: str
    words: str
    show: str
    found: Forms
    none_found: str
    more: str
    as_expected: str
    faults: Mapping[str, str]
    status: Mapping[str, str]
    wanted: str
    earlier: str
    answer: str
    no_answer: str
    not_asked: str
    key_points: str
    made: str
    not_made: str
    not_claimed: str
    okay: str
    forbidden: str
    reference: str
    evidence: str
    retrieved: str
    nothing_retrieved: str
    page: str
    expected_page: str
    quotes: str
    scores: str
    made_of: str


@dataclass(frozen=True, slots=True)
class ComparePhrases:
    """Two runs side by side. `of` names where else they differ, `ways` which way a question went, and `reasons` why, as
    `evals.comparing` has them."""

    heading: str
    back: str
    one: str
    other: str
    difference: str
    chance: str
    about: str
    differs: str
    of: Mapping[str, str]
    paired: Forms
    left_out: Forms
    why_left_out: Mapping[str, str]
    real: str
    none_real: str
    changed: str
    unchanged: str
    ways: Mapping[str, str]
    reasons: Mapping[str, str]
    because: str


@dataclass(frozen=True, slots=True)
class JudgePhrases:
    """Answers judged by hand. `agreement` names what reviewers can agree on."""

    heading: str
    judge: str
    about: str
    reviewer: str
    reviewer_hint: str
    reviewer_missing: str
    begin: str
    earlier: str
    judged: str
    is_made: str
    no_key_points: str
    is_supported: str
    no_sentences: str
    no_quotes: str
    yes: str
    no: str
    usefulness: str
    scale: Mapping[int, str]
    note: str
    save: str
    skip: str
    back: str
    saved: str
    all_judged: str
    agreement: str
    agreement_about: str
    nothing_judged: str
    items: Mapping[str, str]
    reviewers: str
    kappa: str
    between: str
    too_few: str
    all_alike: str
    by_program: str
    people: str
    same: str
    count: str
    open_for_change: str


@dataclass(frozen=True, slots=True)
class DraftPhrases:
    """Questions that were asked in the chat, as drafts of test questions."""

    heading: str
    about: str
    none_yet: str
    not_allowed: str
    show: str
    found: Forms
    more: str
    download: str
    from_feedback: str
    from_refusal: str


@dataclass(frozen=True, slots=True)
class EvalPhrases:
    """`metrics` has title and definition of each metric, where they are not in the language of the program."""

    language: str
    about: str
    feedback: str
    start: StartPhrases
    sets: SetPhrases
    runs: RunsPhrases
    read: ReadPhrases
    compare: ComparePhrases
    judge: JudgePhrases
    drafts: DraftPhrases
    metrics: Mapping[str, tuple[str, str]]
