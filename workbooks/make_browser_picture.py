"""Draws a page of `reportgen serve` for the documentation: `python workbooks/make_browser_picture.py`.

The sample is dropped and built as somebody would do it. It needs Chromium and LibreOffice, and is run by hand when the
look of the pages changes.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PICTURE = HERE.parent / "docs" / "images" / "browser-draft.png"
SAMPLE = [HERE / f"sample-{name}" for name in ("client.xlsx", "peers.xlsx", "earlier.json")]
WIDTH, HEIGHT = 1180, 980  # pixels
PATIENCE = 300_000.0  # milliseconds for a draft and its layout
COLOURS = 128


def main() -> None:
    """Serve, drop, build, and save what is seen first as a small picture."""
    command = [sys.executable, "-m", "reportgen", "serve", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        link = next(found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1\S+", line)))
        with sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            seen = shown(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}), link)
            browser.close()
        server.terminate()
    Image.open(io.BytesIO(seen)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


def shown(page: Page, link: str) -> bytes:
    """The page of a draft that was built and laid out."""
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.set_input_files("#files", SAMPLE)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Build the report").click()
    page.wait_for_selector("ol.pages img")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(3_000)  # the pictures of pages come one by one
    return page.screenshot()


if __name__ == "__main__":
    main()
