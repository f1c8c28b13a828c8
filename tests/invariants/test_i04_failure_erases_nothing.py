"""I4: failure erases nothing. Each attempt's error is kept; after the retries a dead letter, the chat goes on, the user is told.

To see it fail: in worker/queue/attempts.py `_move_to_dead_letters`, do not call `kind.after_dead_letter` (the chat stands
still until the reconciler finds its head); in worker/jobs/dead_letter_update.py `dead_letter_update`, drop
`dead_letter.payload = ...` (nothing to send again) or the outbox row (nobody is told).
"""

import json

import pytest

from models.console.dead_letter_commands import retry_dead_letter
from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.runtime import clock
from tests.invariants.service_faults import enter, message, one, post, rows, tasks_refused
from tests.patience import until
from tests.planner import OWNER, Planner

TOLD = "could not process"
LETTERS = "SELECT * FROM dead_letter WHERE resolved_at IS NULL"


async def test_a_poison_message_is_dead_lettered_whole_while_the_chat_goes_on(planner: Planner) -> None:
    """python-telegram-bot cannot type a message without date and chat type: no further try helps."""
    await enter(planner)
    poison = {"update_id": 90_000_001, "message": {"message_id": 1, "chat": {"id": OWNER}, "text": "hi"}}
    assert await post(planner, poison) == 200
    assert await post(planner, message("Buy washers")) == 200
    await planner.telegram.wait_for_bot_message(contains=TOLD)
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    [letter] = await rows(planner, LETTERS)
    assert letter.payload == poison
    assert letter.attempts == 1
    assert "Traceback" in letter.traceback
    assert "parse_update" in letter.traceback
    tries = await rows(
        planner, "SELECT state, error FROM job_run WHERE job_id = 'update:90000001' ORDER BY id"
    )
    assert [row.state for row in tries] == ["dead"]
    assert all(row.error for row in tries)
    assert await one(planner, "SELECT outcome FROM inbound_update WHERE update_id = 90000001") == "dead"


async def test_a_dead_letter_sent_again_has_its_effect_once(planner: Planner) -> None:
    await enter(planner)
    update = message("Buy washers")
    async with tasks_refused(planner, "washers"):
        assert await post(planner, update) == 200
        await planner.telegram.wait_for_bot_message(contains=TOLD)
    [letter] = await rows(planner, LETTERS)
    postgres = PostgresPool(planner.settings.database_url)
    operator_context = OperatorContext(postgres, planner.redis)
    assert (await retry_dead_letter(operator_context, letter.id, clock.now())).outcome == "done"
    assert (await retry_dead_letter(operator_context, letter.id, clock.now())).outcome == "nothing"
    await postgres.close()
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    assert await one(planner, "SELECT count(*) FROM task") == 1
    assert await rows(planner, LETTERS) == []


# Each is JSON that the door's parser takes and PostgreSQL's jsonb does not.
UNSTORABLE = {
    "nul": '"Buy \\u0000washers"',
    "lone surrogate": '"Buy \\ud800washers"',
    "infinity": '"Buy washers", "edit_date": 1e999',
    "nan": '"Buy washers", "edit_date": NaN',
}


@pytest.mark.parametrize("text", UNSTORABLE.values(), ids=UNSTORABLE.keys())
async def test_a_message_the_database_cannot_hold_as_it_is_is_not_lost(planner: Planner, text: str) -> None:
    """Refused at the door, done, or dead with its payload and the user told; never acknowledged and gone."""
    await enter(planner)
    update = message("PLACE")
    body = json.dumps(update).replace('"PLACE"', text).encode()
    status = await post(planner, body)
    if status == 400:
        assert await one(planner, "SELECT count(*) FROM inbound_update") == 1
        return
    assert status == 200

    async def over() -> bool:
        tasks = await one(planner, "SELECT count(*) FROM task WHERE title LIKE 'Buy %washers'")
        letters = await rows(planner, LETTERS + " AND payload IS NOT NULL")
        return bool(tasks or letters)

    await until(over, what="a task, or a dead letter with its payload")
    assert await post(planner, message("Buy gaskets")) == 200
    await planner.telegram.wait_for_bot_message(contains="Buy gaskets")
    if await rows(planner, LETTERS):
        await planner.telegram.wait_for_bot_message(contains=TOLD)
