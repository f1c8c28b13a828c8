"""Reminders ring when it was said, before what begins, again until it is done; what is past or of nothing is asked about."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.tables.note import Note
from models.tables.reminder import Reminder
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


def lang_of(said: str) -> str:
    return "en" if said.isascii() else "ru"


async def rung(planner: Planner, count: int) -> list[MessageView]:
    """The reminders in the chat, once there are so many and none is on its way."""
    sent = select(Reminder).where(Reminder.state == "sent")
    while len(await planner.rows(sent)) < count:
        await planner.tick(at_once=True)
    await settled(planner)
    return [message for message in await digests(planner) if message.text.startswith("⏰")]


async def settled(planner: Planner) -> None:
    """Whatever is due now is in the chat."""
    for _ in range(3):
        await planner.tick(at_once=True)
    await planner.settled()


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("Remind me on the 7th to pay the rent", "Mon 7 Dec · with a reminder in the morning"),
        ("Напомни 7-го заплатить за аренду", "пн, 7 декабря · с напоминанием утром"),
    ],
)
async def test_of_a_day_it_reminds_when_the_morning_digest_comes(
    planner: Planner, said: str, card: str
) -> None:
    lang = lang_of(said)
    await planner.tell("/start", lang=lang)
    await planner.tell("/digest 7:45", lang=lang)
    assert card in (await planner.tell(said, lang=lang)).text
    at = dt.datetime(2026, 12, 7, 6, 45, tzinfo=dt.UTC)
    go_to(at - dt.timedelta(minutes=1))
    await settled(planner)
    assert await planner.rows(select(Reminder)) == []
    go_to(at)
    (message,) = await rung(planner, 1)
    assert message.text.startswith("⏰ Pay the rent" if lang == "en" else "⏰ Заплатить за аренду")


@pytest.mark.parametrize(
    "said",
    ["Every day at 20:00 remind me to check the till", "Каждый день в 20:00 напоминай проверить кассу"],
)
async def test_a_daily_one_rings_each_day_though_nobody_ticks_it(planner: Planner, said: str) -> None:
    await planner.tell("/start", lang=lang_of(said))
    await planner.tell(said, lang=lang_of(said))
    for count, day in enumerate((23, 24, 25), start=1):
        go_to(berlin(day, 4))
        await planner.eventually(select(Task).where(Task.number == count))
        go_to(berlin(day, 20))
        assert len(await rung(planner, count)) == count


@pytest.mark.parametrize(
    ("said", "off", "on", "answer"),
    [
        (
            "Meeting with Ann on Tuesday at 10:00",
            "don't remind me before meetings",
            "remind me 30 minutes before appointments",
            "I remind you 30 min before something begins.",
        ),
        (
            "Встреча с Анной во вторник в 10:00",
            "не напоминай мне перед встречами",
            "напоминай за 30 минут до встреч",
            "Напоминаю за 30 мин до начала.",
        ),
    ],
)
async def test_before_what_begins_it_reminds_unless_that_is_off(
    planner: Planner, said: str, off: str, on: str, answer: str
) -> None:
    lang = lang_of(said)
    await planner.tell("/start", lang=lang)
    await planner.tell("/digest off", lang=lang)
    await planner.tell(said, lang=lang)
    deadline = "Pay the bill by Tuesday 10:00" if lang == "en" else "Оплатить счёт до вторника 10:00"
    await planner.tell(deadline, lang=lang)
    go_to(berlin(24, 9, 49))
    await settled(planner)
    assert await planner.rows(select(Reminder)) == []
    go_to(berlin(24, 9, 50))
    (message,) = await rung(planner, 1)
    assert "10:00 · #1" in message.text
    await planner.tell(off, lang=lang)
    other = "Dentist on Wednesday at 10:00" if lang == "en" else "Стоматолог в среду в 10:00"
    await planner.tell(other, lang=lang)
    go_to(berlin(25, 9, 55))
    await settled(planner)
    assert len(await planner.rows(select(Reminder))) == 1
    # Turned on again five minutes before it begins: its moment is past.
    assert answer in (await planner.tell(on, lang=lang)).text
    third = "Lawyer on Thursday at 10:00" if lang == "en" else "Юрист в четверг в 10:00"
    await planner.tell(third, lang=lang)
    go_to(berlin(26, 9, 30))
    await rung(planner, 2)
    shown = "Reminders: 30 min before" if lang == "en" else "Напоминания: за 30 мин до начала"
    assert shown in (await planner.tell("/settings", lang=lang)).text


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("Remind me until I do it: send the tax form today at 9", "with reminders until it is done"),
        ("Напоминай мне отправить отчёт сегодня в 9, пока не сделаю", "напоминать, пока не сделано"),
    ],
)
async def test_until_it_is_done_each_hour_of_work_eight_times_at_most(
    planner: Planner, said: str, card: str
) -> None:
    lang = lang_of(said)
    await planner.tell("/start", lang=lang)
    assert card in (await planner.tell(said, lang=lang)).text
    go_to(berlin(23, 9))
    await rung(planner, 1)
    for count in range(2, 10):
        (waiting,) = await planner.rows(select(Reminder).where(Reminder.state == "waiting"))
        assert 9 <= (waiting.due_at + dt.timedelta(hours=1)).hour < 18
        go_to(waiting.due_at)
        await rung(planner, count)
    assert await planner.rows(select(Reminder).where(Reminder.state == "waiting")) == []
    # Another one is done after the first: it does not come again.
    await planner.tell(
        said.replace("today at 9", "on Wednesday at 9").replace("сегодня", "в среду"), lang=lang
    )
    go_to(berlin(25, 9))
    await rung(planner, 10)
    await planner.tell("/done 2", lang=lang)
    go_to(berlin(25, 10, 30))
    await planner.eventually(select(Reminder).where(Reminder.reason == "over"))
    assert len(await planner.rows(select(Reminder).where(Reminder.state == "sent"))) == 10


@pytest.mark.parametrize(
    ("said", "past", "answered", "promised"),
    [
        ("Remind me today at 6 am to call Rob", "today 06:00 is past already", "in 20 minutes", "today at 07:20"),
        ("Remind me yesterday at 5 to call Rob", "yesterday 17:00 is past already", "tomorrow at 10", "tomorrow at 10:00"),
        ("Напомни сегодня в 5 утра позвонить маме", "сегодня 05:00 — это уже прошло", "завтра в 9", "завтра в 09:00"),
        ("Напомни вчера в 10 позвонить маме", "вчера 10:00 — это уже прошло", "через час", "сегодня в 08:00"),
    ],
)  # fmt: skip
async def test_a_past_moment_is_said_to_be_past_and_asked_about(
    planner: Planner, said: str, past: str, answered: str, promised: str
) -> None:
    lang = lang_of(said)
    await planner.tell("/start", lang=lang)
    asked = await planner.tell(said, lang=lang)
    assert past in asked.text
    (task,) = await planner.rows(select(Task))
    assert (task.deadline_on, task.reminder_minutes_before) == (None, None)
    assert promised in (await planner.tell(answered, lang=lang)).text
    (task,) = await planner.rows(select(Task))
    assert task.reminder_minutes_before == 0
    assert task.deadline_at is not None
    go_to(task.deadline_at)
    (message,) = await rung(planner, 1)
    assert task.title in message.text


async def test_its_question_is_answered_by_a_button_too(planner: Planner) -> None:
    await planner.tell("/start")
    asked = await planner.tell("Dentist tomorrow at 6 am, remind me two days before")
    assert "yesterday 06:00 is past already" in asked.text
    (task,) = await planner.rows(select(Task))
    assert task.deadline_at == berlin(24, 6)
    assert "today at 08:00" in (await planner.press(asked, "in 1 h")).text
    (task,) = await planner.rows(select(Task))
    assert task.deadline_at == berlin(24, 6)
    go_to(berlin(23, 8, 1))
    (message,) = await rung(planner, 1)
    assert message.text.startswith("⏰ Dentist")


@pytest.mark.parametrize(
    ("wish", "asks", "thing", "card", "refused"),
    [
        ("Remind me tomorrow at 5", "Remind you of what?", "call Bob", "Call Bob\ntomorrow 17:00 · with a reminder", "never mind"),
        ("напомни завтра", "О чём напомнить?", "стоматолог", "Стоматолог\nзавтра · с напоминанием утром", "не надо"),
    ],
)  # fmt: skip
async def test_of_nothing_in_particular_it_asks_of_what(
    planner: Planner, wish: str, asks: str, thing: str, card: str, refused: str
) -> None:
    lang = lang_of(wish)
    await planner.tell("/start", lang=lang)
    # Even right after another task, which it may not mean.
    await planner.tell("Order paper on Friday" if lang == "en" else "Заказать бумагу в пятницу", lang=lang)
    assert (await planner.tell(wish, lang=lang)).text == asks
    assert card in (await planner.tell(thing, lang=lang)).text
    assert [note.state for note in await planner.rows(select(Note))] == ["task"]
    await planner.tell(wish, lang=lang)
    await planner.tell(refused, lang=lang)
    tasks = await planner.rows(select(Task).order_by(col(Task.number)))
    assert len(tasks) == 2
    assert tasks[0].deadline_on == dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "later", "promised"),
    [
        ("Remind me at 9 to call the bank", "remind me in 20 minutes", "today at 09:2"),
        ("Напомни в 9 позвонить в банк", "напомни через 20 минут", "сегодня в 09:2"),
    ],
)
async def test_right_after_it_rang_later_means_that_one(
    planner: Planner, said: str, later: str, promised: str
) -> None:
    lang = lang_of(said)
    await planner.tell("/start", lang=lang)
    await planner.tell("/digest off", lang=lang)
    await planner.tell(said, lang=lang)
    go_to(berlin(23, 9))
    await rung(planner, 1)
    assert promised in (await planner.tell(later, lang=lang)).text
    go_to(berlin(23, 9, 25))
    assert len(await rung(planner, 2)) == 2


@pytest.mark.parametrize(
    ("lang", "said", "late"),
    [
        ("en", "Remind me at {hour} to call number {hour}", "Late: I was not running when these were due."),
        ("ru", "Напомни в {hour} позвонить по номеру {hour}", "С опозданием: в это время я не работал."),
    ],
)
async def test_after_an_outage_what_came_too_late_is_said_once(
    planner: Planner, lang: str, said: str, late: str
) -> None:
    await planner.tell("/start", lang=lang)
    await planner.tell("/digest off", lang=lang)
    for hour in (9, 10, 11):
        await planner.tell(said.format(hour=hour), lang=lang)
    await planner.tell("/done 3", lang=lang)
    await planner.stop_workers()
    go_to(berlin(24, 19))
    planner.start_worker()
    planner.start_worker()
    (message,) = await rung(planner, 2)
    assert message.text.startswith(f"⏰ {late}\n•")
    assert message.text.count("•") == 2
    assert "#3" not in message.text
    await settled(planner)
    assert len(await digests(planner)) == 1
    assert "✓" in (await planner.press(message, "✓ #1")).text


async def test_one_that_came_late_says_when_it_was_due(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/digest off")
    await planner.tell("Remind me at 9 to call the bank")
    await planner.stop_workers()
    go_to(berlin(23, 11))
    planner.start_worker()
    (message,) = await rung(planner, 1)
    assert message.text == "⏰ Call the bank\ntoday 09:00 · #1\nLate: this was due at 09:00."


async def test_who_wants_no_reminder_of_a_task_gets_none_before_it_begins(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Meeting with Ann today at 10:00")
    await planner.tell("no reminder", reply_to=card.id)
    (task,) = await planner.rows(select(Task))
    assert task.reminding == "never"
    go_to(berlin(23, 9, 55))
    await settled(planner)
    assert await planner.rows(select(Reminder)) == []
