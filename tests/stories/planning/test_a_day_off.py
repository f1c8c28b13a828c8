"""A day without working hours: it is called a day off, and nothing is said to be done that never was planned."""

import datetime as dt

from tests.worker.features.planning.planning_workspace import NOW, World
from worker.core.handler import HandlerContext
from worker.features.planning.next_task import now_reply
from worker.features.planning.service import plan_requested

SATURDAY = HandlerContext(NOW + dt.timedelta(days=4), "trace-saturday", 1)


async def test_a_day_off_is_called_one_and_now_claims_nothing_done(world: World) -> None:
    async with world.session() as session:
        at_ten = NOW + dt.timedelta(days=4, hours=2)
        await world.task(session, "Call the mill supplier", 30, deadline_at=at_ten, timing="by")
    async with world.session() as session:
        said = "plan today, I am out until noon"
        [reply] = await plan_requested(session, world.speaker, "today", said, SATURDAY)
    assert "A day off." in reply.text
    async with world.session() as session:
        reply = await now_reply(session, world.speaker, SATURDAY)
    assert "<b>Call the mill supplier</b>" in reply.text
    assert "The plan has nothing for today." in reply.text
    assert [button.label for row in reply.buttons for button in row] == ["✓ Done"]


async def test_an_appointment_stands_on_a_day_off_and_the_clash_with_an_absence_is_told(world: World) -> None:
    async with world.session() as session:
        at_ten = NOW + dt.timedelta(days=4, hours=2)
        await world.task(session, "Call the mill supplier", 30, deadline_at=at_ten, timing="on")
    async with world.session() as session:
        said = "plan today, I am out until noon"
        [reply] = await plan_requested(session, world.speaker, "today", said, SATURDAY)
    assert "10:00  Call the mill supplier · 30 min" in reply.text
    assert "⚠ 10:00 Call the mill supplier: you are away then." in reply.text
