"""What the PDF path costs beside pdfplumber's bare characters: `python benchmarks/pdf_speed.py`.

Prints pages per CPU-second of the reader, of reading and extraction together, and of pdfplumber's
`page.chars` over the same files in the same run; the ratio that the project promises, at most 1.25;
what page ranges side by side gain; and the peak memory of a process of its own that reads N pages,
beside pdfplumber's. Ratios tell more than seconds: the machine may be busy. Give PDF files as
arguments to measure those instead of the samples.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

import pdfplumber
import pypdfium2 as pdfium

from pipeline.read import read_bytes
from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf import read_pdf

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests"
PROMISE = 1.25
PAGES = 12
MEMORY_PAGES = (25, 200)


def main() -> None:
    """Print a table; exit with 1 if the promise is broken."""
    if sys.argv[1:2] == ["--memory"]:
        print(measure_memory(sys.argv[2], Path(sys.argv[3])))
        return
    files = [Path(name) for name in sys.argv[1:]] or sorted(SAMPLES.rglob("*.pdf"))
    if not files:
        sys.exit("There is no PDF to read; give some as arguments.")
    total = {"chars": 0.0, "read": 0.0, "both": 0.0}
    pages = 0
    extract = load_extract()
    extract("warm-up.pdf", repeat_pages(files[0], 1))
    print(
        f"{'file':44} {'pages':>5} {'chars s':>8} {'read s':>8} {'read+extract s':>15} {'ratio':>6}"
    )
    for file in files:
        data = repeat_pages(file, PAGES)
        count = len(pdfium.PdfDocument(data))
        spent = {
            "chars": measure(lambda data=data: read_chars(data)),
            "read": measure(lambda data=data, file=file: read_pdf(data, file.name, DEFAULT_LIMITS)),
            "both": measure(lambda data=data, file=file: extract(file.name, data)),
        }
        for key, seconds in spent.items():
            total[key] += seconds
        pages += count
        print(
            f"{file.name[:44]:44} {count:5} {spent['chars']:8.2f} {spent['read']:8.2f} "
            f"{spent['both']:15.2f} {spent['both'] / spent['chars']:6.2f}"
        )
    for key, name in (
        ("chars", "pdfplumber page.chars"),
        ("read", "reader"),
        ("both", "read + extract"),
    ):
        print(f"{name:24} {pages / total[key]:7.1f} pages per CPU-second")
    ratio = total["both"] / total["chars"]
    print(f"ratio {ratio:.2f}, promised at most {PROMISE}")
    print_gain(files[0])
    for count in MEMORY_PAGES:
        peaks = {what: measure_in_process(what, files[0], count) for what in READINGS}
        shown = ", ".join(f"{what} {peak:.0f} MiB" for what, peak in peaks.items())
        print(f"peak memory with {count:4} pages: {shown}")
    sys.exit(ratio > PROMISE)


def load_extract() -> Callable[[str, bytes], object]:
    """Reading and extraction as the pipeline runs them, on bytes."""
    from pipeline.extract import extract

    return lambda name, data: extract(read_bytes(data, name))


def repeat_pages(file: Path, count: int) -> bytes:
    """A PDF of ``count`` pages: those of ``file``, over and over."""
    source = pdfium.PdfDocument(file)
    made = pdfium.PdfDocument.new()
    while len(made) < count:
        made.import_pages(source, list(range(min(len(source), count - len(made)))))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read_chars(data: bytes) -> int:
    """Pdfplumber's characters of every page, each page closed when it is read."""
    count = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            count += len(page.chars)
            page.close()
    return count


def measure(work: Callable[[], object]) -> float:
    """The smaller of two runs, in CPU-seconds."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def print_gain(file: Path) -> None:
    """Say what two processes gain over one on a long file, in seconds of the clock."""
    data = repeat_pages(file, MEMORY_PAGES[-1])
    limits = {count: replace(DEFAULT_LIMITS, processes=count) for count in (1, 2)}
    spent = {
        count: time_by_clock(lambda one=one: read_pdf(data, "", one))
        for count, one in limits.items()
    }
    share = spent[2] / spent[1]
    print(f"{MEMORY_PAGES[-1]} pages on two processes: {share:.0%} of the time on one")


def time_by_clock(work: Callable[[], object]) -> float:
    """The smaller of two runs, in seconds of the clock."""
    spent = []
    for _ in range(2):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


READINGS: dict[str, Callable[[bytes], object]] = {
    "nothing": lambda _data: None,
    "pdfplumber": read_chars,
    "reader": lambda data: read_pdf(data, "many.pdf", DEFAULT_LIMITS),
    "document": lambda data: read_bytes(data, "many.pdf"),
}
"""What a process of its own does, whose memory is measured; the first tells what the file takes."""


def measure_in_process(what: str, file: Path, pages: int) -> float:
    """Peak memory in MiB of a fresh process that reads so many pages."""
    with NamedTemporaryFile(suffix=".pdf") as long:
        Path(long.name).write_bytes(repeat_pages(file, pages))
        command = [sys.executable, __file__, "--memory", what, long.name]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout)


def measure_memory(what: str, file: Path) -> float:
    """Peak memory in MiB of this process after one reading of the file."""
    READINGS[what](file.read_bytes())
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
