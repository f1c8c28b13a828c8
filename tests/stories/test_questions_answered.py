"""Questions in the chat: about a person, a field of a task, what is next, what was done, and what nobody can answer."""

import datetime as dt

from sqlmodel import select

from models.runtime import clock
from models.tables.note import Note
from models.tables.task import Task
from tests.invitation_steps import DIMA, follow, token_in
from tests.planner import Planner
from tests.tables import for_every
from worker.understanding.requests.future_period import asked_days
from worker.understanding.requests.past_period import Period, past_period
from worker.understanding.requests.question_details import asking_part

SIZES = [
    "red",
    "blue",
    "green",
    "black",
    "white",
    "brown",
    "grey",
    "pink",
    "steel",
    "brass",
    "copper",
    "zinc",
    "nylon",
    "oak",
    "pine",
    "teak",
]
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TUESDAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def days(first: str, after: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after))


@for_every(
    ("said", "asked"),
    [
        ("что успели за неделю", days("2026-11-18", "2026-11-25")),
        ("what did we do in the past week", days("2026-11-18", "2026-11-25")),
        ("over the last 3 days", days("2026-11-22", "2026-11-25")),
        ("за последние 3 дня", days("2026-11-22", "2026-11-25")),
        ("что сделал Дима на этой неделе", days("2026-11-23", "2026-11-30")),
        ("what did Josh finish last week", days("2026-11-16", "2026-11-23")),
        ("а вчера чё сделали то", days("2026-11-23", "2026-11-24")),
        ("what has Josh finished", None),
    ],
)
def test_a_time_that_is_over(said: str, asked: Period | None) -> None:
    assert past_period(said, TUESDAY) == asked


def test_this_week_on_a_sunday_is_the_one_that_ends() -> None:
    assert past_period("this week", TUESDAY + dt.timedelta(days=5)) == days("2026-11-23", "2026-11-30")


@for_every(
    ("said", "asked"),
    [
        ("how busy is Oleg this week", days("2026-11-24", "2026-11-30")),
        ("чем занят Дима на следующей неделе", days("2026-11-30", "2026-12-07")),
        ("is Josh free on Thursday?", days("2026-11-26", "2026-11-27")),
        ("что у Лены на завтра", days("2026-11-25", "2026-11-26")),
        ("what does Josh have on", None),
    ],
)
def test_the_days_of_a_question_about_a_person(said: str, asked: Period | None) -> None:
    assert asked_days(said, TUESDAY) == asked


def test_only_the_sentences_that_ask_tell_the_days_of_a_question() -> None:
    assert asking_part("Call Ann on Friday. What does Josh have on?") == "What does Josh have on?"
    assert asking_part("Позвонить Ане в пятницу, а что у Димы?") == "что у Димы?"
    assert asking_part("what's on today") == "what's on today"


async def _prepared(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/team Dima: fitter, Repair")
    await planner.tell("/team Vera: clerk, Repair")
    await planner.tell("Dima, mend the spindle by Friday, 2 hours")
    await planner.tell("Dima, sweep the yard tomorrow")
    await planner.tell("Dentist on Thursday at 3pm")
    await planner.tell("Dima, paint the fence on 14 December, 1 hour")


async def test_a_person_is_told_with_hours_and_the_period(planner: Planner) -> None:
    await _prepared(planner)
    told = (await planner.tell("what does Dima have on")).text
    assert told.startswith(
        "Dima\nThis week: 2 tasks, 2 h 30 · 1 not estimated · 39 h left to work\n3 open tasks · 3 h · 1"
    )
    assert told.index("Sweep the yard") < told.index("Mend the spindle") < told.index("Paint the fence")
    week = (await planner.tell("how busy is Dima this week?")).text
    assert week.startswith(
        "Dima · Today – Sun 29 Nov\nThis week: 2 tasks, 2 h 30 · 1 not estimated · 39 h left to work\n\nSweep"
    )
    assert "Sweep the yard" in (await planner.tell("is Dima free tomorrow?")).text
    free = (await planner.tell("what's on Vera's plate?")).text
    assert free == "Nothing open for Vera.\nThis week: nothing due · 39 h left to work"
    assert (
        await planner.tell("Vera's tasks for Thursday")
    ).text == "Vera, Thursday 26 November: nothing open."
    asked = (await planner.tell("чем занят Дима?")).text
    assert asked.startswith("Dima\nНа этой неделе 2 задачи")
    assert "\n3 открытые задачи · 3 ч · 1 без оценки" in asked
    team = (await planner.tell("кто свободен завтра?")).text
    assert "Vera · задач нет" in team
    assert "Dima · 1 открытая задача · 1 без оценки" in team
    assert len(await planner.rows(select(Task))) == 4, "no question became a task"


async def test_what_a_person_and_everybody_has_done(planner: Planner) -> None:
    await _prepared(planner)
    await planner.tell("/done 2")
    done = (await planner.tell("what did Dima do this week?")).text
    assert done.startswith("Dima · ")
    assert "✓ Sweep the yard" in done
    assert "spindle" not in done
    nothing = (await planner.tell("what did Vera finish last week?")).text
    assert nothing == "Vera, Mon 16 Nov – yesterday: nothing done."
    clock.set_to(MONDAY + dt.timedelta(days=1))
    assert "✓ Sweep the yard" in (await planner.tell("а вчера чё сделали то")).text
    assert "✓ Sweep the yard" in (await planner.tell("что успели за неделю")).text


async def test_a_field_of_a_task_is_a_short_sentence(planner: Planner) -> None:
    await _prepared(planner)
    for said, answer in (
        ("when is the dentist", "“Dentist” (#3): Thursday 26 November, 15:00."),
        ("who is mending the spindle?", "“Mend the spindle” (#1) is with Dima."),
        ("how long is the spindle", "“Mend the spindle” (#1) takes 2 h."),
        ("how long is the dentist", "There is no estimate for “Dentist” (#3)."),
        ("which business is the spindle for", "“Mend the spindle” (#1) belongs to Repair."),
        ("when is my next appointment?", "Next: “Dentist” (#3), Thursday 26 November, 15:00."),
        ("when is the regatta?", "I found nothing about “regatta”."),
        ("во сколько dentist?", "«Dentist» (#3): четверг, 26 ноября, 15:00."),
    ):
        assert (await planner.tell(said)).text == answer, said
    await planner.tell("Paint the gate on Friday")
    several = (await planner.tell("when is the painting of the paint")).text
    assert "Paint the fence" in several
    assert "Paint the gate" in several


async def test_a_named_day_its_morning_and_how_many(planner: Planner) -> None:
    await _prepared(planner)
    await planner.tell("Call Bell on Thursday at 10am")
    assert "Dentist" in (await planner.tell("what's on Thursday?")).text
    morning = (await planner.tell("what do I have on Thursday morning?")).text
    assert "Call Bell" in morning
    assert "Dentist" not in morning
    assert (await planner.tell("how many tasks do I have tomorrow?")).text.startswith("1 open task\n")


async def test_a_question_nobody_can_answer_is_neither_kept_nor_answered_with_a_list(
    planner: Planner,
) -> None:
    await _prepared(planner)
    before = len(await planner.rows(select(Task)))
    told = (await planner.tell("what's the wifi password?")).text
    assert told.startswith("I cannot answer this: “what's the wifi password?”")
    assert "what's on Thursday?" in told
    assert "Sweep" not in told, "no list of today"
    assert (await planner.tell("почему трава зелёная?")).text.startswith("На это ответить не могу")
    assert len(await planner.rows(select(Task))) == before
    assert await planner.rows(select(Note)) == []
    said = await planner.telegram.say("Order flour on Friday. What does Dima have on?")
    card, answer = (await planner.answers(said))[:2]
    assert "Order flour" in card.text
    assert "\n3 open tasks" in answer.text, "the day of the task is not the question's"


async def test_a_member_asks_within_their_reach(planner: Planner) -> None:
    await _prepared(planner)
    token = token_in(await planner.tell("/invite Vera"))
    await follow(planner, token, DIMA)
    told = (await planner.tell("what does Dima have on?", user=DIMA)).text
    assert told == "Nothing open for Dima.\n\nOnly tasks that you gave them are shown to you."
    await planner.tell("Dima, bring the ladder tomorrow", user=DIMA)
    assert "Bring the ladder" in (await planner.tell("what does Dima have on?", user=DIMA)).text


async def test_a_long_list_has_a_page_for_the_rest(planner: Planner) -> None:
    await _prepared(planner)
    await planner.tell("\n".join(f"Dima, order {size} bolts" for size in SIZES))
    told = await planner.tell("tasks for Dima")
    assert "19 open tasks" in told.text
    rest = await planner.press(told, "More · 2/2")
    assert (told.text + rest.text).count(" · #") == 19


async def test_the_next_task_is_told_with_its_due_and_days_inside_a_sentence_in_small_letters(
    planner: Planner,
) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start", lang="ru")
    await planner.tell("/team Дима", lang="ru")
    await planner.tell("Позвонить поставщику завтра в 10:00", lang="ru")
    assert "Позвонить поставщику · завтра" in (await planner.tell("/now", lang="ru")).text
    assert "Дима, четверг" in (await planner.tell("дима в четверг свободен?", lang="ru")).text
