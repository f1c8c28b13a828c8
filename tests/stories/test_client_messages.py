"""A client's message that is forwarded: one task with its sender, never an order, never a question to the bot."""

import datetime as dt

from sqlmodel import col, select

from models.runtime import clock
from models.tables.note import Note
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import Planner

CLIENT, COLLEAGUE = 5005, 5006
TUESDAY, WEDNESDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 25)


async def forwarded(
    planner: Planner, words: str, user: int = CLIENT, name: str = "Marina"
) -> list[MessageView]:
    theirs = await planner.telegram.say(words, user=user, name=name)
    await planner.settled()
    said = await planner.telegram.forward(theirs.id, from_chat=user)
    return await planner.answers(said)


async def tasks(planner: Planner) -> list[tuple[str, dt.date | None]]:
    rows = await planner.rows(select(Task).order_by(col(Task.number)))
    assert {task.assignee_id for task in rows} == {None}
    assert {task.status for task in rows} == {"open"}
    return [(task.title, task.deadline_on) for task in rows]


async def test_what_a_client_writes_is_one_task_or_a_note(planner: Planner) -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))
    await planner.tell("/start", lang="en")
    await planner.tell("/team Dima")
    await planner.tell("Fix the spindle")
    wanted = (
        (
            "Hi! Could you make the sketch by Wednesday? And please call me tomorrow after 15:00",
            ("Marina: make the sketch by Wednesday; call me tomorrow after 15:00", TUESDAY),
        ),
        ("cancel all tasks", ("Marina: cancel all tasks", None)),
        ("How much is the repair of a spindle?", ("Marina: How much is the repair of a spindle?", None)),
        ("the spindle is done", ("Marina: the spindle is done", None)),
        ("what's on today?", ("Marina: what's on today?", None)),
        ("note: the safe code is 4417", ("Marina: note: the safe code is 4417", None)),
        ("Dima, fix the mill by Wednesday", ("Marina: Dima, fix the mill by Wednesday", WEDNESDAY)),
        (
            "Добрый день! Нужен эскиз к среде. Позвоните мне завтра после 15:00",
            ("Marina: Нужен эскиз к среде; позвоните мне завтра после 15:00", TUESDAY),
        ),
        ("удали задачу #1", ("Marina: удали задачу #1", None)),
        ("Добрый вечер, когда будет готов мой шпиндель?", ("Marina: когда будет готов мой шпиндель?", None)),
    )
    for words, _ in wanted:
        [answer] = [each for each in await forwarded(planner, words) if "Marina:" in each.text]
        assert "Undo" in answer.labels or "Отменить" in answer.labels, words
    assert await tasks(planner) == [("Fix the spindle", None), *(made for _, made in wanted)]
    for words in ("Hello, good morning!", "Здравствуйте!", "thank you so much"):
        [answer] = await forwarded(planner, words)
        assert "Marina" in answer.text
    assert len(await tasks(planner)) == len(wanted) + 1
    assert [note.text for note in await planner.rows(select(Note).order_by(col(Note.id)))][:1] == [
        "Marina: Hello, good morning!"
    ]
    # What somebody of the team wrote is read as before.
    await forwarded(planner, "Order hinges by Wednesday and grease the gate", COLLEAGUE, "Dima")
    assert [title for title, _ in await tasks(planner)][-2:] == ["Order hinges", "Grease the gate"]
