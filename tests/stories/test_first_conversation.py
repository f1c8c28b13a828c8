"""A person's first minutes with the planner, in both languages."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.embedding import TaskEmbedding
from models.tables.inbound_update import InboundUpdate
from models.tables.task import Task
from tests.patience import until
from tests.planner import OWNER, Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def open_tasks(planner: Planner) -> list[Task]:
    return await planner.rows(select(Task).where(Task.status == "open").order_by(col(Task.number)))


@pytest.mark.parametrize(("language", "about"), [("en", "today's list"), ("ru", "список на сегодня")])
async def test_the_menu_lists_the_commands_in_the_persons_language(
    planner: Planner, language: str, about: str
) -> None:
    await planner.telegram.say("/today", lang=language)

    async def shown() -> bool:
        [anna] = [user for user in await planner.telegram.people() if user["id"] == OWNER]
        told = {each["command"]: each["description"].lower() for each in anna["commands"]}
        return {"plan", "find", "undo"} <= set(told) and about in told["today"]

    await until(shown, what=f"the menu in {language}")


async def test_start_greets_and_asks_for_the_zone(planner: Planner) -> None:
    said = await planner.telegram.say("/start")
    hello, zone = await planner.answers(said)
    assert "Hello, Anna" in hello.text
    assert "Europe/Berlin" in zone.text
    tapped = await planner.press(zone, "Moscow")
    assert "Europe/Moscow" in tapped.text
    assert "12:30" in tapped.text
    assert [chat.zone for chat in await planner.rows(select(Chat))] == ["Europe/Moscow"]


async def test_one_message_becomes_two_tasks_and_one_card(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call the bank tomorrow at 10:00, half an hour. Send the offer by Friday")
    tasks = await open_tasks(planner)
    assert [task.title for task in tasks] == ["Call the bank", "Send the offer"]
    assert [task.deadline_on for task in tasks] == [dt.date(2026, 11, 24), dt.date(2026, 11, 27)]
    # 10:00 in Berlin in winter.
    assert tasks[0].deadline_at == dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    assert (tasks[0].estimate_minutes, tasks[0].estimate_source) == (30, "stated")
    assert "tomorrow 10:00–10:30" in card.text
    assert "by Fri 27 Nov" in card.text
    assert card.labels == ["✓ 1", "✓ 2", "Edit", "Undo"]


async def test_each_new_task_gets_an_embedding_with_its_model(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Send the offer by Friday")
    kept = await planner.eventually(select(TaskEmbedding))
    assert [(row.model, len(row.content_hash), len(row.embedding)) for row in kept] == [
        ("local-pieces-1", 64, 512)
    ]


async def test_the_same_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell(
        "Завтра в 10:00 позвонить в банк, полчаса. До пятницы отправить предложение", lang="ru"
    )
    assert [task.title for task in await open_tasks(planner)] == ["Позвонить в банк", "Отправить предложение"]
    assert "2 задачи" in card.text
    assert "завтра, 10:00–10:30" in card.text
    assert "до пт, 27 ноября" in card.text
    assert card.labels == ["✓ 1", "✓ 2", "Изменить", "Отменить"]


async def test_done_and_undo_by_buttons(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call the bank tomorrow. Send the offer by Friday")
    card = await planner.press(card, "✓ 1")
    assert card.labels == ["✓ 2", "Edit", "Undo"]
    assert [task.title for task in await open_tasks(planner)] == ["Send the offer"]
    card = await planner.press(card, "Undo")
    assert card.labels == ["✓ 1", "✓ 2", "Edit", "Undo"]
    assert {task.status for task in await planner.rows(select(Task))} == {"open"}
    card = await planner.press(card, "Undo")
    assert "Undone:" in card.text
    assert {task.status for task in await planner.rows(select(Task))} == {"dropped"}


async def test_an_edited_message_corrects_its_own_task(planner: Planner) -> None:
    await planner.tell("/start")
    said = await planner.telegram.say("Buy paper today")
    [card] = await planner.answers(said)
    await planner.telegram.edit(said.id, "Buy paper and pens tomorrow")
    await planner.settled()
    [task] = await planner.rows(select(Task))
    assert (task.title, task.deadline_on) == ("Buy paper and pens", dt.date(2026, 11, 24))
    assert "Buy paper and pens" in (await planner.telegram.message(card.id)).text


async def test_a_field_is_mended_by_taps_and_taken_back(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Send the offer by Friday")
    for label in ("Edit", "Deadline", "tomorrow"):
        card = await planner.press(card, label)
    assert "by Fri 27 Nov → by tomorrow" in card.text
    assert [task.deadline_on for task in await open_tasks(planner)] == [dt.date(2026, 11, 24)]
    card = await planner.press(card, "Undo this change")
    assert [task.deadline_on for task in await open_tasks(planner)] == [dt.date(2026, 11, 27)]
    assert card.labels == ["✓ Done", "Edit", "Undo"]


async def test_a_missing_business_is_asked_with_the_task_saved_already(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/business Trade: customs")
    card = await planner.tell("Send the offer by Friday")
    assert "Which business?" in card.text
    assert len(await open_tasks(planner)) == 1
    card = await planner.press(card, "Trade")
    assert "Trade" in card.text
    assert "Which business?" not in card.text
    for private in ("Dentist on Tuesday at 15:30", "Call Petrov about the boat on Friday, it's personal"):
        assert "Which business?" not in (await planner.tell(private)).text


async def test_lists_of_the_day_and_the_week(planner: Planner) -> None:
    await planner.tell("/start")
    empty = (await planner.tell("/today")).text
    assert empty.startswith("Today: nothing is due.\n\nWrite or say what needs doing:")
    await planner.tell("Call the bank today at 16:00, 30 min. Send the offer by Friday")
    today = await planner.tell("/today")
    assert today.text == "Monday 23 November · 30 min\n\n16:00  Call the bank · 30 min · #1"
    week = await planner.tell("/week")
    assert "Friday 27 November\n—  Send the offer · #2" in week.text
    assert "/done 1" in (await planner.tell("/done")).text
    assert "✓ Call the bank" in (await planner.tell("/done 1")).text
    assert (await planner.tell("/done 9")).text == "There is no task #9."


async def test_a_voice_note_without_a_key_gets_a_clear_answer(planner: Planner) -> None:
    await planner.tell("/start")
    said = await planner.telegram.send_voice(b"OggS voice", duration=3)
    [answer] = await planner.answers(said)
    assert (
        answer.text == "I can't listen to voice messages here: no model is set up. Please write it instead."
    )
    assert (await planner.telegram.message(said.id)).reactions == ["👀"]


async def test_markup_in_a_message_is_only_text(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call <b>Tom & Sons</b> tomorrow")
    assert "Tom & Sons" in card.text
    assert len(await open_tasks(planner)) == 1


async def test_the_update_keeps_no_payload_once_handled(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Send the offer by Friday")
    rows = await planner.rows(select(InboundUpdate))
    assert [(row.outcome, row.payload) for row in rows] == [("done", None), ("done", None)]
