"""HiGHS: the one file that talks to the integer programming library, which is imported when first needed."""

from dataclasses import dataclass, field
from typing import Literal

Terms = list[tuple[int, float]]
INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of all variables (None without any), the bound on the objective, and how the search ended.

    `proved`: the values are the best there are. `nodes`: the written limit on the search was reached, the same on
    every run. `clock`: time ran out, which can differ from run to run. `none`: there is no solution.
    """

    values: list[float] | None
    objective: float
    bound: float
    ended: Literal["proved", "nodes", "clock", "none"]


@dataclass(slots=True)
class Program:
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

    def minimise(self, costs: Terms, *, start: dict[int, float], nodes: int, seconds: float) -> Answer:
        """Search for the least cost from `start` (some variables' values); the same every time unless `clock` ends it."""
        import highspy
        import numpy as np

        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        for name, value in {
            "threads": 1,
            "random_seed": 1,
            "mip_max_nodes": nodes,
            "mip_rel_gap": 0.0,
        }.items():
            solver.setOptionValue(name, value)
        # Costs are whole numbers: a gap below one is none.
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.setOptionValue("time_limit", seconds)
        solver.passModel(self._model(costs))
        if start:
            values = np.array(list(start.values()), dtype=float)
            solver.setSolution(len(start), np.array(list(start), dtype=np.int32), values)
        solver.run()
        return _answer(solver)

    def _model(self, costs: Terms):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a type of the lazy library
        import highspy
        import numpy as np

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.lower), len(self._row_lower)
        cost = np.zeros(len(self.lower))
        for index, value in costs:
            cost[index] += value
        model.col_cost_ = cost
        model.col_lower_, model.col_upper_ = np.array(self.lower, float), np.array(self.upper, float)
        model.row_lower_ = np.array(self._row_lower, float)
        model.row_upper_ = np.array(self._row_upper, float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self._index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self._value, float)
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        return model


def _answer(solver) -> Answer:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a type of the lazy library
    import highspy

    status, info, found = solver.getModelStatus(), solver.getInfo(), solver.getSolution()
    words = highspy.HighsModelStatus
    if status == words.kInfeasible:
        return Answer(None, INFINITY, INFINITY, "none")
    ended: Literal["proved", "nodes", "clock"] = "clock"
    if status == words.kOptimal:
        ended = "proved"
    elif status in (words.kSolutionLimit, words.kIterationLimit):
        ended = "nodes"
    values = list(found.col_value) if found.value_valid else None
    return Answer(values, info.objective_function_value, info.mip_dual_bound, ended)
