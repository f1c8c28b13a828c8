"""The lines of a plan's message: blocks by the clock, what is left out and why."""

import datetime as dt
import re

from models.tables.task import Task
from worker.core.date_formats import amount_text, clock_text, long_day
from worker.core.directory_names import DirectoryNames
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.features.planning.block_times import begins_text, end_next_day_text, minutes_told
from worker.features.planning.make_plan import MadePlan
from worker.features.planning.reason_text import cause_text, earliest_place_text, reason_text
from worker.features.planning.solver.reasons import Reason
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import DAY_END, Busy, TimeBlock, busy_shown, closes_at, minutes_covered
from worker.features.working_hours.views import all_day_lines

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
        rows += [(busy.start, self._busy(busy)) for busy in busy_shown(plan) if plan.blocks]
        lines = [line for _, line in sorted(rows, key=lambda row: row[0])] or [self._nothing()]
        return [*all_day_lines(self.words, plan.day.all_day), *lines, *self._without_hours()]

    def _without_hours(self) -> list[str]:
        """ "—  Wash the van · 30 min?": what was set for this day although it has no working hours."""
        tasks = [self.made.tasks[r.task] for r in self._of("left_out") if r.code == "no_hours"]
        return [
            f"—  {self._facts(task.id, self._length(task.minutes, self.rows.get(task.id), assumed=task.assumed))}"
            for task in tasks
        ]

    def _clashes(self) -> list[str]:
        """ "⚠ 14:00 Tasting and 15:30 Measuring visit overlap.", each pair once; both stand as they were set."""
        gettext, clashing = self.words.gettext, [r for r in self._of("block") if "clash" in r.figures]
        lines = [
            "⚠ " + gettext("{one} and {other} overlap.", one=one, other=other)
            for one, other in self._pairs(clashing, "clash")
        ]
        lines += [
            "⚠ " + self._beside_busy(r)
            for r in clashing
            if r.figures["clash_busy"] and not r.figures.get("clash_busy_kept")
        ]
        lines += [
            gettext("{one} and {other} overlap, as you wanted.", one=one, other=other)
            for one, other in self._pairs(clashing, "clash_kept")
        ]
        return ["", *lines] if lines else []

    def _pairs(self, clashing: list[Reason], key: str) -> list[tuple[str, str]]:
        """The tasks that overlap, each pair once, the earlier one first."""
        known = {task.number: task.id for task in self.made.tasks.values()}
        place = {r.task: at for at, r in enumerate(clashing)}
        # What begins after midnight has no block that day: it comes behind all that has one.
        return [
            (self._at(reason.task), self._at(known[number]))
            for at, reason in enumerate(clashing)
            for number in reason.figures.get(key, ())
            if number in known and at < place.get(known[number], len(place))
        ]

    def _beside_busy(self, reason: Reason) -> str:
        gettext, task = self.words.gettext, self._at(reason.task)
        match reason.figures["clash_busy"]:
            case "away":
                return gettext("{task}: you are away then.", task=task)
            case "day_off":
                return gettext("{task}: that day is your day off.", task=task)
            case "absence":
                number = reason.figures.get("clash_absence")
                title = next(
                    (self.title(i) for i, each in self.made.tasks.items() if each.number == number), ""
                )
                return gettext("{task}: that day has {event}.", task=task, event=self.words.quote(title))
            case _:
                return gettext("{task}: an appointment is at that time.", task=task)

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
        assumed = self.made.tasks[block.task].assumed
        words, plan = self.words, self.made.plan
        facts = [self._length(minutes_told(plan, block), self.rows.get(block.task), assumed=assumed)]
        if block.pieces > 1:
            facts.append(words.gettext("part {n} of {all}", n=block.piece, all=block.pieces))
        facts += [text] if (text := end_next_day_text(words, plan, block)) else []
        return f"{begins_text(words, plan, block)}  {self._facts(block.task, *facts)}"

    def _facts(self, task_id: int, *facts: str) -> str:
        """ "❗ Fix the spindle · Repair · 2 h"."""
        row = self.rows.get(task_id)
        done = row is not None and row.status != "open"
        title = f"<s>{self.title(task_id)}</s>" if done else self.title(task_id)
        urgent = "❗ " if row is not None and row.priority == 1 else ""
        return urgent + " · ".join(fact for fact in (title, self._business(row), *facts) if fact)

    def _length(self, minutes: int, row: Task | None, *, assumed: bool) -> str:
        """ "2 h" as stated, "~2 h" as learned, "30 min?" where nothing is known and the plan assumes it."""
        text = amount_text(self.words, minutes)
        if assumed:
            return f"{text}?"
        return text if row is None or row.estimate_source == "stated" else f"~{text}"

    def _assumed(self) -> str | None:
        """What "?" stands for, where there is one: how much of the plan it is, and how to tell."""
        plan = self.made.plan
        unknown = [block for block in plan.blocks if self.made.tasks[block.task].assumed]
        if not unknown:
            return None
        asked = unknown[0].task
        return self.words.gettext(
            "? {assumed} of {all} assumed: tell me how long {task} takes, for example “#{number} takes 2 h”.",
            assumed=amount_text(self.words, minutes_covered(unknown)),
            all=amount_text(self.words, plan.planned_minutes),
            task=self.words.quote(self.title(asked)),
            number=self.made.tasks[asked].number,
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
        rows = [r for r in self._of("left_out") if r.task not in over and r.code != "no_hours"]
        named = [r for r in rows if belongs_to_day(self.made.tasks[r.task], on)]
        closed = [r for r in named if r.code == "closed"]
        others = [r for r in named if r.code != "closed"]
        lines_shown = [f"{self.title(r.task)}: {self._reason(r)}" for r in others[:_LEFT_OUT_SHOWN]]
        if closed:
            # What finds no working hours gets one heading for all.
            waiting = ((r, earliest_place_text(self.words, r, self.today)) for r in closed[:_LEFT_OUT_SHOWN])
            lines_shown += [
                self.words.gettext("No working hours that day. What waits for it:"),
                *(": ".join(part for part in (self.title(r.task), when) if part) for r, when in waiting),
            ]
        unnamed = sum(max(0, len(group) - _LEFT_OUT_SHOWN) for group in (others, closed))
        if unnamed:
            lines_shown.append(self.words.ngettext("and {n} more", "and {n} more", unnamed))
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
