"""Find a Chromium for the browser tests, or install one: `python -m tests.chromium --install`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium itself would look for updates and components; a test talks to nobody but the chat.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
MUST_RUN = "NEED_BROWSER"  # set to 1, a missing browser is a failure and not a skip
MISSING = (
    "no Chromium: install one (Debian: apt install chromium; anywhere: python -m playwright install chromium), "
    "or name one in CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    """The path of a browser: the one named in CHROMIUM, an installed one, or the one Playwright installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> None:
    if find() is None and "--install" in sys.argv:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    found = find()
    print(f"Browser tests: {found}" if found else f"BROWSER TESTS WILL BE SKIPPED: {MISSING}")


if __name__ == "__main__":
    main()
