"""A card is answered like a person: which of its tasks, what changes, and what a forward may not touch."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
FRIEND = 5005


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def deadlines(planner: Planner) -> list[tuple[str, dt.date | None]]:
    found = await planner.rows(select(Task).order_by(col(Task.number)))
    return [(task.title, task.deadline_on) for task in found]


async def test_one_of_two_tasks_is_meant_by_its_place_and_both_by_both(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call the sawmill tomorrow and mend the awning by Friday")
    await planner.tell("What is on Friday?")
    changed = await planner.tell("make the second one Thursday", reply_to=card.id)
    assert "Mend the awning" in changed.text
    await planner.tell("первую на среду", reply_to=card.id)
    assert await deadlines(planner) == [
        ("Call the sawmill", dt.date(2026, 11, 25)),
        ("Mend the awning", dt.date(2026, 11, 26)),
    ]
    both = await planner.tell("move both to Monday", reply_to=card.id)
    assert {day for _, day in await deadlines(planner)} == {dt.date(2026, 11, 30)}
    await planner.press(both, "Undo")
    assert [day for _, day in await deadlines(planner)] == [dt.date(2026, 11, 25), dt.date(2026, 11, 26)]
    await planner.tell("#1 is not needed")
    [first, _] = await planner.rows(select(Task).order_by(col(Task.number)))
    assert first.status == "dropped"


async def test_what_was_spoken_of_last_is_still_meant_after_a_question(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Mend the awning by Friday")
    day = await planner.tell("what's on Friday?")
    assert day.text.startswith("Friday 27 November")
    assert "Mend the awning" in day.text
    assert "Thursday" not in day.text
    await planner.tell("no, make that Thursday")
    assert await deadlines(planner) == [("Mend the awning", dt.date(2026, 11, 26))]


async def test_what_is_so_already_is_said_and_not_left_without_an_answer(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Mend the awning by Friday")
    again = await planner.tell("make it Friday", reply_to=card.id)
    assert again.text.startswith("It is like that already.")
    assert "Mend the awning" in again.text


async def test_a_forward_makes_tasks_and_never_means_ours(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Mend the awning by Friday")
    for text in ("move it to Monday", "Anna, pay the rent by Wednesday", "перенеси на понедельник"):
        theirs = await planner.telegram.say(text, user=FRIEND)
        await planner.settled()
        await planner.telegram.forward(theirs.id, from_chat=FRIEND)
        await planner.settled()
    found = await deadlines(planner)
    assert found[0] == ("Mend the awning", dt.date(2026, 11, 27))
    [rent] = [title for title, due in found if due == dt.date(2026, 11, 25)]
    assert rent.endswith(": pay the rent by Wednesday")
    assert not any("Anna" in title for title, _ in found)


async def test_help_is_shown_to_whoever_asks_for_it_in_words(planner: Planner) -> None:
    await planner.tell("/start")
    for words in ("help", "Что ты умеешь?"):
        assert "/today" in (await planner.tell(words)).text
    assert await deadlines(planner) == []


async def test_cancel_in_an_answer_means_the_task_of_its_card(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell("Починить навес до пятницы", lang="ru")
    await planner.tell("Заказать петли завтра", lang="ru")
    await planner.tell("отмени", lang="ru", reply_to=card.id)
    found = await planner.rows(select(Task).order_by(col(Task.number)))
    assert [task.status for task in found] == ["dropped", "open"]


async def test_that_no_model_is_set_up_is_said_once(planner: Planner) -> None:
    await planner.tell("/start")
    unsure = "the awning thing for Petrov and the bolts, eh, by Friday"
    cards = [await planner.tell(unsure) for _ in range(2)]
    assert ["No language model is connected" in card.text for card in cards] == [True, False]
