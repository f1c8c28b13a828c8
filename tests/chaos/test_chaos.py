"""Nothing lost, nothing twice: api, workers and the queue's server die by SIGKILL while people write.

`CHAOS_UPDATES`, `CHAOS_SECONDS` and `CHAOS_SEED` make it longer or another; `CHAOS_POSTGRES=1` kills the database too.
"""

import os
import re
import time

import pytest

from tests.chaos.outcome_checks import query, reckon, settled
from tests.chaos.process_killer import Killer
from tests.chaos.programs import Site, own_site
from tests.chaos.traffic import Telegram, let_in, mark_of, written
from tests.patience import PATIENCE_SECONDS, until

CHATS = 50
UPDATES = int(os.environ.get("CHAOS_UPDATES", "500"))
SECONDS = float(os.environ.get("CHAOS_SECONDS", "30"))
SEED = int(os.environ.get("CHAOS_SEED", "20261123"))
POSTGRES_TOO = os.environ.get("CHAOS_POSTGRES") == "1"
# For 500 updates; a heap that grew through minutes of kills takes its time to be worked off.
RECOVERY_SECONDS = PATIENCE_SECONDS * max(1.0, UPDATES / 500)


@pytest.mark.slow
@pytest.mark.timeout(900 + 2 * SECONDS + RECOVERY_SECONDS)
async def test_every_acknowledged_message_has_its_one_effect_whatever_is_killed() -> None:
    async with own_site() as site:
        chats = await let_in(site, CHATS)
        updates = await written(site, chats, UPDATES // CHATS)
        await site.api()
        await site.worker()
        await site.worker()
        # Telegram takes its time, so that the kills find work in hand.
        await site.telegram.inject("sendMessage", "slow", times=None, seconds=0.3, probability=0.3)
        await site.telegram.inject("sendChatAction", "slow", times=None, seconds=0.3, probability=0.3)
        killer = Killer(site, SEED, postgres=POSTGRES_TOO)
        delivered = await Telegram(site, SECONDS, SEED).deliver(updates)
        await killer.stop()
        assert delivered.count == UPDATES
        try:
            await until(
                lambda: settled(site, UPDATES), seconds=RECOVERY_SECONDS, what="every message handled"
            )
        except AssertionError:
            print(site.logs())
            raise
        healed_after = time.monotonic() - killer.last_restart
        await site.telegram.clear_faults()
        await _every_chat_still_answers(site, chats)
        found = await reckon(site, chats)
        _report(site, killer, delivered, found, healed_after)

        texts = {u["update_id"]: u["message"]["text"] for waiting in updates.values() for u in waiting}
        in_order = {chat: [mark_of(texts[i]) for i in ids] for chat, ids in delivered.acknowledged.items()}
        last = {chat: f"c{chat}n999" for chat in chats}
        assert found.tasks == {chat: [*marks, last[chat]] for chat, marks in in_order.items()}
        assert found.outcomes == {"done": UPDATES + CHATS}
        assert await query(site, "SELECT * FROM dead_letter") == []
        _answers_came_once_and_in_order(found, in_order)
        await until(lambda: _nothing_left(site), what="an empty queue")


def _answers_came_once_and_in_order(found, in_order) -> None:
    expected = {mark for marks in in_order.values() for mark in marks}
    assert expected <= set(found.states)
    assert set(found.states.values()) <= {"sent", "unknown"}
    assert [mark for mark, times in found.answers.items() if times > 1] == []
    assert [m for m, state in found.states.items() if state == "sent" and found.answers[m] != 1] == []
    for chat, shown in found.shown.items():
        assert shown == sorted(shown), f"answers out of order in {chat}"


async def _nothing_left(site: Site) -> bool:
    return await site.left_in_queue() == []


async def _every_chat_still_answers(site: Site, chats: list[int]) -> None:
    """No chat is stuck: each says one thing more, by Telegram's own delivery, and is answered."""
    # Telegram still holds all it has not been told to be taken, and delivers it once more: duplicates all of them.
    await site.set_webhook()
    for chat in chats:
        await site.telegram.say(f"Buy part c{chat}n999", user=chat)
    for chat in chats:
        await site.telegram.wait_for_bot_message(chat, contains=f"c{chat}n999")


def _report(site: Site, killer: Killer, delivered, found, healed_after: float) -> None:
    logs = "\n".join(program.said for program in site.programs)
    counted = {
        "kills": dict(killer.kills),
        "acknowledged": delivered.count,
        "repeats": delivered.repeats,
        "answered 503": delivered.refused,
        "connections broken": delivered.broken,
        "slowest acknowledgement (s)": round(delivered.slowest_seconds, 1),
        "lanes healed": sum(int(n) for n in re.findall(r"lanes_healed +.*?count=(\d+)", logs)),
        "answers unknown": found.unknown,
        "answers shown": sum(found.answers.values()),
        "settled after the last restart (s)": round(healed_after, 1),
    }
    for name, value in counted.items():
        print(f"chaos: {name}: {value}")
