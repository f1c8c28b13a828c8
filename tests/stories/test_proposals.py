"""A change that nothing names well enough is asked about; a part that was not understood is kept and said."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.note import Note
from models.tables.task import Task
from tests.planner import Planner


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def tasks(planner: Planner) -> list[tuple[str, str]]:
    rows = await planner.rows(select(Task).order_by(col(Task.number)))
    return [(task.title, task.status) for task in rows]


async def test_yes_does_it_no_leaves_it_and_new_makes_a_task(planner: Planner) -> None:
    await planner.tell("/start")
    for said in ("Repair the generator tomorrow", "Paint the gate on Friday", "Water the orchids"):
        await planner.tell(said)
    asked = await planner.tell("generators running again chewy spent like three hours on it")
    assert "Is this task done: Repair the generator?" in asked.text
    assert asked.labels == ["Yes", "No, a new task", "No"]
    assert await tasks(planner) == [
        (t, "open") for t in ("Repair the generator", "Paint the gate", "Water the orchids")
    ]
    done = await planner.press(asked, "Yes")
    assert "Repair the generator" in done.text
    assert (await tasks(planner))[0] == ("Repair the generator", "done")
    await planner.press(done, "Undo")
    assert (await tasks(planner))[0] == ("Repair the generator", "open")
    again = await planner.tell("generators running again chewy spent like three hours on it!")
    left = await planner.press(again, "No")
    assert "Dropped" in left.text
    third = await planner.tell("generators running again chewy spent like three hours on it ok")
    await planner.press(third, "No, a new task")
    assert [status for _, status in await tasks(planner)] == ["open"] * 4
    states = [note.state for note in await planner.rows(select(Note).order_by(col(Note.id)))]
    assert states == ["done", "dropped", "task"]


async def test_everything_at_once_is_asked_and_can_be_undone(planner: Planner) -> None:
    await planner.tell("/start")
    for said in ("Repair the generator tomorrow", "Paint the gate on Friday"):
        await planner.tell(said)
    asked = await planner.tell("mark everything as done")
    assert "Mark 2 tasks as done?" in asked.text
    assert [status for _, status in await tasks(planner)] == ["open", "open"]
    card = await planner.press(asked, "Yes")
    assert [status for _, status in await tasks(planner)] == ["done", "done"]
    await planner.press(card, "Undo")
    assert [status for _, status in await tasks(planner)] == ["open", "open"]


async def test_half_a_message_that_was_not_understood_is_kept_and_said(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Deep clean the stations on Friday")
    kept = await planner.tell(
        "hakeem swept up but didnt do the floors. stations deep clean moves to tomorrow 8am"
    )
    assert "I did not get this part: “hakeem swept up but didnt do the floors" in kept.text
    (note,) = await planner.rows(select(Note))
    assert (note.state, note.text[:6]) == ("open", "hakeem")
    await planner.press(kept, "Make it a task")
    assert (await tasks(planner))[1][0].startswith("Hakeem swept up")


async def test_a_russian_question_quotes_as_russian_does(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Посчитать зарплату завтра", lang="ru")
    asked = await planner.tell("отметь все задачи выполненными", lang="ru")
    assert asked.text.startswith("«отметь все задачи выполненными»\n")
