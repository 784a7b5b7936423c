"""Answer other programs over HTTP: questions, search, documents, briefings, and how the server is."""
