"""I7: nothing is held across a call to OpenAI or Telegram: no transaction, no connection, no lock.

To see it fail: in worker/delivery/sender.py put the call to Telegram inside `services.database.transaction()`;
or in worker/features/capture/service.py understand inside the transaction that loads the world. That a rerun does not pay
twice is shown in tests/worker/budget/test_rerun_pays_once.py.
"""

import asyncio
import time

import pytest

from tests.invariants.service_faults import enter, one
from tests.planner import Planner, Stores

HELD = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND backend_type = 'client backend' AND (state <> 'idle' OR xact_start IS NOT NULL)"""


async def watched(planner: Planner, waits_until) -> list[tuple[int, int]]:
    """(open transactions, connections out of the worker's pool), as often as can be while `waits_until` is not done."""
    pool = planner.workers[0].services.database.engine.pool
    done, seen = asyncio.ensure_future(waits_until), []
    while not done.done():
        seen.append((await one(planner, HELD), pool.checkedout()))
        await asyncio.sleep(0.02)
    await done
    return seen


def longest_hold(seen: list[tuple[int, int]], which: int) -> float:
    """The longest run of looks in a row at which something was held, as a share of all looks.

    A hold through the call is nearly all of them; on a busy machine what is held for moments is seen a few times more.
    """
    longest = run = 0
    for look in seen:
        run = run + 1 if look[which] else 0
        longest = max(longest, run)
    return longest / len(seen)


@pytest.mark.parametrize("method", ["sendChatAction", "sendMessage", "setMessageReaction"])
async def test_a_slow_telegram_holds_no_connection(planner: Planner, method: str) -> None:
    await enter(planner)
    await planner.telegram.inject(method, "slow", times=1, seconds=2)
    began = time.monotonic()
    if method == "setMessageReaction":
        said = await planner.telegram.send_voice(b"OggS" + bytes(100))
    else:
        said = await planner.telegram.say("Buy washers")
    seen = await watched(planner, planner.telegram.wait_for_bot_message(after=said.id))
    assert time.monotonic() - began > 1.9
    assert len(seen) > 20
    assert longest_hold(seen, 0) < 0.5, "a transaction was open through the call"
    assert longest_hold(seen, 1) < 0.5, "a connection was held through the call"


async def test_a_slow_model_holds_no_connection(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await enter(planner)
        await planner.openai.inject("chat", "slow", times=1, seconds=2)
        said = await planner.telegram.say("Buy washers")
        seen = await watched(planner, planner.telegram.wait_for_bot_message(after=said.id))
        assert len(await planner.openai.calls("chat")) == 1
        assert len(seen) > 20
        assert longest_hold(seen, 0) < 0.5
        assert longest_hold(seen, 1) < 0.5
