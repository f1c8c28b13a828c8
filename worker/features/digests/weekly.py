"""Weekly review: what was done and what slipped, how good the estimates were, what keeps waiting, what comes."""

from collections.abc import Sequence

from worker.core.date_formats import day_and_month, minutes_text, short_day
from worker.core.reply import Reply, safe
from worker.features.digests.chart.week_chart import home_name, week_heading
from worker.features.digests.message_parts import Block, headed, in_parts
from worker.features.digests.queries import Facts
from worker.features.digests.recipient import Recipient
from worker.features.digests.week_figures import WeekFigures, week_of


def weekly_review(
    recipient: Recipient,
    facts: Facts,
    remarks: list[str],
    moves: dict[int, int],
    observations: Sequence[str] = (),
) -> list[Reply]:
    """The review of the seven local days that end with the recipient's day; empty when there is nothing to tell.

    `observations` are sentences as HTML whose numbers were checked (worker/features/digests/review_insights).
    """
    week = week_of(recipient, facts, moves)
    if week.empty and recipient.when_empty == "silent":
        return []
    blocks = _blocks(recipient, facts, week, remarks)
    if observations:
        noticed = recipient.speaker.words.say("Noticed")
        blocks.insert(1, headed(noticed, [f"•  {text}" for text in observations]))
    return [Reply(text, purpose="digest") for text in in_parts(blocks)]


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
    return f"<b>{week_heading(recipient.speaker.words, week.first, recipient.local_on)}</b>"


def _businesses(recipient: Recipient, facts: Facts, week: WeekFigures) -> Block:
    words = recipient.speaker.words
    homes = sorted({*week.done, *week.slipped}, key=lambda home: (home is None, home or 0))
    lines = []
    for home in homes:
        name = home_name(words, facts, home)
        done, slipped = week.done.get(home, 0), week.slipped.get(home, 0)
        figures = [words.count("{n} done", "{n} done", done)]
        if slipped:
            figures.append(words.count("{n} slipped", "{n} slipped", slipped))
        lines.append(f"{safe(name)}: {' · '.join(figures)}")
    lines = lines or [words.say("Nothing was finished this week.")]
    if week.overdue:
        lines.append(words.count("{n} task is overdue.", "{n} tasks are overdue.", week.overdue))
    return Block("", tuple(lines))


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
    lines = []
    for task in week.oldest:
        day = day_and_month(words, task.created_at.astimezone(zone).date())
        added = words.say("added {day}", day=day)
        lines.append(f"{safe(task.title)} · {added} · #{task.number}")
    return headed(words.say("Open the longest"), lines)


def _ahead(recipient: Recipient, week: WeekFigures) -> Block:
    """Next week by day, in words; the picture shows it at a glance."""
    words = recipient.speaker.words
    if not any(day.count for day in week.load):
        return Block("", (words.say("Nothing is due in the next seven days."),))
    lines = []
    for day in week.load:
        if not day.count:
            continue
        about = "~" if day.guessed else ""
        name = short_day(words, day.on, recipient.local_on)
        tasks = words.count("{n} task", "{n} tasks", day.count)
        lines.append(f"{name[:1].upper()}{name[1:]}: {tasks} · {about}{minutes_text(words, day.minutes)}")
    return headed(words.say("Next seven days"), lines)
