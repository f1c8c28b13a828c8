"""Measures planning of days with 10, 30 and 80 open tasks (time, gap to the bound, memory) and the picture of a day.

Run: python -m ops.bench.planning
"""

import asyncio
import datetime as dt
import random
import resource
import statistics
import time
from collections.abc import Callable

from worker.features.planning.picture.draw_plan import PlanSheet, PlanSheetRow, draw_plan
from worker.features.planning.solver.objective import plan_score
from worker.features.planning.solver.plan_checks import broken_rules
from worker.features.planning.solver.problem import PlanProblem, plan_problem
from worker.features.planning.solver.solve import solve_plan
from worker.features.working_hours.day import Busy, PlanTask, Stretch, WorkDay

ON = dt.date(2026, 11, 24)
SEEDS = 20
MINUTES = (15, 20, 30, 30, 45, 60, 60, 90, 120, 180)
DUE = (None, 0, 0, 1, 2, 5, -1, 9)


def generate_day(count: int, seed: int) -> PlanProblem:
    """Generate a day of nine hours with lunch, an appointment and `count` open tasks of three businesses."""
    dice = random.Random(seed)
    tasks = []
    for number in range(1, count + 1):
        due = dice.choice(DUE)
        tasks.append(
            PlanTask(
                id=number,
                number=number,
                minutes=dice.choice(MINUTES),
                priority=dice.choice((1, 2, 2, 2, 3, 4)),
                business=dice.choice((None, 1, 2, 3)),
                due_on=None if due is None else ON + dt.timedelta(days=due),
                due_minute=dice.choice((None, None, 15 * 60)) if due == 0 else None,
                after=(dice.randrange(1, number),) if number > 1 and dice.random() < 0.1 else (),
            )
        )
    busy = (Busy(720, 780, "lunch"), Busy(900, 960, "appointment", 1))
    hours: dict[int | None, Stretch | None] = {None: Stretch(540, 1080), 3: Stretch(540, 840)}
    return plan_problem(WorkDay(ON, hours, busy, buffer=dice.choice((0, 15))), tasks)


def peak_mb() -> float:
    """The peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_milliseconds(work: Callable[[], object]) -> float:
    """Run `work` once; returns the milliseconds it took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def bench_days() -> None:
    """Print time, gap and peak memory by the number of open tasks."""
    print(f"before anything: {peak_mb():.0f} MB")
    for count in (10, 30, 80):
        spent, gaps, proved = [], [], 0
        for seed in range(SEEDS):
            problem = generate_day(count, seed)
            begun = time.perf_counter()
            plan = solve_plan(problem)
            spent.append((time.perf_counter() - begun) * 1000)
            assert broken_rules(problem, plan) == []
            gaps.append((plan.proof.bound - plan_score(problem, plan).kept) / max(1, plan.proof.bound))
            proved += gaps[-1] == 0
        worst = max(spent)
        print(
            f"{count:3} tasks: p50 {statistics.median(spent):6.0f} ms, worst {worst:6.0f} ms, "
            f"gap mean {statistics.fmean(gaps):.4f} worst {max(gaps):.4f}, at the bound {proved}/{SEEDS}, "
            f"peak {peak_mb():.0f} MB"
        )


def bench_loop() -> None:
    """Print how late the event loop gets while a thread solves days of 80 tasks one after the other."""
    problems = [generate_day(80, seed) for seed in range(SEEDS)]

    async def lags() -> list[float]:
        found: list[float] = []
        work = asyncio.create_task(asyncio.to_thread(lambda: [solve_plan(problem) for problem in problems]))
        while not work.done():
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            found.append((time.perf_counter() - begun - 0.005) * 1000)
        return sorted(found)

    late = asyncio.run(lags())
    p99 = late[int(len(late) * 0.99)]
    print(
        f"event loop meanwhile: late by p50 {statistics.median(late):.1f} ms, p99 {p99:.1f}, worst {late[-1]:.1f}"
    )


def bench_picture() -> None:
    """Print the time of drawing a full day's picture."""
    rows = tuple(PlanSheetRow(540 + 30 * n, 570 + 30 * n, f"Task {n}", "Repair · 30 min") for n in range(17))
    sheet = PlanSheet("Tuesday 24 November", "8 h of 8 h", rows)
    first, second = (measure_milliseconds(lambda: draw_plan(sheet)) for _ in range(2))
    print(f"picture: first {first:.0f} ms, then {second:.0f} ms, peak {peak_mb():.0f} MB")


if __name__ == "__main__":
    bench_days()
    bench_loop()
    bench_picture()
