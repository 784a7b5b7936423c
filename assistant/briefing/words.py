"""What a briefing says in its own name, in English and French: lines that claim nothing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BriefWords:
    """`refusal` is the whole of a briefing on what the collection does not hold; `other_language` follows where no
    document is in the language of the order, and `no_document` stands instead where the filters leave none. `of_source`
    names the document that the sentences below it are from, with what is known of it; `single` stands before the
    statements that were found in one document only, `old` before a figure of that year."""

    refusal: str
    no_document: str
    other_language: str
    of_source: str
    roundtable: str
    roundtable_of: str
    anything: str
    no_statement: str
    differs: str
    old: str
    single: str
    nothing_on: str
    no_subject: str
    model_failed: str
    model_cut: str


ENGLISH = BriefWords(
    refusal="Nothing on “{topic}” that a briefing could stand on was found in the collection, so none was written.",
    no_document="No document of the collection matches the filters and exclusions of this order; nothing was written.",
    other_language="Its documents are in other languages ({names}); the same topic in their words may find more.",
    of_source="{title} ({about})",
    roundtable="Roundtable {number}",
    roundtable_of="Roundtable {number}, {date}",
    anything="smart city work",
    no_statement="no dated statement",
    differs="Sources differ: “{one}” and “{other}”.",
    old="Figure of {year}: “{text}”",
    single="No other document was found to say the same: {count} of {of} statements.",
    nothing_on="no document about {name}",
    no_subject="{title}: the topic names no place that the collection knows",
    model_failed="The model's words are missing here ({why}); these are the documents' own.",
    model_cut="The model stopped before the end of this section ({why}).",
)
FRENCH = BriefWords(
    refusal="Rien sur « {topic} » qui puisse fonder une note n’a été trouvé dans la collection ; rien n’est écrit.",
    no_document="Aucun document de la collection ne répond aux filtres et exclusions ; rien n’est écrit.",
    other_language="Ses documents sont dans d’autres langues ({names}) ; essayez le même sujet dans leurs mots.",
    of_source="{title} ({about})",
    roundtable="Table ronde {number}",
    roundtable_of="Table ronde {number}, {date}",
    anything="ses projets de ville intelligente",
    no_statement="aucun énoncé daté",
    differs="Les sources divergent : « {one} » et « {other} ».",
    old="Chiffre de {year} : « {text} »",
    single="Aucun autre document trouvé ne dit la même chose : {count} énoncés sur {of}.",
    nothing_on="aucun document sur {name}",
    no_subject="{title} : le sujet ne nomme aucun lieu que la collection connaisse",
    model_failed="Les mots du modèle manquent ici ({why}) ; ce sont ceux des documents.",
    model_cut="Le modèle s’est arrêté avant la fin de cette section ({why}).",
)
WORDS: Mapping[str, BriefWords] = {"en": ENGLISH, "fr": FRENCH}


def brief_words(language: str) -> BriefWords:
    return WORDS.get(language, ENGLISH)
