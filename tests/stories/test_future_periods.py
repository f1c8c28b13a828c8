"""Questions about more than a day: a month, the next week, the weekend, all there is."""

import datetime as dt

from models.runtime import clock
from tests.planner import Planner
from tests.tables import for_every
from worker.understanding.requests.future_period import LookAhead, looked_ahead
from worker.understanding.requests.past_period import Period

BERLIN = dt.timezone(dt.timedelta(hours=1))
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def days(first: str, after: str) -> LookAhead:
    return LookAhead(Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after)))


@for_every(
    ("said", "asked"),
    [
        ("what do we have in May?", days("2027-05-01", "2027-06-01")),
        ("anything in may?", days("2027-05-01", "2027-06-01")),
        ("что у нас в мае?", days("2027-05-01", "2027-06-01")),
        ("what's due next month?", days("2026-12-01", "2027-01-01")),
        ("что в этом месяце?", days("2026-11-23", "2026-12-01")),
        ("what do we have at the beginning of May?", days("2027-05-01", "2027-05-11")),
        ("what do I have next week", days("2026-11-30", "2026-12-07")),
        ("что на следующей неделе", days("2026-11-30", "2026-12-07")),
        ("anything on the weekend?", days("2026-11-28", "2026-11-30")),
        ("what's due by Friday?", days("2026-11-23", "2026-11-28")),
        ("что на ближайшие две недели?", days("2026-11-23", "2026-12-08")),
        ("what's coming up", days("2026-11-23", "2026-11-30")),
        ("list everything", LookAhead(None)),
        ("how many tasks do I have?", LookAhead(None)),
        ("покажи все задачи", LookAhead(None)),
        ("сколько у меня задач", LookAhead(None)),
        ("what's on this week?", None),
        ("what is on the 5th of May?", None),
        ("что первого мая", None),
        ("what is on Friday?", None),
        ("may I see today's list?", None),
    ],
)
def test_a_question_about_several_days_names_them(said: str, asked: LookAhead | None) -> None:
    assert looked_ahead(said, MONDAY) == asked


async def test_a_month_shows_all_its_days_and_no_other(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    assert (await planner.tell("what do we have in May?")).text == "May 2027: nothing is due."
    await planner.tell("Dentist appointment on 14 May at 3pm")
    await planner.tell("Trade fair in Birmingham on 20 May")
    await planner.tell("Order plates on 2 June")
    told = (await planner.tell("what do we have in May?")).text
    assert told.startswith("May 2027\n\nFriday 14 May 2027\n15:00  Dentist appointment")
    assert "Thursday 20 May 2027\n—  Trade fair in Birmingham" in told
    assert "plates" not in told
    assert (await planner.tell("а что у нас запланировано в июне?")).text == (
        "Июнь 2027\n\nСреда, 2 июня 2027\n—  Order plates · #3"
    )


async def test_the_next_week_is_told_to_its_end_and_a_series_says_it_shows_its_next(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    await planner.tell("Pay the rent on 6 December")
    await planner.tell("Clean the ovens on Wednesday")
    await planner.tell("every Tuesday at 10 count the stock")
    await planner.tell("/done 3")
    told = (await planner.tell("what do I have next week?")).text
    assert told.startswith("Mon 30 Nov – Sun 6 Dec\n")
    assert "Pay the rent" in told
    assert "ovens" not in told


async def test_everything_is_all_that_is_open_with_and_without_a_day(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    await planner.tell("Order hinges")
    await planner.tell("Paint the gate on 14 May")
    assert (await planner.tell("list everything")).text == (
        "2 open tasks\n\nFriday 14 May 2027\n—  Paint the gate · #2\n\nWithout a deadline\n•  Order hinges · #1"
    )
    assert (await planner.tell("сколько у меня задач?")).text.startswith("2 открытые задачи\n")
