"""Commands as people type them, and zones as people call them."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.task import Task
from tests.planner import Planner


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))


async def zone(planner: Planner) -> str:
    (chat,) = await planner.rows(select(Chat))
    return chat.zone


async def test_a_command_is_one_however_it_is_typed(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Order hinges today")
    for typed in ("/Today", "  /today", "/today\n", "／today", "/ today", "/TODAY@planner_bot"):
        assert "Order hinges" in (await planner.tell(typed)).text, typed
    file = await planner.telegram.send_file("document", b"x", caption="/today")
    assert "Order hinges" in (await planner.answers(file))[-1].text
    await planner.tell("/done\n1")
    assert [task.status for task in await planner.rows(select(Task))] == ["done"]
    assert "/help" in (await planner.tell("/todya")).text
    assert len(await planner.rows(select(Task))) == 1


async def test_zones_as_people_call_them_are_confirmed_with_date_and_clock(planner: Planner) -> None:
    await planner.tell("/start")
    set_to = await planner.tell("/timezone\nUTC+3")
    assert set_to.text == "Time zone: UTC+3. It is Monday 23 November, 12:00 there now."
    assert await zone(planner) == "Etc/GMT-3"
    assert "14:30 there now" in (await planner.tell("/timezone +5:30")).text
    assert "America/New_York" in (await planner.tell("my time zone is EST")).text
    asked = await planner.tell("/timezone Samoa")
    assert [label.split(" ")[0] for label in asked.labels] == ["Apia", "Pago"]
    assert await zone(planner) == "America/New_York"
    apia = await planner.press(asked, asked.labels[0])
    assert apia.text == "Time zone: Pacific/Apia. It is Monday 23 November, 22:00 there now."
    assert "понедельник" in (await planner.tell("часовой пояс МСК", lang="ru")).text
    assert await zone(planner) == "Europe/Moscow"
