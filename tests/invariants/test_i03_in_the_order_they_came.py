"""I3: a chat's messages take effect in the order they came; different chats run in parallel; taps have a lane of their own.

To see it fail: in models/queue/scripts/take_in.lua drop the line `if waiting > 0 then return 'parked' end` (all of a
chat's updates are queued at once); in models/queue/keys.py give taps the chat's lane (`chat:` for `tap:`).
"""

import pytest

from tests.invariants.service_faults import enter, message, one, post, rows, tasks_refused
from tests.patience import until
from tests.planner import OWNER, Planner, Stores

SECOND = 2002
FAILED = "SELECT count(*) FROM job_run WHERE job_name = 'handle_update' AND state = 'retry'"


@pytest.fixture
async def pair(stores: Stores):
    """Two workers and two owners."""
    async with Planner.running(stores, workers=2) as planner:
        await enter(planner)
        await planner.open_another_workspace(user=SECOND)
        yield planner


async def test_a_message_that_has_to_be_tried_again_is_not_overtaken(pair: Planner) -> None:
    async with tasks_refused(pair, "washers"):
        for words in ("washers", "gaskets", "bolts"):
            assert await post(pair, message(f"Buy {words}")) == 200
        assert await post(pair, message("Buy nails", chat=SECOND)) == 200
        await until(lambda: one(pair, FAILED), what="a failed attempt")
        # Another chat is served meanwhile, and this one stands still.
        await until(
            lambda: rows(pair, "SELECT 1 FROM task WHERE title = 'Buy nails'"), what="the other chat's task"
        )
        assert await one(pair, "SELECT count(*) FROM task WHERE title <> 'Buy nails'") == 0
    await pair.telegram.wait_for_bot_message(OWNER, contains="bolts")
    titles = [
        row.title for row in await rows(pair, "SELECT title FROM task WHERE title <> 'Buy nails' ORDER BY id")
    ]
    assert titles == ["Buy washers", "Buy gaskets", "Buy bolts"]


async def test_thirty_messages_of_a_chat_keep_their_order_with_two_workers(pair: Planner) -> None:
    for number in range(30):
        assert await post(pair, message(f"Buy part {number:02}")) == 200
        assert await post(pair, message(f"Buy part {number:02}", chat=SECOND)) == 200

    async def all_there() -> bool:
        return await one(pair, "SELECT count(*) FROM task") == 60

    await until(all_there, what="sixty tasks")
    for chat in (OWNER, SECOND):
        found = await rows(
            pair,
            "SELECT t.title FROM task t JOIN chat c USING (workspace_id) WHERE c.telegram_id = :c ORDER BY t.id",
            c=chat,
        )
        assert [row.title for row in found] == [f"Buy part {n:02}" for n in range(30)]


async def test_a_tap_is_answered_while_the_chats_message_is_being_tried_again(pair: Planner) -> None:
    said = await pair.telegram.say("Buy hinges")
    card = await pair.telegram.wait_for_bot_message(after=said.id, contains="hinges")
    async with tasks_refused(pair, "washers"):
        await pair.telegram.say("Buy washers")
        await until(lambda: one(pair, FAILED), what="a failed attempt")
        query = await pair.telegram.press(card.id, next(label for label in card.labels if "Done" in label))
        await pair.telegram.wait_for_answer(query)
        await pair.telegram.wait_for_edit(card.id)
        assert await one(pair, "SELECT status FROM task WHERE title = 'Buy hinges'") == "done"
        assert await one(pair, "SELECT count(*) FROM task WHERE title = 'Buy washers'") == 0
    await pair.telegram.wait_for_bot_message(OWNER, contains="washers")


async def test_a_lane_whose_head_was_lost_in_the_queue_goes_on_by_itself(pair: Planner) -> None:
    """What an eviction or an operator's slip takes out of arq's keys, the sweep puts back."""
    async with tasks_refused(pair, "washers"):
        await post(pair, message("Buy washers"))
        await post(pair, message("Buy gaskets"))
        await until(lambda: one(pair, FAILED), what="a failed attempt")
        async for key in pair.redis.scan_iter("arq:*"):
            await pair.redis.delete(key)
    await pair.telegram.wait_for_bot_message(OWNER, contains="gaskets")
    titles = [row.title for row in await rows(pair, "SELECT title FROM task ORDER BY id")]
    assert titles == ["Buy washers", "Buy gaskets"]
