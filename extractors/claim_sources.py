"""Where the countries of a claim come from: its own words, its list, its notes, or a licence.

What is derived is marked so and carries the name of its rule:

==============================  =============================================================
``base_without_exceptions``     'all countries except HU': the base less what the text leaves out
``complement_of_claim_before``  'the remaining six': the base less the claim before
``complement_of_claims_before`` the same where several claims before make up the rest of the base
``union_of_notes``              a combined count whose addends have a note each
==============================  =============================================================
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from extractors.claim_bases import BaseResolver
from extractors.claim_examples import find_example
from extractors.claim_note_fit import Counted, fits_size
from extractors.claim_note_sets import NoteReader
from extractors.claim_phrases import Phrase
from extractors.claim_supports import Support
from extractors.claim_third_countries import is_foreign_set
from extractors.context import Context
from extractors.lists import CountryList
from schemas.document import NoteReference
from schemas.extraction import Base, CountriesFrom, Footnote, Iso2, ListKind, Polarity

MAX_PARTS = 4
"""How many claims may together leave a remainder."""
_NUMBERED = frozenset({"exact", "at_least", "at_most"})
_AFTER_PHRASE = " ,–—("


class ClaimSource(NamedTuple):
    """Countries of a claim with the place that names them."""

    countries: tuple[Iso2, ...]
    origin: CountriesFrom
    list_kind: ListKind


class Said(NamedTuple):
    """What a claim says of the countries that are looked for."""

    value: int | None
    polarity: Polarity
    statement: str


class SourceFinder:
    """Finds the countries of the claims of one document."""

    def __init__(
        self, context: Context, notes: Mapping[str, Footnote], bases: BaseResolver
    ) -> None:
        self._context = context
        self._notes = notes
        self._bases = bases
        self._reader = NoteReader(context)

    def find(
        self, phrase: Phrase, support: Support, base: Base | None, said: Said, block: int
    ) -> ClaimSource | None:
        """The countries of a claim, or None where the document does not say them."""
        size = base.value if base is not None else None
        counted = Counted(
            phrase.kind,
            said.value,
            self._context.text[slice(*phrase.surface)],
            len(set(self._bases.whole or ())) if size is None else size,
            said.polarity,
            said.statement,
        )
        return self._printed(phrase, support, counted) or self._derived(
            phrase, support, base, said.value, block
        )

    def _printed(self, phrase: Phrase, support: Support, counted: Counted) -> ClaimSource | None:
        """The countries printed beside the claim: its own words, its list, then its notes."""
        if phrase.named is not None:
            countries, start, end = phrase.named
            origin = CountriesFrom(inline=self._context.evidence(start, end))
            return ClaimSource(countries, origin, "exact")
        if phrase.left_out is not None:
            return None
        lists = [one for one in support.lists if one.kind != "exception"]
        if phrase.kind == "all" and len(lists) < len(support.lists):
            return None
        cited = list(self._listing_notes(phrase, support, counted))
        if phrase.parts and lists and _is_scoped(phrase, lists[0].countries):
            whole = next((one for one in cited if len(set(one.countries)) == counted.value), None)
            if whole is not None:
                return whole
        if phrase.parts and len(lists) > 1:
            place = self._context.evidence(lists[0].start, lists[1].end)
            both = (*lists[0].countries, *lists[1].countries)
            return ClaimSource(both, CountriesFrom(inline=place), lists[0].kind)
        if lists:
            return (
                self._with_named_addend(phrase, lists[0])
                or self._from_shares(lists, counted)
                or self._from_list(phrase, lists[0])
            )
        if phrase.parts and len(cited) > 1:
            first, second = cited[0].countries, cited[1].countries
            if len(set(first)) == phrase.parts[0][2]:
                return ClaimSource(
                    (*first, *second), CountriesFrom(derived="union_of_notes"), "exact"
                )
        cited.sort(key=lambda one: len(set(one.countries)) != counted.value)
        for one in cited:
            return one._replace(list_kind="open") if _is_scoped(phrase, one.countries) else one
        return self._from_name_behind(phrase) or self._from_example(phrase)

    def _with_named_addend(self, phrase: Phrase, one: CountryList) -> ClaimSource | None:
        """'Three Member States (EL, FI and LU) and Norway': the list and the name behind it."""
        if len(phrase.parts) < 2 or len(set(one.countries)) != phrase.parts[0][2]:
            return None
        start, end, size = phrase.parts[1]
        names = [iso2 for _, _, iso2 in self._context.names_between(start, end)]
        if one.end > start or len(names) != size:
            return None
        place = self._context.evidence(one.start, end)
        return ClaimSource((*one.countries, *names), CountriesFrom(inline=place), one.kind)

    def _from_list(self, phrase: Phrase, one: CountryList) -> ClaimSource:
        origin = CountriesFrom(inline=self._context.evidence(one.start, one.end))
        kind = "open" if _is_scoped(phrase, one.countries) else one.kind
        return ClaimSource(one.countries, origin, kind)

    def _from_shares(self, lists: list[CountryList], counted: Counted) -> ClaimSource | None:
        """'Six charge a fee (AT, BE, CY) or a deposit (CZ, DE, EE)': together they are the six."""
        united = tuple(iso2 for one in lists for iso2 in one.countries)
        if counted.kind != "exact" or len(lists) < 2 or len(set(united)) != len(united):
            return None
        if len(lists[0].countries) == counted.value or len(united) != counted.value:
            return None
        place = self._context.evidence(lists[0].start, lists[-1].end)
        return ClaimSource(united, CountriesFrom(inline=place), "exact")

    def _from_example(self, phrase: Phrase) -> ClaimSource | None:
        """'Several countries, such as Finland, …'"""
        sentence = self._context.sentence_at(phrase.surface[0])
        if phrase.kind in ("all", "none") or sentence is None:
            return None
        found = find_example(self._context, phrase, sentence.end)
        if found is None:
            return None
        iso2, start, end = found
        return ClaimSource(
            (iso2,), CountriesFrom(inline=self._context.evidence(start, end)), "open"
        )

    def _from_name_behind(self, phrase: Phrase) -> ClaimSource | None:
        """'One country, Estonia, moved …', 'one Member State (Latvia)'."""
        if phrase.value != 1 or phrase.kind != "exact":
            return None
        text = self._context.text
        for start, end, iso2 in self._context.names_between(phrase.end, phrase.end + 16):
            between = text[phrase.end : start].removesuffix("namely ").removesuffix("the ")
            is_apposition = bool(between.strip()) and not between.strip(_AFTER_PHRASE)
            if not is_apposition or text[end : end + 1] not in {",", ")", ".", " "}:
                return None
            origin = CountriesFrom(inline=self._context.evidence(start, end))
            return ClaimSource((iso2,), origin, "exact")
        return None

    def _listing_notes(
        self, phrase: Phrase, support: Support, counted: Counted
    ) -> Iterator[ClaimSource]:
        """What the cited notes list of the counted countries, in the order of markers."""
        for reference in support.references:
            note = self._notes.get(reference.note_id or "")
            if note is None or self._is_of_base(phrase, reference, note):
                continue
            if is_foreign_set(self._context.vocabulary, note.countries):
                continue
            found = self._reader.find(note, counted)
            if found is not None:
                origin = CountriesFrom(note_label=note.label, note_id=note.note_id)
                yield ClaimSource(found[0], origin, found[1])

    def _is_of_base(self, phrase: Phrase, reference: NoteReference, note: Footnote) -> bool:
        """Whether the note lists the set that is taken from: 'most of the respondents¹'."""
        if phrase.base is None or phrase.kind == "all" or reference.offset < phrase.base[1]:
            return False
        size = len(set(note.countries))
        if phrase.value == size or reference.offset > phrase.end + 1:
            return False
        if phrase.is_taken_of and phrase.base_value == size:
            return True
        whole = self._bases.contributors
        if whole is None or whole.note_id != note.note_id:
            return False
        return phrase.is_taken_of or phrase.kind in ("proportion", "vague", "approximate")

    def _derived(
        self, phrase: Phrase, support: Support, base: Base | None, value: int | None, block: int
    ) -> ClaimSource | None:
        """What the text licenses without printing it: all but the excepted, or the remainder."""
        whole = base.countries if base is not None else None
        if phrase.kind == "all" and whole is not None:
            return self._without_exceptions(phrase, support, whole)
        if phrase.kind in _NUMBERED and phrase.relation == "plain" and self._bases.whole:
            rest = self._without_exceptions(phrase, support, self._bases.whole)
            return rest if rest is not None and fits_size(phrase, len(rest.countries)) else None
        if whole is None or self._context.text[slice(*phrase.surface)].lower() == "others":
            return None  # 'others' are some of the rest
        if phrase.relation != "complement" or phrase.kind not in ("exact", "vague"):
            return None
        return self._complement(whole, value, block)

    def _is_parted(self, back: int) -> Literal["yes", "no", "unclear"]:
        """Whether a set and the one before it leave a rest together.

        'Six (AT, …) pay, eleven (BE, …) lend, and the rest do neither': within one sentence sets
        that share no country do. In two sentences nobody knows. ``back``: counted from the end.
        """
        introduced = self._bases.introduced
        if back >= len(introduced):
            return "no"
        known, other = introduced[-back], introduced[-back - 1]
        if other.block != known.block or not other.countries or known.start < 0:
            return "no"
        if known.base not in (None, other.base):
            return "no"
        if not set(other.countries).isdisjoint(known.countries or ()):
            return "no"
        sentence = self._context.sentence_at(known.start)
        is_near = sentence is not None and sentence.start <= other.start
        return "yes" if is_near else "unclear"

    def _complement(
        self, whole: tuple[Iso2, ...], value: int | None, block: int
    ) -> ClaimSource | None:
        """What the claims before leave of ``whole``, if they are disjoint parts of it.

        One claim of the same base is enough for 'the rest'; in any other case the number must
        prove that nothing else is missing.
        """
        taken: set[Iso2] = set()
        for back, known in enumerate(reversed(self._bases.introduced[-MAX_PARTS:]), start=1):
            if known.block < block - 1 or known.countries is None:
                return None
            part = set(known.countries)
            if not part <= set(whole) or part & taken:
                return None
            is_first = not taken
            taken |= part
            rest = tuple(iso2 for iso2 in whole if iso2 not in taken)
            has_base = known.base is not None and known.base.countries == whole
            if value is None:
                is_parted = self._is_parted(back)
                if known.is_sequel or is_parted == "yes":
                    continue  # what it adds to is no rest either
                if is_parted == "unclear":
                    return None
            if rest and (len(rest) == value or (value is None and has_base)):
                rule = "complement_of_claim_before" if is_first else "complement_of_claims_before"
                return ClaimSource(rest, CountriesFrom(derived=rule), "exact")
            if value is None:
                return None
        return None

    def _without_exceptions(
        self, phrase: Phrase, support: Support, whole: tuple[Iso2, ...]
    ) -> ClaimSource | None:
        is_all_but = phrase.left_out is not None
        excepted = [one.countries for one in support.lists if one.kind == "exception" or is_all_but]
        for reference in (*support.references, *support.base_references):
            note = self._notes.get(reference.note_id or "")
            if note is not None and (note.list_kind == "exception" or is_all_but):
                excepted.append(note.countries)
        if not excepted or not set(excepted[0]) <= set(whole):
            return None
        rest = tuple(iso2 for iso2 in whole if iso2 not in excepted[0])
        return ClaimSource(rest, CountriesFrom(derived="base_without_exceptions"), "exact")


def _is_scoped(phrase: Phrase, countries: tuple[Iso2, ...]) -> bool:
    """Whether the list holds only one addend: '24 Members and three Observers (NO, RS, UA)'."""
    if not phrase.parts or phrase.value is None:
        return False
    listed = len(set(countries))
    return listed < phrase.value and listed in {part[2] for part in phrase.parts}
