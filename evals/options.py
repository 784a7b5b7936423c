"""The options that the commands on passage sets share, and the sets they name."""

import argparse
from pathlib import Path


def passage_set_parser(explanation: str | None, folder: str, questions: int, each: str) -> argparse.ArgumentParser:
    """A parser for FOLDER, --language and --questions; `explanation` stands above the options as it is."""
    parser = argparse.ArgumentParser(description=explanation, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help=folder)
    parser.add_argument("--language", default="en", help="language of the passages")
    parser.add_argument("--questions", type=positive, default=questions, help=f"how many{each}, with a fixed seed")
    return parser


def positive(text: str) -> int:
    """The number that the text names. Raises what argparse turns into a line on wrong usage."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value
