"""The solver is called by its C interface: right answers, refusals that are heard, and no NumPy in the worker's memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from worker.features.planning.solver.highs import IntegerProgram, IntegerSolution
from worker.features.planning.solver.libhighs import Solver, SolverError, doubles, integers

ROOT = Path(__file__).parents[4]


def knapsack(most: float) -> tuple[IntegerProgram, list[tuple[int, float]]]:
    """Three things of 3, 4 and 5 kilograms, worth 4, 5 and 6."""
    program = IntegerProgram()
    things = [program.choice() for _ in range(3)]
    program.row(list(zip(things, (3, 4, 5), strict=True)), most=most)
    return program, [(thing, -value) for thing, value in zip(things, (4, 5, 6), strict=True)]


def solve(
    program: IntegerProgram, costs: list[tuple[int, float]], start: dict[int, float] | None = None
) -> IntegerSolution:
    return program.minimise(costs, start=start or {}, nodes=1000, seconds=10)


def test_the_best_is_found_and_proved() -> None:
    answer = solve(*knapsack(7))
    assert answer.values == [1, 1, 0]
    assert (answer.objective, answer.bound, answer.ended) == (-9, -9, "proved")


def test_a_start_that_is_not_the_best_is_left_behind() -> None:
    assert solve(*knapsack(8), start={2: 1.0}).objective == -10


def test_a_number_between_whole_ones_stays_between_unless_it_must_be_whole() -> None:
    for whole, wanted in ((False, 2.5), (True, 2)):
        program = IntegerProgram()
        amount = program.number(0, 10, whole=whole)
        program.row([(amount, 2)], most=5)
        assert solve(program, [(amount, -1)]).values == [wanted]


def test_what_cannot_be_has_no_answer() -> None:
    program, costs = knapsack(7)
    program.row([(0, 1), (0, 1)], least=3)
    assert solve(program, costs) == IntegerSolution(None, float("inf"), float("inf"), "none")


def test_what_the_library_refuses_is_an_error_and_no_silence() -> None:
    with Solver() as solver:
        with pytest.raises(SolverError, match="setIntOptionValue"):
            solver.option("no_such_option", 1)
        one, row = doubles([1.0]), (integers([0, 1]), integers([7]), doubles([1.0]))
        with pytest.raises(SolverError, match="passMip"):
            solver.model(one, (one, one), (one, one), row, integers([1]))


def test_a_plan_brings_no_numpy_into_the_process() -> None:
    program = """
import sys
from worker.features.planning.solver.highs import IntegerProgram
program = IntegerProgram()
assert program.minimise([(program.choice(), -1.0)], start={}, nodes=9, seconds=60).values == [1.0]
print("numpy" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("False\n", "")
