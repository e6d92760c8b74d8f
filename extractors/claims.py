"""Claims: how many, or which, of the network's countries do something, tied to their lists."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.claim_bases import BaseResolver, is_printed_base
from extractors.claim_clauses import split_clauses
from extractors.claim_finding import find_phrases, find_triggers
from extractors.claim_items import announces_items, find_items
from extractors.claim_number_leads import take_of_base_before
from extractors.claim_phrases import Phrase, Span
from extractors.claim_polarity import read_polarity
from extractors.claim_singles import find_subjects
from extractors.claim_sources import Said, SourceFinder
from extractors.claim_speakers import speaks_of_countries
from extractors.claim_supports import SentenceSupports, Support, SupportSharer
from extractors.claim_surroundings import SurroundingsReader
from extractors.claim_third_countries import points_abroad, speaks_of_list
from extractors.context import Context, Findings, Sentence
from extractors.contributors import find_contributors
from extractors.identity import IdMaker
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.lower_case import compile_lower
from schemas.document import Evidence, NoteReference
from schemas.extraction import (
    Base,
    Claim,
    CountriesFrom,
    Footnote,
    Iso2,
    Polarity,
    Quantity,
    QuantityPart,
)

APPOSITION_CHARS = 14
"""', namely ' at most between a phrase and the list that belongs to it."""


_FIELD = compile_lower(r"\s*(?:Title|Subject|Contact|E-?mail|Date|Author|Keywords)\s*:")
"""'Subject: How 25 countries …' describes the publication and claims nothing."""


_SOURCE = compile_lower(r"Sources?\s*:")


def find_claims(context: Context, found: Findings) -> Iterator[Claim]:
    """Every claim of the body, in text order; notes and the network's boilerplate make none."""
    yield from _ClaimReader(context, found.notes).read()


class _ClaimReader:
    """Walks through the sentences and keeps the sets that they introduce."""

    def __init__(self, context: Context, notes: list[Footnote]) -> None:
        self._context = context
        self._text = context.text
        self._notes = {note.note_id: note for note in notes}
        self._contributors = find_contributors(context, notes)
        self._bases = BaseResolver(
            self._contributors,
            frozenset(
                iso2
                for iso2, one in context.vocabulary.countries.items()
                if one.emn_role == "observer"
            ),
        )
        self._surroundings = SurroundingsReader(context, self._notes)
        self._sharer = SupportSharer(context, self._notes)
        self._sources = SourceFinder(context, self._notes, self._bases)
        self._ids = IdMaker("claim")
        self._has_introduced = False
        self._topic_start = 0
        self._speaks_of_countries = self._contributors is not None or (
            speaks_of_countries(self._text)
        )
        self._lists: dict[int, list[CountryList]] = {}
        for one in context.lists:
            if one.note_id is None:
                self._lists.setdefault(one.block, []).append(one)
        self._references = sorted(context.document.note_references, key=lambda ref: ref.offset)
        self._triggers = find_triggers(context.lowered)

    def read(self) -> Iterator[Claim]:
        """The claims in text order."""
        pending: list[Claim] = []
        next_reference = 0
        block, may_claim = -1, False
        for sentence in self._context.sentences:
            references = []
            while next_reference < len(self._references):
                reference = self._references[next_reference]
                if reference.offset > self._reach(sentence):
                    break
                references.append(reference)
                next_reference += 1
            if sentence.block != block:
                block, may_claim = sentence.block, self._may_claim(sentence)
            if not may_claim or _SOURCE.match(self._context.lowered, sentence.start, sentence.end):
                continue
            follows_count = bool(pending) or self._has_introduced
            if not follows_count:
                self._topic_start = sentence.start
            claims, follow_up = self._read_sentence(
                sentence, references, follows_count=follows_count
            )
            if follow_up is not None and pending and pending[-1].countries is None:
                pending[-1] = self._with_list(pending[-1], follow_up)
            yield from pending
            pending = claims
        yield from pending

    def _may_claim(self, sentence: Sentence) -> bool:
        """Whether the block of the sentence, its first, is one that may hold claims."""
        block = self._context.document.blocks[sentence.block]
        if block.role == "note" or self._context.is_boilerplate(sentence.start):
            return False
        return _FIELD.match(self._context.lowered, block.start_char, block.end_char) is None

    def _reach(self, sentence: Sentence) -> int:
        """Markers up to here belong to the sentence: those behind its full stop too."""
        end = sentence.end
        return end + 1 if self._text[end : end + 1] in {'"', "”", "’", ")"} else end

    def _read_sentence(
        self, sentence: Sentence, references: list[NoteReference], *, follows_count: bool
    ) -> tuple[list[Claim], CountryList | None]:
        in_block = self._lists.get(sentence.block, [])
        first = bisect_left(in_block, sentence.start, key=lambda one: one.start)
        last = bisect_left(in_block, sentence.end, key=lambda one: one.start)
        lists = in_block[first:last]
        first = bisect_left(self._triggers, sentence.start)
        triggers = self._triggers[first : bisect_left(self._triggers, sentence.end, first)]
        if not (triggers or lists or references) and not self._context.names_between(
            sentence.start, sentence.end
        ):
            self._has_introduced = False
            return self._announced(sentence), None
        phrases: list[Phrase] = []
        if triggers:
            around = self._surroundings.read(sentence, references, lists)._replace(
                follows_count=follows_count,
                topic_start=self._topic_start,
                contributors=len(set(self._bases.whole or ())),
                counted_sizes=self._bases.counted_sizes(),
                speaks_of_countries=self._speaks_of_countries,
            )
            found = find_phrases(self._text, self._context.lowered, triggers, around)
            phrases = [
                phrase
                for phrase in found
                if not _in_list(phrase, lists)
                and not points_abroad(self._context, phrase, follows_count=follows_count)
            ]
        phrases = self._with_subjects(sentence, phrases, lists, follows_count=follows_count)
        shared = self._sharer.share_out(sentence, phrases, references, lists)
        if phrases:
            clauses = split_clauses(
                self._text, sentence.start, sentence.end, [(one.start, one.end) for one in phrases]
            )
            claims = [
                self._build(phrase, clause, support, sentence.block)
                for phrase, clause, support in zip(phrases, clauses, shared.of_phrase, strict=True)
            ]
            claims = self._with_items(sentence, claims)
        else:
            claims = self._without_phrase(sentence, shared)
        self._introduce_contributors(sentence, references, claims)
        return claims, shared.follow_up

    def _with_items(self, sentence: Sentence, claims: list[Claim]) -> list[Claim]:
        """The last claim with the countries that the items below it begin with."""
        last = claims[-1]
        if last.countries is not None or last.note_labels or last.quantity.kind != "exact":
            return claims
        items = find_items(self._context, sentence.end, sentence.block, last.quantity.value)
        if items is None:
            return claims
        return [*claims[:-1], _with_origin(last, items[0], self._context.evidence(*items[1:]))]

    def _with_subjects(
        self,
        sentence: Sentence,
        phrases: list[Phrase],
        lists: Sequence[CountryList],
        *,
        follows_count: bool,
    ) -> list[Phrase]:
        """Add 'Only Germany …' and 'Italy and Poland have …' where nothing counts yet."""
        starts = [phrase.start for phrase in phrases]
        added = []
        for subject in find_subjects(self._context, sentence, lists):
            at = bisect_left(starts, subject.end) - 1
            if at < 0 or phrases[at].end <= subject.start:
                added.append(
                    take_of_base_before(
                        self._text, sentence.start, subject, follows_count=follows_count
                    )
                )
        return sorted((*phrases, *added), key=lambda phrase: phrase.start) if added else phrases

    def _without_phrase(self, sentence: Sentence, shared: SentenceSupports) -> list[Claim]:
        """A sentence that names its countries by a list or a note and gives no number."""
        support = Support(shared.free_references)
        for one in shared.free_lists:
            has_total = (
                one.stated_span is not None
                and one.stated_span[0] >= one.end
                and is_about_network(self._context.vocabulary, one.countries)
            )
            if has_total or (
                one.place in ("bracket", "colon") and self._names_actors(sentence, one)
            ):
                support.lists.append(one)
        if len(support.lists) > 1 and all(one.bracket >= 0 for one in support.lists):
            return self._a_claim_each(sentence, support.lists)
        has_note = any(
            self._is_plain_list(reference) for reference in support.references
        ) and not speaks_of_list(self._text, sentence.start, sentence.end)
        if not has_note and not support.lists:
            return self._announced(sentence)
        surface, value = (sentence.start, sentence.start), None
        if support.lists:
            first = support.lists[0]
            if first.stated_span is not None and first.stated_span[0] >= sentence.start:
                surface, value = first.stated_span, first.stated_count
        phrase = Phrase(*surface, surface, "vague" if value is None else "exact", value)
        clause = split_clauses(self._text, sentence.start, sentence.end, [surface])[0]
        return [self._build(phrase, clause, support, sentence.block)]

    def _announced(self, sentence: Sentence) -> list[Claim]:
        """'Cards exist in the following countries:', with an item for each of them below."""
        if not announces_items(self._text, sentence.start, sentence.end):
            return []
        items = find_items(self._context, sentence.end, sentence.block, None)
        if items is None or not is_about_network(self._context.vocabulary, items[0]):
            return []
        at = (sentence.start, sentence.start)
        clause = split_clauses(self._text, sentence.start, sentence.end, [at])[0]
        claim = self._build(Phrase(*at, at, "vague", None), clause, Support(), sentence.block)
        return [_with_origin(claim, items[0], self._context.evidence(*items[1:]))]

    def _a_claim_each(self, sentence: Sentence, lists: list[CountryList]) -> list[Claim]:
        """'Free courses (AT, BE) and vouchers (DE, NL) exist': each list says who does its part."""
        spans = [(one.bracket, one.end + 1) for one in lists]
        claims = []
        for one, clause in zip(
            lists, split_clauses(self._text, sentence.start, sentence.end, spans), strict=True
        ):
            at = (clause[0], clause[0])
            phrase = Phrase(*at, at, "vague", None)
            claims.append(self._build(phrase, clause, Support(lists=[one]), sentence.block))
        return claims

    def _names_actors(self, sentence: Sentence, one: CountryList) -> bool:
        """Whether a free list says who does what is said, and not what a group consists of."""
        if len(set(one.countries)) < 2 or one.kind == "exception":
            return False
        if not is_about_network(self._context.vocabulary, one.countries):
            return False
        lead = self._text[max(sentence.start, one.start - 100) : one.start]
        return len(lead.split()) >= 3 and not self._sharer.is_of_group(one)

    def _is_plain_list(self, reference: NoteReference) -> bool:
        note = self._notes.get(reference.note_id or "")
        if note is None or note.kind != "country_list" or note.list_kind == "none":
            return False
        if self._surroundings.is_foreign(note):
            return False
        return self._contributors is None or self._contributors.note_id != note.note_id

    def _introduce_contributors(
        self, sentence: Sentence, references: list[NoteReference], claims: list[Claim]
    ) -> None:
        """A sentence that cites the contributors makes them the set that 'these' may mean."""
        whole = self._contributors
        self._has_introduced = False
        if whole is None or whole.note_id is None or claims:
            return
        if any(reference.note_id == whole.note_id for reference in references):
            self._bases.introduce(sentence.block, None, whole.countries, None)
            self._has_introduced = True

    def _build(self, phrase: Phrase, clause: Span, support: Support, block: int) -> Claim:
        base = self._bases.resolve(self._text, phrase, block)
        reach = _reach(phrase, support)
        polarity: Polarity = (
            "no"
            if phrase.kind == "none"
            else read_polarity(
                self._text,
                clause,
                (phrase.start, reach),
                names_behind=reach > phrase.end,
            )
        )
        value = self._value(phrase, base, support)
        start, end = min(clause[0], phrase.start), max(clause[1], phrase.end)
        statement = self._text[start:end]
        said = Said(value, polarity, statement)
        source = self._sources.find(phrase, support, base, said, block)
        countries = source.countries if source else None
        is_sequel = phrase.relation == "further"
        is_open = source is not None and source.list_kind == "open"
        counted = None if is_open else countries  # examples are not the set
        self._bases.introduce(block, value, counted, base, is_sequel=is_sequel, start=phrase.start)
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
            base=base if is_printed_base(self._text, phrase) else None,
            countries=countries,
            countries_from=source.origin if source else None,
            list_kind=source.list_kind if source else "none",
            polarity=polarity,
            note_labels=support.labels,
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

    def _with_list(self, claim: Claim, one: CountryList) -> Claim:
        return claim.model_copy(
            update={
                "countries": one.countries,
                "countries_from": CountriesFrom(inline=self._context.evidence(one.start, one.end)),
                "list_kind": one.kind,
            }
        )


def _with_origin(claim: Claim, countries: tuple[Iso2, ...], origin: Evidence) -> Claim:
    """The claim with the countries that stand at ``origin``."""
    inline = CountriesFrom(inline=origin)
    update = {"countries": countries, "countries_from": inline, "list_kind": "exact"}
    return claim.model_copy(update=update)


def _reach(phrase: Phrase, support: Support) -> int:
    """Where the phrase ends with the list in apposition: 'Three countries, AT, BE and CY, …'."""
    first = support.lists[0] if support.lists else None
    if first is None or first.bracket >= 0:
        return phrase.end
    return first.end if 0 <= first.start - phrase.end <= APPOSITION_CHARS else phrase.end


def _in_list(phrase: Phrase, lists: Sequence[CountryList]) -> bool:
    """Whether the phrase is only the total printed behind a list: 'Norway (24 in total)'."""
    at = bisect_left(lists, phrase.start, key=lambda one: one.start) - 1
    if at < 0:
        return False
    stated = lists[at].stated_span
    return stated is not None and lists[at].end <= stated[0] <= phrase.start < stated[1]
