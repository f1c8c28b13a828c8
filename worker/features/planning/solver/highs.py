"""Builds a mixed-integer program and solves it by HiGHS."""

from dataclasses import dataclass, field
from typing import Literal

from worker.features.planning.solver.libhighs import (
    INFEASIBLE,
    ITERATION_LIMIT,
    OPTIMAL,
    SOLUTION_LIMIT,
    Solver,
    doubles,
    integers,
)

Terms = list[tuple[int, float]]
INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class IntegerSolution:
    """Values of all variables (None without any), the bound on the objective, and how the search ended.

    `proved`: the values are the best there are. `nodes`: the written limit on the search was reached, the same on
    every run. `clock`: time ran out, which can differ from run to run. `none`: there is no solution.
    """

    values: list[float] | None
    objective: float
    bound: float
    ended: Literal["proved", "nodes", "clock", "none"]


@dataclass(slots=True)
class IntegerProgram:
    """A mixed-integer program that is built up row by row."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _index: list[int] = field(default_factory=list)
    _value: list[float] = field(default_factory=list)
    _row_lower: list[float] = field(default_factory=list)
    _row_upper: list[float] = field(default_factory=list)

    def number(self, lower: float = 0, upper: float = INFINITY, *, whole: bool = False) -> int:
        """A new variable; its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def choice(self) -> int:
        """A new variable that is 0 or 1."""
        return self.number(0, 1, whole=True)

    def row(self, terms: Terms, *, least: float = -INFINITY, most: float = INFINITY) -> None:
        """least <= sum of terms <= most. A variable named twice counts twice."""
        summed: dict[int, float] = {}
        for index, value in terms:
            summed[index] = summed.get(index, 0.0) + value
        self._index += summed
        self._value += summed.values()
        self._starts.append(len(self._index))
        self._row_lower.append(least)
        self._row_upper.append(most)

    def minimise(
        self, costs: Terms, *, start: dict[int, float], nodes: int, seconds: float
    ) -> IntegerSolution:
        """Search for the least cost from `start` (some variables' values); the same every time unless `clock` ends it."""
        with Solver() as solver:
            for name, value in {
                "threads": 1,
                "random_seed": 1,
                "mip_max_nodes": nodes,
                "mip_rel_gap": 0.0,
                # Costs are whole numbers: a gap below one is none.
                "mip_abs_gap": 0.99,
                "time_limit": float(seconds),
            }.items():
                solver.option(name, value)
            self._pass_to(solver, costs)
            if start:
                solver.start(start)
            return _answer(solver)

    def _pass_to(self, solver: Solver, costs: Terms) -> None:
        cost = doubles([0.0] * len(self.lower))
        for index, value in costs:
            cost[index] += value
        solver.model(
            cost,
            (doubles(self.lower), doubles(self.upper)),
            (doubles(self._row_lower), doubles(self._row_upper)),
            (integers(self._starts), integers(self._index), doubles(self._value)),
            integers(self.whole),
        )


def _answer(solver: Solver) -> IntegerSolution:
    status = solver.run()
    if status == INFEASIBLE:
        return IntegerSolution(None, INFINITY, INFINITY, "none")
    ended: Literal["proved", "nodes", "clock"] = "clock"
    if status == OPTIMAL:
        ended = "proved"
    elif status in (SOLUTION_LIMIT, ITERATION_LIMIT):
        ended = "nodes"
    return IntegerSolution(
        solver.values(), solver.number("objective_function_value"), solver.number("mip_dual_bound"), ended
    )
