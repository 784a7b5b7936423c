"""Tell questions that ask the program for its own opinion, advice or vote, which no document can answer for it."""

import re

from corpus.words import plain

# Against the question in lower case without accents. "How many cities do you think took part?" asks for a number, and
# "What should cities do?" for what the documents advise: neither asks the program.
_OPINION = re.compile(
    r"^\W*(?:and |but |so )?(?:do|would|did) you (?:\w+ ){0,2}?"
    r"(?:think|believe|feel|prefer|advise|recommend|suggest|favou?r|choose|vote|agree)\b"
    r"|\bwhat do you (?:\w+ )?(?:think|make|feel) (?:of|about)\b"
    r"|\bwould you (?:\w+ )?(?:advise|recommend|prefer|choose|suggest|pick|vote)\b"
    r"|\b(?:in|what is|what's) your (?:\w+ )?(?:opinion|view|judge?ment|advice|recommendation|preference|guess)\b"
    r"|\byour (?:own |personal )(?:opinion|view|judge?ment|advice)\b|\byour favou?rites?\b"
    r"|\bare you (?:for|against|in favou?r of)\b"
    r"|\bshould (?:i|we|people|one|citizens|voters|residents) (?:[\w']+ ){0,3}?vote (?:for|against)\b"
    r"|\b(?:pensez|croyez|preferez|conseill\w+|recommand\w+|choisiriez|voteriez)-vous\b"
    r"|\b(?:penses|crois|preferes|conseill\w+|recommand\w+|choisirais|voterais)-tu\b"
    r"|\best-ce que (?:vous|tu) (?:\w+ )?(?:pense[sz]|croyez|crois|prefere[sz]|conseill\w+|recommand\w+)\b"
    r"|\b(?:selon|d'apres) (?:vous|toi)\b|\b(?:votre|ton) (?:propre )?(?:avis|opinion|preference|conseil)\b"
    r"|\b(?:votre|ton|ta) (?:[\w']+ )?(?:preferee?|favorite?)s?\b"
    r"|\bpour (?:qui|quel(?:le)?) (?:[\w'-]+ ){0,5}?voter\b"
)


def asks_for_an_opinion(text: str) -> bool:
    """Whether the question, in English or French, asks what the program itself thinks, advises or would choose."""
    return bool(_OPINION.search(plain(" ".join(text.split())).replace("’", "'")))
