from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.countries import find_countries
from extractors.metadata import find_metadata
from schemas.document import Issue
from schemas.extraction import CountryMention, GroupMention
from tests.extractors.documents import build_document

WORDS = (
    "Germany Georgia Jordan Polish French English NO IT AT, BE, (DE) EL; Norway's Türkiye EU-27 "
    "EU Member States except Denmark and Congolese nationals from Ireland Brussels, 5 May 2024 "
    "05/06/2024 Contact: Ms Jane Doe jane@example.eu www.emn.eu Title: 'x' courses in language "
    "|| § [^1] 𝔘𝔫𝔦 ‑ – é ( ) [ ] ; : The EMN was set up in 2008 Luxembourg, Declaration"
)
LINES = st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(LINES)
def test_every_finding_of_any_text_slices_to_its_quote(line: str) -> None:
    document = build_document(line)
    context = analyse(document)
    found = [*find_countries(context, Findings()), *find_metadata(context, Findings())]
    mentions = [one for one in found if isinstance(one, CountryMention)]
    for one in found:
        if isinstance(one, CountryMention | GroupMention):
            one.evidence.require_in(document.text)
        elif isinstance(one, Issue):
            if one.evidence is not None:
                one.evidence.require_in(document.text)
        else:
            for field in one.evidence:
                field.evidence.require_in(document.text)
    ends = [0, *(one.evidence.end_char for one in mentions)]
    assert all(one.evidence.start_char >= end for one, end in zip(mentions, ends, strict=False))
    assert len({one.finding_id for one in mentions}) == len(mentions)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(LINES)
def test_reading_twice_gives_the_same_findings(line: str) -> None:
    first, second = ([*find_countries(analyse(build_document(line)), Findings())] for _ in range(2))
    assert first == second


def test_an_empty_document_has_no_country() -> None:
    assert list(find_countries(analyse(build_document("")), Findings())) == []
