"""The patterns of quantified phrases; their words come from the tables.

None of them repeats a repetition, and each looks at a bounded stretch of one sentence.
"""

import re
from functools import cache

from extractors.alternatives import alternatives
from extractors.counting import COUNT_NOUN, list_modifiers
from extractors.lower_case import EndPattern, compile_lower
from extractors.numbers import NUMBER
from extractors.vocabulary import read_table
from schemas.extraction import QuantityKind


def fold(words: str) -> str:
    """Lower case, single spaces: how the tables write their words."""
    return " ".join(words.lower().split())


@cache
def load_quantifiers() -> dict[str, QuantityKind]:
    """Words that say how many without a number, from ``quantifiers.csv``."""
    return {row["words"]: row["kind"] for row in read_table("quantifiers")}  # type: ignore[misc]


@cache
def load_prefixes() -> dict[str, str]:
    """Words in front of a number that change how it is read, from ``number_prefixes.csv``."""
    return {row["words"]: row["kind"] for row in read_table("number_prefixes")}


@cache
def verb_pattern() -> re.Pattern[str]:
    """A verb of ``claim_verbs.csv`` right behind a subject."""
    words = alternatives([row["word"] for row in read_table("claim_verbs")])
    return re.compile(rf"\s+(?:[a-z]{{3,12}}ly\s+)?(?:{words})(?!\w)")


PREFIX = EndPattern(
    compile_lower(rf"(?<!\w)({alternatives(load_prefixes())})\s+(?:the\s+)?\Z"),
    {"the", *(words.split()[-1] for words in load_prefixes())},
)
TRIGGER = compile_lower(
    r"(?<![\w.,])(?P<percent>\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|per\s?cent))"
    rf"|(?<![\w-])(?P<words>{alternatives(list(load_quantifiers()))})(?![\w-])"
    rf"|(?P<number>{NUMBER})|(?P<range>(?<![\w.,/’'-])\d{{1,2}}(?=[–-]\d{{1,2}}\s+[a-z]))",
)
_NOT_OURS = (
    r"(?!\s+(?:of\s+(?:origin|transit|destination|departure|nationality|return|residence|first"
    r"|asylum|arrival|birth|citizenship)"
    r"|of\s+the\s+(?:Gulf|region|Sahel|Maghreb|Horn|Caucasus|Mediterranean|Middle|Global|South|East"
    r"|North|West|world|former)|outside|in\s+(?:Africa|Asia|the\s+(?:Americas|Pacific|region)|Latin)|worldwide)\b)"
    rf"(?!['’](?:s\b|\s+(?!(?:{list_modifiers('thing')})\b)[a-z]))"
)
"""Countries of origin, or owners of what counts for itself: 'nine countries' nationals'."""
_DETERMINER = r"(?:(?:all\s+)?(?:the|these|those|its|our)\s+|all\s+)?"
_QUALIFIED = r"(?:(?:remaining|other|same|above|said)\s+)?"
OF = re.compile(
    rf"(?:\s*\([^()]{{0,240}}\))?\s+(?:out\s+)?of\s+"
    rf"(?P<base>(?P<these>these|those)\s+(?:(?P<n1>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN}{_NOT_OURS}"
    rf"|{_DETERMINER}(?:(?P<n2>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN}{_NOT_OURS}"
    rf"|(?:the\s+|(?P<pointing>these\s+|those\s+))?(?P<n3>{NUMBER})"
    rf"|(?:the|these|those)\s+(?P<rest>others|(?:remaining|other)\s+(?P<n4>{NUMBER})|(?P<n5>{NUMBER})\s+others)(?!\w)"
    r"|the\s+(?P<last>latter|former)(?!\w)(?!\s+(?:group|two|case)\b)"
    r"|(?P<pronoun>them|whom|(?:these|those|which)(?!\s+(?!has\b|does\b|is\b|was\b)\w+s\b(?!\s+(?:an?|the|it|them|its|their|no)\s)))(?!\w))",
    re.IGNORECASE,
)
"""'of these countries', 'of the 25 respondents', 'of 25', 'of these 12', 'of the others'."""
OF_LEFT_OUT = re.compile(
    r"\s+(?P<base>(?:(?P<these>these|those)|the)\s+"
    rf"(?:(?P<n1>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN}{_NOT_OURS})",
    re.IGNORECASE,
)
"""'Half the countries', 'all the respondents': taken of without an 'of'."""


def base_number(of: re.Match[str]) -> str | None:
    """The number that a match of ``OF`` or ``OF_LEFT_OUT`` gives for its base, if any."""
    found = of.groupdict()
    return next((found[name] for name in ("n1", "n2", "n3", "n4", "n5") if found.get(name)), None)


NOUN = re.compile(
    r"\s+(?:(?P<adjective>other|further|additional|more|remaining|different|such)\s+)?"
    rf"(?P<noun>{COUNT_NOUN}){_NOT_OURS}",
    re.IGNORECASE,
)
BASE_IN_BRACKET = re.compile(
    rf"\s*\((?:out\s+)?of\s+(?P<base>(?:the\s+|these\s+)?(?P<n>{NUMBER})(?:\s+{COUNT_NOUN})?)\)",
    re.IGNORECASE,
)
"""'17 (out of 23) countries', 'five countries (of the 23 respondents)'"""
BASE_LATER = re.compile(
    rf"[^;()]{{0,160}}\((?:out\s+)?of\s+(?P<base>(?:the\s+|these\s+)?(?P<n>{NUMBER})\s+{COUNT_NOUN})\)",
    re.IGNORECASE,
)
"""'Five countries lowered the level (out of 23 respondents)'"""
COUNTED = re.compile(rf"{NUMBER}\s+{COUNT_NOUN}", re.IGNORECASE)
OTHERS = re.compile(
    r"\s+(others?(?:\s+ones)?|remaining(?:\s+ones)?|more|further)(?![\w-])", re.IGNORECASE
)
_ADDING = (
    r"(?:and(?:\s+also|,?\s+since\s+\d{4},)?|plus|as\s+well\s+as|together\s+with|along\s+with"
    r"|in\s+addition\s+to|besides|[+&])"
)
OBSERVERS = re.compile(
    rf"\s*(?:\([^()]{{0,240}}\)\s*)?(?:,\s*{_ADDING}|,(?=[^.;:()]{{3,40}}\s(?:and|plus)\s)|{_ADDING})\s+"
    rf"(?P<number>{NUMBER})\s+(?P<noun>{COUNT_NOUN})",
    re.IGNORECASE,
)
SPLIT = re.compile(
    rf"\s*\((?:of\s+which\s+)?((?P<number1>{NUMBER})\s+{COUNT_NOUN})\s*(?:,|and|plus|\+)\s+"
    rf"((?P<number3>{NUMBER})\s+{COUNT_NOUN})\)",
    re.IGNORECASE,
)
JOINT = re.compile(
    rf"\s*(?:\([^()]{{0,240}}\)\s*)?(?:,\s*{_ADDING}|,|{_ADDING})\s+(?:(?P<place>in|by|for)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
JOINT_IN_BRACKET = re.compile(r"\s*\((?:and|plus|as\s+well\s+as)\s+(?:the\s+)?", re.IGNORECASE)
"""'Nine Member States (and Norway)'"""
JOINT_BEFORE = re.compile(r"\s*(?:,\s*)?(?:and|plus|as\s+well\s+as|\+)\s+\Z", re.IGNORECASE)
BESIDES = re.compile(
    r"(?<!\w)(?:in\s+addition\s+to|besides|together\s+with|along\s+with|as\s+well\s+as)\s+"
    r"(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""In front of a name in front of a count: 'In addition to Norway, four Member Countries …'."""
SO_DOES = re.compile(
    r",\s+(?:as\s+(?:does|do|did|has|is|was|are)|and\s+so\s+(?:does|do|did|has|is|was)|like"
    r"|as\s+is\s+the\s+case\s+in)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""'Four Member Countries charge a fee, as does Norway'"""
OF_BEFORE = re.compile(
    r"(?:(?:out\s+)?of|among|amongst|\A(?-i:From))\s+(?P<base>these|those|them|which|whom"
    rf"|the\s+(?P<rest>(?:remaining|other)\s+(?P<n4>{NUMBER})(?:\s+{COUNT_NOUN})?|(?P<n5>{NUMBER})\s+others|others)(?=[\s,(])"
    r"|the\s+(?:latter|former)(?=[\s,(])"
    rf"|(?:the|these|those)\s+(?P<alone>{NUMBER})(?=[\s,(])"
    rf"|(?:(?:all\s+)?(?:the|these|those)\s+)?(?:(?P<n>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN})"
    r"\s*(?:\([^()]{0,240}\)\s*)?(?:(?:(?:in|for|of|to|from)\s)?"
    r"(?:that|which|who|whose|with|without|where"
    r"|(?!(?:respond|contribut|participat|reply|report|remain|follow|includ)ing)[a-z]{3,14}ing)\s[^,;.()]{2,60},|,?)\s+"
    r"(?:only\s+|just\s+|at\s+least\s+)?\Z",
    re.IGNORECASE,
)
"""'Of these, ', 'Of the 23, ' and 'Of the 22 respondents, ' in front of a number; with 'From', as
some write instead, only at the head of a sentence."""
IS_BASE = EndPattern(
    re.compile(
        r"(?:(?<!\w)(?:of|among|amongst)\s+(?:all\s+)?(?:the|these|those)"
        r"|(?:\A|[,;:(]\s?)\s*(?:(?:out\s+)?of|among|amongst))(?:\s+the)?\s+\Z",
        re.IGNORECASE,
    ),
    ("the", "these", "those", "of", "among", "amongst"),
)
"""In front of a number that only says how large a base is: 'Of the 22 respondents, 18 …'."""
FIGURE_BEHIND = re.compile(
    rf"\s*\((?:n\s*=\s*)?(?P<value>{NUMBER})(?:\s*(?:(?:out\s+)?of\s+(?:the\s+)?|/)(?P<base>{NUMBER}))?"
    rf"(?:\s+{COUNT_NOUN})?\)",
    re.IGNORECASE,
)
"""'half of the respondents (11)', 'most countries (14 of 22)'"""
LABELLED = compile_lower(
    r"(?:Articles?|Art\.|Sections?|Chapters?|Tables?|Figures?|Box(?:es)?|Annex(?:es)?|pages?|No\.?"
    r"|paragraphs?|points?|Directives?|Regulations?|its|their|Part|Goals?|Objectives?|Phase|Step"
    r"|EUR|USD|GBP|CHF|PLN|SEK)\s+(?:EU\s+)?\Z|[€$£]\s?\Z",
)
ELSEWHERE = re.compile(
    r"(?:\b(?:nationals|citizens|migrants|victims|applicants|workers|persons|people|children"
    r"|refugees|students|nurses|women|men|delegates|delegations|representatives|ministers|leaders)\s+of|\bwith|\bbetween|\binto|\btowards|\boutside|\bagainst|\bfrom|\bto(?!\s+date\s))\s+(?:[\w-]+\s+)?\Z",
    re.IGNORECASE,
)
CLAUSE_OPENERS = alternatives([row["words"] for row in read_table("clause_openers")])
"""'so far', 'in practice': what may stand between a conjunction and a count."""
CLAUSE_START = re.compile(
    r"(?:\A[\"“‘'«]?|[,;:–—]\s*[\"“‘]?(?:and\s+|but\s+)?|\b(?:while|whilst|whereas|but|although|though|and|yet)\s+)"
    rf"(?:(?:{CLAUSE_OPENERS}),?\s+)?"
    r"(?:in\s+|for\s+|by\s+)?\Z",
    re.IGNORECASE,
)
OF_SOMETHING_ELSE = re.compile(
    r"(?:\A|[;,.]\s)\s*(?:of|among|amongst)\s+(?:all\s+)?(?:the|these|those)\s+[^,;.]{2,60},\s+\Z",
    re.IGNORECASE,
)
"""'Of the 13 schemes, five were evaluated'"""
BETWEEN_BEFORE = re.compile(rf"\bbetween\s+{NUMBER}\s+and\s+\Z", re.IGNORECASE)
OR_MORE = re.compile(r"\s+or\s+(?:more|(?P<fewer>fewer|less))(?=\s)", re.IGNORECASE)
MEMBERS_AND = re.compile(
    rf"(?P<members>\s+(?:(?:EMN|EU)\s+)?Member)\s+(?:and|plus)\s+(?P<number>{NUMBER})\s+(?:EMN\s+)?"
    r"Observer\s+(?:Countr(?:ies|y)|States?)(?!\w)",
    re.IGNORECASE,
)
"""'Twenty EMN Member and two Observer Countries'"""
PLUS = re.compile(rf"\s*(?:\+|plus)\s*(?P<number>{NUMBER})\s+{COUNT_NOUN}", re.IGNORECASE)
"""'24 + 3 countries'"""
IN_FIGURES = re.compile(rf"\s*\((?:n\s*[=:]\s*)?(?P<n>{NUMBER})\)", re.IGNORECASE)
REPEATED = re.compile(rf"{NUMBER}(?:\s+{COUNT_NOUN})?\s*\((?:n\s*[=:]\s*)?\Z", re.IGNORECASE)
"""'nine (n = 9)', 'nine (9)': the bracket only says the number again."""
BUT_NUMBER = re.compile(
    rf"\s+(?:but|except|bar|except\s+for)\s+(?P<number>{NUMBER})(?=[\s.,;(]|\Z)", re.IGNORECASE
)
"""'every country but one'"""
CONSISTS_OF = re.compile(
    r"\b(?:EU|Union|network|EMN|area|bloc)\s+(?:has|had|counts|comprises|consists\s+of)\s+\Z",
    re.IGNORECASE,
)
"""'The EU has 27 Member States'"""
RANGE_BEFORE = re.compile(
    r"\b(?:between|from|aged)\s+(?:the\s+ages\s+of\s+)?[\w.,-]{1,20}\s+(?:and|to|or)\s+\Z",
    re.IGNORECASE,
)
"""'between six and 15'"""
AND_BEFORE = re.compile(r"[^,;:–—\s]\s+and\s+\Z", re.IGNORECASE)
PREPOSITION = EndPattern(
    re.compile(r"(?<!\w)(?:in|by|for|from)\s+\Z", re.IGNORECASE), ("in", "by", "for", "from")
)
CLAUSE_END = re.compile(
    rf"(?:\s+(?:only|alone))?\s*(?:[.,;:]|\Z)|\s+and\s+(?:(?!{NUMBER})|{NUMBER}\s+[a-z]+s\s+(?:in|by|for)\s)",
    re.IGNORECASE,
)
"""What ends a clause behind 'in two': '… and three months in five' does, '… and three' does not."""
PAST = re.compile(r"\s+(?:(?:[a-z]{3,12}ly|also|already|have|has|both)\s+)?[a-z]{3,20}ed(?!\w)")
NEXT_SUBJECT = re.compile(r",?\s+(?:it|they|this|there|the|an?|no|these|such)\b", re.IGNORECASE)
"""What may follow 'in four': '… it is the rule', '… the fee was waived'."""
PLAIN_NOUN = re.compile(
    rf"(?:European\s+)?(?:(?:{list_modifiers('plain')})\s+)?(?:countr(?:y|ies)|states?)\Z",
    re.IGNORECASE,
)
IS_ONE_OF = re.compile(r"\b(?:is|are|was|were|as|remains?|being|become|became)\s+\Z", re.IGNORECASE)
ANOTHER = re.compile(r"\b(?:another|the\s+other|one\s+another)\b", re.IGNORECASE)
EACH_BEFORE = re.compile(r"\b(?:in|from|per|of|for|by|to|with)\s+\Z", re.IGNORECASE)
DEFINITE = re.compile(r"\b(?:the|these|those|such|not)\s+\Z", re.IGNORECASE)
