"""Text of estimates, of /accuracy and of the question how long a task took."""

from collections.abc import Mapping
from typing import Any

from models.tables.task import Task
from worker.core.date_formats import minutes_text
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.estimates.accuracy import AccuracyScore
from worker.features.estimates.estimate import DEFAULT_MINUTES

ESTIMATE_FIELD = "estimate"

BIAS_DAYS = 90
# Fewer completed tasks than this say nothing about a business.
LEAST_COMPLETED = 5
# Within this, the estimates are right as far as anybody can tell.
_RIGHT = 0.05

ACTUAL_TIME_PURPOSE = "took"
_STEPS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)


def estimate_text(translator: Translator, task: Task, alike: int | None = None) -> str | None:
    """ "30 min" as stated, "~2 h (from 4 like it)", "~45 min (the usual here)", "~1 h (a guess)"; None without any."""
    if task.estimate_minutes is None:
        return None
    minutes = minutes_text(translator, task.estimate_minutes)
    match task.estimate_source:
        case "similar" if alike:
            return translator.ngettext(
                "~{minutes} (from {n} like it)", "~{minutes} (from {n} like it)", alike, minutes=minutes
            )
        case "median":
            return translator.gettext("~{minutes} (the usual here)", minutes=minutes)
        case "model":
            return translator.gettext("~{minutes} (a guess)", minutes=minutes)
        case "stated":
            return minutes
        case _:
            return f"~{minutes}"


def estimate_reason_text(translator: Translator, reason: Mapping[str, Any]) -> str | None:
    """For /why: "~2 h: #41, #38, #22", or what the estimate was made from instead; None for a reason of another field."""
    if reason.get("field") != ESTIMATE_FIELD:
        return None
    minutes = minutes_text(translator, int(reason["value"]))
    named = {
        "similar": escape_html(str(reason["words"])),
        "median": translator.gettext("the median of the business's tasks of this kind"),
        "model": translator.gettext("the model's guess: no history yet"),
    }
    return f"~{minutes}: {named[str(reason['by'])]}"


def bias_text(translator: Translator, name: str, bias: float) -> str:
    """How a business's tasks run against their estimates; `bias` is the median of actual / estimate."""
    share = round(abs(bias - 1) * 100)
    if abs(bias - 1) <= _RIGHT:
        return translator.gettext(
            "{name}: estimates are within {share} % on average.", name=name, share=max(1, share)
        )
    if bias > 1:
        return translator.gettext(
            "{name} takes {share} % longer than estimated on average.", name=name, share=share
        )
    return translator.gettext(
        "{name} takes {share} % less time than estimated on average.", name=name, share=share
    )


def business_lines(translator: Translator, name: str, score: AccuracyScore) -> list[str]:
    """Two or three HTML lines about one business; `name` is escaped already."""
    tasks = translator.ngettext("{n} task", "{n} tasks", score.tasks)
    lines = [f"<b>{name}</b> · {tasks}", bias_text(translator, name, score.bias)]
    if score.ranged:
        lines.append(
            translator.gettext("Within the range {held} of {all} times.", held=score.held, all=score.ranged)
        )
    lines.append(
        translator.gettext(
            "Off by {error} on average; always guessing an hour: {constant}, the median: {median}.",
            error=minutes_text(translator, round(score.error)),
            constant=minutes_text(translator, round(score.error_constant)),
            median=minutes_text(translator, round(score.error_median)),
        )
    )
    return lines


def actual_time_question(speaker: Speaker, task: Task) -> Reply | None:
    """The question after Done, with the likely values; None when the time is known already."""
    if task.status != "done" or task.actual_minutes is not None:
        return None
    gettext = speaker.translator.gettext
    last = [
        Button(gettext("other"), f"took:{task.id}:other"),
        Button(gettext("skip"), f"took:{task.id}:skip"),
    ]
    text = gettext("✓ {title}. How long did it take?", title=escape_html(task.title))
    return Reply(text, (_values(speaker, task), tuple(last)), purpose=ACTUAL_TIME_PURPOSE)


def unclear_time_reply(speaker: Speaker, task: Task, said: str) -> Reply:
    """The question again, after words that are no length of time."""
    gettext, quote = speaker.translator.gettext, speaker.translator.quote
    text = gettext(
        "I cannot tell how long that is: {words}. How long did {title} take? For example: 45 min, 1 h 30",
        words=quote(escape_html(said.strip())),
        title=quote(escape_html(task.title)),
    )
    skip = Button(gettext("skip"), f"took:{task.id}:skip")
    return Reply(text, (_values(speaker, task), (skip,)), purpose=ACTUAL_TIME_PURPOSE)


def _values(speaker: Speaker, task: Task) -> tuple[Button, ...]:
    return tuple(
        Button(minutes_text(speaker.translator, minutes), f"took:{task.id}:{minutes}")
        for minutes in likely_minutes(task)
    )


def likely_minutes(task: Task) -> list[int]:
    """Three or four round values around the estimate, rising."""
    middle = task.estimate_minutes or DEFAULT_MINUTES
    wanted = (task.estimate_low or middle // 2, middle, task.estimate_high or middle * 3 // 2, middle * 2)
    near = {min(_STEPS, key=lambda step: (abs(step - minutes), step)) for minutes in wanted}
    return sorted(near)
