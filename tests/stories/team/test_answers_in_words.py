"""An executor answers in plain words, by voice as well as in writing, and the owner decides; nothing changes before."""

import datetime as dt

import pytest

from tests.planner import Planner
from tests.stories.schedules.schedule_steps import go_to
from tests.stories.team.team_steps import (
    DIMA,
    JOSH,
    MONDAY_10,
    joined_team,
    last,
    later,
    notices,
    states,
    task,
)

SPINDLE, CAR, SHAFT = "Fix the spindle", "Помыть машину", "Отполировать вал"
FRIDAY, NEXT_MONDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def at_ten_on_a_monday() -> None:
    go_to(MONDAY_10)


async def test_dimas_answers_wait_for_anna(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Dima, fix the spindle by Friday")
    said = await planner.tell("не смогу, давай в понедельник", user=DIMA)
    assert "Вы предлагаете пн, 30 ноября. Решает Anna." in said.text
    assert (await last(planner)).text == "Dima proposes Mon 30 Nov for “Fix the spindle”"
    assert (await task(planner, 1)).deadline_on == FRIDAY
    decided = await planner.tell("ok")
    assert "Agreed. Dima is told." in decided.text
    assert (await task(planner, 1)).deadline_on == NEXT_MONDAY
    assert (await last(planner, DIMA)).text.startswith("Anna: срок согласован.")
    asked = await planner.tell("какой шпиндель?", user=DIMA)
    assert "Вы спрашиваете: какой шпиндель?" in asked.text
    question = await last(planner)
    assert question.text.startswith("Dima asks about “Fix the spindle”: какой шпиндель?")
    passed = await planner.tell("The one of Ivanov's lathe")
    assert passed.text == "Passed on to Dima, about “Fix the spindle”."
    told = await last(planner, DIMA)
    assert told.text.startswith("Anna отвечает про «Fix the spindle»: The one of Ivanov's lathe")
    assert await states(planner) == {SPINDLE: "accepted"}
    await planner.tell("готово, 2 часа", user=DIMA)
    done = await task(planner, 1)
    assert (done.status, done.actual_minutes) == ("done", 120)
    await later(planner, minutes=15)
    assert (await last(planner)).text == "✓ Dima: Fix the spindle · 2 h"
    assert await notices(planner) == {
        ("offer", "Dima"): 1,
        ("date_proposed", "Anna"): 1,
        ("agreed", "Dima"): 1,
        ("question", "Anna"): 1,
        ("answer", "Dima"): 1,
        ("done", "Anna"): 1,
    }


async def test_a_refusal_in_words_drops_nothing(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Дима пусть помоет машину завтра")
    await planner.tell("Дима пусть отполирует вал к пятнице")
    refused = await planner.tell("машину мыть не буду, пусть Josh", user=DIMA)
    assert "Вы не можете" in refused.text
    assert (await task(planner, 1)).status == "open"
    await later(planner, minutes=2)
    back = await last(planner)
    assert "Предложение: пусть сделает Josh" in back.text or "Suggested instead: Josh" in back.text
    await planner.tell("отполировал вал", user=DIMA)
    assert (await task(planner, 2)).status == "done"
    await planner.tell("undo", user=DIMA)
    assert (await task(planner, 2)).status == "open"
    await planner.tell("отмени задачу #1", user=DIMA)
    assert (await task(planner, 1)).status == "open"
    assert (await task(planner, 1)).assignee_id == (await task(planner, 2)).assignee_id


@pytest.mark.parametrize(
    ("said", "state", "text"),
    [
        ("ok", "accepted", "✓ Accepted"),
        ("Will do, thanks", "accepted", "✓ Accepted"),
        ("can't, no spokes till Monday", "date_proposed", "You propose Mon 30 Nov. Anna decides."),
        ("can't do it Thursday, no spokes till Monday", "date_proposed", "You propose Mon 30 Nov."),
        ("move it to Monday", "date_proposed", "You propose Mon 30 Nov."),
        ("can't do it", "refused", "You can't. Anna is told; write why, if you like."),
        ("drop it", "refused", "You can't."),
        ("no, the lathe is broken", "refused", "You can't: the lathe is broken. Anna decides."),
        ("give it to Dima", "refused", "You can't."),
        ("what spindle?", "question", "You ask: what spindle?"),
    ],
)
async def test_each_answer_is_heard(planner: Planner, said: str, state: str, text: str) -> None:
    await joined_team(planner)
    await planner.tell("Josh, fix the spindle by Friday")
    offer = await last(planner, JOSH)
    answer = await planner.tell(said, user=JOSH, reply_to=offer.id)
    assert text in answer.text
    kept = await task(planner, 1)
    assert (await states(planner), kept.status, kept.deadline_on) == ({SPINDLE: state}, "open", FRIDAY)
    await planner.press(answer, "Undo", user=JOSH)
    assert await states(planner) == {SPINDLE: "offered"}


async def test_after_other_talk_the_only_given_task_is_still_meant(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Dima, fix the spindle by Friday at noon")
    await planner.tell("ok", user=DIMA)
    await planner.tell("what is overdue?", user=DIMA)
    proposed = await planner.tell("can't do it by noon, 3 pm?", user=DIMA)
    assert "Вы предлагаете пт, 27 ноября, 15:00." in proposed.text
    assert "Agreed." in (await planner.tell("yes, that's fine")).text
    await planner.tell("which oil should I use?", user=DIMA)
    assert (await planner.tell("use the thin one")).text == "Passed on to Dima, about “Fix the spindle”."
    seen = await last(planner)
    # After other talk a question is not sent to the owner: it may be about anything.
    await planner.tell("what is overdue?", user=DIMA)
    await planner.tell("which film should I watch?", user=DIMA)
    assert (await last(planner)).id == seen.id
    await planner.tell("done, took 2 hours", user=DIMA)
    done = await task(planner, 1)
    assert (done.status, done.actual_minutes) == ("done", 120)
    undone = await planner.tell("undo")
    assert "Left as it is, because it has been changed since: “Fix the spindle”" in undone.text


async def test_the_owner_settles_refusals_in_words(planner: Planner) -> None:
    await joined_team(planner)
    for order, refusal, settled, answered in (
        ("Dima, fix the spindle", "нет, я болею", "ok give it to Josh then", "Given to Josh."),
        ("Дима, помой машину", "нет, у меня выходной", "ладно, сама помою", "Теперь она ваша."),
        ("Дима, отполируй вал", "нет, извини, станок занят", "тогда не надо", "Убрано."),
    ):
        await planner.tell(order)
        await planner.tell(refusal, user=DIMA)
        await later(planner, minutes=2)
        assert "Dima" in (await last(planner)).text
        assert answered in (await planner.tell(settled)).text, settled
    assert (await task(planner, 3)).status == "dropped"
    assert (await task(planner, 2)).assignee_id != (await task(planner, 1)).assignee_id
