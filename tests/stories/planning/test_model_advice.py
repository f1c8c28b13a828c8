"""With a key: conditions the rules do not read, two lines of advice, a first guess; and never anybody else's words."""

import json
from typing import Any

from sqlmodel import select

from models.runtime import clock
from models.tables.appointment import Appointment
from models.tables.model_call import ModelCall
from models.tables.plan import Plan
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import Planner, Stores
from tests.stories.model_answers import creation
from tests.stories.schedules.schedule_steps import berlin
from worker.understanding.llm.schema import SCHEMA_NAME


async def tell(planner: Planner, title: str, **fields: Any) -> MessageView:
    """A task as the model reads it: due today."""
    said = {"actions": [creation(title, "today", **fields)]}
    await planner.openai.answer(title, said, schema_name=SCHEMA_NAME)
    return await planner.tell(f"hm, {title} thing today")


async def full_day(planner: Planner) -> None:
    clock.set_to(berlin(24, 7))
    await planner.tell("/start")
    for title, minutes in (("Model five crowns", 180), ("Call the bank", 30), ("Write the offer", 60)):
        await tell(planner, title, minutes=minutes)
    plan = {"actions": [{"kind": "plan", "scope": "today"}]}
    await planner.openai.answer("school", plan, schema_name=SCHEMA_NAME)


async def asked(planner: Planner, schema: str) -> list[dict[str, Any]]:
    calls = await planner.openai.calls("chat")
    return [c for c in calls if c["body"]["response_format"]["json_schema"]["name"].startswith(schema)]


async def test_conditions_are_read_by_the_model_where_rules_find_none(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await full_day(planner)
        said = {"away": [{"start": "14:00", "end": "15:30"}], "until": None, "most_minutes": 240}
        await planner.openai.answer("school play", said, schema_name="wishes")
        card = await planner.tell(
            "plan my day, the kids have their school play right after two for ninety minutes"
        )
        assert "14:00  Away" in card.text
        [plan] = await planner.rows(select(Plan))
        assert (plan.facts["day"]["most"], plan.facts["day"]["cap"]) == (240, 240)
        assert len(await planner.rows(select(Appointment))) == 1
        [call] = await planner.rows(select(ModelCall).where(ModelCall.step == "wishes"))
        assert (call.purpose, call.state, call.cost_micros > 0) == ("planning", "settled", True)


async def test_nonsense_of_the_model_changes_nothing(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await full_day(planner)
        said = {
            "away": [{"start": "16:00", "end": "14:00"}, {"start": "soon", "end": "25:99"}],
            "until": "99:99",
            "most_minutes": 3,
        }
        await planner.openai.answer("school", said, schema_name="wishes")
        card = await planner.tell("plan my day, but the kids have school")
        assert "Away" not in card.text
        assert await planner.rows(select(Appointment)) == []


async def test_advice_is_shown_as_data_and_only_with_our_numbers(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await full_day(planner)
        lines = [
            "Begin with <b>#1</b>: it fills the morning.",
            "Keep 47 minutes free for calls.",
            "Take a break after two hours.",
        ]
        await planner.openai.answer("DAY", {"lines": lines}, schema_name="advice")
        card = await planner.tell("/plan")
        assert "Begin with <b>“Model five crowns”</b>: it fills the morning." in card.text
        assert "47" not in card.text
        assert "two hours" not in card.text
        [plan] = await planner.rows(select(Plan))
        assert plan.advice == [lines[0]]
        # Shown again with the plan, without another call.
        why = await planner.press(card, "Why")
        assert "Begin with" in (await planner.press(why, "‹ Back")).text
        assert len(await asked(planner, "advice")) == 1


async def test_a_model_that_is_away_costs_the_plan_only_its_advice(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await full_day(planner)
        await planner.openai.inject("chat", "error", code=500, times=None)
        card = await planner.tell("/plan")
        assert "Model five crowns" in card.text
        assert (await planner.rows(select(Plan)))[0].advice == []


async def test_a_plan_beyond_the_cap_is_made_without_a_call_and_said_once(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, budget_day_usd=0.0) as planner:
        clock.set_to(berlin(24, 7))
        await planner.tell("/start")
        # Rules are sure of these: the plan's advice is the first that would cost anything.
        for title in ("Call the bank", "Write the offer", "Pay the rent"):
            await planner.tell(f"{title} today, 30 min")
        notice = "budget of $0.00 is used"
        said = [m.text for m in await planner.telegram.messages() if notice in m.text]
        card = await planner.tell("/plan")
        assert "Call the bank" in card.text
        again = await planner.tell("/plan")
        assert len([text for text in (*said, card.text, again.text) if notice in text]) == 1
        assert await planner.openai.calls("chat") == []


async def test_no_prompt_holds_the_words_of_two_businesses_nor_advice_any(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        clock.set_to(berlin(24, 7))
        await planner.tell("/start")
        for name in ("Labcanary", "Repaircanary"):
            await planner.tell(f"/business {name}")
        titles = (
            "Labcanary: model crowns today",
            "Repaircanary: fix spindle today",
            "Labcanary: scan bite today",
        )
        for title in titles:
            await tell(planner, title, business=title.split(":")[0])
        await planner.tell("/plan")
        await planner.settled()
        for call in await asked(planner, "advice"):
            user = call["body"]["messages"][-1]["content"].lower()
            assert not any(word in user for word in ("canary", "crown", "spindle", "bite"))
        guessed = await asked(planner, "guess")
        for call in guessed:
            user = call["body"]["messages"][-1]["content"].lower()
            assert not ("spindle" in user and "crown" in user), json.dumps(user)
        assert guessed


async def test_a_first_guess_is_marked_as_one_and_taken_back_with_its_task(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        clock.set_to(berlin(24, 7))
        await planner.tell("/start")
        await planner.openai.answer(
            "bookshelf", {"guesses": [{"n": 1, "minutes": 93}]}, schema_name="guess_0"
        )
        card = await tell(planner, "Assemble the bookshelf")
        guess = select(Task).where(Task.estimate_source == "model")
        [task] = await planner.eventually(guess)
        assert (task.estimate_minutes, task.estimate_low < 95 < task.estimate_high) == (95, True)
        await planner.settled()
        [shown] = [each for each in await planner.telegram.messages(card.chat) if each.id == card.id]
        assert "~1 h 35 (a guess)" in shown.text
        await planner.press(shown, "Undo")
        [task] = await planner.rows(select(Task))
        assert task.status == "dropped"


async def test_a_stated_time_is_never_guessed_over(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        clock.set_to(berlin(24, 7))
        await planner.tell("/start")
        await planner.openai.answer(
            "bookshelf", {"guesses": [{"n": 1, "minutes": 93}]}, schema_name="guess_0"
        )
        await tell(planner, "Assemble the bookshelf", minutes=20)
        await planner.settled()
        [task] = await planner.rows(select(Task))
        assert (task.estimate_minutes, task.estimate_source) == (20, "stated")
        assert await asked(planner, "guess") == []
