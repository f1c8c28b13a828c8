"""Charts over an hour, a day, three days and a month: each bar is what happened in it, with a scale."""

import httpx

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.api.dashboard.conftest import Visit
from tests.invariants.service_faults import rows

HANDLED = """INSERT INTO inbound_update (update_id, lane, kind, trace_id, attempts, received_at, started_at, handled_at, outcome)
  SELECT :first + n, 'chat:5', 'message', 'u' || (:first + n), 1, now() - :ago * interval '1 minute' - interval '2 seconds',
    now(), now() - :ago * interval '1 minute', 'done' FROM generate_series(1, :count) n"""


async def test_each_bar_is_what_happened_in_it(visit: Visit) -> None:
    planner = visit.planner
    for first, ago, count in (
        (100, 10, 3),
        (200, 600, 5),
        (300, 3000, 7),
        (400, 20_000, 11),
        (500, 50_000, 13),
    ):
        await rows(planner, HANDLED, first=first, ago=ago, count=count)
    _, word = Sessions(planner.settings, planner.redis).start("script", "viewer", wall_ms() // 1000)
    async with httpx.AsyncClient(timeout=60, headers={"authorization": f"Bearer {word}"}) as client:
        for hours, bars, total in (("1", 60, 3), ("24", 96, 8), ("72", 72, 15), ("720", 60, 26)):
            told = (await client.get(f"{planner.url}/dashboard/api/charts", params={"hours": hours})).json()
            series = {each["name"]: each["values"] for each in told["series"]}
            assert {len(values) for values in series.values()} == {bars}
            assert sum(series["Messages handled"]) == total, hours
            assert max(series["Arrival to effect, median"]) == 2
        assert (
            await client.get(f"{planner.url}/dashboard/api/charts", params={"hours": "2"})
        ).status_code == 422
    page = await visit.log_in()
    await visit.open("/charts?hours=72")
    shown = await page.inner_text("main")
    assert "15 in all" in shown
    assert await page.locator("svg.chart").count() == len(series)
    assert await page.locator("figure .scale").first.locator("span").count() == 5
    assert "highest 7" in await page.get_attribute("svg.chart", "aria-label")
