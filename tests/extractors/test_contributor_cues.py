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
        ("Replies to the questionnaire came from six countries.¹", True),
        ("Answers were given by six National Contact Points.¹", True),
        ("The template was filled in by six EMN Member Countries.¹", True),
        ("Six EMN NCPs provided information for this flash.¹", True),
        ("Evidence was gathered from six EMN countries.¹", True),
        ("Based on information from six NCPs,¹ the flash maps rules.", True),
        ("Six countries returned the questionnaire.¹", True),
        ("The following countries contributed: AT, BE, CY, CZ, DE, EE.", True),
        ("Countries covered: AT, BE, CY, CZ, DE, EE.", True),
        ("Contributors: Austria, Belgium, Cyprus, Czechia, Germany, Estonia.", True),
        ("The analysis covers six EMN Member Countries.¹", True),
        ("It looks at practice in six EMN Member Countries.¹", True),
        ("The flash describes how six countries¹ house applicants.", True),
        (
            "It covers six countries: Austria, Belgium, Cyprus, Czechia, Germany and Estonia.",
            True,
        ),
        ("Six replies: AT, BE, CY, CZ, DE, EE.", True),
        ("6 contributions (AT, BE, CY, CZ, DE, EE)", True),
        ("Replies: AT, BE, CY, CZ, DE, EE (6)", True),
        ("Responses received (6): AT, BE, CY, CZ, DE, EE.", True),
        ("Contributors (n = 6): Austria, Belgium, Cyprus, Czechia, Germany, Estonia.", True),
        ("Number of answers: 6 – AT, BE, CY, CZ, DE, EE", True),
        ("Late replies: AT, BE, CY, CZ, DE, EE.", False),
        ("Negative responses (6): AT, BE, CY, CZ, DE, EE.", False),
        ("No answers: AT, BE, CY, CZ, DE, EE.", False),
        ("The analysis of fees shows that six countries¹ charge them.", False),
        ("The inform includes a box on tolls. Six countries¹ charge one.", False),
        ("The scheme includes six countries.¹", False),
        ("Local authorities contributed in six countries.¹", False),
        ("The form for applicants was completed by an officer in six countries.¹", False),
        ("Six countries¹ cover the costs in full.", False),
    ],
)
def test_a_document_that_says_whom_it_compares_names_its_contributors(
    sentence: str, is_found: bool, read_text: ReadText
) -> None:
    context = analyse(read_text(f"A title\n\n{sentence}{NOTE}"))
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert (found is not None) == is_found


def test_what_a_document_is_about_counts_only_where_nobody_is_said_to_have_answered(
    read_text: ReadText,
) -> None:
    context = analyse(
        read_text(
            "A title\n\nIt looks at housing in five countries.¹ Replies came from five NCPs.²"
            "\n\n¹ AT, BE, CY, CZ, DE.\n² FI, FR, HR, HU, IE."
        )
    )
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert found is not None
    assert found.countries[0] == "FI"


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        (
            "It covers eight countries: six Member Countries¹ and two Observer Countries (GE, UA).",
            8,
        ),
        ("It covers nine countries, six of them¹ with a coast.", 0),
    ],
)
def test_what_a_document_covers_is_the_whole_count(
    sentence: str, size: int, read_text: ReadText
) -> None:
    context = analyse(read_text(f"A title\n\n{sentence}{NOTE}"))
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert (0 if found is None else len(found.countries)) == size


def test_observers_in_a_bracket_of_their_own_contribute_too(read_text: ReadText) -> None:
    context = analyse(
        read_text(
            "A title\n\nFees are compared.¹\n\n¹ Contributions were received from six EMN Member "
            "Countries (AT, BE, CY, CZ, DE, EE) and two EMN Observer Countries (MD and UA)."
        )
    )
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert found is not None
    assert found.countries[-2:] == ("MD", "UA")


def test_some_of_the_contributors_are_not_all_of_them(read_text: ReadText) -> None:
    context = analyse(
        read_text(
            "A title\n\nAlmost all contributing countries¹ train staff. The inform is based on "
            "contributions from six countries.²\n\n¹ AT, BE, CY, CZ, DE."
            "\n\n² AT, BE, CY, CZ, DE, EE."
        )
    )
    found = find_contributors(context, list(find_footnotes(context, Findings())))
    assert found is not None
    assert len(found.countries) == 6
