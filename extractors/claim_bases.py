"""The base of a claim: 'these countries', 'of the 15', 'the remaining six' resolved to a set."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.claim_patterns import PLAIN_NOUN
from extractors.claim_phrases import Phrase
from extractors.contributors import ContributingSet
from schemas.extraction import Base, Iso2

_WHOLE = re.compile(
    r"(?:all\s+)?(?:the\s+|these\s+|those\s+)?(?:other\s+|remaining\s+)?(?:EMN\s+)?"
    r"(?:\(?Member\)?\s+and\s+Observer\s+(?:Countr(?:ies|y)|States?)|countr(?:ies|y)|states?|NCPs?|"
    r"National\s+Contact\s+Points?|respondents?|contributors?|others?)",
    re.IGNORECASE,
)
_ALL_WORDS = re.compile(
    r"(?:responding|reporting|contributing|participating|replying|surveyed|respondents?|contributors?)",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"\s+(?:with(?!\s+the\s+exception)|without|having|using|operating|offering|applying|providing|concerned"
    r"|(?:that|which|who)\s+(?!respon|repl|contribut|participat|took\s+part|answer)|where|whose)(?!\w)",
    re.IGNORECASE,
)
"""'All countries with a scheme': some of them, and the text does not say which."""
_MEMBERS_ONLY = re.compile(r"\bMember\b(?!\)?\s+(?:and|or)\s+Observer)", re.IGNORECASE)
"""'other Member States': fewer than the contributors, and the text does not say which."""
_REST = re.compile(r"(?:the|these|those)\s+(?:others?|remaining|\w+\s+others)(?!\w)", re.IGNORECASE)
"""'Three of the others', 'two of the remaining 17'."""
_SHARES = frozenset({"proportion", "all"})


class IntroducedSet(NamedTuple):
    """A set that an earlier claim, or a marker at its noun, introduced."""

    block: int
    value: int | None
    countries: tuple[Iso2, ...] | None
    base: Base | None
    is_sequel: bool = False
    """It adds to the set before it: 'two more', 'a further six'."""
    start: int = -1
    """Where its claim counts; -1 for a set that no claim counts."""


@dataclass(slots=True)
class BaseResolver:
    """Keeps the sets introduced so far, in text order, and resolves the next base against them."""

    contributors: ContributingSet | None
    observers: frozenset[Iso2] = frozenset()
    introduced: list[IntroducedSet] = field(default_factory=list)

    @property
    def whole(self) -> tuple[Iso2, ...] | None:
        """The contributing set, where the document gives it."""
        return self.contributors.countries if self.contributors else None

    def counted_sizes(self) -> frozenset[int | None]:
        """How many the last claims counted."""
        return frozenset(known.value for known in self.introduced[-MAX_POINTED_BACK:])

    def introduce(
        self,
        block: int,
        value: int | None,
        countries: tuple[Iso2, ...] | None,
        base: Base | None,
        *,
        is_sequel: bool = False,
        start: int = -1,
    ) -> None:
        """Remember what a claim was about."""
        if value is None and countries is not None:
            value = len(set(countries))
        self.introduced.append(IntroducedSet(block, value, countries, base, is_sequel, start))

    def resolve(self, text: str, phrase: Phrase, block: int) -> Base | None:
        """The set that a phrase takes from, with its size and members where they are known."""
        if phrase.parts or (phrase.base is None and phrase.relation != "complement"):
            return None
        surface = text[slice(*(phrase.base or phrase.surface))]
        if phrase.relation in ("complement", "further"):
            if _MEMBERS_ONLY.search(surface):
                return Base(surface=surface)
            countries, value = self._base_before(block) or (self.whole, None)
            divided = None
            if phrase.relation == "complement" and phrase.value:
                divided = self._divided(block, phrase.value, value or len(set(countries or ())))
            return self._make(surface, *(divided or (value, countries)))
        if phrase.is_taken_of and _REST.match(surface):
            return self._rest(surface, phrase.base_value, block)
        if phrase.base_value is not None:
            members_only = _MEMBERS_ONLY.search(surface) is not None
            known = self._set_of(phrase.base_value, members_only=members_only)
            return self._make(surface, phrase.base_value, known)
        if phrase.relation == "these":
            last = self._set_before(block, phrase.value)
            if last is not None:
                return self._make(surface, last.value, last.countries)
            return self._make(surface, None, self.whole)
        if _RESTRICTED.match(text, phrase.end):
            return Base(surface=surface)
        if _ALL_WORDS.search(surface) or _WHOLE.fullmatch(surface):
            return self._make(surface, None, self.whole)
        return Base(surface=surface)

    def _rest(self, surface: str, value: int | None, block: int) -> Base:
        """'Of the others': what the claim before leaves of the contributors, if that is known."""
        last = self.introduced[-1] if self.introduced else None
        if last is None or last.block < block - 1 or not last.countries or self.whole is None:
            return Base(surface=surface, value=value)
        rest = tuple(iso2 for iso2 in self.whole if iso2 not in last.countries)
        if not set(last.countries) <= set(self.whole) or value not in (None, len(set(rest))):
            return Base(surface=surface, value=value)
        return self._make(surface, value, rest)

    @staticmethod
    def _make(surface: str, value: int | None, countries: tuple[Iso2, ...] | None) -> Base:
        if value is None and countries is not None:
            value = len(set(countries))
        return Base(surface=surface, value=value, countries=countries)

    def _set_of(self, size: int, *, members_only: bool) -> tuple[Iso2, ...] | None:
        """The latest introduced set of this size, or the contributors if they are so many.

        ``members_only``: 'the 19 Member Countries' are no set that holds an observer.
        """
        candidates = (
            *(
                known.countries
                for known in reversed(self.introduced[-MAX_LOOK_BACK:])
                if known.value == size
            ),
            self.whole,
        )
        for countries in candidates:
            if countries is None or len(set(countries)) != size:
                continue
            if not members_only or self.observers.isdisjoint(countries):
                return countries
        return None

    def _set_before(self, block: int, value: int | None) -> IntroducedSet | None:
        """The latest set of this paragraph or the one before that can hold ``value``.

        A set of unknown size hides the ones before it: what is taken of it stays unresolved.
        """
        for known in reversed(self.introduced[-MAX_LOOK_BACK:]):
            if known.block < block - 1:
                return None
            if known.value is None or value is None or known.value >= value:
                return known
        return None

    def _divided(
        self, block: int, value: int, size: int
    ) -> tuple[int, tuple[Iso2, ...] | None] | None:
        """The counted set that the counts behind it and a remainder make up.

        'Twenty of the 21 … One month in seven, two in eight and three in the remaining five': the
        20. None where the counts make up ``size``, the set that a remainder is else taken from.
        """
        found = None
        total = value
        for known in reversed(self.introduced[-MAX_POINTED_BACK:]):
            if known.block < block - 1 or known.value is None:
                break
            if found is None and total > value:
                if known.value == total:
                    found = (total, known.countries)
                elif known.base is not None and known.base.value == total:
                    found = (total, known.base.countries)
            total += known.value
            if total == size:
                return None
        return found

    def _base_before(self, block: int) -> tuple[tuple[Iso2, ...] | None, int | None] | None:
        """Members and size of the base of the claim before, in the same or the last paragraph."""
        if not self.introduced or self.introduced[-1].block < block - 1:
            return None
        base = self.introduced[-1].base
        return (base.countries, base.value) if base is not None and base.value else None


MAX_POINTED_BACK = 6
"""How many claims back 'those five' may point."""
MAX_LOOK_BACK = 50
"""How many claims back a set may have been introduced; bounds the cost."""


def is_printed_base(text: str, phrase: Phrase) -> bool:
    """Whether the words name a set that is taken from.

    'Nine countries' and 'a number of countries' only count; 'most countries' speaks of all.
    """
    if phrase.kind == "vague" and phrase.base is not None and phrase.relation == "plain":
        return PLAIN_NOUN.fullmatch(text, *phrase.base) is None
    if phrase.base is None or phrase.is_taken_of or phrase.relation in ("these", "complement"):
        return True
    if phrase.kind in _SHARES or (phrase.kind == "approximate" and phrase.value is None):
        return True
    return PLAIN_NOUN.fullmatch(text, *phrase.base) is None
