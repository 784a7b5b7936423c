"""How the cost of a question and of an ingest grow with the collection, from a thousand passages to a million."""
