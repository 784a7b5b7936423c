"""Read what the reader of a Word file sees: paragraph by paragraph, without what is hidden or struck out."""

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

LARGEST = 64_000_000  # bytes of the text of a Word document, unpacked
_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
# Those of ECMA-376, transitional and strict.
_WORD = re.compile(
    r"(?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main|"
    r"http://purl\.oclc\.org/ooxml/wordprocessingml/main) (\w+)"
)
# Struck out, moved away from here, or what an older program shows instead.
_UNSEEN = ("del", "moveFrom", "Fallback")
_MARKS = re.compile(r"[\d,\s]*")  # the number of a footnote that is named again, and the comma between two


class _NotWords(Exception):
    """The part is none that a word processor writes."""


def paragraphs_of_docx(content: bytes) -> tuple[str, ...]:
    """What a Word document says, without footnotes and their raised numbers, the table of contents, and empty
    paragraphs; () where that cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _Text().read(_part(archive, _main_part(archive)))
    except (_NotWords, expat.ExpatError, KeyError):
        return ()
    # What zipfile raises for a damaged archive, for one with a password and for a way of packing that it lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return ()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise _NotWords
    return raw


def _main_part(archive: zipfile.ZipFile) -> str:
    """The part that a word processor opens, whatever else is named like one."""
    found = [_MAIN]

    def start(_: str, about: dict[str, str]) -> None:
        if about.get("Type", "").endswith("/officeDocument"):
            found.append(about.get("Target", "").lstrip("/"))

    if _RELATIONS in archive.namelist():
        parser = _parser()
        parser.StartElementHandler = start
        parser.Parse(_part(archive, _RELATIONS), True)
    return found[-1]


def _refuse(*_: object) -> None:
    raise _NotWords  # a type of document brings entities, which can be made to grow without end


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


class _Text:
    """The text while the file is read: of the paragraph, of the run, and whether the run is seen."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._paragraph: list[str] = []
        self._run: list[str] = []
        self._inside = self._raised = self._hidden = self._of_contents = False
        self._unseen = 0

    def read(self, raw: bytes) -> tuple[str, ...]:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(raw, True)
        return tuple(self._paragraphs)

    def _start(self, name: str, about: dict[str, str]) -> None:
        local, value = _local(name), next((about[key] for key in about if key.endswith(" val")), "")
        self._inside = local == "t"
        match local:
            case "r":
                self._run, self._raised, self._hidden = [], False, False
            case "pStyle":
                self._of_contents = value.casefold().startswith(("toc", "contents"))
            case "vanish":
                self._hidden = value not in ("0", "false", "off")
            case "vertAlign":
                self._raised = self._raised or value == "superscript"
            case "rStyle":
                self._raised = self._raised or "footnote" in value.casefold()
            case "tab" | "br" | "cr":
                self._run.append(" ")
            case "noBreakHyphen":
                self._run.append("-")
        self._unseen += local in _UNSEEN

    def _end(self, name: str) -> None:
        local = _local(name)
        self._inside = False
        self._unseen -= local in _UNSEEN
        if local == "r":
            text = "".join(self._run)
            if not (self._hidden or self._unseen or (self._raised and _MARKS.fullmatch(text))):
                self._paragraph.append(text)
            self._run = []
        elif local == "p":
            text = "".join(self._paragraph)
            self._paragraphs += [text] if text.strip() and not self._of_contents else []
            self._paragraph, self._of_contents = [], False

    def _characters(self, text: str) -> None:
        if self._inside:
            self._run.append(text)


def _local(name: str) -> str:
    """The name of an element of a text document; also "Fallback", which is of another kind."""
    found = _WORD.fullmatch(name)
    return found[1] if found else "Fallback" if name.endswith("/markup-compatibility/2006 Fallback") else ""
