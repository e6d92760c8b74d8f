"""The tables of instruments as lookups: concepts, labels, and what must stand around risky labels.

Adding an instrument is a line in ``instruments.csv``, another name for one a line in
``instrument_labels.csv``; neither needs code.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, cast

from extractors.alternatives import alternatives
from extractors.label_variants import find_variants
from extractors.lower_case import compile_lower
from extractors.vocabulary import read_table

Use = Literal["generic", "named", "hidden"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A row of ``instruments.csv``; a category if it has no parent."""

    instrument_id: str
    label: str
    parent: str
    binding: str
    definition: str

    @property
    def is_category(self) -> bool:
        """Categories group instruments; no mention carries their id."""
        return not self.parent


@dataclass(frozen=True, slots=True)
class Label:
    """A row of ``instrument_labels.csv``, or the preferred label of a concept."""

    text: str
    instrument_id: str
    use: Use
    context: str
    priority: int
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """One printed form of a label."""

    text: str
    label: Label

    def fits(self, printed: str) -> bool:
        """Whether ``printed``, equal but for case, has the capitals that matter.

        Abbreviations (words with two capitals) are wanted exactly, names with their capitals.
        """
        if self.text == printed:
            return True
        if self.label.use == "named" and any(
            ours.isupper() and not theirs.isupper()
            for ours, theirs in zip(self.text, printed, strict=False)
        ):
            return False
        ours, theirs = self.text.split(), printed.split()
        return all(
            word == other
            for word, other in zip(ours, theirs, strict=False)
            if sum(letter.isupper() for letter in word) > 1 and "-" not in word
        )


def _fold(text: str) -> str:
    """Without case, except in abbreviations: 'MoU' and 'MOU' are two forms."""
    return " ".join(
        word if sum(letter.isupper() for letter in word) > 1 else word.lower()
        for word in text.split()
    )


@dataclass(frozen=True)
class InstrumentVocabulary:
    """All instruments, read once per process."""

    concepts: dict[str, Concept]
    labels: tuple[Label, ...]

    @cached_property
    def surfaces(self) -> dict[str, tuple[Surface, ...]]:
        """Printed forms by their lower case; several only where a rule decides between them."""
        forms: dict[str, list[Surface]] = {}
        for label in self.labels:
            if label.use == "hidden":
                continue
            for text in find_variants(label.text):
                found = forms.setdefault(text.lower(), [])
                if not any(
                    surface.label.instrument_id == label.instrument_id
                    and _fold(surface.text) == _fold(text)
                    for surface in found
                ):
                    found.append(Surface(text, label))
        return {
            key: tuple(sorted(found, key=lambda surface: surface.label.priority))
            for key, found in forms.items()
        }

    def is_below(self, instrument_id: str, ancestor: str) -> bool:
        """Whether ``ancestor`` is the concept itself or above it.

        >>> load_instruments().is_below("eu_readmission_agreement", "readmission_agreement")
        True
        """
        at = instrument_id
        while at:
            if at == ancestor:
                return True
            at = self.concepts[at].parent
        return False


@cache
def load_instruments() -> InstrumentVocabulary:
    """The vocabulary of this installation."""
    concepts = {
        row["id"]: Concept(
            instrument_id=row["id"],
            label=row["label"],
            parent=row["parent"],
            binding=row["binding"],
            definition=row["definition"],
        )
        for row in read_table("instruments")
    }
    others = [
        Label(
            text=row["label"],
            instrument_id=row["instrument_id"],
            use=cast("Use", row["use"]),
            context=row["context"],
            priority=int(row["priority"] or 0),
        )
        for row in read_table("instrument_labels")
    ]
    stated = {(label.text.lower(), label.instrument_id) for label in others}
    preferred = [
        Label(concept.label, concept.instrument_id, "generic", "", 0, is_preferred=True)
        for concept in concepts.values()
        if not concept.is_category and (concept.label.lower(), concept.instrument_id) not in stated
    ]
    return InstrumentVocabulary(concepts=concepts, labels=(*others, *preferred))


@cache
def compile_cues(cues: str, place: Literal["before", "after", "anywhere"]) -> re.Pattern[str]:
    """A pattern for cue words ``a|b*|c d``, matched as whole words in text in lower case.

    ``before`` wants them at the end of the text, ``after`` at its start.

    >>> bool(compile_cues("migra*|return", "anywhere").search("their migration law"))
    True
    """
    either = alternatives((cue.strip() for cue in cues.split("|")), wildcard=r"[\w-]*")
    match place:
        case "before":
            pattern = rf"(?<![\w-])(?:{either})[\s\"'“‘(-]*\Z"
        case "after":
            pattern = rf"\A[\s\"'”’)]*(?:{either})(?![\w-])"
        case "anywhere":
            pattern = rf"(?<!\w)(?:{either})(?!\w)"
    return compile_lower(pattern)
