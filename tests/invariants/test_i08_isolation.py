"""I8: isolation. Every row belongs to a workspace; another workspace's ids in taps, commands and replies give nothing.

To see it fail: in worker/core/task_access.py `within_reach` return true; in
worker/core/task_access.py `reachable_operation` drop its workspace; in migrations drop a `..._same_workspace` key.
"""

import json
import random

import pytest
from sqlalchemy.exc import IntegrityError

from tests.invariants.service_faults import enter, message, one, post, rows, tap
from tests.patience import until
from tests.planner import OWNER, Planner

OTHER = 2002
WORLD = ("task", "operation", "task_event", "business", "project", "member", "chat", "schedule")
# {t} and {o} are ids of the first workspace's task and operation.
TAPS = (
    "done:{t}:{o}", "undo:{o}", "undo:{o}:{o}", "card:{o}", "edit:{o}", "edit:{o}:{t}", "edit:{o}:{t}:d",
    "set:{o}:{t}:p:1", "set:{o}:{t}:d:2026-12-01", "set:{o}:{t}:e:30", "set:{o}:{t}:b:0",
)  # fmt: skip


@pytest.fixture
async def two_worlds(planner: Planner) -> Planner:
    """Two owners; the first has a business and a task that the second must never see or touch."""
    await enter(planner)
    await planner.tell("/business Canary: canary")
    await planner.tell("Buy canary seeds tomorrow")
    await planner.open_another_workspace(user=OTHER)
    return planner


async def first_world(planner: Planner) -> str:
    """All rows of the first owner's workspace, as text."""
    home = await one(planner, "SELECT workspace_id FROM chat WHERE telegram_id = :c", c=OWNER)
    tables = []
    for table in WORLD:
        found = await rows(
            planner, f"SELECT to_jsonb(x) FROM {table} x WHERE workspace_id = :w ORDER BY id", w=home
        )
        tables.append(json.dumps([row[0] for row in found], sort_keys=True))
    return "\n".join(tables)


async def ids(planner: Planner) -> dict[str, int]:
    return {
        "t": await one(planner, "SELECT id FROM task WHERE title LIKE '%canary%'"),
        "o": await one(planner, "SELECT operation_id FROM task_event ORDER BY id LIMIT 1"),
    }


async def shown_to_other(planner: Planner) -> str:
    return " ".join(m.text for m in await planner.telegram.messages(OTHER) if m.from_bot)


async def test_foreign_ids_in_taps_change_nothing_and_show_nothing(two_worlds: Planner) -> None:
    known = await ids(two_worlds)
    before = await first_world(two_worlds)
    for data in TAPS:
        await two_worlds.forge_callback(user=OTHER, data=data.format(**known))
    assert await first_world(two_worlds) == before
    assert "canary" not in (await shown_to_other(two_worlds)).lower()
    assert await rows(two_worlds, "SELECT * FROM dead_letter") == []


async def test_numbers_and_names_of_another_workspace_are_unknown_to_commands(two_worlds: Planner) -> None:
    before = await first_world(two_worlds)
    for words in (
        "/done 1",
        "/today",
        "/tomorrow",
        "/week",
        "/business",
        "/done",
        "canary is done",
        "move canary to friday",
    ):
        await two_worlds.tell(words, user=OTHER)
    assert await first_world(two_worlds) == before
    answers = await shown_to_other(two_worlds)
    assert "seeds" not in answers.lower()
    assert "Canary" not in answers.replace("Canary to Friday", "")


async def test_a_reply_to_a_message_number_of_another_chat_finds_nothing(two_worlds: Planner) -> None:
    card = next(m for m in await two_worlds.telegram.messages() if m.from_bot and "canary seeds" in m.text)
    before = await first_world(two_worlds)
    place = {
        "message_id": card.id,
        "date": 1_795_000_000,
        "chat": {"id": OTHER, "type": "private"},
        "text": "x",
    }
    for words in ("done", "move it to friday", "delete it"):
        assert await post(two_worlds, message(words, chat=OTHER, reply_to_message=place)) == 200
    await two_worlds.settled()
    assert await first_world(two_worlds) == before


async def test_made_up_tap_data_breaks_nothing_and_changes_nothing(two_worlds: Planner) -> None:
    before, dice = await first_world(two_worlds), random.Random(8)
    pieces = (
        "done",
        "undo",
        "card",
        "edit",
        "set",
        "zone",
        "1",
        "0",
        "-1",
        "²",
        "٣",
        "9" * 18,
        "",
        "d",
        "p",
        "Mars/Base",
    )
    forged = [":".join(dice.choices(pieces, k=dice.randint(1, 5)))[:64] for _ in range(40)]
    for data in (*forged, "\u0000", "a" * 64, "\ud800"):
        assert await post(two_worlds, tap(data, user=OTHER)) == 200

    async def handled() -> bool:  # the answers themselves are paced, one a second
        return not await two_worlds.redis.zcard("planner:lanes")

    await until(handled, what="every tap handled")
    assert await rows(two_worlds, "SELECT error FROM dead_letter") == []
    assert await rows(two_worlds, "SELECT error FROM job_run WHERE state = 'retry'") == []
    assert await first_world(two_worlds) == before


@pytest.mark.parametrize(
    ("table", "column"), [("task", "business_id"), ("task", "assignee_id"), ("chat", "member_id")]
)
async def test_the_database_itself_refuses_a_row_that_points_over_the_wall(
    two_worlds: Planner, table: str, column: str
) -> None:
    other = await one(two_worlds, "SELECT workspace_id FROM chat WHERE telegram_id = :c", c=OTHER)
    target = {"business_id": "business", "assignee_id": "member", "member_id": "member"}[column]
    foreign = await one(two_worlds, f"SELECT id FROM {target} WHERE workspace_id = :w LIMIT 1", w=other) if (
        target != "business"
    ) else 1_000_000  # fmt: skip
    with pytest.raises(IntegrityError, match="same_workspace"):
        await rows(
            two_worlds, f"UPDATE {table} SET {column} = :f WHERE workspace_id <> :w", f=foreign, w=other
        )


async def test_strangers_leave_a_count_and_nothing_else(two_worlds: Planner) -> None:
    """Neither in a table nor in Redis stands the stranger's id, when all is done."""
    stranger = 7_771_234_567
    await two_worlds.telegram.say("let me in", user=stranger)
    await two_worlds.telegram.wait_for_bot_message(stranger)
    await two_worlds.telegram.say("please", user=stranger)
    await two_worlds.settled()
    tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    for (table,) in await rows(two_worlds, tables):
        found = await rows(two_worlds, f'SELECT to_jsonb(x)::text FROM "{table}" x')
        assert [row[0] for row in found if str(stranger) in row[0]] == [], table
    left = [key async for key in two_worlds.redis.scan_iter() if str(stranger).encode() in key]
    # The pace of sending is counted by chat, for moments only; -2 is said of what is gone meanwhile.
    lives = {key: await two_worlds.redis.pttl(key) for key in left}
    assert [key for key, life in lives.items() if life != -2 and not 0 <= life <= 120_000] == []
    assert await one(two_worlds, "SELECT messages FROM unknown_sender_count") == 2
