"""What a number counts or measures: per cent, currencies, lengths, times; in English and French."""

import re

_UNITS = {
    "percentage points": r"percentage[ -]points?|%[ -]points?|points? de pourcentage|pp\b|p\.p\.|points? of percentage",
    "per cent": r"%|per ?cent\b|percent\b|pct\b|pour ?cent\b|p\. ?cent\b|percentage\b",
    "euros": r"€|euros?\b|EUR\b",
    "dollars": r"(?:US ?|USD ?|C|A)?\$|(?:US |Canadian |Australian )?dollars?\b|USD\b",
    "pounds": r"£|pounds? sterling|GBP\b|pounds?\b|livres sterling\b",
    "won": r"₩|won\b|KRW\b",
    "yen": r"¥|yens?\b|JPY\b",
    "yuan": r"yuans?\b|RMB\b|CNY\b|renminbi\b",
    "rupees": r"₹|rupees?\b|INR\b|roupies?\b",
    "francs": r"CHF\b|(?:Swiss )?francs?\b",
    "kronor": r"SEK\b|NOK\b|DKK\b|kron(?:or|er)\b",
    "km/h": r"km/h\b|kph\b|kilomet(?:er|re)s (?:per|an) hour|kilomètres(?: par |[ -]?/?)heure",
    "mph": r"mph\b|miles per hour",
    "km²": r"km2\b|sq\.? ?km\b|square[ -]kilomet(?:er|re)s?\b|kilomètres? carrés?",
    "m²": r"m2\b|sq\.? ?m\b|square[ -]met(?:er|re)s?\b|mètres? carrés?",
    "square miles": r"square[ -]miles?|sq\.? ?mi\b",
    "square feet": r"square[ -]f(?:ee|oo)t|sq\.? ?ft\b",
    "hectares": r"hectares?\b|ha\b",
    "acres": r"acres?\b",
    "kilometres": r"km\b|kms\b|kilomet(?:er|re)s?\b|kilomètres?\b",
    "centimetres": r"cm\b|centimet(?:er|re)s?\b|centimètres?\b",
    "millimetres": r"mm\b|millimet(?:er|re)s?\b|millimètres?\b",
    "metres": r"m\b|met(?:er|re)s?\b|mètres?\b",
    "miles": r"miles?\b",
    "feet": r"feet\b|foot\b|ft\b|pieds\b",
    "inches": r"inch(?:es)?\b",
    "kilograms": r"kg\b|kilograms?\b|kilogrammes?\b|kilos?\b",
    "grams": r"g\b|grams?\b|grammes?\b",
    "tonnes": r"tonnes?\b|tons?\b|t\b",
    "litres": r"lit(?:er|re)s?\b|l\b",
    "gallons": r"gallons?\b",
    "kWh": r"kWh\b|kilowatt[ -]?hours?\b|kilowattheures?\b",
    "MWh": r"MWh\b|megawatt[ -]?hours?\b|mégawattheures?\b",
    "GWh": r"GWh\b|gigawatt[ -]?hours?\b",
    "TWh": r"TWh\b|terawatt[ -]?hours?\b",
    "kW": r"kW\b|kilowatts?\b",
    "MW": r"MW\b|megawatts?\b|mégawatts?\b",
    "GW": r"GW\b|gigawatts?\b",
    "degrees Celsius": r"° ?C\b|degrees? (?:Celsius|C)\b|degrés? Celsius",
    "degrees Fahrenheit": r"° ?F\b|degrees? (?:Fahrenheit|F)\b",
    "KB": r"KB\b|kilobytes?\b",
    "MB": r"MB\b|megabytes?\b|Mo\b",
    "GB": r"GB\b|gigabytes?\b|Go\b",
    "TB": r"TB\b|terabytes?\b|To\b",
    "Mbps": r"Mbps\b|Mbit/s\b|megabits? per second|Mb/s\b",
    "Gbps": r"Gbps\b|Gbit/s\b|gigabits? per second|Gb/s\b",
    "seconds": r"seconds?\b|secondes?\b|sec\b|secs\b",
    "minutes": r"minutes?\b|mins?\b",
    "hours": r"h\b|hours?\b|heures?\b|hrs?\b",
    "days": r"days?\b|jours?\b",
    "weeks": r"weeks?\b|semaines?\b",
    "months": r"months?\b|mois\b",
    "years": r"years?\b|yrs?\b|ans?\b|années?\b",
    "decades": r"decades?\b|décennies?\b",
    "centuries": r"centur(?:y|ies)\b|siècles?\b",
    "times": r"times\b|fois\b|-?fold\b",
}
# Short forms are units only as they are written: "m" is metres, "M" may be a million; "To" is French for terabytes.
_CASE = re.compile(r"^[A-Za-z]{1,4}\\b")
_PATTERNS = [
    (name, re.compile(rf"[ \-\u00a0]?(?:{pattern})", re.IGNORECASE), re.compile(rf"\b(?:{pattern})", re.IGNORECASE))
    for name, pattern in _UNITS.items()
]
_SHORT = {form.removesuffix(r"\b") for pattern in _UNITS.values() for form in pattern.split("|") if _CASE.match(form)}
_CURRENCY_BEFORE = re.compile(
    r"(?P<euros>€|EUR|euros?)|(?P<dollars>(?:US|USD|CA|AU|C|A)?\s?\$|USD)|(?P<pounds>£|GBP)|(?P<won>₩|KRW)|"
    r"(?P<yen>¥|JPY)|(?P<yuan>RMB|CNY)|(?P<rupees>₹|INR)|(?P<francs>CHF)|(?P<kronor>SEK|NOK|DKK)"
)
CURRENCIES = frozenset("euros dollars pounds won yen yuan rupees francs kronor".split())
SHARES = frozenset({"per cent", "percentage points"})


def unit_after(text: str, place: int) -> tuple[str, int]:
    """The unit that the text names from the place on, and where its name ends; "" and the place if none."""
    rest = text[place : place + 40]
    best = ("", 0)
    for name, pattern, _ in _PATTERNS:
        found = pattern.match(rest)
        if found and found.end() > best[1] and _rightly_written(found.group()):
            best = (name, found.end())
    return best[0], place + best[1]


def currency_before(text: str, place: int) -> tuple[str, int]:
    """The currency whose sign or code stands just before the place, and where it begins; "" and the place if none."""
    first = max(0, place - 6)
    before = text[first:place].rstrip()
    for found in _CURRENCY_BEFORE.finditer(before):
        if found.end() == len(before):
            return found.lastgroup or "", first + found.start()
    return "", place


def mentions_unit(text: str, unit: str) -> bool:
    """Whether the text names the unit anywhere, as the head of a table's column does: "Length (km)"."""
    return any(pattern.search(text) for name, _, pattern in _PATTERNS if name == unit)


def _rightly_written(found: str) -> bool:
    form = found.strip(" -\u00a0")
    return (
        len(form) > 3
        or form in _SHORT
        or form.lower() in {"ans", "an", "day", "won", "yen", "pct", "pp", "ton"}
        or (not form.isalpha())
    )
