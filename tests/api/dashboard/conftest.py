"""A real browser in front of a real planner with a dashboard."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from api.dashboard.auth.passwords import hash_password
from tests.chromium import CHROMIUM, MISSING
from tests.models.console.conftest import Poison
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner, Stores

PASSWORD = "correct horse battery staple"
VIEWER = "only looking"


def quickly_hashed(password: str) -> str:
    """The setting of a password whose hash takes a thousandth of the usual: each login is compared with all."""
    return hash_password(password, cost=4)


@dataclass
class Visit:
    """A planner, and a browser that has not logged in yet."""

    planner: Planner
    context: BrowserContext
    page: Page

    async def open(self, path: str = "") -> Page:
        await self.page.goto(f"{self.planner.url}/dashboard{path}")
        return self.page

    async def log_in(self, password: str = PASSWORD) -> Page:
        await self.open("/login")
        await self.page.fill('input[name="password"]', password)
        await self.follow("button.main")
        return self.page

    async def follow(self, what: str) -> None:
        """Click what leads to another page and wait until that page is there: a click alone waits for nothing."""
        async with self.page.expect_event("load"):
            await self.page.click(what)

    async def said(self) -> str:
        """The sentence that answers the last action."""
        return await self.page.inner_text(".flash")


@pytest.fixture
async def guarded(stores: Stores) -> AsyncIterator[Planner]:
    """A planner whose dashboard wants a password."""
    async with Planner.running(
        stores, dashboard_password=quickly_hashed(PASSWORD), dashboard_viewer_password=quickly_hashed(VIEWER)
    ) as running:
        yield running


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        # Without root a laptop cannot have one; .ci/run installs it, so there it must not be missing.
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        await launched.close()


@pytest.fixture
async def visit(guarded: Planner, browser: Browser) -> AsyncIterator[Visit]:
    """A browser window that fails the test when the page breaks its own rules or its scripts fail."""
    context = await browser.new_context(timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield Visit(guarded, context, page)
    await context.close()
    assert not complaints, complaints


@pytest.fixture
def poison(guarded: Planner) -> Poison:
    return Poison(guarded)


def _is_complaint(line: Any) -> bool:
    """The browser's own words about a policy that was broken or a script that failed."""
    return line.type == "error" and "status of 4" not in line.text
