"""Finds the best order of a day's tasks by dynamic programming over the tasks done, the business and the minute."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from worker.features.planning.solver.gaps import Gap, hours_for_business, needs_travel
from worker.features.planning.solver.layout import number_pieces
from worker.features.planning.solver.problem import PlanProblem
from worker.features.planning.solver.task_value import (
    belongs_to_day,
    due_minute,
    priority_weight,
    takes_long,
    task_worth,
    task_worth_late,
)
from worker.features.working_hours.day import SHORTEST_PIECE, DayPlan, PlanTask, TimeBlock

_NO_BUSINESS = -1
# A minute so long ago that travel time from there no longer matters.
_FAR = -10_000
Rank = tuple[int, int, int, int, int]

# Minutes: a fixed cost for moving a block, besides the minutes it is moved by; removing it costs more.
_MOVED, _GONE = 30, 240


@dataclass(frozen=True, slots=True)
class MoveCosts:
    """What it costs to move blocks of the former plan, by task; empty without a former plan."""

    former: dict[int, tuple[TimeBlock, ...]]

    @classmethod
    def near(cls, plan: DayPlan | None) -> "MoveCosts":
        """The costs relative to that plan; no costs without one."""
        rows: dict[int, tuple[TimeBlock, ...]] = {}
        for block in plan.blocks if plan else ():
            rows[block.task] = (*rows.get(block.task, ()), block)
        return cls(rows)

    def starts(self, task: int, gap: Gap) -> list[int]:
        """The task's former starts in that gap."""
        return [b.start for b in self.former.get(task, ()) if gap.start <= b.start < gap.end]

    def cost(self, task: int, start: int, *, last: bool = True) -> int:
        """The cost of a piece that begins at `start`; with its last piece the cost of removing the task is refunded."""
        blocks = self.former.get(task)
        if not blocks:
            return 0
        moved = min(abs(block.start - start) for block in blocks)
        return (min(moved + _MOVED, _GONE) if moved else 0) - (_GONE if last else 0)


class SearchOption(NamedTuple):
    """The time a gap offers to a task, and the task's former starts there."""

    place: int
    task: PlanTask
    opens: int
    closes: int
    former: list[int]


class SearchState(NamedTuple):
    """What the rest of the day depends on: tasks done (bits), pieces begun with what is left of them, the minute,
    and the current business with the minute it was left."""

    done: int
    begun: tuple[tuple[int, int], ...]
    at: int
    business: int | None
    left: int


class SearchPath(NamedTuple):
    """The best path to a state: its rank so far (kept worth, then costs as negatives) and its last piece, from minute to
    minute of a task. Most paths are dropped again, so blocks are only made of the best."""

    rank: Rank
    minutes: int
    piece: tuple[int, int, int] | None = None
    before: "SearchPath | None" = None


class SearchValue(NamedTuple):
    """What a task adds to a rank that depends on nothing but the task and the day; computed once a search."""

    on_time: int
    late: int
    limit: int | None
    hard: bool
    weight: int


@dataclass(slots=True)
class PlanSearch:
    """One search. `width` bounds the paths kept at each step; `cut` says that some were dropped."""

    problem: PlanProblem
    tasks: tuple[PlanTask, ...]
    least_kept: int
    move_costs: MoveCosts
    width: int
    cut: bool = False
    _bit: dict[int, int] = field(default_factory=dict)
    _worth: list[int] = field(default_factory=list)
    _values: list[SearchValue] = field(default_factory=list)
    _needs: list[int] = field(default_factory=list)
    _unhurried: int = 0
    _open: dict[int, int] = field(default_factory=dict)

    def run(self) -> tuple[TimeBlock, ...] | None:
        """The blocks of the best plan, fixed ones included; None when none keeps `least_kept`."""
        on = self.problem.day.on
        self._bit = {task.id: 1 << place for place, task in enumerate(self.tasks)}
        self._values = [
            SearchValue(
                task_worth(task, on),
                task_worth_late(task, on),
                due_minute(task, on),
                takes_long(task),
                priority_weight(task),
            )
            for task in self.tasks
        ]
        self._worth = [value.on_time for value in self._values]
        self._needs = [sum(self._bit.get(o, 0) for o in task.after) for task in self.tasks]
        self._unhurried = sum(self._bit[task.id] for task in self.tasks if not belongs_to_day(task, on))
        paths = {SearchState(0, (), 0, _NO_BUSINESS, _FAR): SearchPath((0, 0, 0, 0, 0), 0)}
        for index in range(len(self.problem.gaps)):
            paths = self._through(index, self._entered(index, paths))
        best = self._best(paths)
        return None if best is None else number_pieces([*_blocks(best), *(b for b, _ in self.problem.fixed)])

    def _best(self, paths: dict[SearchState, SearchPath]) -> SearchPath | None:
        finished = [
            self._past(state, path, self._items(len(self.problem.gaps)))[1]
            for state, path in paths.items()
            if not state.begun
        ]
        good = [path for path in finished if path.rank[0] >= self.least_kept]
        return max(good, key=lambda path: path.rank, default=None)

    def _entered(self, index: int, paths: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """All paths at the start of a gap, after the fixed items before it."""
        gap, items = self.problem.gaps[index], self._items(index)
        entered: dict[SearchState, SearchPath] = {}
        for state, path in paths.items():
            reached, extended = self._past(state, path, items)
            if gap.before is not None:
                reached = reached._replace(left=_FAR if gap.before.leave is None else gap.before.end)
            # Beyond the travel time the minute at which a business was left no longer matters.
            left = reached.left if gap.start - reached.left < self.problem.day.buffer else _FAR
            _keep(entered, reached._replace(at=gap.start, left=left), extended)
        return entered

    def _items(self, index: int) -> list[int | None]:
        """The businesses of the fixed items between a gap and the one before it, in order."""
        gaps = self.problem.gaps
        first = gaps[index - 1].end if index else 0
        last = gaps[index].start if index < len(gaps) else 10_000
        fixed = sorted(self.problem.fixed, key=lambda pair: pair[0])
        rows = [(block.start, task.business) for block, task in fixed]
        appointments = (b for b in self.problem.day.busy if b.kind == "appointment" and b.business)
        rows += [(busy.start, busy.business) for busy in appointments]
        return [business for start, business in sorted(rows, key=lambda r: r[0]) if first <= start < last]

    def _past(
        self, state: SearchState, path: SearchPath, items: list[int | None]
    ) -> tuple[SearchState, SearchPath]:
        switches, business = 0, state.business
        for item in items:
            switches += business not in (_NO_BUSINESS, item)
            business = item
        return state._replace(business=business), SearchPath(
            _plus(path.rank, switch=switches), path.minutes, None, path
        )

    def _through(self, index: int, paths: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """All paths at the end of a gap: each extended by one more piece until nothing fits."""
        out = dict(paths)
        options = self._offers(index)
        layer = paths
        while layer:
            longer: dict[SearchState, SearchPath] = {}
            for state, path in layer.items():
                for reached, extended, last in self._next(options, state, path):
                    _keep(out, reached, extended)
                    if not last:
                        _keep(longer, reached, extended)
            layer = self._narrowed(longer)
        return self._narrowed(out)

    def _offers(self, index: int) -> list[SearchOption]:
        gap, day = self.problem.gaps[index], self.problem.day
        ended = {task.id: block.end for block, task in self.problem.fixed}
        options = []
        for place, task in enumerate(self.tasks):
            hours = hours_for_business(day, task.business)
            if hours is None or any(ended.get(other, 0) > gap.start for other in task.after):
                continue
            closes = min(gap.end, hours.end)
            if gap.after is not None and needs_travel(task.business, gap.after.enter):
                closes = min(closes, gap.after.start - day.buffer)
            options.append(
                SearchOption(place, task, hours.start, closes, self.move_costs.starts(task.id, gap))
            )
        return options

    def _next(
        self, options: list[SearchOption], state: SearchState, path: SearchPath
    ) -> Iterator[tuple[SearchState, SearchPath, bool]]:
        begun, needs = dict(state.begun), self._needs
        for place, task, opens, closes, former in options:
            if state.done >> place & 1 or needs[place] & ~state.done:
                continue
            left = begun.get(place)
            if left is None:
                if not self._allowed(state, path, place, task.minutes):
                    continue
                left = task.minutes
            start = max(state.at, opens)
            if state.business != _NO_BUSINESS and needs_travel(state.business, task.business):
                start = max(start, state.left + self.problem.day.buffer)
            for begins in (start, *(f for f in former if f > start)):
                if begins + left <= closes:
                    yield self._whole(state, path, place, begins, begins + left)
                else:
                    yield from self._broken(state, path, place, begins, closes, left)

    def _allowed(self, state: SearchState, path: SearchPath, place: int, minutes: int) -> bool:
        """Whether the budget and the reserve have room for the whole task."""
        total = path.minutes + minutes
        if total > self.problem.budget:
            return False
        touched = state.done | 1 << place
        for other, _ in state.begun:
            touched |= 1 << other
        return total <= self.problem.unhurried or not touched & self._unhurried

    def _whole(
        self, state: SearchState, path: SearchPath, place: int, start: int, end: int
    ) -> tuple[SearchState, SearchPath, bool]:
        task, value, before = self.tasks[place], self._values[place], path.rank
        late = value.limit is not None and end > value.limit
        switched = state.business not in (_NO_BUSINESS, task.business)
        rank = (
            before[0] + (value.late if late else value.on_time),
            before[1] - (self.move_costs.cost(task.id, start) if self.move_costs.former else 0),
            before[2] - switched,
            before[3] - (start if value.hard else 0),
            before[4] - value.weight * start,
        )
        begun = tuple(pair for pair in state.begun if pair[0] != place) if state.begun else ()
        minutes = path.minutes + (task.minutes if len(begun) == len(state.begun) else 0)
        reached = SearchState(state.done | 1 << place, begun, end, task.business, end)
        return reached, SearchPath(rank, minutes, (start, end, task.id), path), False

    def _broken(
        self, state: SearchState, path: SearchPath, place: int, start: int, limit: int, left: int
    ) -> Iterator[tuple[SearchState, SearchPath, bool]]:
        """As much of the task as fits: a piece always reaches the end of its free stretch."""
        task = self.tasks[place]
        piece = min(limit - start, left - SHORTEST_PIECE)
        if piece < SHORTEST_PIECE:
            return
        rank = _plus(
            path.rank,
            stay=self.move_costs.cost(task.id, start, last=False),
            switch=1 + (state.business not in (_NO_BUSINESS, task.business)),
        )
        others = tuple(pair for pair in state.begun if pair[0] != place)
        minutes = path.minutes + (task.minutes if len(others) == len(state.begun) else 0)
        begun = tuple(sorted((*others, (place, left - piece))))
        reached = SearchState(state.done, begun, start + piece, task.business, start + piece)
        yield reached, SearchPath(rank, minutes, (start, start + piece, task.id), path), True

    def _narrowed(self, paths: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """The paths that can still keep enough worth; the most promising ones when there are more than `width`."""
        able = {s: w for s, w in paths.items() if w.rank[0] + self._open_worth(s) >= self.least_kept}
        if len(able) <= self.width:
            return able
        self.cut = True
        best = sorted(able.items(), key=lambda item: self._promise(*item), reverse=True)
        return dict(best[: self.width])

    def _open_worth(self, state: SearchState) -> int:
        """The most worth that tasks not done can still add."""
        known = self._open.get(state.done)
        if known is None:
            known = sum(value for place, value in enumerate(self._worth) if not state.done >> place & 1)
            self._open[state.done] = known
        return known

    def _promise(self, state: SearchState, path: SearchPath) -> tuple[float, Rank, SearchState]:
        """The worth kept less the time used; then the costs."""
        done, begun, at, business, left = state
        return (path.rank[0] - at * 0.001, path.rank, SearchState(done, begun, at, business or 0, left))


def _plus(
    rank: Rank, *, kept: int = 0, stay: int = 0, switch: int = 0, hard: int = 0, waiting: int = 0
) -> Rank:
    return (rank[0] + kept, rank[1] - stay, rank[2] - switch, rank[3] - hard, rank[4] - waiting)


def _keep(paths: dict[SearchState, SearchPath], state: SearchState, path: SearchPath) -> None:
    known = paths.get(state)
    if known is None or path.rank > known.rank:
        paths[state] = path


def _blocks(path: SearchPath | None) -> Iterable[TimeBlock]:
    while path is not None:
        if path.piece is not None:
            yield TimeBlock(*path.piece)
        path = path.before
