"""The browser, pages in it, and a place for their pictures."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import unavailable
from tests.export.browser.chromium import Chromium, Tab

SHOTS = Path(__file__).parent / "shots"
"""Pictures of what was tested, for a person to look at; not committed."""

Open = Callable[..., Tab]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium, one for all tests."""
    program = shutil.which("chromium")
    if program is None:
        unavailable("chromium is needed to look at pages: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="chromium", ignore_cleanup_errors=True) as profile:
        browser = Chromium(str(program), Path(profile))
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def open_page(chromium: Chromium, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from its text; at the end, what any page complained of or asked for is an error."""
    tabs: list[Tab] = []

    def opened(
        text: str,
        *,
        size: tuple[int, int] = (1440, 900),
        at: str = "",
        scripts: bool = True,
        **media: str,
    ) -> Tab:
        file = tmp_path / f"page{len(tabs)}.html"
        file.write_text(text, encoding="utf-8", newline="")
        tab = Tab(chromium, *size)
        tabs.append(tab)
        tab.prefer(**media)
        tab.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        tab.open(file.as_uri() + at)
        return tab

    yield opened
    found = [(tab.complaints(), tab.requests()[1:]) for tab in tabs]
    for tab in tabs:
        tab.close()
    assert found == [([], [])] * len(tabs)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Tab, str], None]:
    """Keeps a picture of a page under the name of the test and of what it shows."""
    SHOTS.mkdir(exist_ok=True)

    def keep(tab: Tab, shows: str) -> None:
        tab.screenshot(SHOTS / f"{request.node.name.removeprefix('test_')}-{shows}.png")

    return keep
