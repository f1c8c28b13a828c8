"""The evening close asks whether what is over happened; unanswered it passes after a day, and is never lost."""

import pytest
from sqlmodel import col, select

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run
from worker.features.digests.unanswered_events import close_unanswered


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def states(planner: Planner) -> dict[str, str]:
    rows = await planner.rows(select(Task).order_by(col(Task.number)))
    return {task.title: task.status for task in rows}


async def test_yes_missed_and_move_each_with_undo(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Dentist today at 10:00. Interview today at 16:00")
    await planner.tell("Tasting today at 14:00, 2 hours")
    await planner.tell("Send the offer by today. Call with Olga today at 21:00. Buy paper today")
    await planner.tell("/evening 18:00 weekdays")
    go_to(berlin(23, 18))
    await settled_run(planner, 23, kind="evening_close")
    evening = (await digests(planner))[-1]
    asked, left = evening.text.split("Did it happen?")[1].split("Left")
    assert [title in asked for title in ("10:00  Dentist", "14:00  Tasting", "16:00  Interview")] == [
        True
    ] * 3
    assert all(title in left for title in ("Send the offer", "Call with Olga", "Buy paper"))
    assert evening.labels[:9] == [
        "1 Yes",
        "Missed",
        "Move",
        "2 Yes",
        "Missed",
        "Move",
        "3 Yes",
        "Missed",
        "Move",
    ]
    evening = await planner.press(evening, "1 Yes")
    assert "✓ Dentist" in evening.text
    assert not [label for label in evening.labels if label.startswith("⏱")]
    evening = await planner.press(evening, "Missed")
    assert "Tasting: missed" in evening.text
    evening = await planner.press(evening, "Move")
    evening = await planner.press(evening, "Wed 25 Nov")
    assert await states(planner) == {
        "Dentist": "done",
        "Tasting": "missed",
        "Interview": "open",
        "Send the offer": "open",
        "Call with Olga": "open",
        "Buy paper": "open",
    }
    (moved,) = await planner.rows(select(Task).where(Task.title == "Interview"))
    assert moved.deadline_at == berlin(25, 16)
    await planner.press(evening, "Undo")
    (back,) = await planner.rows(select(Task).where(Task.title == "Interview"))
    assert back.deadline_at == berlin(23, 16)


async def test_unanswered_it_passes_after_a_day_and_comes_back_on_request(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell(
        "Dentist today at 10:00. Pay the bill by today. Buy paper today. Stand-up every day at 11:00"
    )
    await planner.tell("/evening 18:00 every day")
    go_to(berlin(23, 18))
    await settled_run(planner, 23, kind="evening_close")
    go_to(berlin(24, 9))
    assert await close_unanswered(planner.workers[0].services) == 0
    assert (await states(planner))["Dentist"] == "open"
    go_to(berlin(24, 17, 45))
    closed = select(Task).where(Task.title == "Dentist", Task.status == "passed")
    await planner.eventually(closed)
    assert await close_unanswered(planner.workers[0].services) == 0
    assert {title for title, status in (await states(planner)).items() if status == "passed"} == {"Dentist"}
    (event,) = await planner.rows(select(TaskEvent).join(Operation).where(Operation.kind == "passed"))
    assert (event.before, event.after) == ({"status": "open"}, {"status": "passed"})
    for asked in ("/today", "what is overdue?", "list everything", "/plan", "/week"):
        assert "Dentist" not in (await planner.tell(asked)).text
    assert "Dentist" not in (await planner.tell("/evening")).text
    assert "Dentist" in (await planner.tell("/find dentist")).text


async def test_without_an_evening_close_it_is_listed_for_a_day_and_passes(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell(
        "Стоматолог сегодня в 10:00. Сегодня день рождения мамы. Оплатить счёт до конца дня", lang="ru"
    )
    go_to(berlin(24, 12))
    assert await close_unanswered(planner.workers[0].services) == 0
    assert "Прошло: состоялось?" in (await planner.tell("/today", lang="ru")).text
    go_to(berlin(25, 0, 30))
    await planner.eventually(select(Task).where(Task.status == "passed"))
    status = await states(planner)
    assert status["Стоматолог"] == "passed"
    assert sorted(status.values()) == ["open", "passed", "passed"]
    assert "Оплатить счёт" in (await planner.tell("что просрочено?", lang="ru")).text


async def test_what_passed_is_found_moved_answered_and_opened_again_by_its_number(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Dentist today at 10:00")
    go_to(berlin(25, 9))
    passed = select(Task).where(Task.title == "Dentist", Task.status == "passed")
    await planner.eventually(passed)
    assert "passed" in (await planner.tell("/find dentist")).text
    card = await planner.tell("move #1 to Friday")
    assert "Fri 27 Nov 10:00" in card.text
    assert await states(planner) == {"Dentist": "open"}
    await planner.tell("undo")
    assert await states(planner) == {"Dentist": "passed"}
    await planner.tell("reopen #1")
    assert await states(planner) == {"Dentist": "open"}
    await planner.tell("undo")
    await planner.tell("#1 is done")
    assert await states(planner) == {"Dentist": "done"}
    await planner.tell("верни #1")
    assert await states(planner) == {"Dentist": "open"}
