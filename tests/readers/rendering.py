"""A small document with notes, and the many ways in which a text file may print it."""

import random
import textwrap
from dataclasses import dataclass, field

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

MARKERS = {
    "superscript": lambda label: label.translate(_UP),
    "html": lambda label: f"<sup>{label}</sup>",
    "anchor": lambda label: f'<sup><a href="#fn{label}">{label}</a></sup>',
    "bracket": lambda label: f"[{label}]",
    "escaped": lambda label: f"\\[{label}\\]",
    "parenthesis": lambda label: f"({label})",
    "caret": lambda label: f"^{label}^",
    "open_caret": lambda label: f"^{label}",
    "footnote": lambda label: f"[^{label}]",
    "glued": lambda label: label,
}
"""How a marker is printed behind its word."""

LABELS = {
    "superscript": lambda label: label.translate(_UP) + " ",
    "tight_superscript": lambda label: label.translate(_UP),
    "html": lambda label: f"<sup>{label}</sup> ",
    "bracket": lambda label: f"[{label}] ",
    "dot": lambda label: f"{label}. ",
    "closing": lambda label: f"{label}) ",
    "parenthesis": lambda label: f"({label}) ",
    "plain": lambda label: f"{label} ",
    "caret": lambda label: f"^{label}^ ",
    "footnote": lambda label: f"[^{label}]: ",
}
"""How a note is labelled."""

_WORDS = (
    "countries", "report", "measures", "on", "labour", "migration", "and", "national",
    "authorities", "apply", "them", "in", "practice", "whilst", "others", "consider", "a", "new",
    "approach", "to", "integration", "of", "third-country", "nationals",
)  # fmt: skip
_COUNTS = (
    "Seventeen",
    "six others",
    "Twelve Member States",
    "Most countries",
    "three",
    "22 of them",
)
_CODES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


@dataclass
class Section:
    """A heading, paragraphs as lists of words, and notes; a word may carry the label of a note."""

    heading: str
    paragraphs: list[list[tuple[str, str | None]]]
    notes: list[tuple[str, str]] = field(default_factory=list)


def build_sections(seed: int, *, restarts: bool, sections: int = 3) -> list[Section]:
    """The same sections for the same seed; every note is cited once, in ascending order."""
    chance = random.Random(seed)
    found = []
    number = 0
    for index in range(sections):
        section = Section(f"{('Scope', 'Measures', 'Good practices')[index % 3]} of the inform", [])
        if restarts:
            number = 0
        for _ in range(chance.randint(1, 3)):
            words: list[tuple[str, str | None]] = [("The", None), ("inform", None)]
            for _ in range(chance.randint(1, 3)):
                words += [(word, None) for word in chance.sample(_WORDS, chance.randint(4, 9))]
                count = chance.choice(_COUNTS).split()
                words += [(word, None) for word in count[:-1]]
                last = count[-1] + chance.choice(("", "", ",", "."))
                if chance.random() < 0.7:
                    number += 1
                    label = str(number)
                    words.append((last, label))
                    codes = chance.sample(_CODES, chance.randint(1, 9))
                    text = ", ".join(sorted(codes)) + "."
                    if chance.random() < 0.3:
                        text = f"Prepared with {len(codes)} countries ({', '.join(codes)})."
                    section.notes.append((label, text))
                else:
                    words.append((last, None))
            words.append(("measures.", None))
            section.paragraphs.append(words)
        found.append(section)
    return found


def render(
    sections: list[Section],
    marker: str,
    label: str,
    *,
    place: str = "end",
    gap: str = "\n\n",
    width: int = 0,
    separator: str = "\n\n",
) -> str:
    """The text of the sections; notes stand at the ``end``, after each ``section`` or ``page``."""
    parts: list[str] = []
    notes: list[str] = []
    for number, section in enumerate(sections):
        own = [LABELS[label](name) + text for name, text in section.notes]
        parts.append(section.heading)
        for words in section.paragraphs:
            text = " ".join(word + (MARKERS[marker](name) if name else "") for word, name in words)
            parts.append(textwrap.fill(text, width, break_on_hyphens=False) if width else text)
        if width:
            own = [textwrap.fill(text, width, break_on_hyphens=False) for text in own]
        if place == "end":
            notes += own
        elif own:
            parts.append(gap.join(own))
        if place == "page" and number + 1 < len(sections):
            parts[-1] += f"\n\n{number + 1}\n\x0cRunning head of the inform"
    if notes:
        parts.append(gap.join(notes))
    return separator.join(parts) + "\n"


def expected_links(sections: list[Section]) -> list[tuple[str, str, str]]:
    """Per marker in text order: its word, its label, and the text of its note."""
    found = []
    for section in sections:
        notes = dict(section.notes)
        for words in section.paragraphs:
            found += [(word, name, notes[name]) for word, name in words if name]
    return found
