"""Test sets: questions with what a good answer must say, must not say, and where it stands."""
