"""PDF: characters from a source, layout analysis over them, raw blocks out."""

from pipeline.readers.pdf.reading import read_pdf

__all__ = ["read_pdf"]
