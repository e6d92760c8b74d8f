"""What every record has in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen fact: never changed after it is built, and unknown fields are refused.

    Sequences are tuples, so that a record cannot be edited through a list it holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    def to_json(self) -> str:
        """The record as JSON that is the same on every machine: two spaces, UTF-8, final newline.

        Fields stand in the order of their declaration, so equal records give equal bytes.
        """
        return self.model_dump_json(indent=2) + "\n"

    def to_jsonable(self) -> dict[str, Any]:
        """The record as plain JSON types, for callers that put several into one answer."""
        return self.model_dump(mode="json")
