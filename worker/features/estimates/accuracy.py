"""/accuracy: how good the estimates were, by business: did the range hold, do things run long, are we better than a guess."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.date_formats import minutes_text
from worker.core.directory_names import load_names
from worker.core.i18n import Words
from worker.core.reply import Reply, safe
from worker.core.speaker import Speaker
from worker.features.estimates.score import Score, scores

BIAS_DAYS = 90
# Fewer completed tasks than this say nothing about a business.
LEAST_TOLD = 5
# Within this, the estimates are right as far as anybody can tell.
_RIGHT = 0.05


async def accuracy_lines(session: AsyncSession, speaker: Speaker, since: dt.datetime) -> list[str]:
    """Two or three lines for each business with enough completed tasks since then; empty without any."""
    names, words = await load_names(session, speaker.workspace_id), speaker.words
    found = await scores(session, speaker.workspace_id, since)
    lines: list[str] = []
    for business, score in sorted(found.items(), key=lambda item: (-item[1].tasks, item[0] or 0)):
        if score.tasks >= LEAST_TOLD:
            name = names.businesses[business].name if business is not None else words.say("No business")
            lines += ["", *_of_business(words, safe(name), score)]
    return lines[1:]


async def accuracy(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Reply:
    """The score of the last 90 days; what is missing when there is none yet."""
    lines = await accuracy_lines(session, speaker, now - dt.timedelta(days=BIAS_DAYS))
    if not lines:
        words = speaker.words
        return Reply(
            words.say(
                "No score yet: I need {n} completed tasks of a business with the time they took. "
                "One tap after Done is enough.",
                n=LEAST_TOLD,
            )
        )
    return Reply("\n".join([speaker.words.say("<b>Estimates, the last 90 days</b>"), "", *lines]))


def share_words(words: Words, name: str, bias: float) -> str:
    """How a business's tasks run against their estimates; `bias` is the median of actual / estimate."""
    share = round(abs(bias - 1) * 100)
    if abs(bias - 1) <= _RIGHT:
        return words.say("{name}: estimates are within {share} % on average.", name=name, share=max(1, share))
    if bias > 1:
        return words.say("{name} takes {share} % longer than estimated on average.", name=name, share=share)
    return words.say("{name} takes {share} % less time than estimated on average.", name=name, share=share)


def _of_business(words: Words, name: str, score: Score) -> list[str]:
    tasks = words.count("{n} task", "{n} tasks", score.tasks)
    lines = [f"<b>{name}</b> · {tasks}", share_words(words, name, score.bias)]
    if score.ranged:
        lines.append(words.say("Within the range {held} of {all} times.", held=score.held, all=score.ranged))
    lines.append(
        words.say(
            "Off by {error} on average; always guessing an hour: {constant}, the median: {median}.",
            error=minutes_text(words, round(score.error)),
            constant=minutes_text(words, round(score.error_constant)),
            median=minutes_text(words, round(score.error_median)),
        )
    )
    return lines
