"""I6: answers are an outbox. Known not to have arrived: sent again. Perhaps posted: unknown, and never repeated blindly.

To see it fail: in worker/telegram/client.py `_network`, return NotPosted where MaybePosted stands (the answer then
appears twice); in worker/delivery/sender.py, mark every failure "failed" (429 and 500 then lose the answer); in
worker/reconciler.py, leave `wake_outbox` out of the ticks (a row that had to wait is never sent).
"""

import asyncio
import socket

import pytest
from sqlalchemy import text

from tests.invariants.service_faults import enter, message, one, post, rows
from tests.patience import PATIENCE_SECONDS, until
from tests.planner import OWNER, Planner, Stores

STATE = "SELECT state FROM outbound_message WHERE payload->>'text' LIKE '%washers%'"


async def shown(planner: Planner, words: str) -> int:
    """How often the chat holds an answer with these words."""
    return sum(words in m.text for m in await planner.telegram.messages() if m.from_bot)


async def answered(planner: Planner, words: str) -> None:
    """Ask for `words` and wait for the answer: the chat is not stuck, and earlier answers are before it."""
    said = await planner.telegram.say(f"Buy {words}")
    await planner.telegram.wait_for_bot_message(after=said.id, contains=words)


async def is_state(planner: Planner, state: str) -> bool:
    found = await rows(planner, STATE)
    return [row.state for row in found] == [state]


@pytest.mark.parametrize(
    "trouble",
    [
        {"fault": "error", "code": 429, "retry_after": 1, "times": 2},
        {"fault": "error", "code": 500, "times": 2},
        {"fault": "error", "code": 503, "times": 1},
    ],
    ids=["429", "500", "503"],
)
async def test_what_surely_did_not_arrive_is_sent_again_and_once(planner: Planner, trouble) -> None:
    await enter(planner)
    await planner.telegram.inject("sendMessage", **trouble)
    said = await planner.telegram.say("Buy washers")
    await planner.telegram.wait_for_bot_message(after=said.id, contains="washers")
    await answered(planner, "gaskets")
    assert await shown(planner, "washers") == 1
    await until(lambda: is_state(planner, "sent"), what="the row marked sent")
    assert await one(planner, STATE.replace("state", "attempts", 1)) == trouble["times"] + 1


async def test_the_next_answer_does_not_overtake_one_that_waits(planner: Planner) -> None:
    await enter(planner)
    await planner.telegram.inject("sendMessage", "error", code=429, retry_after=2, times=1)
    first = await planner.telegram.say("Buy washers")
    await planner.telegram.say("Buy gaskets")
    await planner.telegram.wait_for_bot_messages(after=first.id, contains="Buy", count=2)
    texts = [m.text for m in await planner.telegram.messages(after=first.id) if m.from_bot]
    assert ["washers" in text for text in texts] == [True, False]


async def test_a_user_who_blocked_the_bot_gets_no_second_try(planner: Planner) -> None:
    await enter(planner)
    await planner.telegram.inject("sendMessage", "error", code=403, times=1)
    await planner.telegram.say("Buy washers")
    await until(lambda: is_state(planner, "failed"), what="the row marked failed")
    assert await one(planner, "SELECT blocked_at IS NOT NULL FROM chat")
    await answered(planner, "gaskets")
    assert await shown(planner, "washers") == 0


@pytest.mark.parametrize("fault", ["post_then_drop", "post_then_hang", "post_then_garbage"])
async def test_what_may_have_been_posted_is_unknown_and_never_repeated(planner: Planner, fault: str) -> None:
    """`post_then_hang` takes the client's whole read timeout of 20 s."""
    await enter(planner)
    await planner.telegram.inject("sendMessage", fault, times=1, seconds=60)
    await planner.telegram.say("Buy washers")
    await until(lambda: is_state(planner, "unknown"), what="the row marked unknown")
    await answered(planner, "gaskets")
    assert await shown(planner, "washers") == 1


async def test_a_text_that_telegram_cannot_format_is_sent_as_plain_text(planner: Planner) -> None:
    await enter(planner)
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 7'
    await planner.telegram.inject("sendMessage", "error", code=400, description=words, times=1)
    said = await planner.telegram.say("Buy washers < 5 mm & <b>nuts</b>")
    answer = await planner.telegram.wait_for_bot_message(after=said.id, contains="washers < 5 mm &")
    assert answer.labels, "its buttons are kept"
    refused, plain = (await planner.telegram.calls("sendMessage"))[-2:]
    assert "parse_mode" in refused["params"]
    assert "parse_mode" not in plain["params"]
    assert "&lt;" not in plain["params"]["text"]
    await until(lambda: is_state(planner, "sent"), what="the row marked sent")
    # Another 400 is final, as before.
    await planner.telegram.inject("sendMessage", "error", code=400, description="Bad Request: odd", times=1)
    await planner.telegram.say("Buy gaskets")
    failed = (
        "SELECT count(*) FROM outbound_message WHERE payload->>'text' LIKE '%gaskets%' AND state = 'failed'"
    )
    await until(lambda: one(planner, failed), what="the other row marked failed")


async def test_an_edit_that_may_have_arrived_is_simply_made_again(planner: Planner) -> None:
    await enter(planner)
    said = await planner.telegram.say("Buy washers")
    card = await planner.telegram.wait_for_bot_message(after=said.id, contains="washers")
    await planner.telegram.inject("editMessageText", "post_then_drop", times=1)
    await planner.telegram.press(card.id, next(label for label in card.labels if "Done" in label))
    edits = "SELECT count(*) FROM outbound_message WHERE method = 'editMessageText' AND state = 'sent'"
    await until(lambda: one(planner, edits), what="the edit marked sent")
    assert len(await planner.telegram.calls("editMessageText")) == 2


async def test_a_telegram_that_refuses_connections_gets_the_answer_when_it_is_back(stores: Stores) -> None:
    async with Planner.running(stores, workers=0) as planner:
        planner.start_worker()
        await enter(planner)
        await planner.stop_workers()
        there = planner.settings
        # Bound and not listening: it refuses, and no server of another test can take the port meanwhile and keep silent.
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            nowhere = f"http://127.0.0.1:{nobody.getsockname()[1]}/bot"
            planner.settings = there.model_copy(update={"telegram_api_base_url": nowhere})
            planner.start_worker()
            assert await post(planner, message("Buy washers")) == 200
            tried = STATE.replace("state", "count(*)", 1) + " AND state = 'pending' AND attempts > 0"
            await until(lambda: one(planner, tried), what="a refused try")
            await planner.stop_workers()
        planner.settings = there
        planner.start_worker()
        await planner.telegram.wait_for_bot_message(OWNER, contains="washers")
        await answered(planner, "gaskets")
        assert await shown(planner, "washers") == 1


async def test_a_worker_that_stops_between_telegrams_yes_and_its_note_writes_the_note(
    planner: Planner,
) -> None:
    await enter(planner)
    await planner.telegram.inject("sendMessage", "post_then_slow", times=1, seconds=0.5)
    assert await post(planner, message("Buy washers")) == 200
    sending = "SELECT id FROM outbound_message WHERE state = 'sending'"
    await until(lambda: rows(planner, sending), what="the row being sent")
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%outbound_message%'"
    )
    async with planner.database.transaction() as session:
        # Held here, the note of what was sent has to wait: long enough to be stopped in the midst of it.
        await session.execute(text(f"{sending} FOR UPDATE"))
        await until(lambda: rows(planner, waiting), what="the note held up")
        (worker,) = planner.workers
        stopping = asyncio.create_task(planner.stop_workers())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(job.cancelling() for job in worker.tasks.values()):
                await asyncio.sleep(0)
    await stopping
    assert await rows(planner, sending) == []
    assert await is_state(planner, "sent")


async def test_a_sending_that_vanished_does_not_stop_the_chat(planner: Planner) -> None:
    """What a SIGKILL in mid-send leaves: a row that a worker without heartbeat has claimed."""
    await enter(planner)
    await rows(
        planner,
        """INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key,
             trace_id, ephemeral, state, attempts, available_at, created_at, claimed_at, claimed_by)
           SELECT workspace_id, telegram_id, 'answer', 'sendMessage', '{"text": "washers"}', 'x:0', 'x', false,
             'sending', 1, now(), now(), now() - interval '1 minute', 'a-worker-that-is-gone' FROM chat""",
    )
    await answered(planner, "gaskets")
    assert await one(planner, STATE) == "unknown"
    assert await shown(planner, "washers") == 0


async def test_an_error_that_is_none_of_telegrams_does_not_stop_the_chat(planner: Planner) -> None:
    """A payload python-telegram-bot's own method cannot take raises before anything is sent."""
    await enter(planner)
    await rows(
        planner,
        """INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key,
             trace_id, ephemeral, state, attempts, available_at, created_at)
           SELECT workspace_id, telegram_id, 'answer', 'sendMessage', '{"text": "washers", "no_such": 1}', 'x:0',
             'x', false, 'pending', 0, now(), now() FROM chat""",
    )
    await answered(planner, "gaskets")
    assert await one(planner, STATE) in ("failed", "unknown")
