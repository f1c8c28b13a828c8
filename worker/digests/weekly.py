"""Weekly review: what was done and what slipped, how good the estimates were, what keeps waiting, what comes."""

import datetime as dt

from babel.dates import format_date

from worker.conversation.dates import minutes_text, short_day
from worker.conversation.reply import Reply, safe
from worker.digests.facts import Facts
from worker.digests.parts import Block, headed, in_parts
from worker.digests.recipient import Recipient
from worker.digests.week_figures import WeekFigures, week_of

_BAR = 12


def weekly_review(
    recipient: Recipient, facts: Facts, remarks: list[str], moves: dict[int, int]
) -> list[Reply]:
    """The review of the seven local days that end with the recipient's day; empty when there is nothing to tell."""
    week = week_of(recipient, facts, moves)
    if week.empty and recipient.when_empty == "silent":
        return []
    return [Reply(text, purpose="digest") for text in in_parts(_blocks(recipient, facts, week, remarks))]


def _blocks(recipient: Recipient, facts: Facts, week: WeekFigures, remarks: list[str]) -> list[Block]:
    blocks = [Block("", (_heading(recipient, week), *remarks)), _businesses(recipient, facts, week)]
    if week.timed:
        blocks.append(_estimates(recipient, week))
    if week.moved:
        blocks.append(_moved(recipient, week))
    if week.oldest:
        blocks.append(_oldest(recipient, week))
    blocks.append(_ahead(recipient, week))
    return [block for block in blocks if block.lines]


def _heading(recipient: Recipient, week: WeekFigures) -> str:
    words = recipient.speaker.words
    span = f"{_day(words.language, week.first)} – {_day(words.language, recipient.local_on)}"
    heading = words.say("The week")
    return f"<b>{heading} {span}</b>"


def _businesses(recipient: Recipient, facts: Facts, week: WeekFigures) -> Block:
    words = recipient.speaker.words
    homes = sorted({*week.done, *week.slipped}, key=lambda home: (home is None, home or 0))
    lines = []
    for home in homes:
        name = words.say("Private") if home is None else facts.businesses.get(home, "")
        done, slipped = week.done.get(home, 0), week.slipped.get(home, 0)
        figures = [words.count("{n} done", "{n} done", done)]
        if slipped:
            figures.append(words.count("{n} slipped", "{n} slipped", slipped))
        lines.append(f"{safe(name)}: {' · '.join(figures)}")
    return Block("", tuple(lines) or (words.say("Nothing was finished this week."),))


def _estimates(recipient: Recipient, week: WeekFigures) -> Block:
    words = recipient.speaker.words
    return headed(
        words.say("Estimates"),
        (
            words.say(
                "{actual} spent, {estimated} estimated",
                actual=minutes_text(words, week.actual_minutes),
                estimated=minutes_text(words, week.estimated_minutes),
            ),
            words.say("{close} of {timed} within a quarter", close=week.close, timed=week.timed),
        ),
    )


def _moved(recipient: Recipient, week: WeekFigures) -> Block:
    words = recipient.speaker.words
    lines = [
        " · ".join((safe(task.title), words.count("{n} time", "{n} times", count), f"#{task.number}"))
        for task, count in week.moved
    ]
    return headed(words.say("Keeps being put off"), lines)


def _oldest(recipient: Recipient, week: WeekFigures) -> Block:
    words, zone = recipient.speaker.words, recipient.speaker.zone
    lines = tuple(
        f"{safe(task.title)} · "
        + words.say(
            "since {day}",
            day=short_day(words, task.created_at.astimezone(zone).date(), recipient.local_on),
        )
        + f" · #{task.number}"
        for task in week.oldest
    )
    return headed(words.say("Open the longest"), lines)


def _ahead(recipient: Recipient, week: WeekFigures) -> Block:
    """Next week by day, with bars that a person reads at a glance."""
    words = recipient.speaker.words
    if not any(count for _, count, _ in week.load):
        return Block("", (words.say("Nothing is due in the next seven days."),))
    most = max(_height(count, minutes) for _, count, minutes in week.load)
    lines = []
    for day, count, minutes in week.load:
        bar = "█" * -(-_height(count, minutes) * _BAR // most) if count else "·"
        amount = f" {count}" if count else ""
        hours = f" · {minutes_text(words, minutes)}" if minutes else ""
        lines.append(f"<code>{_weekday(words.language, day)} {bar}</code>{amount}{hours}")
    return headed(words.say("Next seven days"), lines)


def _height(count: int, minutes: int) -> int:
    """A day's height: its minutes, half an hour for each task that has none."""
    return max(minutes, 30 * count)


def _day(language: str, day: dt.date) -> str:
    return format_date(day, "d MMMM", locale=language)


def _weekday(language: str, day: dt.date) -> str:
    return f"{format_date(day, 'EEEEEE', locale=language):<2}"
