"""Every page for every eye: nothing serious for a screen reader, nothing cut off on a phone."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser
from sqlmodel import col, select

from models.tables.job_run import JobRun
from tests.api.dashboard.conftest import Visit
from tests.planner import Planner

_PAGES = (
    "",
    "/jobs",
    "/jobs?state=queued",
    "/dead-letters",
    "/lanes",
    "/traces",
    "/schedules",
    "/outbox",
    "/usage",
    "/estimates",
    "/audit",
    "/charts?hours=720",
    "/login",
    "/login/link",
    "/nothing",
)
# Off by default in axe, or not serious to it: targets of 24 pixels, and landmarks that can be told apart.
_OPTIONS = {"rules": {"target-size": {"enabled": True}}}
_ALSO = {"landmark-unique", "landmark-no-duplicate-main", "region", "heading-order"}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
async def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    guarded: Planner, browser: Browser, width: int, scheme: str
) -> None:
    await guarded.tell("/start")
    await guarded.tell("Call Anna")
    (run,) = (await guarded.rows(select(JobRun).order_by(col(JobRun.id))))[:1]
    context = await browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    visit = Visit(guarded, context, await context.new_page())
    await visit.log_in()
    for path in (*_PAGES, f"/jobs/{run.job_id}", f"/traces/{run.trace_id}"):
        page = await visit.open(path)
        found = (await Axe().run(page, options=_OPTIONS)).response["violations"]
        assert [
            (one["id"], one["nodes"][0]["html"])
            for one in found
            if one["impact"] in ("serious", "critical") or one["id"] in _ALSO
        ] == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if "/login" in path:
            # The form is all there is, and its field has the focus.
            continue
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip", path
    await context.close()
