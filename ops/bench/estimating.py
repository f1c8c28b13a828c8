"""Measures the error of estimates on generated histories with known truth, steady and drifting, in a real database.

Run: python -m ops.bench.estimating
"""

import asyncio
import datetime as dt
import math
import random
import statistics
import time

from migrations.upgrade import migrate
from models.runtime.database import Database
from models.runtime.settings import Settings
from models.tables.business import Business
from models.tables.task import Task
from models.tables.workspace import Workspace
from ops.stores import Postgres, scratch_folder
from worker.features.estimates.accuracy import CompletedEstimate, accuracy_score
from worker.features.estimates.estimate import estimate_task
from worker.features.estimates.estimate_samples import store_estimate_sample

# Kinds of work: the true median in minutes, and the titles they have.
KINDS = (
    (150, ("Model a crown for {who}", "Crown of {who}, to be modelled", "Смоделировать коронку, {who}")),
    (40, ("Scan the impression of {who}", "Impression scan, {who}", "Отсканировать слепок {who}")),
    (20, ("Send the invoice to {who}", "Invoice for {who}", "Счёт для {who}")),
    (240, ("Make a prosthesis for {who}", "Prosthesis, {who}", "Изготовить протез {who}")),
    (75, ("Replace bearings at {who}", "Bearings of {who}, replace", "Заменить подшипники у {who}")),
)
NAMES = ("Ivanov", "Петров", "clinic North", "Сидоров", "Smith", "Ковалёв", "Garcia", "Орлова")
START = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
NOISE, LEARNED, COUNT, MANY = 0.30, 100, 420, 5_000


async def estimate_history(
    database: Database, seed: int, drift: float, count: int
) -> tuple[list[CompletedEstimate], list[float]]:
    """Estimate and finish `count` tasks in sequence; returns the outcomes and milliseconds per estimate."""
    dice, outcomes, spent = random.Random(seed), list[CompletedEstimate](), list[float]()
    async with database.transaction() as session:
        workspace = Workspace(name="bench", created_at=START)
        session.add(workspace)
        await session.flush()
        business = Business(workspace_id=workspace.id or 0, name="Lab", created_at=START)
        session.add(business)
        await session.flush()
        for number in range(1, count + 1):
            true, forms = dice.choice(KINDS)
            share, at = number / count, START + dt.timedelta(days=180 * number / count)
            task = Task(
                workspace_id=workspace.id or 0,
                number=number,
                title=dice.choice(forms).format(who=dice.choice(NAMES)),
                business_id=business.id,
                created_at=at,
                updated_at=at,
            )
            session.add(task)
            await session.flush()
            if count < MANY or number > count - 100:
                begun = time.perf_counter()
                found = await estimate_task(session, task, at)
                spent.append((time.perf_counter() - begun) * 1000)
                actual = max(1, round(true * drift**share * math.exp(dice.gauss(0, NOISE))))
                if found.source == "similar" and number > LEARNED:
                    outcomes.append(
                        CompletedEstimate(actual, found.range.middle, found.range.low, found.range.high)
                    )
            else:
                actual = max(1, round(true * math.exp(dice.gauss(0, NOISE))))
            task.status, task.done_at, task.actual_minutes, task.actual_source = "done", at, actual, "person"
            session.add(task)
            await session.flush()
            await store_estimate_sample(session, task)
    return outcomes, spent


async def measure_estimates(url: str) -> None:
    """Print a line for each history."""
    database = Database(url, size=2)
    try:
        for seed, drift in ((1, 1.0), (2, 1.0), (3, 1.8), (4, 0.5)):
            outcomes, spent = await estimate_history(database, seed, drift, COUNT)
            found = accuracy_score(outcomes)
            assert found is not None
            print(
                f"drift x{drift}: range held {found.held / found.ranged:.0%} of {found.tasks}, off by "
                f"{found.error:.0f} min (always an hour {found.error_constant:.0f}, the median "
                f"{found.error_median:.0f}), {statistics.median(spent):.1f} ms an estimate"
            )
        _, spent = await estimate_history(database, 5, 1.0, MANY)
        print(
            f"{MANY} done in one business: p50 {statistics.median(spent):.0f} ms, worst {max(spent):.0f} ms"
        )
    finally:
        await database.close()


def main() -> None:
    """Measure on a database server of its own."""
    with scratch_folder("bench-estimating") as folder:
        postgres = Postgres(folder / "postgres", fast=True)
        postgres.start()
        try:
            url = Settings(database_url=postgres.ensure_database("bench")).database_url
            migrate(url)
            asyncio.run(measure_estimates(url))
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
