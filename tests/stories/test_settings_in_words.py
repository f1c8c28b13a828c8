"""Working hours, days off, the zone and questions about the bot itself, said in plain words."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.task import Task
from models.tables.working_hours import DayOff
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I work from 9 to 5, lunch at 12:30", ["Fri 09:00–17:00", "Lunch 12:30–13:30"]),
        ("my working hours are 8:30 - 16:00 every day", ["Sun 08:30–16:00"]),
        ("работаю с 9 до 18, обед в час", ["пт 09:00–18:00", "Обед 13:00–14:00"]),
        ("I'm off on Thursday", ["Off: Thu 26 Nov"]),
        ("в четверг я не работаю", ["чт, 26 ноября"]),
        ("I'm on vacation from 1 to 14 December", ["Off: Tue 1 Dec – Mon 14 Dec"]),
    ],
)
async def test_hours_and_days_off_said_in_words_are_set_and_make_no_task(
    planner: Planner, said: str, shown: list[str]
) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start", lang="ru" if said[0] in "рв" else "en")
    told = (await planner.tell(said)).text
    assert all(line in told for line in shown), told
    assert await planner.rows(select(Task)) == []


async def test_a_day_off_is_taken_back_by_its_day(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    await planner.tell("/hours day off 1-14 December")
    assert "Off" in (await planner.tell("/hours day on 20 December")).text
    assert "Off" not in (await planner.tell("/hours day on 3 December")).text
    assert await planner.rows(select(DayOff)) == []


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("I live in New York", "America/New_York"),
        ("меня зовут Анна, я в Екатеринбурге", "Asia/Yekaterinburg"),
        ("часовой пояс Москва", "Europe/Moscow"),
    ],
)
async def test_where_one_lives_sets_the_zone(planner: Planner, said: str, zone: str) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    assert zone in (await planner.tell(said)).text
    assert await planner.rows(select(Task)) == []


@pytest.mark.parametrize(
    "said",
    [
        "I'm off to the bank on Thursday",
        "I work from 9 to 5 tomorrow",
        "I'm in a meeting until noon",
        "я в офисе",
    ],
)
async def test_what_only_begins_so_sets_nothing(planner: Planner, said: str) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    told = (await planner.tell(said)).text
    assert not any(word in told for word in ("Working hours", "Рабочие часы", "Time zone")), told


async def test_questions_about_the_bot_and_thanks_are_answered(planner: Planner) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start")
    assert (await planner.tell("thanks!")).text == "You are welcome."
    assert (await planner.tell("good morning")).text.startswith("Hello.")
    assert (await planner.tell("how much do you cost?")).text.startswith("Today: $0.00")
    assert "/plan" in (await planner.tell("who are you?")).text
    assert (await planner.tell("большое спасибо, ты супер")).text == "Пожалуйста."
