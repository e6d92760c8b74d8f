"""The review page in a real browser: Debian's Chromium, driven by Playwright."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import main
from pipeline.review.decisions import active_decisions, read_decisions
from tests.review.conftest import HOSTILE

CHROMIUM = Path("/usr/bin/chromium")

if not CHROMIUM.exists() and os.environ.get("CI") != "true":
    pytest.skip(
        "there is no /usr/bin/chromium: apt-get install chromium (.ci/run does)",
        allow_module_level=True,
    )

expect.set_options(timeout=20_000)  # a busy machine is no failure

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def pages(browser):
    """Opens windows that fail the test on any error of a script."""
    errors: list[str] = []
    contexts = []

    def open_page(address: str, path: str = "/") -> Page:
        context = browser.new_context(viewport={"width": 1300, "height": 850})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        if path != "/":
            page.goto(address.split("?", maxsplit=1)[0].rstrip("/") + path)
            page.wait_for_selector(".item.current, #all-done:not([hidden])")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def wait_decided(page: Page, count: int) -> None:
    expect(page.locator("#decided [data-decision]")).to_have_count(count)


def show_only(page: Page, words: str) -> None:
    """Filter the differences, by keys."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_accept_reject_and_undo_by_keys_reach_truth_and_survive_a_reload(
    workspace, erring, serve, pages
):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        show_only(page, "note 2")
        expect(page.locator(".item:visible")).to_have_count(2)
        page.keyboard.press("a")
        wait_decided(page, 1)
        page.keyboard.press("r")
        wait_decided(page, 2)
        page.keyboard.press("u")
        wait_decided(page, 1)
        expect(page.locator("#toast")).to_contain_text("Undone")
        page.reload()
        wait_decided(page, 1)
        assert len(active_decisions(read_decisions(workspace.truth))) == 1


def test_a_correction_is_refused_beside_its_field_and_then_saved(workspace, erring, serve, pages):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        show_only(page, "note 2")
        page.keyboard.press("c")
        field = page.locator(".editor input[name=value]")
        expect(field).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.press("Enter")
        expect(page.locator(".editor .error")).to_contain_text("Say what is right")
        page.keyboard.type("GR")
        page.keyboard.press("Enter")
        wait_decided(page, 1)
        assert "GR" in workspace.read_truth(erring)["notes"][1]["countries"]


def test_a_selection_in_the_text_becomes_the_evidence(workspace, erring, serve, pages):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        show_only(page, "visa facilitation")
        page.keyboard.press("c")
        expect(page.locator(".editor [name=instrument_id]")).to_be_focused()
        page.evaluate(
            """() => {
              const walker = document.createTreeWalker(
                document.getElementById("text"), NodeFilter.SHOW_TEXT);
              let start = null;
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (node.data.includes("visa facilitation agreement")) start = node;
              }
              const range = new Range();
              range.selectNodeContents(start);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }"""
        )
        page.wait_for_function(
            "() => document.querySelector('.editor [name=evidence]').value.includes('start_char')"
        )
        page.locator(".editor button.primary").click()
        wait_decided(page, 1)
        text = workspace.desk().open_case(erring).document.text
        (instrument,) = workspace.read_truth(erring)["instruments"]
        evidence = instrument["evidence"]
        assert instrument["instrument_id"] == "visa_facilitation_agreement"
        assert text[evidence["start_char"] : evidence["end_char"]] == evidence["quote"]


def test_a_reason_is_saved_with_the_verdict(workspace, erring, serve, pages):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        page.keyboard.press("m")
        page.keyboard.type('as agreed: "don\'t" <b>')
        page.keyboard.press("Enter")
        page.keyboard.press("r")
        wait_decided(page, 1)
        expect(page.locator("#decided .reason").first).to_have_text('as agreed: "don\'t" <b>')


def test_a_click_on_either_side_shows_the_other(erring, serve, pages):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        mark = page.locator("mark.open.k-instruments").first
        mark.click()
        item = page.locator(".item.current")
        assert item.get_attribute("id") in mark.get_attribute("data-diff").split(" ")
        expect(item).to_be_in_viewport()
        other = page.locator(".item").last
        other.click()
        expect(other).to_have_class(r"item s-plus current")
        expect(page.locator("#text .now").first).to_be_in_viewport()


def test_two_windows_do_not_overwrite_each_other(workspace, erring, serve, pages):
    with serve("Ada") as (first, _), serve("Ben") as (second, _):
        ada = pages(first, f"/documents/{erring}")
        ben = pages(second, f"/documents/{erring}")
        for page in (ada, ben):
            show_only(page, "note 4")
        ada.keyboard.press("r")
        wait_decided(ada, 1)
        ben.keyboard.press("a")
        expect(ben.locator("#alert")).to_contain_text("Ada has decided")
        assert [one.verdict for one in read_decisions(workspace.truth)] == ["reject"]
        ben.locator("#alert a").click()
        wait_decided(ben, 1)


def test_script_and_quotes_in_a_document_are_shown_as_text(workspace, serve, pages):
    hostile = workspace.add("hostile.txt", HOSTILE)
    document = workspace.desk().open_case(hostile).document
    with serve() as (address, _):
        page = pages(address)
        expect(page.locator("tbody a")).to_contain_text("<script>")
        page.locator("tbody a").click()
        page.wait_for_selector(".item.current")
        assert "owned" not in page.title()
        assert page.locator("#text script, #text img, #text b").count() == 0
        shown = page.locator("#text .block").evaluate_all("all => all.map(one => one.textContent)")
        assert shown == [document.text[one.start_char : one.end_char] for one in document.blocks]
        page.keyboard.press("a")
        wait_decided(page, 1)


def test_twenty_differences_are_cleared_with_keys_alone_and_truth_passes_lint(
    workspace, erring, serve, pages
):
    with serve() as (address, _):
        page = pages(address)
        page.keyboard.press("Enter")
        page.wait_for_selector(".item.current")
        for number in range(20):
            page.keyboard.press("a" if number % 4 else "r")
            wait_decided(page, number + 1)
        assert page.evaluate("() => document.activeElement.classList.contains('item')")
    assert len(active_decisions(read_decisions(workspace.truth))) == 20
    lint = ["truth", "lint", str(workspace.truth), "--output", str(workspace.output)]
    assert main(lint) == 0


def test_every_control_has_a_name_and_the_page_one_heading(erring, serve, pages):
    with serve() as (address, _):
        page = pages(address, f"/documents/{erring}")
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, textarea, [role=group]")]
              .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
              .map((one) => one.outerHTML)"""
        )
        assert nameless == []
        assert page.locator("h1").count() == 1


CONTRAST = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const read = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((one) => {
      const c = one / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  for (const one of document.querySelectorAll("body *")) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.closest("#toast, #alert, dialog")) continue;
    const grounds = [];
    for (let up = one; up; up = up.parentElement) {
      grounds.unshift(getComputedStyle(up).backgroundColor);
    }
    const ground = light(read(["white", ...grounds]));
    const ink = light(read([getComputedStyle(one).color]));
    const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${one.outerHTML.slice(0, 120)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(erring, serve, pages, scheme):
    with serve() as (address, _):
        page = pages(address)
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(CONTRAST) == []
        page.locator("tbody a").click()
        page.wait_for_selector(".item.current")
        page.keyboard.press("r")
        wait_decided(page, 1)
        assert page.evaluate(CONTRAST) == []


def test_a_pdf_shows_its_pages_with_boxes_that_lead_to_the_differences(workspace, serve, pages):
    workspace.raw.mkdir()
    canvas = Canvas(str(workspace.raw / "printed.pdf"), pagesize=(595, 842))
    for place in ("Austria", "Belgium"):
        canvas.drawString(72, 700, f"In {place} a bilateral agreement with Tunisia was signed.")
        canvas.showPage()
    canvas.save()
    document_id = workspace.read("printed.pdf")
    with serve() as (address, _):
        page = pages(address, f"/documents/{document_id}")
        page.get_by_role("link", name="Pages").click()
        page.wait_for_function(
            "() => [...document.querySelectorAll('.page img')].some((one) => one.naturalWidth > 0)"
        )
        assert page.locator(".page").count() == 2
        box = page.locator("#page-1 rect.open.k-countries").first
        box.click()
        item = page.locator(".item.current")
        assert item.get_attribute("id") == box.get_attribute("data-diff")
        assert item.get_attribute("data-page") == "1"
        page.keyboard.press("a")
        wait_decided(page, 1)


def test_ctrl_c_ends_the_session_as_a_success(inform, serve):
    with serve() as (_, server):
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
        assert "Traceback" not in server.stderr.read()
