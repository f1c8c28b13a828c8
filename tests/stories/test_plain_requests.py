"""Requests in plain words: settings, timers, notes, absences, questions how, and what words never do."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.appointment import Appointment
from models.tables.note import Note
from models.tables.schedule import Schedule
from models.tables.task import Task
from models.tables.timer import Timer
from models.tables.working_hours import DayOff
from tests.planner import Planner

FRIEND = 5005
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def schedule(planner: Planner, kind: str) -> Schedule:
    (found,) = await planner.rows(select(Schedule).where(Schedule.kind == kind))
    return found


async def test_settings_are_changed_and_shown_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/evening on")
    assert "is off" in (await planner.tell("turn off the evening message")).text
    assert not (await schedule(planner, "evening_close")).enabled
    await planner.tell("send my list at 7:45, only on weekdays")
    digest = await schedule(planner, "morning_digest")
    assert (digest.local_time, digest.weekdays) == (dt.time(7, 45), 0b0011111)
    assert "22:00" in (await planner.tell("Don't disturb me after 10 pm!")).text
    shown = await planner.tell("settings")
    for line in (
        "The morning digest: 07:45, Mon–Fri",
        "The evening close: off",
        "Quiet hours: 22:00–07:00",
        "Time zone: Europe/Berlin, 10:00",
    ):
        assert line in shown.text, shown.text
    evening = await planner.press(shown, "The evening close")
    evening = await planner.press(evening, "Turn on")
    assert "19:00, Mon–Fri" in evening.text
    assert "The evening close: 19:00, Mon–Fri" in (await planner.press(evening, "‹ Back")).text
    assert (await schedule(planner, "evening_close")).enabled
    assert await planner.rows(select(Task)) == []


async def test_several_requests_in_one_message_are_all_carried_out(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/evening on")
    await planner.tell("No more evening messages. Send my list at 7:45.\nQuiet hours from 22:00 to 7:00")
    assert not (await schedule(planner, "evening_close")).enabled
    assert (await schedule(planner, "morning_digest")).local_time == dt.time(7, 45)


async def test_a_request_beside_a_task_is_carried_out_and_the_task_is_made(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/team Maria")
    await planner.tell("Maria is on holiday 14-18 Dec. Order hinges tomorrow.\nNo more morning digest")
    assert not (await schedule(planner, "morning_digest")).enabled
    assert [off.first_on for off in await planner.rows(select(DayOff))] == [dt.date(2026, 12, 14)]
    assert [task.title for task in await planner.rows(select(Task))] == ["Order hinges"]


async def test_russian_settings(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    assert "выключ" in (await planner.tell("вечернее сообщение больше не нужно")).text
    assert "22:00" in (await planner.tell("не беспокоить с 10 вечера")).text
    assert "Тихие часы: 22:00–07:00" in (await planner.tell("настройки")).text


async def test_work_is_started_and_stopped_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Run payroll")
    await planner.tell("Paint the gate")
    await planner.tell("Paint the fence")
    assert "started at 10:00" in (await planner.tell("start payroll")).text
    asked = await planner.tell("start the paint")
    assert asked.labels == ["#3 Paint the fence", "#2 Paint the gate"]
    assert "Paint the gate" in (await planner.press(asked, "#2 Paint the gate")).text
    (timer,) = await planner.rows(select(Timer))
    assert timer.task_id == (await planner.rows(select(Task.id).where(Task.number == 2)))[0]
    stopped = await planner.tell("stop")
    assert "It stays open" in stopped.text
    assert await planner.rows(select(Timer)) == []
    assert "started" in (await planner.press(stopped, "Go on")).text
    # What fits no open task is a new one.
    assert "Start a newsletter" in (await planner.tell("Start a newsletter")).text
    assert {task.status for task in await planner.rows(select(Task))} == {"open"}


async def test_a_note_is_kept_found_and_no_task(planner: Planner) -> None:
    await planner.tell("/start")
    assert "Noted: “the safe code is 4421”" in (await planner.tell("note: the safe code is 4421")).text
    await planner.tell("запиши: код от ворот 77")
    assert "4421" in (await planner.tell("/notes")).text
    assert await planner.rows(select(Task)) == []
    assert [note.text for note in await planner.rows(select(Note).order_by(Note.id))] == [
        "the safe code is 4421",
        "код от ворот 77",
    ]
    assert "4421" in (await planner.tell("/find safe code")).text


async def test_an_absence_is_no_task_shown_in_the_team_and_taken_back(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/team Maria: baker")
    card = await planner.tell("Maria is on holiday 14–18 Dec")
    assert "Maria is away: Mon 14 Dec – Fri 18 Dec" in card.text.replace("<b>", "").replace("</b>", "")
    assert "away Mon 14 Dec – Fri 18 Dec" in (await planner.tell("/team")).text
    assert "Undone" in (await planner.press(card, "Undo")).text
    assert "away" not in (await planner.tell("/team")).text
    assert await planner.rows(select(DayOff)) == []
    half = await planner.tell("half day off on the 18th")
    assert "from 13:00" in half.text
    (free,) = await planner.rows(select(Appointment))
    assert (free.kind, free.starts_at.hour) == ("away", 12)
    assert "Undone" in (await planner.tell("undo")).text
    assert await planner.rows(select(Appointment)) == []
    assert await planner.rows(select(Task)) == []


async def test_an_absence_of_somebody_unknown_is_kept_as_a_note(planner: Planner) -> None:
    await planner.tell("/start")
    assert "I know nobody called Lucy" in (await planner.tell("Lucy is on leave on Friday")).text
    assert [note.state for note in await planner.rows(select(Note))] == ["open"]
    assert await planner.rows(select(DayOff)) == []


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("how do I delete a task", "Nothing was deleted"),
        ("delete all my data", "Nothing is deleted yet"),
        ("Delete everything!", "Nothing is deleted yet"),
        ("mark everything as done", "Run payroll?"),
        ("skip the bins this time", "nothing is changed"),
        ("skip payroll this time", "does not repeat"),
        ("удали всё", "Пока ничего не удалено"),
        ("отметь все задачи выполненными", "Посчитать зарплату?"),
        ("пропусти мусор в этот раз", "ничего не изменил"),
    ],
)
async def test_words_that_would_change_much_change_nothing(planner: Planner, said: str, answer: str) -> None:
    await planner.tell("/start", lang="ru" if said[0] in "уоп" else "en")
    await planner.tell("Run payroll tomorrow" if said[0] not in "уоп" else "Посчитать зарплату завтра")
    assert answer in (await planner.tell(said)).text
    (task,) = await planner.rows(select(Task))
    assert task.status == "open"


async def test_this_time_of_a_recurring_task_is_skipped_and_taken_back(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Take out the bins every Tuesday")
    skipped = await planner.tell("skip the bins this time")
    assert "skipped this time" in skipped.text
    await planner.press(skipped, "Undo")
    assert "open" in {task.status for task in await planner.rows(select(Task))}


async def test_forwarded_words_ask_for_nothing(planner: Planner) -> None:
    await planner.tell("/start")
    theirs = await planner.telegram.say("turn off the morning digest", user=FRIEND)
    await planner.settled()
    await planner.telegram.forward(theirs.id, from_chat=FRIEND)
    await planner.settled()
    assert (await schedule(planner, "morning_digest")).enabled
