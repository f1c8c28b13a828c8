"""Working hours, lunch, limits, days off and waits, told in a line, seen in the next plan."""

import datetime as dt

from tests.planner import settings_for
from tests.worker.features.planning.planning_workspace import NOW, TODAY, World
from worker.core.command_request import CommandRequest
from worker.core.handler import HandlerContext
from worker.features.planning.queries import load_plan_tasks
from worker.features.working_hours.day import Stretch, WorkDay
from worker.features.working_hours.service import load_days
from worker.features.working_hours.typed_hours import stretch_in, weekdays_in
from worker.router.command_registry import COMMANDS


async def command(world: World, line: str) -> str:
    name, _, argument = line[1:].partition(" ")
    async with world.session() as session:
        request = CommandRequest(
            session, world.speaker, HandlerContext(NOW, "trace", 1), argument, settings_for()
        )
        return (await COMMANDS[name].run(request))[0].text


async def week(world: World) -> list[WorkDay]:
    async with world.session() as session:
        return await load_days(session, world.speaker, TODAY, 7, NOW)


async def test_each_line_sets_one_thing_and_keeps_the_rest(world: World) -> None:
    assert "(the usual)" in await command(world, "/hours")
    await command(world, "/hours Mon-Wed 8:30-16")
    await command(world, "/hours Lab ср-чт 10-12")
    await command(world, "/hours пт выходной")
    await command(world, "/hours lunch 13-13:30")
    await command(world, "/hours предел 6 ч")
    await command(world, "/hours way 15 min")
    shown = await command(world, "/hours day off 30 November")
    tuesday, wednesday, thursday, friday, saturday, _, monday = await week(world)
    lab = world.businesses["Lab"]
    assert tuesday.hours == {None: Stretch(510, 960), lab: None}
    assert wednesday.hours == {None: Stretch(510, 960), lab: Stretch(600, 720)}
    assert thursday.hours[None] == Stretch(540, 1080)
    assert friday.hours[None] is None
    assert saturday.hours[None] is None
    assert monday.hours == {None: None}
    assert (tuesday.cap, tuesday.buffer) == (360, 15)
    assert [(b.kind, b.start, b.end) for b in tuesday.busy] == [("lunch", 780, 810)]
    for part in (
        "Tue 08:30–16:00",
        "Thu 10:00–12:00 · Lab",
        "Lunch 13:00–13:30",
        "At most 6 h",
        "Off: Mon 30 Nov",
    ):
        assert part in shown


async def test_things_are_taken_away_again(world: World) -> None:
    for line in (
        "/hours lunch none",
        "/hours limit 6 h",
        "/hours limit off",
        "/hours way 20 min",
        "/hours way none",
    ):
        await command(world, line)
    [today, *_] = await week(world)
    assert (today.busy, today.cap, today.buffer) == ((), None, 0)


async def test_what_is_not_understood_changes_nothing(world: World) -> None:
    before = await week(world)
    lines = [
        "perhaps",
        "Mon",
        "9-18",
        "Mon 18-9",
        "limit much",
        "limit 5 min",
        "lunch later",
        "day off",
        "way 9 h",
    ]
    answers = {line: await command(world, f"/hours {line}") for line in lines}
    assert [line for line, answer in answers.items() if "I did not understand" not in answer] == []
    assert await week(world) == before


def test_weekdays_and_stretches_in_words() -> None:
    assert weekdays_in("Fri-Mon") == [4, 5, 6, 0]
    assert weekdays_in("пн, ср – пт") == [0, 2, 3, 4]
    assert stretch_in("с 9:30 до 18") == Stretch(570, 1080)
    assert stretch_in("from 25-26") is None


async def test_two_tasks_never_wait_for_each_other(world: World) -> None:
    async with world.session() as session:
        rows = [
            await world.task(session, f"Step {n}", deadline_on=TODAY + dt.timedelta(days=n)) for n in range(3)
        ]
    one, two, three = (row.number for row in rows)
    assert await command(world, f"/after {two} {one}") == f"#{two} waits for #{one}."
    assert await command(world, f"/after #{three} #{two}") == f"#{three} waits for #{two}."
    for last, first in ((one, three), (one, one)):
        assert "wait for each other" in await command(world, f"/after {last} {first}")
    async with world.session() as session:
        tasks = await load_plan_tasks(session, world.speaker, world.now)
    assert {task.number: [tasks[o].number for o in task.after] for task in tasks.values()} == {
        one: [],
        two: [one],
        three: [two],
    }
    await command(world, f"/after {two}")
    async with world.session() as session:
        assert (await load_plan_tasks(session, world.speaker, world.now))[rows[1].id].after == ()
    assert "There is no open task #999" in await command(world, f"/after {one} 999")
    assert "For example" in await command(world, "/after")
