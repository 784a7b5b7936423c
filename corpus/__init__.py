"""The library: documents, the catalogue, the index on disk, and the embedding model."""
