"""What can go wrong that a user can put right: each error says what happened, where, and what to do."""


class RoundtableError(Exception):
    """Base of every error meant for the user; the doors show its text and no traceback."""


class UnreadableDocument(RoundtableError):
    """A file cannot become a document: encrypted, damaged, empty, mislabelled or too large."""


class NoIndex(RoundtableError):
    """There is no index at the place asked for, so nothing can be searched."""


class IndexInUse(RoundtableError):
    """Another ingest is writing to the same index."""


class IndexNotWritable(RoundtableError):
    """The disk does not let the index be written: it is full, read-only, or somebody else's."""


class DamagedIndex(RoundtableError):
    """A file of the index is not what it was when it was written."""


class IndexMismatch(RoundtableError):
    """The index was made by another embedding model or an older program than the one in use."""


class ModelUnavailable(RoundtableError):
    """The embedding model that the settings name cannot be loaded."""


class BadFilter(RoundtableError):
    """A search filter names an unknown field or a value that cannot be read."""


class BadCatalogue(RoundtableError):
    """The catalogue cannot be read, or an entry asked for is not in it."""


class FetchFailed(RoundtableError):
    """A document of the catalogue could not be downloaded."""
