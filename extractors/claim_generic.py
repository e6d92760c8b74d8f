"""Country nouns that count nothing: 'in one Member State' of rules, 'country reports', objects.

'Applicants must stay in one Member State' says what the law asks, 'nine country visits' counts
visits, 'six countries have none' says what the six have.
"""

import re
from functools import cache

from extractors.alternatives import alternatives
from extractors.claim_antecedents import is_bare
from extractors.claim_patterns import CLAUSE_START, verb_pattern
from extractors.claim_phrases import Phrase, Surroundings
from extractors.claim_standing import find_support
from extractors.counting import COUNT_NOUN
from extractors.vocabulary import read_table

LEAD_CHARS = 60
MAX_SUBJECT_CHARS = 160
_SINGULAR = re.compile(r"(?:country|state)\Z", re.IGNORECASE)
_OF_EACH = re.compile(r"\b(?:each|every(?:\s+\w+)?|no|neither|one|single|any)\Z", re.IGNORECASE)
_STATES_OF = re.compile(
    r"\s+of\s+(?:emergency|affairs|mind|health|alert|siege|war|play)\b", re.IGNORECASE
)
_IF = re.compile(r"\b(?:if|when|whenever|once|unless|whether)\s+\Z", re.IGNORECASE)
_STAY = re.compile(
    r"(?:\b(?:must|may|can|cannot|could|should|shall|to|not|who|have|has|had|only|already)"
    r"|(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbeen)(?<!\bbe)(?<!\balso))\s+"
    r"(?:apply|applied|lodged?|register(?:ed)?|stay(?:ed)?|reside[ds]?|remain(?:ed)?|live[ds]?"
    r"|settled?|present|recognised|granted|issued)\s+(?:in|by|from)\s+\Z",
    re.IGNORECASE,
)
"""'Persons registered in two Member States', 'may apply in one Member State'; 'were issued by' is
none of these."""
_THE = re.compile(r"\b(?:is|are|was|were)\s+(?:[a-z]+\s+)?the\s+(?:only\s+)?\Z", re.IGNORECASE)
"""'Malta and Cyprus are the two countries that …': as many as are named."""
_UNLIKE = re.compile(
    r"\b(?:unlike(?:\s+in)?|(?:in\s+contrast|contrary|as\s+opposed)\s+to)\s+\Z", re.IGNORECASE
)
"""'Unlike most countries, Malta …': what these do is not said."""
_AT_A_TIME = re.compile(r"\s+(?:at\s+a\s+time|at\s+once|at\s+the\s+same\s+time)\b", re.IGNORECASE)
_TRANSFERS = re.compile(r"\btransfer(?:s|red|ring)?\s+to\s+\Z", re.IGNORECASE)
_MEMBER_STATE = re.compile(COUNT_NOUN, re.IGNORECASE)
_THAT_IS = re.compile(
    r"(?:\s*[–—:(]\s*|[,(–—]\s*(?:i\.e\.|that\s+is|namely|in\s+other\s+words),?\s+)(?:of\s+)?\Z",
    re.IGNORECASE,
)
_I_E = re.compile(r"[,(–—]\s*(?:i\.e\.|that\s+is|in\s+other\s+words),?\s+\Z", re.IGNORECASE)
_ASIDE_END = re.compile(r"[^.;:–—()]{0,80}\s[–—]\s")
"""'Ten countries – half of those that replied – run …': between dashes more is said of the ten."""
_LAST_WORD = re.compile(
    r"(?<=\s)(?!(?:also|only|mainly|still|already|always|now|never|[a-z]+ly)\s)[a-z]+"
    r"(?:\s+(?:[a-z]{2,14}ly|only))?\s+\Z"
)


@cache
def _compounds() -> re.Pattern[str]:
    words = alternatives([row["word"] for row in read_table("country_compounds")])
    return re.compile(rf"\s+(?:{words})(?!\w)", re.IGNORECASE)


def counts_nothing(text: str, around: Surroundings, phrase: Phrase) -> bool:
    """Whether the country noun of a phrase only qualifies another noun, or stands in a rule."""
    if _is_compound(text, around, phrase) or _STATES_OF.match(text, phrase.end, around.end):
        return True
    if around.subject_end >= 0 and phrase.surface[0] <= around.subject_end + MAX_SUBJECT_CHARS:
        begin = max(around.subject_end, phrase.surface[0] - LEAD_CHARS)
        if phrase.relation == "plain" and _THE.search(text, begin, phrase.surface[0]):
            return True
    begin = max(around.start, phrase.start - LEAD_CHARS)
    if text[phrase.start - 1 : phrase.start] == " " and _UNLIKE.search(text, begin, phrase.start):
        return True
    return _is_any(text, around, phrase)


def _is_compound(text: str, around: Surroundings, phrase: Phrase) -> bool:
    """'Nine country reports', 'one country expert'; 'one country reports' counts."""
    if _SINGULAR.search(text, max(phrase.start, phrase.end - 8), phrase.end) is None:
        return False
    value = phrase.parts[-1][2] if phrase.parts else phrase.left_out or phrase.value
    if value == 1 or _OF_EACH.search(text, phrase.surface[0], phrase.surface[1]):
        return _compounds().match(text, phrase.end, around.end) is not None
    return phrase.base is not None and not phrase.is_taken_of


def _is_any(text: str, around: Surroundings, phrase: Phrase) -> bool:
    """'when two Member States claim', 'in more than one Member State', 'only one … at a time'."""
    if phrase.value not in (1, 2) or phrase.is_taken_of or phrase.base is None or phrase.parts:
        return False
    begin = max(around.start, phrase.start - LEAD_CHARS)
    if _TRANSFERS.search(text, begin, phrase.start):
        return True
    if find_support(text, around, phrase.end) is not None:
        return False
    if phrase.value == 1 and text[slice(*phrase.surface)].lower().startswith("more than"):
        return True
    return (
        _IF.search(text, begin, phrase.start) is not None
        or _STAY.search(text, begin, phrase.start) is not None
        or _AT_A_TIME.match(text, phrase.end, around.end) is not None
    )


def is_object(text: str, last: Phrase, phrase: Phrase) -> bool:
    """'Six countries have none', 'four use two of them': what the counted have or use."""
    if not is_bare(text, phrase):
        return False
    before = text[max(last.end, phrase.start - LEAD_CHARS) : phrase.start]
    if CLAUSE_START.search(before):
        return False
    word = _LAST_WORD.search(before)
    return word is not None and verb_pattern().match(before, word.start() - 1) is not None


def is_restated(text: str, last: Phrase, phrase: Phrase) -> bool:
    """'25 countries, namely 23 Members and two Observers', 'over 20, i.e. nearly all of them'."""
    between = text[last.end : phrase.start]
    if len(between) > MAX_SUBJECT_CHARS:
        return False
    if phrase.parts and phrase.value == last.value:
        return between == ", " or _THAT_IS.search(between) is not None
    if phrase.value is None and _I_E.fullmatch(between) is not None:
        return True
    return (
        between == " – "
        and phrase.is_taken_of
        and last.value is not None
        and _ASIDE_END.match(text, phrase.end) is not None
    )
