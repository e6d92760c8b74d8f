"""Country lists: the grammar of 'AT, BE, CY, … and GE, UA' in all its printed forms."""

from typing import Literal, NamedTuple

from schemas.extraction import CountryForm, GroupRole, Iso2, ListKind

DefectKind = Literal["hole", "stray_separator", "unknown_code", "typo", "case"]
ListPlace = Literal["note", "bracket", "colon", "running", "cell"]


class ListItem(NamedTuple):
    """One country of a list, at ``text[start:end]``."""

    iso2: Iso2
    form: CountryForm
    start: int
    end: int
    group: GroupRole
    qualifier: tuple[int, int] | None = None
    """Where the words that qualify it stand: 'since 2019' in 'AT (since 2019)'."""
    is_repeat: bool = False
    """A code that only repeats the name before it: 'Belgium (BE)'."""


class ListDefect(NamedTuple):
    """Something wrong in the print of a list, at ``text[start:end]``."""

    kind: DefectKind
    start: int
    end: int


class CountryList(NamedTuple):
    """A list of countries as printed: nothing dropped, nothing added, nothing sorted."""

    start: int
    """First character of the first item."""
    end: int
    """After the last item (and its qualifier)."""
    items: tuple[ListItem, ...]
    countries: tuple[Iso2, ...]
    """In printed order, repeats kept; of an exception the excepted ones."""
    kind: ListKind
    place: ListPlace
    block: int
    """Index of its block in ``document.blocks``."""
    note_id: str | None
    stated_count: int | None = None
    stated_span: tuple[int, int] | None = None
    is_unfinished: bool = False
    defects: tuple[ListDefect, ...] = ()
    bracket: int = -1
    """Offset of the bracket that the list stands in, or -1."""
