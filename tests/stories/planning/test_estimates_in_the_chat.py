"""The whole way in the chat: an estimate learned and told, the time taken asked and typed, twins merged and parted."""

from sqlmodel import select

from models.runtime import clock
from models.tables.estimate_sample import EstimateSample
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin
from tests.worker.features.planning.planning_workspace import NOW, World
from worker.features.tasks.duplicates import find_duplicate
from worker.features.tasks.service import completion_follow_ups


async def task_of(planner: Planner, number: int) -> Task:
    [task] = await planner.rows(select(Task).where(Task.number == number))
    return task


async def lived(planner: Planner, titles: list[str], time: str) -> None:
    """Tasks told and done by their numbers, each with its time typed after the question."""
    for title in titles:
        await planner.tell(title)
        [number] = [t.number for t in await planner.rows(select(Task).where(Task.status == "open"))]
        question = await planner.tell(f"/done {number}")
        assert "How long did it take?" in question.text
        answer = await planner.tell(time)
        assert answer.text.startswith("✓ ")


async def test_three_like_it_make_an_estimate_that_says_where_from(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await lived(
        planner,
        ["Fix the spindle of Ivanov", "Fix Petrov's spindle", "Fix the spindle for Sidorov"],
        "1h 40m",
    )
    learned = await planner.rows(select(EstimateSample))
    assert [row.actual_minutes for row in learned] == [100, 100, 100]
    card = await planner.tell("Fix the spindle of Orlova by Friday")
    assert "~1 h 40 (from 3 like it)" in card.text
    task = await task_of(planner, 4)
    assert (task.estimate_minutes, task.estimate_source, task.actual_minutes) == (100, "similar", None)
    why = await planner.tell("/why", reply_to=card.id)
    assert "~1 h 40: #" in why.text
    menu = await planner.press(await planner.press(card, "Edit"), "Estimate")
    assert "Learned from:" in menu.text
    assert "#1 Fix the spindle of Ivanov · 1 h 40" in menu.text
    stated = await planner.press(menu, "45 min")
    assert "45 min" in stated.text
    assert "~" not in stated.text.split("\n")[1]
    edited = await planner.tell("/done 4")
    assert [b for b in edited.labels if b not in ("other", "skip")] == ["20 min", "45 min", "1 h", "1 h 30"]


async def test_a_tap_on_done_asks_and_a_stated_time_does_not(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    card = await planner.tell("Call the bank, 30 min")
    await planner.press(card, "✓ Done")
    [question] = [m for m in await planner.telegram.messages(after=card.id) if m.from_bot]
    assert question.text == "✓ Call the bank. How long did it take?"
    answer = await planner.press(question, "45 min")
    assert answer.text == "✓ Call the bank\n45 min against 30 min."
    await planner.tell("Write the offer, 1 hour")
    done = await planner.tell("the offer is written, took 2 hours")
    assert "2 h against 1 h." in done.text
    assert (await task_of(planner, 2)).actual_minutes == 120
    assert {row.actual_minutes for row in await planner.rows(select(EstimateSample))} == {45, 120}


async def test_skip_and_words_that_are_no_time(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await planner.tell("Позвонить в банк, 30 мин", lang="ru")
    await planner.tell("/done 1")
    assert (await planner.tell("skip")).text == "✓ Позвонить в банк"
    assert (await task_of(planner, 1)).actual_minutes is None
    await planner.tell("Написать отчёт")
    await planner.tell("/done 2")
    await planner.tell("часа полтора где-то")
    assert (await task_of(planner, 2)).actual_minutes == 90
    # Nothing is asked any more: a bare duration is read as any other message.
    await planner.tell("45 минут")
    assert (await task_of(planner, 2)).actual_minutes == 90


async def test_a_twin_is_offered_merged_and_parted_again(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await planner.tell("Fix the spindle of Ivanov")
    said = await planner.telegram.say("Fix Ivanov's spindle by Friday")
    card, question = await planner.answers(said)
    assert question.text == "This looks like #1: Fix the spindle of Ivanov"
    merged = await planner.press(question, "Merge into #1")
    assert "#2 is merged into #1." in merged.text
    kept, gone = await task_of(planner, 1), await task_of(planner, 2)
    assert (kept.status, gone.status, f"{kept.deadline_on}") == ("open", "dropped", "2026-11-27")
    await planner.press(merged, "Undo")
    kept, gone = await task_of(planner, 1), await task_of(planner, 2)
    assert (kept.status, gone.status, kept.deadline_on) == ("open", "open", None)
    assert card.id != question.id


async def test_both_can_stay_and_a_stranger_cannot_merge(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await planner.tell("Fix the spindle of Ivanov")
    question = await planner.tell("Fix Ivanov's spindle")
    await planner.open_another_workspace(user=2002)
    data = [b["callback_data"] for row in question.buttons for b in row]
    await planner.forge_callback(user=2002, data=data[0])
    assert (await task_of(planner, 2)).status == "open"
    both = await planner.press(question, "Keep both")
    assert both.text == "Both stay: #2 and #1."
    assert (await task_of(planner, 2)).status == "open"


async def test_a_twin_is_found_only_in_its_business_and_not_by_chance(world: World) -> None:
    async with world.session() as session:
        first = await world.task(session, "Починить шпиндель Иванова", business="Repair")
        await world.task(session, "Починить шпиндель Иванову", business="Lab")
        twin = await world.task(session, "починить шпиндель Иванову", business="Repair")
        for title in ("Заказать фрезы", "Счёт 12 клинике", "Позвонить Петрову", "Call Ivan"):
            await world.task(session, title, business="Repair")
        found = await find_duplicate(session, twin, world.speaker)
        assert found is not None
        assert found.id == first.id
        for title in ("Заказать 10 фрез", "Счёт 13 клинике", "Позвонить Сидорову", "Call Dima", "Отчёт"):
            task = await world.task(session, title, business="Repair")
            assert await find_duplicate(session, task, world.speaker) is None, title


async def test_not_more_than_three_questions_at_once(world: World) -> None:
    async with world.session() as session:
        rows = [await world.task(session, f"Step {n}", status="done", done_at=NOW) for n in range(5)]
        told, questions = await completion_follow_ups(session, world.speaker, rows, world.context)
    assert (told, len(questions)) == (None, 3)
