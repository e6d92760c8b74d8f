"""Whether a risky label is a mention where it stands: the tests of ``instrument_contexts.csv``."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extractors.context import Context
from extractors.instrument_parties import find_pair
from extractors.instrument_ties import has_counterpart, is_about_abroad
from extractors.instrument_vocabulary import compile_cues
from extractors.vocabulary import read_table

_BRACKET = re.compile(r"\s?\([^()]{1,30}\)")
_IN_PLACE = re.compile(r"\s(?:(?:posted|based|stationed|deployed|working)\s)?(?:in|to)\s[A-ZÀ-Þ]")
"""'a liaison officer in Accra'; 'in the Ministry' is none."""
_OPENS = re.compile(r"(?:[A-Z][\w-]+(?:\s(?!with|on|of|for|in|by)[\w-]+)?(?:,|\sand|\sor|\s&)\s)?")
"""A heading opens with it, alone or second of two: 'Roadmaps and action plans'."""
NEAR_CHARS = 80
DIRECT_CHARS = 40
TESTS = (
    "before",
    "after",
    "near",
    "sentence",
    "states",
    "pair",
    "place",
    "abroad",
    "introduced",
    "heading",
)
"""What a row may ask; ``not_`` in front says what it forbids, ``needs_`` what must hold too."""


class Site(NamedTuple):
    """A printed label and what is known of its surroundings."""

    context: Context
    start: int
    end: int
    bounds: tuple[int, int]
    """Start and end of its sentence."""
    is_introduced: bool
    """Whether the document explains this abbreviation as one of the same instrument."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    test: str
    cues: str

    @property
    def is_condition(self) -> bool:
        """Whether it must hold whatever else does: a veto or a need."""
        return self.test.startswith(("not_", "needs_"))


@cache
def load_contexts() -> dict[str, tuple[Rule, ...]]:
    """The rules of every context, conditions first."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for row in read_table("instrument_contexts"):
        rules[row["context"]].append(Rule(row["test"], row["cues"]))
    return {
        name: tuple(sorted(listed, key=lambda rule: not rule.is_condition))
        for name, listed in rules.items()
    }


def is_licensed(name: str, site: Site) -> bool:
    """Whether the context ``name`` holds at ``site``; the empty context always does."""
    if not name:
        return True
    rules = load_contexts()[name]
    wanted = [rule for rule in rules if not rule.is_condition]
    for rule in rules:
        if rule.is_condition and _holds(rule, site) == rule.test.startswith("not_"):
            return False
    return not wanted or any(_holds(rule, site) for rule in wanted)


def _holds(rule: Rule, site: Site) -> bool:
    text = site.context.lowered
    low, high = site.bounds
    match rule.test.removeprefix("not_").removeprefix("needs_"):
        case "before":
            before = text[max(low, site.start - DIRECT_CHARS) : site.start]
            return compile_cues(rule.cues, "before").search(before) is not None
        case "after":
            bracket = _BRACKET.match(text, site.end)
            begin = site.end if bracket is None else bracket.end()
            after = text[begin : min(high, begin + DIRECT_CHARS)]
            return compile_cues(rule.cues, "after").search(after) is not None
        case "near":
            before = text[max(low, site.start - NEAR_CHARS) : site.start]
            after = text[site.end : min(high, site.end + NEAR_CHARS)]
            pattern = compile_cues(rule.cues, "anywhere")
            return pattern.search(before) is not None or pattern.search(after) is not None
        case "sentence":
            return compile_cues(rule.cues, "anywhere").search(text, low, high) is not None
        case "states":
            return has_counterpart(site.context, site.start, site.end, site.bounds)
        case "pair":
            return len(find_pair(site.context, site.start, site.bounds[0])) > 1
        case "place":
            return _IN_PLACE.match(site.context.text, site.end, high) is not None
        case "abroad":
            return is_about_abroad(site.context, site.bounds)
        case "introduced":
            return site.is_introduced
        case "heading":
            block = site.context.block_at(site.start)
            before = site.context.text[block.start_char : site.start]
            return block.role == "heading" and _OPENS.fullmatch(before) is not None
        case test:
            raise ValueError(f"instrument_contexts.csv: unknown test {test!r}")
