"""Search: the best order of a day's tasks, by dynamic programming over what is done, where one is, and when."""

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
# A minute so long ago that no way from there can matter.
_FAR = -10_000
Rank = tuple[int, int, int, int, int]

# Minutes: moving a block at all costs so much beside the minutes it is moved by; taking it out costs more.
_MOVED, _GONE = 30, 240


@dataclass(frozen=True, slots=True)
class MoveCosts:
    """The former plan's beginnings by task; empty when there is none to stay with."""

    former: dict[int, tuple[TimeBlock, ...]]

    @classmethod
    def near(cls, plan: DayPlan | None) -> "MoveCosts":
        """Near that plan, or free."""
        rows: dict[int, tuple[TimeBlock, ...]] = {}
        for block in plan.blocks if plan else ():
            rows[block.task] = (*rows.get(block.task, ()), block)
        return cls(rows)

    def starts(self, task: int, gap: Gap) -> list[int]:
        """Where the task began in that stretch before."""
        return [b.start for b in self.former.get(task, ()) if gap.start <= b.start < gap.end]

    def cost(self, task: int, start: int, *, last: bool = True) -> int:
        """The cost of a piece that begins at `start`; its last piece earns a task the cost of its absence back."""
        blocks = self.former.get(task)
        if not blocks:
            return 0
        moved = min(abs(block.start - start) for block in blocks)
        return (min(moved + _MOVED, _GONE) if moved else 0) - (_GONE if last else 0)


class SearchOption(NamedTuple):
    """What a gap has for a task: from when to when, and where it began there before."""

    place: int
    task: PlanTask
    opens: int
    closes: int
    former: list[int]


class SearchState(NamedTuple):
    """What the rest of the day depends on: tasks done (bits), pieces begun with what is left of them, the minute,
    and the business one is at, with the minute it was left."""

    done: int
    begun: tuple[tuple[int, int], ...]
    at: int
    business: int | None
    left: int


@dataclass(frozen=True, slots=True)
class SearchPath:
    """The best way to a spot: its rank so far (kept, then costs as negatives) and its last block."""

    rank: Rank
    minutes: int
    block: TimeBlock | None = None
    before: "SearchPath | None" = None


@dataclass(slots=True)
class PlanSearch:
    """One search. `width` bounds the ways kept at each step; `cut` tells that it had to forget some."""

    problem: PlanProblem
    tasks: tuple[PlanTask, ...]
    least_kept: int
    staying: MoveCosts
    width: int
    cut: bool = False
    _bit: dict[int, int] = field(default_factory=dict)
    _worth: list[int] = field(default_factory=list)
    _needs: list[int] = field(default_factory=list)
    _unhurried: int = 0
    _open: dict[int, int] = field(default_factory=dict)

    def run(self) -> tuple[TimeBlock, ...] | None:
        """The blocks of the best plan, fixed ones included; None when none keeps `least_kept`."""
        on = self.problem.day.on
        self._bit = {task.id: 1 << place for place, task in enumerate(self.tasks)}
        self._worth = [task_worth(task, on) for task in self.tasks]
        self._needs = [sum(self._bit.get(o, 0) for o in task.after) for task in self.tasks]
        self._unhurried = sum(self._bit[task.id] for task in self.tasks if not belongs_to_day(task, on))
        ways = {SearchState(0, (), 0, _NO_BUSINESS, _FAR): SearchPath((0, 0, 0, 0, 0), 0)}
        for index in range(len(self.problem.gaps)):
            ways = self._through(index, self._entered(index, ways))
        best = self._best(ways)
        return None if best is None else number_pieces([*_blocks(best), *(b for b, _ in self.problem.fixed)])

    def _best(self, ways: dict[SearchState, SearchPath]) -> SearchPath | None:
        finished = [
            self._past(spot, way, self._items(len(self.problem.gaps)))[1]
            for spot, way in ways.items()
            if not spot.begun
        ]
        good = [way for way in finished if way.rank[0] >= self.least_kept]
        return max(good, key=lambda way: way.rank, default=None)

    def _entered(self, index: int, ways: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """All ways at the beginning of a gap: past the fixed items before it."""
        gap, items = self.problem.gaps[index], self._items(index)
        entered: dict[SearchState, SearchPath] = {}
        for spot, way in ways.items():
            there, gone = self._past(spot, way, items)
            if gap.before is not None:
                there = there._replace(left=_FAR if gap.before.leave is None else gap.before.end)
            # Far behind, the minute a business was left no longer matters.
            left = there.left if gap.start - there.left < self.problem.day.buffer else _FAR
            _keep(entered, there._replace(at=gap.start, left=left), gone)
        return entered

    def _items(self, index: int) -> list[int | None]:
        """The businesses of the fixed items between a gap and the one before it, in order."""
        gaps = self.problem.gaps
        first = gaps[index - 1].end if index else 0
        last = gaps[index].start if index < len(gaps) else 10_000
        rows = [(block.start, task.business) for block, task in self.problem.fixed]
        appointments = (b for b in self.problem.day.busy if b.kind == "appointment" and b.business)
        rows += [(busy.start, busy.business) for busy in appointments]
        return [business for start, business in sorted(rows, key=lambda r: r[0]) if first <= start < last]

    def _past(
        self, spot: SearchState, way: SearchPath, items: list[int | None]
    ) -> tuple[SearchState, SearchPath]:
        switches, business = 0, spot.business
        for item in items:
            switches += business not in (_NO_BUSINESS, item)
            business = item
        return spot._replace(business=business), SearchPath(
            _plus(way.rank, switch=switches), way.minutes, None, way
        )

    def _through(self, index: int, ways: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """All ways out of a gap: from each, one more piece, until nothing more fits."""
        out = dict(ways)
        offers = self._offers(index)
        layer = ways
        while layer:
            longer: dict[SearchState, SearchPath] = {}
            for spot, way in layer.items():
                for there, gone, last in self._next(offers, spot, way):
                    _keep(out, there, gone)
                    if not last:
                        _keep(longer, there, gone)
            layer = self._narrowed(longer)
        return self._narrowed(out)

    def _offers(self, index: int) -> list[SearchOption]:
        gap, day = self.problem.gaps[index], self.problem.day
        ended = {task.id: block.end for block, task in self.problem.fixed}
        offers = []
        for place, task in enumerate(self.tasks):
            hours = hours_for_business(day, task.business)
            if hours is None or any(ended.get(other, 0) > gap.start for other in task.after):
                continue
            closes = min(gap.end, hours.end)
            if gap.after is not None and needs_travel(task.business, gap.after.enter):
                closes = min(closes, gap.after.start - day.buffer)
            offers.append(SearchOption(place, task, hours.start, closes, self.staying.starts(task.id, gap)))
        return offers

    def _next(
        self, offers: list[SearchOption], spot: SearchState, way: SearchPath
    ) -> Iterator[tuple[SearchState, SearchPath, bool]]:
        begun = dict(spot.begun)
        for place, task, opens, closes, former in offers:
            if spot.done >> place & 1 or self._needs[place] & ~spot.done:
                continue
            left = begun.get(place)
            if left is None:
                if not self._allowed(spot, way, place, task.minutes):
                    continue
                left = task.minutes
            start = max(spot.at, opens)
            if spot.business != _NO_BUSINESS and needs_travel(spot.business, task.business):
                start = max(start, spot.left + self.problem.day.buffer)
            for begins in (start, *(f for f in former if f > start)):
                if begins + left <= closes:
                    yield self._whole(spot, way, place, begins, begins + left)
                else:
                    yield from self._broken(spot, way, place, begins, closes, left)

    def _allowed(self, spot: SearchState, way: SearchPath, place: int, minutes: int) -> bool:
        """Whether the budget and the reserve have room for the whole task."""
        total = way.minutes + minutes
        if total > self.problem.budget:
            return False
        touched = spot.done | 1 << place
        for other, _ in spot.begun:
            touched |= 1 << other
        return total <= self.problem.unhurried or not touched & self._unhurried

    def _whole(
        self, spot: SearchState, way: SearchPath, place: int, start: int, end: int
    ) -> tuple[SearchState, SearchPath, bool]:
        task = self.tasks[place]
        on, limit = self.problem.day.on, due_minute(task, self.problem.day.on)
        late = limit is not None and end > limit
        rank = _plus(
            way.rank,
            kept=(task_worth_late if late else task_worth)(task, on),
            stay=self.staying.cost(task.id, start),
            switch=spot.business not in (_NO_BUSINESS, task.business),
            hard=start if takes_long(task) else 0,
            waiting=priority_weight(task) * start,
        )
        begun = tuple(pair for pair in spot.begun if pair[0] != place)
        minutes = way.minutes + (task.minutes if len(begun) == len(spot.begun) else 0)
        there = SearchState(spot.done | 1 << place, begun, end, task.business, end)
        return there, SearchPath(rank, minutes, TimeBlock(start, end, task.id), way), False

    def _broken(
        self, spot: SearchState, way: SearchPath, place: int, start: int, limit: int, left: int
    ) -> Iterator[tuple[SearchState, SearchPath, bool]]:
        """As much of the task as fits: work is broken off only where the free stretch ends."""
        task = self.tasks[place]
        piece = min(limit - start, left - SHORTEST_PIECE)
        if piece < SHORTEST_PIECE:
            return
        rank = _plus(
            way.rank,
            stay=self.staying.cost(task.id, start, last=False),
            switch=1 + (spot.business not in (_NO_BUSINESS, task.business)),
        )
        others = tuple(pair for pair in spot.begun if pair[0] != place)
        minutes = way.minutes + (task.minutes if len(others) == len(spot.begun) else 0)
        begun = tuple(sorted((*others, (place, left - piece))))
        there = SearchState(spot.done, begun, start + piece, task.business, start + piece)
        yield there, SearchPath(rank, minutes, TimeBlock(start, start + piece, task.id), way), True

    def _narrowed(self, ways: dict[SearchState, SearchPath]) -> dict[SearchState, SearchPath]:
        """The ways that can still keep enough, the most promising ones when there are too many."""
        able = {s: w for s, w in ways.items() if w.rank[0] + self._open_worth(s) >= self.least_kept}
        if len(able) <= self.width:
            return able
        self.cut = True
        best = sorted(able.items(), key=lambda item: self._promise(*item), reverse=True)
        return dict(best[: self.width])

    def _open_worth(self, spot: SearchState) -> int:
        """The most that what is not done can still add."""
        known = self._open.get(spot.done)
        if known is None:
            known = sum(value for place, value in enumerate(self._worth) if not spot.done >> place & 1)
            self._open[spot.done] = known
        return known

    def _promise(self, spot: SearchState, way: SearchPath) -> tuple[float, Rank, SearchState]:
        """What the way has kept for each minute used; then its costs."""
        return (way.rank[0] - spot.at * 0.001, way.rank, spot._replace(business=spot.business or 0))


def _plus(
    rank: Rank, *, kept: int = 0, stay: int = 0, switch: int = 0, hard: int = 0, waiting: int = 0
) -> Rank:
    return (rank[0] + kept, rank[1] - stay, rank[2] - switch, rank[3] - hard, rank[4] - waiting)


def _keep(ways: dict[SearchState, SearchPath], spot: SearchState, way: SearchPath) -> None:
    known = ways.get(spot)
    if known is None or way.rank > known.rank:
        ways[spot] = way


def _blocks(way: SearchPath | None) -> Iterable[TimeBlock]:
    while way is not None:
        if way.block is not None:
            yield way.block
        way = way.before
