"""What a briefing says in its own name, in English and French: lines that claim nothing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BriefWords:
    """`refusal` is the whole of a briefing on what the collection does not hold. `of_source` names the document that
    the sentences below it are from, with what is known of it; `single` stands before the statements that were found in
    one document only, `old` before a figure of that year."""

    refusal: str
    of_source: str
    roundtable: str
    roundtable_of: str
    anything: str
    no_statement: str
    differs: str
    old: str
    single: str
    not_found: str
    nothing_on: str
    model_failed: str


ENGLISH = BriefWords(
    refusal="The collection does not say anything on “{topic}” that a briefing could stand on, so none was written.",
    of_source="{title} ({about})",
    roundtable="Roundtable {number}",
    roundtable_of="Roundtable {number}, {date}",
    anything="smart city work",
    no_statement="no dated statement",
    differs="Sources differ: “{one}” and “{other}”.",
    old="Figure of {year}: “{text}”",
    single="Found in one document only: {count} of {of} statements.",
    not_found="“{name}” is not in the collection.",
    nothing_on="no document about {name}",
    model_failed="The model's words are missing here ({why}); these are the documents' own.",
)
FRENCH = BriefWords(
    refusal="La collection ne dit rien sur « {topic} » qui puisse fonder une note ; aucune n’a été rédigée.",
    of_source="{title} ({about})",
    roundtable="Table ronde {number}",
    roundtable_of="Table ronde {number}, {date}",
    anything="ses projets de ville intelligente",
    no_statement="aucun énoncé daté",
    differs="Les sources divergent : « {one} » et « {other} ».",
    old="Chiffre de {year} : « {text} »",
    single="Trouvés dans un seul document : {count} énoncés sur {of}.",
    not_found="« {name} » ne figure pas dans la collection.",
    nothing_on="aucun document sur {name}",
    model_failed="Les mots du modèle manquent ici ({why}) ; ce sont ceux des documents.",
)
WORDS: Mapping[str, BriefWords] = {"en": ENGLISH, "fr": FRENCH}


def brief_words(language: str) -> BriefWords:
    return WORDS.get(language, ENGLISH)
