"""Countries: every mention by code, name or demonym."""

from collections.abc import Iterator

from extractors.context import Context, Findings
from extractors.identity import IdMaker
from extractors.list_candidates import name_spans
from schemas.extraction import CountryForm, CountryMention, CountryRole, Iso2


def find_countries(context: Context, found: Findings) -> Iterator[CountryMention]:
    """Every mention of a country in text order."""
    ids = IdMaker("country")
    places: dict[int, tuple[int, Iso2, CountryForm]] = {
        start: (end, iso2, form)
        for start, end, iso2, form in name_spans(context.doc, context.vocabulary)
    }
    for one in context.lists:
        for item in one.items:
            places[item.start] = (item.end, item.iso2, item.form)
    instruments = [(i.evidence.start_char, i.evidence.end_char) for i in found.instruments]
    for start, (end, iso2, form) in sorted(places.items()):
        if any(a <= start < b for a, b in instruments):
            continue
        country = context.vocabulary.countries[iso2]
        block = context.block_at(start)
        label = next((n.label for n in found.notes if n.note_id == block.note_id), None)
        role: CountryRole = "other"
        if context.is_boilerplate(start):
            role = "boilerplate"
        elif country.emn_role in ("member", "observer"):
            role = "member" if country.emn_role == "member" else "observer"
        yield CountryMention(
            finding_id=ids.make(iso2, form, role, label or ""),
            iso2=iso2,
            eu_code=country.eu_code,
            form=form,
            role=role,
            note_label=label,
            note_id=block.note_id,
            evidence=context.evidence(start, end),
        )
