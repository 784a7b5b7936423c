"""The kinds of briefing that there are: those that come along, and plain files that users write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.briefing.plain_file import BadFile, Node, parsed
from assistant.briefing.types import FORMS, Form

SHIPPED = Path(__file__).parent / "templates"
SUFFIX = ".yaml"
MOST_SECTIONS, MOST_ASPECTS = 20, 12
Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class AspectOf:
    """An aspect before its topic is known: `{topic}` stands for it in the question, `{subject}` for the row of a
    table, which the question must then name."""

    name: Texts
    question: Texts
    words: tuple[str, ...] = ()
    cautions: bool = False


@dataclass(frozen=True, slots=True)
class SectionOf:
    name: str
    title: Texts
    form: Form
    aspects: tuple[AspectOf, ...] = ()
    subjects: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of briefing. `audiences` are the words that a sentence should have for each audience, by its name."""

    name: str
    title: Texts
    about: Texts
    sections: tuple[SectionOf, ...]
    audiences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_templates(folder: Path | None = None) -> dict[str, Template]:
    """The templates by name: those that come along, and the user's, of which one of the same name takes the place of
    ours. Raises `BadFile` naming the file and the place in it; a folder that is not there holds none."""
    templates, problems = readable_templates(folder)
    if problems:
        raise problems[0]
    return templates


def readable_templates(folder: Path | None = None) -> tuple[dict[str, Template], list[BadFile]]:
    """The templates that can be used, and what is wrong with the others."""
    templates, problems = {}, []
    for path in (*_files(SHIPPED), *_files(folder)):
        try:
            templates[path.stem] = template_of(_text(path), str(path), path.stem)
        except BadFile as problem:
            problems.append(problem)
    return templates, problems


def template_of(text: str, file: str, name: str) -> Template:
    """The template that the YAML describes. Raises `BadFile`."""
    given = parsed(text, file).fields(("title", "about", "audiences", "sections"), ("title", "sections"))
    sections = tuple(_section(node) for node in given["sections"].items())
    if not 0 < len(sections) <= MOST_SECTIONS:
        raise given["sections"].bad(f"{len(sections)} sections, and there may be {MOST_SECTIONS}")
    names = [section.name for section in sections]
    if len(set(names)) < len(names):
        raise given["sections"].bad("two sections have the same name")
    audiences = given.get("audiences")
    named = tuple(map(str, audiences.value)) if audiences and isinstance(audiences.value, dict) else ("an audience",)
    known = audiences.fields(named) if audiences else {}
    return Template(
        name=name,
        title=given["title"].by_language(),
        about=given["about"].by_language() if "about" in given else {},
        sections=sections,
        audiences={each.lower(): node.texts() for each, node in known.items()},
    )


def _section(node: Node) -> SectionOf:
    given = node.fields(("name", "title", "form", "aspects", "subjects", "share"), ("title", "form"))
    form: Form = given["form"].one_of(FORMS)
    aspects = tuple(_aspect(each) for each in given["aspects"].items()) if "aspects" in given else ()
    if len(aspects) > MOST_ASPECTS:
        raise given["aspects"].bad(f"{len(aspects)} aspects, and there may be {MOST_ASPECTS}")
    if not aspects and form not in ("missing", "timeline"):
        raise node.bad(f"a section of the form {form} needs aspects")
    title = given["title"].by_language()
    return SectionOf(
        name=given["name"].text() if "name" in given else title["en"].lower().replace(" ", "-"),
        title=title,
        form=form,
        aspects=aspects,
        subjects=given["subjects"].texts() if "subjects" in given else (),
        share=given["share"].number() if "share" in given else 1.0,
    )


def _aspect(node: Node) -> AspectOf:
    given = node.fields(("name", "question", "words", "cautions"), ("question",))
    question = given["question"].by_language()
    return AspectOf(
        name=given["name"].by_language() if "name" in given else question,
        question=question,
        words=given["words"].texts() if "words" in given else (),
        cautions=given["cautions"].one_of((True, False)) if "cautions" in given else False,
    )


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder and folder.is_dir() else []


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadFile(f"{path}: is not text in UTF-8") from None
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror or error})") from None
