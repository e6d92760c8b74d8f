"""Records for comparing, built from one line each."""

from schemas.document import Evidence, Source
from schemas.extraction import CountryMention, Extraction, Footnote, Metadata
from schemas.truth import Truth

TEXT = "x" * 400


def build_source(media_type="text/plain"):
    return Source(file_name="a.txt", media_type=media_type, sha256="0" * 64, size_bytes=1)


def build_extraction(*, media_type="text/plain", metadata=None, **kinds) -> Extraction:
    stated = {"kind": "other", "language": None, "title": None, "product_title": None}
    return Extraction(
        document_id="a-00000000",
        source=build_source(media_type),
        metadata=Metadata.model_validate({**stated, **(metadata or {})}),
        **{kind: tuple(found) for kind, found in kinds.items()},
    )


def build_truth(**kinds) -> Truth:
    return Truth.model_validate(kinds)


def at(start: int, end: int, quote: str | None = None) -> Evidence:
    return Evidence(quote=quote or TEXT[start:end], start_char=start, end_char=end)


def parse(words: str) -> list[tuple[str, int, int]]:
    """``AT@0-2 BE@4-6`` as countries with their places."""
    found = []
    for word in words.split():
        code, _, place = word.partition("@")
        start, _, end = place.partition("-")
        found.append((code, int(start), int(end)))
    return found


def mention(code: str, start: int, end: int, **more) -> CountryMention:
    return CountryMention.model_validate(
        {
            "finding_id": f"f{start}",
            "iso2": code,
            "eu_code": code,
            "form": "code",
            "role": "other",
            "evidence": at(start, end),
            **more,
        }
    )


def stated_mention(code: str, start: int, end: int, **more) -> dict:
    evidence = {"quote": TEXT[start:end], "start_char": start, "end_char": end}
    return {"iso2": code, "evidence": evidence, **more}


def note(label: str, countries: str, start: int, markers=(), **more) -> Footnote:
    return Footnote.model_validate(
        {
            "finding_id": f"n{start}",
            "note_id": f"n{start}",
            "label": label,
            "kind": "country_list",
            "countries": tuple(countries.split()),
            "references": tuple(at(*place) for place in markers),
            "evidence": at(start, start + 10),
            **more,
        }
    )


def stated_note(label: str, countries: str, start: int, markers=None, **more) -> dict:
    stated = {
        "label": label,
        "countries": countries.split(),
        "evidence": {"quote": "x" * 10, "start_char": start, "end_char": start + 10},
        **more,
    }
    if markers is not None:
        stated["references"] = [
            {"quote": TEXT[a:b], "start_char": a, "end_char": b} for a, b in markers
        ]
    return stated
