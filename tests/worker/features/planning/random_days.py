"""Days made up at random: hours, lunch, appointments, businesses, deadlines, waits."""

import datetime as dt

from hypothesis import strategies as st

from worker.features.working_hours.day import Busy, PlanTask, Stretch, WorkDay

ON = dt.date(2026, 11, 24)
_DUE = (None, -3, -1, 0, 0, 0, 1, 2, 6, 20)
_MINUTES = (5, 15, 20, 30, 45, 50, 60, 90, 125, 180, 300, 700)


@st.composite
def tasks(draw: st.DrawFn, most: int = 10, minutes: tuple[int, ...] = _MINUTES) -> list[PlanTask]:
    """Up to `most` tasks; each may wait for earlier ones."""
    made: list[PlanTask] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        due = draw(st.sampled_from(_DUE))
        clock = draw(st.sampled_from((None, None, "by", "at"))) if due in (0, 1) else None
        minute = draw(st.integers(8 * 60, 19 * 60))
        length = draw(st.sampled_from(minutes))
        made.append(
            PlanTask(
                id=number * 7,
                number=number,
                minutes=length,
                low=max(1, length // 2),
                high=length * 2,
                priority=draw(st.integers(1, 4)),
                business=draw(st.sampled_from((None, 1, 2, 3))),
                due_on=None if due is None else ON + dt.timedelta(days=due),
                due_minute=minute if clock == "by" else None,
                fixed_at=minute if clock == "at" else None,
                on_day=clock is None and due is not None and draw(st.integers(0, 3)) == 0,
                assumed=draw(st.integers(0, 3)) == 0,
                do_on=draw(st.sampled_from((None, None, ON, ON + dt.timedelta(days=1)))),
                after=tuple({draw(st.sampled_from(made)).id})
                if made and draw(st.integers(0, 3)) == 0
                else (),
            )
        )
    return made


@st.composite
def days(draw: st.DrawFn) -> WorkDay:
    """A working day with most of what can stand in its way."""
    opens = draw(st.integers(7, 10)) * 60
    own = Stretch(opens, opens + draw(st.integers(2, 9)) * 60)
    hours: dict[int | None, Stretch | None] = {None: own}
    if draw(st.booleans()):
        start = draw(st.integers(8 * 60, 15 * 60))
        hours[3] = draw(st.sampled_from((None, Stretch(start, start + 150))))
    busy = [Busy(12 * 60, 12 * 60 + 45, "lunch")] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(8 * 60, 17 * 60))
        kind = draw(st.sampled_from(("appointment", "away")))
        owner = draw(st.sampled_from((None, 1, 2))) if kind == "appointment" else None
        busy.append(Busy(start, start + draw(st.integers(10, 120)), kind, owner))
    return WorkDay(
        on=ON,
        hours=hours,
        busy=tuple(busy),
        now=draw(st.sampled_from((0, 0, 9 * 60 + 7, 13 * 60))),
        buffer=draw(st.sampled_from((0, 0, 10, 30))),
        cap=draw(st.sampled_from((None, None, 120, 300))),
        done_minutes=draw(st.sampled_from((0, 0, 60))),
    )
