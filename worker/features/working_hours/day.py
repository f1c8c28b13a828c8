"""One person's day as planning sees it: hours, busy times, tasks, blocks. Minutes count from the local midnight."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from models.runtime.local_time import instant_at

# No piece of a task is shorter than this.
SHORTEST_PIECE = 25
DAY_END = 24 * 60

# A scheduled plan made from noon on is for the next day.
NOON = dt.time(12)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From `start` to `end`, in minutes of the day, the end not included."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is; never negative."""
        return max(0, self.end - self.start)


@dataclass(frozen=True, slots=True)
class Busy:
    """A fixed appointment, lunch, or a time the person is away. Nothing is planned over it."""

    start: int
    end: int
    kind: Literal["appointment", "away", "lunch"] = "appointment"
    business: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlanTask:
    """An open task. `minutes` is what is left of its estimate, `low` and `high` its 80 % range; `worked` are the
    minutes that were put into it already. Without an estimate its length is `assumed`.

    `due_minute` is the clock time it must end by on `due_on`; `fixed_at` the clock time it begins at on `due_on`. What is
    `on_day` is for `due_on` at any time of it, and not before; `all_day` takes no working time, and with `absence` it says
    that the person is not at work that day ("Vacation"). `after` are the open tasks that must be done before it.
    """

    id: int
    number: int
    minutes: int
    priority: int = 2
    business: int | None = None
    low: int | None = None
    high: int | None = None
    due_on: dt.date | None = None
    due_minute: int | None = None
    fixed_at: int | None = None
    do_on: dt.date | None = None
    after: tuple[int, ...] = ()
    worked: int = 0
    on_day: bool = False
    all_day: bool = False
    assumed: bool = False
    absence: bool = False

    @property
    def happens(self) -> bool:
        """Whether it is for its day, instead of having to be done by then."""
        return self.on_day or self.fixed_at is not None

    def fixed_minutes(self, on: dt.date) -> Stretch | None:
        """From when until when it lasts, in minutes of the local day `on`: below 0 where it began the day before, above 1,440
        where it goes on after midnight. None without a fixed start."""
        if self.fixed_at is None or self.due_on is None:
            return None
        start = self.fixed_at + (self.due_on - on).days * DAY_END
        return Stretch(start, start + self.minutes)

    def is_past(self, on: dt.date) -> bool:
        """Whether it was an event of an earlier day: it happened or not, and is no work for `on`. Work that was only set
        for a day is still to be done."""
        return self.due_on is not None and self.due_on < on and (self.fixed_at is not None or self.all_day)


# What an overlap with a whole day has for its start: a day off, or a day's absence.
WHOLE_DAY = -1


class Overlap(NamedTuple):
    """A task with a fixed start over another task, over a busy time (`other` 0) or over a day off (`other` 0, at
    `WHOLE_DAY`), each with the minute it begins at; a task that is a day's absence begins at `WHOLE_DAY`."""

    task: int
    at: int
    other: int
    other_at: int


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One person's day. `hours` has the person's own under None; a business without an entry shares them.

    A stretch of None means closed that day. `now` is the minute before which nothing can be placed any more.
    `buffer` is the way between two businesses, `cap` the most minutes the person wants planned, `done_minutes`
    what is done of them today already, the running task included;
    `until` is set when the person chose to work that long, `most` when they asked for no more that day, what is done
    included (it is in `cap`). `kept` are the overlaps the person has said to keep. `day_off` is a day they said they
    are off, not one that the week has no hours for. `all_day` are the titles of events of whole days, which take no time.
    """

    on: dt.date
    hours: dict[int | None, Stretch | None]
    busy: tuple[Busy, ...] = ()
    now: int = 0
    buffer: int = 0
    cap: int | None = None
    done_minutes: int = 0
    until: int | None = None
    most: int | None = None
    kept: tuple[Overlap, ...] = ()
    day_off: bool = False
    all_day: tuple[str, ...] = ()


def opens_at(day: WorkDay) -> int:
    """The minute at which the first of a day's working hours begin; 1,440 on a closed day."""
    return min((stretch.start for stretch in day.hours.values() if stretch is not None), default=DAY_END)


def closes_at(day: WorkDay) -> int:
    """The minute at which the last of a day's working hours end; 0 on a closed day."""
    return max((stretch.end for stretch in day.hours.values() if stretch is not None), default=0)


@dataclass(frozen=True, slots=True, order=True)
class TimeBlock:
    """A task's piece in the day: `piece` of `pieces`, counted from 1."""

    start: int
    end: int
    task: int
    piece: int = 1
    pieces: int = 1

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Proof:
    """How good a plan is known to be: the worth it keeps, the most any plan could, and whether all was proved."""

    worth: int
    bound: int
    proved: bool

    @property
    def gap(self) -> float:
        """What could still be missing, as a share of the bound; 0 when nothing can be."""
        return 0.0 if self.bound <= self.worth else (self.bound - self.worth) / self.bound


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Blocks in the order of the clock; the tasks that found no place; what was considered, by id."""

    day: WorkDay
    blocks: tuple[TimeBlock, ...]
    left_out: tuple[int, ...]
    tasks: dict[int, PlanTask] = field(default_factory=dict)
    proof: Proof = Proof(0, 0, proved=True)

    def blocks_of(self, task: int) -> tuple[TimeBlock, ...]:
        """A task's pieces in the order of the clock."""
        return tuple(block for block in self.blocks if block.task == task)

    @property
    def planned_minutes(self) -> int:
        """The minutes of the day that blocks take; where two overlap, they count once."""
        return minutes_covered(self.blocks)


def busy_shown(plan: DayPlan) -> list[Busy]:
    """The busy times still to come that a plan's reader is told of: not one that another covers, as an absence covers lunch,
    and no lunch within an appointment or on a day off."""
    fixed = [block for block in plan.blocks if plan.tasks[block.task].fixed_at is not None]
    return [
        busy for busy in plan.day.busy if busy.end > plan.day.now and not _is_hidden(busy, plan.day, fixed)
    ]


def _is_hidden(busy: Busy, day: WorkDay, fixed: Iterable[TimeBlock]) -> bool:
    within_another = any(o != busy and o.start <= busy.start and busy.end <= o.end for o in day.busy)
    within_fixed = any(block.start <= busy.start and busy.end <= block.end for block in fixed)
    return within_another or (busy.kind == "lunch" and (within_fixed or closes_at(day) == 0))


def minutes_covered(blocks: Iterable[TimeBlock]) -> int:
    """The minutes of a day that lie within some of the blocks."""
    total = reached = 0
    for block in sorted(blocks):
        total += max(0, block.end - max(reached, block.start))
        reached = max(reached, block.end)
    return total


def minute_of(instant: dt.datetime, on: dt.date, zone: ZoneInfo) -> int:
    """The minute of the local day at which an instant is; 0 before that day, 1,440 after it."""
    local = instant.astimezone(zone)
    if local.date() != on:
        return 0 if local.date() < on else DAY_END
    return local.hour * 60 + local.minute


def instant_of_minute(minute: int, on: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) of a minute of a local day, also where the clock jumps."""
    days, rest = divmod(minute, DAY_END)
    return instant_at(on + dt.timedelta(days=days), dt.time(*divmod(rest, 60)), zone)
