"""A paper as a file to hand on: what each form is called on the web, and what makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.render.docx import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.paper import Paper
from assistant.render.pdf import paper_pdf


@dataclass(frozen=True, slots=True)
class PaperForm:
    """`made` takes the paper, and a text that a form which can hold it carries along, "" for none."""

    media_type: str
    made: Callable[[Paper, str], bytes]


# By the suffix of the file.
PAPER_FORMS: Mapping[str, PaperForm] = {
    "docx": PaperForm(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda paper, carried: paper_docx(paper, embedded=carried),
    ),
    "pdf": PaperForm("application/pdf", lambda paper, carried: paper_pdf(paper)),
    "md": PaperForm("text/markdown; charset=utf-8", lambda paper, carried: paper_markdown(paper).encode()),
}
