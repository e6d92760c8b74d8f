"""Who contributed: told by what the document says of itself, not by any long list."""

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.contributors import find_contributors
from extractors.footnotes import find_footnotes
from tests.conftest import ReadText

NOTE = "\n\n¹ AT, BE, CY, CZ, DE, EE."


@pytest.mark.parametrize(
    ("sentence", "is_found"),
    [
        ("The inform compares six EMN Member Countries.¹", True),
        ("This study covers the six EMN countries¹ that have such a scheme.", True),
        (
            "The inform compares rules of several fields.\n\nSix countries¹ agree.",
            False,
        ),
        ("Six countries¹ compare their rules every year.", False),
    ],
)
def test_a_document_that_says_whom_it_compares_names_its_contributors(
    sentence: str, is_found: bool, read_text: ReadText
) -> None:
    context = analyse(read_text(f"A title\n\n{sentence}{NOTE}"))
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert (found is not None) == is_found
