"""Whom the document names for questions, and the addresses that its contact part prints."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extractors.alternatives import alternatives
from extractors.boilerplate import StandingBlock
from extractors.context import Context
from extractors.vocabulary import read_table
from schemas.extraction import Contact

Span = tuple[int, int]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"“”|]+"
    r"|(?<![@\w./-])(?:[a-z0-9-]{1,63}\.){1,5}(?:eu|com|org|int|net)(?:/[^\s<>()\[\]\"“”|]*)?(?![\w@])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame)\b\.?\s+")
_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-Ž][\w'’.-]*|de|van|von|der|den|la|le|di|da|dos|del|af|ten|ter)(?=[\s,;:(–—-]|\Z)"
)
_PHONE = re.compile(r"[\s(]*\+?\d[\d\s()/.-]{5,}\Z")
_EDGES = " \t,;:|*_<>()–—-"
MAX_NAME_CHARS, MAX_OFFICE_CHARS = 60, 120


@dataclass(frozen=True)
class _Words:
    role: frozenset[str]
    office: frozenset[str]
    label: re.Pattern[str]


@cache
def _load_words() -> _Words:
    rows = read_table("contact_words")
    labels = alternatives(row["word"] for row in rows if row["kind"] == "label")
    return _Words(
        role=frozenset(row["word"] for row in rows if row["kind"] == "role"),
        office=frozenset(row["word"] for row in rows if row["kind"] == "office"),
        label=re.compile(
            rf"[\s•*–-]*(?:{labels})(?:\s?\(s\)|s)?\s*(?:[:.]|\Z)\s*",
            re.IGNORECASE,
        ),
    )


@dataclass(slots=True)
class _Person:
    name: str | None
    start: int
    end: int
    roles: list[str] = field(default_factory=list)
    email: str | None = None

    def build(self) -> tuple[Contact, Span]:
        role = ", ".join(filter(None, self.roles)) or None
        return Contact(name=self.name, role=role, email=self.email), (self.start, self.end)


def find_contacts(
    context: Context, standing_blocks: Sequence[StandingBlock]
) -> Iterator[tuple[Contact, Span]]:
    """Persons and offices of the contact part, in printed order, with where they stand.

    Names come without Mr, Ms, Dr. What stands between a name and its e-mail address is the role.
    An address without a name has the office above it, or null, as its name.
    """
    reader = _ContactReader()
    for standing in standing_blocks:
        if standing.kind == "contact":
            for start, end in _pieces(context.text, standing):
                yield from reader.read(context.text[start:end], start, end)
    yield from reader.finish()


class _ContactReader:
    """Goes through the pieces of a contact part and puts together what belongs to one person."""

    def __init__(self) -> None:
        self._person: _Person | None = None
        self._office: tuple[str, int] | None = None

    def finish(self) -> Iterator[tuple[Contact, Span]]:
        """The person that is still open, if any."""
        if self._person is not None:
            yield self._person.build()
            self._person = None

    def read(self, piece: str, start: int, end: int) -> Iterator[tuple[Contact, Span]]:
        """Take up one piece; yield the person before it, if the piece begins another."""
        if _EMAIL.fullmatch(piece):
            yield from self._read_email(piece, start, end)
        elif _URL.search(piece) or _PHONE.match(piece):
            return
        elif (name := _name(piece)) is not None:
            yield from self.finish()
            begin = start + piece.index(name)
            rest = piece[piece.index(name) + len(name) :].strip(_EDGES)
            self._person = _Person(name, begin, end if rest else begin + len(name))
            self._person.roles.extend([rest] if rest else [])
            self._office = None
        elif self._person is not None and self._person.email is None:
            self._person.roles.append(piece)
            self._person.end = end
        elif len(piece) <= MAX_OFFICE_CHARS:
            self._office = (piece, start)

    def _read_email(self, piece: str, start: int, end: int) -> Iterator[tuple[Contact, Span]]:
        if self._person is None or self._person.email is not None:
            yield from self.finish()
            name, begin = self._office or (None, start)
            self._person = _Person(name, begin, end)
        self._person.email, self._person.end, self._office = piece, end, None


def _pieces(text: str, standing: StandingBlock) -> Iterator[Span]:
    """The values of one line: addresses apart from what stands beside them, labels left out."""
    start, end = standing.block.start_char, standing.block.end_char
    bounds = [start]
    for found in _EMAIL.finditer(text, start, end):
        bounds.extend(found.span())
    bounds.append(end)
    for left, right in pairwise(bounds):
        label = _load_words().label.match(text, left, right)
        begin = label.end() if label else left
        while begin < right and text[begin] in _EDGES:
            begin += 1
        stop = right
        while stop > begin and text[stop - 1] in _EDGES:
            stop -= 1
        tail = re.compile(r"[\s,;(–—-]*(?:e-?mail|mail|tel|phone)\s*[:.]?\Z", re.IGNORECASE)
        ending = tail.search(text[begin:stop])
        stop = begin + ending.start() if ending else stop
        if begin < stop:
            yield begin, stop


def _name(piece: str) -> str | None:
    """The person that the piece begins with or is; None for offices and functions."""
    words = _load_words()
    title = _TITLE.match(piece)
    position = title.end() if title else 0
    end, count = position, 0
    while (found := _NAME_WORD.match(piece, position)) is not None:
        word = found.group().strip(".")
        if word in words.role or word in words.office:
            break
        end, count = found.end(), count + 1
        position = end
        gap = re.compile(r"\s+").match(piece, end)
        if gap is None:
            break
        position = gap.end()
    begin = title.end() if title else 0
    rest = piece[end:].strip()
    if title is not None:
        return piece[begin:end] if count else None
    is_whole = not rest or rest[0] in ",(–—-;"
    if 2 <= count <= 5 and is_whole and end <= MAX_NAME_CHARS and not piece[:end].isupper():
        return piece[begin:end]
    return None


def find_links(
    context: Context, standing_blocks: Sequence[StandingBlock]
) -> list[tuple[str, Span]]:
    """Addresses printed in the contact part, in order, each once, as printed.

    Without a scheme if none is printed. Where a word carries the link ('LinkedIn'), its target.
    The list of national websites on a back cover is no contact part.
    """
    found: dict[str, Span] = {}
    for standing in standing_blocks:
        if standing.kind not in ("contact", "sites") or standing.is_site:
            continue
        block = standing.block
        printed = [
            (match.group().rstrip(".,;:!?'’"), match.start())
            for match in _URL.finditer(context.text, block.start_char, block.end_char)
            if not _is_in_email(context.text, match.start(), match.end())
        ]
        places = [(url, (start, start + len(url))) for url, start in printed]
        if not places:
            places = [
                (link.url, (link.start_char, link.end_char))
                for link in context.document.links
                if block.start_char <= link.start_char < block.end_char
                and link.url.startswith(("http://", "https://", "www."))
            ]
        for url, span in places:
            found.setdefault(url, span)
    return list(found.items())


def _is_in_email(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "@" or (
        "@" in text[start:end] and "/" not in text[start:end].split("@", maxsplit=1)[0]
    )
