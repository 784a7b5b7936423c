"""Say which packages an installation has: what the program needs and what that needs, without developers' tools."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution

PROGRAM = "roundtable-assistant"
DEVELOPERS = "dev"


def extras() -> list[str]:
    """The extras that people may choose, such as one for a provider of language models."""
    return sorted({*(distribution(PROGRAM).metadata.get_all("Provides-Extra") or ())} - {DEVELOPERS})


def installed(with_extras: Sequence[str] = (), program: str = PROGRAM) -> dict[str, str]:
    """Version by name, the program left out: what it needs on this computer, and what that needs."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    open_ = [(canonicalize_name(program), extra) for extra in ("", *with_extras)]
    while open_:
        name, extra = open_.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            about = distribution(name)
        except PackageNotFoundError:  # it is not needed where this runs, as its marker says elsewhere, or not installed
            continue
        found[name] = about.version
        for text in about.requires or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                needs = canonicalize_name(wanted.name)
                open_ += [(needs, ""), *((needs, each) for each in wanted.extras)]
    found.pop(canonicalize_name(program), None)
    return dict(sorted(found.items()))
