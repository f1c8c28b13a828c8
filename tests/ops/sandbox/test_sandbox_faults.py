"""Injected faults as the real python-telegram-bot client meets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.fault_injection import Fault, FaultPlan, RateLimits

ANNA = 1001


@pytest.fixture
async def started(play):
    await play.tg.say("/start")
    return play


@pytest.mark.parametrize(
    ("fault", "order", "raised", "posted"),
    [
        ("error", {"code": 429, "retry_after": 3}, RetryAfter, False),
        ("error", {"code": 403}, Forbidden, False),
        ("error", {"code": 400, "description": "Bad Request: odd"}, BadRequest, False),
        ("error", {"code": 502}, NetworkError, False),
        ("garbage", {}, NetworkError, False),
        ("hang", {}, TimedOut, False),
        ("drop", {}, NetworkError, False),
        ("post_then_hang", {}, TimedOut, True),
        ("post_then_drop", {}, NetworkError, True),
        ("post_then_error", {"code": 500}, NetworkError, True),
        ("post_then_slow", {"seconds": 5}, TimedOut, True),
    ],
)
async def test_a_fault_shows_and_the_next_call_works(started, fault, order, raised, posted) -> None:
    await started.tg.inject("sendMessage", fault, **order)
    with pytest.raises(raised):
        await started.bot.send_message(ANNA, "under trouble", read_timeout=1 if raised is TimedOut else 60)
    await started.bot.send_message(ANNA, "after it")
    texts = [seen.text for seen in await started.tg.messages() if seen.from_bot]
    assert texts == (["under trouble"] if posted else []) + ["after it"]
    assert (await started.tg.calls("sendMessage"))[0]["fault"] == fault


async def test_a_slow_call_still_works(started) -> None:
    await started.tg.inject("*", "slow", seconds=0.1)
    sent = await started.bot.send_message(ANNA, "slowly")
    call = (await started.tg.calls("sendMessage"))[0]
    assert sent.text == "slowly"
    assert call["took"] >= 0.1


async def test_retry_after_is_told_in_words_and_in_parameters(started) -> None:
    await started.tg.inject("sendMessage", "error", code=429, retry_after=7)
    answer = await started.call("sendMessage", chat_id=ANNA, text="x")
    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


async def test_a_fault_may_be_for_one_chat_and_for_several_calls(started) -> None:
    await started.tg.say("/start", user=1002)
    await started.tg.inject("sendMessage", "error", times=2, code=500, chat_id=1002)
    results = [
        (await started.call("sendMessage", chat_id=chat, text="x")).status_code
        for chat in (ANNA, 1002, 1002, 1002)
    ]
    assert results == [200, 500, 500, 200]


def test_a_fault_by_chance_hits_some_and_is_repeatable() -> None:
    def outcome(seed: int) -> list[bool]:
        plan = FaultPlan(seed)
        plan.add(Fault(method="getChat", fault="drop", times=None, probability=0.5))
        return [plan.next_fault("getChat") is not None for _ in range(40)]

    assert set(outcome(1)) == {True, False}
    assert outcome(1) == outcome(1) != outcome(2)


async def test_a_download_can_fail_too(started) -> None:
    seen = await started.tg.send_voice(b"OggS sound")
    file = await started.bot.get_file(seen.body["voice"]["file_id"])
    await started.tg.inject("file", "drop")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"OggS sound"


async def test_paces_are_counted_and_refused_only_when_switched_on(started) -> None:
    for _ in range(8):
        await started.bot.send_message(ANNA, "x")
    assert (await started.tg.state())["limits"]["violations"]["chat"] == 3
    await started.tg.rate_limits(True, burst=3)
    codes = [(await started.call("sendMessage", chat_id=ANNA, text="x")).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    await started.tg.advance_clock(2)
    assert (await started.call("sendMessage", chat_id=ANNA, text="x")).status_code == 200


async def test_a_group_takes_twenty_a_minute(started) -> None:
    await started.tg.make_group(-500, "Crew")
    await started.tg.rate_limits(True, burst=100)
    codes = [(await started.call("sendMessage", chat_id=-500, text="x")).status_code for _ in range(22)]
    assert codes == [200] * 20 + [429] * 2


CHATS = st.integers(1, 8)
SENDS = st.lists(st.tuples(st.floats(0, 0.3), CHATS | CHATS.map(lambda chat: -chat)), max_size=300)


@given(SENDS)
def test_no_pace_is_ever_exceeded_while_the_limits_are_on(sends: list[tuple[float, int]]) -> None:
    limits, now, accepted, waits = RateLimits(on=True), 0.0, [], []
    for pause, chat in sends:
        now += pause
        try:
            limits.check(chat, now)
        except BotApiError as refusal:
            waits.append(refusal.parameters["retry_after"])
        else:
            accepted.append((now, chat))
    assert all(wait >= 1 for wait in waits)
    for at, chat in accepted:
        assert sum(at <= other < at + 1 for other, _ in accepted) <= 30
        burst = sum(at <= other < at + 1 and chat == theirs for other, theirs in accepted)
        assert burst <= 6
        if chat < 0:
            assert sum(at <= other < at + 60 and chat == theirs for other, theirs in accepted) <= 20


@given(SENDS)
def test_paces_never_refuse_while_the_limits_are_off(sends: list[tuple[float, int]]) -> None:
    limits, now = RateLimits(on=False), 0.0
    for pause, chat in sends:
        now += pause
        limits.check(chat, now)
    assert limits.busiest_second <= len(sends)
