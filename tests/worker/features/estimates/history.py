"""A history made up by a seed: kinds of work with a known true length, told in words as people vary them."""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from models.tables.task import Task
from tests.worker.features.planning.planning_workspace import NOW, World
from worker.features.estimates.accuracy import CompletedEstimate
from worker.features.estimates.estimate import Estimate, estimate_task
from worker.features.estimates.estimate_samples import store_estimate_sample

# The same work in words as they come: true median in minutes, and how it is said.
KINDS: dict[str, list[tuple[int, list[str]]]] = {
    "Lab": [
        (
            150,
            ["Смоделировать коронку {who}", "Моделировка коронок, {who}", "Коронки смоделировать для {who}"],
        ),
        (40, ["Отсканировать слепок {who}", "Скан слепков {who}", "Сканирование слепка, {who}"]),
        (20, ["Send invoice to {who}", "Invoice for {who}", "Write the invoice, {who}"]),
        (240, ["Изготовить протез {who}", "Протезы для {who}, изготовление", "Изготовление протеза {who}"]),
    ],
    "Repair": [
        (120, ["Починить шпиндель {who}", "Ремонт шпинделя {who}", "Шпиндель {who}: почистить и починить"]),
        (35, ["Diagnose the board for {who}", "Board diagnosis, {who}", "Diagnose boards of {who}"]),
        (75, ["Replace bearings at {who}", "Bearings of {who} to be replaced", "Replace the bearing, {who}"]),
    ],
}
NAMES = [
    "Ivanov",
    "Петров",
    "clinic North",
    "Сидоров",
    "Smith",
    "Ковалёв",
    "Garcia",
    "клиника Юг",
    "Brown",
    "Орлова",
]
NOISE = 0.30


@dataclass(frozen=True, slots=True)
class Lived:
    """A task as it was estimated before it was done, and as it went."""

    business: str
    estimate: Estimate
    actual: int

    @property
    def outcome(self) -> CompletedEstimate:
        """As the score sees it."""
        found = self.estimate.range
        return CompletedEstimate(self.actual, found.middle, found.low, found.high)


async def live(world: World, *, seed: int, count: int, drift: float = 1.0) -> list[Lived]:
    """Tasks one after the other over 180 days: each estimated, then done, then remembered.

    `drift` is the factor by which everything takes longer at the end than at the beginning.
    """
    lived = []
    async with world.session() as session:
        for business, title, actual, at in _made(random.Random(seed), count, drift):
            task = await world.task(session, title, None, business=business, created_at=at, updated_at=at)
            found = await estimate_task(session, task, at)
            for column, value in found.columns.items():
                setattr(task, column, value)
            task.status, task.done_at = "done", at
            task.actual_minutes, task.actual_source = actual, "person"
            session.add(task)
            await session.flush()
            await store_estimate_sample(session, task)
            lived.append(Lived(business, found, actual))
    return lived


def _made(dice: random.Random, count: int, drift: float) -> Iterator[tuple[str, str, int, dt.datetime]]:
    for place in range(count):
        business = dice.choice(list(KINDS))
        true, forms = dice.choice(KINDS[business])
        share = place / count
        actual = round(true * drift**share * math.exp(dice.gauss(0, NOISE)))
        at = NOW - dt.timedelta(days=180 * (1 - share))
        yield business, dice.choice(forms).format(who=dice.choice(NAMES)), max(1, actual), at


async def open_task(world: World, title: str, business: str | None = None) -> Task:
    """A task that is to be estimated."""
    async with world.session() as session:
        return await world.task(session, title, None, business=business)
