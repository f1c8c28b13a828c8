"""The lines of a plan's message: blocks by the clock, what is left out and why."""

import datetime as dt
import re
from collections.abc import Iterable

from models.tables.task import Task
from worker.core.date_formats import amount_text, clock_text, long_day
from worker.core.directory_names import DirectoryNames
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.planning.make_plan import MadePlan
from worker.features.planning.reason_text import cause_text, earliest_place_text, reason_text
from worker.features.planning.solver.reasons import Reason
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import DAY_END, Busy, TimeBlock, closes_at

_LEFT_OUT_SHOWN = 5


class PlanText:
    """The lines of one plan for one reader. `rows` are the tasks behind the ids."""

    def __init__(
        self, made: MadePlan, rows: dict[int, Task], names: DirectoryNames, speaker: Speaker, now: dt.datetime
    ) -> None:
        self.made, self.rows, self.names = made, rows, names
        self.words, self.today = speaker.translator, speaker.today(now)

    def heading(self) -> str:
        """ "Tuesday 24 November · 5 h 40 of 7 h"."""
        translator, plan = self.words, self.made.plan
        if not plan.blocks and self.made.free_minutes == 0:
            return f"<b>{long_day(translator, plan.day.on)}</b>"
        load = translator.gettext(
            "{planned} of {free}",
            planned=amount_text(translator, plan.planned_minutes),
            free=amount_text(translator, self.made.free_minutes),
        )
        return f"<b>{long_day(translator, plan.day.on)}</b> · {load}"

    def day(self) -> list[str]:
        """The plan by the clock, with lunch, appointments and what overflows."""
        lines = [self.heading(), "", *self._by_the_clock(), *self._clashes()]
        ends = (self._assumed(), self._done(), *self._advice(), self._others(), *self._overload())
        lines += [line for line in ends if line is not None]
        return lines

    def why(self) -> list[str]:
        """Each block's reason, each task left out, and what changed since the plan before."""
        made, translator = self.made, self.words
        lines = [self.heading(), ""]
        lines += [f"{self._times(r)}  {self._named(r)}: {self._reason(r)}" for r in self._of("block")]
        left_out, changed = self._said_once(self._of("left_out")), self._of("change")
        if left_out:
            lines += ["", f"<b>{translator.gettext('Left out')}</b>", *left_out]
        if changed:
            lines += ["", f"<b>{translator.gettext('Changed')}</b>"]
            lines += [f"{self._named(r)}: {self._change(r)}{self._reason(r)}" for r in changed]
        gap = made.plan.proof.gap
        if gap > 0:
            lines += [
                "",
                translator.gettext(
                    "A better order would gain {share} % at most.", share=max(1, round(gap * 100))
                ),
            ]
        return lines

    def title(self, task_id: int) -> str:
        """A task's title, escaped; its number when the row is gone."""
        row = self.rows.get(task_id)
        return escape_html(row.title) if row is not None else f"#{self.made.tasks[task_id].number}"

    def _of(self, kind: str) -> list[Reason]:
        return [reason for reason in self.made.reasons if reason.kind == kind]

    def _by_the_clock(self) -> list[str]:
        plan = self.made.plan
        rows = [(block.start, self._line(block)) for block in plan.blocks]
        rows += [
            (busy.start, self._busy(busy))
            for busy in plan.day.busy
            if busy.end > plan.day.now and plan.blocks and not _within_another(busy, plan.day.busy)
        ]
        return [line for _, line in sorted(rows, key=lambda row: row[0])] or [self._nothing()]

    def _clashes(self) -> list[str]:
        """ "⚠ 14:00 Tasting and 15:30 Measuring visit overlap.", each pair once; both stand as they were set."""
        clashing = {r.task: r for r in self._of("block") if "clash" in r.figures}
        ids = {self.made.tasks[task].number: task for task in clashing}
        lines = [
            self.words.gettext("{one} and {other} overlap.", one=self._at(task), other=self._at(ids[number]))
            for task, reason in clashing.items()
            for number in reason.figures["clash"]
            if number in ids and list(clashing).index(task) < list(clashing).index(ids[number])
        ]
        lines += [
            self._beside_busy(task, away=r.figures["clash_busy"] == "away")
            for task, r in clashing.items()
            if r.figures["clash_busy"]
        ]
        return ["", *(f"⚠ {line}" for line in lines)] if lines else []

    def _beside_busy(self, task_id: int, *, away: bool) -> str:
        if away:
            return self.words.gettext("{task}: you are away then.", task=self._at(task_id))
        return self.words.gettext("{task}: an appointment is at that time.", task=self._at(task_id))

    def _at(self, task_id: int) -> str:
        return f"{clock_text(self.made.tasks[task_id].fixed_at or 0)} {self.title(task_id)}"

    def _nothing(self) -> str:
        open_that_day = closes_at(self.made.plan.day) > 0
        return self.words.gettext("Nothing to plan.") if open_that_day else self.words.gettext("A day off.")

    def _busy(self, busy: Busy) -> str:
        """ "12:00  Lunch", "until 13:00  Away" for a morning off, "from 16:00  Away" for the rest of a day."""
        gettext = self.words.gettext
        named = {"lunch": gettext("Lunch"), "away": gettext("Away")}
        when = clock_text(busy.start)
        if busy.start == 0:
            when = gettext("until {time}", time=clock_text(busy.end))
        elif busy.end >= DAY_END:
            when = gettext("from {time}", time=clock_text(busy.start))
        return f"{when}  <i>{escape_html(busy.title) or named.get(busy.kind) or gettext('Appointment')}</i>"

    def _line(self, block: TimeBlock) -> str:
        row = self.rows.get(block.task)
        done = row is not None and row.status != "open"
        title = f"<s>{self.title(block.task)}</s>" if done else self.title(block.task)
        urgent = "❗ " if row is not None and row.priority == 1 else ""
        facts = [title, self._business(row), self._minutes(row, block)]
        if block.pieces > 1:
            facts.append(self.words.gettext("part {n} of {all}", n=block.piece, all=block.pieces))
        return f"{clock_text(block.start)}  {urgent}" + " · ".join(fact for fact in facts if fact)

    def _minutes(self, row: Task | None, block: TimeBlock) -> str:
        """ "2 h" as stated, "~2 h" as learned, "1 h?" where nothing is known and an hour is assumed."""
        text = amount_text(self.words, block.minutes)
        if row is None or row.estimate_minutes is None:
            return f"{text}?"
        return text if row.estimate_source == "stated" else f"~{text}"

    def _assumed(self) -> str | None:
        """What "?" stands for, where there is one."""
        unknown = [
            block.minutes
            for block in self.made.plan.blocks
            if block.task in self.rows and self.rows[block.task].estimate_minutes is None
        ]
        if not unknown:
            return None
        return self.words.gettext(
            "? no duration given, counted as an hour: {assumed} of {all} planned",
            assumed=amount_text(self.words, sum(unknown)),
            all=amount_text(self.words, self.made.plan.planned_minutes),
        )

    def _business(self, row: Task | None) -> str | None:
        name = None if row is None else self.names.business_name(row.business_id)
        return None if name is None else escape_html(name)

    def _done(self) -> str | None:
        done = self.made.plan.day.done_minutes
        return (
            self.words.gettext("Done today already: {amount}", amount=amount_text(self.words, done))
            if done
            else None
        )

    def _advice(self) -> list[str]:
        """A model's lines, as data: escaped, and its "#12" replaced by the task's title."""
        of = {task.number: task_id for task_id, task in self.made.tasks.items()}

        def named(found: re.Match[str]) -> str:
            task_id = of.get(int(found[1]))
            return found[0] if task_id is None else self.words.quote(self.title(task_id))

        lines = [re.sub(r"#(\d{1,9})", named, escape_html(line)) for line in self.made.row.advice]
        return ["", *(f"<i>{line}</i>" for line in lines)] if lines else []

    def _overload(self) -> list[str]:
        """ "It does not fit: 9 h 15 for 7 h." and what is left out of it."""
        over, translator = self.made.overload, self.words
        if over is None:
            return []
        lines = [
            "",
            translator.gettext(
                "It does not fit: {need} for {free}.",
                need=amount_text(translator, over.need),
                free=amount_text(translator, over.free),
            ),
        ]
        left = [r for r in self._of("left_out") if r.task in over.left_out]
        lines_shown = [f"{self.title(r.task)} ({self._reason(r)})" for r in left[:_LEFT_OUT_SHOWN]]
        lines.append(translator.gettext("Left out: {tasks}", tasks="; ".join(lines_shown)))
        if len(left) > _LEFT_OUT_SHOWN:
            lines.append(translator.ngettext("and {n} more", "and {n} more", len(left) - _LEFT_OUT_SHOWN))
        if over.alone:
            lines.append(translator.gettext("To make it fit, any one of these:"))
        elif over.together:
            moves = all(change.kind == "move" and change.to is not None for change in over.together)
            lines.append(
                translator.gettext("To make it fit, move these:")
                if moves
                else translator.gettext("To make it fit, all of these:")
            )
        return lines

    def _others(self) -> str | None:
        """How many tasks that do not belong to this day found no place in it; clashes and waits of the day by name."""
        over = set(self.made.overload.left_out) if self.made.overload else set()
        on = self.made.plan.day.on
        rows = [r for r in self._of("left_out") if r.task not in over]
        named = [r for r in rows if belongs_to_day(self.made.tasks[r.task], on)]
        lines_shown = [f"{self.title(r.task)}: {self._reason(r)}" for r in named[:_LEFT_OUT_SHOWN]]
        if named and all(reason.code == "closed" for reason in named):
            # A whole day without hours gets one line for all.
            waiting = ((r, earliest_place_text(self.words, r, self.today)) for r in named[:_LEFT_OUT_SHOWN])
            lines_shown = [
                ": ".join(part for part in (self.title(r.task), when) if part) for r, when in waiting
            ]
            lines_shown = [self.words.gettext("No working hours that day. What waits for it:"), *lines_shown]
        later = len(rows) - len(named)
        if later:
            lines_shown.append(self.words.ngettext("{n} task for later", "{n} tasks for later", later))
        return "\n".join(["", *lines_shown]) if lines_shown else None

    def _said_once(self, reasons: list[Reason]) -> list[str]:
        """The tasks left out, a line each; a reason that several of them share is a heading above them."""
        on, titles = self.made.plan.day.on, self._titles()
        alike: dict[str, list[Reason]] = {}
        for reason in reasons:
            alike.setdefault(cause_text(self.words, reason, self.today, on, titles), []).append(reason)
        lines = []
        for text, group in alike.items():
            if len(group) == 1:
                lines.append(f"{self._named(group[0])}: {self._reason(group[0])}")
                continue
            lines.append(f"<i>{text[:1].upper()}{text[1:]}:</i>")
            for reason in group:
                rest = self._reason(reason).removeprefix(text).removeprefix("; ")
                lines.append(f"•  {': '.join(part for part in (self._named(reason), rest) if part)}")
        return lines

    def _times(self, reason: Reason) -> str:
        return ", ".join(clock_text(block.start) for block in self.made.plan.blocks_of(reason.task))

    def _named(self, reason: Reason) -> str:
        return self.title(reason.task)

    def _change(self, reason: Reason) -> str:
        """ "09:00 → 10:30, " for a change; nothing for anything else."""
        if reason.kind != "change":
            return ""
        was, is_ = (
            ", ".join(clock_text(start) for start, _ in reason.figures[key]) or "—" for key in ("was", "is")
        )
        return f"{was} → {is_}, "

    def _reason(self, reason: Reason) -> str:
        return reason_text(self.words, reason, self.today, self.made.plan.day.on, self._titles())

    def _titles(self) -> dict[int, str]:
        return {row.number: escape_html(row.title) for row in self.rows.values()}


def _within_another(busy: Busy, others: Iterable[Busy]) -> bool:
    """Whether another busy time covers it, as an absence covers lunch."""
    return any(o != busy and o.start <= busy.start and busy.end <= o.end for o in others)
