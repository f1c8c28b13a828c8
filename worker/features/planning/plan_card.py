"""The message of a plan with its buttons: changes against an overload, reasons, picture, re-plan, undo."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.date_formats import clock_text, iso_day_text, minutes_text, short_day
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id
from worker.features.planning.make_plan import MadePlan
from worker.features.planning.picture.draw_plan import Theme
from worker.features.planning.plan_text import PlanText
from worker.features.planning.solver.overload import OverloadChange
from worker.features.planning.solver.reasons import Reason, is_open_clash

_LABEL_LIMIT = 28
# With the buttons of the plan itself no more rows than a message may have.
_WHOLE_DAYS = ("day_off", "absence")
_CLASHES_OFFERED, _DAY_OFF_OFFERED, _CHANGES_OFFERED, _MOST_WAYS = 2, 1, 3, 6


async def plan_card(
    session: AsyncSession,
    speaker: Speaker,
    made: MadePlan,
    now: dt.datetime,
    *,
    why: bool = False,
    note: str | None = None,
    shown: Theme | None = None,
) -> Reply:
    """A plan as one message; with `why` its reasons instead of its hours; `note` is a line above it.

    After its picture was `shown` in one theme, the other one is offered.
    """
    names = await load_directory_names(session, speaker)
    text = PlanText(made, await _rows(session, speaker, made), names, speaker, now)
    lines = text.why() if why else text.day()
    ways = [
        *_clash_buttons(made, text, speaker),
        *_day_off_buttons(made, text, speaker),
        *_overload_buttons(made, text, names, speaker),
    ]
    buttons = _back(made, speaker) if why else [*ways[:_MOST_WAYS], *_plan_buttons(made, speaker, shown)]
    text_shown = "\n".join([*([note, ""] if note else []), *lines])
    return Reply(
        text_shown, tuple(tuple(row) for row in buttons), purpose="plan", operation_id=made.row.operation_id
    )


async def _rows(session: AsyncSession, speaker: Speaker, made: MadePlan) -> dict[int, Task]:
    ids = {*made.tasks, *(reason.task for reason in made.reasons)}
    return await reachable_by_id(session, speaker, ids)


def _clash_buttons(made: MadePlan, text: PlanText, speaker: Speaker) -> list[list[Button]]:
    """For what overlaps, the next day on which it could begin at the same time, and that both are meant to be there."""
    clashing = [r for r in made.reasons if is_open_clash(r)]
    ways = [r for r in clashing if "free_on" in r.figures and r.task in text.rows]
    rows = [[_move(made, text, speaker, r, r.figures["free_on"])] for r in ways[:_CLASHES_OFFERED]]
    if clashing:
        gettext = speaker.translator.gettext
        label = gettext("Keep both") if len(clashing) <= _CLASHES_OFFERED else gettext("Keep them all")
        if all(r.figures["clash_busy"] in _WHOLE_DAYS and not r.figures["clash"] for r in clashing):
            label = gettext("Keep it that day") if len(clashing) == 1 else gettext("Keep them all")
        rows.append([Button(label, f"plan:keep:{made.row.id}")])
    return rows


def _day_off_buttons(made: MadePlan, text: PlanText, speaker: Speaker) -> list[list[Button]]:
    """For what was set for a day without working hours, the first day that has room for it."""
    ways = [
        r for r in made.reasons if r.code == "no_hours" and "earliest_on" in r.figures and r.task in text.rows
    ]
    return [[_move(made, text, speaker, r, r.figures["earliest_on"])] for r in ways[:_DAY_OFF_OFFERED]]


def _move(made: MadePlan, text: PlanText, speaker: Speaker, reason: Reason, day: str) -> Button:
    """ "Tasting → tomorrow"; `day` is an ISO date."""
    label = speaker.translator.gettext(
        "{title} → {day}",
        title=_short(text.rows[reason.task].title),
        day=iso_day_text(speaker.translator, day, text.today),
    )
    return Button(label, f"plan:move:{made.row.id}:{reason.task}:{day}")


def _overload_buttons(
    made: MadePlan, text: PlanText, names: DirectoryNames, speaker: Speaker
) -> list[list[Button]]:
    over = made.overload
    if over is None:
        return []
    if over.together and not over.alone:
        gettext = speaker.translator.gettext
        return [[Button(gettext("Do all of these"), f"plan:all:{made.row.id}")]] + [
            [_button(made, change, text, names, speaker)] for change in over.together[:_CHANGES_OFFERED]
        ]
    return [[_button(made, change, text, names, speaker)] for change in over.alone]


def _button(
    made: MadePlan, change: OverloadChange, text: PlanText, names: DirectoryNames, speaker: Speaker
) -> Button:
    gettext, plan = speaker.translator.gettext, made.row.id
    title = _short(text.rows[change.task].title) if change.task in text.rows else ""
    match change.kind:
        case "move" if change.to is not None:
            day = short_day(speaker.translator, change.to.on, text.today)
            return Button(
                gettext("{title} → {day}", title=title, day=day),
                f"plan:move:{plan}:{change.task}:{change.to.on}",
            )
        case "delegate" if change.member is not None:
            name = names.member_name(change.member) or ""
            return Button(
                gettext("{title} → {name}", title=title, name=name),
                f"plan:give:{plan}:{change.task}:{change.member}",
            )
        case "shorten" if change.minutes is not None:
            minutes = minutes_text(speaker.translator, change.minutes)
            return Button(
                gettext("{title} in {minutes}", title=title, minutes=minutes),
                f"plan:cut:{plan}:{change.task}:{change.minutes}",
            )
        case "longer" if change.until is not None:
            return Button(
                gettext("Work until {time}", time=clock_text(change.until)),
                f"plan:late:{plan}:{change.until}",
            )
        case _:
            return Button(gettext("{title}: leave out", title=title), f"plan:move:{plan}:{change.task}:-")


def _plan_buttons(made: MadePlan, speaker: Speaker, shown: Theme | None) -> list[list[Button]]:
    gettext, plan = speaker.translator.gettext, made.row.id
    rows = [Button(gettext("Why"), f"plan:why:{plan}")]
    if made.plan.blocks:
        label = {None: gettext("Picture"), "light": gettext("Dark"), "dark": gettext("Light")}[shown]
        rows.append(Button(label, f"plan:pic:{plan}:{'dark' if shown == 'light' else 'light'}"))
    rows.append(Button(gettext("Re-plan"), f"plan:day:{made.row.local_on}"))
    rows.append(Button(gettext("Undo"), f"plan:undo:{plan}"))
    # Four in a row are cut off on a phone in Russian.
    return [rows[start : start + 2] for start in range(0, len(rows), 2)]


def _back(made: MadePlan, speaker: Speaker) -> list[list[Button]]:
    return [[Button(speaker.translator.gettext("‹ Back"), f"plan:show:{made.row.id}")]]


def _short(title: str) -> str:
    return title if len(title) <= _LABEL_LIMIT else title[: _LABEL_LIMIT - 1] + "…"
