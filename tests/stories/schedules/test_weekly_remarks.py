"""With a key: remarks on the week, every number the database's own; without an answer the review comes all the same."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from models.tables.model_call import ModelCall
from models.tables.schedule import ScheduleRun
from tests.planner import Planner, Stores
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run

SAID = [
    {"text": "{business1} took {business1_spent} against {business1_estimated}.", "left": "business1_spent",
     "relation": "more", "right": "business1_estimated"},
    {"text": "{business1} was done in 12 hours.", "left": None, "relation": None, "right": None},
    {"text": "{done_all} done is less than {slipped_all} late.", "left": "done_all", "relation": "less",
     "right": "slipped_all"},
    {"text": "Twice as much as {done_all}.", "left": None, "relation": None, "right": None},
    {"text": "{moved9_times} times.", "left": None, "relation": None, "right": None},
    {"text": "{busiest_day} holds {busiest_tasks} of {ahead_tasks} <tasks>.", "left": None, "relation": None,
     "right": None},
]  # fmt: skip


@pytest.fixture
async def planner(stores: Stores) -> AsyncIterator[Planner]:
    go_to(MONDAY_7)
    async with Planner.running(stores, with_model=True, understanding="rules") as running:
        yield running


async def a_week(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("Fix the spindle today, 1 hour. Order cutters on Thursday, 2 hours")
    await planner.tell("/done 1")
    shown = await planner.press(await planner.tell("/evening"), "⏱ Fix the spindle")
    await planner.press(shown, "1 h 30")


async def test_what_holds_is_said_with_our_numbers_and_what_does_not_is_left_out(planner: Planner) -> None:
    await planner.openai.answer("figures", {"observations": SAID}, schema_name="week_observations")
    await a_week(planner)
    said = await planner.telegram.say("/weekly")
    (review,) = [seen for seen in await planner.answers(said) if seen.text.startswith("The week")]
    noticed = [line for line in review.text.split("\n") if line.startswith("•")]
    assert noticed == ["•  Repair took 1 h 30 against 1 h.", "•  Thu 26 Nov holds 1 of 1 <tasks>."]
    (call,) = await planner.rows(select(ModelCall).where(ModelCall.purpose == "week"))
    assert (call.state, call.cost_micros > 0) == ("settled", True)


async def test_it_comes_by_itself_with_remarks_and_its_chart(planner: Planner) -> None:
    await planner.openai.answer("figures", {"observations": SAID[:1]}, schema_name="week_observations")
    await a_week(planner)
    await planner.tell("/weekly mon 18:00")
    go_to(berlin(23, 18))
    run = await settled_run(planner, 23, kind="weekly_review")
    assert (run.state, run.alone, run.parts) == ("sent", True, 1)
    chart, review = (await digests(planner))[-2:]
    assert chart.raw["body"]["photo"]
    assert "•  Repair took 1 h 30 against 1 h." in review.text
    assert run.telegram_message_id == review.id


async def test_a_model_that_is_away_or_talks_nonsense_costs_the_remarks_only(planner: Planner) -> None:
    await a_week(planner)
    await planner.tell("/weekly every day 18:00")
    await planner.openai.inject("chat", "error", code=500, times=None)
    go_to(berlin(23, 18))
    assert (await settled_run(planner, 23, kind="weekly_review")).state == "sent"
    assert "Noticed" not in (await digests(planner))[-1].text
    await planner.openai.reset()
    await planner.openai.answer("figures", "no JSON at all", schema_name="week_observations")
    go_to(berlin(24, 18))
    assert (await settled_run(planner, 24, kind="weekly_review")).state == "sent"
    assert "The week 18–24 November" in (await digests(planner))[-1].text
    states = await planner.rows(
        select(ScheduleRun.state).where(ScheduleRun.local_on >= dt.date(2026, 11, 23))
    )
    assert set(states) <= {"sent", "skipped"}
