"""A word that was misheard and mended is heard in mind the next time."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.glossary_word import GlossaryWord
from models.tables.task import Task
from tests.planner import OWNER, Planner, Stores
from worker.core.speaker import find_speaker
from worker.features.directory.glossary import MAX_WORDS, learn_words, load_corrections

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
VOICE = b"OggS" + bytes(200)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def words(planner: Planner) -> list[str]:
    rows = await planner.rows(select(GlossaryWord).order_by(col(GlossaryWord.id)))
    return [row.word for row in rows]


async def hint(planner: Planner) -> str:
    return str((await planner.openai.calls("transcriptions"))[-1]["body"])


async def test_a_mended_title_of_a_voice_note_goes_first_into_the_next_hint(stores: Stores) -> None:
    # The older model takes its hint as one text, in which the order can be seen.
    older = {"openai_transcription_model": "whisper-1"}
    async with Planner.running(stores, with_model=True, understanding="rules", **older) as planner:
        await planner.tell("/start")
        await planner.tell("/business Repair: spindle")
        await planner.openai.transcript("call ivanoff about the shpindle by friday")
        said = await planner.telegram.send_voice(VOICE, duration=3)
        [card] = await planner.answers(said)
        assert "Ivanov" not in await hint(planner)
        await planner.tell("rename it to Call Ivanov about the Haas spindle", reply_to=card.id)
        [task] = await planner.rows(select(Task))
        assert task.title == "Call Ivanov about the Haas spindle"
        assert {"Ivanov", "Haas"} <= set(await words(planner))
        await planner.openai.transcript("call ivanov again tomorrow")
        await planner.telegram.send_voice(VOICE, duration=3)
        await planner.settled()
        after = await hint(planner)
        assert after.index("Ivanov") < after.index("Repair")


async def test_a_typed_task_that_is_renamed_teaches_nothing(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call ivanoff by Friday")
    await planner.tell("rename it to Call Ivanov", reply_to=card.id)
    assert await words(planner) == []


async def test_a_mended_name_is_learnt_and_the_glossary_stays_small(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/team Dmitrij")
    await planner.tell("/team Dmitrij -> Dmitri")
    assert await words(planner) == ["Dmitri"]
    [workspace] = {row.workspace_id for row in await planner.rows(select(GlossaryWord))}
    async with planner.database.transaction() as session:
        for number in range(MAX_WORDS + 10):
            later = MONDAY + dt.timedelta(minutes=number + 1)
            await learn_words(session, workspace, [f"word{number}"], "title", later)
        speaker = await find_speaker(session, OWNER)
        assert speaker is not None
        assert (await load_corrections(session, speaker))[0] == f"word{MAX_WORDS + 9}"
        assert len(await load_corrections(session, speaker)) == 30
    kept = await words(planner)
    assert len(kept) == MAX_WORDS
    assert "Dmitri" not in kept
