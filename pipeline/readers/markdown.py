"""Markdown."""

from pipeline.readers.limits import Limits
from pipeline.readers.raw import RawDocument
from pipeline.readers.text import read_text


def read_markdown(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The blocks of a Markdown file."""
    return read_text(data, file_name, limits)
