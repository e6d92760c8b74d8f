"""Combined counts: '17 Member Countries and three Observer Countries', '… and Serbia'."""

import re

from extractors.claim_patterns import JOINT, JOINT_BEFORE, JOINT_IN_BRACKET, OBSERVERS, SPLIT
from extractors.claim_phrases import Phrase, Span, Surroundings
from extractors.numbers import get_value


class SumReader:
    """Finds what is added to the counts of one sentence."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around
        self._names_by_start = {name[0]: name for name in reversed(around.added_names)}
        self._names_by_end = {name[1]: name for name in reversed(around.added_names)}

    def add_parts(self, phrase: Phrase, number: Span) -> Phrase:
        """The phrase as a sum, if another count or named observers are added to it."""
        if phrase.value is None:
            return phrase
        split = SPLIT.match(self._text, phrase.end, self._around.end)
        if split is not None:
            parts = tuple(
                (split.start(group), split.end(group), get_value(split[f"number{group}"]))
                for group in (1, 3)
            )
            return phrase._replace(end=split.end(), parts=parts)
        own = (number[0], phrase.end, phrase.value)
        added = self._addend(phrase.end)
        if added is not None:
            is_open = "(" in self._text[max(phrase.end, added[0] - 14) : added[0]]
            end = added[1] + (is_open and self._text[added[1] : added[1] + 1] == ")")
            return phrase._replace(
                end=end,
                surface=(phrase.surface[0], end),
                value=phrase.value + added[2],
                parts=(own, added),
            )
        before = self._addend_before(phrase.start, phrase.end)
        if before is not None:
            return phrase._replace(
                start=before[0],
                surface=(before[0], phrase.end),
                value=phrase.value + before[2],
                parts=(before, own),
            )
        return phrase

    def _addend(self, end: int) -> tuple[int, int, int] | None:
        """What a combined count adds: '… and two Observer Countries', '… and Serbia'."""
        combined = OBSERVERS.match(self._text, end, self._around.end)
        if combined is not None and "bserver" in combined["noun"]:
            return combined.start("number"), combined.end(), get_value(combined["number"])
        joint = JOINT.match(self._text, end, self._around.end)
        if "ember" not in self._text[max(0, end - 40) : end]:
            return None
        bracketed = JOINT_IN_BRACKET.match(self._text, end, self._around.end)
        if bracketed is not None:
            name = self._names_by_start.get(bracketed.end())
            return name if name and self._text[name[1] : name[1] + 1] == ")" else None
        if joint is None:
            return None
        return self._names_by_start.get(joint.end())

    def _addend_before(self, start: int, end: int) -> tuple[int, int, int] | None:
        """'Norway and 15 Member States'"""
        if "ember" not in self._text[start:end]:
            return None
        joint = JOINT_BEFORE.search(self._text, max(self._around.start, start - 20), start)
        if joint is None:
            return None
        return self._names_by_end.get(joint.start())


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
