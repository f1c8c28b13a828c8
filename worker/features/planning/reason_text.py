"""Receipts: a reason's code and figures as one short sentence."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from worker.core.clock_formats import amount, clock, day_words
from worker.core.i18n import Words
from worker.features.planning.solver.reasons import Reason

Figures = dict[str, Any]
Sentence = Callable[[Words, Figures, dt.date], str]


def reason_text(
    words: Words, reason: Reason, today: dt.date, on: dt.date, titles: Mapping[int, str] | None = None
) -> str:
    """The reason in words, with its figures; `on` is the plan's day, `titles` are tasks' escaped titles by number."""
    text = main_text(words, reason, today, on, titles)
    extra = [
        part
        for part in (
            _put_in(words, reason),
            _part(words, reason.figures),
            _after(words, reason),
            earliest_text(words, reason, today),
        )
        if part
    ]
    return "; ".join([text, *extra])


def main_text(
    words: Words, reason: Reason, today: dt.date, on: dt.date, titles: Mapping[int, str] | None = None
) -> str:
    """The reason alone, without what is particular to its task beside it."""
    if "number" in reason.figures and titles:
        title = titles.get(reason.figures["number"])
        reason = replace(reason, figures=reason.figures | {"title": title})
    if (reason.kind, reason.code) == ("block", "due_today") and "by" not in reason.figures and on == today:
        reason = replace(reason, code="due_now")
    table = {"block": _BLOCK, "left_out": _LEFT_OUT, "change": _CHANGE}[reason.kind]
    return table[reason.code](words, reason.figures, today)


def _put_in(words: Words, reason: Reason) -> str | None:
    return _worked(words, reason.figures) if reason.kind == "block" and "worked" in reason.figures else None


def _worked(words: Words, figures: Figures) -> str:
    worked, left = amount(words, figures["worked"]), amount(words, figures["left"])
    return words.say("{worked} done already, {left} left", worked=worked, left=left)


def _part(words: Words, figures: Figures) -> str | None:
    if "part" not in figures:
        return None
    return words.say(
        "{part} of {whole} today", part=amount(words, figures["part"]), whole=amount(words, figures["of"])
    )


def _after(words: Words, reason: Reason) -> str | None:
    return words.say("after #{number}", number=reason.figures["after"]) if "after" in reason.figures else None


def earliest_text(words: Words, reason: Reason, today: dt.date) -> str | None:
    """ "earliest Thu 26 Nov 09:00"; None where no other place is known."""
    figures = reason.figures
    if "earliest_on" not in figures:
        return None
    day = day_words(words, figures["earliest_on"], today)
    return words.say("earliest {day} {time}", day=day, time=clock(figures["earliest_at"]))


def _day(words: Words, figures: Figures, key: str, today: dt.date) -> str:
    return day_words(words, figures[key], today) if figures.get(key) else words.say("no day")


_BLOCK: dict[str, Sentence] = {
    "fixed": lambda w, f, _t: w.say("you said {time}", time=clock(f["at"])),
    "overdue": lambda w, f, t: w.say("overdue since {day}", day=_day(w, f, "due_on", t)),
    "due_today": lambda w, f, _t: (
        w.say("due by {time}", time=clock(f["by"])) if "by" in f else w.say("due that day")
    ),
    "due_now": lambda w, _f, _t: w.say("due today"),
    "do_date": lambda w, _f, _t: w.say("chosen for this day"),
    "due_later": lambda w, f, t: w.say("due {day}", day=_day(w, f, "due_on", t)),
    "room": lambda w, _f, _t: w.say("there is room for it"),
}


def _no_room(words: Words, figures: Figures, _today: dt.date) -> str:
    need, free = amount(words, figures["need"]), amount(words, figures["free"])
    if "until" not in figures:
        return words.say("{need}, only {free} free", need=need, free=free)
    if figures["free"] == 0:
        return words.say("{need}, nothing free before {time}", need=need, time=clock(figures["until"]))
    return words.say(
        "{need}, only {free} free before {time}", need=need, free=free, time=clock(figures["until"])
    )


def _task(words: Words, figures: Figures) -> str:
    """Another task by its title, or by its number where the title is not known."""
    title = figures.get("title")
    return f"#{figures['number']}" if title is None else words.quote(title)


def _clash(words: Words, figures: Figures) -> str:
    time = clock(figures["at"])
    if figures.get("number"):
        return words.say("{time} is taken: {task}", time=time, task=_task(words, figures))
    if figures.get("away"):
        return words.say("you are away at {time}", time=time)
    return words.say("{time} is taken by an appointment", time=time)


_LEFT_OUT: dict[str, Sentence] = {
    "no_room": _no_room,
    "no_stretch": lambda w, f, _t: w.say(
        "{need}, the longest free stretch is {longest}",
        need=amount(w, f["need"]),
        longest=amount(w, f["longest"]),
    ),
    "cap": lambda w, f, _t: w.say("{need}, beyond the limit set for the day", need=amount(w, f["need"])),
    "kept_free": lambda w, _f, _t: w.say("not pressing: some of the day is kept free for what comes up"),
    "other_day": lambda w, f, t: w.say("meant for {day}", day=_day(w, f, "do_on", t)),
    "closed": lambda w, _f, _t: w.say("no working hours that day"),
    "clash": lambda w, f, _t: _clash(w, f),
    "waits": lambda w, f, _t: (
        w.say("waits for {task}", task=_task(w, f)) if f.get("number") else w.say("waits for another task")
    ),
}


def _changed(words: Words, what: str) -> str:
    return words.say("{what} was changed", what=what)


_CHANGE: dict[str, Sentence] = {
    "done": lambda w, _f, _t: w.say("done"),
    "gone": lambda w, _f, _t: w.say("no longer yours or no longer open"),
    "new": lambda w, _f, _t: w.say("new"),
    "estimate": lambda w, f, _t: w.say(
        "takes {now} instead of {before}", now=amount(w, f["to"]), before=amount(w, f["from"])
    ),
    "worked": lambda w, f, _t: _worked(w, f),
    "deadline": lambda w, _f, _t: _changed(w, w.say("the deadline")),
    "do_date": lambda w, _f, _t: _changed(w, w.say("the chosen day")),
    "priority": lambda w, _f, _t: _changed(w, w.say("the priority")),
    "business": lambda w, _f, _t: _changed(w, w.say("the business")),
    "order": lambda w, _f, _t: _changed(w, w.say("what it waits for")),
    "late": lambda w, f, _t: w.say(
        "planned for {time}, and it is already {now}", time=clock(f["planned"]), now=clock(f["now"])
    ),
    "away": lambda w, f, _t: w.say("you are away {start}–{end}", start=clock(f["from"]), end=clock(f["to"])),
    "longer": lambda w, f, _t: (
        w.say("you work until {time}", time=clock(f["until"]))
        if f.get("until")
        else w.say("the usual hours again")
    ),
    "hours": lambda w, _f, _t: w.say("the working hours changed"),
    "cap": lambda w, _f, _t: w.say("your limit for a day changed"),
    "buffer": lambda w, _f, _t: w.say("the travel time between businesses changed"),
    "made_room": lambda w, f, _t: w.say("makes room for {task}", task=_task(w, f)),
    "freed": lambda w, f, _t: w.say("#{number} freed its slot", number=f["number"]),
    "later_now": lambda w, f, _t: w.say("it is {now} now", now=clock(f["now"])),
    "better_order": lambda w, _f, _t: w.say("a better order"),
}
