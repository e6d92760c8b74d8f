"""Ids of findings: the same finding gets the same id in every run, format and process."""

from hashlib import blake2b


class IdMaker:
    """Gives ids within one document and one kind of finding.

    The id depends on what the finding says and on how often that was said before, not on its
    offset, so that it survives a shift of the text.

    >>> ids = IdMaker("country")
    >>> ids.make("AT", "code") == IdMaker("country").make("AT", "code")
    True
    >>> ids.make("AT", "code") == IdMaker("country").make("AT", "code")
    False
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._seen: dict[tuple[str, ...], int] = {}

    def make(self, *key: str) -> str:
        """The id of the next finding with this key, e.g. ``country-5f2c9a1b0d``."""
        count = self._seen.get(key, 0)
        self._seen[key] = count + 1
        said = "\x1f".join(key)
        digest = blake2b(f"{said}\x1f{count}".encode(), digest_size=5)
        return f"{self._kind}-{digest.hexdigest()}"
