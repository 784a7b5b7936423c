"""Runs: a test set asked of the assistant, kept with all that its figures depend on."""
