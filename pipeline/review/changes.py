"""What one decision changed in a truth, so that it can be done again, or undone, later.

A change names the value before and after. It applies wherever that value stands now, so that
decisions about other records do not get in its way.
"""

from typing import Any

from schemas.errors import EmnError
from schemas.review import Change
from schemas.truth import FindingKind

Plain = dict[str, Any]


class ConflictError(EmnError):
    """Somebody else decided first, or what was shown has changed; nothing was written."""


def find_change(before: Plain, after: Plain, kind: FindingKind) -> Change | None:
    """The one difference between two states of a truth in one kind; None if there is none."""
    if kind == "metadata":
        old, new = before.get("metadata") or {}, after.get("metadata") or {}
        for name in dict.fromkeys((*old, *new)):
            if (name in old, old.get(name)) != (name in new, new.get(name)):
                return Change(
                    kind=kind,
                    field=name,
                    before=(old[name],) if name in old else (),
                    after=(new[name],) if name in new else (),
                )
        return None
    ours, theirs = list(_get_items(before, kind)), list(_get_items(after, kind))
    index = 0
    while index < min(len(ours), len(theirs)) and ours[index] == theirs[index]:
        index += 1
    if len(ours) == len(theirs):
        if index == len(ours):
            return None
        return Change(kind=kind, index=index, before=(ours[index],), after=(theirs[index],))
    if len(theirs) > len(ours):
        return Change(kind=kind, index=index, before=(), after=(theirs[index],))
    return Change(kind=kind, index=index, before=(ours[index],), after=())


def reverse(change: Change) -> Change:
    """The change that takes this one back."""
    return change.model_copy(update={"before": change.after, "after": change.before})


def is_applied(plain: Plain, change: Change) -> bool:
    """Whether the truth is as after the change."""
    if change.kind == "metadata":
        return _get_field(plain, change) == change.after
    items = _get_items(plain, change.kind)
    if change.after:
        return change.after[0] in items
    return change.before[0] not in items


def apply_change(plain: Plain, change: Change) -> None:
    """Change the truth; raises ``ConflictError`` if the value before is not there any more."""
    if change.kind == "metadata":
        if _get_field(plain, change) != change.before:
            raise _conflict()
        metadata = plain.setdefault("metadata", {})
        metadata.pop(change.field, None)
        if change.after:
            metadata[change.field] = change.after[0]
        return
    items = _get_items(plain, change.kind)
    if not change.before:
        items.insert(min(change.index, len(items)), change.after[0])
        return
    places = [at for at, item in enumerate(items) if item == change.before[0]]
    if not places:
        raise _conflict()
    at = min(places, key=lambda place: abs(place - change.index))
    items[at : at + 1] = change.after


def _get_items(plain: Plain, kind: FindingKind) -> list[Any]:
    """The list of a kind; the markers of notes are part of the notes."""
    if kind == "contacts":
        plain = plain.setdefault("metadata", {})
    items: list[Any] = plain.setdefault("notes" if kind == "links" else kind, [])
    return items


def _get_field(plain: Plain, change: Change) -> tuple[Any, ...]:
    metadata = plain.get("metadata") or {}
    return (metadata[change.field],) if change.field in metadata else ()


def _conflict() -> ConflictError:
    return ConflictError(
        "A later decision changed the same record. Take that one back first, or edit the file."
    )
