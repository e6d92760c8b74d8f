"""Whether a chain of candidates is a country list, or only looks like one."""

import re

from extractors.counting import COUNT_NOUN
from extractors.list_candidates import Candidate
from extractors.list_chains import Chain
from extractors.list_cues import ListCues
from extractors.lists import ListPlace
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import Vocabulary, read_table
from schemas.document import Block
from schemas.extraction import Iso2

LEAD_CHARS = 200
"""How far in front of a list its count and its cue words are looked for."""
NEAR_CHARS = 60
"""Longer stretches in front of a list or behind it are never only a frame around it."""

_SERVICES = "|".join(
    row["pattern"] for row in read_table("language_cues") if row["place"] == "service"
)
_LANGUAGES = compile_lower(
    rf"\b(?:(?:languages?|translations?)(?!\s+(?:(?:and|or|&)\s+[\w-]+\s+)?(?:{_SERVICES})\b)"
    r"|translat(?!ions?\b)\w+|versions?)\b(?P<between>[^.;]{0,40})\Z",
)
"""'Available languages (' in front of codes; 'language courses (' and 'translation costs (' not."""
_COUNTRIES = compile_lower(COUNT_NOUN)
_LANGUAGES_BEHIND = re.compile(
    r"(?:\s*(?:,|and|,\s*and)\s*[A-Z]{2})?\s+(?:language|version|translation)", re.IGNORECASE
)
_CODE_BEFORE = re.compile(r"(?<!\w)([A-Z]{2})\s*(?:,|;|/|and)\s*(?:and\s+)?\Z")
_CODE_BEHIND = re.compile(r"\s*(?:,|;|/|and)\s*(?:and\s+)?([A-Z]{2})(?!\w)")
_FRAME = re.compile(r"\b(?:only|the|in|namely|for|i\.e\.)(?!\w)|[:,]", re.IGNORECASE)
_JOINS = re.compile(r"\b(?:and|or|nor|plus|as well as)\b|[&/]")
_STUFF = re.compile(
    r"\s(?:systems?|services?|departments?|tools?|staff|units?|cards?|documents?|managers?|specialists?"
    r"|skills?|solutions?|support|infrastructure|experts?|sectors?|work)\b"
)
"""What IT and HR are in front of, and no country is."""
_WORD = re.compile(r"[A-Za-z]{2,}")


def is_about_network(vocabulary: Vocabulary, countries: tuple[Iso2, ...]) -> bool:
    """Whether at least half of ``countries`` are of the network (or were once)."""
    roles = [vocabulary.countries[iso2].emn_role for iso2 in countries]
    return sum(role not in ("", "eu_not_emn") for role in roles) * 2 >= len(roles)


class ListJudge:
    """Judges the chains of one block."""

    def __init__(self, text: str, block: Block, vocabulary: Vocabulary, cues: ListCues) -> None:
        self._text = text
        self._block = block
        self._vocabulary = vocabulary
        self._cues = cues

    def lead(self, start: int, size: int = LEAD_CHARS) -> str:
        """What stands in front of a list, at most ``size`` characters and inside the block."""
        return self._text[max(self._block.start_char, start - size) : start]

    def place(self, chain: Chain) -> ListPlace:
        """Where the list stands."""
        if self._block.role == "note":
            return "note"
        if self._block.role == "table_cell":
            return "cell"
        if chain.items[0].bracket >= 0:
            return "bracket"
        is_led = self.lead(chain.start, 4).rstrip().endswith((":", "–", "—"))
        return "colon" if is_led else "running"

    def is_list(self, chain: Chain, place: ListPlace) -> bool:
        """Whether the chain names countries, and names them as a list."""
        items = chain.items
        if chain.repeats:
            items = [item for item in items if item.start not in chain.repeats]
        codes = [item for item in items if item.form == "code"]
        strong = [item for item in codes if not item.is_weak]
        if len(items) == 1 and self._is_excepted(items[0]):
            return True
        if not codes:
            return self._is_list_of_names(chain, items, place)
        if not strong or self._is_language_list(chain):
            return False
        if chain.is_spaced and (place == "running" or len(codes) < 3):
            return False
        if len(items) == 1:
            return self._is_single_code(items[0], place, chain.end)
        if place == "running":
            return self._is_running_list(chain, strong)
        if any(not self._is_ambiguous(item) for item in items) or self._fills_container(chain):
            return True
        if self._cues.label_before(self.lead(chain.start)):
            return True
        return len(strong) >= 2 and all(self._is_of_network(item.iso2) for item in strong)

    def _is_running_list(self, chain: Chain, strong: list[Candidate]) -> bool:
        """Whether codes in prose are countries; one that is a word too needs another that is not.

        'IE and DK', but 'IT and HR systems'; 'AT' and 'BE' are words in small letters only.
        """
        plain = [item for item in strong if not self._is_ambiguous(item)]
        if len(plain) >= 2 or (len(strong) >= 3 and len(plain) >= 1):
            return True
        if not all(self._is_of_network(item.iso2) for item in strong):
            return False
        if len(strong) >= 3:
            return True
        printed = {self._text[item.start : item.end] for item in strong}
        return (
            len(strong) == len(chain.items) == 2
            and bool(plain or printed & self._vocabulary.word_codes)
            and _JOINS.search(self._text, strong[0].end, strong[1].start) is not None
            and _STUFF.match(self._text, chain.end, self._block.end_char) is None
            and not self._is_in_capitals(chain)
        )

    def _is_in_capitals(self, chain: Chain) -> bool:
        """Whether the words around the chain are in capitals, so that a code may be a word."""
        begin = max(self._block.start_char, chain.start - NEAR_CHARS)
        around = (
            self._text[begin : chain.start]
            + self._text[chain.end : min(self._block.end_char, chain.end + NEAR_CHARS)]
        )
        return around.isupper()

    def _is_excepted(self, item: Candidate) -> bool:
        """'all Member States except Hungary': one country alone that the words leave out."""
        if item.is_weak or item.form == "demonym" or not self._is_of_network(item.iso2):
            return False
        return self._cues.kind_before(self.lead(item.start)) == "exception"

    def _is_list_of_names(self, chain: Chain, items: list[Candidate], place: ListPlace) -> bool:
        named = [item for item in items if item.form == "name"]
        if len(items) == 1:
            return bool(named) and place != "running" and self._fills_container(chain)
        if len(named) == len(items):
            return True
        return place != "running" and len(named) >= 2 and len(named) * 2 > len(items)

    def _is_single_code(self, item: Candidate, place: ListPlace, end: int) -> bool:
        """One code alone: a whole note or cell, or a bracket that is no abbreviation."""
        if not self._is_of_network(item.iso2):
            return False
        if place in ("note", "cell", "colon") and self._is_whole_block(item.start, end):
            return not (place == "cell" and item.iso2 == "NO")
        if place == "cell":
            return False
        if self._block.role == "list_item" and self._is_whole_block(item.start, end):
            return True
        if self._cues.label_before(self.lead(item.start)):
            return True
        if place == "note" and self._text[item.end : item.end + 2] == ": ":
            return self.lead(item.start, 2) in ("", ". ", "; ")
        if item.bracket >= 0 and self._is_whole_bracket(item.start, item.end, item.bracket):
            return not self._is_abbreviation(item)
        return False

    def _is_abbreviation(self, item: Candidate) -> bool:
        """'identity document (ID)': the words before spell the code."""
        words = _WORD.findall(self.lead(item.bracket, NEAR_CHARS))
        code = self._text[item.start : item.end]
        initials = "".join(word[0] for word in words[-2:]).upper()
        if initials == code:
            return True
        return bool(words) and self._is_ambiguous(item) and words[-1][:1].upper() == code[0]

    def _is_ambiguous(self, item: Candidate) -> bool:
        return self._text[item.start : item.end] in self._vocabulary.ambiguous_codes

    def _is_of_network(self, iso2: Iso2) -> bool:
        return self._vocabulary.countries[iso2].emn_role != ""

    def _is_language_list(self, chain: Chain) -> bool:
        printed = {self._text[defect.start : defect.end] for defect in chain.defects}
        before = _CODE_BEFORE.search(self.lead(chain.start, 12))
        behind = _CODE_BEHIND.match(self._text, chain.end, self._block.end_char)
        printed |= {found[1] for found in (before, behind) if found is not None}
        if printed & self._cues.sure_languages:
            return True
        languages = _LANGUAGES.search(lower(self.lead(chain.start, 80)))
        if languages is not None and _COUNTRIES.search(languages["between"]) is None:
            return True
        if _LANGUAGES_BEHIND.match(self._text, chain.end, self._block.end_char):
            return True
        follows = self._text[chain.end : chain.end + 1]
        return chain.has_slashes_only and len(chain.items) > 1 and follows == ":"

    def _fills_container(self, chain: Chain) -> bool:
        """Whether nothing but the list stands in its bracket or block."""
        bracket = chain.items[0].bracket
        if bracket >= 0:
            return self._is_whole_bracket(chain.start, chain.end, bracket)
        return self._is_whole_block(chain.start, chain.end)

    def _is_whole_block(self, start: int, end: int) -> bool:
        if self._block.end_char - end > NEAR_CHARS:
            return False
        if self._text[end : self._block.end_char].strip(" .;,)"):
            return False
        lead = self.lead(start, 4).rstrip()
        if lead.endswith(":") or not lead:
            return True
        if start - self._block.start_char > NEAR_CHARS:
            return False
        return not self._without_frame(self.lead(start, NEAR_CHARS)).strip("( ")

    def _is_whole_bracket(self, start: int, end: int, bracket: int) -> bool:
        if start - bracket > NEAR_CHARS or self._without_frame(self._text[bracket + 1 : start]):
            return False
        return self._text[end : end + 2].lstrip()[:1] in (")", "]", ";", ",")

    def _without_frame(self, lead: str) -> str:
        """``lead`` without the words that may stand between a bracket and its list."""
        cue = self._cues.before.search(lower(lead))
        return _FRAME.sub("", lead[: cue.start()] if cue is not None else lead).strip()
