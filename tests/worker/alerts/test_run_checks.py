"""The owner is told of a problem in their language, once, and hears of its end in the same message."""

import asyncio
import datetime as dt

import pytest
from pydantic import SecretStr

from models.health.trouble import KINDS, Trouble
from models.queue import keys
from models.runtime import clock
from tests.invariants.service_faults import rows, services_of
from tests.planner import OWNER, Planner, Stores
from tests.worker.alerts.receiver import listener
from worker.alerts.run_checks import apply_findings, run_alert_checks, run_certificate_check
from worker.alerts.sentences import SENTENCES
from worker.alerts.webhook_notice import post_alerts
from worker.core.i18n import LANGUAGES, translator_for

LETTER = """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
            VALUES ('j1', 'handle_update', '{}', 4, 'ValueError', now())"""
RUN = """INSERT INTO backup_run (started_at, finished_at, state, error)
         VALUES (now() - cast(:ago AS interval), now() - cast(:ago AS interval), :state, :error)"""
HOUR = dt.timedelta(hours=1)


async def told(planner: Planner) -> list[str]:
    """What the owner can read in their chat now, as far as it is about problems."""
    await planner.settled()
    found = await rows(
        planner,
        "SELECT telegram_message_id FROM outbound_message WHERE purpose = 'trouble' AND method = 'sendMessage' ORDER BY id",
    )
    return [(await planner.telegram.message(number, OWNER)).text for (number,) in found]


async def test_the_owner_is_told_once_and_the_message_says_when_it_is_over(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(planner, "UPDATE chat SET language = 'ru'")
    await rows(planner, LETTER)
    async with services_of(planner) as services:
        await run_alert_checks(services)
        await run_alert_checks(services)
    [text] = await told(planner)
    assert text == (
        "1 задание не удалось после всех попыток, последнее: handle_update. Оно лежит на панели, его можно запустить снова."
    )
    await rows(planner, "UPDATE dead_letter SET resolved_at = now(), resolution = 'discarded'")
    async with services_of(planner) as services:
        await run_alert_checks(services)
    [text] = await told(planner)
    assert text.splitlines()[-1].startswith("✓ Закончилось в ")


async def test_two_workers_tell_it_once(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(planner, LETTER)
    async with services_of(planner) as first, services_of(planner) as second:
        await asyncio.gather(*(run_alert_checks(services) for services in (first, second, first, second)))
        await run_alert_checks(first)
    assert len(await told(planner)) == 1


async def test_an_old_queue_is_told_even_though_nobody_answers(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.stop_workers()
    await planner.redis.zadd(keys.LANES, {"77": (clock.wall_ms() - 400_000)})
    async with services_of(planner) as services:
        await run_alert_checks(services)
        found = await rows(planner, "SELECT facts FROM alert WHERE kind = 'queue_old'")
        assert found[0][0] == {"minutes": 6, "chats": 1}
        await planner.redis.zrem(keys.LANES, "77")
        await run_alert_checks(services)
    assert (await rows(planner, "SELECT over_at IS NOT NULL FROM alert WHERE kind = 'queue_old'"))[0][0]


async def test_backups_that_fail_or_grow_old_are_told_where_backups_are_made(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(planner, RUN, ago=31 * HOUR, state="done", error=None)
    async with services_of(planner) as services:
        await run_alert_checks(services)
    assert await told(planner) == []
    await rows(planner, RUN, ago=2 * HOUR, state="failed", error="curl: (6) <no> host")
    async with services_of(planner, backup_hours=30) as services:
        await run_alert_checks(services)
    assert await told(planner) == [
        "The last good backup is 31 h old. The last attempt failed: curl: (6) <no> host"
    ]


async def test_two_failures_in_a_row_are_told_before_the_last_good_one_is_old(planner: Planner) -> None:
    await planner.tell("/start")
    for ago, state in ((5, "done"), (2, "failed"), (1, "failed")):
        await rows(planner, RUN, ago=ago * HOUR, state=state, error="full" if state == "failed" else None)
    async with services_of(planner, backup_hours=30) as services:
        await run_alert_checks(services)
    assert await told(planner) == ["The last good backup is 5 h old. The last attempt failed: full"]


async def test_the_bot_s_own_cap_is_told_and_its_end_at_midnight(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(
        planner,
        """INSERT INTO budget (scope, period, starts_on, reserved_micros, spent_micros, announced_at)
           VALUES (0, 'day', (now() AT TIME ZONE 'UTC')::date, 0, 9999999, now())""",
    )
    async with services_of(planner) as services:
        await run_alert_checks(services)
        assert await told(planner) == [
            "Today's budget of the whole bot, $10.00, is used up. Messages are read by rules until midnight UTC."
        ]
        clock.shift_clock(24 * HOUR)
        await run_alert_checks(services)
    assert (await rows(planner, "SELECT over_at IS NOT NULL FROM alert WHERE kind = 'budget'"))[0][0]


async def test_a_failed_digest_is_told_and_a_blocked_chat_is_not(planner: Planner) -> None:
    await planner.tell("/start")
    await rows(
        planner,
        """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state, reason)
           SELECT id, current_date, 'UTC', now(), now(), 1, false, 'failed', 'chat not found' FROM schedule LIMIT 1""",
    )
    async with services_of(planner) as services:
        await rows(planner, "UPDATE chat SET blocked_at = now()")
        await run_alert_checks(services)
        assert await rows(planner, "SELECT kind FROM alert WHERE kind = 'digests'") == []
        await rows(planner, "UPDATE chat SET blocked_at = NULL")
        await run_alert_checks(services)
    assert await told(planner) == [
        "1 digest of the last day could not be sent. The latest reason: chat not found"
    ]


async def test_before_there_is_an_owner_nothing_is_lost(stores: Stores) -> None:
    async with Planner.running(stores) as planner:
        await rows(planner, LETTER)
        async with services_of(planner) as services:
            await run_alert_checks(services)
            assert await rows(planner, "SELECT kind FROM alert") == []
            await planner.tell("/start")
            await run_alert_checks(services)
        assert len(await told(planner)) == 1


async def test_the_second_way_is_told_of_the_beginning_and_the_end_and_again_after_a_refusal(
    planner: Planner,
) -> None:
    await planner.tell("/start")
    async with (
        listener([503]) as (address, received),
        services_of(planner, alert_webhook_url=SecretStr(address)) as services,
    ):
        await apply_findings(
            services, ["certificate"], [Trouble("certificate", {"host": "x.example", "days": 3})]
        )
        assert [await post_alerts(services) for _ in range(3)] == [0, 1, 0]
        await apply_findings(services, ["certificate"], [])
        assert [await post_alerts(services) for _ in range(2)] == [1, 0]
    assert [post["state"] for post in received] == ["trouble", "trouble", "over"]
    assert received[0]["text"] == "The certificate of x.example ends in 3 days and has not been renewed."
    assert received[0]["facts"] == {"host": "x.example", "days": 3}


async def test_without_tls_of_our_own_nobody_looks_at_a_certificate(planner: Planner) -> None:
    async with services_of(planner) as services:
        await run_certificate_check(services)
    assert await rows(planner, "SELECT kind FROM alert") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_sentence(language: str) -> None:
    facts = {
        "minutes": 7, "chats": 2, "percent": 8, "count": 3, "job": "<b>", "hours": 40, "ever": False, "error": "e&e",
        "cap_usd": 10.0, "free_gb": 1.5, "host": "x", "days": None, "reason": "r", "seconds": 40, "settings": "<b>", "pending": 2,
    }  # fmt: skip
    assert set(SENTENCES) == set(KINDS)
    texts = [make(translator_for(language), facts) for make in SENTENCES.values()]
    assert all(texts)
    assert not any("<b>" in text or "e&e" in text for text in texts)
