"""Measure this program and what people would pick instead, on the same files and questions."""
