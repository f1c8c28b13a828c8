"""A month, or two full weeks, of one owner by the test clock, as a Markdown page:
`python -m tests.stories.schedules.month FILE month|two_weeks [en|ru]`.

Nothing is checked here: the page is for people to read from beginning to end. `make transcripts` writes it.
"""

import asyncio
import datetime as dt
import sys
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from models.runtime import clock
from models.tables.quiet_hours import Travel
from models.tables.reminder import Reminder
from models.tables.schedule import Schedule
from models.tables.series_task import SeriesTask
from ops.sandbox.client import MessageView
from ops.stores import scratch_folder
from tests.planner import OWNER, Planner, Stores
from tests.stories.schedules.month_script import MONTH
from tests.stories.schedules.script_steps import Step
from tests.stories.schedules.two_weeks_script import TWO_WEEKS

_TITLES = {"en": "In English", "ru": "In Russian"}
_SCRIPTS = {"month": ("A month of one owner", MONTH), "two_weeks": ("Two full weeks", TWO_WEEKS)}
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Month:
    """The month under way: what was seen already, and the lines written so far."""

    planner: Planner
    language: str
    lines: list[str] = field(default_factory=list)
    last: int = 0
    day: dt.date | None = None
    shown: MessageView | None = None

    async def play(self, steps: list[Step]) -> list[str]:
        """Every step in order; the lines."""
        clock.set_to(dt.datetime.combine(steps[0].on, steps[0].at, _BERLIN).astimezone(dt.UTC))
        for step in steps:
            instant = dt.datetime.combine(step.on, step.at, _BERLIN).astimezone(dt.UTC)
            await self._go(instant)
            if step.on != self.day and (step.say or step.press or step.down is not None):
                self.day = step.on
                self.lines += ["", f"## {step.on:%A, %-d %B %Y}"]
            await self._do(step)
        return self.lines

    async def _go(self, instant: dt.datetime) -> None:
        """On to that moment, by way of everything that is due before it: nobody's clock jumps."""
        while self.planner.workers and (due := await self._next_due()) is not None and due < instant:
            clock.set_to(max(due, clock.now()))
            await self._rest()
            await self._write_new()
        clock.set_to(instant)
        await self._rest()
        await self._write_new()

    async def _next_due(self) -> dt.datetime | None:
        """The next instant at which a schedule runs, a reminder comes, a series goes on or a trip ends."""
        instants = [
            *await self.planner.rows(select(Schedule.next_run_at).where(col(Schedule.enabled))),
            *await self.planner.rows(select(Reminder.due_at).where(Reminder.state == "waiting")),
            *await self.planner.rows(select(SeriesTask.next_at).where(col(SeriesTask.next_at).is_not(None))),
            *await self.planner.rows(select(Travel.back_at)),
        ]
        return min(instants, default=None)

    async def _rest(self) -> None:
        """Until the clock has looked a few times and nothing is owed."""
        for _ in range(8):
            await self.planner.tick(at_once=True)
            await self.planner.settled()

    async def _do(self, step: Step) -> None:
        stamp = f"{step.at:%H:%M}"
        if step.say:
            text = step.say[self.language]
            self.lines += ["", f"**{stamp}** — *{text}*"]
            await self.planner.tell(text, lang=self.language)
        elif step.press and self.shown is not None:
            label = step.press[self.language]
            self.lines += ["", f"**{stamp}** — *[{label}]*"]
            try:
                self._write(await self.planner.press(self.shown, label))
            except Exception as error:  # noqa: BLE001 - a button that is not there is a line to be read
                self.lines.append(f"(no such button: {error}; there are {self.shown.labels})")
        elif step.down is not None:
            self.lines += [
                "",
                f"**{stamp}** ({'the workers are stopped' if step.down else 'the workers are back'})",
            ]
            if step.down:
                await self.planner.stop_workers()
                return
            self.planner.start_worker()
            await asyncio.sleep(0.5)
        await self._rest()
        await self._write_new()

    async def _write_new(self) -> None:
        for seen in await self.planner.telegram.messages(OWNER, after=self.last):
            self.last = max(self.last, seen.id)
            if seen.from_bot:
                self._write(seen)

    def _write(self, seen: MessageView) -> None:
        picture = bool(seen.raw["body"].get("photo"))
        if not picture:
            self.shown = seen
        now = clock.now().astimezone(_BERLIN)
        if now.date() != self.day:
            self.day = now.date()
            self.lines += ["", f"## {now:%A, %-d %B %Y}"]
        self.lines += ["", f"{now:%H:%M}" + (" (picture)" if picture else "")]
        self.lines += [f"> {line}  " for line in seen.text.split("\n")] if seen.text else []
        if seen.labels:
            self.lines.append("> " + " ".join(f"`{label}`" for label in seen.labels))


async def play(steps: list[Step], language: str) -> list[str]:
    """The steps in one language."""
    with scratch_folder("month", in_memory=True) as folder:
        stores = Stores.started(folder, fast=True)
        try:
            async with Planner.running(stores) as planner:
                return await Month(planner, language).play(steps)
        finally:
            stores.stop()


async def page(script: str, languages: list[str]) -> str:
    """The script in each language. Times are Berlin's."""
    title, steps = _SCRIPTS[script]
    lines = [f"# {title}"]
    for language in languages:
        lines += ["", f"# {_TITLES[language]}", *await play(steps, language)]
    return "\n".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(page(sys.argv[2], sys.argv[3:] or ["en", "ru"])))
