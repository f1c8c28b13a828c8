"""Questions about the past: what was done, of a matter and in a time that is over."""

import datetime as dt

from models.runtime import clock
from tests.planner import Planner
from tests.tables import for_every
from worker.understanding.requests.past_period import LookBack, Period, looked_back

BERLIN = dt.timezone(dt.timedelta(hours=1))
TUESDAY = dt.datetime(2026, 11, 24, 9, tzinfo=BERLIN)


def days(first: str, after: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after))


@for_every(
    ("said", "asked"),
    [
        ("what did we do for the clinic in May?", LookBack(days("2026-05-01", "2026-06-01"), "clinic")),
        ("что мы делали для клиники в мае?", LookBack(days("2026-05-01", "2026-06-01"), "клиники")),
        ("What have we done this month", LookBack(days("2026-11-01", "2026-12-01"), "")),
        ("что мы сделали в прошлом месяце?", LookBack(days("2026-10-01", "2026-11-01"), "")),
        ("what did I finish yesterday?", LookBack(days("2026-11-23", "2026-11-24"), "")),
        ("что сделали на прошлой неделе", LookBack(days("2026-11-16", "2026-11-23"), "")),
        ("what did we do on Monday?", LookBack(days("2026-11-23", "2026-11-24"), "")),
        ("what was done on 12 May", LookBack(days("2026-05-12", "2026-05-13"), "")),
        ("какие задачи закрыли в Ремонте?", LookBack(None, "Ремонте")),
        ("что сделать в мае?", None),
        ("what do we do in May?", None),
        ("call the clinic about what was promised", None),
    ],
)
def test_a_question_about_the_past_names_its_time_and_its_matter(said: str, asked: LookBack | None) -> None:
    assert looked_back(said, TUESDAY) == asked


async def test_what_was_done_for_somebody_is_found_in_its_month_and_not_in_another(planner: Planner) -> None:
    clock.set_to(dt.datetime(2026, 5, 12, 8, tzinfo=dt.UTC))
    await planner.tell("/start")
    await planner.tell("Repair the steriliser of the clinic")
    await planner.tell("/done 1")
    await planner.tell("skip")
    await planner.tell("Call the clinic about the invoice")
    clock.set_to(dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC))
    found = (await planner.tell("What did we do for the clinic in May?")).text
    assert "✓ Repair the steriliser of the clinic" in found
    assert "invoice" not in found, "what is open was not done"
    nothing = (await planner.tell("What did we do for the clinic in June?")).text
    assert nothing == "I found nothing about “clinic”."
    assert (await planner.tell("what have we done this week?")).text == "Yesterday – today: nothing was done."
    assert (await planner.tell("what did I finish yesterday?")).text == "Nothing was done that day."
