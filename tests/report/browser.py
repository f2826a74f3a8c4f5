"""Look at pages as a reader would: no network, at desk and at phone width, charts judged by their pixels.

Waits end as soon as there is something to see; a busy machine only takes longer.
"""

import io
import shutil
from pathlib import Path

import pytest

LONG = 120_000  # milliseconds
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--use-gl=swiftshader", "--enable-unsafe-swiftshader"]  # fmt: skip


def chromium() -> str:
    """Where Chromium is; the test that asks is skipped where there is none."""
    pytest.importorskip("playwright", reason="the package playwright is not installed")
    pytest.importorskip("PIL", reason="the package pillow is not installed")
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium on this machine (Debian: chromium, fonts-noto-cjk)")
    return found


def wrong_with(pages: list[Path], charts: int | None = None) -> list[str]:
    """What is wrong with `pages`, one sentence each; `charts` is how many each should draw."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        wrong = [sentence for page in pages for width in WIDTHS for sentence in _look(browser, page, width, charts)]
        browser.close()
    return wrong


def _look(browser, file: Path, width: str, charts: int | None) -> list[str]:
    context = browser.new_context(viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True)))
    context.set_default_timeout(LONG)
    page = context.new_page()
    asked, errors = [], []

    def local_only(route):
        if route.request.url.startswith(("file:", "data:", "blob:")):
            return route.continue_()
        asked.append(route.request.url)
        return route.abort()

    page.route("**/*", local_only)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.resolve().as_uri(), wait_until="load")
    expected = page.locator('script[type="application/vnd.plotly.v1+json"]').count()
    page.wait_for_function("n => document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length >= n", arg=expected)
    drawn = page.query_selector_all(".js-plotly-plot")
    blank = [number for number, chart in enumerate(drawn) if _is_blank(page, chart)]
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    found = {
        f"asked for {asked[:3]}": asked,
        f"console errors {errors[:3]}": errors,
        f"blank charts {blank}": blank,
        f"{len(drawn)} charts instead of {charts}": charts is not None and len(drawn) != charts,
        f"{sideways} px wider than the screen": sideways > 2,
    }
    return [f"{file.name} at the {width}: {sentence}" for sentence, is_so in found.items() if is_so]


def _is_blank(page, chart) -> bool:
    """Whether nothing is drawn, some seconds after the chart came into view."""
    chart.scroll_into_view_if_needed()
    for _ in range(20):
        if not _shows_nothing(chart):
            return False
        page.wait_for_timeout(250)
    return True


def _shows_nothing(chart) -> bool:
    from PIL import Image

    image = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    across, down = image.size
    inner = image.crop((int(across * 0.12), int(down * 0.15), int(across * 0.88), int(down * 0.85)))
    return len(inner.resize((160, 120)).getcolors(160 * 120)) <= 2
