"""What a person does in the chat: ask, open a source, choose filters, and see what is on the page."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, Request, expect

ANSWERS_WITHIN = 30_000  # milliseconds; an answer takes less than one second on a computer that does nothing else
# What Gradio says when a page is left while one of its requests is on the way.
OF_LEAVING = ("AbortError: signal is aborted", "Connection errored out")
# What the browser and Gradio say while nobody listens at the address of the chat.
OF_ABSENCE = ("net::ERR_", "Failed to fetch", "network error")


class Reader:
    """One tab. `complaints` gathers what should never happen on the page, whatever the reader does."""

    def __init__(self, page: Page, address: str, at: str = "") -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(ANSWERS_WITHIN)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)
        page.goto(address + at)
        expect(page.locator("#head h1")).to_be_visible()
        expect(page.locator("#main")).to_be_visible()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in OF_LEAVING):
            self.complaints.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"request to another host: {request.url}")

    def forgive_absence(self) -> None:
        """Drops the complaints that come of the program having been stopped."""
        self.complaints[:] = [each for each in self.complaints if not any(word in each for word in OF_ABSENCE)]

    @property
    def answers(self) -> Locator:
        """Answers that are complete: neither one that is being made, nor what stands in the place of one."""
        return self.page.locator(".answer:not(.looking, .growing, .failed, .stopped)")

    @property
    def open_source(self) -> Locator:
        return self.page.locator(".source.open")

    @property
    def quoted(self) -> Locator:
        """Where the open source shows the quoted words: boxed on the picture of the page, or marked in a text."""
        return self.open_source.locator(".box, .text-only mark").first

    @property
    def box(self) -> Locator:
        return self.page.locator("#question textarea")

    def type(self, question: str) -> None:
        """Types a question and presses Enter."""
        self.box.fill(question)
        self.box.press("Enter")

    def ask(self, question: str) -> Locator:
        """Types a question; returns the answer once all of it is shown."""
        before = self.answers.count()
        self.type(question)
        return self.answered(before)

    def answered(self, before: int) -> Locator:
        expect(self.answers).to_have_count(before + 1, timeout=ANSWERS_WITHIN)
        answer = self.answers.last
        expect(answer.locator(".marker, .note").last).to_be_visible()
        expect(self.page.locator("#current .tools")).to_be_visible()  # it is whole, and kept
        return answer

    def open_filters(self) -> None:
        """Opens the filters, which close with each question, unless they are open."""
        until = self.page.locator("#filter-until")
        if not until.is_visible():
            self.page.locator("#filters > button").click()
        expect(until).to_be_visible()

    def choose(self, name: str, value: str) -> None:
        """Chooses a value in one of the lists of the filters."""
        self.open_filters()
        box = self.page.locator(f"#filter-{name} input")
        box.click()
        # Each value is named with the number of its documents: "Report (8)".
        self.page.get_by_role("option").filter(has_text=re.compile(rf"^\W*{re.escape(value)}( \(\d+\))?$")).click()
        box.press("Escape")

    def dates(self, since: str = "", until: str = "") -> None:
        self.open_filters()
        self.page.get_by_label("From", exact=True).fill(since)
        self.page.get_by_label("Until", exact=True).fill(until)

    def sideways(self) -> int:
        """How many pixels the page can be scrolled to the right; none, if all fits."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
