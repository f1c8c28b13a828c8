"""The morning digest: once a day, at the owner's time, and provably there."""

import datetime as dt

import pytest
from sqlmodel import col, select, update

from models.tables.chat import Chat
from models.tables.job_run import JobRun
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule, ScheduleRun
from tests.invariants.service_faults import rows
from tests.planner import OWNER, Planner, Stores
from tests.stories.schedules.schedule_steps import (
    MONDAY_7,
    berlin,
    chat_of,
    digests,
    go_to,
    runs,
    settled_run,
)

NAMES_WITH_MARKUP = (
    """INSERT INTO member (workspace_id, name, aliases, is_owner, created_at)
       SELECT id, 'Al <i>&co', '{}', false, now() FROM workspace""",
    """INSERT INTO business (workspace_id, name, keywords, created_at)
       SELECT id, 'R&D <b>Lab', '{}', now() FROM workspace""",
    "UPDATE task SET business_id = (SELECT id FROM business), title = 'a < b & c > d'",
    """UPDATE task SET assignee_id = (SELECT id FROM member WHERE NOT is_owner), deadline_on = '2026-11-20'
       WHERE number = 2""",
)


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def ready(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/reminders off")
    await planner.tell("Call the bank today at 10:00, half an hour. Send the offer tomorrow")


async def test_the_digest_comes_at_its_time_and_the_ledger_proves_it(planner: Planner) -> None:
    await ready(planner)
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    (digest,) = await digests(planner)
    assert "Monday 23 November · 30 min" in digest.text
    assert "10:00  Call the bank · 30 min · #1" in digest.text
    assert "offer" not in digest.text
    assert (run.state, run.telegram_message_id, run.parts) == ("sent", digest.id, 1)
    assert run.due_at == berlin(23, 8)
    assert run.due_at <= run.enqueued_at <= run.rendered_at <= run.sent_at
    (schedule,) = await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest"))
    assert (schedule.next_on, schedule.next_run_at) == (dt.date(2026, 11, 24), berlin(24, 8))


async def test_two_workers_ticking_together_send_one_digest(stores: Stores) -> None:
    async with Planner.running(stores, workers=2) as planner:
        await ready(planner)
        go_to(berlin(23, 8))
        await settled_run(planner, 23)
        go_to(berlin(24, 8))
        await settled_run(planner, 24)
        assert len(await digests(planner)) == 2
        assert [run.state for run in await runs(planner)] == ["sent", "sent"]


async def test_missed_by_two_hours_it_comes_late_and_says_so(planner: Planner) -> None:
    await ready(planner)
    await planner.stop_workers()
    go_to(berlin(23, 10))
    planner.start_worker()
    await settled_run(planner, 23)
    (digest,) = await digests(planner)
    assert "Late: this was due at 08:00." in digest.text


async def test_missed_for_days_the_newest_is_sent_and_names_the_one_left_out(planner: Planner) -> None:
    await ready(planner)
    await planner.stop_workers()
    go_to(berlin(25, 9))
    planner.start_worker()
    await settled_run(planner, 25)
    assert [(run.local_on.day, run.state, run.reason) for run in await runs(planner)] == [
        (23, "skipped", "late"),
        (24, "skipped", "late"),
        (25, "sent", None),
    ]
    (digest,) = await digests(planner)
    assert "The last one (yesterday) was skipped: I was not running." in digest.text


async def test_missed_by_more_than_its_window_it_is_left_out_and_the_next_one_says_so(
    planner: Planner,
) -> None:
    await ready(planner)
    await planner.stop_workers()
    go_to(berlin(23, 14, 1))
    planner.start_worker()
    run = await settled_run(planner, 23)
    assert (run.state, run.reason) == ("skipped", "late")
    assert await digests(planner) == []
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    assert "The last one (yesterday) was skipped: I was not running." in (await digests(planner))[0].text


async def test_names_with_markup_are_shown_as_they_are(planner: Planner) -> None:
    await ready(planner)
    for statement in NAMES_WITH_MARKUP:
        await rows(planner, statement)
    go_to(berlin(23, 8))
    assert (await settled_run(planner, 23)).state == "sent"
    (digest,) = await digests(planner)
    assert "R&D <b>Lab" in digest.text
    assert "a < b & c > d" in digest.text
    assert "Al <i>&co: a < b & c > d" in digest.text


async def test_a_zone_is_tapped_typed_or_nearly_typed(planner: Planner) -> None:
    await planner.tell("/start")
    offer = await planner.tell("/timezone")
    await planner.press(offer, "Almaty")
    assert (await chat_of(planner)).zone == "Asia/Almaty"
    for typed, zone in (
        ("Europe/Paris", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("Екатеринбург", "Asia/Yekaterinburg"),
    ):
        await planner.tell(f"/timezone {typed}")
        assert (await chat_of(planner)).zone == zone
    answer = await planner.tell("/timezone Atlantis")
    assert "I don't know the time zone “Atlantis”" in answer.text
    assert (await chat_of(planner)).zone == "Asia/Yekaterinburg"


async def test_nothing_to_say_is_silence_or_one_line_as_set(planner: Planner) -> None:
    await planner.tell("/start")
    go_to(berlin(23, 8))
    assert (await settled_run(planner, 23)).reason == "nothing"
    async with planner.database.transaction() as session:
        await session.execute(update(Schedule).values(when_empty="line"))
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    (digest,) = await digests(planner)
    assert digest.text == "Tuesday 24 November: nothing is due."


async def test_a_zone_moved_past_the_time_owes_todays_digest_at_once_and_only_once(planner: Planner) -> None:
    go_to(berlin(22, 12))
    await ready(planner)
    go_to(berlin(23, 7))
    # In Moscow it is nine.
    await planner.tell("/timezone Europe/Moscow")
    run = await settled_run(planner, 23)
    assert run.zone == "Europe/Moscow"
    # Back to Berlin, where it is still before eight: the day has had its digest.
    await planner.tell("/timezone Europe/Berlin")
    (schedule,) = await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest"))
    assert schedule.next_run_at == berlin(24, 8)


@pytest.mark.parametrize("code", [500, 502])
async def test_a_server_error_is_tried_again(planner: Planner, code: int) -> None:
    await ready(planner)
    await planner.telegram.inject("sendMessage", "error", times=1, code=code)
    go_to(berlin(23, 8))
    assert (await settled_run(planner, 23)).state == "sent"
    assert len(await digests(planner)) == 1


async def test_too_many_requests_waits_as_long_as_telegram_says(planner: Planner) -> None:
    await ready(planner)
    await planner.telegram.inject("sendMessage", "error", times=1, code=429, retry_after=2)
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    assert run.state == "sent"
    assert run.sent_at - run.rendered_at >= dt.timedelta(seconds=2)


async def test_a_timeout_after_posting_is_unknown_not_repeated_and_confessed_next_day(
    planner: Planner,
) -> None:
    await ready(planner)
    await planner.telegram.inject("sendMessage", "post_then_drop", times=1)
    go_to(berlin(23, 8))
    assert (await settled_run(planner, 23)).state == "unknown"
    texts = [seen.text for seen in await planner.telegram.messages(OWNER) if "23 November" in seen.text]
    assert len(texts) == 1
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    assert "The last one (yesterday) may not have reached you." in (await digests(planner))[-1].text


async def test_a_refused_digest_is_told_by_another_message(planner: Planner) -> None:
    await ready(planner)
    await planner.telegram.inject("sendMessage", "error", times=1, code=400)
    go_to(berlin(23, 8))
    assert (await settled_run(planner, 23)).state == "failed"
    await planner.settled()
    last = (await planner.telegram.messages(OWNER))[-1]
    assert last.text == "The morning digest could not be sent. Nothing is lost: /today shows what is open."


async def test_a_blocked_bot_pauses_the_clock_and_says_so_when_it_is_back(planner: Planner) -> None:
    await ready(planner)
    await planner.telegram.inject("sendMessage", "error", times=1, code=403)
    go_to(berlin(23, 8))
    run = await settled_run(planner, 23)
    assert (run.state, run.reason) == ("failed", "Forbidden: bot was blocked by the user")
    paused = select(Schedule).where(col(Schedule.enabled), col(Schedule.paused_at).is_not(None))
    assert len(await planner.rows(paused)) == 1
    go_to(berlin(24, 9))
    await planner.telegram.block(blocked=True)
    await planner.telegram.block(blocked=False)
    await planner.telegram.wait_for_bot_message(OWNER, contains="I could not reach you for a while")
    go_to(berlin(25, 8))
    await settled_run(planner, 25)
    assert [run.local_on.day for run in await runs(planner)] == [23, 25]
    assert (await chat_of(planner)).blocked_at is None


async def test_a_send_whose_worker_was_killed_is_unknown_in_the_ledger_too(planner: Planner) -> None:
    await ready(planner)
    await planner.stop_workers()
    go_to(berlin(23, 8))
    schedule = (await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest")))[0]
    async with planner.database.transaction() as session:
        row = OutboundMessage(
            workspace_id=schedule.workspace_id,
            chat_telegram_id=OWNER,
            purpose="digest",
            method="sendMessage",
            payload={"text": "x"},
            dedupe_key=f"digest:{schedule.id}:2026-11-23:0",
            trace_id=f"d{schedule.id}-2026-11-23",
            state="sending",
            claimed_at=berlin(23, 8) - dt.timedelta(minutes=5),
            claimed_by="killed",
            available_at=berlin(23, 8),
            created_at=berlin(23, 8),
        )
        session.add(row)
        await session.flush()
        session.add(
            ScheduleRun(
                schedule_id=schedule.id,
                local_on=dt.date(2026, 11, 23),
                due_at=berlin(23, 8),
                enqueued_at=berlin(23, 8),
                rendered_at=berlin(23, 8),
                outbound_message_id=row.id,
                parts=1,
                state="rendered",
            )
        )
    planner.start_worker()
    run = await settled_run(planner, 23)
    assert (run.state, run.reason) == ("unknown", "The worker died while it was sending.")
    assert await digests(planner) == []


async def test_one_chat_that_cannot_be_rendered_does_not_cost_the_others_theirs(planner: Planner) -> None:
    await ready(planner)
    await planner.open_another_workspace(user=2002)
    chat = await chat_of(planner, 2002)
    mine = select(Schedule).where(Schedule.chat_id == chat.id, Schedule.kind == "morning_digest")
    (broken,) = await planner.rows(mine)
    async with planner.database.transaction() as session:
        await session.execute(update(Schedule).where(col(Schedule.id) == broken.id).values(enabled=False))
        # A zone that is none stands for any defect in one chat's rows.
        await session.execute(update(Chat).where(col(Chat.id) == chat.id).values(zone="Nowhere/Lost"))
        session.add(
            ScheduleRun(
                schedule_id=broken.id,
                local_on=dt.date(2026, 11, 23),
                due_at=berlin(23, 8),
                enqueued_at=berlin(23, 8),
            )
        )
    go_to(berlin(23, 8))
    sent = select(ScheduleRun).where(ScheduleRun.state == "sent")
    assert [run.schedule_id != broken.id for run in await planner.eventually(sent)] == [True]
    apart = select(ScheduleRun).where(ScheduleRun.schedule_id == broken.id, col(ScheduleRun.alone))
    assert len(await planner.eventually(apart)) == 1
    tried = select(JobRun).where(JobRun.job_name == "send_digest", JobRun.state == "retry")
    assert "Nowhere/Lost" in (await planner.eventually(tried))[0].error
