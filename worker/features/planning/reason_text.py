"""Turns a reason's code and figures into one short sentence."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from worker.core.date_formats import amount_text, clock_text, iso_day_text
from worker.core.i18n import Translator
from worker.features.planning.solver.reasons import Reason

Figures = dict[str, Any]
Sentence = Callable[[Translator, Figures, dt.date], str]


def reason_text(
    translator: Translator,
    reason: Reason,
    today: dt.date,
    on: dt.date,
    titles: Mapping[int, str] | None = None,
) -> str:
    """The reason in words, with its figures; `on` is the plan's day, `titles` are tasks' escaped titles by number."""
    text = cause_text(translator, reason, today, on, titles)
    extra = [
        part
        for part in (
            _assumed(translator, reason.figures),
            _worked_text(translator, reason),
            _part(translator, reason.figures),
            _after(translator, reason),
            earliest_place_text(translator, reason, today),
        )
        if part
    ]
    return "; ".join([text, *extra])


def cause_text(
    translator: Translator,
    reason: Reason,
    today: dt.date,
    on: dt.date,
    titles: Mapping[int, str] | None = None,
) -> str:
    """The reason alone, without the details of its task."""
    if "number" in reason.figures and titles:
        title = titles.get(reason.figures["number"])
        reason = replace(reason, figures=reason.figures | {"title": title})
    if (reason.kind, reason.code) == ("block", "due_today") and "by" not in reason.figures and on == today:
        reason = replace(reason, code="due_now")
    table = {"block": _BLOCK, "left_out": _LEFT_OUT, "change": _CHANGE}[reason.kind]
    return table[reason.code](translator, reason.figures, today)


def _worked_text(translator: Translator, reason: Reason) -> str | None:
    return (
        _worked(translator, reason.figures) if reason.kind == "block" and "worked" in reason.figures else None
    )


def _worked(translator: Translator, figures: Figures) -> str:
    worked, left = amount_text(translator, figures["worked"]), amount_text(translator, figures["left"])
    return translator.gettext("{worked} done already, {left} left", worked=worked, left=left)


def _assumed(translator: Translator, figures: Figures) -> str | None:
    if "assumed" not in figures:
        return None
    return translator.gettext("{minutes} assumed", minutes=amount_text(translator, figures["assumed"]))


def _part(translator: Translator, figures: Figures) -> str | None:
    if "part" not in figures:
        return None
    return translator.gettext(
        "{part} of {whole} today",
        part=amount_text(translator, figures["part"]),
        whole=amount_text(translator, figures["of"]),
    )


def _after(translator: Translator, reason: Reason) -> str | None:
    return (
        translator.gettext("after #{number}", number=reason.figures["after"])
        if "after" in reason.figures
        else None
    )


def earliest_place_text(translator: Translator, reason: Reason, today: dt.date) -> str | None:
    """ "earliest Thu 26 Nov 09:00"; None where no other place is known."""
    figures = reason.figures
    if "earliest_on" not in figures:
        return None
    day = iso_day_text(translator, figures["earliest_on"], today)
    return translator.gettext("earliest {day} {time}", day=day, time=clock_text(figures["earliest_at"]))


def _day(translator: Translator, figures: Figures, key: str, today: dt.date) -> str:
    return iso_day_text(translator, figures[key], today) if figures.get(key) else translator.gettext("no day")


_BLOCK: dict[str, Sentence] = {
    "fixed": lambda w, f, _t: w.gettext("you said {time}", time=clock_text(f["at"])),
    "overdue": lambda w, f, t: w.gettext("overdue since {day}", day=_day(w, f, "due_on", t)),
    "due_today": lambda w, f, _t: (
        w.gettext("due by {time}", time=clock_text(f["by"])) if "by" in f else w.gettext("due that day")
    ),
    "that_day": lambda w, _f, _t: w.gettext("set for this day"),
    "urgent": lambda w, _f, _t: w.gettext("urgent"),
    "due_now": lambda w, _f, _t: w.gettext("due today"),
    "do_date": lambda w, _f, _t: w.gettext("chosen for this day"),
    "due_later": lambda w, f, t: w.gettext("due {day}", day=_day(w, f, "due_on", t)),
    "room": lambda w, _f, _t: w.gettext("there is room for it"),
}


def _no_room(translator: Translator, figures: Figures, _today: dt.date) -> str:
    need, free = amount_text(translator, figures["need"]), amount_text(translator, figures["free"])
    if "until" not in figures:
        return translator.gettext("{need}, only {free} free", need=need, free=free)
    if figures["free"] == 0:
        return translator.gettext(
            "{need}, nothing free before {time}", need=need, time=clock_text(figures["until"])
        )
    return translator.gettext(
        "{need}, only {free} free before {time}", need=need, free=free, time=clock_text(figures["until"])
    )


def _task(translator: Translator, figures: Figures) -> str:
    """Another task by its title, or by its number where the title is not known."""
    title = figures.get("title")
    return f"#{figures['number']}" if title is None else translator.quote(title)


def _clash(translator: Translator, figures: Figures) -> str:
    time = clock_text(figures["at"])
    if figures.get("number"):
        return translator.gettext("{time} is taken: {task}", time=time, task=_task(translator, figures))
    if figures.get("away"):
        return translator.gettext("you are away at {time}", time=time)
    return translator.gettext("{time} is taken by an appointment", time=time)


_LEFT_OUT: dict[str, Sentence] = {
    "no_room": _no_room,
    "no_stretch": lambda w, f, _t: w.gettext(
        "{need}, the longest free stretch is {longest}",
        need=amount_text(w, f["need"]),
        longest=amount_text(w, f["longest"]),
    ),
    "cap": lambda w, f, _t: w.gettext(
        "{need}, beyond the limit set for the day", need=amount_text(w, f["need"])
    ),
    "kept_free": lambda w, _f, _t: w.gettext("not pressing: some of the day is kept free for what comes up"),
    "other_day": lambda w, f, t: w.gettext("meant for {day}", day=_day(w, f, "do_on", t)),
    "passed": lambda w, _f, _t: w.gettext("its time has passed"),
    "all_day": lambda w, f, _t: (
        w.gettext("all day, takes no working time")
        if f.get("dated", True)
        else w.gettext("only noted down, takes no working time")
    ),
    "closed": lambda w, _f, _t: w.gettext("no working hours that day"),
    "no_hours": lambda w, _f, _t: w.gettext("set for this day, which has no working hours"),
    "untimed": lambda w, _f, _t: w.gettext(
        "nobody said how long it takes: guesses fill no more than half of the day"
    ),
    # Only plans stored by earlier versions left out what overlaps.
    "clash": lambda w, f, _t: _clash(w, f),
    "waits": lambda w, f, _t: (
        w.gettext("waits for {task}", task=_task(w, f))
        if f.get("number")
        else w.gettext("waits for another task")
    ),
}


def _changed(translator: Translator, what: str) -> str:
    return translator.gettext("{what} was changed", what=what)


_CHANGE: dict[str, Sentence] = {
    "done": lambda w, _f, _t: w.gettext("done"),
    "gone": lambda w, _f, _t: w.gettext("no longer yours or no longer open"),
    "new": lambda w, _f, _t: w.gettext("new"),
    "estimate": lambda w, f, _t: w.gettext(
        "takes {now} instead of {before}", now=amount_text(w, f["to"]), before=amount_text(w, f["from"])
    ),
    "worked": lambda w, f, _t: _worked(w, f),
    "deadline": lambda w, _f, _t: _changed(w, w.gettext("the deadline")),
    "do_date": lambda w, _f, _t: _changed(w, w.gettext("the chosen day")),
    "priority": lambda w, _f, _t: _changed(w, w.gettext("the priority")),
    "business": lambda w, _f, _t: _changed(w, w.gettext("the business")),
    "order": lambda w, _f, _t: _changed(w, w.gettext("what it waits for")),
    "late": lambda w, f, _t: w.gettext(
        "planned for {time}, and it is already {now}", time=clock_text(f["planned"]), now=clock_text(f["now"])
    ),
    "away": lambda w, f, _t: w.gettext(
        "you are away {start}–{end}", start=clock_text(f["from"]), end=clock_text(f["to"])
    ),
    "longer": lambda w, f, _t: (
        w.gettext("you work until {time}", time=clock_text(f["until"]))
        if f.get("until")
        else w.gettext("the usual hours again")
    ),
    "hours": lambda w, _f, _t: w.gettext("the working hours changed"),
    "cap": lambda w, _f, _t: w.gettext("your limit for a day changed"),
    "buffer": lambda w, _f, _t: w.gettext("the travel time between businesses changed"),
    "made_room": lambda w, f, _t: w.gettext("makes room for {task}", task=_task(w, f)),
    "freed": lambda w, f, _t: w.gettext("#{number} freed its slot", number=f["number"]),
    "later_now": lambda w, f, _t: w.gettext("it is {now} now", now=clock_text(f["now"])),
    "better_order": lambda w, _f, _t: w.gettext("a better order"),
}
