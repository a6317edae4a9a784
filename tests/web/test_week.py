"""The week of an assessor and a consultant in a real browser: by mouse and by keyboard, with scripts and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.conftest import WORKBOOKS
from tests.web.served import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.unmeasured]

SAMPLE = [WORKBOOKS / name for name in ("sample-client.xlsx", "sample-peers.xlsx", "sample-earlier.json")]
PATIENCE = 180_000.0  # milliseconds, on a machine with much else to do
WIDTHS = (320, 1280)
SENT = """address => {
    const form = document.createElement("form");
    document.body.append(Object.assign(form, {method: "post", action: address}));
    form.submit();
}"""
EDIT, LONG = " We saw this ourselves.", 200  # a sentence, and letters of a paragraph that has some


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(autouse=True)
def _nobody_stays(chromium: Browser) -> Iterator[None]:
    """After a test everybody leaves."""
    yield
    for context in chromium.contexts:
        context.close()


def somebody(chromium: Browser, server: Served, **settings: object) -> Page:
    """A page of somebody who came in, who waits as long as it takes."""
    page = chromium.new_context(accept_downloads=True, **settings).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.goto(server.link())
    page.wait_for_selector("#files")  # the link leads on by itself
    return page


def drop(page: Page, *files: Path, field: str = "#files") -> None:
    """Drop files onto a field, as a mouse does."""
    page.set_input_files(field, files)
    page.locator(f"form:has({field}) button").first.click()


def saved(page: Page, name: str, folder: Path) -> Path:
    """A file that a link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def shut_out(page: Page) -> list[str]:
    """What of a page shuts people out, as axe finds it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


def is_fine(page: Page) -> None:
    """Nobody is shut out, whatever the width, and nothing is to be scrolled sideways.

    What goes on is waited for: the page loads anew when it is done.
    """
    page.wait_for_selector("[data-state], [data-again]", state="detached")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert shut_out(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert page.locator("h1").count() == 1
    assert page.title()


def test_drop_check_build_and_take_away(chromium: Browser, server: Served, tmp_path: Path) -> None:
    asked: list[str] = []
    page = somebody(chromium, server)
    page.on("request", lambda request: asked.append(request.url))
    is_fine(page)
    drop(page, *SAMPLE)
    page.wait_for_selector("h1:has-text('can be built')")
    is_fine(page)
    page.select_option("#sheet", "Interview 12")
    assert page.get_by_text("S244").is_hidden()
    assert page.get_by_text("E329").is_visible()
    assert saved(page, "Download the marked copy", tmp_path).name == "sample-client-marked.xlsx"
    address = page.url
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("h1:has-text('The draft is ready')")
    draft = saved(page, "Word draft", tmp_path)
    assert draft.name == "sample-client-report.docx"
    page.reload()
    assert page.inner_text("h1") == "The draft is ready"
    is_fine(page)
    page.go_back()
    page.wait_for_selector("h1:has-text('can be built')")
    assert page.url == address
    page.goto(server.address)
    assert page.get_by_role("link", name="sample-client.xlsx, sample-earlier.json and sample-peers.xlsx").is_visible()
    assert all(url.startswith(server.address) for url in asked), asked


@pytest.mark.office
@pytest.mark.usefixtures("soffice")
def test_the_pages_of_a_draft_are_shown_when_they_are_laid_out(chromium: Browser, server: Served) -> None:
    page = somebody(chromium, server)
    drop(page, *SAMPLE)
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("h1:has-text('The draft is ready')")
    page.wait_for_selector("ol.pages img")
    assert page.evaluate("document.querySelector('ol.pages img').decode().then(() => true)")
    assert page.locator("ol.pages li").count() > 40
    is_fine(page)


def test_a_task_is_stopped_and_begun_again(chromium: Browser, server: Served) -> None:
    page = somebody(chromium, server)
    drop(page, *SAMPLE)
    page.wait_for_selector("h1:has-text('can be built')")
    page.check("input[name=pages]")
    page.get_by_role("button", name="Build the report").click()
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("h1:has-text('Stopped')")
    is_fine(page)
    page.get_by_role("link", name="Back to the files").click()
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("h1:has-text('The draft is ready')")


def test_without_scripts_everything_is_there(chromium: Browser, server: Served, tmp_path: Path) -> None:
    page = somebody(chromium, server, java_script_enabled=False)
    drop(page, *SAMPLE)
    page.wait_for_selector("h1:has-text('can be built')")
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("h1:has-text('The draft is ready')")
    assert saved(page, "Everything (.zip)", tmp_path).stat().st_size > 100_000


def test_by_keyboard_alone(chromium: Browser, server: Served) -> None:
    """From the top of the page to the checked workbook by Tab, Enter and Space; the focus is seen at each stop."""
    page = somebody(chromium, server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")  # the jump takes its own time
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "files"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.set_input_files("#files", SAMPLE)
    assert page.evaluate("document.activeElement.textContent") == "Look at them"
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('can be built')")


def test_two_at_once_each_get_what_is_theirs_also_why_nothing_is_built(chromium: Browser, server: Served) -> None:
    first, second = (somebody(chromium, server) for _ in range(2))
    drop(first, SAMPLE[0])
    drop(second, SAMPLE[1])
    first.wait_for_selector("h1:has-text('put right first')")
    second.wait_for_selector("text=a file of peers")
    assert first.url != second.url
    is_fine(first)
    first.evaluate(SENT, f"{first.url}/report")  # there is no button for it while there are errors
    first.wait_for_selector("h1:has-text('No report was built')")
    is_fine(first)


def test_a_wrong_file_is_told_before_it_is_sent(chromium: Browser, server: Served, tmp_path: Path) -> None:
    notes = tmp_path / "notes.pdf"
    notes.write_bytes(b"%PDF-1.7")
    page = somebody(chromium, server)
    page.set_input_files("#files", notes)
    assert page.get_by_role("alert").inner_text().startswith("notes.pdf is no file of this kind.")
    page.get_by_role("button", name="Look at them").click()
    assert page.url.rstrip("/") == server.address


def test_a_lost_connection_is_told_and_taken_up_again(chromium: Browser, server: Served) -> None:
    page = somebody(chromium, server)
    drop(page, *SAMPLE)
    page.wait_for_selector("h1:has-text('can be built')")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("[data-say]")
    page.context.set_offline(True)
    page.wait_for_selector("text=The connection was lost")
    page.context.set_offline(False)
    page.wait_for_selector("h1:has-text('The draft is ready')")


def test_it_prints(chromium: Browser, server: Served) -> None:
    page = somebody(chromium, server)
    drop(page, *SAMPLE)
    page.wait_for_selector("h1:has-text('can be built')")
    page.emulate_media(media="print")
    assert page.get_by_text("E329").is_visible()
    assert page.get_by_role("button", name="Build the report").is_hidden()


@pytest.mark.parametrize("address", ["/new", "/library?q=complaint", "/library/AP-03", "/peers", "/nowhere"])
def test_nobody_is_shut_out_of_the_pages_without_files(chromium: Browser, server: Served, address: str) -> None:
    page = somebody(chromium, server)
    page.goto(server.address + address)
    is_fine(page)


def test_two_workbooks_become_one(chromium: Browser, server: Served, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(SAMPLE[0], tmp_path / f"{name}.xlsx")) for name in ("anna", "ben")]
    page = somebody(chromium, server)
    drop(page, *copies)
    page.get_by_role("link", name="Bring the workbooks together").click()
    is_fine(page)
    page.get_by_role("button", name="Bring the workbooks together").click()
    page.wait_for_selector("h1:has-text('Two workbooks are one now')")
    is_fine(page)
    assert saved(page, "Download the workbook", tmp_path).suffix == ".xlsx"


def test_a_draft_is_edited_brought_up_to_date_reviewed_and_issued(
    chromium: Browser, server: Served, tmp_path: Path
) -> None:
    page = somebody(chromium, server)
    drop(page, *SAMPLE)
    page.get_by_role("button", name="Build the report").click()
    draft = edited(saved(page, "Word draft", tmp_path))

    page.goto(server.address)
    drop(page, draft, *SAMPLE)
    page.get_by_role("link", name="Bring the draft up to date").click()
    is_fine(page)
    page.get_by_role("button", name="Bring it up to date").click()
    page.wait_for_selector("h1:has-text('The draft is up to date')")
    is_fine(page)
    refreshed = saved(page, "Download the new draft", tmp_path)
    assert EDIT in "".join(paragraph.text for paragraph in Document(str(refreshed)).paragraphs)

    page.goto(server.address)
    drop(page, refreshed, *SAMPLE)
    page.get_by_role("link", name="Review the draft, and issue it").click()
    is_fine(page)
    page.get_by_role("button", name="Review the draft").click()
    page.get_by_role("button", name="Issue the report").wait_for()
    is_fine(page)
    page.get_by_role("button", name="Issue the report").click()
    page.wait_for_selector("h1:has-text('The report is issued')")
    is_fine(page)
    final = saved(page, "Report (Word)", tmp_path)
    assert EDIT in "".join(paragraph.text for paragraph in Document(str(final)).paragraphs)


def edited(draft: Path) -> Path:
    """A draft with a sentence of a person in it."""
    document = Document(str(draft))
    paragraph = next(one for one in document.paragraphs if len(one.text) > LONG)
    paragraph.add_run(EDIT)
    document.save(str(draft))
    return draft
