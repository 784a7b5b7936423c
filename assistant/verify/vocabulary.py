"""The words that turn a statement round: negations, and pairs such as more and less; English and French."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.verify.tokens import spelled

NEGATIONS = {
    "en": frozenset(
        "not no never without neither nor none nobody nothing nowhere fail fails failed failing failure lack lacks "
        "lacked lacking refuse refuses refused refusing refusal unable hardly barely deny denies denied denying absent "
        "absence false falsely untrue myth wrongly incorrectly unfounded".split()
    ),
    "fr": frozenset(
        "ne n aucun aucune jamais sans ni nul nulle refuse refusent refusait refuser manque manquent echoue echouent "
        "absence faux fausse mythe".split()
    ),
}
# These belong to a "ne" before or after them: one negation, not two.
_SECOND_HALVES = frozenset({"aucun", "aucune", "jamais", "ni", "nul", "nulle"})
_HALVES_APART = 5  # words
# "Ne … que" is "only"; but "n'affirme pas que" and "aucun … n'affirme que" deny.
_DENYING_HALVES = _SECOND_HALVES | {"pas", "plus", "rien", "personne", "guere", "point"}
_QUE_WITHIN = 7  # words: "n'ont été ouverts au public que"
# "not only … but" denies nothing, and "no later than" and "no more than" set a bound.
_NOT_NEGATED = frozenset({"only", "just", "least", "seulement"})
_BUT = frozenset({"but", "also", "mais", "aussi"})
_BOUNDS = frozenset({"later", "more", "less", "fewer"})


def negations(words: Sequence[str], language: str) -> list[int]:
    """The places of the lower-case words that deny something, each negation once."""
    plain_words = [spelled(word) for word in words]
    cues = NEGATIONS.get(language, NEGATIONS["en"])
    found = []
    last_but = max((place for place, word in enumerate(plain_words) if word in _BUT), default=-1)
    for place, word in enumerate(plain_words):
        following = plain_words[place + 1] if place + 1 < len(words) else ""
        only = following in _NOT_NEGATED and last_but >= place
        if word not in cues or only or (word == "no" and following in _BOUNDS):
            continue
        near = plain_words[max(0, place - _HALVES_APART) : place + _HALVES_APART]
        if word in ("ne", "n") and language == "fr" and _is_only(plain_words, place):
            continue
        if word in _SECOND_HALVES and language == "fr" and {"ne", "n"} & set(near):
            continue
        found.append(place)
    return found


def _is_only(words: Sequence[str], ne: int) -> bool:
    """Whether the "ne" belongs to a "que" behind it, with nothing that denies on either side."""
    for word in words[ne + 1 : ne + 1 + _QUE_WITHIN]:
        if word in ("que", "qu"):
            return not _DENYING_HALVES & set(words[max(0, ne - _HALVES_APART) : ne])
        if word in _DENYING_HALVES:
            return False
    return False


# Each line is one scale; words of one side of "|" say the same, those of the other side the opposite. A stem ends
# in "*" and stands for every ending.
_SCALES = """
increas* rise rises rose risen rising grow grows grew grown growing growth climb* gain gains gained augment* hausse
    accroi* croissance progress*
  | decreas* decline* declin* fall falls fell fallen falling drop drops dropped dropping shrink* shrank reduc* lower*
    diminu* baiss* recul* redui*
more greater over exceed* larger bigger higher plus superieur* davantage
  | less fewer under smaller lower below moins inferieur*
before earlier prior previous* avant anterieur* preced* | after later following subsequent* apres ulterieur* suivant*
first earliest premier premiere premiers premieres initial* | last latest final dernier derniere derniers dernieres
above dessus | below beneath dessous
most majority majorite plupart | least minority minorite few fewest
all every each tous toutes tout toute chaque always toujours
  | some several certain certains certaines quelques sometimes parfois | none no never aucun aucune nul jamais
must shall mandatory obligatory compulsory required requires obliged doit doivent devra obligatoire*
  | may might could can optional voluntary* peut peuvent pourra pourrait facultatif* facultative*
allow* permit* authoris* authoriz* legal lawful autoris* permis permet permettent legal*
  | ban bans banned banning prohibit* forbid* forbidden forbade illegal unlawful interdi* prohib* illegal*
high highest strong strongest eleve elevee hautes haut | low lowest weak weakest faible faibles bas basse
best better improv* amelior* meilleur* mieux | worst worse worsen* deteriorat* pire* degrad*
open opens opened opening ouvr* ouvert* | close closes closed closing closure ferm*
begin begins began begun start starts started launch* commenc* lanc* debut*
  | end ends ended finish* stop stops stopped terminat* fini* termin* arret*
accept* adopt* approv* agree* agreed | reject* oppose* opposed disagree* rejet* refus*
include* includ* inclu* inclut comprend | exclud* exclu*
success* succeed* reussi* | fail* unsuccessful* echou* echec
support* soutien* soutenu | oppos*
old oldest older ancien* vieux | new newest newer young younger youngest nouveau* nouvelle* jeune*
large largest big biggest grand* | small smallest little petit*
public publique* publics | private privee* prive prives
urban urbain* | rural rurale* ruraux
north nord northern | south sud southern
east est eastern | west ouest western
internal interne* | external externe*
short shorter court* | long longer longue*
cheap cheaper | expensive costly
fast faster rapid* | slow slower slowly lent*
maximum most | minimum
free gratuit* | paid payant*
positive* positif* positive | negative* negatif*
national nationale nationaux | local locale locaux | international internationale internationaux
daily quotidien* | weekly hebdomadaire* | monthly mensuel* | yearly annual annually annuel* | quarterly trimestriel*
"""
# These are said in so many ways that a source without the word says little; only its opposite in the same place does.
_NO_WORDS_OF_A_SCALE = frozenset({"est"})


def _read_scales() -> tuple[dict[str, list[tuple[int, int]]], list[tuple[str, int, int]]]:
    whole: dict[str, list[tuple[int, int]]] = {}
    stems: list[tuple[str, int, int]] = []
    lines = " ".join(line if line.startswith(" ") else f"\n{line}" for line in _SCALES.strip().splitlines())
    for scale, line in enumerate(lines.strip().splitlines()):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                if word.endswith("*"):
                    stems.append((word[:-1], scale, side))
                elif word not in _NO_WORDS_OF_A_SCALE:
                    whole.setdefault(word, []).append((scale, side))
    return whole, stems


_WHOLE, _STEMS = _read_scales()


@lru_cache(maxsize=50_000)
def sides(word: str) -> Mapping[int, int]:
    """The scales that a lower-case word lies on, each with the number of its side."""
    word = spelled(word)
    found = {scale: side for stem, scale, side in _STEMS if word.startswith(stem)}
    return found | dict(_WHOLE.get(word, ()))
