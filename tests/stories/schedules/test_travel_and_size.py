"""Another zone for a time, a pin on the map, and a digest longer than one message."""

import datetime as dt

import pytest
from sqlmodel import select

from models.tables.operation import Operation
from models.tables.plan import Plan, PlanBlock
from models.tables.quiet_hours import Travel
from models.tables.schedule import Schedule
from models.tables.task import Task
from models.tables.working_hours import DayOff, WorkingHours
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, chat_of, digests, go_to, settled_run
from worker.features.settings.service import end_trips


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


@pytest.mark.parametrize(
    ("lang", "text", "zone"),
    [
        ("en", "I am in Moscow until Wednesday", "Europe/Moscow"),
        ("en", "I'm in New York till Wednesday", "America/New_York"),
        ("ru", "Я в Москве до среды", "Europe/Moscow"),
        ("ru", "Я в Париже до среды", "Europe/Paris"),
    ],
)
async def test_a_trip_changes_the_zone_and_ends_by_itself(
    planner: Planner, lang: str, text: str, zone: str
) -> None:
    await planner.tell("/start", lang=lang)
    await planner.tell(text, lang=lang)
    assert (await chat_of(planner)).zone == zone
    (trip,) = await planner.rows(select(Travel))
    assert (trip.home_zone, trip.until_on) == ("Europe/Berlin", dt.date(2026, 11, 25))
    assert await planner.rows(select(Task)) == []
    go_to(trip.back_at + dt.timedelta(seconds=1))
    assert await end_trips(planner.workers[0].services) == 1
    assert (await chat_of(planner)).zone == "Europe/Berlin"
    (schedule,) = await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest"))
    assert schedule.next_run_at == berlin(26, 8)


async def test_a_pin_on_the_map_offers_the_zones_around_it(planner: Planner) -> None:
    await planner.tell("/start")
    said = await planner.telegram.locate(55.75, 37.62)
    (offer,) = await planner.answers(said)
    assert offer.labels[0] == "Moscow · 09:00"
    await planner.press(offer, "Moscow · 09:00")
    assert (await chat_of(planner)).zone == "Europe/Moscow"


async def test_cities_are_named_in_the_readers_language(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    offer = await planner.tell("/timezone", lang="ru")
    cities = "Москва, Самара, Екатеринбург, Новосибирск, Владивосток, Алматы, Тбилиси, Дубай, Берлин, Лондон"
    assert offer.labels == cities.split(", ")
    (pin,) = await planner.answers(await planner.telegram.locate(55.75, 37.62))
    assert pin.labels[0] == "Москва · 09:00"
    trip = await planner.tell("Я в Париже до среды", lang="ru")
    assert trip.text == "Париж, по ср, 25 ноября включительно; там сейчас 07:00. Потом снова Берлин."


async def test_three_hundred_tasks_with_markup_and_emoji_arrive_in_pages(planner: Planner) -> None:
    await planner.tell("/start")
    chat = await chat_of(planner)
    async with planner.database.transaction() as session:
        session.add_all(
            Task(
                workspace_id=chat.workspace_id,
                number=number,
                title=f"🦷😀 <b>Crown</b> & bridge № {number} " + "🔥" * (number % 40),
                deadline_on=dt.date(2026, 11, 23),
                created_at=MONDAY_7,
                updated_at=MONDAY_7,
            )
            for number in range(1, 301)
        )
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    (digest,) = await digests(planner)
    assert (run.state, run.parts, run.telegram_message_id) == ("sent", 1, digest.id)
    lines = [line for line in digest.text.split("\n") if line.startswith("—")]
    assert lines[4] == "—  🦷😀 <b>Crown</b> & bridge № 5 🔥🔥🔥🔥🔥 · #5"
    assert digest.labels[1:-1] == ["Plan", "Postpone…"]
    pages = int(digest.labels[-1].removeprefix("More · 2/"))
    assert pages > 20
    following = await planner.press(digest, digest.labels[-1])
    assert following.text.startswith("Monday 23 November · ")
    assert following.labels[-2:] == [f"‹ 1/{pages}", f"More · 3/{pages}"]


async def test_the_morning_follows_the_plan_and_its_hours_and_keeps_still_on_a_day_off(
    planner: Planner,
) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today, 1 hour. Pay the rent today, 30 min")
    chat = await chat_of(planner)
    (bank, rent) = await planner.rows(select(Task).order_by(Task.number))
    async with planner.database.transaction() as session:
        operation = Operation(
            workspace_id=chat.workspace_id,
            chat_id=chat.id,
            kind="plan",
            reader="person",
            trace_id="x",
            created_at=MONDAY_7,
        )
        session.add(operation)
        await session.flush()
        plan = Plan(
            workspace_id=chat.workspace_id,
            member_id=chat.member_id,
            local_on=dt.date(2026, 11, 23),
            zone=chat.zone,
            operation_id=operation.id,
            facts={},
            kept=1,
            bound=1,
            created_at=MONDAY_7,
        )
        session.add(plan)
        await session.flush()
        for task, hour in ((rent, 9), (bank, 14)):
            session.add(
                PlanBlock(
                    workspace_id=chat.workspace_id,
                    plan_id=plan.id,
                    task_id=task.id,
                    starts_at=berlin(23, hour),
                    ends_at=berlin(23, hour + 1),
                )
            )
        session.add(
            WorkingHours(
                workspace_id=chat.workspace_id,
                member_id=chat.member_id,
                weekday=0,
                opens_at=dt.time(9),
                closes_at=dt.time(17),
            )
        )
        session.add(
            DayOff(
                workspace_id=chat.workspace_id,
                member_id=chat.member_id,
                first_on=dt.date(2026, 11, 24),
                last_on=dt.date(2026, 11, 24),
            )
        )
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    # This plan's facts are none, so its picture cannot be drawn: the words arrive all the same.
    (morning,) = await digests(planner)
    assert morning.text == (
        "Monday 23 November · 1 h 30 of 7 h\n\n"
        "09:00  Pay the rent · 30 min · #2\n"
        "14:00  Call the bank · 1 h · #1"
    )
    go_to(berlin(24, 8))
    assert (await settled_run(planner, 24)).reason == "nothing"


async def test_the_plans_picture_comes_before_the_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today, 1 hour. Pay the rent today, 30 min")
    await planner.tell("/plan")
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    picture, morning = await digests(planner)
    assert picture.raw["body"]["photo"]
    assert "Monday 23 November" in morning.text
    assert (run.state, run.parts, run.telegram_message_id) == ("sent", 1, morning.id)
