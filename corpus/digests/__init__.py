"""The project's own digests of public documents: written in Markdown, read as PDFs with pages to cite."""
