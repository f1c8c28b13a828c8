"""A file of another program is shown first; then all of its tasks are added, and one undo takes them back."""

import datetime as dt
import io
import zipfile

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


def packed(files: dict[str, str | bytes]) -> bytes:
    """A ZIP file with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return made.getvalue()


def with_password(body: bytes) -> bytes:
    """The same ZIP file, whose directory says that its files are encrypted."""
    place = body.index(b"PK\x01\x02") + 8
    return body[:place] + b"\x01\x00" + body[place + 2 :]


async def test_a_backup_of_todoist_and_an_archive_in_zip_files_are_taken_and_bad_ones_refused(
    planner: Planner,
) -> None:
    await planner.tell("/start")
    head = "TYPE,CONTENT,PRIORITY,DATE\n"
    backup = packed(
        {
            "Forge [123].csv": f"{head}section,Today,,\ntask,Order steel,1,2026-12-05\n",
            "Дом [7].csv": f"{head}task,Купить лампы,4,\n",
            "photo.png": b"\x89PNG\x00",
        }
    )
    card = await sent(planner, backup, "todoist.zip")
    assert card.text.splitlines() == [
        "2 tasks in this file:",
        "· Order steel · Sat 5 Dec",
        "· Купить лампы",
        "",
        "Sections, notes and the like, not taken: 1",
        "Files in it that I do not read, 1: photo.png",
    ]
    done = await planner.press(card, "Add 2 tasks")
    assert await open_titles(planner) == ["Order steel", "Купить лампы"]
    await planner.press(done, "Undo")
    assert await open_titles(planner) == []
    # Our own archive: its open tasks, and the words that say what becomes of the rest.
    tasks = "\ufeffnumber,title,status,date\r\n1,'=Sum up,open,\r\n2,Paid,done,\r\n"
    archive = packed(
        {
            "manifest.json": '{"format": "business-planner-export"}',
            "tasks-0001.csv": tasks,
            "data/note-0001.jsonl": "{}",
        }
    )
    card = await sent(planner, archive, "planner-1.zip")
    assert "· =Sum up" in card.text
    assert "Done already, not taken: 1" in card.text
    assert "cannot be restored: the archive is of version None" in card.text
    good, bomb = {"t.csv": ROWS}, {f"{n}.csv": b"title\n" + b"x" * 900_000 for n in range(6)}
    refused = {
        "is damaged": (
            b"PK\x03\x04" + b"x" * 99,
            packed(good)[:-30],
            packed(good)[:40] + b"\0" * 9 + packed(good)[49:],
        ),
        "has a password": (with_password(packed(good)),),
        "is too large": (
            packed(bomb),
            packed({"t.csv": b"\0" * 2_000_000}),
            b"PK\x03\x04" + b"x" * 10_000_000,
        ),
        "lead out of it": (packed({"../t.csv": ROWS}), packed({"/t.csv": ROWS}), packed({"C:\\t.csv": ROWS})),
    }
    for words, bodies in refused.items():
        for body in bodies:
            said = await planner.telegram.send_file(
                "document", body, file_name="t.zip", mime_type="application/zip"
            )
            why, question = await planner.answers(said)
            # It may be meant for a task all the same.
            assert words in why.text, (words, body[:60])
            assert "What is" in question.text, question.text
    for body in (packed({}), packed({"a.txt": "x"}), packed({"t.csv": b"\xff\x00\xfe"})):
        assert "What is" in (await sent(planner, body, "t.zip")).text
    assert await open_titles(planner) == []
