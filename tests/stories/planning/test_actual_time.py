"""After Done: how long it took, by a tap or in words; what is learned from it; finding things again."""

import datetime as dt

import pytest
from sqlmodel import select

from models.tables.estimate_sample import EstimateSample
from models.tables.operation import TaskEvent
from models.tables.task import Task
from tests.planner import Planner
from tests.worker.features.planning.planning_workspace import NOW, World
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, outbox_row
from worker.features.estimates.commands import accuracy_reply
from worker.features.estimates.service import answers_actual_time, record_typed_time
from worker.features.estimates.views import actual_time_question, likely_minutes
from worker.features.search.service import find
from worker.router.callback_router import CALLBACKS
from worker.understanding.requests.duration import duration_of

MOMENT = HandlerContext(NOW, "trace", 1)


async def done_task(
    world: World, title: str = "Fix the spindle", minutes: int | None = None, **fields
) -> Task:
    actual = {} if minutes is None else {"actual_minutes": minutes, "actual_source": "person"}
    given = {"business": "Repair", "status": "done", "done_at": NOW, **actual, **fields}
    async with world.session() as session:
        return await world.task(session, title, 120, **given)


async def asked(world: World, task: Task) -> Reply:
    """The question, in the outbox as the worker writes it."""
    question = actual_time_question(world.speaker, task)
    assert question is not None
    async with world.session() as session:
        session.add(
            outbox_row(
                question,
                workspace_id=world.speaker.workspace_id,
                chat_telegram_id=world.speaker.chat_telegram_id,
                dedupe_key=f"q{task.id}",
                trace_id="trace",
                now=NOW,
            )
        )
    return question


async def tap(world: World, reply: Reply, label: str) -> Reply | None:
    [data] = [b.data for row in reply.buttons for b in row if b.label == label]
    verb, *path = data.split(":")
    async with world.session() as session:
        return await CALLBACKS[verb].run(session, world.speaker, verb, path, MOMENT)


async def say(world: World, text: str, context: HandlerContext = MOMENT) -> Reply | None:
    async with world.session() as session:
        replies = await record_typed_time(session, world.speaker, text, None, context)
        return replies[-1] if replies else None


async def stored(world: World, task: Task) -> Task:
    async with world.session() as session:
        return await session.get_one(Task, task.id)


async def test_one_tap_keeps_the_time_and_learns_from_it(world: World) -> None:
    task = await done_task(world)
    question = await asked(world, task)
    assert question.text == "✓ Fix the spindle. How long did it take?"
    answer = await tap(world, question, "3 h")
    assert answer.text == "✓ Fix the spindle\n3 h against 2 h."
    row = await stored(world, task)
    assert (row.actual_minutes, row.actual_source) == (180, "person")
    async with world.session() as session:
        [learned] = (await session.exec(select(EstimateSample))).all()
        assert (learned.actual_minutes, learned.business_id) == (180, world.businesses["Repair"])
        [event] = (await session.exec(select(TaskEvent))).all()
        assert event.after == {"actual_minutes": 180, "actual_source": "person"}


async def test_a_wrong_tap_can_be_mended(world: World) -> None:
    task = await done_task(world)
    answer = await tap(world, await asked(world, task), "1 h")
    again = await tap(world, answer, "Change")
    await tap(world, again, "2 h")
    assert (await stored(world, task)).actual_minutes == 120
    async with world.session() as session:
        assert [row.actual_minutes for row in (await session.exec(select(EstimateSample))).all()] == [120]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h 40m", 100),
        ("полтора часа", 90),
        ("1 ч 40 мин", 100),
        ("1:40", 100),
        ("90", 90),
        ("half an hour", 30),
        ("took 20 mins", 20),
        ("about 2", 120),
        ("сорок", 40),
    ],
)
async def test_a_typed_time_works(world: World, text: str, minutes: int) -> None:
    task = await done_task(world)
    await asked(world, task)
    assert await say(world, text) is not None
    assert (await stored(world, task)).actual_minutes == minutes


async def test_skip_is_not_recorded(world: World) -> None:
    task = await done_task(world)
    question = await asked(world, task)
    assert (await tap(world, question, "skip")).text == "✓ Fix the spindle"
    assert await say(world, "пропустить") is not None
    assert (await stored(world, task)).actual_minutes is None


@pytest.mark.parametrize(
    "text", ["call the bank in 90 minutes", "tomorrow at 10", "0", "from 2 to 4", "100000", "ok"]
)
async def test_other_words_are_no_answer(world: World, text: str) -> None:
    await asked(world, await done_task(world))
    assert await say(world, text) is None
    assert duration_of(text, NOW) is None


async def test_a_duration_long_after_or_without_a_question_is_no_answer(world: World) -> None:
    assert await say(world, "90") is None
    await asked(world, await done_task(world))
    assert await say(world, "90", HandlerContext(NOW + dt.timedelta(hours=7), "t", 2)) is None


@pytest.mark.parametrize(
    "text", ["quite a while", "довольно долго", "3 hours and something", "2 часа с гаком"]
)
async def test_what_is_no_time_is_asked_again_and_the_question_stays_open(world: World, text: str) -> None:
    task = await done_task(world)
    await asked(world, task)
    async with world.session() as session:
        assert await answers_actual_time(session, world.speaker, text, None, NOW)
        assert not await answers_actual_time(session, world.speaker, "Buy paint, 2 hours", None, NOW)
    again = await say(world, text)
    assert f"I cannot tell how long that is: “{text}”. How long did “Fix the spindle” take?" in again.text
    assert (again.purpose, (await stored(world, task)).actual_minutes) == ("took", None)
    assert (await tap(world, again, "2 h")).text == "✓ Fix the spindle\n2 h, as estimated."


async def test_what_comes_by_itself_does_not_close_the_question(world: World) -> None:
    task = await done_task(world)
    await asked(world, task)
    async with world.session() as session:
        for purpose in ("digest", "reminder", "offer"):
            row = outbox_row(
                Reply("By the clock", purpose=purpose),
                workspace_id=world.speaker.workspace_id,
                chat_telegram_id=world.speaker.chat_telegram_id,
                dedupe_key=f"{purpose}:{task.id}",
                trace_id="clock",
                now=NOW,
            )
            session.add(row)
    assert await say(world, "40 min") is not None
    assert (await stored(world, task)).actual_minutes == 40


async def test_the_question_is_not_asked_when_the_time_was_told(world: World) -> None:
    assert actual_time_question(world.speaker, await done_task(world, minutes=60)) is None
    assert actual_time_question(world.speaker, await done_task(world, status="open", done_at=None)) is None


async def test_likely_values_surround_the_estimate(world: World) -> None:
    assert likely_minutes(await done_task(world)) == [60, 120, 180, 240]


async def test_accuracy_says_what_is_missing_and_then_how_good_it_is(world: World) -> None:
    async with world.session() as session:
        assert "No score yet" in (await accuracy_reply(session, world.speaker, NOW)).text
    for minutes in (120, 144, 144, 150, 160):
        await done_task(world, minutes=minutes, estimate_low=90, estimate_high=150)
    async with world.session() as session:
        text = (await accuracy_reply(session, world.speaker, NOW)).text
    assert "<b>Repair</b> · 5 tasks" in text
    assert "Repair takes 20 % longer than estimated on average." in text
    assert "Within the range 4 of 5 times." in text
    assert "Off by 24 min on average; always guessing an hour: 1 h 24" in text


async def test_find_by_word_by_meaning_by_month_and_by_business(world: World) -> None:
    may = dt.datetime(2026, 5, 12, 9, tzinfo=dt.UTC)
    await done_task(world, "Диагностика платы для клиники", minutes=30, done_at=may)
    await done_task(world, "Fix the spindle of Ivanov", minutes=30, business="Trade")
    async with world.session() as session:
        found = (await find(session, world.speaker, "что мы делали для клиники в мае?", MOMENT)).text
        assert found.split("\n") == ["<b>Repair</b>", found.split("\n")[1]]
        assert "✓ Диагностика платы для клиники" in found
        assert "spindle" in (await find(session, world.speaker, "spindles", MOMENT)).text
        assert (
            await find(session, world.speaker, "spindle in May", MOMENT)
        ).text == "I found nothing about “spindle”."
        assert (
            "I found nothing about “spindle · Lab”."
            in (await find(session, world.speaker, "Lab spindle", MOMENT)).text
        )
        assert "What should I look for" in (await find(session, world.speaker, " ", MOMENT)).text


async def test_a_month_is_a_month_also_while_it_lasts(world: World) -> None:
    for month, title in ((10, "October crowns"), (11, "November crowns")):
        await done_task(world, title, minutes=30, done_at=dt.datetime(2026, month, 12, 9, tzinfo=dt.UTC))
    asked = {
        "crowns in November": "November",
        "что по crowns в ноябре": "November",
        "crowns last month": "October",
        "crowns в прошлом месяце": "October",
        "crowns in October 2026": "October",
    }
    async with world.session() as session:
        for wanted, month in asked.items():
            found = (await find(session, world.speaker, wanted, MOMENT)).text
            assert [m for m in ("October", "November") if f"{m} crowns" in found] == [month], wanted


async def test_find_stays_in_the_workspace_and_with_ones_own_tasks(world: World) -> None:
    await done_task(world, "Canary spindle")
    away = {f: getattr(world.speaker, f) for f in world.speaker.__slots__}
    stranger = type(world.speaker)(**away | {"workspace_id": 999})
    dima = type(world.speaker)(**away | {"member_id": world.dima, "is_owner": False})
    async with world.session() as session:
        for speaker in (stranger, dima):
            assert (await find(session, speaker, "canary", MOMENT)).text == "I found nothing about “canary”."


@pytest.mark.parametrize(
    ("done", "said", "told"),
    [
        ("the spindle is fixed, took 3 hours", "no wait it took 2 hours", "2 h against 1 h."),
        ("шпиндель починил, ушло три часа", "нет, два часа", "2 ч вместо 1 ч."),
        # While the question of its time stands open.
        ("the spindle is fixed", "no wait, it took 2 hours", "2 h against 1 h."),
    ],
)
async def test_a_time_told_wrongly_is_put_right_by_the_next_words(
    planner: Planner, done: str, said: str, told: str
) -> None:
    english = done.isascii()
    await planner.tell("/start", lang="en" if english else "ru")
    await planner.tell("Fix the spindle, 1 h" if english else "Починить шпиндель, 1 час")
    await planner.tell(done)
    assert told in (await planner.tell(said)).text
    [task] = await planner.rows(select(Task))
    assert (task.actual_minutes, task.status) == (120, "done")
    await planner.tell("Order hinges, 1 h" if english else "Заказать петли, 1 час")
    await planner.tell("no, 2 hours" if english else "нет, 2 часа")
    [task, _, *_] = await planner.rows(select(Task).order_by(Task.number))
    assert task.actual_minutes == 120, "what came in between is meant, not the task done before"
