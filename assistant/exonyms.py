"""Names of places as French writes them and English documents do not: "Séoul", "la Corée", "Londres"."""

import re

from corpus.words import plain

# French, without accents: English. Those that differ by accents alone need no line.
_NAMES = {
    "afrique du sud": "South Africa",
    "allemagne": "Germany",
    "anvers": "Antwerp",
    "argentine": "Argentina",
    "athenes": "Athens",
    "autriche": "Austria",
    "barcelone": "Barcelona",
    "belgique": "Belgium",
    "bresil": "Brazil",
    "bruxelles": "Brussels",
    "cap-ville": "Cape Town",
    "chili": "Chile",
    "chine": "China",
    "colombie": "Colombia",
    "copenhague": "Copenhagen",
    "coree": "Korea",
    "coree du sud": "Korea",
    "danemark": "Denmark",
    "ecosse": "Scotland",
    "espagne": "Spain",
    "estonie": "Estonia",
    "etats-unis": "United States",
    "finlande": "Finland",
    "geneve": "Geneva",
    "grece": "Greece",
    "hambourg": "Hamburg",
    "inde": "India",
    "irlande": "Ireland",
    "islande": "Iceland",
    "italie": "Italy",
    "japon": "Japan",
    "lettonie": "Latvia",
    "lisbonne": "Lisbon",
    "lituanie": "Lithuania",
    "londres": "London",
    "mexique": "Mexico",
    "mexico": "Mexico City",
    "moscou": "Moscow",
    "norvege": "Norway",
    "nouvelle-zelande": "New Zealand",
    "pays-bas": "Netherlands",
    "pekin": "Beijing",
    "pologne": "Poland",
    "roumanie": "Romania",
    "royaume-uni": "United Kingdom",
    "seoul": "Seoul",
    "singapour": "Singapore",
    "suede": "Sweden",
    "suisse": "Switzerland",
    "turquie": "Turkey",
    "union europeenne": "European Union",
    "varsovie": "Warsaw",
    "venise": "Venice",
    "vienne": "Vienna",
}
# "Corée du Nord", "Amérique latine": another place than the name alone.
_OTHER_PLACE = re.compile(
    r"(?:(?:du|de\s+l['’])\s*(?:nord|sud|est|ouest)|latine|centrale|orientale|occidentale|septentrionale|méridionale)\b",
    re.IGNORECASE,
)
_MOST_WORDS = max(len(name.split()) for name in _NAMES)


def in_english(text: str) -> str:
    """The text with the French names of places, written with a capital, in English; the rest as it is."""
    words = text.split(" ")
    said: list[str] = []
    while words:
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            typed = " ".join(words[:count])
            leading, name, after = _parts(typed)
            other = not after and _OTHER_PLACE.match(" ".join(words[count:]))
            if name[:1].isupper() and plain(name) in _NAMES and not other:
                said.append(f"{leading}{_NAMES[plain(name)]}{after}")
                words = words[count:]
                break
        else:
            said.append(words.pop(0))
    return " ".join(said)


def _parts(typed: str) -> tuple[str, str, str]:
    """What stands before a name, such as "l'" or a bracket, the name, and the marks after it."""
    leading = re.match(r"(?:[dl]['’]|[(«“\"])*", typed, re.IGNORECASE)
    start = leading.end() if leading else 0
    name = typed[start:].rstrip('?!.,;:)»”" ')
    return typed[:start], name, typed[start + len(name) :]
