"""Reminders at their minute, recurring tasks one after the other."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.tables.chat import Chat
from models.tables.model_call import ModelCall
from models.tables.reminder import Reminder
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def reminded(planner: Planner, state: str = "sent") -> Reminder:
    return (await planner.eventually(select(Reminder).where(Reminder.state == state)))[0]


async def series(planner: Planner, count: int) -> list[Task]:
    """The tasks of the one series, once there are so many and the last one has its place in it."""
    found = select(Task).where(col(Task.recurrence).is_not(None)).order_by(col(Task.number))
    last = select(Task).join(SeriesTask, col(SeriesTask.task_id) == col(Task.id)).where(Task.number == count)
    await planner.eventually(last)
    return await planner.rows(found)


async def test_an_hour_before_as_stated_without_a_model(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today at 11:00, remind me an hour before")
    go_to(berlin(23, 10))
    assert (await reminded(planner)).due_at == berlin(23, 10)
    (reminder,) = await digests(planner)
    assert reminder.text == "⏰ Call the bank\ntoday 11:00 · #1"
    assert reminder.labels == ["15 min", "1 h", "Tomorrow", "✓ Done"]
    assert await planner.rows(select(ModelCall)) == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Remind me at 10 to call the bank", "today 10:00 · with a reminder"),
        ("напомни через три часа позвонить в банк", "сегодня, 10:00 · с напоминанием"),
    ],
)
async def test_who_asks_to_be_reminded_at_a_time_is_told_at_that_time(
    planner: Planner, said: str, shown: str
) -> None:
    await planner.tell("/start", lang="en" if said.isascii() else "ru")
    assert shown in (await planner.tell(said)).text
    go_to(berlin(23, 10, 1))
    assert (await reminded(planner)).minutes_before == 0
    (reminder,) = await digests(planner)
    assert reminder.text.startswith("⏰ ")


async def test_snoozed_it_comes_again_once(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today at 11:00, remind me an hour before")
    go_to(berlin(23, 10))
    await reminded(planner)
    (reminder,) = await digests(planner)
    go_to(berlin(23, 10, 5))
    pressed = await planner.press(reminder, "15 min")
    assert pressed.text == "⏰ Call the bank\nI will remind you again today at 10:20."
    go_to(berlin(23, 10, 21))
    again = select(Reminder).where(Reminder.kind == "snoozed", Reminder.state == "sent")
    assert len(await planner.eventually(again)) == 1
    last = (await digests(planner))[-1]
    assert (await planner.press(last, "✓ Done")).text == "✓ Call the bank"
    assert [task.status for task in await planner.rows(select(Task))] == ["done"]


@pytest.mark.parametrize(
    ("label", "due", "said"),
    [("1 h", berlin(23, 11, 5), "today at 11:05"), ("Tomorrow", berlin(24, 9), "tomorrow at 09:00")],
)
async def test_snoozed_for_longer_it_comes_when_it_said(
    planner: Planner, label: str, due: dt.datetime, said: str
) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today at 11:00, remind me an hour before")
    go_to(berlin(23, 10))
    await reminded(planner)
    (reminder,) = await digests(planner)
    go_to(berlin(23, 10, 5))
    assert said in (await planner.press(reminder, label)).text
    snoozed = select(Reminder).where(Reminder.kind == "snoozed")
    (waiting,) = await planner.rows(snoozed)
    # The press takes a moment of the clock's.
    assert dt.timedelta() <= waiting.due_at - due < dt.timedelta(seconds=20)
    go_to(waiting.due_at)
    await planner.eventually(snoozed.where(Reminder.state == "sent"))
    assert (await digests(planner))[-1].text.startswith("⏰ Call the bank")


async def test_a_moved_deadline_moves_its_reminder(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Call the bank today at 11:00, remind me an hour before")
    await planner.tell("Move the bank call to tomorrow")
    (task,) = await planner.rows(select(Task))
    assert task.deadline_at == berlin(24, 11)
    go_to(berlin(24, 10))
    assert (await reminded(planner)).due_at == berlin(24, 10)
    assert len(await digests(planner)) == 1


async def test_quiet_hours_keep_a_reminder_for_the_morning(planner: Planner) -> None:
    await planner.tell("/start")
    assert "Quiet from 22:00 to 09:30" in (await planner.tell("/quiet 22:00-9:30")).text
    await planner.tell("Call the bank tomorrow at 10:00, remind me an hour before")
    go_to(berlin(24, 9, 10))
    assert (await reminded(planner, "waiting")).due_at == berlin(24, 9, 30)
    go_to(berlin(24, 9, 30))
    await reminded(planner)


async def test_done_makes_the_next_and_undo_takes_it_back(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Every Monday at 9:00 send the report, 30 min")
    first = (await series(planner, 1))[0]
    assert (first.recurrence, first.deadline_on) == ("FREQ=WEEKLY;BYDAY=MO", dt.date(2026, 11, 23))
    await planner.press(card, "✓ Done")
    _, following = await series(planner, 2)
    assert (following.title, following.deadline_on, following.estimate_minutes) == (
        "Send the report",
        dt.date(2026, 11, 30),
        30,
    )
    assert following.deadline_at == berlin(30, 9)
    await planner.tell("/undo")
    # Its next one is withdrawn: the series stands where it stood.
    await planner.eventually(select(Task).where(Task.number == 2, Task.status == "dropped"))
    assert [(task.number, task.status) for task in await series(planner, 1)] == [(1, "open"), (2, "dropped")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Every other Monday at 9:00 send the report", [(11, 23), (12, 7), (12, 21)]),
        ("On the last day of every month at 9:00 send the report", [(11, 30), (12, 31), (1, 31)]),
        ("Every Monday at 9:00 until 7 December send the report", [(11, 23), (11, 30), (12, 7)]),
        ("В последний день каждого месяца в 9:00 отправлять отчёт", [(11, 30), (12, 31), (1, 31)]),
        ("Каждый второй понедельник в 9:00 отправлять отчёт", [(11, 23), (12, 7), (12, 21)]),
    ],
)
async def test_each_done_makes_the_next_as_the_rule_says(
    planner: Planner, text: str, days: list[tuple[int, int]]
) -> None:
    lang = "en" if text.isascii() else "ru"
    await planner.tell("/start", lang=lang)
    await planner.tell(text, lang=lang)
    for count in range(1, len(days) + 1):
        tasks = await series(planner, count)
        assert [(task.deadline_on.month, task.deadline_on.day) for task in tasks] == days[:count]
        go_to(tasks[-1].deadline_at)
        await planner.tell(f"/done {count}", lang=lang)
    if "until" in text:
        # The last one was the last: its date has come.
        await planner.eventually(select(SeriesTask).where(col(SeriesTask.ended_at).is_not(None)))
        assert len(await planner.rows(select(Task))) == len(days)


async def test_skipped_makes_the_next_but_dropped_by_words_ends_the_series(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Every Monday at 9:00 send the report")
    # At once: before the series' own tick (every 2 s) has seen the task.
    assert (await planner.tell("/skip 1")).text == "Send the report: skipped this time."
    tasks = await series(planner, 2)
    assert [(task.status, task.deadline_on.day) for task in tasks] == [("dropped", 23), ("open", 30)]


async def test_an_edit_is_asked_about_this_one_or_all(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Every Monday at 9:00 send the report")
    await series(planner, 1)
    go_to(berlin(23, 12))
    await planner.press(card, "Edit")
    await planner.press(await planner.telegram.message(card.id, card.chat), "Estimate")
    await planner.press(await planner.telegram.message(card.id, card.chat), "45 min")
    (chat,) = await planner.rows(select(Chat))
    asked = await planner.telegram.wait_for_bot_message(
        chat.telegram_id, contains="Is the change for this one only?"
    )
    assert (
        await planner.press(asked, "All that follow")
    ).text == "Send the report: this one and all that follow."
    await planner.press(await planner.telegram.message(card.id, card.chat), "✓ Done")
    assert [task.estimate_minutes for task in await series(planner, 2)] == [45, 45]


async def test_an_edit_of_this_one_only_leaves_the_following_as_they_were(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Every Monday at 9:00 send the report, 30 min")
    await series(planner, 1)
    go_to(berlin(23, 12))
    for label in ("Edit", "Estimate", "45 min"):
        await planner.press(await planner.telegram.message(card.id, card.chat), label)
    (chat,) = await planner.rows(select(Chat))
    asked = await planner.telegram.wait_for_bot_message(
        chat.telegram_id, contains="Is the change for this one only?"
    )
    assert (await planner.press(asked, "This one only")).text == "Send the report: this one only."
    await planner.press(await planner.telegram.message(card.id, card.chat), "✓ Done")
    assert [task.estimate_minutes for task in await series(planner, 2)] == [45, 30]
