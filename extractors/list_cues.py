"""Words in front of a list and behind it that say how it is to be read, from the tables."""

import re
from dataclasses import dataclass
from functools import cache

from extractors.alternatives import alternatives
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table
from schemas.extraction import GroupRole, ListKind


@dataclass(frozen=True)
class ListCues:
    """The cue words as patterns. Those in front of a list match up to its first item.

    All but ``after`` are for lower case.
    """

    labels: dict[str, GroupRole]
    label: re.Pattern[str]
    label_in: re.Pattern[str]
    """'Not applicable in', 'no information from': labels that go on as a phrase."""
    before: re.Pattern[str]
    after: re.Pattern[str]
    kinds: dict[str, ListKind]
    sure_languages: frozenset[str]
    """Codes that only languages bear."""

    def kind_before(self, lead: str) -> ListKind | None:
        """How the words at the end of ``lead`` say that the list behind them is read."""
        lowered = lower(lead)
        cue = self.before.search(lowered, max(0, len(lowered) - CUE_CHARS))
        if cue is not None:
            return self.kinds[_fold(cue[1])]
        has_word = "but" in lowered or "not" in lowered
        return "exception" if has_word and _BUT.search(lowered) else None

    def kind_behind(self, text: str, start: int, end: int) -> ListKind | None:
        """How the words right behind a list say that it is read: 'among others'."""
        cue = self.after.match(text, start, end)
        return self.kinds[_fold(cue[1])] if cue is not None else None

    def label_before(self, lead: str) -> GroupRole | None:
        """What a label at the end of ``lead`` calls the list behind it: 'Not applicable:'."""
        lowered = lower(lead)
        end = lowered.rstrip().removesuffix("the").rstrip()
        if end.endswith(_ENDS_OF_LABEL):
            found = self.label.search(lowered)
        elif end.endswith(_ENDS_OF_PHRASE):
            found = self.label_in.search(lowered)
        else:
            return None
        if found is None or _JOINED.search(lowered, max(0, found.start() - 30), found.start()):
            return None
        return self.labels[_fold(found[1])]


CUE_CHARS = 80
"""The longest cue with what may stand between it and its list."""
_ENDS_OF_LABEL = (":", "=", "–", "—", "-")
_ENDS_OF_PHRASE = ("in", "for", "from", "by")
_BUT = compile_lower(
    r"\b(?:all|every|each|any)\b[^.;:]{0,80}(?<!though )(?<!, but )\b(?:but|not)\s+"
    r"(?:for\s+|in\s+)?(?:the\s+)?\Z",
)
"""'All countries but not Malta'; behind a comma 'though not in Malta' is prose of its own."""


_JOINED = compile_lower(
    r"\bmembers?\)?\s+(?:(?:countries|states)\s+)?(?:and|or|and/or|/|&)\s+(?:EMN\s+)?\Z",
)
"""'EMN Member and Observer Countries:' names both, and labels neither."""
_PHRASED = frozenset({"planned", "partial", "not_applicable", "no_information", "no_reply"})


def _fold(words: str) -> str:
    return " ".join(words.lower().split())


@cache
def load_list_cues() -> ListCues:
    """The cues of ``list_labels.csv``, ``list_cues.csv`` and ``language_codes.csv``."""
    labels: dict[str, GroupRole] = {
        row["label"]: row["role"]  # type: ignore[misc]
        for row in read_table("list_labels")
    }
    phrased = [label for label, role in labels.items() if role in _PHRASED]
    rows = read_table("list_cues")
    before = alternatives([row["cue"] for row in rows if row["place"] == "before"])
    after = alternatives([row["cue"] for row in rows if row["place"] == "after"])
    return ListCues(
        labels=labels,
        label=compile_lower(
            rf"(?<!\w)({alternatives(list(labels))})\s*(?:\(\d{{1,2}}\)\s*)?[:=–—-]\s*(?:the\s+)?\Z",
        ),
        label_in=compile_lower(
            rf"(?<!\w)({alternatives(phrased)})\s+(?:in|for|from|by)\s+(?:the\s+)?\Z",
        ),
        before=compile_lower(
            rf"(?<!\w)({before})[\s:,(\[]*(?:(?:in|for|from|by)\s+)?(?:the\s+)?\Z"
        ),
        after=re.compile(rf"[\s,;]*(?:and\s+)?\(?({after})(?!\w)", re.IGNORECASE),
        kinds={row["cue"]: row["kind"] for row in rows},  # type: ignore[misc]
        sure_languages=frozenset(
            row["code"] for row in read_table("language_codes") if row["evidence"] == "sure"
        ),
    )
