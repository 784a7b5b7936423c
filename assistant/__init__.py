"""The way out: understand the question, retrieve, answer or refuse, and the doors people come in by."""
