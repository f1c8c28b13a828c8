"""Odd updates: whatever shape an update has, it is acknowledged and kept, and the chat's next message is answered."""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest

from models.console.dead_letter_commands import retry_dead_letter
from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.queue import keys
from models.runtime import clock
from tests.invariants.service_faults import enter, message, one, post, rows, tap
from tests.patience import until
from tests.planner import OWNER, Planner

TOLD = "could not process"
LETTERS = "SELECT * FROM dead_letter WHERE resolved_at IS NULL ORDER BY id"
NESTED = "[" * 900 + "]" * 900
# Each stands in JSON where the field's value was.
ODD = {
    "null": "null",
    "true": "true",
    "negative": "-1",
    "beyond int64": str(2**63),
    "beyond every word": str(10**400),
    "float": "1.5",
    "endless": "1e999",
    "nan": "NaN",
    "empty text": '""',
    "nul": '"Buy \\u0000 nails"',
    "lone surrogate": '"Buy \\ud800 nails"',
    "long text": json.dumps("n" * 5000),
    "list": "[]",
    "object": "{}",
    "list of a list": "[[1]]",
    "65 levels": "[" * 65 + "]" * 65,
    "900 levels": NESTED,
    "900 levels of objects": '{"a":' * 900 + "1" + "}" * 900,
}
# Without these nobody could say whose update it is: the door refuses such a body.
HEAD = {("update_id",), ("message", "chat", "id"), ("callback_query", "from", "id")}


def voice_note() -> dict[str, Any]:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 2, "mime_type": "audio/ogg", "file_size": 10}
    return message("", voice=voice)


def pointed() -> dict[str, Any]:
    earlier = message("before")["message"]
    entities = [{"type": "bold", "offset": 0, "length": 3}]
    return message("done", reply_to_message=earlier, entities=entities)


def placed() -> dict[str, Any]:
    return message("", location={"latitude": 52.5, "longitude": 13.4})


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the document itself left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*at, key)
        yield from paths(item, (*at, key))


def spoilt(update: dict[str, Any], path: tuple[Any, ...], odd: str) -> bytes | None:
    """The update's JSON with `odd` at `path`; None where that would take its head away."""
    if any(head[: len(path)] == path for head in HEAD):
        return None
    document = json.loads(json.dumps(update))
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = "ODD-PLACE"
    return json.dumps(document).replace('"ODD-PLACE"', odd).encode()


BASES = {
    "text": lambda: message("Buy nails"),
    "reply": pointed,
    "voice": voice_note,
    "place": placed,
    "tap": lambda: tap("took:1:30"),
}


async def handled(planner: Planner) -> None:
    """Wait until every update has had its effect; answers go on leaving at Telegram's pace, one a second."""

    async def empty() -> bool:
        return not await planner.redis.zcard(keys.LANES)

    await until(empty, what="empty lanes")


@pytest.mark.parametrize("base", BASES.values(), ids=BASES.keys())
async def test_every_field_may_hold_anything(planner: Planner, base: Any) -> None:
    """Each field with some of the odd values, taken in turn: acknowledged, ended at once, and the chat goes on."""
    await enter(planner)
    turn, sent = cycle(ODD.values()), 0
    for path in paths(base()):
        for odd in islice(turn, 2):
            body = spoilt(base(), path, odd)
            if body is not None:
                assert await post(planner, body) == 200, (path, odd[:40])
                sent += 1
        await handled(planner)
    assert sent >= 15
    after = message("Buy washers")
    assert await post(planner, after) == 200
    await handled(planner)
    [answer] = await rows(
        planner,
        "SELECT payload FROM outbound_message WHERE trace_id = :trace",
        trace=f"u{after['update_id']}",
    )
    assert "Buy washers" in json.dumps(answer.payload)
    again = await rows(planner, "SELECT DISTINCT error, traceback FROM job_run WHERE state = 'retry'")
    assert [(row.error, row.traceback) for row in again] == []
    assert all(letter.payload and letter.attempts == 1 for letter in await rows(planner, LETTERS))


async def test_a_deeply_nested_message_is_kept_as_it_came_and_the_user_is_told(planner: Planner) -> None:
    await enter(planner)
    body = json.dumps(message("PLACE")).replace('"PLACE"', NESTED).encode()
    assert await post(planner, body) == 200
    assert await post(planner, message("Buy washers")) == 200
    await planner.telegram.wait_for_bot_message(contains=TOLD)
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    [letter] = await rows(planner, LETTERS)
    assert letter.payload == body.decode()
    assert letter.attempts == 1
    assert "nested deeper" in letter.error


async def test_a_letter_kept_as_text_is_sent_again_as_it_came(planner: Planner) -> None:
    """It dies again, with the same words: nothing is lost by trying."""
    await enter(planner)
    body = json.dumps(message("PLACE")).replace('"PLACE"', NESTED).encode()
    assert await post(planner, body) == 200
    await planner.telegram.wait_for_bot_message(contains=TOLD)
    [letter] = await rows(planner, LETTERS)
    postgres = PostgresPool(planner.settings.database_url)
    again = await retry_dead_letter(OperatorContext(postgres, planner.redis), letter.id, clock.now())
    await postgres.close()
    assert again.outcome == "done"
    await planner.settled()
    [second] = await rows(planner, LETTERS)
    assert second.id != letter.id
    assert second.payload == body.decode()


REFUSING = """
CREATE FUNCTION refuse_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {when} THEN RAISE EXCEPTION 'no such row today'; END IF; RETURN NEW; END $$
"""
TRIGGER = "CREATE TRIGGER refuse_word BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_word()"


async def refuse(planner: Planner, table: str, when: str) -> None:
    await rows(planner, REFUSING.format(when=when))
    await rows(planner, TRIGGER.format(table=table))


async def test_a_dead_letter_that_cannot_be_read_keeps_the_body_as_text(planner: Planner) -> None:
    """The letter's document is refused, its text is not: the letter says both errors, the user is told."""
    await enter(planner)
    await refuse(planner, "dead_letter", "jsonb_typeof(NEW.payload) = 'object'")
    poison = {"update_id": 90_000_002, "message": {"message_id": 1, "chat": {"id": OWNER}, "text": "hi"}}
    assert await post(planner, poison) == 200
    assert await post(planner, message("Buy washers")) == 200
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    await planner.telegram.wait_for_bot_message(contains=TOLD)
    [letter] = await rows(planner, LETTERS)
    assert json.loads(letter.payload) == poison
    assert "no update of a known shape" in letter.error
    assert "no such row today" in letter.error
    assert await one(planner, "SELECT outcome FROM inbound_update WHERE update_id = 90000002") == "dead"


async def test_a_user_who_cannot_be_told_does_not_stand_still(planner: Planner) -> None:
    await enter(planner)
    await refuse(planner, "outbound_message", f"NEW.payload::text LIKE '%{TOLD}%'")
    poison = {"update_id": 90_000_003, "message": {"message_id": 1, "chat": {"id": OWNER}, "text": "hi"}}
    assert await post(planner, poison) == 200
    assert await post(planner, message("Buy washers")) == 200
    await planner.telegram.wait_for_bot_message(contains="Buy washers")

    async def kept() -> Any:
        return await rows(planner, LETTERS)

    [letter] = await until(kept, what="a letter")
    assert json.loads(letter.payload) == poison
