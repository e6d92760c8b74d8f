"""All bad files by name, made anew from small seeds: the same bytes each time."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.robustness.archives import iter_archives
from tests.robustness.cases import Case
from tests.robustness.pages import iter_pages, iter_texts
from tests.robustness.pdfs import iter_pdfs

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "raw" / "samples" / "dev"
PRESS_RELEASE = ROOT / "raw" / "emn_press_release_migration_diplomacy.txt"
NAME = "sample_volunteering_release"
SEEDS = {
    "pdf": SAMPLES / f"{NAME}_weasyprint.pdf",
    "docx": SAMPLES / f"{NAME}.docx",
    "html": SAMPLES / f"{NAME}.html",
    "md": SAMPLES / f"{NAME}.md",
    "txt": PRESS_RELEASE,
}


def flip(data: bytes, seed: int, count: int) -> bytes:
    """``count`` bytes changed at places that ``seed`` decides."""
    chance, out = random.Random(seed), bytearray(data)
    for _ in range(count):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def swap(data: bytes, seed: int) -> bytes:
    """Two stretches of a tenth of the file exchanged."""
    size = len(data) // 10
    first, second = sorted(random.Random(seed).sample(range(10), 2))
    chunks = [data[n * size : (n + 1) * size if n < 9 else None] for n in range(10)]
    chunks[first], chunks[second] = chunks[second], chunks[first]
    return b"".join(chunks)


def blank(data: bytes, seed: int) -> bytes:
    """A tenth of the file overwritten with zeros."""
    size = len(data) // 10
    start = random.Random(seed).randrange(len(data) - size)
    return data[:start] + bytes(size) + data[start + size :]


def iter_bytes_damaged() -> Iterator[Case]:
    """Every format with the damage that needs no knowledge of it."""
    for number, (suffix, path) in enumerate(SEEDS.items()):
        data = path.read_bytes()
        for count in (1, 20, 500):
            yield f"flipped_{count}.{suffix}", flip(data, 100 * number + count, count)
        yield f"swapped.{suffix}", swap(data, number)
        yield f"zeroed.{suffix}", blank(data, number)
        yield f"doubled.{suffix}", data + data
        wrong = "pdf" if suffix != "pdf" else "txt"
        yield f"is_{suffix}.{wrong}", data


def iter_damaged() -> Iterator[Case]:
    """Names, each prefixed by its format so that no two are alike, and bytes."""
    yield from iter_bytes_damaged()
    yield from iter_pdfs(SEEDS["pdf"].read_bytes())
    yield from iter_archives(SEEDS["docx"].read_bytes())
    yield from iter_pages(SEEDS["html"].read_bytes())
    yield from iter_texts(SEEDS["txt"].read_text(encoding="utf-8"))
