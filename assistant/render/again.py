"""A report on what was checked again, as text in English or French, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.again import Change, Checked, Quoted, Report, Standing
from assistant.conversations import title_of
from assistant.one_line import one_line
from assistant.render.text import place_text
from assistant.types import Citation

if TYPE_CHECKING:
    from assistant.again.files import SavedFile

LONGEST = 120  # characters of a claim that are shown
MOST_CHANGES = 4


@dataclass(frozen=True, slots=True)
class AgainWords:
    """What is said around what was found; `standings` and their `counted` forms are by name."""

    standings: Mapping[Standing, str]
    unsupported: str
    claims: tuple[str, str]
    not_supported: str
    all_fine: str
    nothing: str
    quote: str
    in_document: str
    now_reads: str
    put_in: str
    left_out: str
    other_words: str
    same_file: str
    words_gone: str
    document_gone: str
    newer: str
    files: str
    passed_over: str
    no_files: str


ENGLISH = AgainWords(
    standings={"there": "there", "moved": "moved", "changed": "changed", "gone": "gone"},
    unsupported="not supported",
    claims=("{count} claim", "{count} claims"),
    not_supported="{count} not supported",
    all_fine="all there and supported",
    nothing="no claim to check",
    quote="“{text}”",
    in_document="in {title}",
    now_reads="now reads “{quote}”",
    put_in="“{now}” put in",
    left_out="“{was}” left out",
    other_words="other words",
    same_file="this document has not changed since it was cited",
    words_gone="the document no longer has these words",
    document_gone="the document is not in the collection",
    newer="the collection has changed since (it was {was}, now {now})",
    files="{count} files: {fine} all there and supported, {affected} affected",
    passed_over="{count} other files passed over",
    no_files="No briefing or answer to check; name files (.json, .docx) or a folder that holds some.",
)
FRENCH = AgainWords(
    standings={"there": "en place", "moved": "déplacé", "changed": "modifié", "gone": "disparu"},
    unsupported="non étayé",
    claims=("{count} affirmation", "{count} affirmations"),
    not_supported="{count} non étayées",
    all_fine="toutes en place et étayées",
    nothing="aucune affirmation à vérifier",
    quote="«\u00a0{text}\u00a0»",
    in_document="dans {title}",
    now_reads="on lit aujourd'hui «\u00a0{quote}\u00a0»",
    put_in="«\u00a0{now}\u00a0» ajouté",
    left_out="«\u00a0{was}\u00a0» supprimé",
    other_words="d'autres mots",
    same_file="ce document n'a pas changé depuis qu'il a été cité",
    words_gone="le document ne contient plus ces mots",
    document_gone="le document n'est pas dans la collection",
    newer="la collection a changé depuis (elle était {was}, elle est {now})",
    files="{count} fichiers : {fine} où tout est en place et étayé, {affected} concernés",
    passed_over="{count} autres fichiers laissés de côté",
    no_files="Aucune note ni réponse à vérifier ; nommez des fichiers (.json, .docx) ou un dossier qui en contient.",
)
WORDS: Mapping[str, AgainWords] = {"en": ENGLISH, "fr": FRENCH}


def again_words(language: str) -> AgainWords:
    return WORDS.get(language, ENGLISH)


def reports_text(reports: "Sequence[tuple[SavedFile, Report]]", passed_over: int = 0, language: str = "en") -> str:
    """A line for each claim that is not there and supported, then one of counts for its file; of several files a
    last line that counts them."""
    said = again_words(language)
    lines = []
    for saved, report in reports:
        newer = [each for each in saved.corpus if each != report.corpus]
        lines += [claim_line(each, language) for each in report.checked if not each.fine]
        since = f"; {said.newer.format(was=', '.join(newer), now=report.corpus)}" if newer else ""
        lines.append(f"{saved.path}: {one_line(counts_line(report, language))}{since}")
    if not reports:
        lines.append(said.no_files)
    if len(reports) > 1 or passed_over:
        fine = sum(report.fine for _, report in reports)
        counts = said.files.format(count=len(reports), fine=fine, affected=len(reports) - fine)
        lines.append(f"{counts}; {said.passed_over.format(count=passed_over)}" if passed_over else counts)
    return "\n".join(lines)


def counts_line(report: Report, language: str = "en") -> str:
    """ "12 claims: 9 there, 1 moved, 2 changed; 1 not supported"."""
    said = again_words(language)
    if not report.checked:
        return said.nothing
    one, several = said.claims
    claims = (one if len(report.checked) == 1 else several).format(count=len(report.checked))
    if report.fine:
        return f"{claims}: {said.all_fine}"
    counts = ", ".join(f"{count} {said.standings[name]}" for name, count in report.counts().items() if count)
    behind = f"; {said.not_supported.format(count=report.unsupported)}" if report.unsupported else ""
    return f"{claims}: {counts}{behind}"


def claim_line(checked: Checked, language: str = "en") -> str:
    """What became of one claim, in one line: "changed, not supported: “…” (what became of each quote)."""
    said = again_words(language)
    state = [said.standings[checked.standing]] if checked.standing != "there" else []
    state += [] if checked.supported else [said.unsupported]
    what = said.quote.format(text=title_of(checked.statement.text, LONGEST))
    why = [quote_line(each, language) for each in checked.quotes if each.standing != "there"]
    # Of quotes that are all gone nothing more need be said.
    telling = not checked.quotes or any(each.now for each in checked.quotes)
    if checked.support and not checked.supported and telling:
        why += [one_line(reason.text) for reason in checked.support.reasons]
    return f"{', '.join(state) or said.standings['there']}: {what}" + (f" – {'; '.join(why)}" if why else "")


def quote_line(quoted: Quoted, language: str = "en") -> str:
    """Where a quote stood, and what stands where today: "Plan, page 4 → page 5", "Plan, page 4: 48 → 52"."""
    said = again_words(language)
    was = _where(quoted.cited, language)
    if quoted.now is None:
        why = said.words_gone if quoted.document else said.document_gone
        return f"{was}: {said.same_file if quoted.same_file else why}"
    same_document = quoted.document is not None and quoted.now.document.id == quoted.document.id
    same_place = (quoted.now.page, quoted.now.page_label) == (quoted.cited.page, quoted.cited.page_label)
    if same_document:
        place = "" if same_place else place_text(quoted.now, language)
    else:
        place = said.in_document.format(title=_where(quoted.now, language))
    moved = f"{was} → {one_line(place)}" if place else was
    if quoted.standing != "changed":
        return moved
    different = "; ".join(_change(each, said) for each in quoted.changes[:MOST_CHANGES]) or said.other_words
    more = " …" if len(quoted.changes) > MOST_CHANGES else ""
    reads = said.now_reads.format(quote=one_line(quoted.now.quote))
    return "; ".join([f"{moved}: {different}{more}", reads, *([said.same_file] if quoted.same_file else [])])


def reports_json(reports: "Sequence[tuple[SavedFile, Report]]", passed_over: int = 0) -> dict[str, Any]:
    return {"files": [_file(saved, report) for saved, report in reports], "passed_over": passed_over}


def report_json(report: Report) -> dict[str, Any]:
    """The report as data, every claim with every quote, those that are fine too."""
    return {
        "corpus": report.corpus,
        "fine": report.fine,
        "counts": {"claims": len(report.checked), **report.counts(), "not_supported": report.unsupported},
        "claims": [_claim(each) for each in report.checked],
    }


def _file(saved: "SavedFile", report: Report) -> dict[str, Any]:
    about = {"file": str(saved.path), "kind": saved.kind, "title": saved.title, "made_in": list(saved.corpus)}
    return about | report_json(report)


def _claim(checked: Checked) -> dict[str, Any]:
    support = checked.support
    return {
        "text": checked.statement.text,
        "where": checked.statement.where or None,
        "standing": checked.standing,
        "supported": support.supported if support else None,
        "score": round(support.score, 3) if support else None,
        "reasons": [reason.text for reason in support.reasons] if support else [],
        "citations": [_quoted(each) for each in checked.quotes],
    }


def _quoted(quoted: Quoted) -> dict[str, Any]:
    missing = None if quoted.now else "words" if quoted.document else "document"
    return {
        "standing": quoted.standing,
        **_place(quoted.cited),
        "now": _place(quoted.now) if quoted.now else None,
        "changes": [{"was": each.was, "now": each.now} for each in quoted.changes],
        "missing": missing,
        "same_file": quoted.same_file,
    }


def _place(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document.source,
        "title": citation.document.title,
        "page": citation.page,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "url": citation.document.url,
    }


def _where(citation: Citation, language: str) -> str:
    named = one_line(citation.document.title or citation.document.source)
    return ", ".join(filter(None, (named, one_line(place_text(citation, language)))))


def _change(change: Change, said: AgainWords) -> str:
    was, now = one_line(change.was), one_line(change.now)
    if was and now:
        return f"{was} → {now}"
    return said.put_in.format(now=now) if now else said.left_out.format(was=was)
