"""Claims: how many, or which, of the network's countries do something, tied to their lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.claim_bases import BaseResolver
from extractors.claim_clauses import read_polarity, split_clauses
from extractors.claim_phrases import Phrase, Surroundings, find_phrases
from extractors.claim_singles import find_subjects
from extractors.claim_supports import SentenceSupports, Support, share_out
from extractors.context import Context, Findings, Sentence
from extractors.contributors import contributor_cue, find_contributors
from extractors.identity import IdMaker
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from schemas.document import NoteReference
from schemas.extraction import (
    Base,
    Claim,
    CountriesFrom,
    Footnote,
    Iso2,
    ListKind,
    Polarity,
    Quantity,
    QuantityPart,
)


def find_claims(context: Context, found: Findings) -> Iterator[Claim]:
    """Every claim of the body, in text order; notes and the network's boilerplate make none."""
    yield from _ClaimReader(context, found.notes).read()


@dataclass(frozen=True, slots=True)
class _Source:
    """Countries of a claim with the place that names them."""

    countries: tuple[Iso2, ...]
    origin: CountriesFrom
    list_kind: ListKind


class _ClaimReader:
    """Walks through the sentences and keeps the sets that they introduce."""

    def __init__(self, context: Context, notes: list[Footnote]) -> None:
        self._context = context
        self._text = context.text
        self._notes = {note.note_id: note for note in notes}
        self._contributors = find_contributors(context, notes)
        self._bases = BaseResolver(self._contributors)
        self._ids = IdMaker("claim")
        self._lists: dict[int, list[CountryList]] = {}
        for one in context.lists:
            if one.note_id is None:
                self._lists.setdefault(one.block, []).append(one)
        self._references = sorted(context.document.note_references, key=lambda ref: ref.offset)

    def read(self) -> Iterator[Claim]:
        """The claims in text order."""
        pending: list[Claim] = []
        next_reference = 0
        for sentence in self._context.sentences:
            references = []
            while next_reference < len(self._references):
                reference = self._references[next_reference]
                if reference.offset > self._reach(sentence):
                    break
                references.append(reference)
                next_reference += 1
            block = self._context.document.blocks[sentence.block]
            if block.role == "note" or self._context.is_boilerplate(sentence.start):
                continue
            claims, follow_up = self._read_sentence(sentence, references)
            if follow_up is not None and pending and pending[-1].countries is None:
                pending[-1] = self._with_list(pending[-1], follow_up)
            yield from pending
            pending = claims
        yield from pending

    def _reach(self, sentence: Sentence) -> int:
        """Markers up to here belong to the sentence: those behind its full stop too."""
        end = sentence.end
        return end + 1 if self._text[end : end + 1] in '"”’)' else end

    def _read_sentence(
        self, sentence: Sentence, references: list[NoteReference]
    ) -> tuple[list[Claim], CountryList | None]:
        lists = [
            one
            for one in self._lists.get(sentence.block, ())
            if sentence.start <= one.start < sentence.end
        ]
        around = Surroundings(
            sentence.start,
            sentence.end,
            frozenset(reference.offset for reference in references),
            frozenset(one.bracket for one in lists if one.bracket >= 0),
            contributor_cue().search(self._text, sentence.start, sentence.end) is not None,
            tuple(self._added_names(sentence, lists)),
        )
        phrases = [
            phrase for phrase in find_phrases(self._text, around) if not _in_list(phrase, lists)
        ]
        phrases = self._with_subjects(sentence, phrases, lists)
        shared = share_out(self._context, sentence, phrases, references, lists)
        if not phrases:
            return self._without_phrase(sentence, shared), shared.follow_up
        clauses = split_clauses(
            self._text, sentence.start, sentence.end, [(one.start, one.end) for one in phrases]
        )
        claims = [
            self._build(phrase, clause, support, sentence.block)
            for phrase, clause, support in zip(phrases, clauses, shared.of_phrase, strict=True)
        ]
        return claims, shared.follow_up

    def _added_names(
        self, sentence: Sentence, lists: list[CountryList]
    ) -> Iterator[tuple[int, int, int]]:
        """Observers and others that a count may add by name: '25 Member Countries and Norway'."""
        countries = self._context.vocabulary.countries
        for one in lists:
            if one.bracket < 0 and all(
                countries[iso2].emn_role != "member" for iso2 in one.countries
            ):
                yield one.start, one.end, len(set(one.countries))
        for start, end, iso2 in self._context.names_between(sentence.start, sentence.end):
            is_owner = self._text[end : end + 2] in ("'s", "’s")
            if countries[iso2].emn_role in ("observer", "former_member") and not is_owner:
                if not any(one.start <= start < one.end for one in lists):
                    yield start, end, 1

    def _with_subjects(
        self, sentence: Sentence, phrases: list[Phrase], lists: list[CountryList]
    ) -> list[Phrase]:
        """Add 'Only Germany …' and 'Italy, Lithuania and Poland have …' where nothing counts yet."""
        for subject in find_subjects(self._context, sentence, lists):
            if all(subject.end <= one.start or subject.start >= one.end for one in phrases):
                phrases.append(subject)
        return sorted(phrases, key=lambda phrase: phrase.start)

    def _without_phrase(self, sentence: Sentence, shared: SentenceSupports) -> list[Claim]:
        """A sentence that names its countries by a list or a note and gives no number."""
        support = Support(shared.free_references, [])
        for one in shared.free_lists:
            has_total = one.stated_span is not None and one.stated_span[0] >= one.end
            if has_total or (
                one.place in ("bracket", "colon") and self._names_actors(sentence, one)
            ):
                support.lists.append(one)
        note = next(
            (self._notes[r.note_id] for r in support.references if self._is_plain_list(r)), None
        )
        if note is None and not support.lists:
            return []
        surface, value = (sentence.start, sentence.start), None
        if support.lists:
            first = support.lists[0]
            if first.stated_span is not None and first.stated_span[0] > first.end:
                surface, value = first.stated_span, first.stated_count
        phrase = Phrase(*surface, surface, "vague" if value is None else "exact", value)
        clause = split_clauses(self._text, sentence.start, sentence.end, [surface])[0]
        return [self._build(phrase, clause, support, sentence.block)]

    def _names_actors(self, sentence: Sentence, one: CountryList) -> bool:
        """Whether a free list says who does what the sentence says, not what a group consists of."""
        if len(set(one.countries)) < 2 or not is_about_network(
            self._context.vocabulary, one.countries
        ):
            return False
        lead = self._text[sentence.start : one.start].rstrip(" ([:–—")
        return len(lead.split()) >= 3 and not any(
            span.end_char == sentence.start + len(lead)
            for span in self._context.doc.spans["groups"]
        )

    def _is_plain_list(self, reference: NoteReference) -> bool:
        note = self._notes.get(reference.note_id or "")
        if note is None or note.kind != "country_list" or note.list_kind == "none":
            return False
        return self._contributors is None or self._contributors.note_id != note.note_id

    def _build(
        self, phrase: Phrase, clause: tuple[int, int], support: Support, block: int
    ) -> Claim:
        base = self._bases.resolve(self._text, phrase, block)
        polarity: Polarity = (
            "no"
            if phrase.kind == "none"
            else read_polarity(self._text, clause, (phrase.start, phrase.end))
        )
        value = self._value(phrase, base, support)
        source = self._source(phrase, support, value) or self._derive(phrase, support, base, value)
        countries = source.countries if source else None
        self._bases.introduce(
            block,
            value if value is not None else (len(set(countries)) if countries else None),
            countries,
            base,
        )
        start, end = min(clause[0], phrase.start), max(clause[1], phrase.end)
        statement = self._text[start:end]
        return Claim(
            finding_id=self._ids.make(statement, self._text[slice(*phrase.surface)]),
            statement=statement,
            quantity=Quantity(
                surface=self._text[slice(*phrase.surface)],
                kind=phrase.kind,
                value=value,
                parts=tuple(
                    QuantityPart(surface=self._text[a:b], value=number)
                    for a, b, number in phrase.parts
                ),
            ),
            base=base,
            countries=countries,
            countries_from=source.origin if source else None,
            list_kind=source.list_kind if source else "none",
            polarity=polarity,
            note_labels=tuple(reference.label for reference in support.references),
            evidence=self._context.evidence(start, end),
        )

    @staticmethod
    def _value(phrase: Phrase, base: Base | None, support: Support) -> int | None:
        """The number; for 'all' that of its base, less what 'all but one' or a list leaves out."""
        if phrase.kind != "all":
            return phrase.value
        size = base.value if base is not None else None
        excepted = phrase.left_out or sum(
            len(set(one.countries)) for one in support.lists if one.kind == "exception"
        )
        value = phrase.value if phrase.value is not None else size
        return value - excepted if value is not None else None

    def _source(self, phrase: Phrase, support: Support, value: int | None) -> _Source | None:
        """The countries printed beside the claim: its own words, its list, then its notes."""
        if phrase.named is not None:
            countries, start, end = phrase.named
            origin = CountriesFrom(inline=self._context.evidence(start, end))
            return _Source(countries, origin, "exact")
        lists = [
            one for one in support.lists if one.kind != "exception" and phrase.left_out is None
        ]
        if phrase.parts and len(lists) > 1:
            place = self._context.evidence(lists[0].start, lists[1].end)
            both = (*lists[0].countries, *lists[1].countries)
            return _Source(both, CountriesFrom(inline=place), lists[0].kind)
        for one in lists:
            origin = CountriesFrom(inline=self._context.evidence(one.start, one.end))
            return _Source(one.countries, origin, "open" if _is_scoped(phrase, one) else one.kind)
        for reference in support.references:
            note = self._notes.get(reference.note_id or "")
            if note is None or not note.countries or note.list_kind == "exception":
                continue
            if phrase.left_out is not None:
                continue
            origin = CountriesFrom(note_label=note.label, note_id=note.note_id)
            return _Source(_pick_group(note, value), origin, note.list_kind)
        return None

    def _derive(
        self, phrase: Phrase, support: Support, base: Base | None, value: int | None
    ) -> _Source | None:
        """What the text licenses without printing it: all but the excepted, or the remainder."""
        whole = base.countries if base is not None else None
        if whole is None:
            return None
        excepted = [
            one.countries for one in support.lists if one.kind == "exception" or phrase.left_out
        ]
        for reference in support.references:
            note = self._notes.get(reference.note_id or "")
            if note is not None and (note.list_kind == "exception" or phrase.left_out):
                excepted.append(note.countries)
        if phrase.kind == "all" and excepted and set(excepted[0]) <= set(whole):
            rest = tuple(iso2 for iso2 in whole if iso2 not in excepted[0])
            return _Source(rest, CountriesFrom(derived="base_without_exceptions"), "exact")
        if phrase.relation != "complement" or phrase.kind not in ("exact", "vague"):
            return None
        before = self._bases.introduced[-1] if self._bases.introduced else None
        if before is None or before.countries is None or before.base is None:
            return None
        rest = tuple(iso2 for iso2 in whole if iso2 not in before.countries)
        if before.base.countries != whole or (value is not None and len(rest) != value) or not rest:
            return None
        return _Source(rest, CountriesFrom(derived="complement_of_claim_before"), "exact")

    def _with_list(self, claim: Claim, one: CountryList) -> Claim:
        return claim.model_copy(
            update={
                "countries": one.countries,
                "countries_from": CountriesFrom(inline=self._context.evidence(one.start, one.end)),
                "list_kind": one.kind,
            }
        )


def _in_list(phrase: Phrase, lists: list[CountryList]) -> bool:
    """Whether the phrase is only the total printed behind a list: 'Norway (24 in total)'."""
    return any(
        one.stated_span is not None
        and one.stated_span[0] >= one.end
        and one.stated_span[0] <= phrase.start < one.stated_span[1]
        for one in lists
    )


def _is_scoped(phrase: Phrase, one: CountryList) -> bool:
    """Whether the bracket lists only the last addend: '24 Members and three Observers (…)'."""
    if not phrase.parts or phrase.value is None:
        return False
    listed = len(set(one.countries))
    return listed == phrase.parts[-1][2] and listed < phrase.value


def _pick_group(note: Footnote, value: int | None) -> tuple[Iso2, ...]:
    """Of a note with sets under labels the affirmed one, or the one that has the stated size."""
    labelled = [
        group
        for group in note.groups
        if group.role not in ("listed", "member", "observer", "other")
    ]
    if not labelled:
        return note.countries
    for group in labelled:
        if group.role == "yes" or (value is not None and len(group.countries) == value):
            return group.countries
    affirmed = tuple(
        iso2
        for group in note.groups
        if group.role in ("listed", "member", "observer", "other")
        for iso2 in group.countries
    )
    return affirmed or note.countries
