"""Businesses, projects and people by commands and buttons, in both languages, and always a way back."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.business import Business
from models.tables.directory_event import DirectoryEvent
from models.tables.member import Member, Membership
from models.tables.operation import Operation
from models.tables.project import Project
from models.tables.task import Task
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def names(planner: Planner, table: type, *, living: bool = True) -> list[str]:
    rows = await planner.rows(select(table).order_by(col(table.id)))
    return [row.name for row in rows if (row.archived_at is None) == living]


async def test_a_business_is_made_renamed_and_archived_by_buttons(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("/business 🔧 Repair: spindle, mill")
    assert card.text == "New business\n🔧 Repair · spindle, mill"
    assert card.labels == ["Rename", "Keywords", "Emoji", "Undo", "Archive", "‹ All"]
    await planner.press(card, "Rename")
    question = (await planner.telegram.messages(after=card.id))[-1]
    assert question.text == "What should “Repair” be called?"
    answer = await planner.tell("Workshop", reply_to=question.id)
    assert answer.text == "Repair → Workshop\n🔧 Workshop · spindle, mill"
    answer = await planner.press(answer, "Archive")
    assert "Archived. Old tasks keep the name." in answer.text
    assert await names(planner, Business) == []
    answer = await planner.press(answer, "Undo")
    assert answer.text == "Undone: “Workshop”"
    assert await names(planner, Business) == ["Workshop"]


async def test_keywords_are_added_and_taken_away_by_an_answer(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("/business Bakery: bread, cake")
    await planner.press(card, "Keywords")
    question = (await planner.telegram.messages(after=card.id))[-1]
    answer = await planner.tell("Flour, -cake", reply_to=question.id)
    assert "Bakery · bread, flour" in answer.text
    card = await planner.press(answer, "Undo")
    assert [row.keywords for row in await planner.rows(select(Business))] == [["bread", "cake"]]
    assert "Bakery · bread, cake" in (await planner.tell("/business Bakery")).text


async def test_a_list_leads_to_each_and_to_the_archive(planner: Planner) -> None:
    await planner.tell("/start")
    assert (await planner.tell("/projects")).text.startswith("No projects yet.")
    await planner.tell("/business Trade")
    await planner.tell("/projects Kiosk: Trade")
    listed = await planner.tell("/projects Fair in spring")
    listed = await planner.press(listed, "‹ All")
    assert listed.text.startswith("Projects\nKiosk · Trade\nFair in spring")
    card = await planner.press(listed, "Fair in spring")
    choice = await planner.press(card, "Business")
    choice = await planner.press(choice, "Trade")
    assert "✓ Trade" in choice.labels
    assert "Fair in spring · Trade" in choice.text
    card = await planner.press(choice, "‹ Back")
    await planner.press(card, "Archive")
    listed = await planner.tell("/projects")
    listed = await planner.press(listed, "Archive (1)")
    assert listed.text == "In the archive\nFair in spring · Trade"
    card = await planner.press(listed, "Fair in spring")
    card = await planner.press(card, "Restore")
    assert await names(planner, Project) == ["Kiosk", "Fair in spring"]


async def test_a_team_with_roles_nicknames_and_businesses(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/business Ремонт: шпиндель", lang="ru")
    card = await planner.tell("/team Дима: слесарь, Ремонт, прозвище Димон", lang="ru")
    assert card.text == "Новый человек в команде\nДима · слесарь · Ремонт · Димон"
    [dima] = await planner.rows(select(Member).where(Member.name == "Дима"))
    assert (dima.role, dima.aliases) == ("слесарь", ["Димон"])
    assert len(await planner.rows(select(Membership))) == 1
    task = await planner.tell("пусть Димон до пятницы починит шпиндель", lang="ru")
    assert "Ремонт · Дима" in task.text
    card = await planner.tell("/team архивируй Дима", lang="ru")
    assert "Убрал в архив" in card.text
    # The old task keeps the name of somebody who is gone.
    assert "Дима" in (await planner.tell("/week", lang="ru")).text
    assert (await planner.tell("/team убери Anna", lang="ru")).text == "Владельца в архив убрать нельзя."


async def test_undo_keeps_what_was_changed_since(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    renamed = await planner.tell("/business Repair -> Workshop")
    await planner.tell("/business rename Workshop to Atelier")
    renamed = await planner.press(renamed, "Undo")
    assert renamed.text == "Left as it is, because it has been changed since: “Atelier”"
    assert await names(planner, Business) == ["Atelier"]


async def test_two_of_one_name_cannot_be_and_an_archived_one_comes_back(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Ёлка: игрушки")
    await planner.tell("/business Trade")
    assert (await planner.tell("/business Trade -> елка")).text == "“Ёлка” already exists."
    await planner.tell("/business archive Ёлка")
    card = await planner.tell("/business елка: шары")
    assert "Ёлка · игрушки, шары" in card.text
    assert await names(planner, Business) == ["Ёлка", "Trade"]


async def test_only_the_owner_changes_the_world(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("/business Repair: spindle")
    token = (await planner.tell("/invite Dima")).text.rsplit("?start=", 1)[1]
    await planner.tell(f"/start {token}", user=1002, name="Dima")
    for words in ("/business Cafe", "/projects Kiosk", "/team Eve", "new business Cafe, keywords coffee"):
        assert (await planner.tell(words, user=1002)).text == "Это может только владелец."
    assert "только владелец" in (await planner.tell("create a project called Kiosk", user=1002)).text
    assert (await planner.tell("/business", user=1002)).labels == []
    [firm] = await planner.rows(select(Business))
    operations = await planner.rows(select(Operation).where(Operation.kind == "world"))
    for data in (
        f"w:gone:b:{firm.id}",
        f"w:name:b:{firm.id}",
        "w:new:m",
        f"w:undo:{operations[0].id}",
        f"undo:{operations[0].id}",
    ):
        await planner.forge_callback(user=1002, data=data)
    assert [(firm.name, firm.archived_at) for firm in await planner.rows(select(Business))] == [
        ("Repair", None)
    ]
    assert await names(planner, Project) == []
    assert (await planner.telegram.message(card.id)).text == card.text


async def test_worlds_do_not_see_each_other(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Canary: feather")
    await planner.tell("/team Kira: fitter, Canary")
    await planner.open_another_workspace(user=2001)
    assert "Canary" not in (await planner.tell("/business", user=2001)).text
    assert "Kira" not in (await planner.tell("/team", user=2001)).text
    [firm] = await planner.rows(select(Business))
    [kira] = await planner.rows(select(Member).where(Member.name == "Kira"))
    events = len(await planner.rows(select(DirectoryEvent)))
    for data in (
        f"w:gone:b:{firm.id}",
        f"w:show:b:{firm.id}",
        f"w:name:m:{kira.id}",
        f"w:put:m:{kira.id}:{firm.id}",
        "w:undo:1",
        "w:undo:2",
        "w:put:b:1:1",
        "w:show:b:" + "9" * 40,
        "w:",
        "w:list:z",
        "w:new",
    ):
        await planner.forge_callback(user=2001, data=data)
    said = await planner.telegram.messages(2001)
    assert not [seen for seen in said if "Canary" in seen.text or "Kira" in seen.text]
    assert len(await planner.rows(select(DirectoryEvent))) == events
    # The same name is free in another world.
    assert "New business" in (await planner.tell("/business Canary", user=2001)).text


async def test_an_answer_counts_only_for_its_own_question(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("/business Repair")
    await planner.press(card, "Rename")
    task = await planner.tell("Send the offer by Friday")
    assert [row.title for row in await planner.rows(select(Task))] == ["Send the offer"]
    await planner.tell("Atelier", reply_to=task.id)
    assert await names(planner, Business) == ["Repair"]
