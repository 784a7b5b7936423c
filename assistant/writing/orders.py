"""Tell statements from orders: what a document asks of its reader's assistant, and what tells the reader to act.

A passage is data. What it orders is neither shown to a model nor quoted as its evidence, and a sentence of a model that
tells the reader to do something states nothing that could be checked. The kinds of planted orders are those that are
known from BIPIA (Yi et al. 2023) and the OWASP list for applications of language models (LLM01); the wordings here are
ours. Whatever they miss still has to pass the check of every sentence.
"""

import re
import unicodedata

# Nobody but an assistant has a "response", a "system prompt" or "previous instructions".
_TO_AN_ASSISTANT = re.compile(
    r"\byour\s+(?:\w+\s+){0,2}?(?:respon(?:se|ses)|repl(?:y|ies)|answers?|outputs?|completions?)\b"
    r"|\b(?:the|this)\s+(?:final|next)\s+(?:response|reply|answer|output|message)\b"
    r"|\b(?:in|to|into|from)\s+(?:the|this)\s+(?:response|reply|answer)\b"
    r"|\b(?:ignore|disregard|forget|override|overlook|skip)\b.{0,40}?"
    r"\b(?:above|previous|prior|preceding|earlier|instructions?|prompts?|rules?|guidelines?)\b"
    r"|\b(?:system|developer|hidden)\s+(?:prompt|message|instructions?)\b|\b(?:new|updated|following)\s+instructions?\s*:"
    r"|\b(?:you\s+are|act\s+as|pretend|behave|roleplay)\b.{0,30}\b(?:assistant|chatbot|ai|bot|model|persona|dan)\b"
    r"|\bas\s+an?\s+(?:ai|assistant|language\s+model|chatbot)\b"
    r"|\b(?:ai|language\s+model|llm|chatbot|virtual)\s+(?:assistants?|models?|agents?)\s*[:,]\s"
    r"|\b(?:when|if)\s+(?:asked|you\s+(?:are\s+asked|answer|respond|reply|summari[sz]e|read\s+this))\b"
    r"|\b(?:answer|respond|reply|write|speak|say|output)\s+(?:only|exactly|in|with|as)\b.{0,60}"
    r"\b(?:instead|letters?|words?|vowels?|symbols?|code|verse|rhyme|json|html|markdown)\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)|\[/?INST\]"
    r"|(?:^|[#.!?:]\s*)\W*(?:system|assistant|user|human|developer|instructions?|(?<=#\s)response"
    r"|(?:tool|function|api|model)\s+(?:results?|outputs?|calls?|responses?))\s*:"
    r"|\b(?:reply|replies|responses?|answers?)\s+to\s+(?:any|every|all)\b"
    r"|\b(?:summar(?:y|ies)|answers?|translations?)\s+of\s+this\s+(?:page|document|text|file)\b"
    r"|\b(?=\w*\d)(?=\w*(?-i:[A-Z]))(?=\w*(?-i:[a-z]))[A-Za-z\d+/]{24,}"  # words that only a program can read
    r"|\b(?:votre|ta|la)\s+(?:prochaine\s+)?réponse\s+(?:doit|devra)|\bdans\s+(?:votre|ta)\s+réponse\b"
    r"|\b(?:ignore[rz]?|oublie[rz]?)\b.{0,30}\b(?:instructions?|consignes?|ci-dessus|précédentes?)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Verbs that open an order. Those that also open a statement ("Open data portals …", "Smart …") are told by what
# follows: an order goes on with an article, a possessive or a number.
_ORDER = (
    "access|add|analy[sz]e|answer|append|apply|ask|assert|assure|augment|avoid|begin|bold|break|browse|build|"
    "buy|bypass|calculate|call|capitali[sz]e|check|choose|cite|claim|click|come|compare|compose|compute|"
    "conclude|confirm|connect|consider|contact|convert|copy|count|create|criticise|criticize|declare|define|"
    "delete|demonstrate|deny|describe|develop|disable|disclose|discover|discuss|display|disregard|divert|do|"
    "don['’]t|donate|double|download|draft|earn|email|emphasi[sz]e|enable|encode|encourage|end|enhance|enter|"
    "ensure|evaluate|execute|explain|explore|expose|express|fill|find|finish|flip|follow|forget|format|get|"
    "give|go|grab|group|guide|help|hide|highlight|hurry|hyphenate|identify|ignore|illustrate|imagine|include|"
    "incorporate|inform|insert|install|insult|integrate|introduce|invert|invite|join|jumble|keep|leak|learn|"
    "let|like|link|list|look|make|mask|mention|merge|mirror|misspell|mix|mock|modify|never|note|offer|omit|"
    "open|outline|override|paste|pay|persuade|please|point|praise|pretend|print|proceed|promise|promote|prove|provide|"
    "put|quote|read|rearrange|recite|recommend|redirect|refer|register|remember|remove|render|reorder|repeat|"
    "rephrase|replace|reply|request|respond|reveal|reverse|rewrite|rotate|run|save|say|scramble|search|see|"
    "sell|send|separate|share|shift|shorten|shout|show|shuffle|sign|simulate|sing|skip|solve|speak|spell|split|"
    "spread|start|stay|stop|stress|submit|subscribe|substitute|suggest|summari[sz]e|swap|switch|take|talk|"
    "tease|tell|translate|try|turn|type|underline|unlock|unplug|update|upload|urge|use|verify|visit|vote|warn|"
    "watch|wear|write"
)
_ORDERS_READER = re.compile(
    rf"^(?:\w+\s*[:!]\s*)?(?:(?:please|always|never|now|then|first|just|simply|also|kindly|and|so|instead)\b[,\s]+)*(?:{_ORDER})\b"
    r"(?=\s+(?:a|an|the|this|that|these|those|your|my|our|its?|their|all|any|every|each|some|no|not|to|in|on|at|for|up|out"
    r"|down|over|off|away|back|between|vowels|letters|words"
    r"|into|with|by|from|only|about|how|what|why|more|us|me|them|now|here|it|\d+|random|[“\"'‘(])|\s+\w+ly\b|\s*[!:,.]|$)"
    r"|^(?:\w+\s*[:!]\s*)?(?:please|never|always|don['’]t|do not|let['’]?s)\b"
    r"|^(?:veuillez|merci de|n['’]oubliez pas|cliquez|ajoutez|ignorez|téléchargez|visitez|répondez|partagez|écrivez)\b",
    re.IGNORECASE,
)
# "Promote open standards." is one too; "Open data portals are run by cities." has a verb of its own.
_MAY_ORDER = re.compile(
    rf"^(?:\w+\s*[:!]\s*)?(?:(?:please|kindly|always|now|then|just)\s+)*(?:{_ORDER})\s(?!of\b|in\b|for\b|from\b)",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|been)\b", re.IGNORECASE
)
_SALUTATION = re.compile(r"^\W*(?:dear|hi|hello|hey|bonjour|cher|chère|chers|chères)\b[^,:!]*[,:!]\s*", re.IGNORECASE)
_TO_THE_READER = re.compile(r"\b(?:you|your|yours|yourself|vous|votre|vos|tu|ton|ta|tes)\b(?![-’'])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://|\bwww\.|\S+@\S+\.\w|!?\[[^\]]*\]\([^)]*\)|</?[a-z!][^>]*>|\bjavascript:|\bdata:\w+/"
    r"|(?-i:\b[\w-]{2,}(?:\.[a-z\d-]{2,})*\.[a-z]{2,24}\b)",
    re.IGNORECASE,
)


def is_to_an_assistant(sentence: str) -> bool:
    """Whether a sentence of a document speaks to a program that reads it, rather than to people."""
    return bool(_TO_AN_ASSISTANT.search(_as_seen(sentence)))


def tells_reader(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something, or speaks to them, outside quotation marks."""
    bare = _SALUTATION.sub("", re.sub(r"[“\"«][^”\"»]*[”\"»]", " ", sentence).strip())
    orders = _ORDERS_READER.search(bare) or (_MAY_ORDER.search(bare) and not _STATES.search(bare))
    return bool(orders or _TO_THE_READER.search(bare))


def has_address(sentence: str) -> bool:
    """Whether a sentence has a link, an e-mail address, an image or markup."""
    return bool(_ADDRESS.search(_as_seen(sentence)))


def _as_seen(text: str) -> str:
    """Without characters that nobody sees, and with plain letters for wide ones: a model reads over both."""
    seen = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFKC", seen)
