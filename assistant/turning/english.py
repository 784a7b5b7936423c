"""Turn a sentence of an English document into a question that it answers, or into none where it would read badly."""

import re
from collections.abc import Iterator

from assistant.subject import ROUNDTABLE
from assistant.turning.clauses import (
    ABOUT,
    ANY_DATE,
    DATE,
    MONTHS,
    NUMBER_WORDS,
    WITHOUT_OBJECT,
    Clause,
    IsName,
    bare,
    clause_of,
    counted,
    is_plain,
    short,
)
from assistant.turning.verbs import PAST_OF, THIRD_OF
from corpus.words import capitalized

_SHARE = re.compile(
    rf"^(?P<led>(?:In|On|By|At) {DATE},? )?(?:(?:{ABOUT}) )?\d[\d.]*(?:%| per ?cent) of "
    r"(?P<whole>(?:the |all )?[a-z].+)$",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"^(?P<subject>.{{3,50}}?) (?P<has>has|have) been (?P<rest>(?:[\w-]+ ){{1,6}})since {DATE}")
_LISTS = re.compile(r"(?P<head>[^:]{10,90})(?::(?: |$)|, namely )")
_MEASURED = re.compile(rf"^(?:(?:{ABOUT}) )?\d[\d.,]* [\w ]{{1,20}}?\b(?P<how>long|wide|high|tall|deep|old|large)$")
_SIZE = re.compile(
    rf"^an? (?P<size>length|area|population|budget|surface|height|value|capacity) of (?:(?:{ABOUT}) )?\d"
)
_GOAL = re.compile(r"^(?P<itself>itself |themselves |)the (?P<goal>goal|task|aim|target|objective) of ")
_AIM = re.compile(r"^the (?:[\w-]+ )?(?:aim|goal|purpose|mission|task|objective|role) of ")
_ORDINAL = re.compile(r"^the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|main|chief|central) [a-z]+ of ")
_NO_LIST = re.compile(r"\w+ed\b|not\b|the (?:subject|basis|result|same)\b|made\b|held\b")
_SEVERAL = re.compile(r"^the (?:[\w-]+ )?[a-z]+s (?:of|in|for) ")
_PEOPLE = re.compile(r"^the .*\b(?:partners|members|participants|speakers|authors)\b")
PERSON = re.compile(
    r"\b(?:mayor|minister|president|director|professor|founder|head|chief|officer|architect|secretary|manager|economist"
    r"|researcher|chair)\b",
    re.IGNORECASE,
)
_JOINS = r"(?:[A-ZÀ-Þ0-9][\w’'&-]*|and|of|for|the|at|on)"
_NAME = re.compile(rf"(?:the )?[A-ZÀ-Þ][\w’'&-]*(?: {_JOINS})*")
_ONE_WORD = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+")
_WHO = frozenset(
    "launch found create develop write prepare build lead run manage establish design fund finance supervise organise "
    "organize host adopt pass issue propose commission draft produce operate own set coordinate co-ordinate".split()
)
_SAYING = {
    each.split()[0]: each for each in "find,conclude,recommend,propose,warn of,show,argue,suggest,stress".split(",")
}
_TELLING = frozenset(
    "describe state contain announce promise record admit introduce combine simulate measure cover".split()
)
_LEANS = re.compile(r"(?:rest on|consist of|deal with|focus on|concentrate on|call for|ask for|provide for|aim at)\b")
_HELPS = re.compile(
    r"(?:let (?:[a-z]+s(?: (?:in|of) [A-Z]\w+)?|people(?: in [A-Z]\w+)?)|(?:allow|enable|help|ask) [\w’' -]{3,40}? to)"
    r"(?= [a-z])"
)
_DATE_LAST = re.compile(rf" (?:since|by|until|in|on) {DATE}$")
_DONE_LAST = re.compile(r"\b\w+ed$")
_WANTING = frozenset("aim want plan seek intend expect".split())
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|it|they|them|he|she|his|her|such|same|other|another|earlier|later|former|latter|above|below"
    r"|also|however|then|both|here|each|next|only|not|no|case study|digest|further|et al)\b"
    r"|\b(?:table|figure|page|section) \d|\bthe (?:city|town|country|district|authors?)\b(?! (?:of|[A-Z]))",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[,;:()\[\]\"“”«»*•|<>]|\.\s|--")
_OWNED = re.compile(r"(?:Who|Which|What)\b.*\b(?:its|their)\b|(?:\w+\W+){1,3}(?:its|their)\b")
_NAMES = re.compile(r"(?<![.!?]\s)\b(?:[A-ZÀ-Þ][\w’'-]*|[a-z]-?[A-Z]\w*)")
_MONTHS = re.compile(rf"\b(?:{MONTHS})\b")
_LONGEST = 16  # words of a question; in longer ones the sentence shows through


def questions_of(sentence: str, is_name: IsName) -> list[str]:
    """Questions that the sentence answers, the most telling first."""
    found = dict.fromkeys(
        capitalized(" ".join(each.split())).replace(" ?", "?") for each in _questions(sentence, is_name)
    )
    return [each for each in found if reads_well(each)]


def reads_well(question: str) -> bool:
    """Whether a question is of fair length, names something, and points back at nothing."""
    words = question.split()
    fewest = 3 if re.match(r"(?:What|Who) (?:is|are|was|were) ", question) else 4
    if question.count("?") != 1 or not fewest <= len(words) <= _LONGEST or _MARKS.search(question):
        return False
    if _OWNED.match(question) or _POINTS_BACK.search(question):
        return False
    said = " ".join(words[1:])
    return bool(_NAMES.search(_MONTHS.sub(" ", said)) or ANY_DATE.search(said) or ROUNDTABLE.search(said))


def _questions(sentence: str, is_name: IsName) -> Iterator[str]:
    text = bare(sentence)
    share, since, lists = _SHARE.match(text), _SINCE.match(text), _LISTS.match(text)
    if share:
        whole, led = short(share["whole"]), (share["led"] or "").rstrip(", ")
        yield from [f"What share of {whole} {led[:1].lower()}{led[1:]}?"] if is_plain(whole) else []
    elif since and not since["subject"].startswith(("The ", "A ", "An ")):
        yield f"Since when {since['has']} {since['subject']} been {since['rest'].strip()}?"
    elif lists:
        yield from _of_list(clause_of(lists["head"], is_name))
    else:
        yield from _of_being(clause_of(text, is_name))
        clause = clause_of(short(text), is_name)
        if clause and clause.auxiliary in ("is", "are", "was", "were"):
            yield from _of_passive(clause)
        elif clause and clause.auxiliary:
            yield from _of_helped(clause)
        elif clause:
            yield from _of_counts_and_dates(clause)
            yield from _of_what_it_does(clause)


def _of_list(clause: Clause | None) -> Iterator[str]:
    """ "Seoul gave three reasons: …" """
    things = counted(clause.rest) if clause else None
    if not clause or not things or clause.auxiliary or not re.match(rf"(?:{NUMBER_WORDS})\b", clause.rest):
        return
    number = clause.rest.split()[0]
    if clause.verb == "have":
        verb = "were" if clause.tense == "past" else "are"
        yield f"What {verb} the {number} {things.things} of {clause.subject}{things.rest}?"
    elif clause.verb != "include":
        yield f"Which {number} {things.things}{things.rest} {clause.do} {clause.subject} {clause.verb}?"


def _of_being(clause: Clause | None) -> Iterator[str]:
    """ "S-Map is a twin of the city", "The five goals of Toyama are …" """
    if clause is None or clause.verb != "be":
        return
    subject, verb, rest = clause.subject, clause.auxiliary, clause.rest
    measured = _MEASURED.match(rest)
    if verb in ("are", "were"):
        numbered = re.match(rf"the (?:{NUMBER_WORDS}) [a-z]", subject) and " and " in rest
        listed = _SEVERAL.match(subject) and re.search(r", .* and ", rest) and not _NO_LIST.match(rest)
        if numbered or listed:
            yield f"{'Who' if _PEOPLE.match(subject) else 'What'} {verb} {subject}?"
    elif rest.startswith("responsible for "):
        yield f"What {verb} {subject} responsible for?"
    elif measured:
        yield f"How {measured['how']} {verb} {subject}?"
    elif _NAME.fullmatch(subject) and re.match(r"(?:an?|the|one of the) [a-z]", rest):
        if not _ONE_WORD.fullmatch(subject):  # "What is Boston?" is asked of no city
            yield f"{'Who' if PERSON.search(rest[:60]) else 'What'} {verb} {subject}?"
    elif PERSON.search(subject) and re.match(r"the [a-z ]+ of ", subject) and rest[:1].isupper():
        yield f"Who {verb} {subject}?"
    elif (
        (_AIM.match(subject) and rest.startswith("to "))
        or (_ORDINAL.match(subject) and not re.match(r"(?:not|also|in|on|at|by|from|to be)\b", rest))
        or (re.match(r"the [a-z -]+ of ", subject) and re.match(r"(?:about |around )?\d", rest))
    ):
        yield f"What {verb} {subject}?"


def _of_passive(clause: Clause) -> Iterator[str]:
    """ "S-Map was launched in 2019", "… was drafted by the Mayor's Office" """
    if clause.verb == "be":
        return
    subject, verb, rest = clause.subject, clause.auxiliary, clause.undated
    things = counted(subject)
    if clause.is_dated and clause.tense == "past" and is_plain(rest):
        yield f"When {verb} {subject} {rest}?"
    if re.match(r"(?:\w+ )?\w+ by (?:the |a )?(?=[A-Z])", rest) and clause.verb in _WHO and is_plain(rest):
        yield f"Who {PAST_OF[clause.verb] if clause.tense == 'past' else THIRD_OF[clause.verb]} {subject}?"
    if things and verb in ("were", "are") and is_plain(clause.rest):
        yield f"How many {things.things}{things.rest} {verb} {clause.rest}?"
    if clause.verb == "hold" and clause.tense == "past" and re.search(rf" (?:on|in) {DATE}", rest):
        yield f"When {verb} {subject} held?"
    if rest.startswith("called "):
        yield f"What {verb} {subject} called?"
    if re.match(r"(?:held|located|based) (?:in|at) (?=[A-Z])", rest):
        yield f"Where {verb} {subject} {rest.split()[0]}?"


def _of_helped(clause: Clause) -> Iterator[str]:
    """ "Cities must take part", "90,000 residents had joined" """
    things = counted(clause.subject)
    if clause.auxiliary in ("must", "should"):
        if " " in clause.subject and clause.verb not in ("not", "also", "only", "have", "then", "still", "even"):
            yield f"What {clause.auxiliary} {clause.subject} {'be like' if clause.verb == 'be' else 'do'}?"
    elif things and is_plain(rest := _DATE_LAST.sub("", clause.rest)):
        yield f"How many {things.things}{things.rest} {clause.auxiliary} {rest}?"


def _of_counts_and_dates(clause: Clause) -> Iterator[str]:
    """ "Cities sent 78 applications", "Cape Town adopted a policy in 2014", "Ann Bo wrote the plan" """
    subject, verb, rest, past = clause.subject, clause.verb, clause.undated, clause.tense == "past"
    subjects, things = counted(subject), counted(clause.rest)
    if subjects:
        if past and is_plain(clause.rest):
            yield f"How many {subjects.things}{subjects.rest} {PAST_OF[verb]} {clause.rest}?"
        return
    reason = re.match(r"(?P<what>.+?),? because (?!of\b)", clause.rest)
    if reason and is_plain(reason["what"]):
        yield f"Why {clause.do} {subject} {verb} {reason['what']}?"
    if things and is_plain(where := _DATE_LAST.sub("", things.rest)):
        yield f"How many {things.things} {clause.do} {subject} {verb}{where}?"
    elif (
        past and clause.is_dated and (rest or verb in WITHOUT_OBJECT) and is_plain(rest) and not _DONE_LAST.search(rest)
    ):
        yield f"When did {subject} {verb} {rest}?"
    by_name = _NAME.fullmatch(subject) and verb in _WHO and re.match(r"(?:the|an?) |[A-Z]", rest)
    by_office = PERSON.search(subject) and " and " not in subject and re.match(r"the [a-z]", rest)
    if past and (by_name or by_office) and is_plain(rest):
        yield f"Who {PAST_OF[verb]} {rest}?"


def _of_what_it_does(clause: Clause) -> Iterator[str]:
    """ "The plan rests on …", "The report recommends that …", "DECODE lets people control …" """
    subject, verb, rest, do = clause.subject, clause.verb, clause.rest, clause.do
    done = f"{verb} {rest}"
    goal, size, leans, helps = _GOAL.match(rest), _SIZE.match(rest), _LEANS.match(done), _HELPS.match(done)
    used = re.match(r"use (?P<thing>.{3,40}?) to [a-z]+ ", done)
    if verb == "set" and goal:
        yield f"What {goal['goal']} {do} {subject} set {goal['itself']}?"
    elif verb == "cover" and rest.startswith("an area of "):
        yield f"How large an area {do} {subject} cover?"
    elif verb == "have" and size:
        yield f"What {'was' if clause.tense == 'past' else 'is'} the {size['size']} of {subject}?"
    elif leans:
        yield f"What {do} {subject} {leans[0]}?"
    elif helps and is_plain(helps[0]):
        yield f"What {do} {subject} {helps[0]} do?"
    elif verb in _WANTING and rest.startswith("to "):
        yield f"What {do} {subject} {verb} to do?"
    elif verb == "include" and re.match(r"the [a-z-]*\s?[a-z]+s\b", subject) and re.search(r",| and ", rest):
        yield f"What {'were' if clause.tense == 'past' else 'are'} {subject}?"
    elif verb in _SAYING and rest.startswith("that "):
        yield f"What {do} {subject} {_SAYING[verb]}?"
    elif used and is_plain(used["thing"]):
        yield f"What {do} {subject} use {used['thing']} for?"
    elif (
        verb in _TELLING
        and " page" not in subject
        and not re.match(r"(?:the|that) same\b", rest)
        and not counted(rest)
        and len(rest.split()) > 1 < len(subject.split()) - 1
    ):
        yield f"What {do} {subject} {verb}?"
