"""Undo by a word, and the language of the answers."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.task import Task
from tests.planner import Planner
from tests.tables import for_every
from worker.features.settings.service import detect_chat_language


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def states(planner: Planner) -> list[str]:
    return [task.status for task in await planner.rows(select(Task).order_by(col(Task.number)))]


async def test_a_word_takes_back_the_last_thing_and_then_the_one_before(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Order hinges tomorrow")
    await planner.tell("/done 1")
    await planner.tell("/today")
    assert await states(planner) == ["done"]
    assert "Order hinges" in (await planner.tell("undo that, please")).text
    assert await states(planner) == ["open"]
    assert (await planner.tell("/undo")).text.startswith("Undone:")
    assert await states(planner) == ["dropped"]
    assert (await planner.tell("Undo")).text == "Nothing to undo in the last 24 hours."


async def test_a_plan_is_taken_back_by_a_word(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Order hinges tomorrow, 30 min")
    await planner.tell("/plan tomorrow")
    await planner.tell("Paint the gate tomorrow, 1 h")
    await planner.tell("/plan tomorrow")
    back = await planner.tell("undo")
    assert "Back to the previous plan." in back.text
    assert "Paint the gate" not in back.text
    assert await states(planner) == ["open", "open"]


async def test_written_to_in_russian_it_answers_in_russian_until_told_otherwise(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Завтра заказать петли для ворот")
    assert "завтра" in card.text
    assert "Отменить" in card.labels
    assert (await planner.tell("верни как было")).text.startswith("Вернул как было:")
    assert (await planner.tell("/language")).labels == ["English", "Русский"]
    assert (await planner.tell("/language english")).text == "From now on I answer in English."
    assert "tomorrow" in (await planner.tell("Завтра заказать петли для ворот")).text
    (chat,) = await planner.rows(select(Chat))
    assert (chat.language, chat.language_chosen) == ("en", True)


@for_every(
    ("text", "language"),
    [
        ("позвонить поставщику фрез", "ru"),
        ("купить диск Makita Pro для станка", "ru"),
        ("call the mill supplier", "en"),
        ("call Иван about it", None),
        ("ok", None),
        ("👍 12:30", None),
    ],
)
def test_a_language_is_heard_in_three_words(text: str, language: str | None) -> None:
    assert detect_chat_language(text) == language
