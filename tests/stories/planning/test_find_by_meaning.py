"""/find with a key: the configured model's vectors, within the budget, and never without an answer."""

from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.embedding import DIMENSIONS, TaskEmbedding
from models.tables.model_call import ModelCall
from tests.planner import Planner, Stores
from tests.stories.model_answers import creation
from tests.stories.schedules.schedule_steps import berlin
from worker.embeddings import search_vector
from worker.understanding.llm.schema import SCHEMA_NAME

# Two matters that share no word and no spelling.
TEETH, MONEY = [1.0] + [0.0] * 511, [0.0, 1.0] + [0.0] * 510


async def tell(planner: Planner, title: str, vector: list[float], **fields: Any) -> None:
    """A task as the model reads it, with the vector of its matter."""
    said = {"actions": [creation(title, "today", minutes=30, **fields)]}
    await planner.openai.answer(title, said, schema_name=SCHEMA_NAME)
    await planner.openai.vector(title, vector)
    await planner.tell(f"hm, {title} thing today")


async def told(planner: Planner) -> None:
    """Two tasks with the vectors of their matters."""
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await tell(planner, "Model five crowns", TEETH)
    await tell(planner, "Call the bank", MONEY)
    await embedded(planner, 2)


async def embedded(planner: Planner, count: int) -> None:
    """Wait until so many tasks have the model's vector."""
    rows = select(TaskEmbedding).where(TaskEmbedding.model == "text-embedding-3-small")
    await planner.eventually(rows.offset(count - 1))


async def test_what_shares_no_word_is_found_by_the_models_meaning(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await told(planner)
        await planner.openai.vector("dentures", TEETH)
        found = await planner.tell("/find dentures")
        assert "Model five crowns" in found.text
        assert "Call the bank" not in found.text
        assert "words alone" not in found.text
        [call] = await planner.rows(select(ModelCall).where(ModelCall.purpose == "search"))
        assert (call.step, call.state, call.reserved_micros, call.cost_micros > 0) == (
            "find",
            "settled",
            0,
            True,
        )
        assert "searching by meaning" in (await planner.tell("/usage")).text


async def test_a_question_in_words_searches_by_meaning_within_its_business(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        clock.set_to(berlin(24, 9))
        await planner.tell("/start")
        for name in ("Lab", "Repair"):
            await planner.tell(f"/business {name}")
        await tell(planner, "Model five crowns", TEETH, business="Lab")
        await tell(planner, "Grind the shaft", TEETH, business="Repair")
        await embedded(planner, 2)
        for number in (1, 2):
            await planner.tell(f"/done {number}")
            await planner.tell("skip")
        await planner.openai.vector("dentures", TEETH)
        for words in ("dentures in November", "dentures for Lab"):
            said = {"actions": [{"kind": "query", "scope": "search", "text": words}]}
            await planner.openai.answer(words, said, schema_name=SCHEMA_NAME)
        both = (await planner.tell("what did we do about dentures in November?")).text.split("\n")
        # Each business's finds stand under its own name.
        assert both.index("Repair") + 1 == next(n for n, line in enumerate(both) if "shaft" in line)
        assert both.index("Lab") + 1 == next(n for n, line in enumerate(both) if "crowns" in line)
        one = await planner.tell("what did we do about dentures for Lab?")
        assert "Model five crowns" in one.text
        assert "shaft" not in one.text
        # The vendor is asked for the words alone, once for each question.
        asked = [call["body"]["input"] for call in await planner.openai.calls("embeddings")]
        assert asked[-2:] == [["dentures"], ["dentures"]]


async def test_rows_of_another_model_are_not_compared(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True) as planner:
        await told(planner)
        async with planner.database.transaction() as session:
            for row in (await session.exec(select(TaskEmbedding))).all():
                old = {**row.model_dump(), "model": "an-older-model", "embedding": TEETH}
                session.add(TaskEmbedding(**old))
                await session.delete(row)
        await planner.openai.vector("dentures", TEETH)
        assert (await planner.tell("/find dentures")).text == "I found nothing about “dentures”."
        # Found by its words and by its spelling all the same.
        assert "Model five crowns" in (await planner.tell("/find crown")).text


@pytest.mark.parametrize("trouble", [{"kind": "error", "code": 500}, {"kind": "hang"}])
async def test_a_model_that_is_away_leaves_the_words_and_is_said_to_be(
    stores: Stores, trouble: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_vector, "SEARCH_WAIT_SECONDS", 0.3)
    async with Planner.running(stores, with_model=True) as planner:
        await told(planner)
        await planner.openai.inject("embeddings", times=None, **trouble)
        found = await planner.tell("/find bank")
        assert "Call the bank" in found.text
        assert "Found by words alone: the model is not answering." in found.text
        calls = await planner.rows(select(ModelCall).where(ModelCall.purpose == "search"))
        assert [(call.state, call.reserved_micros) for call in calls] == [("failed", 0)]


async def test_a_used_budget_is_said_once_in_full_and_then_in_half_a_line(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, budget_day_usd=0.0) as planner:
        clock.set_to(berlin(24, 9))
        await planner.tell("/start")
        await planner.tell("Call the bank today, 30 min")
        notice = "budget of $0.00 is used"
        texts = [(await planner.tell(f"/find {word}")).text for word in ("bank", "bank", "call")]
        assert all("Call the bank" in text for text in texts)
        assert sum(notice in text for text in texts) <= 1
        assert all(
            notice in text or "Found by words alone: the model budget is used up." in text for text in texts
        )
        assert await planner.openai.calls("embeddings") == []
        refused = await planner.rows(select(ModelCall).where(col(ModelCall.cost_micros) > 0))
        assert refused == []


async def test_without_a_key_nothing_is_said_of_a_model(planner: Planner) -> None:
    clock.set_to(berlin(24, 9))
    await planner.tell("/start")
    await planner.tell("Починить шпиндель сегодня", lang="ru")
    found = await planner.tell("/find шпинделя")
    assert "шпиндель" in found.text
    assert "модель" not in found.text
    assert len(TEETH) == DIMENSIONS
