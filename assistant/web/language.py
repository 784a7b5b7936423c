"""The language of the page: that which the reader's browser asks for first, of those that there are."""

from assistant.phrases import PAGES, PagePhrases, page_phrases


def page_for(accepted: str) -> PagePhrases:
    """The words of the page for the value of an Accept-Language header (RFC 9110, 12.5.4); English if it has none."""
    wanted: list[tuple[float, str]] = []
    for each in accepted.split(","):
        name, _, weight = each.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in PAGES and _weight(weight) > 0:
            wanted.append((_weight(weight), language))
    # Of two that are asked for alike the first counts, as `max` has it.
    _, language = max(wanted, key=lambda each: each[0], default=(0.0, "en"))
    return page_phrases(language)


def _weight(text: str) -> float:
    """The number of "q=0.8", 1 where none is given, and 0 where it cannot be read."""
    _, equals, number = text.partition("=")
    try:
        return float(number) if equals else 1.0
    except ValueError:
        return 0.0
