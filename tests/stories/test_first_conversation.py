"""A person's first minutes with the planner."""

from sqlmodel import select

from models.task import Task
from tests.planner import Planner


async def test_a_message_becomes_a_task_and_a_card(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Tomorrow morning call the mill supplier, about half an hour")
    assert "Call the mill supplier" in card.text
    tasks = await planner.rows(select(Task))
    assert [(task.title, task.estimate_minutes, task.status) for task in tasks] == [
        ("Call the mill supplier", 30, "open")
    ]
