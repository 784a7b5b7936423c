"""The way in: readers for each file format, cleaning, splitting, and the pipeline that fills the index."""
