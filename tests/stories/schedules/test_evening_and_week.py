"""The evening close and the weekly review: by facts, with a way for everything that is left."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.tables.schedule import Schedule
from models.tables.task import Task
from tests.planner import OWNER, Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def task(planner: Planner, number: int) -> Task:
    (found,) = await planner.rows(select(Task).where(Task.number == number))
    return found


async def a_day(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("Call the bank today at 10:00. Fix the spindle today, 2 hours. Pay the rent today")
    await planner.tell("/done 1")


async def test_the_evening_comes_by_itself_once_it_is_switched_on(planner: Planner) -> None:
    await a_day(planner)
    answer = await planner.tell("/evening 19:30 weekdays")
    assert "The evening close: 19:30, Mon–Fri." in answer.text
    assert "Next: today." in answer.text
    go_to(berlin(23, 19, 30))
    assert (await settled_run(planner, 23, kind="evening_close")).state == "sent"
    evening = (await digests(planner))[-1]
    assert "Done today: 1 of 3" in evening.text
    assert "✓ Call the bank · #1" in evening.text
    assert "1  Fix the spindle · 2 h · #2" in evening.text
    assert evening.labels[:4] == ["1 → tomorrow", "✓", "Pick a day", "Drop"]
    assert "All → tomorrow" in evening.labels
    assert "⏱ Call the bank" in evening.labels


async def test_each_thing_left_goes_where_it_is_sent_and_can_come_back(planner: Planner) -> None:
    await a_day(planner)
    evening = await planner.tell("/evening")
    evening = await planner.press(evening, "1 → tomorrow")
    assert "Fix the spindle → tomorrow" in evening.text
    assert (await task(planner, 2)).deadline_on == dt.date(2026, 11, 24)
    evening = await planner.press(evening, "Undo")
    assert (await task(planner, 2)).deadline_on == dt.date(2026, 11, 23)
    evening = await planner.press(evening, "Pick a day")
    assert evening.labels == [
        *["tomorrow", "Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov", "Mon 30 Nov"],
        "‹ Back",
    ]
    evening = await planner.press(evening, "Fri 27 Nov")
    assert (await task(planner, 2)).deadline_on == dt.date(2026, 11, 27)
    evening = await planner.press(evening, "Drop")
    assert (await task(planner, 3)).status == "dropped"
    assert evening.text.startswith("1 done, 1 moved")


async def test_all_that_is_left_goes_to_tomorrow_with_its_clock_time(planner: Planner) -> None:
    await a_day(planner)
    await planner.tell("Meet Olga today at 15:00")
    evening = await planner.press(await planner.tell("/evening"), "All → tomorrow")
    assert "3 tasks → tomorrow" in evening.text
    open_tasks = await planner.rows(select(Task).where(Task.status == "open").order_by(col(Task.number)))
    assert {found.deadline_on for found in open_tasks} == {dt.date(2026, 11, 24)}
    assert open_tasks[-1].deadline_at == berlin(24, 15)


async def test_a_missing_time_is_asked_for_and_noted_as_the_persons(planner: Planner) -> None:
    await a_day(planner)
    evening = await planner.press(await planner.tell("/evening"), "⏱ Call the bank")
    evening = await planner.press(evening, "45 min")
    assert "Call the bank · took 45 min · #1" in evening.text
    assert "⏱ Call the bank" not in evening.labels
    found = await task(planner, 1)
    assert (found.actual_minutes, found.actual_source) == (45, "person")


async def test_the_mornings_postpone_button_puts_off_what_can_wait(planner: Planner) -> None:
    await a_day(planner)
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    (morning,) = await digests(planner)
    morning = await planner.press(morning, "Postpone…")
    assert morning.labels == ["Fix the spindle → tomorrow", "Pay the rent → tomorrow", "‹ Back"]
    morning = await planner.press(morning, "Pay the rent → tomorrow")
    assert morning.labels == ["Fix the spindle → tomorrow", "‹ Back"]
    assert (await task(planner, 3)).deadline_on == dt.date(2026, 11, 24)
    morning = await planner.press(morning, "‹ Back")
    assert "Pay the rent" not in morning.text
    assert morning.labels == ["▶ Fix the spindle", "Plan", "Postpone…"]


async def test_somebody_elses_digest_cannot_be_pressed(planner: Planner) -> None:
    await a_day(planner)
    await planner.open_another_workspace(user=2002)
    (schedule,) = await planner.rows(
        select(Schedule).where(Schedule.kind == "evening_close").order_by(col(Schedule.id)).limit(1)
    )
    found = await task(planner, 2)
    for data in (f"ev:move:{found.id}:{schedule.id}:20261123", f"ev:drop:{found.id}:{schedule.id}:20261123"):
        await planner.forge_callback(user=2002, data=data)
    assert (await task(planner, 2)).deadline_on == dt.date(2026, 11, 23)
    assert (await task(planner, 2)).status == "open"


async def test_the_week_is_told_in_figures_that_the_rows_bear_out(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/business Trade: customs")
    await planner.tell(
        "Fix the spindle today, 1 hour. Send customs papers today. Order cutters on Thursday, 2 hours"
    )
    await planner.tell("/done 1")
    shown = await planner.press(await planner.tell("/evening"), "⏱ Fix the spindle")
    await planner.press(shown, "1 h 30")
    for day in (23, 24):
        go_to(berlin(day, 18))
        await planner.press(await planner.tell("/evening"), "1 → tomorrow")
    go_to(berlin(26, 9))
    said = await planner.telegram.say("/weekly")
    (review,) = [seen for seen in await planner.answers(said) if seen.text.startswith("The week")]
    assert "The week 20–26 November" in review.text
    assert "Repair: 1 done" in review.text
    assert "Trade: 0 done · 1 slipped" in review.text
    assert "1 h 30 spent, 1 h estimated" in review.text
    assert "0 of 1 within a quarter" in review.text
    assert "Send customs papers · 2 times · #2" in review.text
    (chart,) = [seen for seen in await planner.answers(said) if seen.raw["body"].get("photo")]
    assert chart.id < review.id


async def test_in_russian_with_its_plurals(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Сегодня позвонить в банк, оплатить аренду", lang="ru")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    (morning,) = await digests(planner, user=OWNER)
    assert "Понедельник, 23 ноября" in morning.text
