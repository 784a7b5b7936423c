"""The page where people log in: plain HTML, without a script."""

import math
import re
from html import escape
from importlib.resources import files
from urllib.parse import quote

from assistant.phrases import PAGES
from assistant.phrases.login_words import LoginPhrases, login_phrases
from assistant.web.frame import TITLE
from assistant.web.theme import COLOURS

# A path of this host: what "//host" and "/\host" name is another one.
PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
LONGEST_PATH = 2000


def login_html(language: str, goes_to: str, told: str = "", name: str = "") -> str:
    """The form; `goes_to` is the path that is opened then, and `told` a line on what went wrong."""
    said = login_phrases(language)
    return _page(
        said, language, f"login?next={quote(goes_to, safe='')}", said.title, said.about, told,
        f'<form method="post" action="login?language={language}">'
        f'<input type="hidden" name="next" value="{escape(goes_to)}">'
        f'<label for="name">{said.name}</label><input id="name" name="name" value="{escape(name)}" '
        'autocomplete="username" autocapitalize="none" spellcheck="false" required>'
        f'<label for="password">{said.password}</label><input id="password" name="password" type="password" '
        f'autocomplete="current-password" required><button type="submit">{said.log_in}</button></form>',
    )  # fmt: skip


def outside_html(language: str, goes_to: str, told: str = "") -> str:
    """The page for those who log in at a provider: one link to it."""
    said = login_phrases(language)
    # A link and not a form: browsers hold what a form leads to against `form-action`.
    link = f'<a class="go" href="/login/start?next={quote(goes_to, safe="")}">{said.outside}</a>'
    return _page(said, language, f"login?next={quote(goes_to, safe='')}", said.title, said.outside_about, told, link)


def password_html(language: str, told: str = "") -> str:
    """The form for another password."""
    said = login_phrases(language)
    fields = {"password": (said.password, "current"), "new": (said.new, "new"), "again": (said.again, "new")}
    asked = "".join(
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="password" '
        f'autocomplete="{which}-password" required>'
        for name, (label, which) in fields.items()
    )
    form = f'<form method="post" action="password?language={language}">{asked}<button type="submit">{said.change}'
    back = f'</button></form><p><a href="/">{said.back}</a></p>'
    return _page(said, language, "password", said.change, said.bad_password, told, form + back)


def _page(said: LoginPhrases, language: str, here: str, title: str, about: str, told: str, body: str) -> str:
    """`here` is its address, which the link to the other language leads to."""
    (other,) = (each for each in PAGES if each != language)
    alert = f'<p class="told" role="alert">{escape(told)}</p>' if told else ""
    in_other = f"/{here}{'&amp;' if '?' in here else '?'}language={other}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title} · {TITLE}</title><link rel="stylesheet" href="/login.css"></head>'
        f'<body><header><h1>{TITLE}</h1><a lang="{other}" hreflang="{other}" '
        f'href="{in_other}">{said.other_language}</a></header>'
        f'<main><h2>{title}</h2><p class="hint">{about}</p>{alert}{body}</main></body></html>'
    )


def wait_text(said: LoginPhrases, seconds: float) -> str:
    return said.wait.format(minutes=max(1, math.ceil(seconds / 60)))


def path_from(wanted: str) -> str:
    """Where to go after logging in: a path of ours, or the first page."""
    fits = PATH.fullmatch(wanted) and len(wanted) <= LONGEST_PATH
    return wanted if fits and not wanted.startswith(("/login", "/logout")) else "/"


def login_css() -> str:
    """The colours of the other pages, and the rules of this one."""
    named = [(name.replace("_", "-"), pair) for name, pair in COLOURS.items()]
    light, dark = ("".join(f"--{name}:{pair[at]};" for name, pair in named) for at in (0, 1))
    rules = (files("assistant.web") / "assets" / "login.css").read_text("utf-8")
    return f":root{{{light}}}@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n{rules}"
