"""What every record has in common."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__
"""Sets what a frozen record does not let anybody set."""


class Record(BaseModel):
    """A frozen fact: never changed after it is built, and unknown fields are refused.

    Sequences are tuples, so that a record cannot be edited through a list it holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    @classmethod
    def from_sure(cls, values: dict[str, Any], stated: set[str]) -> Self:
        """A record of values that are valid by the way they were made, at half the price.

        Nothing is checked and nothing is copied: ``values`` has every field, in the order of their
        declaration, and belongs to the record from then on; ``stated`` are the fields that do not
        only have their default, and may be one set for many records: nobody changes it. For the
        records of which a document has a thousand.
        """
        record = object.__new__(cls)
        _set(record, "__dict__", values)
        _set(record, "__pydantic_fields_set__", stated)
        _set(record, "__pydantic_extra__", None)
        _set(record, "__pydantic_private__", None)
        return record

    def to_json(self) -> str:
        """The record as JSON that is the same on every machine: two spaces, UTF-8, final newline.

        Fields stand in the order of their declaration, so equal records give equal bytes.
        """
        return self.model_dump_json(indent=2) + "\n"

    def to_jsonable(self) -> dict[str, Any]:
        """The record as plain JSON types, for callers that put several into one answer."""
        return self.model_dump(mode="json")
