"""A reconciliation in words, for people who compare a press release with its inform."""

from pipeline.check_report import shorten_quote
from schemas.reconciliation import Agreement, Place, Reconciliation


def render_reconciliation(found: Reconciliation) -> str:
    """Whether the two are a pair, each difference with both places, then what agrees in numbers."""
    lines = [f"{found.left_document_id}  |  {found.right_document_id}", f"  {found.reason}"]
    if not found.is_pair:
        lines.append("  They are compared all the same, since you asked for it.")
    for one in found.failed:
        lines.extend(_render_agreement(one))
    statuses = [one.status for one in found.agreements]
    lines.append(
        f"  {len(found.failed)} differences, {statuses.count('pass')} agreements, "
        f"{statuses.count('not_checkable')} not clear; {len(found.only_left)} claims only on the "
        f"left, {len(found.only_right)} only on the right"
    )
    return "\n".join(lines) + "\n"


def _render_agreement(one: Agreement) -> list[str]:
    return [
        f"  {one.severity:<8} {one.code:<24} {one.message}",
        *_render_place(one.left, "left"),
        *_render_place(one.right, "right"),
    ]


def _render_place(place: Place, side: str) -> list[str]:
    if place.evidence is None:
        return []
    page = f" (page {place.evidence.page})" if place.evidence.page is not None else ""
    return [f"{'':<11}{side}{page}: “{shorten_quote(place.evidence.quote)}”"]
