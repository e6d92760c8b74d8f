"""Whom the document names for questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extractors.alternatives import alternatives
from extractors.boilerplate import StandingBlock
from extractors.context import Context
from extractors.links import URL
from extractors.vocabulary import read_table
from schemas.extraction import Contact

Span = tuple[int, int]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Mgr|Ing|Mag|dr|prof)\b\.?\s+){1,2}"
)
_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-Ž][\w'’.-]*|de|van|von|der|den|la|le|di|da|dos|del|af|ten|ter)(?=[\s,;:(–—-]|\Z)"
)
_PHONE = re.compile(
    r"(?:(?<!\w)(?:tel(?:ephone)?|phone|mobile|mob|fax|t|m)(?!\w)\.?\s?:?\s*)?"
    r"(?<![\w/.-])\(?\+?\d[\d\s()/.-]{5,30}\d(?!\w)",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s[|·•/]\s")
_JOINT = re.compile(r"(?:or|and)\s")
_LABEL_AT_END = re.compile(
    r"(?:\A|[\s,;(–—-]+)(?:(?:or|and|at|on|via|by|visit)\s)*"
    r"(?:e-?mail|mail|tel|phone|at|on|or|and|visit|see|via)"
    r"\s*[:.]?\Z",
    re.IGNORECASE,
)
_LABEL_INSIDE = re.compile(
    r"(?<=\s)(?=(?:(?:press|media)\s)?(?:contact|website|web|e-?mail|tel|phone|mobile)s?\.?\s?:\s"
    r"|(?:or|and)\s(?:please\s)?contact\s)",
    re.IGNORECASE,
)
"""Where a line of several labels begins anew: 'Website: … Contact: …'."""
_EDGES = " \t.,;:|/*_<>()[]–—-"
MIN_NAME_WORDS = 2
MAX_NAME_CHARS, MAX_OFFICE_CHARS = 60, 120


@dataclass(frozen=True)
class _Words:
    role: frozenset[str]
    office: frozenset[str]
    label: re.Pattern[str]
    front: re.Pattern[str]
    """A function in front of a name: 'Senior Specialist Ana Roth'."""
    opener: re.Pattern[str]
    """'For further information, please contact', in front of a name."""


@cache
def _load_words() -> _Words:
    rows = read_table("contact_words")
    labels = alternatives(row["word"] for row in rows if row["kind"] == "label")
    roles = "|".join(row["word"] for row in rows if row["kind"] == "role")
    return _Words(
        role=frozenset(row["word"] for row in rows if row["kind"] == "role"),
        office=frozenset(row["word"] for row in rows if row["kind"] == "office"),
        label=re.compile(
            rf"[\s•*–-]*(?:{labels})(?:\s?\(s\)|s)?\s*(?:[:.]|\Z)\s*",
            re.IGNORECASE,
        ),
        front=re.compile(
            rf"(?:{roles})(?:\s\w{{2,20}}){{0,3}}:\s(?=[A-ZÀ-Ž][\w'’-]+\s[A-ZÀ-Ž])"
            rf"|(?:(?:{roles})\s){{1,4}}"
            r"(?=[A-ZÀ-Ž][a-zà-ÿ]+\s[A-ZÀ-Ž][\w'’-]+(?:\s[A-ZÀ-Ž][\w'’-]+)?\Z)"
        ),
        opener=re.compile(
            rf"[\s•*–-]*(?:{'|'.join(row['pattern'] for row in read_table('contact_openers'))})",
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
                is_bracketed = context.text[start - 1 : start] == "("
                yield from reader.read(
                    context.text[start:end], start, end, is_bracketed=is_bracketed
                )
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

    def read(
        self, piece: str, start: int, end: int, *, is_bracketed: bool
    ) -> Iterator[tuple[Contact, Span]]:
        """Take up one piece; yield the person before it, if the piece begins another.

        A name in brackets belongs to the address in front of it.
        """
        front = _load_words().front.match(piece)
        if front is not None:
            size = front.end()
            yield from self.read(piece[size:], start + size, end, is_bracketed=is_bracketed)
            if self._person is not None:
                self._person.roles.insert(0, front.group().strip(" :"))
        elif _EMAIL.fullmatch(piece):
            yield from self._read_email(piece, start, end)
        elif URL.search(piece) or _PHONE.fullmatch(piece):
            return
        elif (person := _name(piece)) is not None:
            if is_bracketed and self._person is not None and self._person.name is None:
                self._person.name, self._person.end = person, end
                return
            yield from self.finish()
            begin = start + piece.index(person)
            rest = _close(piece[piece.index(person) + len(person) :].strip(_EDGES))
            self._person = _Person(person, begin, end if rest else begin + len(person))
            self._person.roles.extend([rest] if rest else [])
            self._office = None
        elif self._person is not None and self._person.email is None:
            self._person.roles.append(_close(piece))
            self._person.end = end
        elif len(piece) <= MAX_OFFICE_CHARS:
            name = piece.removeprefix("the ")
            self._office = (name, start + len(piece) - len(name))

    def _read_email(self, piece: str, start: int, end: int) -> Iterator[tuple[Contact, Span]]:
        if self._person is None or self._person.email is not None:
            yield from self.finish()
            name, begin = self._office or (None, start)
            self._person = _Person(name, begin, end)
        self._person.email, self._person.end, self._office = piece, end, None


def _pieces(text: str, standing: StandingBlock) -> Iterator[Span]:
    """The values of one line: addresses apart from what stands beside them, labels left out."""
    start, end = standing.block.start_char, standing.block.end_char
    bounds = {start, end}
    for pattern in (_EMAIL, _PHONE, URL, _LABEL_INSIDE, _BAR):
        for found in pattern.finditer(text, start, end):
            bounds.update(found.span())
    for left, right in pairwise(sorted(bounds)):
        begin = _skip(_load_words().opener, text, left, right)
        begin = _skip(_load_words().label, text, begin, right)
        while begin < right and text[begin] in _EDGES:
            begin += 1
        begin = _skip(_JOINT, text, begin, right)
        stop = right
        while stop > begin and text[stop - 1] in _EDGES:
            stop -= 1
        ending = _LABEL_AT_END.search(text[begin:stop])
        stop = begin + ending.start() if ending else stop
        if begin < stop:
            yield begin, stop


def _close(words: str) -> str:
    """With the bracket that was taken off at the end of 'Officer at the Ministry (Malta'."""
    return words + ")" if words.count("(") > words.count(")") else words


def _skip(words: re.Pattern[str], text: str, begin: int, end: int) -> int:
    found = words.match(text, begin, end)
    return found.end() if found else begin


def _name(piece: str) -> str | None:
    """The person that the piece begins with or is; None for offices and functions."""
    words = _load_words()
    title = _TITLE.match(piece)
    position = title.end() if title else 0
    end, count, is_before_role = position, 0, False
    while (found := _NAME_WORD.match(piece, position)) is not None:
        word = found.group().strip(".")
        if word in words.role or word in words.office:
            is_before_role = word in words.role and count >= MIN_NAME_WORDS
            break
        if count >= MIN_NAME_WORDS and len(word) > MIN_NAME_WORDS and word.isupper():
            is_before_role = True  # the acronym of an office: 'Eva Roth IOM Austria'
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
    is_whole = not rest or rest[0] in ",(–—-;" or is_before_role
    if (
        MIN_NAME_WORDS <= count <= 5
        and is_whole
        and end <= MAX_NAME_CHARS
        and not piece[:end].isupper()
    ):
        return piece[begin:end]
    return None
