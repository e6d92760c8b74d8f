"""Defects to seed into a clean document: what an author's slip of the pen does to the print.

Each seed takes the Markdown of a clean document with its record and yields damaged copies, one slip
each. A copy counts as caught if a check of one of the seed's families fails that did not before.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schemas.extraction import Check, Extraction

Mutation = Callable[[str, Extraction], Iterator[str]]

_LISTS = re.compile(r"(?<![\w-])[A-Z]{2}(?:(?:,? and |, and |, )[A-Z]{2})+(?!\w)")
_SPARE = ("BG", "EL", "RO", "HR", "IT", "SK", "MT", "CY")
_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty", "twenty-one", "twenty-two", "twenty-three", "twenty-four"),
]


@dataclass(frozen=True, slots=True)
class Seed:
    """A kind of slip, the families of checks that may catch it, and what makes it."""

    name: str
    families: frozenset[str]
    mutate: Mutation


def _counted(extraction: Extraction) -> Iterator[Check]:
    """Checks that saw a number and a closed list agree."""
    for check in extraction.checks:
        is_count = check.code in ("count.list", "count.note", "total.list")
        if is_count and check.status == "pass" and check.expected == check.found:
            yield check


def _lists(extraction: Extraction) -> list[str]:
    """The quotes of lists of codes that stand beside an exact number."""
    quotes = [_LISTS.search(check.evidence[1].quote) for check in _counted(extraction)]
    return list(
        dict.fromkeys(found.group() for found in quotes if found and len(found.group()) > 9)
    )


def _codes(quote: str) -> list[str]:
    return re.findall(r"[A-Z]{2}", quote)


def drop_code(text: str, extraction: Extraction) -> Iterator[str]:
    for quote in _lists(extraction):
        codes = _codes(quote)
        yield text.replace(quote, quote.replace(f"{codes[1]}, ", "", 1))


def add_code(text: str, extraction: Extraction) -> Iterator[str]:
    for quote in _lists(extraction):
        codes = _codes(quote)
        spare = next(code for code in _SPARE if code not in codes)
        yield text.replace(quote, quote.replace(codes[1], f"{codes[1]}, {spare}", 1))


def repeat_code(text: str, extraction: Extraction) -> Iterator[str]:
    for quote in _lists(extraction):
        codes = _codes(quote)
        yield text.replace(quote, quote.replace(codes[1], f"{codes[1]}, {codes[0]}", 1))


def _pairs(extraction: Extraction) -> Iterator[tuple[str, str]]:
    for check in extraction.checks:
        if check.code.startswith("partition.") and len(check.evidence) == 4:
            left = _LISTS.search(check.evidence[1].quote)
            right = _LISTS.search(check.evidence[3].quote)
            if left and right:
                yield left.group(), right.group()


def move_code(text: str, extraction: Extraction) -> Iterator[str]:
    for left, right in _pairs(extraction):
        code = _codes(left)[1]
        moved = text.replace(left, left.replace(f"{code}, ", "", 1))
        yield moved.replace(right, f"{code}, {right}")


def share_code(text: str, extraction: Extraction) -> Iterator[str]:
    for left, right in _pairs(extraction):
        code = _codes(left)[1]
        yield text.replace(right, right.replace(_codes(right)[1], code, 1))


def change_number(text: str, extraction: Extraction) -> Iterator[str]:
    for claim in extraction.claims:
        checked = {i for check in _counted(extraction) for i in check.finding_ids}
        word = claim.quantity.surface
        if claim.finding_id not in checked or claim.quantity.parts:
            continue
        for other in _next_number(word):
            changed = claim.statement.replace(word, other, 1)
            mark = text.replace(claim.statement, changed, 1)
            if mark == text:  # a marker stands inside the statement
                mark = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", other, text, count=1)
            yield mark


def _next_number(surface: str) -> Iterator[str]:
    for word in re.findall(r"[\w-]+", surface):
        if word.isdecimal():
            yield surface.replace(word, str(int(word) + 1), 1)
        elif word.lower() in _UNITS[:-1]:
            other = _UNITS[_UNITS.index(word.lower()) + 1]
            yield surface.replace(word, other.capitalize() if word[0].isupper() else other, 1)


def change_total(text: str, extraction: Extraction) -> Iterator[str]:
    for note in extraction.notes:
        if note.stated_count is not None and note.list_evidence is not None:
            quote = note.evidence.quote
            stated = str(note.stated_count)
            yield text.replace(quote, quote.replace(stated, str(note.stated_count + 1), 1))
    for found in re.finditer(r"\((\d+) in total\)", text):
        yield text.replace(found.group(), f"({int(found[1]) - 1} in total)")


def mix_observer(text: str, extraction: Extraction) -> Iterator[str]:
    """Move the last observer of a list to the third place; the tail keeps another observer."""
    del extraction
    for found in _LISTS.finditer(text):
        tail = re.search(r",? and (NO|GE|UA|RS)((?:, [A-Z]{2})+)\Z", found.group())
        if tail and len(_codes(found.group())) > 8:
            codes = _codes(found.group())
            moved = found.group().removesuffix(f", {codes[-1]}")
            yield text.replace(
                found.group(), moved.replace(codes[2], f"{codes[-1]}, {codes[2]}", 1)
            )


def style_code(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    for found in re.finditer(r"(?<=, )EL(?=[,.])", text):
        yield text[: found.start()] + "GR" + text[found.end() :]


def leave_hole(text: str, extraction: Extraction) -> Iterator[str]:
    for quote in _lists(extraction):
        codes = _codes(quote)
        yield text.replace(quote, quote.replace(f" {codes[2]},", " ,", 1))


def orphan_marker(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    for found in re.finditer(r"^\[\^\d\]: .*$", text, re.MULTILINE):
        yield text.replace(found.group(), "").strip()


def orphan_note(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    for found in re.finditer(r"\[\^\d\](?!:)", text):
        yield text[: found.start()] + text[found.end() :]


def repeat_label(text: str, extraction: Extraction) -> Iterator[str]:
    """A note bears the label of the one before it."""
    del extraction
    for found in re.finditer(r"^\[\^([2-9])\]: ", text, re.MULTILINE):
        yield text.replace(found.group(), f"[^{int(found[1]) - 1}]: ")


def slip_order(text: str, extraction: Extraction) -> Iterator[str]:
    for quote in _lists(extraction):
        codes = _codes(quote)
        if len(codes) >= 8:
            a, b = codes[1], codes[4]
            swapped = re.sub(rf"\b({a}|{b})\b", lambda m: b if m[1] == a else a, quote)  # noqa: B023
            yield text.replace(quote, swapped)


def age_roster(text: str, extraction: Extraction) -> Iterator[str]:
    """The text is reprinted two years later with its standing text; or an observer is lost."""
    del extraction
    for found in re.finditer(r"(Brussels, \d+ \w+ )2023", text):
        yield text.replace(found.group(), f"{found[1]}2025")
        yield text.replace("NO, GE, MD, UA, ME, AM, RS", "NO, GE, UA, ME, AM, RS")


def say_all(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    for found in re.finditer(
        r"(?<!than )\b[A-Z]\w+ of the (\d+ )?responding countries|(\w+)(\[\^2\]) of these", text
    ):
        if found[2]:
            yield text.replace(found.group(), f"All{found[3]} of these")
        else:
            yield text.replace(found.group(), f"All {found[1] or ''}responding countries", 1)


def deny_majority(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    swaps = (
        ("Fourteen of the 25", "Less than half of the 25"),
        ("More than half of the responding countries (13)", "Most responding countries (11)"),
        ("Most responding countries[", "A minority of the responding countries["),
        ("Two thirds of the respondents (15)", "Two thirds of the respondents (9)"),
        (
            "The majority of the 23 contributing countries (16)",
            "The majority of the 23 contributing countries (10)",
        ),
        ("Fifteen[^2] of these countries", "Less than half[^2] of these countries"),
    )
    for before, after in swaps:
        if before in text:
            yield text.replace(before, after)


def break_sum(text: str, extraction: Extraction) -> Iterator[str]:
    del extraction
    for found in re.finditer(r"\(?(\d+) (?:EU|EMN) Member \w+ and (\w+) EMN Observer", text):
        changed = found.group().replace(found[1], str(int(found[1]) - 1), 1)
        yield text.replace(found.group(), changed)
        yield text.replace(found.group(), found.group().replace(found[2], "four", 1))


SEEDS: tuple[Seed, ...] = (
    Seed("dropped code", frozenset({"count", "total"}), drop_code),
    Seed("added code", frozenset({"count", "total"}), add_code),
    Seed("repeated code", frozenset({"duplicate"}), repeat_code),
    Seed("code moved to the complement", frozenset({"count"}), move_code),
    Seed("code in both complements", frozenset({"partition"}), share_code),
    Seed("number changed", frozenset({"count", "sum", "proportion"}), change_number),
    Seed("total changed", frozenset({"count", "total"}), change_total),
    Seed("observer among members", frozenset({"role"}), mix_observer),
    Seed("GR for EL", frozenset({"code_style"}), style_code),
    Seed("hole", frozenset({"hole"}), leave_hole),
    Seed("orphan marker", frozenset({"orphan_marker"}), orphan_marker),
    Seed("orphan note", frozenset({"orphan_note"}), orphan_note),
    Seed("repeated label", frozenset({"numbering"}), repeat_label),
    Seed("order slip", frozenset({"order"}), slip_order),
    Seed("stale roster", frozenset({"roster"}), age_roster),
    Seed("'all' with a shorter list", frozenset({"count"}), say_all),
    Seed("majority contradicted", frozenset({"proportion"}), deny_majority),
    Seed("sum wrong", frozenset({"sum"}), break_sum),
)
