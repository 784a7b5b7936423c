"""The words of the page around the chat: conversations, the reader of a source, the collection."""

from collections.abc import Mapping
from dataclasses import dataclass

Forms = tuple[str, str]  # for one, and for several: ("{count} document", "{count} documents")


@dataclass(frozen=True, slots=True)
class TalkPhrases:
    """Places of the page, conversations, what can be done with an answer, and the filters that are set.

    `reasons` has a name for each reason of `assistant.feedback`.
    """

    chat: str
    collection: str
    briefings: str
    evaluations: str
    places: str
    other_language: str
    skip: str
    conversations: str
    show_conversations: str
    search_conversations: str
    none_yet: str
    none_found: str
    more_for: str
    rename: str
    new_name: str
    save: str
    delete: str
    delete_for_good: str
    export: str
    gone: str
    edit_question: str
    editing: str
    cancel: str
    retry: str
    good: str
    bad: str
    what_was_wrong: str
    reasons: Mapping[str, str]
    note: str
    send: str
    thanks: str
    ask_next: str
    copy_answer: str
    copied: str
    word_for_word: str
    support: str
    differs: str
    cited: str
    refused: str
    searching_only: str
    clear_filters: str
    remove_filter: str
    matching: Forms
    none_match: str
    offline: str
    in_their_language: str
    not_kept: str


@dataclass(frozen=True, slots=True)
class ReaderPhrases:
    """What stands around a page of a source."""

    previous_page: str
    next_page: str
    page_of: str
    printed_of: str
    zoom_in: str
    zoom_out: str
    original: str
    in_collection: str
    cite_as: str
    styles: Mapping[str, str]
    copy_citation: str
    boxed: str
    not_located: str
    not_there: str
    no_picture: str
    picture_of: str
    text_of_page: str
    no_text: str
    loading: str
    failed: str
    previous_source: str
    next_source: str
    step: str
    no_document: str


@dataclass(frozen=True, slots=True)
class LibraryPhrases:
    """The page of the collection, and adding documents to it."""

    heading: str
    holds: str
    pages: Forms
    passages: Forms
    by_roundtable: str
    by_year: str
    by_place: str
    by_kind: str
    of_none: str
    undated: str
    show_all_places: str
    find: str
    find_hint: str
    read: str
    back: str
    ask_about: str
    publisher: str
    date: str
    places: str
    licence: str
    language: str
    file: str
    sections: str
    length: str
    last_ingest: str
    no_ingest: str
    nothing_failed: str
    failed: str
    problems: str
    skipped: str
    add: str
    add_hint: str
    drop: str
    add_these: str
    adding: str
    added: str
    manage: str
    choose_documents: str
    remove: str
    remove_sure: str
    remove_yes: str
    reread: str
    rereading: str
    removed: str
    not_allowed: str
    none_chosen: str
    nothing_here: str
    feedback: str
    no_feedback: str
    export_feedback: str
    read_count: str
    same_content: str
    as_before: str
    begun: str
    more_documents: str
    ours: str
    download_feedback: str
