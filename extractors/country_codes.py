"""Codes of countries outside lists: in cells, as labels, in front of numbers, one by one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from extractors.context import Context
from extractors.lists import CountryList, ListItem
from schemas.extraction import CountryForm, Iso2

_Line = tuple[str, int, int]
"""``row`` or ``column``, number of the table, number of the row or column."""
MIN_LABELS = 2
"""So many paragraphs must open with a code and a colon before such codes count."""


_ADDED = re.compile(
    r"[)\]]?\s*,?\s*(?:and|plus|as well as|along with|together with|[+&])\s*([A-Z]{2})(?![\w/-])"
)
_ONLY_CODES = re.compile(
    r"[\s(\[]*[A-Za-z]{2}(?:(?:[\s,;|·•]|(?<=\s)(?:and|&)(?=\s))+[A-Za-z]{2})+[\s.)\]]*"
)
MIN_BARE_CODES = 3
"""So many codes must fill a paragraph that has no other word."""
_SUBJECT = re.compile(
    r"[(]([A-Z]{2})\s(?:(?:alone|also|only|even)\s)?"
    r"(?:has|had|is|was|does|did|uses?d?|stands?|stood|leads?|led|charges?d?|reports?(?:ed)?|plans?|allows?"
    r"|requires?d?|applies|applied|introduced|offers?(?:ed)?|grants?(?:ed)?|comes?|came|follows?|has)\s"
)
_KEYED = re.compile(r"([A-Z][A-Z])(?<![\w.@/-]..)(?:\s?[:=]\s?[\d~<>]|,\s?(?:19|20)\d\d(?!\d))")
_BRACKETED = re.compile(r"[(\[]([A-Z]{2})[)\]]")
MAX_BARE_CHARS = 2000
MAX_HEADER_CHARS = 60
_COUNTRY_HEADER = re.compile(
    r"\s*(?:(?:reporting|responding|emn|eu|contributing|participating)\s+)*"
    r"(?:countr(?:y|ies)|member\s+states?|member\s+countr(?:y|ies)|ms|states?|ncps?)"
    r"(?:\s+codes?)?[\s:*]*",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?<![A-Za-z])[A-Za-z]{2}(?![A-Za-z])")
_LABEL = re.compile(r"[\s•*–-]*([A-Z]{2})\s*(?::|\s[–—-]\s)\s*\S")


class Place(NamedTuple):
    """One mention at ``text[start:end]``."""

    start: int
    end: int
    iso2: Iso2
    form: CountryForm
    country_list: CountryList | None = None
    item: ListItem | None = None


def find_lone_codes(context: Context) -> Iterator[Place]:
    """Every code outside lists whose form shows that it is a country, in no order."""
    yield from _labels(context)
    yield from _repeated_forms(context)
    yield from _bare(context)
    yield from find_cells(context)
    yield from _added(context)
    yield from _subjects_in_brackets(context)


def _subjects_in_brackets(context: Context) -> Iterator[Place]:
    """'(AT stands out with 16)': a code that opens a bracket and is the subject of its verb."""
    for found in _SUBJECT.finditer(context.text):
        code = found[1]
        iso2 = context.vocabulary.codes.get(code)
        is_word = code in context.vocabulary.ambiguous_codes - context.vocabulary.word_codes
        if iso2 and not is_word and context.vocabulary.countries[iso2].emn_role:
            yield Place(*found.span(1), iso2, "code")


def _added(context: Context) -> Iterator[Place]:
    """The code that is added to a list of codes: '(AT, BE, CY) plus GE'."""
    for one in context.lists:
        found = _ADDED.match(context.text, one.end)
        if found is None or all(item.form != "code" for item in one.items):
            continue
        iso2 = context.vocabulary.codes.get(found[1])
        if iso2 is None or found[1] in context.vocabulary.ambiguous_codes:
            continue
        if context.vocabulary.countries[iso2].emn_role:
            yield Place(*found.span(1), iso2, "code")


def _bare(context: Context) -> Iterator[Place]:
    """Paragraphs of codes and nothing else, as tables leave them: 'AT BE BG CY', 'AT, Be, iE'."""
    codes, ambiguous = context.vocabulary.codes, context.vocabulary.ambiguous_codes
    for block in context.document.blocks:
        words = context.text[block.start_char : block.end_char]
        if len(words) > MAX_BARE_CHARS or _ONLY_CODES.fullmatch(words) is None:
            continue
        found = [match for match in _PAIR.finditer(words) if match.group() not in ("and", "&")]
        printed = [match.group().upper() for match in found]
        if len(printed) < MIN_BARE_CODES or any(code not in codes for code in printed):
            continue
        if not any(code.group().isupper() and code.group() not in ambiguous for code in found):
            continue
        for match in found:
            start = block.start_char + match.start()
            yield Place(start, start + 2, codes[match.group().upper()], "code")


def _labels(context: Context) -> list[Place]:
    """Codes that open a paragraph: 'AT: …', 'BE – …', where several paragraphs do so."""
    found: list[tuple[str, Place]] = []
    for block in context.document.blocks:
        if block.role in ("note", "table_cell"):
            continue
        label = _LABEL.match(context.text, block.start_char, block.end_char)
        iso2 = context.vocabulary.codes.get(label[1]) if label else None
        if label and iso2 and context.vocabulary.countries[iso2].emn_role:
            found.append((label[1], Place(*label.span(1), iso2, "code")))
    plain = {code for code, _ in found} - context.vocabulary.ambiguous_codes
    distinct = len({code for code, _ in found})
    if distinct < MIN_LABELS or (not plain and distinct == MIN_LABELS):
        return []
    return [place for code, place in found if code in plain or distinct > MIN_LABELS]


def _repeated_forms(context: Context) -> Iterator[Place]:
    """Codes that a paragraph prints one by one in one form, at least two of them.

    In front of numbers ('DE: 5; FR: 6; IT: 7', 'AT, 2022; BE, 2021') and alone in brackets ('the
    Aliens Act (FI); the Code (DE)').
    """
    with_lists = {
        one.block for one in context.lists if any(item.form == "code" for item in one.items)
    }
    for form in (_KEYED, _BRACKETED):
        yield from _codes_of_form(context, form, with_lists)


def _codes_of_form(
    context: Context, form: re.Pattern[str], with_lists: set[int]
) -> Iterator[Place]:
    """``with_lists``: the blocks that hold a list of codes."""
    if form.search(context.text) is None:
        return  # one look at a text without any, in place of one at each of its blocks
    codes, ambiguous = context.vocabulary.codes, context.vocabulary.ambiguous_codes
    for number, block in enumerate(context.document.blocks):
        found = [
            match
            for match in form.finditer(context.text, block.start_char, block.end_char)
            if match[1] in codes
            and context.vocabulary.countries[codes[match[1]]].emn_role
            and not _is_abbreviation(context.text, block.start_char, match.start(), match[1])
        ]
        if len(found) < MIN_LABELS:
            continue
        distinct = {match[1] for match in found}
        is_sure = bool(distinct - ambiguous) or len(distinct) > MIN_LABELS or number in with_lists
        if len(distinct) >= MIN_LABELS and is_sure:
            for match in found:
                yield Place(*match.span(1), codes[match[1]], "code")


def _is_abbreviation(text: str, begin: int, end: int, code: str) -> bool:
    """Whether the words in front spell the code: 'human resources (HR)'."""
    words = re.findall(r"[A-Za-z]+", text[max(begin, end - 60) : end])
    return "".join(word[0] for word in words[-2:]).upper() == code


def _country_lines(context: Context) -> set[_Line]:
    """Columns and rows whose first cell says that they hold countries."""
    lines: set[_Line] = set()
    for block in context.document.blocks:
        cell = block.cell
        if cell is None or 1 not in (cell.row, cell.column):
            continue
        words = context.text[block.start_char : block.end_char]
        if len(words) < MAX_HEADER_CHARS and _COUNTRY_HEADER.fullmatch(words):
            if cell.row == 1:
                lines.add(("column", cell.table, cell.column))
            else:
                lines.add(("row", cell.table, cell.row))
    return lines


def find_cells(context: Context) -> list[Place]:
    """Table cells that are a code and nothing else, if the table is one of countries.

    A code that is also a word ('NO', 'IT', 'PT') or that is outside the network counts only where
    its row or column holds two codes of the network that are no words, or three that are, or is
    headed 'Country' or 'Member State'.
    """
    plain: dict[_Line, set[str]] = defaultdict(set)
    words_too: dict[_Line, set[str]] = defaultdict(set)
    cells: list[tuple[str, Place, tuple[_Line, _Line]]] = []
    codes, ambiguous = context.vocabulary.codes, context.vocabulary.ambiguous_codes
    for block in context.document.blocks:
        if block.cell is None:
            continue
        words = context.text[block.start_char : block.end_char]
        code = words.strip(" *:.")
        if code not in codes:
            continue
        keys = (
            ("row", block.cell.table, block.cell.row),
            ("column", block.cell.table, block.cell.column),
        )
        start = block.start_char + words.index(code)
        cells.append((code, Place(start, start + 2, codes[code], "code"), keys))
        if context.vocabulary.countries[codes[code]].emn_role:
            for key in keys:
                (words_too if code in ambiguous else plain)[key].add(code)
    titled = _country_lines(context)
    return [
        place
        for code, place, keys in cells
        if code in plain[keys[0]]
        or titled.intersection(keys)
        or any(len(plain[key]) >= 2 or len(plain[key] | words_too[key]) >= 3 for key in keys)
    ]
