"""Combined counts: '17 Member Countries and three Observer Countries', '… and Serbia'."""

import re
from bisect import bisect_right

from extractors.claim_patterns import (
    BESIDES,
    JOINT,
    JOINT_BEFORE,
    JOINT_IN_BRACKET,
    OBSERVERS,
    SO_DOES,
    SPLIT,
)
from extractors.claim_phrases import Phrase, Span, Surroundings
from extractors.numbers import NUMBER_PATTERN, get_value

_MEMBERS = re.compile(r"ember|\bEU\s+countr|\bMSs?\b")
"""Only members are added to: 'nine countries and Norway' may count Norway twice."""
MAX_PARTS = 3
BEHIND_CHARS = 200
"""How far behind a count 'as does Norway' may stand."""


class SumReader:
    """Finds what is added to the counts of one sentence."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around
        self._names_by_start = {name[0]: name for name in reversed(around.added_names)}
        self._starts = sorted(self._names_by_start)
        self._names_by_end = {name[1]: name for name in reversed(around.added_names)}

    def add_parts(self, phrase: Phrase, number: Span) -> Phrase:
        """The phrase as a sum, if another count or named observers are added to it."""
        if phrase.value is None:
            return phrase
        split = SPLIT.match(self._text, phrase.end, self._around.end)
        if split is not None:
            halves = tuple(
                (split.start(group), split.end(group), get_value(split[f"number{group}"]))
                for group in (1, 3)
            )
            return phrase._replace(end=split.end(), parts=halves)
        own = (number[0], phrase.end, phrase.value)
        parts = [own]
        end = phrase.end
        while len(parts) < MAX_PARTS and (added := self._addend(phrase.start, end)) is not None:
            is_open = "(" in self._text[max(end, added[0] - 14) : added[0]]
            end = added[1] + (is_open and self._text[added[1] : added[1] + 1] == ")")
            parts.append(added)
        if len(parts) > 1:
            return phrase._replace(
                end=end,
                surface=(phrase.surface[0], end),
                value=sum(part[2] for part in parts),
                parts=tuple(parts),
            )
        before = self._addend_before(phrase.start, phrase.end)
        if before is not None:
            return phrase._replace(
                start=before[0],
                surface=(before[0], phrase.end),
                value=phrase.value + before[2],
                parts=(before, own),
            )
        behind = self._addend_behind(phrase.end)
        if behind is not None:
            return phrase._replace(
                surface=(phrase.surface[0], behind[1]),
                value=phrase.value + behind[2],
                parts=(own, behind),
            )
        return phrase

    def _addend(self, start: int, end: int) -> tuple[int, int, int] | None:
        """What a combined count adds: '… and two Observer Countries', '… and Serbia'."""
        combined = OBSERVERS.match(self._text, end, self._around.end)
        if combined is not None and "bserver" in combined["noun"]:
            return combined.start("number"), combined.end(), get_value(combined["number"])
        joint = JOINT.match(self._text, end, self._around.end)
        if _MEMBERS.search(self._text, max(start, end - 60), end) is None:
            return None
        bracketed = JOINT_IN_BRACKET.match(self._text, end, self._around.end)
        if bracketed is not None:
            name = self._names_by_start.get(bracketed.end())
            return name if name and self._text[name[1] : name[1] + 1] == ")" else None
        if joint is None:
            return None
        place = joint["place"]
        if place and not self._text[max(0, start - 4) : start].endswith(
            (f"{place} ", f"{place.capitalize()} ")
        ):
            return None
        return self._names_by_start.get(joint.end())

    def _addend_before(self, start: int, end: int) -> tuple[int, int, int] | None:
        """'Norway and 15 Member States'"""
        if _MEMBERS.search(self._text, start, end) is None:
            return None
        joint = JOINT_BEFORE.search(self._text, max(self._around.start, start - 20), start)
        if joint is not None:
            return self._names_by_end.get(joint.start())
        name = self._names_by_end.get(start - 2) if self._text[start - 2 : start] == ", " else None
        if name is None:
            return None
        begin = max(self._around.start, name[0] - 20)
        return name if BESIDES.search(self._text, begin, name[0]) is not None else None

    def _addend_behind(self, end: int) -> tuple[int, int, int] | None:
        """'Four Member Countries charge a fee, as does Norway', if nothing else is counted."""
        if _MEMBERS.search(self._text, max(self._around.start, end - 40), end) is None:
            return None
        for at in range(bisect_right(self._starts, end), len(self._starts)):
            name = self._names_by_start[self._starts[at]]
            if name[0] > end + BEHIND_CHARS:
                return None
            if SO_DOES.search(self._text, max(end, name[0] - 30), name[0]) is not None:
                is_only = NUMBER_PATTERN.search(self._text, end, name[0]) is None
                return name if is_only else None
        return None


def sum_of_both(number: Span, value: int, both: re.Match[str]) -> Phrase:
    """'Twenty EMN Member and two Observer Countries', '24 + 3 countries': one noun for both."""
    first_end = both.end("members") if "members" in both.groupdict() else number[1]
    added = get_value(both["number"])
    return Phrase(
        start=number[0],
        end=both.end(),
        surface=(number[0], both.end()),
        kind="exact",
        value=value + added,
        base=(both.start("number"), both.end()),
        parts=(
            (number[0], first_end, value),
            (both.start("number"), both.end(), added),
        ),
    )
