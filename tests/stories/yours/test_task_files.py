"""A file of another program is shown first; then all of its tasks are added, and one undo takes them back."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.note import Note
from models.tables.task import Task
from tests.planner import MessageView, Planner

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ROWS = "title,date,notes\nBuy <b>chains</b>,2026-12-05,two\nCall Novak,some day,\nBuy nails,,\n"


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def sent(planner: Planner, content: bytes, name: str = "tasks.CSV") -> MessageView:
    said = await planner.telegram.send_file("document", content, file_name=name, mime_type="text/csv")
    return (await planner.answers(said))[-1]


async def open_titles(planner: Planner) -> list[str]:
    return await planner.rows(select(Task.title).where(Task.status == "open").order_by(col(Task.number)))


async def test_a_file_is_shown_added_and_taken_back(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Buy nails")
    card = await sent(planner, ROWS.encode())
    assert card.text.splitlines() == [
        "3 tasks in this file:",
        "· Buy <b>chains</b> · Sat 5 Dec",
        "· Call Novak (some day)",
        "· Buy nails",
        "",
        "With a date I cannot read, which stays in the title: 1",
        "Not taken of each: notes",
    ]
    assert await open_titles(planner) == ["Buy nails"]
    done = await planner.press(card, "Add 3 tasks")
    assert done.text == "2 tasks are added.\n1 was there already."
    assert await open_titles(planner) == ["Buy nails", "Buy <b>chains</b>", "Call Novak (some day)"]
    await planner.press(done, "Undo")
    assert await open_titles(planner) == ["Buy nails"]
    await planner.tell("/language ru")
    card = await sent(planner, "Задача;Готово\nГвозди;\nКраска;да\n".encode("cp1251"))
    assert card.text == "В этом файле 1 задача:\n· Гвозди\n\nУже сделано, не беру: 1"
    assert (await planner.press(card, card.labels[-1])).text == "Из этого файла ничего не добавлено."
    assert await open_titles(planner) == ["Buy nails"]
    assert {note.state for note in await planner.rows(select(Note))} == {"task", "dropped"}
    for body, name, why in (
        (b"x" * 1_000_001, "t.csv", "Не могу прочесть"),
        (b"{}", "t.json", "Не могу прочесть"),
        (b"title,done\nx,yes\n", "t.csv", "Открытых задач в этом файле нет.\nУже сделано"),
    ):
        assert (await sent(planner, body, name)).text.startswith(why), name
