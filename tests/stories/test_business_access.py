"""What was open to a member before their businesses changed: no undo and no /why leads back into them."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.business import Business
from models.tables.member import Member
from models.tables.task import Task
from tests.planner import OWNER, Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
DIMA = 2002


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def ids(planner: Planner, table: type[Business] | type[Member]) -> dict[str, int]:
    return {row.name: row.id or 0 for row in await planner.rows(select(table))}


async def home_of_the_belt(planner: Planner) -> int | None:
    [task] = [t for t in await planner.rows(select(Task).order_by(col(Task.number))) if "belt" in t.title]
    return task.business_id


async def joined(planner: Planner) -> None:
    await planner.tell("/start")
    for firm in ("Repair", "Lab", "Vault"):
        await planner.tell(f"/business {firm}")
    await planner.tell("/team Lena: Vault")
    await planner.tell("/team Oleg: Lab")
    await planner.tell("/team Dima: fitter, Repair, Lab")
    token = (await planner.tell("/invite Dima")).text.split("?start=")[1].split()[0]
    await planner.tell(f"/start {token}", user=DIMA)


async def test_an_undo_does_not_lead_back_to_a_business_that_was_left(planner: Planner) -> None:
    await joined(planner)
    firms, people = await ids(planner, Business), await ids(planner, Member)
    card = await planner.tell("Repair: order a belt by Friday", user=DIMA)
    assert "Repair" in card.text
    menu = await planner.press(card, "Edit", user=DIMA)
    menu = await planner.press(menu, "Business", user=DIMA)
    assert {"Repair", "Lab"} <= set(menu.labels)
    assert "Vault" not in menu.labels
    moved = await planner.press(menu, "Lab", user=DIMA)
    assert await home_of_the_belt(planner) == firms["Lab"]
    await planner.forge_callback(user=OWNER, data=f"w:put:m:{people['Dima']}:{firms['Repair']}")
    after = await planner.press(moved, "Undo this change", user=DIMA)
    assert await home_of_the_belt(planner) == firms["Lab"]
    assert "Repair" not in str((after.text, after.labels))
    told = await planner.tell("/why", user=DIMA)
    assert "Repair" not in told.text


async def test_a_member_is_shown_the_people_and_businesses_of_their_own(planner: Planner) -> None:
    await joined(planner)
    for command, known, unknown in (
        ("/team", "Oleg", "Lena"),
        ("/business", "Lab", "Vault"),
        ("/team Oleg", "Oleg", "Vault"),
    ):
        told = (await planner.tell(command, user=DIMA)).text
        assert known in told, command
        assert unknown not in told, command
    # The same answer as for somebody who is not there.
    lena = (await planner.tell("/team Lena", user=DIMA)).text
    assert lena == (await planner.tell("/team Paul", user=DIMA)).text.replace("Paul", "Lena")
    assert "Lena" in (await planner.tell("/team")).text
