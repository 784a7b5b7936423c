"""A run as a file to read and hand on: HTML, CSV and JSON."""
