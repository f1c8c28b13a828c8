"""What was set for a clock time that is over is past, not overdue; a deadline and work set for a day are overdue."""

import pytest

from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def test_an_appointment_of_yesterday_is_past_and_a_bill_is_overdue(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Dentist today at 10:00. Pay the bill by today. Buy paper today. Mum's birthday today")
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    digest = (await digests(planner))[-1].text
    overdue, past = digest.split("Past: did it happen?")
    assert "Dentist · yesterday 10:00 · #1" in past
    assert "Mum's birthday · yesterday · #4" in past
    assert "Dentist" not in overdue
    assert "Pay the bill · since yesterday" in overdue
    assert "Buy paper · since yesterday" in overdue
    for asked in ("/today", "list everything"):
        overdue, past = (await planner.tell(asked)).text.split("Past: did it happen?")
        assert "Dentist" in past
        assert "Dentist" not in overdue
        assert "Pay the bill" in overdue
    late = (await planner.tell("what is overdue?")).text
    assert "Pay the bill" in late
    assert "Dentist" not in late


async def test_in_russian_and_nothing_of_it_is_planned(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Стоматолог сегодня в 10:00. Оплатить счёт сегодня до 12:00", lang="ru")
    go_to(berlin(24, 9))
    await settled_run(planner, 24)
    plan = (await planner.tell("/plan", lang="ru")).text
    assert "Оплатить счёт" in plan
    assert "Стоматолог" not in plan
    listed = (await planner.tell("/today", lang="ru")).text
    assert "Прошло: состоялось?" in listed
