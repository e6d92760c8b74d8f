"""What is wrong in the print of a list is kept beside it, and no country is lost for it."""

import pytest

from extractors.analysis import analyse
from tests.extractors.documents import build_document


@pytest.mark.parametrize(
    ("note", "countries", "defects"),
    [
        ("FR, HR, , IE, LT.", "FR HR IE LT", [("hole", ", ,")]),
        ("AT, CZ,, DE.", "AT CZ DE", [("hole", ",,")]),
        ("AT, XX, DE, SE.", "AT DE SE", [("unknown_code", "XX")]),
        ("AT, DE, SE, XX.", "AT DE SE", [("unknown_code", "XX")]),
        ("QQ, AT, DE and SE.", "AT DE SE", [("unknown_code", "QQ")]),
        ("AT, DE and SE, EU.", "AT DE SE", []),
        ("AT, BE, Cy, DE.", "AT BE CY DE", [("case", "Cy")]),
        ("(AT, BE, CY,)", "AT BE CY", [("stray_separator", ",")]),
        ("AT, BE, CY, DE.", "AT BE CY DE", []),
        ("AT, BE, and CY.", "AT BE CY", []),
    ],
)
def test_a_defect_is_named_with_its_place(
    note: str, countries: str, defects: list[tuple[str, str]]
) -> None:
    document = build_document(f"Some.[^1] || [^1]: {note}")
    (one,) = analyse(document).lists
    assert " ".join(one.countries) == countries
    assert [
        (defect.kind, document.text[defect.start : defect.end]) for defect in one.defects
    ] == defects
