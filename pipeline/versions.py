"""Which versions made a record: of our code by its bytes, of the tables, the schema, the libraries.

A version that people raise by hand is forgotten; a hash is not. ``emn run`` skips a document only
if all of these are as they were, and a comparison of two runs names the one that changed.
"""

import platform
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from schemas.document import DOCUMENT_SCHEMA_VERSION
from schemas.extraction import EXTRACTION_SCHEMA_VERSION

PROJECT = "emn-pipeline"
LIBRARIES = (
    "spacy",
    "pydantic",
    "pdfplumber",
    "pypdfium2",
    "lxml",
    "python-docx",
    "markdown-it-py",
)
"""Those that shape a record; Prefect does not."""

HASH_CHARS = 12

_ROOT = Path(__file__).parent.parent
_READER_PATHS = ("pipeline/read.py", "pipeline/readers", "pipeline/identity.py")
_EXTRACTOR_PATHS = ("pipeline/extract.py", "pipeline/check.py", "extractors")
_SCHEMA_PATHS = ("schemas",)
_VOCABULARY_PATHS = ("extractors/data",)


@cache
def get_versions() -> dict[str, str]:
    """By part: ``reader``, ``extractor``, ``vocabulary``, ``schema``, ``python``, each library."""
    return {
        "project": get_project_version(),
        "reader": _hash_files(_READER_PATHS, None),
        "extractor": _hash_files(_EXTRACTOR_PATHS, ".py"),
        "vocabulary": _hash_files(_VOCABULARY_PATHS, None),
        "schema": "/".join(
            (DOCUMENT_SCHEMA_VERSION, EXTRACTION_SCHEMA_VERSION, _hash_files(_SCHEMA_PATHS, ".py"))
        ),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _find_version(name) or "none" for name in LIBRARIES},
    }


def get_project_version() -> str:
    """As the package's metadata has it; ``0+unknown`` where it is not installed."""
    return _find_version(PROJECT) or "0+unknown"


def build_key(content_sha256: str, file_name: str, url: str | None) -> str:
    """What a record depends on, as one hash: the raw file, its name and URL, and all versions."""
    parts = (content_sha256, file_name, url or "", *sorted(get_versions().items()))
    return sha256(repr(parts).encode()).hexdigest()


def _hash_files(places: Iterable[str], suffix: str | None) -> str:
    """Over names and bytes, in the order of names; installed copies give the same as a checkout."""
    digest = sha256()
    for path in sorted(_iter_files(places)):
        if suffix is None or path.suffix == suffix:
            digest.update(f"{path.relative_to(_ROOT).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:HASH_CHARS]


def _iter_files(places: Iterable[str]) -> Iterable[Path]:
    for place in places:
        path = _ROOT / place
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (
                found
                for found in path.rglob("*")
                if found.is_file() and "__pycache__" not in found.parts
            )


def _find_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
