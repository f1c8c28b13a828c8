"""/accuracy: how good the estimates were, by business: did the range hold, do things run long, are we better than a guess."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.date_formats import minutes_text
from worker.core.directory_names import load_directory_names
from worker.core.i18n import Translator
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.estimates.score import AccuracyScore, accuracy_by_business

BIAS_DAYS = 90
# Fewer completed tasks than this say nothing about a business.
LEAST_COMPLETED = 5
# Within this, the estimates are right as far as anybody can tell.
_RIGHT = 0.05


async def accuracy_lines(session: AsyncSession, speaker: Speaker, since: dt.datetime) -> list[str]:
    """Two or three lines for each business with enough completed tasks since then; empty without any."""
    names, translator = await load_directory_names(session, speaker.workspace_id), speaker.translator
    found = await accuracy_by_business(session, speaker.workspace_id, since)
    lines: list[str] = []
    for business, score in sorted(found.items(), key=lambda item: (-item[1].tasks, item[0] or 0)):
        if score.tasks >= LEAST_COMPLETED:
            name = (
                names.businesses[business].name if business is not None else translator.gettext("No business")
            )
            lines += ["", *_business_lines(translator, escape_html(name), score)]
    return lines[1:]


async def accuracy_command(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    """The score of the last 90 days; what is missing when there is none yet."""
    lines = await accuracy_lines(session, speaker, now - dt.timedelta(days=BIAS_DAYS))
    if not lines:
        translator = speaker.translator
        return Reply(
            translator.gettext(
                "No score yet: I need {n} completed tasks of a business with the time they took. "
                "One tap after Done is enough.",
                n=LEAST_COMPLETED,
            )
        )
    return Reply("\n".join([speaker.translator.gettext("<b>Estimates, the last 90 days</b>"), "", *lines]))


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


def _business_lines(translator: Translator, name: str, score: AccuracyScore) -> list[str]:
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
