"""Show an answer: as plain text, as Markdown, as HTML, or as the JSON that every door speaks."""
