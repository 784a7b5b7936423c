"""A paper as a PDF: numbered pages, notes to click on, bookmarks, and letters for every European language."""

from io import BytesIO

from assistant.render.paper import Paper


def paper_pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a .pdf file; its notes and its sources stand behind the text.

    Characters that no font of ours has stand as ▯, and the end of the paper counts them.
    """
    from assistant.render.pdf_pages import Pages
    from assistant.render.pdf_story import Story

    story = list(Story(paper).flowables())
    file = BytesIO()
    # Page numbers of the contents are known once all pages are laid, so those are laid again.
    Pages(file, paper).multiBuild(story)
    return file.getvalue()
