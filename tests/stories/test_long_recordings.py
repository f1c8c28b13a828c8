"""Long recordings and foreign formats: heard in pieces, paid once, and a clear word where something cannot be heard."""

import asyncio
import datetime as dt
import re
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.deferred_read import DeferredRead
from models.tables.model_call import ModelCall
from models.tables.task import Task
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner, Stores
from tests.recordings import opus
from worker.understanding.voice import ogg
from worker.understanding.voice.transcriber import LARGE_BYTES

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
LONG = opus(14 * 60)
SAID = ("send the offer by friday", "pay the rent on the 15th", "order ten cutters")


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def plant(planner: Planner, audio: bytes = LONG, said: tuple[str, ...] = SAID) -> None:
    """Each piece of the recording has words of its own."""
    pieces = ogg.cut(audio, 300)
    assert pieces is not None
    for piece, words in zip(pieces, said, strict=True):
        await planner.openai.transcript(words, piece.written(), seconds=piece.seconds)


async def heard(planner: Planner) -> list[ModelCall]:
    return await planner.rows(
        select(ModelCall).where(ModelCall.purpose == "voice").order_by(col(ModelCall.step))
    )


def creations(*titles: str) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("due", "business", "project", "assignee", "priority", "minutes", "rrule", "remind")
    )
    return {"actions": [{"kind": "create", "title": title, **nothing} for title in titles]}


async def test_a_quarter_of_an_hour_is_heard_in_pieces_and_read_as_one(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await plant(planner)
        await planner.openai.answer(". ".join(SAID), creations("Send the offer", "Pay the rent"))
        await planner.openai.answer(
            " ".join(SAID), creations("Send the offer", "Pay the rent", "Order cutters")
        )
        said = await planner.telegram.send_voice(LONG, duration=14 * 60)
        [card] = await planner.answers(said)
        assert card.text.startswith(" ".join(SAID))
        made = await planner.rows(select(Task).order_by(col(Task.number)))
        assert [task.title for task in made] == ["Send the offer", "Pay the rent", "Order cutters"]
        calls = await heard(planner)
        assert [call.step for call in calls] == ["hear:1", "hear:2", "hear:3"]
        # 14 minutes at $0.0045, each piece rounded up.
        assert 63_000 <= sum(call.cost_micros for call in calls) <= 63_000 + 3 * 75
        assert all(call.reserved_micros == 0 for call in calls)


async def test_a_piece_that_fails_is_heard_later_and_the_others_are_not_paid_again(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await plant(planner)
        await planner.openai.inject("transcriptions", "drop", times=1)
        said = await planner.telegram.send_voice(LONG, duration=14 * 60)
        assert "Your recording is saved" in (await planner.answers(said))[0].text
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        await planner.eventually(select(Task))
        await planner.settled()
        assert len(await planner.openai.calls("transcriptions")) == 4
        calls = await heard(planner)
        assert [call.state for call in calls] == ["settled"] * 3
        # Each piece is paid once; the one whose line broke may have been billed, and is counted twice.
        once = min(call.cost_micros for call in calls)
        assert sorted(round(call.cost_micros / once) for call in calls) == [1, 1, 2]
        card = (await planner.answers(said))[-1]
        assert card.text.startswith(" ".join(SAID))


async def test_a_budget_that_ends_within_a_recording_keeps_what_was_heard_and_says_so(stores: Stores) -> None:
    async with Planner.running(
        stores, with_model=True, understanding="rules", budget_day_usd=0.05
    ) as planner:
        await planner.tell("/start")
        await planner.tell("/language ru")
        await plant(planner, said=("отправить предложение до пятницы",) * 3)
        said = await planner.telegram.send_voice(LONG, duration=14 * 60)
        answers = await planner.answers(said)
        assert "отправить предложение" in answers[0].text
        # Which two of the three pieces were paid for is not said.
        told = r"Бюджет на модель закончился посреди записи: прослушано (9|10) мин из 14 мин\."
        assert re.fullmatch(told, answers[-1].text)
        assert len(await planner.openai.calls("transcriptions")) == 2


async def test_what_the_model_will_not_take_is_said_at_once(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        # Two recordings one behind the other cannot be cut, and are longer than the model takes at once.
        whole = opus(700) + opus(1500, serial=78)
        said = await planner.telegram.send_voice(whole, duration=2200)
        [answer] = await planner.answers(said)
        assert "did not accept this recording" in answer.text
        assert await planner.rows(select(DeferredRead)) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "is too long for me (1 h at most)",
                "I can't play this kind",
                "too large for me (20 MB at most)",
            ),
        ),
        (
            "ru",
            (
                "слишком длинная (можно до 1 ч)",
                "Такой формат записи мне не подходит",
                "слишком большая (можно до 20 МБ)",
            ),
        ),
    ],
)
async def test_what_cannot_be_heard_is_told_in_the_reader_s_language(
    stores: Stores, language: str, told: tuple[str, str, str]
) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.tell(f"/language {language}")
        for (audio, seconds), words in zip(
            [(LONG, 61 * 60), (b"#!AMR\n" + bytes(400), 3), (b"OggS" + bytes(20 * 1024 * 1024), 3)],
            told,
            strict=True,
        ):
            said = await planner.telegram.send_voice(audio, duration=seconds)
            [answer] = await planner.answers(said)
            assert words in answer.text
        assert await planner.openai.calls("transcriptions") == []


async def test_an_mp3_sent_as_a_file_is_heard_whole(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.transcript("send the offer by friday")
        recording = b"\xff\xfb\x90\x00" + bytes(413)
        said = await planner.telegram.send_file(
            "document", recording * 100, file_name="memo.mp3", mime_type="audio/mpeg"
        )
        [card] = await planner.answers(said)
        assert "Send the offer" in card.text
        [call] = await planner.openai.calls("transcriptions")
        assert (call["body"]["file_name"], call["body"]["size"]) == ("voice.mp3", 41_700)


async def test_two_large_recordings_are_not_in_memory_at_once(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.understanding.voice.transcriber.ROOM_WAIT_SECONDS", 0.2)
    large = (b"\xff\xfb\x90\x00" + bytes(413)) * (LARGE_BYTES // 417 + 1)
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.open_another_workspace(user=2002)
        await planner.openai.transcript("send the offer by friday")
        await planner.openai.inject("transcriptions", "slow", seconds=5, times=1)
        first = await planner.telegram.send_voice(large, duration=250)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await planner.openai.state())["running"] == 0:
                await asyncio.sleep(0.01)
        second = await planner.telegram.send_voice(large, duration=250, user=2002)
        await planner.settled()
        assert "Send the offer" in (await planner.answers(first))[-1].text
        [kept] = await planner.answers(second)
        assert "Yours is saved" in kept.text
        clock.set_to(MONDAY + dt.timedelta(minutes=1))
        await planner.eventually(select(DeferredRead).where(DeferredRead.state == "settled"))
        await planner.settled()
        assert "Send the offer" in (await planner.answers(second))[-1].text
