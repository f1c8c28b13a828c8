"""A task waits for another because a sentence said so."""

import pytest
from sqlmodel import select

from models.tables.task import Task
from models.tables.task_link import TaskLink
from tests.planner import Planner


async def links(planner: Planner) -> list[tuple[int, int]]:
    numbers = {task.id: task.number for task in await planner.rows(select(Task))}
    return [(numbers[one.task_id], numbers[one.after_id]) for one in await planner.rows(select(TaskLink))]


@pytest.mark.parametrize(
    ("said", "title", "told"),
    [
        ("Fix the spindle after #1, 2 h", "Fix the spindle", "#2 waits for #1."),
        ("Починить шпиндель после #1, 2 часа", "Починить шпиндель", "#2 ждёт #1"),
        ("Mount the spindle tomorrow once #1 is done", "Mount the spindle", "#2 waits for #1."),
    ],
)
async def test_a_new_task_waits_for_the_one_it_names(
    planner: Planner, said: str, title: str, told: str
) -> None:
    await planner.tell("/start")
    await planner.tell("Buy the parts, 30 min")
    card = await planner.tell(said)
    assert told in card.text
    assert (await planner.rows(select(Task.title).where(Task.number == 2))) == [title]
    assert await links(planner) == [(2, 1)]
    # Taken back as one: nobody has changed it since.
    await planner.press(card, "Отменить" if "ждёт" in told else "Undo")
    assert (await planner.rows(select(Task.status).where(Task.number == 2))) == ["dropped"]


async def test_two_that_are_there_are_put_in_order_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Buy the parts")
    await planner.tell("Fix the spindle")
    assert (await planner.tell("#2 after #1")).text == "#2 waits for #1."
    assert await links(planner) == [(2, 1)]


async def test_a_number_that_is_no_open_task_is_said_and_the_task_is_kept(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Fix the spindle after #7")
    assert "There is no open task #7." in card.text
    assert (await planner.rows(select(Task.title))) == ["Fix the spindle"]
    assert await links(planner) == []
