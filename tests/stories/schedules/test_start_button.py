"""From Start to Done: the morning begins with a tap, and the time a task took is measured."""

import pytest
from sqlmodel import select

from models.tables.estimate_sample import EstimateSample
from models.tables.task import Task
from models.tables.timer import Timer
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def the_morning(planner: Planner):
    await planner.tell("/start")
    await planner.tell("Call the bank today at 10:00, half an hour. Pay the rent today")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    return (await digests(planner))[-1]


async def task(planner: Planner, number: int) -> Task:
    return (await planner.rows(select(Task).where(Task.number == number)))[0]


async def test_start_and_done_measure_what_it_took_and_offer_the_next(planner: Planner) -> None:
    morning = await the_morning(planner)
    assert morning.labels == ["▶ Call the bank", "Plan", "Postpone…"]
    go_to(berlin(23, 10))
    morning = await planner.press(morning, "▶ Call the bank")
    assert morning.text.endswith("▶ Call the bank, since 10:00")
    assert morning.labels == ["✓ Done", "Stop", "Plan", "Postpone…"]
    go_to(berlin(23, 10, 25))
    morning = await planner.press(morning, "✓ Done")
    found = await task(planner, 1)
    assert (found.status, found.actual_minutes, found.actual_source) == ("done", 25, "timer")
    assert "25 min against 30 min." in morning.text
    assert morning.labels == ["▶ Pay the rent", "Plan", "Postpone…"]
    assert await planner.rows(select(Timer)) == []
    assert [row.actual_minutes for row in await planner.rows(select(EstimateSample))] == [25]


async def test_done_by_words_ends_the_timer_too_and_nothing_is_asked(planner: Planner) -> None:
    morning = await the_morning(planner)
    await planner.press(morning, "▶ Call the bank")
    go_to(berlin(23, 9))
    said = await planner.telegram.say("/done 1")
    assert not any("How long" in seen.text for seen in await planner.answers(said))
    assert (await task(planner, 1)).actual_minutes == 60


async def test_a_timer_that_was_stopped_or_forgotten_counts_nothing(planner: Planner) -> None:
    morning = await the_morning(planner)
    morning = await planner.press(morning, "▶ Call the bank")
    morning = await planner.press(morning, "Stop")
    assert morning.labels == ["▶ Call the bank", "Plan", "Postpone…"]
    await planner.press(morning, "▶ Call the bank")
    go_to(berlin(23, 23))
    await planner.tell("/done 1")
    assert (await task(planner, 1)).actual_minutes is None
    assert await planner.rows(select(Timer)) == []


async def test_nobody_starts_a_task_of_another_workspace(planner: Planner) -> None:
    await the_morning(planner)
    await planner.open_another_workspace(user=2002)
    found = await task(planner, 1)
    for schedule in range(1, 9):
        await planner.forge_callback(user=2002, data=f"dg:go:{found.id}:{schedule}:20261123")
    assert await planner.rows(select(Timer)) == []


async def test_work_put_in_is_not_planned_again_and_the_receipt_says_so(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Write the offer today, 2 hours. Pay the rent today, 30 min")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    morning = (await digests(planner))[-1]
    assert "09:00  Write the offer · 2 h" in (await planner.tell("/plan")).text
    go_to(berlin(23, 9))
    morning = await planner.press(morning, "▶ Write the offer")
    go_to(berlin(23, 9, 40))
    await planner.press(morning, "Stop")
    card = await planner.tell("/plan")
    assert "Write the offer · 1 h 20" in card.text
    why = (await planner.press(card, "Why")).text
    assert "40 min done already, 1 h 20 left" in why
    # A timer that runs counts as well, and the time it took in the end is all of it.
    morning = await planner.press(morning, "▶ Write the offer")
    go_to(berlin(23, 10, 40))
    card = await planner.tell("/plan")
    assert "1 h 40 done already, 25 min left" in (await planner.press(card, "Why")).text
    await planner.press(morning, "✓ Done")
    assert (await task(planner, 1)).actual_minutes == 100


async def test_another_start_keeps_what_was_put_into_the_first(planner: Planner) -> None:
    morning = await the_morning(planner)
    await planner.press(morning, "▶ Call the bank")
    go_to(berlin(23, 8, 10))
    rent = await task(planner, 2)
    [started] = [b["callback_data"] for row in morning.buttons for b in row if "dg:go:" in b["callback_data"]]
    first = await task(planner, 1)
    await planner.forge_callback(user=1001, data=started.replace(f":{first.id}:", f":{rent.id}:"))
    assert (await task(planner, 1)).worked_minutes == 10
    [running] = await planner.rows(select(Timer))
    assert running.task_id == rent.id
