"""The words of one language: what the assistant says in its own name, and what stands on the page around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.phrases.page_types import Forms, LibraryPhrases, ReaderPhrases, TalkPhrases


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in an answer, with {names} where something is filled in. It is in the question's language.

    `troubles` has a sentence for each way in which a language model can fail, to be filled in as {why}; `kinds` has a
    name for each kind of document.
    """

    does_not_say: str
    searched: str
    searched_allowed: str
    none_allowed: str
    nearest_below: str
    unsure: str
    lacks: str
    lacks_part: str
    no_opinions: str
    no_such_document: str
    no_such_roundtable: str
    only_mentioned: str
    sources_differ: str
    items_found: str
    items_shown: str
    first_sides: str
    looked_in: str
    read_as_roundtable: str
    read_as_document: str
    read_as_place: str
    of_a_place: str
    taken_for: str
    did_you_mean: str
    nearest: str
    no_answer: str
    nth_roundtable: str
    roundtable_in_short: str
    since: str
    or_: str
    and_: str
    searched_only: str
    no_match: str
    looking: str
    roundtable: str
    in_language: str
    from_date: str
    until_date: str
    source_at: str
    page: str
    printed_page: str
    kinds: Mapping[str, Forms]
    worded_by: str
    writing: str
    edit_question: str
    model_failed: str
    model_cut: str
    model_found_nothing: str
    nothing_passed: str
    troubles: Mapping[str, str]
    withheld_some: Forms
    quoted_instead: Forms
    written_anew: Forms
    show_withheld: str
    not_supported: str


@dataclass(frozen=True, slots=True)
class PagePhrases:
    """What the page of the chat says around its answers, in the reader's language.

    `fields` are the labels of the filters by their names; `examples` are questions to begin with, each with the
    document that answers it; `how_to_read` stands where the sources will be. `talk`, `reader` and `library` are
    the words of the parts around the chat.
    """

    language: str
    about: str
    answers_from: str
    other_documents: Forms
    new_conversation: str
    try_one: str
    examples: tuple[tuple[str, str], ...]
    your_question: str
    ask_a_question: str
    ask: str
    stop: str
    filter_documents: str
    filters_set: Forms
    filters_hint: str
    fields: Mapping[str, str]
    date_example: str
    sources: str
    close_sources: str
    how_to_read: str
    how_to_read_steps: tuple[str, ...]
    no_passage: str
    you_asked: str
    whole_passage: str
    publishers_page: str
    stopped: str
    question_too_long: str
    no_date: str
    went_wrong: str
    busy: str
    too_fast: str  # with {most} and {seconds}
    broke_off: str
    before_yours: Forms
    talk: TalkPhrases
    reader: ReaderPhrases
    library: LibraryPhrases
