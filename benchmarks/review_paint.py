"""How long the review page takes until its first paint: 60 pages, 500 findings, all to decide.

``python benchmarks/review_paint.py`` makes a PDF, reads it, serves it and opens it in Debian's
Chromium; prints the server's time, the first contentful paint, the time of one verdict, and the
longest frame while scrolling, and exits with 1 if the first paint takes a second or more.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Page, sync_playwright
from reportlab.pdfgen.canvas import Canvas

from pipeline.run import RunOptions, run
from pipeline.store import iter_document_ids, load_extraction

CHROMIUM = "/usr/bin/chromium"
PAGES, LINES_PER_PAGE = 60, 44
BAR_SECONDS = 1.0
FILLER = "The authorities describe how reception is organised and who pays for it in practice."
COUNTRIES = ("Austria", "Belgium", "Cyprus", "Germany", "Estonia", "Spain", "Finland", "France")


def build_pdf() -> bytes:
    """Sixty pages of lines, eight of which on each page name a country."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(PAGES):
        canvas.setFont("Helvetica", 10)
        for line in range(LINES_PER_PAGE):
            words = FILLER
            if line % 5 == 0:
                words = f"In {COUNTRIES[(page + line) % 8]} a bilateral agreement was signed."
            canvas.drawString(60, 790 - 16.5 * line, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a server over the folder."""
    command = [sys.executable, "-m", "pipeline.cli", "review", "--reviewer", "Ada"]
    for name in ("output", "truth", "raw"):
        command += [f"--{name}", str(folder / name)]
    with Popen(command, stdout=PIPE, text=True) as server:
        try:
            if server.stdout is None:
                raise RuntimeError("the server has no stdout")
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def measure(page: Page, address: str, document_id: str) -> dict[str, float]:
    """Seconds, by what was measured."""
    page.goto(address)
    target = address.split("?", maxsplit=1)[0] + f"documents/{document_id}"
    paints = []
    for _ in range(3):
        page.goto(target)
        page.wait_for_selector(".item.current")
        paints.append(
            page.evaluate(
                "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
            / 1000
        )
    answered = page.evaluate(
        "() => performance.getEntriesByType('navigation')[0].responseEnd / 1000"
    )
    started = perf_counter()
    page.keyboard.press("a")
    page.wait_for_function("() => document.querySelectorAll('#decided [data-decision]').length")
    verdict = perf_counter() - started
    frame = page.evaluate(
        """async () => {
          const text = document.getElementById("text");
          let last = performance.now(), longest = 0;
          for (let step = 0; step < 90; step += 1) {
            text.scrollTop += 400;
            await new Promise(requestAnimationFrame);
            longest = Math.max(longest, performance.now() - last);
            last = performance.now();
          }
          return longest / 1000;
        }"""
    )
    return {
        "answered": answered,
        "first paint": sorted(paints)[1],
        "one verdict": verdict,
        "longest frame": frame,
    }


def main() -> int:
    """The exit code."""
    with TemporaryDirectory(prefix="emn-paint-") as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        (folder / "truth").mkdir()
        (folder / "raw" / "sixty-pages.pdf").write_bytes(build_pdf())
        run([folder / "raw"], RunOptions(folder / "output", folder / "truth", 1))
        document_id = next(iter_document_ids(folder / "output"))
        extraction = load_extraction(folder / "output", document_id)
        findings = sum(
            len(found)
            for found in (extraction.countries, extraction.instruments, extraction.claims)
        )
        print(f"{extraction.source.page_count} pages, {findings} findings")
        with serve(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            seconds = measure(browser.new_page(), address, document_id)
            browser.close()
    for label, value in seconds.items():
        print(f"{label:<14} {value:6.3f} s")
    return 1 if seconds["first paint"] >= BAR_SECONDS or findings < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
