"""At most two lines of a model's advice about a plan.

The model is shown figures only, no titles or names (invariant I8); a line with a number that was not shown is dropped.
"""

import re
from typing import Any

from worker.features.planning.make_plan import free_minutes
from worker.features.planning.solver.differences import PlanWithTasks
from worker.features.planning.solver.task_value import belongs_to_day
from worker.features.working_hours.day import DayPlan, PlanTask, TimeBlock
from worker.model_questions import Answer, Question, strict
from worker.understanding.llm.quoted_text import one_line

_MOST_LINES, _LONGEST = 2, 160
# A shorter day needs no advice.
_LEAST_BLOCKS = 3
_SYSTEM = """You look at a person's day plan, made by a solver that already keeps deadlines, hours and breaks.
Give at most two short lines of practical advice about this very day: where it is tight, what to begin with if
something slips, what to prepare or ask for early. Plain words, no greeting, no praise, no markdown, no emoji.
Name a task only as it is named in the plan: #12. Use no number that does not stand in the plan, and do no sums.
Say nothing rather than something general: an empty list is a good answer. Write in the language asked for."""
_LANGUAGES = {"en": "English", "ru": "Russian, addressing the person as «вы»"}
_SCHEMA = strict(lines={"type": "array", "items": {"type": "string"}})
_NUMBER = re.compile(r"\d+")
# Numbers in words cannot be checked against the plan.
_WORDED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|half|quarter"
    r"|две|два|двух|три|тр[её]х|четыре|пять|шесть|семь|восемь|девять|десять|полчаса|полтора|пол[уо]\w*|двадцать"
    r"|тридцать|сорок)\b",
    re.IGNORECASE,
)


def advice_question(workspace_id: int, language: str, planned: PlanWithTasks) -> Question | None:
    """The question about a plan; None for a day too short for advice."""
    if len(planned.plan.blocks) < _LEAST_BLOCKS:
        return None
    return Question(
        workspace_id,
        "advice",
        "planning",
        _SYSTEM,
        f"LANGUAGE {_LANGUAGES.get(language, 'English')}\n{plan_figures(planned)}",
        _SCHEMA,
    )


def plan_figures(planned: PlanWithTasks) -> str:
    """The plan as figures: clock times, task numbers, minutes, businesses as letters; no text from users."""
    plan, letters = planned.plan, _business_letters(planned.tasks)
    lines = [
        f"DAY {plan.day.on:%Y-%m-%d %A}, planned {plan.planned_minutes} of {free_minutes(planned)} free minutes"
    ]
    lines += [_block(plan, block, letters) for block in plan.blocks]
    lines += [f"{_clock(b.start)}-{_clock(b.end)} {b.kind}" for b in plan.day.busy]
    left = [planned.tasks[i] for i in plan.left_out if belongs_to_day(planned.tasks[i], plan.day.on)]
    lines += [f"LEFT OUT #{task.number}, {task.minutes} min, {_facts(task, plan)}" for task in left]
    return "\n".join(lines)


def advice_from(answer: Answer | None, shown: str) -> list[str]:
    """The lines that can be shown: few, short, plain, and with no number that did not stand in what was shown."""
    found = (answer.content or {}).get("lines") if answer else None
    ours = set(_NUMBER.findall(shown))
    lines: list[str] = []
    for line in found if isinstance(found, list) else []:
        text = one_line(line, _LONGEST) if isinstance(line, str) else ""
        if text and set(_NUMBER.findall(text)) <= ours and not _WORDED.search(text) and "://" not in text:
            lines.append(text)
    return lines[:_MOST_LINES]


def _block(plan: DayPlan, block: TimeBlock, letters: dict[int | None, str]) -> str:
    task: Any = plan.tasks.get(block.task)
    if task is None:
        return f"{_clock(block.start)}-{_clock(block.end)} work"
    part = f", part {block.piece} of {block.pieces}" if block.pieces > 1 else ""
    return (
        f"{_clock(block.start)}-{_clock(block.end)} #{task.number}, business {letters[task.business]}, "
        f"{_facts(task, plan)}{part}"
    )


def _facts(task: PlanTask, plan: DayPlan) -> str:
    due = "no deadline" if task.due_on is None else f"due {task.due_on:%Y-%m-%d}"
    spread = f", may take {task.low} to {task.high} min" if task.low and task.high else ""
    waits = [plan.tasks[o].number for o in task.after if o in plan.tasks]
    after = f", after #{waits[0]}" if waits else ""
    return f"priority {task.priority} of 4, {due}{spread}{after}"


def _business_letters(tasks: dict[int, PlanTask]) -> dict[int | None, str]:
    firms = sorted({task.business or 0 for task in tasks.values()})
    names: dict[int | None, str] = {firm: chr(65 + place % 26) for place, firm in enumerate(firms)}
    return names | {None: names.get(0, "private")}


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
