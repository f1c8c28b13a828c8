"""By the clock: the plan of the morning or of the evening before, one offer when the day runs late, the picture."""

import datetime as dt
import io

from PIL import Image
from sqlalchemy import func
from sqlmodel import select

from models.runtime import clock
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan
from models.tables.schedule import ScheduleRun
from ops.sandbox.client import MessageView
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin, digests, settled_run
from worker.features.planning.offer_replan import offer_replans


async def opened(planner: Planner, at: dt.datetime) -> None:
    clock.set_to(at)
    await planner.tell("/start")
    await planner.tell("/digest off")


async def offers(planner: Planner) -> list[MessageView]:
    return [m for m in await planner.telegram.messages() if m.from_bot and "Re-plan the rest" in m.labels]


async def test_the_morning_is_planned_once_and_said(planner: Planner) -> None:
    await opened(planner, berlin(24, 6))
    await planner.tell("Model five crowns today, 3 h")
    shown = await planner.tell("/plan 7:30 weekdays")
    assert shown.text.startswith("The day's plan: 07:30, Mon–Fri.")
    clock.set_to(berlin(24, 7, 30))
    run = await settled_run(planner, 24, kind="day_plan")
    assert (run.state, run.parts) == ("sent", 1)
    [card] = await digests(planner)
    assert card.text.split("\n")[2].startswith("09:00  Model five crowns")
    assert card.labels == ["Why", "Picture", "Re-plan", "Undo"]
    [plan] = await planner.rows(select(Plan))
    assert f"{plan.local_on}" == "2026-11-24"
    undone = await planner.press(card, "Undo")
    assert undone.text == "Plan undone."


async def test_the_evening_before_plans_the_next_day_and_an_empty_one_is_silent(planner: Planner) -> None:
    await opened(planner, berlin(24, 12))
    shown = await planner.tell("/plan 20:00")
    assert "the next day" in shown.text
    clock.set_to(berlin(24, 20))
    run = await settled_run(planner, 24, kind="day_plan")
    assert (run.state, run.reason) == ("skipped", "nothing")
    assert await planner.rows(select(func.count()).where(Plan.state == "current")) == [0]
    await planner.tell("Model five crowns on Thursday, 3 h")
    clock.set_to(berlin(25, 20))
    await settled_run(planner, 25, kind="day_plan")
    [card] = await digests(planner)
    assert "Thursday 26 November" in card.text
    clock.set_to(berlin(25, 20, 5))
    off = await planner.tell("/plan off")
    assert "is off" in off.text
    assert len(await planner.rows(select(ScheduleRun))) == 2


async def test_a_late_day_is_offered_a_re_plan_once(planner: Planner) -> None:
    await opened(planner, berlin(24, 8))
    await planner.tell("Call the supplier today, 30 min")
    await planner.tell("Model five crowns today, 3 h")
    await planner.tell("/plan")
    worker = planner.workers[0]
    clock.set_to(berlin(24, 12, 25))
    assert await offer_replans(worker.services) == 0
    clock.set_to(berlin(24, 12, 45))
    assert await offer_replans(worker.services) == 1
    await planner.settled()
    [offer] = await offers(planner)
    assert "behind the plan" in offer.text
    assert await offer_replans(worker.services) == 0
    again = await planner.press(offer, "Re-plan the rest")
    assert "13:00  Call the supplier" in again.text
    clock.set_to(berlin(24, 23))
    assert await offer_replans(worker.services) == 0, "the working day is over"


async def test_something_new_and_urgent_is_offered_a_place_once(planner: Planner) -> None:
    await opened(planner, berlin(24, 8))
    await planner.tell("Model five crowns today, 3 h")
    await planner.tell("/plan")
    said = await planner.telegram.say("Restore power at the clinic today, 1 h, urgent")
    card, offer = await planner.answers(said)
    assert "❗" in card.text
    assert "New and urgent" in offer.text
    said = await planner.telegram.say("Call the mayor today, 10 min, urgent")
    assert len(await planner.answers(said)) == 1


async def test_quiet_hours_hold_the_offer_back(planner: Planner) -> None:
    await opened(planner, berlin(24, 8))
    await planner.tell("Call the supplier today, 30 min")
    await planner.tell("/plan")
    await planner.tell("/quiet 10:00-12:00")
    clock.set_to(berlin(24, 11))
    assert await offer_replans(planner.workers[0].services) == 0
    clock.set_to(berlin(24, 12, 5))
    assert await offer_replans(planner.workers[0].services) == 1


async def test_the_picture_is_a_photo_in_the_chat(planner: Planner) -> None:
    await opened(planner, berlin(24, 8))
    await planner.tell("Смоделировать пять коронок сегодня, 3 ч")
    plan = await planner.tell("/plan")
    await planner.press(plan, "Картинка")
    [owed] = await planner.rows(select(OutboundMessage).where(OutboundMessage.method == "sendPhoto"))
    assert (owed.state, set(owed.payload["photo"])) == ("sent", {"plan_id", "language", "theme"})
    photo = await planner.telegram.message(owed.telegram_message_id)
    picture = Image.open(io.BytesIO(await planner.telegram.file(photo.body["photo"][-1]["file_id"])))
    assert picture.width == 720
