"""The model reader with the real ledger: paid once, capped under concurrency, told once, errors counted right."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlmodel import select

from models.runtime import clock
from models.runtime.database import Database
from models.runtime.settings import Settings
from models.tables.model_call import ModelCall
from ops.sandbox.openai_client import OpenAiSandboxClient
from worker.budget.caps import Caps
from worker.budget.prices import Prices
from worker.budget.purchase import DatabaseLedger
from worker.budget.spending import usage
from worker.embeddings.paid_embedder import Embedder
from worker.openai.client import OpenAIClient
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.llm.llm_reader import ModelReader, ModelUnavailableError
from worker.understanding.llm.prompt import build, most_tokens_in

MESSAGE = Message("the pump is repaired", dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC))
WORLD = Context(open_tasks=(KnownTask("T1", "Repair the pump"),))
ANSWER = {"actions": [{"kind": "complete", "task": "T1", "minutes": None}]}
PLENTY = Caps(10**9, 10**9, 10**9)
SETTINGS = Settings(openai_model="gpt-6-luna", openai_max_output_tokens=500)


@pytest.fixture
async def client(stand_in: OpenAiSandboxClient):
    await stand_in.answer("pump", ANSWER)
    made = OpenAIClient(api_key="k", base_url=stand_in.api_url, timeout_seconds=60)
    yield made
    await made.close()


def reader(client: OpenAIClient, database: Database, caps: Caps = PLENTY) -> ModelReader:
    return ModelReader(client, DatabaseLedger(database, caps, Prices()), SETTINGS)


async def read(by: ModelReader, workspace: int, trace: str = "u1") -> Reading | ModelUnavailableError:
    try:
        return await by.read(MESSAGE, WORLD, workspace_id=workspace, trace_id=trace)
    except ModelUnavailableError as error:
        return error


async def calls(database: Database) -> list[ModelCall]:
    async with database.transaction() as session:
        return list((await session.exec(select(ModelCall).order_by(ModelCall.trace_id))).all())


async def test_an_update_run_again_reads_the_same_without_asking_again(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    first = await read(reader(client, database), workspace)
    # A crash before the effect was committed: another process reads the update again.
    second = await read(reader(client, database), workspace)
    assert isinstance(first, Reading)
    assert first == second
    assert len(await stand_in.calls("chat")) == 1
    (row,) = await calls(database)
    assert (row.purpose, row.model, row.state) == ("reading", "gpt-6-luna", "settled")
    assert row.tokens_in > 1_000
    assert 0 < row.cost_micros < 1_000
    assert "pump" not in str(row.error)


async def test_a_broken_answer_is_paid_once_too(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    await stand_in.inject("chat", "length", times=None)
    for _ in range(2):
        error = await read(reader(client, database), workspace)
        assert isinstance(error, ModelUnavailableError)
        assert error.reason == "broken_answer"
    assert len(await stand_in.calls("chat")) == 1


async def test_messages_at_once_stop_at_the_cap_and_one_of_them_tells(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    request, _ = build(MESSAGE, WORLD, model="gpt-6-luna", max_output_tokens=500)
    one = Prices().price_of("gpt-6-luna").ceiling(tokens_in=most_tokens_in(request), tokens_out=500)
    capped = reader(client, database, Caps(one * 7 + one // 2, 10**9, 10**9))
    # A call that breaks off may have been billed: all that was held for it stays spent, however early it ends, so
    # that no eighth fits at any speed of this machine.
    await stand_in.inject("chat", "drop", times=None)
    outcomes = await asyncio.gather(*(read(capped, workspace, f"u{n:03d}") for n in range(40)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, ModelUnavailableError)]
    assert Counter(error.reason for error in errors) == {"unreachable": 7, "over_budget": 33}
    refused = [error for error in errors if error.reason == "over_budget"]
    assert sum(error.announce for error in refused) == 1
    assert {error.over_budget.period for error in refused if error.over_budget} == {"day"}


async def test_calls_that_end_while_others_are_refused_leave_one_announcement_of_one_cap(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    request, _ = build(MESSAGE, WORLD, model="gpt-6-luna", max_output_tokens=500)
    one = Prices().price_of("gpt-6-luna").ceiling(tokens_in=most_tokens_in(request), tokens_out=500)
    capped = reader(client, database, Caps(one * 7 + one // 2, 10**9, 10**9))
    outcomes = await asyncio.gather(*(read(capped, workspace, f"u{n:03d}") for n in range(40)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, ModelUnavailableError)]
    assert len(outcomes) - len(errors) == len(await stand_in.calls("chat")) >= 7
    assert {(error.reason, error.over_budget and error.over_budget.period) for error in errors} <= {
        ("over_budget", "day")
    }
    assert sum(error.announce for error in errors) == bool(errors)


async def test_money_of_a_failed_call_is_freed_unless_it_may_have_been_billed(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    by = reader(client, database)
    await stand_in.inject("chat", "error", times=1, code=401)
    assert str(await read(by, workspace, "u1")).startswith("wrong_key")
    assert (await usage(database, workspace, clock.now())).day.spent == 0
    await stand_in.inject("chat", "drop", times=1)
    assert str(await read(by, workspace, "u2")).startswith("unreachable")
    spent = (await usage(database, workspace, clock.now())).day
    assert spent.spent > 0
    assert spent.reserved == 0
    assert [row.error for row in await calls(database)] == ["wrong_key", "unreachable"]


async def test_vectors_are_kept_for_the_rerun(
    stand_in: OpenAiSandboxClient, client: OpenAIClient, database: Database, workspace: int
) -> None:
    by = Embedder(client, DatabaseLedger(database, PLENTY, Prices()), SETTINGS)
    first = await by.embed(["Repair the pump", "Починить помпу"], workspace_id=workspace, trace_id="e1")
    second = await by.embed(["Repair the pump", "Починить помпу"], workspace_id=workspace, trace_id="e1")
    assert first == second
    assert len(await stand_in.calls("embeddings")) == 1
