"""Which list of a document is that of its contributors, and which only looks like it."""

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.contributors import find_contributors
from extractors.footnotes import find_footnotes
from tests.extractors.documents import build_document

LIST = "AT, BE, CY, CZ, DE, EE"


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        (f"The inform relies on replies.[^1] || [^1]: Contributions from {LIST}.", LIST),
        (f"All responding countries[^1] agree. || [^1]: {LIST}.", LIST),
        (f"This inform is based on contributions from six countries.[^1] || [^1]: {LIST}.", LIST),
        (f"Six EMN NCPs contributed to this inform ({LIST}).", LIST),
        (f"Responses from six countries: {LIST}.", LIST),
        (f"Six of the responding countries[^1] agree. || [^1]: {LIST}.", ""),
        (f"Most responding countries ({LIST}) agree.", ""),
        (f"Six countries exchange data by post.[^1] || [^1]: {LIST}.", ""),
        ("Contributions from AT, BE, CY and CZ only. || Six (AT, BE, CZ, DE, EE, FI) agree.", ""),
        (
            "Contributions from four Member Countries (AT, BE, CY, CZ) and one Observer (RS).",
            "AT, BE, CY, CZ, RS",
        ),
    ],
)
def test_contributors_are_announced_and_not_counted(text: str, countries: str) -> None:
    context = analyse(build_document(text))
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert (", ".join(found.countries) if found else "") == countries
