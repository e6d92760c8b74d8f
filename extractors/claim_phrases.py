"""What a quantified phrase is, and what stands around it in its sentence."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from schemas.extraction import Iso2, QuantityKind

Relation = Literal["plain", "these", "complement", "further"]
Span = tuple[int, int]


class Phrase(NamedTuple):
    """'At least nine of the 15 responding countries' at ``text[start:end]``."""

    start: int
    end: int
    surface: Span
    """The words that say how many."""
    kind: QuantityKind
    value: int | None
    base: Span | None = None
    """The words that name the set it is taken from."""
    base_value: int | None = None
    relation: Relation = "plain"
    is_taken_of: bool = False
    """The base stands behind an 'of', and not only as the noun that is counted."""
    parts: tuple[tuple[int, int, int], ...] = ()
    """Start, end and value of the addends of a combined count."""
    left_out: int | None = None
    """The number behind 'all but'."""
    named: tuple[tuple[Iso2, ...], int, int] | None = None
    """Countries that the phrase itself names, and where: 'Only Germany'."""


class Surroundings(NamedTuple):
    """What stands in the sentence beside its words: markers and lists, by offset."""

    start: int
    end: int
    markers: frozenset[int]
    list_markers: Mapping[int, int]
    """Markers of notes that list countries, with how many; 0 if the note is missing."""
    list_brackets: Mapping[int, int]
    """The brackets that open a country list, with how many it holds."""
    list_starts: Mapping[int, int]
    """The first items of the bracketed lists, with how many each holds."""
    apposed: Mapping[int, int] = MappingProxyType({})
    """The marks in front of countries that another mark closes (', AT and BE, '), with how many."""
    other_lists: Mapping[int, int] = MappingProxyType({})
    """Where countries outside the network are listed (the bracket, the first name, the marker of
    the note), with how many."""
    is_heading: bool = False
    follows_count: bool = False
    """The sentence before counts countries, so that 'In eight, fees were waived' may go on."""
    topic_start: int = 0
    """Where the sentences begin that a quantifier without a noun may take up."""
    contributors: int = 0
    """How many contributed, if the document says so."""
    counted_sizes: frozenset[int | None] = frozenset()
    """What the last claims counted: 'those five' may be the five of one of them."""
    speaks_of_countries: bool = False
    """The document counts or names countries or respondents somewhere."""
    name_starts: frozenset[int] = frozenset()
    """Where the names of countries begin."""
    name_ends: frozenset[int] = frozenset()
    """Where the names of countries end."""
    subject_end: int = -1
    """Where the name of a country of the network ends that opens the sentence."""
    added_names: tuple[tuple[int, int, int], ...] = ()
    """Names of the network, and lists of them, that a count may add: start, end, how many."""
