"""Work nobody timed: what a plan assumes of it, how much of a day it fills, and what the plan says of that."""

import datetime as dt

import pytest

from models.runtime import clock
from tests.planner import Planner, Stores
from tests.stories.planning.plan_steps import ask, blocks
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.features.digests.queries import Recipient, load_digest_facts


async def timed(world: World, business: str | None, *minutes: int) -> None:
    async with world.session() as session:
        for took in minutes:
            done = {"status": "done", "done_at": NOW - dt.timedelta(days=2), "actual_source": "person"}
            await world.task(session, "Earlier work", None, business=business, actual_minutes=took, **done)


async def add(world: World, title: str, minutes: int | None = None, **fields: object) -> None:
    async with world.session() as session:
        await world.task(session, title, minutes, timing="by", **fields)


async def test_the_median_of_five_timed_tasks_of_the_business_is_assumed_and_half_an_hour_before(
    world: World,
) -> None:
    await timed(world, "Lab", 10, 20, 43, 90, 200)
    await timed(world, "Repair", 200, 200, 200, 200)
    for business in ("Lab", "Repair", None):
        await add(world, f"Look after {business}", business=business)
    await add(world, "Write the report", 120)
    plan = await ask(world)
    assert "Look after Lab · Lab · 45 min?" in plan.text
    assert "Look after Repair · Repair · 30 min?" in plan.text
    assert "Look after None · 30 min?" in plan.text
    assert "? 1 h 45 of 3 h 45 assumed: tell me how long “" in plan.text
    digest = Recipient(1, "morning_digest", TODAY, NOW, "silent", world.speaker)
    async with world.session() as session:
        facts = (await load_digest_facts(session, [digest]))[world.speaker.workspace_id]
        assert facts.minutes(facts.open) == 45 + 30 + 30 + 120


async def test_guesses_fill_no_more_than_half_of_a_day_and_why_says_so(world: World) -> None:
    for number in range(20):
        await add(world, f"Someday {number}", deadline_on=None)
    await add(world, "Wi-Fi code 4471-KX", deadline_on=None)
    plan = await ask(world)
    assert len(await blocks(world)) == 8
    assert "? 4 h of 4 h assumed" in plan.text
    assert "13 tasks for later" in plan.text


@pytest.mark.parametrize(
    ("language", "tasks", "share", "told", "after"),
    [
        (
            "en",
            "Write the report today, 2 hours. Order cutters today",
            "? 30 min of 2 h 30 assumed: tell me how long “Order cutters” takes, for example “#2 takes 2 h”.",
            "#2 takes 2 h",
            "Order cutters · 2 h",
        ),
        (
            "ru",
            "Написать отчёт сегодня, 2 часа. Заказать фрезы сегодня",
            "? 30 мин из 2 ч 30 мин — предположительно: напишите, сколько займёт «Заказать фрезы», например «#2 займёт 2 ч».",
            "#2 займёт 2 ч",
            "Заказать фрезы · 2 ч",
        ),
    ],
)
async def test_the_plan_says_its_share_and_the_words_it_suggests_work(
    stores: Stores, language: str, tasks: str, share: str, told: str, after: str
) -> None:
    clock.set_to(dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC))
    async with Planner.running(stores) as planner:
        await planner.tell("/start", lang=language)
        await planner.tell(tasks, lang=language)
        assert share in (await planner.tell("/plan")).text
        await planner.tell(told)
        plan = (await planner.tell("/plan")).text
        assert after in plan
        assert "?" not in plan
