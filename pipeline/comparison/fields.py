"""Which fields of each kind of finding are compared, and how close two values are.

A field's measure says what its levels mean:

=========  ==========================  =========================  =============================
measure    IDENTICAL                   EQUAL                      OVERLAP
=========  ==========================  =========================  =============================
scalar     the same value              the same value             never
code       same code, or of the        as before                  never
           family that was expected
text       same words, white space     and case, quotation marks  half of all words are shared
           folded                      and edge marks folded
place      the same range              the same range             a shared character
urls       as set, without scheme, www. and final slash
sequence   same items, same order      same items, each as often  an item in common
set        same items, each as often   same items, each as often  an item in common
=========  ==========================  =========================  =============================
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipeline.comparison.places import Level, Place, relate
from schemas.extraction import CountryGroup, Qualifier, QuantityPart
from schemas.truth import FindingKind, TruthCountryGroup, TruthQualifier, TruthQuantityPart

Measure = Literal["scalar", "code", "text", "place", "sequence", "set", "urls"]
LISTS: frozenset[Measure] = frozenset({"sequence", "set", "urls"})
Value = str | int | bool | Place | tuple[str, ...] | None

FIELDS: dict[FindingKind, tuple[tuple[str, Measure], ...]] = {
    "metadata": (
        ("kind", "scalar"),
        ("language", "scalar"),
        ("title", "text"),
        ("product_title", "text"),
        ("subject", "text"),
        ("place", "text"),
        ("published_date", "scalar"),
        ("publisher", "text"),
        ("partners", "set"),
        ("links", "urls"),
    ),
    "contacts": (("name", "text"), ("role", "text"), ("email", "scalar")),
    "countries": (
        ("iso2", "scalar"),
        ("eu_code", "scalar"),
        ("form", "scalar"),
        ("role", "scalar"),
        ("note_label", "scalar"),
        ("evidence", "place"),
    ),
    "groups": (("group_id", "scalar"), ("exceptions", "set"), ("evidence", "place")),
    "notes": (
        ("label", "scalar"),
        ("kind", "scalar"),
        ("countries", "sequence"),
        ("groups", "sequence"),
        ("qualifiers", "sequence"),
        ("list_kind", "scalar"),
        ("is_unfinished", "scalar"),
        ("stated_count", "scalar"),
        ("list_evidence", "place"),
        ("evidence", "place"),
    ),
    "links": (("note", "scalar"), ("evidence", "place")),
    "claims": (
        ("statement", "text"),
        ("quantity.surface", "text"),
        ("quantity.kind", "scalar"),
        ("quantity.value", "scalar"),
        ("quantity.parts", "sequence"),
        ("base.surface", "text"),
        ("base.value", "scalar"),
        ("base.countries", "set"),
        ("countries", "set"),
        ("countries_from.note_label", "scalar"),
        ("countries_from.inline", "place"),
        ("countries_from.derived", "scalar"),
        ("list_kind", "scalar"),
        ("polarity", "scalar"),
        ("note_labels", "sequence"),
        ("evidence", "place"),
    ),
    "instruments": (
        ("instrument_id", "scalar"),
        ("instrument_types", "set"),
        ("mention", "scalar"),
        ("name", "text"),
        ("is_new", "scalar"),
        ("year", "scalar"),
        ("parties", "set"),
        ("event", "scalar"),
        ("evidence", "place"),
    ),
    "checks": (
        ("code", "code"),
        ("status", "scalar"),
        ("expected", "text"),
        ("found", "text"),
    ),
    "issues": (("code", "code"), ("evidence", "place")),
}
"""Every field that truth may state, and the measure it is compared by."""

MEASURES: dict[tuple[FindingKind, str], Measure] = {
    (kind, name): measure for kind, fields in FIELDS.items() for name, measure in fields
}


class Tokens(NamedTuple):
    """A text, folded twice: white space only, and everything that is a matter of typography."""

    verbatim: str
    folded: str


_TYPOGRAPHY = str.maketrans(dict.fromkeys("‘’‚‛`´", "'") | dict.fromkeys("“”„«»", '"') | {"–": "-"})
_EDGES = " \"'*_.,;:!?()[]<>-"


def fold(text: str) -> Tokens:
    """The text for comparison.

    >>> fold("  ‘Migration  Diplomacy’. ").folded
    'migration diplomacy'
    """
    verbatim = " ".join(text.split())
    return Tokens(verbatim, verbatim.translate(_TYPOGRAPHY).strip(_EDGES).casefold())


def is_nothing(value: Value) -> bool:
    """Null, false, the empty text and the empty list: nothing that could be missed."""
    return value is None or value is False or value in {(), ""}


def items_of(value: object) -> tuple[str, ...]:
    """A list of the records as strings, so that every list is compared in one way.

    Groups become ``member: AT``, qualifiers ``AT: since 2019``, parts ``three: 3``.
    """
    items: list[str] = []
    for item in value if isinstance(value, tuple) else ():
        match item:
            case CountryGroup() | TruthCountryGroup():
                items.extend(f"{item.role}: {iso2}" for iso2 in item.countries)
            case Qualifier() | TruthQualifier():
                items.append(f"{item.iso2}: {item.text}")
            case QuantityPart() | TruthQuantityPart():
                items.append(f"{item.surface}: {item.value}")
            case _:
                items.append(str(item))
    return tuple(items)


def plain_url(url: str) -> str:
    """The part of an address that tells it from others.

    >>> plain_url("https://www.example.org/emn/")
    'example.org/emn'
    """
    scheme, mark, rest = url.strip().partition("://")
    return (rest if mark else scheme).removeprefix("www.").rstrip("/")


def compare_values(measure: Measure, expected: Value, found: Value) -> Level:
    """How close two values are that are both something (see the table above)."""
    match expected, found:
        case Place(), Place():
            return relate(expected, found)
        case tuple(), tuple() if measure in LISTS:
            return _compare_lists(expected, found, is_ordered=measure == "sequence")
        case str(), str() if measure == "text":
            return _compare_texts(expected, found)
    if measure == "code" and str(found).startswith(f"{expected}."):
        return Level.IDENTICAL
    return Level.IDENTICAL if expected == found else Level.DIFFERENT


def _compare_lists(
    expected: Sequence[object], found: Sequence[object], *, is_ordered: bool
) -> Level:
    if tuple(expected) == tuple(found):
        return Level.IDENTICAL
    ours, theirs = Counter(expected), Counter(found)
    if ours == theirs:
        return Level.EQUAL if is_ordered else Level.IDENTICAL
    return Level.OVERLAP if ours & theirs else Level.DIFFERENT


def _compare_texts(expected: str, found: str) -> Level:
    ours, theirs = fold(expected), fold(found)
    if ours.verbatim == theirs.verbatim:
        return Level.IDENTICAL
    if ours.folded == theirs.folded:
        return Level.EQUAL
    our_words, their_words = Counter(ours.folded.split()), Counter(theirs.folded.split())
    shared = (our_words & their_words).total()
    return (
        Level.OVERLAP
        if shared and 4 * shared >= our_words.total() + their_words.total()
        else Level.DIFFERENT
    )
