"""Differences on the terminal: what belongs together is one line."""

import pytest

from pipeline.cli.difference_text import iter_lines
from schemas.comparison import Difference

WORDS = "Visits to the country of origin are checked in nearly all countries of the network"
END = "…tries of the network"


def build(status: str, subject: str, field: str | None, expected: object, found: object):
    kinds = {"country": "countries", "note": "notes", "claim": "claims"}
    return Difference(
        difference_id=f"{status}{subject}{field}{expected}{found}",
        kind=kinds[subject.split(maxsplit=1)[0]],
        field=field,
        status=status,
        subject=subject,
        expected=expected,
        found=found,
    )


@pytest.mark.parametrize(
    ("differences", "lines"),
    [
        (
            [("-", "note 2", "countries", "UA", None), ("-", "note 2", "countries", "MD", None)],
            ["- note 2 · countries: UA, MD expected, not found"],
        ),
        (
            [("-", "note 2", "countries", "UA", None), ("-", "note 3", "countries", "MD", None)],
            [
                "- note 2 · countries: UA expected, not found",
                "- note 3 · countries: MD expected, not found",
            ],
        ),
        (
            [
                ("~", "country CA 'Canada'", "role", "partner", "other"),
                ("~", "country TN 'Tunisia'", "role", "partner", "other"),
                ("~", "country PH 'Manila'", "role", "partner", "actor"),
            ],
            [
                "~ country CA 'Canada', TN 'Tunisia' · role: partner expected, other found",
                "~ country PH 'Manila' · role: partner expected, actor found",
            ],
        ),
        (
            [
                ("-", "country IE 'IE'", None, None, None),
                ("-", "country DK 'DK'", None, None, None),
                ("+", "country ML 'Mali'", None, None, None),
            ],
            [
                "- country IE 'IE', DK 'DK': expected, not found",
                "+ country ML 'Mali': found, not expected",
            ],
        ),
        (
            [
                ("~", "claim 'Visits'", "statement", WORDS, WORDS + ", yet few"),
                ("~", "claim 'Visits'", "evidence", WORDS, WORDS + ", yet few"),
            ],
            [f"~ claim 'Visits' · statement and evidence: {END} expected, {END}, yet few found"],
        ),
        (
            [("-", "claim 'A'", None, None, None), ("-", "claim 'B'", None, None, None)],
            ["- claim 'A': expected, not found", "- claim 'B': expected, not found"],
        ),
    ],
)
def test_what_belongs_together_is_one_line(differences, lines):
    assert list(iter_lines(build(*one) for one in differences)) == lines
