"""The English verbs that a question can be made with: what "launched", "sent" and "covers" are forms of."""

from collections.abc import Iterator

# Base, past, participle.
_IRREGULAR = (
    "bear bore borne, become became become, begin began begun, bring brought brought, build built built, buy "
    "bought bought, choose chose chosen, come came come, cut cut cut, draw drew drawn, fall fell fallen, find found "
    "found, give gave given, go went gone, grow grew grown, have had had, hold held held, keep kept kept, lay laid "
    "laid, lead led led, lend lent lent, let let let, lie lay lain, lose lost lost, make made made, meet met "
    "met, pay paid paid, put put put, rise rose risen, run ran run, say said said, see saw seen, seek sought "
    "sought, sell sold sold, send sent sent, set set set, show showed shown, speak spoke spoken, spend spent "
    "spent, take took taken, teach taught taught, tell told told, think thought thought, win won won, write "
    "wrote written"
)
# Marked with + where the last letter is doubled: "planned".
_REGULAR = (
    "accept accompany achieve add address admit adopt advise agree aim allow amend analyse announce answer "
    "appear appoint approve argue ask assess assign attend attract authorise award ban+ base call cancel carry "
    "classify close co-ordinate collect combine commission commit+ compare complete concentrate conclude "
    "conduct connect consist consult contain convert coordinate count cover create deal decide deploy describe "
    "design develop differ donate double draft employ enable enact end endorse enter equip+ establish evaluate "
    "examine expand expect explain extend finance finish focus follow form found fund group help hire host "
    "identify implement improve include increase inform initiate install intend interview introduce invest "
    "invite involve issue join launch list make locate lower manage map+ measure merge mount move name need "
    "nominate note offer open operate order organise organize own plan+ plant pledge post prepare present "
    "produce promise propose provide publish question raise reach receive recognise recommend record reduce "
    "refuse register reject release remove renew renovate replace report require respond rest review revise "
    "save select serve share sign simulate start state stop+ stress study submit+ sue suggest supervise supply "
    "support survey tender test trade train transfer treat turn unite unveil update upgrade use visit vote "
    "want warn welcome widen work"
)
# What is read in the present, and, of these, where the base form too is seldom anything but a verb.
_IN_PRESENT = (
    "admit aim allow announce argue ask call collect combine concentrate conclude connect consist contain "
    "count cover deal describe differ employ enable expect focus give group have help hold include intend let lie list "
    "make manage name need offer operate own plan produce promise propose provide recommend record rest run say "
    "seek serve show simulate state stress suggest treat use want warn"
)
_BARE_IN_PRESENT = frozenset("have cover include allow enable describe contain provide consist differ".split())


def _forms() -> Iterator[tuple[str, str, str]]:
    for line in _IRREGULAR.split(", "):
        base, past, participle = line.split()
        yield base, past, participle
    for word in _REGULAR.split():
        base = word.rstrip("+")
        if word.endswith("+"):
            past = f"{base}{base[-1]}ed"
        elif base.endswith("e"):
            past = f"{base}d"
        else:
            past = f"{base[:-1]}ied" if _turns_y(base) else f"{base}ed"
        yield base, past, past


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if _turns_y(base):
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"


def _turns_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


PAST = {past: base for base, past, _ in _forms()}
PARTICIPLES = {participle: base for base, _, participle in _forms()}
PAST_OF = {base: past for base, past, _ in _forms()}
THIRD_OF = {base: _third(base) for base in PAST_OF}
PRESENT = {THIRD_OF[base]: base for base in _IN_PRESENT.split()} | {base: base for base in _BARE_IN_PRESENT}
