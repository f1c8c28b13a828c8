"""Comments and checklists: said in words, shown on the card, ticked there and in Telegram's own lists, undone."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.invariants.service_faults import message
from tests.planner import Planner
from tests.stories.team.team_steps import DIMA, heard, joined_team, last

_ids = count(74_000_001)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def tasks(planner: Planner) -> list[Task]:
    return await planner.rows(select(Task).order_by(col(Task.number)))


async def test_comments_are_told_to_the_other_side_once(planner: Planner) -> None:
    await joined_team(planner)
    given = await planner.tell("Dima should fix the spindle by Friday")
    await planner.settled()
    offer = await last(planner, DIMA)
    card = await planner.tell("add a comment to #1: the client wants it quiet <b>")
    assert "💬 Anna: the client wants it quiet <b>" in card.text
    assert "quiet" in (await planner.telegram.message(given.id)).text
    told = await heard(planner, DIMA, offer)
    assert [text.count("the client wants it quiet <b>") for text in told] == [1]
    assert "Fix the spindle" in told[0]
    # The executor answers on the card, and the giver hears of it.
    before = await last(planner)
    mine = await planner.tell(
        "коммент: подшипник заказан", user=DIMA, reply_to=(await last(planner, DIMA)).id
    )
    assert "💬 Dima: подшипник заказан" in mine.text
    assert sum(text.count("подшипник заказан") for text in await heard(planner, 1001, before)) == 1
    assert (await tasks(planner))[0].status == "open"
    # Undo takes it off the card again.
    await planner.tell("comment on the spindle: never mind this one")
    assert "never mind" in (await planner.telegram.message(given.id)).text
    undone = await planner.tell("undo")
    assert "Fix the spindle" in undone.text
    assert "never mind" not in (await planner.telegram.message(given.id)).text
    for n in range(3):
        card = await planner.tell(f"comment to #1: note {n}")
    assert "quiet" not in card.text
    shown = await planner.telegram.messages(1001)
    await planner.press(card, "💬 5 comments")
    whole = (await planner.telegram.messages(1001, after=shown[-1].id))[-1].text
    assert [whole.count(said) for said in ("quiet", "подшипник", "note 0", "note 2", "never")] == [
        1,
        1,
        1,
        1,
        0,
    ]
    assert "note 2" in (await planner.tell("/why", reply_to=card.id)).text
    assert len(await tasks(planner)) == 1


async def test_a_checklist_is_ticked_on_its_card(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    await planner.tell("Fix the spindle by Friday")
    card = await planner.tell("subtasks for #1: order bearing 30 min, fit 1 h, and test")
    assert card.text.splitlines()[1:5] == ["by Fri 27 Nov · 1 h 30", "☐ Order bearing", "☐ Fit", "☐ Test"]
    [spindle] = await tasks(planner)
    assert (spindle.estimate_minutes, spindle.estimate_source) == (90, "stated")
    card = await planner.press(card, "☐ Order bearing")
    card = await planner.press(card, "☐ Fit")
    assert [line[:1] for line in card.text.splitlines()[2:5]] == ["☑", "☑", "☐"]
    card = await planner.press(card, "Undo")
    assert [line[:1] for line in card.text.splitlines()[2:5]] == ["☑", "☐", "☐"]
    card = await planner.press(card, "☐ Fit")
    done = await planner.press(card, "✓ Done")
    assert "2 of 3 items ticked" in done.text
    assert not [label for label in done.labels if "☐" in label]
    # One without a task of that name becomes a task of its own; undo takes all of it back.
    made = await planner.tell("Checklist for the wedding:\n- cake\n- band\n- flowers")
    assert made.text.splitlines()[:4] == ["Checklist for the wedding", "☐ Cake", "☐ Band", "☐ Flowers"]
    again = await planner.tell("checklist: rings", reply_to=made.id)
    assert again.text.splitlines()[4] == "☐ Rings"
    await planner.tell("undo")
    await planner.tell("undo")
    assert [task.status for task in await tasks(planner)] == ["done", "dropped"]
    # A list without such a word stays several tasks.
    await planner.tell("Tomorrow: buy cake, call the band, order flowers")
    assert len(await tasks(planner)) == 5
    for forged in ("item", "item:1", "item:x:1", "item:999:1", "talk:999", "talk:x"):
        await planner.forge_callback(user=1001, data=forged)


async def test_russian_words_and_nobody_elses_items(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh should order the cutters by Friday")
    await planner.tell("/language ru")
    card = await planner.tell("подзадачи к #1: выбрать 20 мин, заказать и забрать")
    assert "☐ Выбрать" in card.text
    assert "☐ Забрать" in card.text
    assert "20 мин" in card.text
    data = [b["callback_data"] for row in card.buttons for b in row if b["text"].startswith("☐")]
    await planner.forge_callback(user=DIMA, data=data[0])
    assert "☑" not in (await planner.tell("комментарий к #1: срочно")).text
    before = await last(planner, DIMA)
    await planner.tell("комментарий к #1: чужое", user=DIMA)
    assert "чужое" not in "".join(await heard(planner, 1001, before))
    card = await planner.tell("добавь к #1 коммент звонил клиент")
    assert "💬 Anna: звонил клиент" in card.text


async def test_a_checklist_of_telegrams_own_goes_and_comes(planner: Planner) -> None:
    await planner.tell("/start", lang="en")

    async def sent(number: int, **fields: Any) -> MessageView:
        body = {**message("")["message"], "message_id": number, **fields}
        body.pop("text", None)
        await planner.telegram.send_update({"update_id": next(_ids), "message": body})
        await planner.settled()
        return (await planner.telegram.messages(1001))[-1]

    def item(number: int, text: str, **more: Any) -> dict[str, Any]:
        return {"id": number, "text": text, **more}

    items = [item(1, "tent"), item(2, "chairs", completion_date=1_700_000_000), item(5, "lights")]
    card = await sent(900, checklist={"title": "Garden party", "tasks": items})
    assert card.text.splitlines()[:4] == ["Garden party", "☐ tent", "☑ chairs", "☐ lights"]
    place = {"message_id": 900, "date": 1, "chat": {"id": 1001, "type": "private"}}
    ticks = {
        "checklist_message": place,
        "marked_as_done_task_ids": [1, 5],
        "marked_as_not_done_task_ids": [2],
    }
    await sent(901, checklist_tasks_done=ticks)
    card = await planner.telegram.message(card.id)
    assert card.text.splitlines()[1:4] == ["☑ tent", "☐ chairs", "☑ lights"]
    await sent(902, checklist_tasks_added={"checklist_message": place, "tasks": [item(6, "wine")]})
    assert (await planner.telegram.message(card.id)).text.splitlines()[4] == "☐ wine"
    # Of a list that is not ours nothing is said.
    strange = {**ticks, "checklist_message": {**place, "message_id": 9}}
    assert (await sent(903, checklist_tasks_done=strange)).id == card.id
    assert [task.title for task in await tasks(planner)] == ["Garden party"]
