"""A card is corrected in words, questions take the next message as their answer, and an edited message acts as what it became."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.business import Business
from models.tables.member import Member
from models.tables.note import Note
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def tasks(planner: Planner) -> list[Task]:
    return await planner.rows(select(Task).order_by(col(Task.number)))


async def names(planner: Planner, table: type[Business] | type[Member]) -> dict[int | None, str]:
    return {row.id: row.name for row in await planner.rows(select(table))}


async def edit(planner: Planner, said: MessageView, text: str) -> list[MessageView]:
    """The bot's new messages after an edit; edits of its own are looked at where they stand."""
    before = (await planner.telegram.messages(said.chat))[-1].id
    await planner.telegram.edit(said.id, text)
    await planner.settled()
    return [seen for seen in await planner.telegram.messages(said.chat, after=before) if seen.from_bot]


async def say(planner: Planner, text: str, **options: Any) -> tuple[MessageView, MessageView]:
    """A message, and the bot's last one after it."""
    said = await planner.telegram.say(text, **options)
    return said, (await planner.answers(said))[-1]


async def test_the_task_just_spoken_of_is_corrected_and_its_card_follows(planner: Planner) -> None:
    await planner.tell("/start")
    for command in (
        "/business Spoke",
        "/business Zerno",
        "/team Lucy: Zerno, Spoke",
        "/team Tom: Spoke, Zerno",
    ):
        await planner.tell(command)
    card = await planner.tell("Lucy orders the tent for Zerno by Wednesday")
    await planner.tell("no that's me not Lucy")
    await planner.tell("that's for Spoke and remind me the day before")
    await planner.tell("call it Order the big tent, 3 hours", reply_to=card.id)
    await planner.tell("deadline next Wednesday", reply_to=card.id)
    [task] = await tasks(planner)
    assert (task.title, task.assignee_id, task.estimate_minutes) == ("Order the big tent", None, 180)
    assert (task.deadline_on, task.reminder_minutes_before) == (dt.date(2026, 12, 2), 1440)
    shown = (await planner.telegram.message(card.id)).text
    for said in ("Order the big tent", "Spoke", "Wed 2 Dec", "3 h"):
        assert said in shown
    assert "Lucy" not in shown
    last = await planner.tell("it's private")
    await planner.tell("that one is for Tom")
    [task] = await tasks(planner)
    assert task.business_id is None
    assert (await names(planner, Member))[task.assignee_id] == "Tom"
    await planner.press(last, "Undo")
    [task] = await tasks(planner)
    assert (await names(planner, Business))[task.business_id] == "Spoke"


async def test_the_tasks_of_a_list_are_named_by_their_places(planner: Planner) -> None:
    await planner.tell("/start")
    for command in ("/business Zerno", "/business Spoke"):
        await planner.tell(command)
    card = await planner.tell("Order the tent\nCall the mill\nPrint the menus")
    await planner.tell("1 2 3 by Thursday and it's for Zerno")
    found = await tasks(planner)
    assert {task.deadline_on for task in found} == {dt.date(2026, 11, 26)}
    assert {(await names(planner, Business))[task.business_id] for task in found} == {"Zerno"}
    assert (await planner.telegram.message(card.id)).text.count("Thu 26 Nov") == 3
    # A list that shows numbers is answered by them, and the card of several by its places.
    assert "#2" in (await planner.tell("what is on Thursday?")).text
    await planner.tell("2 and 3 are for Spoke")
    assert [(await names(planner, Business))[task.business_id] for task in await tasks(planner)] == [
        "Zerno",
        "Spoke",
        "Spoke",
    ]
    await planner.tell("first and third done, forget the second", reply_to=card.id)
    assert [task.status for task in await tasks(planner)] == ["done", "dropped", "done"]
    await planner.tell("undo")
    await planner.tell("первая и третья готовы, вторую убери", reply_to=card.id)
    assert [task.status for task in await tasks(planner)] == ["done", "dropped", "done"]
    await planner.tell("Заказать муку\nПозвонить на мельницу\nНапечатать меню")
    await planner.tell("1 и 2 на пятницу")
    assert [task.deadline_on for task in (await tasks(planner))[3:]] == [dt.date(2026, 11, 27)] * 2 + [None]


async def test_questions_take_the_next_message_as_their_answer(planner: Planner) -> None:
    await planner.tell("/start")
    menu = await planner.tell("/business")
    label = next(label for label in menu.labels if "New" in label or "+" in label)
    await planner.press(menu, label)
    await planner.tell("Prokat")
    await planner.tell("/business Spoke")
    assert set((await names(planner, Business)).values()) == {"Prokat", "Spoke"}
    await planner.tell("Order the tent by Friday")
    await planner.tell("Spoke")
    await planner.tell("Call the notary tomorrow")
    await planner.tell("private")
    first, second = await tasks(planner)
    assert (await names(planner, Business))[first.business_id] == "Spoke"
    assert second.business_id is None
    await planner.tell("/done 1")
    await planner.tell("минут сорок")
    [first, _] = await tasks(planner)
    assert (first.status, first.actual_minutes) == ("done", 40)
    # Plainly something else is no name.
    menu = await planner.tell("/business")
    await planner.press(menu, label)
    await planner.tell("buy milk tomorrow")
    await planner.tell("Prokatik")
    assert set((await names(planner, Business)).values()) == {"Prokat", "Spoke"}
    assert "Buy milk" in [task.title for task in await tasks(planner)]


async def test_no_business_is_asked_for_private_matters_and_private_is_remembered(planner: Planner) -> None:
    await planner.tell("/start")
    for command in ("/business Spoke", "/business Zerno"):
        await planner.tell(command)
    for private in ("Dentist on Friday at 4", "Get a haircut tomorrow", "Call mother tomorrow"):
        assert "Which business?" not in (await planner.tell(private)).text
    asked = await planner.tell("Call the notary tomorrow")
    assert asked.labels[:3] == ["Spoke", "Zerno", "Private"]
    assert "Which business?" not in (await planner.press(asked, "Private")).text
    assert "Which business?" not in (await planner.tell("Pay the notary on Friday")).text
    assert "Which business?" in (await planner.tell("Call the roofer on Friday")).text
    assert {task.business_id for task in await tasks(planner)} == {None}
    await planner.tell("undo")
    assert [task.status for task in await tasks(planner)] == ["open"] * 5 + ["dropped"]


async def test_proposals_are_answered_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Repair the generator tomorrow")
    words = "generators running again chewy spent like three hours on it"
    for said, answer, statuses in ((words, "no", ["open"]), (words + "!", "да", ["done"])):
        await _asked_and_answered(planner, said, answer)
        assert [task.status for task in await tasks(planner)] == statuses
    await planner.tell("Repair the generator next week")
    await _asked_and_answered(planner, words + " ok", "a new one")
    assert [task.status for task in await tasks(planner)] == ["done", "open", "open"]
    # The question is settled: the same word answers nothing any more.
    await planner.tell("no")
    assert [task.status for task in await tasks(planner)] == ["done", "open", "open"]


async def _asked_and_answered(planner: Planner, said: str, answer: str) -> None:
    asked = await planner.tell(said)
    assert asked.labels[1] == "No, a new task" or "новая" in asked.labels[1]
    await planner.tell(answer)
    assert len((await planner.telegram.message(asked.id)).labels) < 3


async def test_an_edited_command_acts_as_the_command_it_became(planner: Planner) -> None:
    await planner.tell("/start")
    for title in ("Order the tent", "Call the mill"):
        await planner.tell(title)
    said, unknown = await say(planner, "/todya")
    assert "don't know this command" in unknown.text
    [today] = await edit(planner, said, "/today")
    assert today.text.startswith("Today")
    said, _ = await say(planner, "/done 2")
    await edit(planner, said, "/done 1")
    assert [task.status for task in await tasks(planner)] == ["done", "open"]
    await edit(planner, said, "/done 1 ")
    assert [task.status for task in await tasks(planner)] == ["done", "open"]
    await edit(planner, said, "Print the menus tomorrow")
    found = await tasks(planner)
    assert [(task.title, task.status) for task in found] == [
        ("Order the tent", "open"),
        ("Call the mill", "open"),
        ("Print the menus", "open"),
    ]
    [listed] = await edit(planner, said, "/today")
    assert "Print the menus" not in listed.text
    assert (await tasks(planner))[2].status == "dropped"


async def test_an_edited_message_takes_itself_back_asks_or_tells_another_report(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    said, card = await say(planner, "Заказать шатёр завтра", lang="ru")
    await edit(planner, said, "Заказать шатёр завтра, уже не надо")
    await edit(planner, said, "Заказать шатёр завтра, уже не надо")
    assert [task.status for task in await tasks(planner)] == ["dropped"]
    assert "Вернул как было" in (await planner.telegram.message(card.id)).text
    said, card = await say(planner, "Order the tent tomorrow")
    await edit(planner, said, "Order the tent tomorrow. Never mind")
    assert (await tasks(planner))[1].status == "dropped"
    said, _ = await say(planner, "Call the mill on Friday")
    [day] = await edit(planner, said, "what is on Friday?")
    assert "Call the mill" not in day.text
    assert (await tasks(planner))[2].status == "dropped"
    for title in ("Print the menus", "Починить навес"):
        await planner.tell(title)
    said, _ = await say(planner, "#4 is done")
    await edit(planner, said, "#5 is done")
    assert [task.status for task in (await tasks(planner))[3:]] == ["open", "done"]


async def test_a_late_edit_is_answered_with_what_was_kept(planner: Planner) -> None:
    await planner.tell("/start")
    said, _ = await say(planner, "Order the tent by Wednesday\nCall the mill\nPrint the menus")
    await planner.tell("/done 2")
    await planner.tell("1 by Friday")
    clock.set_to(MONDAY + dt.timedelta(hours=5))
    [answer] = await edit(planner, said, "Order the big tent by Tuesday\nCall the old mill")
    found = await tasks(planner)
    assert [(task.title, task.status) for task in found] == [
        ("Order the big tent", "open"),
        ("Call the mill", "done"),
        ("Print the menus", "dropped"),
    ]
    assert found[0].deadline_on == dt.date(2026, 11, 27)
    assert "deadline" in answer.text
    assert "is done already" in answer.text
    again = await edit(planner, said, "Order the big tent by Tuesday\nCall the old mill")
    assert [task.title for task in await tasks(planner)] == [task.title for task in found]
    assert len(again) <= 1


async def test_an_edit_of_what_became_a_note_settles_it(planner: Planner) -> None:
    await planner.tell("/start")
    said, _ = await say(planner, "the blue thing hm")
    [note] = await planner.rows(select(Note))
    assert note.state == "open"
    await edit(planner, said, "Paint the blue door tomorrow")
    assert [task.title for task in await tasks(planner)] == ["Paint the blue door"]
    assert [note.state for note in await planner.rows(select(Note))] == ["dropped"]
