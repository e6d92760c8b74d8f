"""Ids of documents: the same raw file gets the same id on every machine."""

import unicodedata
from pathlib import PurePath

MAX_SLUG_CHARS = 80
HASH_CHARS = 8


def build_document_id(file_name: str, sha256: str) -> str:
    """The slug of the file's stem, a hyphen and the first 8 hex digits of its hash.

    Letters lose their accents, what is not ``a-z0-9`` becomes one hyphen, so the id is
    a safe file name everywhere. Two files of one name and different bytes get different ids.

    >>> build_document_id("EMN Inform – Résumé (final).pdf", "0f1e2d3c4b5a" + "0" * 52)
    'emn-inform-resume-final-0f1e2d3c'

    A stem that already ends in those digits, as fetched files do, keeps them once.
    """
    stem = unicodedata.normalize("NFKD", PurePath(file_name).stem).casefold()
    plain = "".join(char for char in stem if not unicodedata.combining(char))
    spaced = "".join(char if char.isascii() and char.isalnum() else " " for char in plain)
    slug = "-".join(spaced.split())[:MAX_SLUG_CHARS].strip("-")
    digits = sha256[:HASH_CHARS]
    slug = slug.removesuffix(digits).strip("-")
    return f"{slug or 'document'}-{digits}"
