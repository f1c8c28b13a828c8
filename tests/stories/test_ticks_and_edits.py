"""Lists with ticks, the fields of Edit, notes that answer questions, and albums that are answered once."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.invariants.service_faults import message
from tests.planner import Planner

_ids = count(71_000_001)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def statuses(planner: Planner) -> list[str]:
    return [task.status for task in await planner.rows(select(Task).order_by(col(Task.number)))]


async def test_a_list_is_ticked_where_it_stands(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    await planner.tell("Today: order hinges, grease the gate, sweep the yard")
    shown = await planner.tell("/today")
    assert [label for label in shown.labels if "#" in label] == ["✓ #1", "✓ #2", "✓ #3"]
    shown = await planner.press(shown, "✓ #2")
    assert await statuses(planner) == ["open", "done", "open"]
    assert "✓ #2" not in shown.labels
    assert shown.text.count("Grease the gate") == 1
    assert shown.text.endswith("✓ Grease the gate")
    shown = await planner.press(shown, "Undo")
    assert await statuses(planner) == ["open", "open", "open"]
    assert "✓ #2" in shown.labels
    week = await planner.tell("/week")
    week = await planner.press(week, "✓ #1")
    assert await statuses(planner) == ["done", "open", "open"]
    await planner.tell("move #2 to Thursday")
    assert "Grease the gate" not in (await planner.press(shown, "✓ #3")).text
    asked = await planner.tell("what's on Thursday?")
    assert [label for label in asked.labels if "#" in label] == ["✓ #2"]
    asked = await planner.press(asked, "✓ #2")
    asked = await planner.press(asked, "Undo")
    assert await statuses(planner) == ["done", "open", "done"]
    asked = await planner.tell("what do I have this afternoon?")
    assert [label for label in asked.labels if "#" in label] == []
    for forged in ("tick", "tick:x:1", "tick:week:999999", "tick:undo:week:x", "tick:undo:x:1"):
        await planner.forge_callback(user=1001, data=forged)
    assert await statuses(planner) == ["done", "open", "done"]


async def test_edit_sets_reminders_and_repetitions_and_names_its_task(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell("Завтра в 10 позвонить в банк, купить клей в пятницу", lang="ru")
    await planner.press(card, "Изменить")
    card = await planner.press(card, "1  Позвонить в банк")
    assert "Что изменить в задаче «Позвонить в банк» (#1)?" in card.text
    await planner.press(card, "Напоминание")
    card = await planner.press(card, "за 1 ч")
    await planner.press(card, "Изменить")
    await planner.press(card, "2  Купить клей")
    await planner.press(card, "Повтор")
    card = await planner.press(card, "каждую пятницу")
    call, glue = await planner.rows(select(Task).order_by(col(Task.number)))
    assert (call.reminder_minutes_before, call.recurrence) == (60, None)
    assert (glue.reminder_minutes_before, glue.recurrence) == (None, "FREQ=WEEKLY;BYDAY=FR")
    await planner.press(card, "Вернуть как было")
    assert (await planner.rows(select(Task).where(Task.number == 2)))[0].recurrence is None


async def test_edit_changes_the_title_by_the_next_message(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    card = await planner.tell("Order hinges tomorrow, grease the gate")
    await planner.press(card, "Edit")
    await planner.press(card, "1  Order hinges")
    asked = await planner.press(card, "Title")
    assert "new title of “Order hinges” (#1)" in asked.text
    renamed = await planner.tell("Order brass hinges for the gate")
    assert "Order hinges → Order brass hinges for the gate" in renamed.text
    assert "Order brass hinges for the gate" in (await planner.telegram.message(card.id)).text
    await planner.press(renamed, "Undo")
    # A question, a command and another task's number are no titles; neither is anything after Back.
    await planner.press(card, "Edit")
    await planner.press(card, "2  Grease the gate")
    await planner.press(card, "Title")
    await planner.tell("what's on today?")
    await planner.press(card, "‹ Back")
    await planner.tell("Sweep the yard")
    found = [task.title for task in await planner.rows(select(Task).order_by(col(Task.number)))]
    assert found == ["Order hinges", "Grease the gate", "Sweep the yard"]


async def test_a_note_answers_the_question_that_no_task_does(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    await planner.tell("note: the safe code is 4417")
    await planner.tell("note: Anna's number is +49 170 1234567")
    for asked in ("what's the safe code?", "remind me what the code of the safe was?"):
        assert "4417" in (await planner.tell(asked)).text, asked
    assert "1234567" in (await planner.tell("what is Anna's number?")).text
    assert "cannot answer" in (await planner.tell("what is the alarm code?")).text
    assert await statuses(planner) == []
    await planner.tell("/language ru")
    await planner.tell("запиши: код от ворот 5533")
    assert "5533" in (await planner.tell("какой код у ворот?")).text
    # What only tells something is kept without the word "note"; an order stays a task.
    assert "код от сейфа 4417" in (await planner.tell("код от сейфа 4417")).text
    assert "идея: абонементы" in (await planner.tell("идея: абонементы")).text
    assert "8 900" in (await planner.tell("Телефон Ани 8 900 123 45 67. Полить цветы завтра")).text
    assert "4417" in (await planner.tell("какой код от сейфа?")).text
    assert [task.title for task in await planner.rows(select(Task))] == ["Полить цветы"]
    await planner.tell("/language en")
    assert "Noted: “alarm code is 9931”" in (await planner.tell("alarm code is 9931")).text
    assert "9931" in (await planner.tell("what is the alarm code?")).text
    await planner.tell("change the safe code tomorrow")
    assert await statuses(planner) == ["open", "open"]


def picture(album: str, number: int, caption: str = "") -> dict[str, Any]:
    sizes = [{"file_id": f"f{number}", "file_unique_id": f"f{number}", "width": 9, "height": 9}]
    made: dict[str, Any] = {**message("")["message"], "message_id": 500 + number, "photo": sizes}
    made |= {"media_group_id": album, **({"caption": caption} if caption else {})}
    return {name: value for name, value in made.items() if name != "text"}


async def test_an_album_is_answered_once(planner: Planner) -> None:
    await planner.tell("/start", lang="en")

    async def sent(*pictures: dict[str, Any]) -> int:
        before = len(await planner.telegram.calls("sendMessage"))
        for each in pictures:
            await planner.telegram.send_update({"update_id": next(_ids), "message": each})
        await planner.settled()
        return len(await planner.telegram.calls("sendMessage")) - before

    captioned = [picture("a", n, "Fix this gate by Friday" if n == 0 else "") for n in range(4)]
    assert await sent(*captioned) == 1
    assert await statuses(planner) == ["open"]
    clock.set_to(clock.now() + dt.timedelta(hours=1))
    assert await sent(*(picture("b", n) for n in range(20, 24))) == 1
    assert await sent(picture("", 30)) == 1
