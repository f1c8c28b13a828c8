"""Estimates on a made-up history whose truth is known: the range holds, and the error beats both baselines."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.tables.estimate_sample import EstimateSample
from models.tables.task import Task
from tests.worker.features.estimates.history import Lived, live, open_task
from tests.worker.features.planning.planning_workspace import NOW, World
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.accuracy import accuracy_by_business, accuracy_score
from worker.features.estimates.estimate import estimate_new_tasks, estimate_task, tasks_learned_from
from worker.features.estimates.estimate_samples import reconcile_estimate_samples, store_estimate_sample
from worker.features.estimates.similar_tasks import SampleScope, nearest_tasks

# What comes first is learned from; the rest is what the estimates are judged by.
_LEARNED = 100
# Words that share nothing with each other.
_UNLIKE = (
    "zxqvbnmkj ghjkwerts plmjihb",
    "xyrwtq sdfghz mnvcxzd",
    "прлджщхъ гнкуцщз фывпрлм",
    "мнвчсть цкнгшщ лдрпаж",
    "vwxzkpf qqwwrry ggbbnnu",
)


def judged(lived: list[Lived]) -> list[Lived]:
    return [one for one in lived[_LEARNED:] if one.estimate.source == "similar"]


@pytest.mark.parametrize(("seed", "drift"), [(1, 1.0), (2, 1.0), (3, 1.8), (4, 0.5)])
async def test_the_range_holds_and_both_baselines_are_beaten(world: World, seed: int, drift: float) -> None:
    held_out = judged(await live(world, seed=seed, count=420, drift=drift))
    found = accuracy_score([one.outcome for one in held_out])
    assert found is not None
    assert found.tasks > 250
    assert 0.70 <= found.held / found.ranged <= 0.90
    assert found.error < 0.75 * found.error_median
    assert found.error < 0.75 * found.error_constant


async def test_nothing_known_says_so(world: World) -> None:
    task = await open_task(world, "Починить шпиндель", "Repair")
    async with world.session() as session:
        found = await estimate_task(session, task, NOW)
        assert (found.source, found.range.middle, found.learned_from) == ("default", 60, ())
        guessed = await estimate_task(session, task, NOW, guess=90)
        assert (guessed.source, guessed.range.middle) == ("model", 90)


@pytest.mark.parametrize(
    ("like_it", "title", "found"),
    [
        # Five of the same deed in the same business, however else they are called.
        ("Call {}", "Call the notary about the lease", ("median", 30)),
        ("Сдать {}", "Сдать годовую отчётность в налоговую", ("median", 30)),
        # Another deed, or nothing that is done at all, takes nothing from them.
        ("Call {}", "Починить шпиндель", ("default", 60)),
        ("Call {}", "https://example.com/call", ("default", 60)),
        ("Code {}", "Code 4471", ("default", 60)),
        ("Код {}", "Код от вайфая 4471-KX", ("default", 60)),
        ("Mum {}", "Mum's birthday", ("default", 60)),
    ],
)
async def test_the_usual_length_is_that_of_five_timed_tasks_of_the_same_kind(
    world: World, like_it: str, title: str, found: tuple[str, int]
) -> None:
    async with world.session() as session:
        for minutes, other in zip((10, 20, 30, 40, 50), _UNLIKE, strict=True):
            await done(world, session, like_it.format(other), minutes, business="Repair")
            await done(world, session, like_it.format(other), 500, business="Lab")
    task = await open_task(world, title, "Repair")
    async with world.session() as session:
        estimate = await estimate_task(session, task, NOW)
        assert (estimate.source, estimate.range.middle) == found


async def test_four_are_too_few_to_speak_of_the_usual(world: World) -> None:
    async with world.session() as session:
        for minutes, other in zip((10, 20, 30, 40), _UNLIKE, strict=False):
            await done(world, session, f"Call {other}", minutes, business="Repair")
    task = await open_task(world, "Call the notary about the lease", "Repair")
    async with world.session() as session:
        assert (await estimate_task(session, task, NOW)).source == "default"


async def test_the_tasks_it_was_learned_from_are_named(world: World) -> None:
    async with world.session() as session:
        for minutes in (100, 120, 140):
            await done(world, session, f"Ремонт шпинделя {minutes}", minutes, business="Repair")
    task = await open_task(world, "Починить шпиндель", "Repair")
    async with world.session() as session:
        found = await estimate_task(session, task, NOW)
        rows = await tasks_learned_from(session, task)
        assert found.source == "similar"
        assert found.range.low < 120 < found.range.high
        assert sorted(found.learned_from) == sorted(row.number for row, _ in rows)
        assert {row.actual_minutes for row, _ in rows} == {100, 120, 140}


async def test_a_stated_estimate_wins(world: World) -> None:
    async with world.session() as session:
        task = await world.task(session, "Починить шпиндель", 45, business="Repair")
        assert await estimate_new_tasks(session, [task], NOW) == {}


async def test_canaries_of_another_business_or_workspace_never_appear(world: World) -> None:
    async with world.session() as session:
        for number in range(12):
            await done(world, session, f"Починить шпиндель canary {number}", 999, business="Lab")
            await done(world, session, f"Починить шпиндель canary {number}", 998)
    task = await open_task(world, "Починить шпиндель canary", "Repair")
    async with world.session() as session:
        found = await estimate_task(session, task, NOW)
        assert (found.source, found.learned_from) == ("default", ())
        assert await tasks_learned_from(session, task) == []
        # Not even a row that was copied into another workspace by mistake is taken: the task itself is asked.
        for row in (await session.exec(select(EstimateSample).limit(8))).all():
            row.business_id = world.businesses["Repair"]
            session.add(row)
        await session.flush()
        place = SampleScope(world.speaker.workspace_id, world.businesses["Repair"], "local-pieces-1")
        assert await nearest_tasks(session, place, [0.1] * 512) == []


async def test_what_is_undone_or_moved_is_forgotten_by_the_sweep(world: World) -> None:
    async with world.session() as session:
        task = await done(world, session, "Починить шпиндель", 100, business="Repair")
        other = await done(world, session, "Ремонт шпинделя", 100, business="Repair")
        recorder = TaskRecorder(session, await world.operation(session, "undo"), NOW)
        await recorder.change(task, status="open", done_at=None, actual_minutes=None, actual_source=None)
        await recorder.change(other, business_id=world.businesses["Lab"])
        assert await reconcile_estimate_samples(session) == 2
        assert (await session.exec(select(EstimateSample))).all() == []


async def test_an_estimate_is_never_an_actual(world: World) -> None:
    async with world.session() as session:
        task = await world.task(session, "Починить шпиндель", 60, status="done", done_at=NOW)
        await store_estimate_sample(session, task)
        assert (await session.exec(select(EstimateSample))).all() == []
        assert (
            await accuracy_by_business(session, world.speaker.workspace_id, NOW - dt.timedelta(days=1)) == {}
        )


async def test_scores_are_told_by_business(world: World) -> None:
    await live(world, seed=5, count=60)
    async with world.session() as session:
        found = await accuracy_by_business(session, world.speaker.workspace_id, NOW - dt.timedelta(days=400))
        rows = (await session.exec(select(Task).where(col(Task.actual_minutes).is_not(None)))).all()
    assert set(found) == {world.businesses["Lab"], world.businesses["Repair"]}
    assert sum(score.tasks for score in found.values()) == len(rows) == 60


async def done(world: World, session, title: str, minutes: int, business: str | None = None) -> Task:
    task = await world.task(
        session,
        title,
        None,
        business=business,
        status="done",
        done_at=NOW - dt.timedelta(days=3),
        actual_minutes=minutes,
        actual_source="person",
    )
    await store_estimate_sample(session, task)
    return task
