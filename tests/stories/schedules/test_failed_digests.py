"""A digest that fails is told by another way than itself: the next message, the dashboard, and the alert webhook."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from models.tables.alert import Alert
from models.tables.outbox import OutboundMessage
from tests.invariants.service_faults import services_of
from tests.planner import OWNER, Planner, Stores
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, go_to, settled_run
from tests.worker.alerts.receiver import listener
from worker.alerts.run_checks import run_alert_checks
from worker.alerts.webhook_notice import post_alerts
from worker.delivery.sender import LADDER


@pytest.fixture
async def open_planner(stores: Stores) -> AsyncIterator[Planner]:
    """A planner whose dashboard may be looked at."""
    go_to(MONDAY_7)
    async with Planner.running(stores, dashboard_open=True) as planner:
        await planner.tell("/start")
        await planner.tell("Call the bank today at 10:00, half an hour")
        yield planner


async def posted_alerts(planner: Planner) -> list[dict]:
    """What the webhook is told of what is wrong now; the first call of it is refused."""
    async with (
        listener([500]) as (address, received),
        services_of(planner, alert_webhook_url=SecretStr(address)) as services,
    ):
        await run_alert_checks(services)
        assert [await post_alerts(services) for _ in range(3)] == [0, 1, 0]
    return received


async def dashboard(planner: Planner) -> str:
    """The page of all schedules."""
    async with httpx.AsyncClient(timeout=60) as client:
        return (await client.get(f"{planner.url}/dashboard/schedules")).text


async def test_a_server_that_fails_until_it_is_given_up_is_told_three_ways(open_planner: Planner) -> None:
    planner = open_planner
    await planner.telegram.inject("sendMessage", "error", times=len(LADDER) + 1, code=502)
    go_to(berlin(23, 8))
    for tries in range(1, len(LADDER) + 1):
        waiting = select(OutboundMessage).where(
            OutboundMessage.purpose == "digest",
            OutboundMessage.attempts == tries,
            OutboundMessage.state == "pending",
        )
        (row,) = await planner.eventually(waiting)
        go_to(row.available_at)
    run = await settled_run(planner, 23)
    assert (run.state, run.reason) == ("failed", "Bad Gateway")
    await planner.settled()
    assert (await planner.telegram.messages(OWNER))[-1].text == (
        "The morning digest could not be sent. Nothing is lost: /today shows what is open."
    )
    assert "Bad Gateway" in await dashboard(planner)
    first, again = await posted_alerts(planner)
    assert first == again
    assert again["text"] == "1 digest of the last day could not be sent. The latest reason: Bad Gateway"
    assert (again["kind"], again["state"]) == ("digests", "trouble")
    assert again["facts"] == {"count": 1, "reason": "Bad Gateway"}


async def test_an_owner_who_blocked_the_bot_is_told_by_the_webhook_and_when_they_are_back(
    open_planner: Planner,
) -> None:
    planner = open_planner
    await planner.telegram.inject("sendMessage", "error", times=1, code=403)
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    assert (run.state, run.reason) == ("failed", "Forbidden: bot was blocked by the user")
    page = await dashboard(planner)
    assert "chat unreachable since" in page
    assert "Forbidden: bot was blocked by the user" in page
    _, again = await posted_alerts(planner)
    assert again["text"] == (
        "1 owner cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back."
    )
    assert (again["kind"], again["state"], again["facts"]["count"]) == ("unreached", "trouble", 1)
    # Back a day later: the chat itself says what was missed, and the webhook that it is over.
    go_to(berlin(24, 9))
    await planner.telegram.block(blocked=True)
    await planner.telegram.block(blocked=False)
    await planner.telegram.wait_for_bot_message(OWNER, contains="I could not reach you for a while")
    async with (
        listener([]) as (address, received),
        services_of(planner, alert_webhook_url=SecretStr(address)) as services,
    ):
        await run_alert_checks(services)
        await post_alerts(services)
    assert [(post["kind"], post["state"]) for post in received if post["kind"] == "unreached"] == [
        ("unreached", "over")
    ]


async def test_what_may_have_arrived_is_shown_as_unknown_and_not_as_failed(open_planner: Planner) -> None:
    planner = open_planner
    await planner.telegram.inject("sendMessage", "post_then_drop", times=1)
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    assert run.state == "unknown"
    async with httpx.AsyncClient(timeout=60) as client:
        page = (await client.get(f"{planner.url}/dashboard/schedules/{run.schedule_id}")).text
    assert "may have arrived" in page
    assert "failed" not in page
    async with services_of(planner) as services:
        await run_alert_checks(services)
    assert await planner.rows(select(Alert)) == []
