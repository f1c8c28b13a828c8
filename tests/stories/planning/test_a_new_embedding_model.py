"""A key is set: every task is embedded again in batches, a stopped worker's successor goes on, the dashboard counts."""

from collections import Counter
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from models.tables.business import Business
from models.tables.embedding import TaskEmbedding
from models.tables.estimate_sample import EstimateSample
from models.tables.task import Task
from models.tables.workspace import Workspace
from tests.invariants.service_faults import rows, services_of
from tests.patience import until
from tests.planner import Planner, Stores
from tests.worker.features.planning.planning_workspace import NOW
from worker import reconciler
from worker.embeddings.local_embedder import MODEL as LOCAL
from worker.features.estimates.estimate import estimate_task
from worker.jobs import embed_backlog

MODEL = "text-embedding-3-small"
LAB, REPAIR = 90, 70
ALL = LAB + REPAIR


async def history(planner: Planner) -> None:
    """Two businesses' done tasks, told long ago."""
    await planner.tell("/start")
    async with planner.database.transaction() as session:
        workspace = (await session.exec(select(Workspace))).one()
        owned = {"workspace_id": workspace.id, "created_at": NOW}
        firms = [Business(name=name, **owned) for name in ("Lab", "Repair")]
        session.add_all(firms)
        await session.flush()
        for number in range(ALL):
            firm, word = (firms[0], "crowns") if number < LAB else (firms[1], "spindle")
            done = {"status": "done", "done_at": NOW, "actual_minutes": 45, "actual_source": "person"}
            title = f"Lot {number} of {word}"
            session.add(
                Task(number=number + 1, title=title, business_id=firm.id, updated_at=NOW, **done, **owned)
            )


async def looked(planner: Planner) -> list[dict[str, Any]]:
    """The dashboard's twin, as a script sees it."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.get(f"{planner.url}/dashboard/api/embeddings")
    return list(answer.raise_for_status().json())


async def counted(planner: Planner, model: str = MODEL) -> int:
    for seen in await looked(planner):
        if seen["model"] == model:
            assert seen["tasks"] == ALL
            return int(seen["embedded"])
    return -1


async def key_set(planner: Planner) -> None:
    """The settings name the vendor's model now; the next worker reads them."""
    await planner.stop_workers()
    planner.settings = planner.settings.model_copy(update={"openai_api_key": SecretStr("sk-story")})


async def wakes(planner: Planner) -> None:
    """What the clock does every five minutes."""
    await reconciler.enqueue_embedding_backlog(planner.workers[-1].services)


async def until_all(planner: Planner, model: str) -> None:
    async def done() -> bool:
        return await counted(planner, model) == ALL

    await until(done, what=f"all embedded by {model}")


async def test_all_are_embedded_again_in_batches_and_by_the_next_worker_from_where_one_stopped(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed_backlog, "BATCH", 32)
    local = {"with_model": True, "openai_api_key": None, "dashboard_open": True}
    async with Planner.running(stores, **local) as planner:
        await history(planner)
        await wakes(planner)
        await until_all(planner, LOCAL)
        await key_set(planner)
        # The first worker with the key stops when two of its batches are kept and the third is under way.
        await planner.openai.inject("embeddings", "slow", seconds=0.2, times=None)
        planner.start_worker()
        await until(lambda: _at_least(planner, 64), what="two batches kept")
        await planner.stop_workers()
        kept = await rows(planner, f"SELECT count(*) FROM task_embedding WHERE model = '{MODEL}'")
        assert 64 <= kept[0][0] < ALL
        planner.start_worker()
        await until_all(planner, MODEL)
        [seen] = await looked(planner)
        assert seen["others"] == {LOCAL: ALL}
        # Each call holds one business's titles, 32 at most; only the batch under way was asked for twice.
        texts = [call["body"]["input"] for call in await planner.openai.calls("embeddings")]
        assert max(len(batch) for batch in texts) == 32
        assert not [b for b in texts if any("crowns" in t for t in b) and any("spindle" in t for t in b)]
        asked = Counter(title for batch in texts for title in batch)
        assert len(asked) == ALL
        assert sum(count - 1 for count in asked.values()) <= 32


async def test_meanwhile_no_estimate_compares_two_models_and_none_gets_poorer(stores: Stores) -> None:
    local = {"with_model": True, "openai_api_key": None, "dashboard_open": True}
    async with Planner.running(stores, **local) as planner:
        await history(planner)
        await wakes(planner)
        await until_all(planner, LOCAL)
        assert await counted(planner, MODEL) == -1, "nobody uses it yet"
        await key_set(planner)
        async with services_of(planner) as services, planner.database.transaction() as session:
            lab = (await session.exec(select(Business).where(Business.name == "Lab"))).one()
            rows_of_lab = select(TaskEmbedding).join(Task, Task.id == TaskEmbedding.task_id)
            before = (await session.exec(rows_of_lab.where(Task.business_id == lab.id).limit(1))).one()
            task = Task(
                workspace_id=lab.workspace_id, business_id=lab.id, number=999, title="Lot of crowns",
                created_at=NOW, updated_at=NOW,
            )  # fmt: skip
            session.add(task)
            await session.flush()
            # The vendor's vector is the very one of a local row: compared, they would be alike.
            vector = (services.embedding.model, list(before.embedding))
            found = await estimate_task(session, task, NOW, vector=vector)
            assert (found.source, found.range.middle) == ("similar", 45)
            assert {row.model for row in (await session.exec(select(EstimateSample))).all()} == {LOCAL}
            await session.delete(task)
        planner.start_worker()
        await until_all(planner, MODEL)
        learned = await planner.rows(select(EstimateSample.model))
        assert Counter(learned) == {LOCAL: ALL, MODEL: ALL}


async def test_a_changed_title_is_behind_until_it_is_embedded_again(stores: Stores) -> None:
    async with Planner.running(stores, dashboard_open=True) as planner:
        await history(planner)
        await wakes(planner)
        await until_all(planner, LOCAL)
        await rows(planner, "UPDATE task SET title = 'Other words' WHERE number = 1")
        await until(lambda: _is(planner, ALL - 1), what="one behind")
        page = await _page(planner)
        assert f"{LOCAL}: {ALL - 1} of {ALL} tasks, the rest follow in batches of 64" in page
        await wakes(planner)
        await until_all(planner, LOCAL)
        assert f"{LOCAL}: {ALL} of {ALL} tasks." in await _page(planner)


async def test_a_model_that_is_away_is_asked_again_by_the_sweep(stores: Stores) -> None:
    local = {"with_model": True, "openai_api_key": None, "dashboard_open": True}
    async with Planner.running(stores, **local) as planner:
        await history(planner)
        await wakes(planner)
        await until_all(planner, LOCAL)
        await key_set(planner)
        await planner.openai.inject("embeddings", "error", code=401, times=1)
        planner.start_worker()
        await until(lambda: _ended(planner), what="the run that met the wrong key")
        await until(lambda: _none_yet(planner), what="the dashboard to know the new model")
        await wakes(planner)
        await until_all(planner, MODEL)


async def _at_least(planner: Planner, count: int) -> bool:
    return await counted(planner) >= count


async def _none_yet(planner: Planner) -> bool:
    return await counted(planner) == 0


async def _is(planner: Planner, count: int) -> bool:
    return await counted(planner, LOCAL) == count


async def _ended(planner: Planner) -> bool:
    """Whether a backlog's run has ended since the key was set."""
    done = "SELECT count(*) FROM job_run WHERE job_name = 'embed_backlog' AND state = 'done'"
    return bool((await rows(planner, done))[0][0] >= 2)


async def _page(planner: Planner) -> str:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        return (await http.get(f"{planner.url}/dashboard/estimates")).raise_for_status().text
