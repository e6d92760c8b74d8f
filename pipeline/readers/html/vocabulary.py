"""Class words, roles and phrases of web pages, from ``pipeline/readers/data/html_words.csv``."""

import csv
import re
from importlib.resources import files


def _load() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    with files("pipeline.readers").joinpath("data/html_words.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            words.setdefault(row["kind"], []).append(row["value"])
    return words


def _compile_words(values: list[str]) -> re.Pattern[str]:
    return re.compile("-(?:" + "|".join(re.escape(value) for value in values) + ")-")


_WORDS = _load()

BOILERPLATE_WORDS = _compile_words(_WORDS["boilerplate"])
"""In ``get_words``: navigation, sharing, cookies and the like."""
BOILERPLATE_NAMES = frozenset(_WORDS["exact"])
"""Words that are furniture if they are a whole class or id, and may be anything inside one."""
PAGE_FOOT_NAMES = frozenset(_WORDS["page_foot"])
"""Classes and ids of what stands below the text on every page of a site."""
CONTENT_WORDS = _compile_words(_WORDS["content"])
"""In ``get_words``: where templates put the text of a page."""
CHIP_WORDS = _compile_words(_WORDS["chip"])
"""In ``get_words``: a date or badge that a template lays out by itself."""
HIDDEN_WORDS = _compile_words(_WORDS["screen_reader"])
INLINE_NOTE_WORDS = _compile_words(_WORDS["inline_note"])
"""In ``get_words``: a note that stands where it is cited."""
NOTE_MARKER_WORDS = _compile_words(_WORDS["note_marker"])
"""In ``get_words``: the marker of a note, or what shows one when it is pointed at."""
OPENABLE_WORDS = _compile_words(_WORDS["openable"])
"""In ``get_words``: what a page shows when its reader opens it."""
RAISED_WORDS = _compile_words(_WORDS["raised"])
NOTE_ZONE_WORDS = _compile_words(_WORDS["note_zone"])
"""In ``get_words``: a container of notes."""
ROLES_OUT = frozenset(_WORDS["role_out"])
"""WAI-ARIA roles of parts that are no text of the document."""
PHRASES_OUT = frozenset(_WORDS["phrase_out"])
"""Blocks that say exactly this, in lower case, are furniture of the page."""
RELATED_HEADINGS = frozenset(_WORDS["related_heading"])
"""Headings, in lower case, above items about other pages."""
NOTE_HEADINGS = frozenset(_WORDS["note_heading"])
"""Headings, in lower case, under which notes stand."""
DATE_NAMES = frozenset(_WORDS["date_meta"])
"""Names of ``<meta>`` that give the day of publication."""
