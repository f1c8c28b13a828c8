"""What a morning digest says of a day: all that its plan has, deadlines as deadlines, and appointments on a day off."""

import pytest

from ops.sandbox.client import MessageView
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def digest_of(planner: Planner, heading: str) -> MessageView:
    """The one morning digest with that heading; the plan's picture comes before it as a message of its own."""
    (digest,) = [seen for seen in await digests(planner) if seen.text.startswith(heading)]
    return digest


async def test_the_digest_lists_the_plan_and_says_by_of_a_deadline(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Update the website. Sort the invoices")
    await planner.tell("/plan")
    await planner.tell("Mum's birthday on Tuesday. Send the offer by Tuesday noon, 1 hour")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    digest = await digest_of(planner, "Monday 23 November · ~1 h of 8 h")
    assert "09:00  Update the website · #1\n09:30  Sort the invoices · #2" in digest.text
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    digest = await digest_of(planner, "Tuesday 24 November · 1 h of 8 h")
    assert "by 12:00  Send the offer · 1 h · #4" in digest.text
    assert "—  Mum's birthday · #3" in digest.text
    assert "▶ Send the offer" in digest.labels


async def test_an_appointment_on_a_day_off_is_told_that_morning_and_nothing_else_is(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Я во вторник и в среду не работаю")
    await planner.tell("Отвезти коронки во вторник в 11:00, 1 час")
    await planner.tell("Отправить отчёт до среды")
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    go_to(berlin(25, 8))
    await settled_run(planner, 25)
    (digest,) = await digests(planner)
    assert "Вторник, 24 ноября · 1 ч\n" in digest.text
    assert "11:00  Отвезти коронки · 1 ч · #1" in digest.text
