"""Name a file that is handed out after its title."""

from urllib.parse import quote


def attachment(title: str, suffix: str, otherwise: str) -> dict[str, str]:
    """The header that names it, of letters, digits and spaces of the title; `otherwise` if these are none."""
    kept = "".join(each if each.isalnum() or each in " -_" else " " for each in title)
    name = " ".join(kept.split())[:60] or otherwise
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}.{suffix}"}
