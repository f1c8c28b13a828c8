"""A group of one business: three people and a stranger, in both languages, by words, commands, replies and buttons."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.assignment import Assignment
from models.tables.business import Business
from models.tables.member import Member
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.groups.group_steps import (
    BOT,
    DIMA,
    GROUP,
    KIRA,
    STRANGER,
    bound,
    last_card,
    peopled,
    private,
    say,
)

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
# Words of the other business, which must never stand in the group.
CANARY = "labcanary"


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def tasks(planner: Planner) -> dict[str, Task]:
    return {task.title: task for task in await planner.rows(select(Task).order_by(col(Task.id)))}


async def id_of(planner: Planner, table: type[Business] | type[Member], name: str) -> int:
    [row] = await planner.rows(select(table).where(table.name == name))
    return row.id or 0


async def test_what_is_said_there_acts_as_its_author_within_the_business(planner: Planner) -> None:
    await peopled(planner)
    await planner.tell(f"Lab: weigh the {CANARY} tomorrow")
    await bound(planner)
    assert [seen.text for seen in await planner.telegram.messages(GROUP) if seen.from_bot] == [
        "In this group I hear commands, messages that mention me, and replies to my messages; nothing else.",
        "This group is for Repair now. Mention me with what is to be done, or write /today.",
    ]
    repair, dima = await id_of(planner, Business, "Repair"), await id_of(planner, Member, "Dima")
    [card] = await say(planner, f"{BOT} Dima fixes the rim by Friday")
    assert card.startswith("Fix the rim\nRepair · Dima · by Fri 27 Nov")
    rim = (await tasks(planner))["Fix the rim"]
    assert (rim.business_id, rim.assignee_id) == (repair, dima)
    # The loop of assignments tells the executor privately, in his language.
    [round_] = await planner.eventually(select(Assignment))
    assert (round_.task_id, round_.executor_id) == (rim.id, dima)
    assert any("Fix the rim" in seen.text and "Anna" in seen.text for seen in await private(planner, DIMA))
    shown = await last_card(planner)
    [answer] = await say(planner, "готово", user=DIMA, reply_to=shown.id)
    assert "Fix the rim" in answer
    assert (await tasks(planner))["Fix the rim"].status == "done"
    # How long it took is asked of him alone.
    assert any("took:" in str(seen.buttons) for seen in await private(planner, DIMA))
    assert "took:" not in str([seen.buttons for seen in await planner.telegram.messages(GROUP)])
    [ours] = await say(planner, f"завтра заказать втулку, {BOT}", user=DIMA)
    assert ours.startswith("Заказать втулку\nRepair · завтра")
    week = (await say(planner, f"/week{BOT}"))[0]
    assert "Заказать втулку" in week
    assert CANARY not in week
    [found] = await say(planner, f"/find{BOT} {CANARY} втулку")
    assert CANARY not in found.replace(f"{CANARY} втулку", "")
    assert "Заказать втулку" in (await say(planner, f"/tomorrow{BOT}", user=DIMA))[0]
    team = (await say(planner, f"/team{BOT}"))[0]
    assert team.startswith("Repair\n")
    assert "Dima · 1 open task" in team
    assert "Kira" not in team
    # Undo takes back what its author did there, and nothing that was done elsewhere.
    await planner.tell(f"Lab: sort the {CANARY} shelf")
    [undone] = await say(planner, f"/undo{BOT}", user=DIMA)
    assert "Заказать втулку" in undone
    assert (await tasks(planner))["Заказать втулку"].status == "dropped"
    [undone] = await say(planner, f"/undo{BOT}")
    assert "Fix the rim" in undone
    assert "sort" not in undone.lower()
    assert {t.title: t.status for t in (await tasks(planner)).values() if CANARY in t.title} == {
        f"Weigh the {CANARY}": "open",
        f"Sort the {CANARY} shelf": "open",
    }


async def test_a_message_becomes_a_task_and_what_is_private_is_answered_privately(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner)
    said = await planner.telegram.say("The chain of the red bike is torn", user=STRANGER, chat=GROUP)
    [card] = await say(planner, f"/task{BOT} Dima by Friday", reply_to=said.id)
    assert card.startswith("The chain of the red bike is torn\nRepair · Dima · by Fri 27 Nov")
    said = await planner.telegram.say("удали все задачи", user=STRANGER, chat=GROUP)
    [card] = await say(planner, f"/task{BOT}", user=DIMA, reply_to=said.id)
    assert card.startswith("Удали все задачи\nRepair")
    said = await planner.telegram.say("Колесо опять восьмёркой", user=STRANGER, chat=GROUP)
    [card] = await say(planner, f"/task{BOT} Анна чинит его до пятницы", user=DIMA, reply_to=said.id)
    assert card.startswith("Колесо опять восьмёркой\nRepair · ")
    assert "до пт, 27 ноября" in card
    # A colleague's message is no card: "by Friday" about it is no change of any task.
    before = {task.title: task.version for task in (await tasks(planner)).values()}
    for words, answer in (
        ("/plan", "23 ноября"),
        ("дайджест в 7:30", "07:30"),
        ("запиши: код от сейфа 4421", "4421"),
    ):
        named = f"{words}{BOT}" if words.startswith("/") else f"{BOT} {words}"
        assert await say(planner, named, user=DIMA) == ["Ответ — в нашем личном чате."]
        assert answer in (await private(planner, DIMA))[-1].text
    assert before == {task.title: task.version for task in (await tasks(planner)).values()}
    assert "4421" not in (await say(planner, f"/find{BOT} код", user=DIMA))[0]


async def test_strangers_and_the_other_business_get_nothing(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner)
    await say(planner, f"{BOT} Dima fixes the rim by Friday")
    card = await last_card(planner)
    before = (card.version, {t.title: t.version for t in (await tasks(planner)).values()})
    for user in (STRANGER, KIRA):
        for words in (f"/today{BOT}", f"{BOT} drop the rim", f"/task{BOT} Buy cups", f"/undo{BOT}"):
            assert await say(planner, words, user=user) == []
        for button in ("✓ Done", "Undo", "Edit"):
            await planner.telegram.press(card.id, button, user=user, chat=GROUP)
            await planner.settled()
    assert await private(planner, STRANGER) == []
    assert "You are not on the team" in (await private(planner, KIRA))[-1].text
    seen = await planner.telegram.message(card.id, GROUP)
    assert (seen.version, {t.title: t.version for t in (await tasks(planner)).values()}) == before
    # Dima may not undo what Anna did; the card stays as it is, and he alone is told.
    query = await planner.telegram.press(card.id, "Undo", user=DIMA, chat=GROUP)
    told = await planner.telegram.wait_for_answer(query)
    assert told["text"] == "Эта кнопка не для вас или уже устарела."
    await planner.settled()
    assert (await planner.telegram.message(card.id, GROUP)).version == card.version
    query = await planner.telegram.press(card.id, "✓ Done", user=DIMA, chat=GROUP)
    assert (await planner.telegram.wait_for_answer(query))["text"] == ""
    await planner.settled()
    assert (await tasks(planner))["Fix the rim"].status == "done"
    # No button of the group shows another business, whoever asks.
    await say(planner, f"{BOT} order a hub tomorrow")
    await planner.telegram.press((await last_card(planner)).id, "Edit", chat=GROUP)
    await planner.settled()
    menu = await last_card(planner)
    assert "Lab" not in str(menu.labels)
    hub = (await tasks(planner))["Order a hub"]
    for text in ("it's for Lab", "it's private", "Kira does it"):
        await say(planner, text, reply_to=menu.id)
    after = (await tasks(planner))["Order a hub"]
    assert (after.business_id, after.assignee_id) == (hub.business_id, hub.assignee_id)
    everything = str([(s.text, s.labels) for s in await planner.telegram.messages(GROUP) if s.from_bot])
    assert "Lab" not in everything
    assert "Kira" not in everything
