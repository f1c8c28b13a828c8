"""Text of the weekly review: done and slipped, estimates, moved and old tasks, the next seven days."""

from collections import Counter
from collections.abc import Sequence

from worker.core.date_formats import day_and_month, minutes_text, short_day
from worker.core.reply import Reply, escape_html
from worker.features.digests.chart.week_chart import week_heading
from worker.features.digests.message_parts import MessageBlock, headed_block, joined_blocks
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts
from worker.features.digests.team_done import has_team, team_line
from worker.features.digests.week_figures import WeekFigures, tasks_done_in, week_figures

_MISSED_NAMED = 3


def weekly_review(
    recipient: Recipient,
    facts: DigestFacts,
    notes: list[str],
    moves: dict[int, int],
    observations: Sequence[str] = (),
) -> list[Reply]:
    """The review of the seven local days that end with the recipient's day; empty when there is nothing to report.

    `observations` are sentences as HTML whose numbers were checked (worker/features/digests/review_insights).
    """
    week = week_figures(recipient, facts, moves)
    team = team_line(recipient, facts, tasks_done_in(facts.done, recipient, week.first))
    if week.empty and not team and recipient.when_empty == "silent":
        return []
    blocks = _blocks(recipient, facts, week, notes)
    if team:
        blocks.insert(2, MessageBlock("", (team,)))
    if observations:
        noticed = recipient.speaker.translator.gettext("Noticed")
        blocks.insert(1, headed_block(noticed, [f"•  {text}" for text in observations]))
    return [Reply(joined_blocks(blocks), purpose="digest")]


def _blocks(
    recipient: Recipient, facts: DigestFacts, week: WeekFigures, notes: list[str]
) -> list[MessageBlock]:
    blocks = [MessageBlock("", (_heading(recipient, week), *notes)), _businesses(recipient, facts, week)]
    if week.timed:
        blocks.append(_estimates(recipient, week))
    if week.moved:
        blocks.append(_moved(recipient, week))
    if week.oldest:
        blocks.append(_oldest(recipient, week))
    blocks.append(_ahead(recipient, week))
    return [block for block in blocks if block.lines]


def _heading(recipient: Recipient, week: WeekFigures) -> str:
    return f"<b>{week_heading(recipient.speaker.translator, week.first, recipient.local_on)}</b>"


def _businesses(recipient: Recipient, facts: DigestFacts, week: WeekFigures) -> MessageBlock:
    translator = recipient.speaker.translator
    homes = sorted({*week.done, *week.slipped}, key=lambda home: (home is None, home or 0))
    lines = []
    for home in homes:
        name = facts.business_heading(recipient, home)
        done, slipped = week.done.get(home, 0), week.slipped.get(home, 0)
        figures = [translator.ngettext("{n} done", "{n} done", done)]
        if slipped:
            figures.append(translator.ngettext("{n} slipped", "{n} slipped", slipped))
        lines.append(f"{escape_html(name)}: {' · '.join(figures)}")
    if not has_team(recipient, facts):
        lines = lines or [translator.gettext("Nothing was finished this week.")]
    else:
        lines = (
            [translator.gettext("By you:"), *lines]
            if lines
            else [translator.gettext("Nothing by you this week.")]
        )
    if week.overdue:
        lines.append(translator.ngettext("{n} task is overdue.", "{n} tasks are overdue.", week.overdue))
    if week.missed:
        titles = _each_title_once(week.missed)
        named = ", ".join(titles[:_MISSED_NAMED]) + ("…" if len(titles) > _MISSED_NAMED else "")
        lines.append(
            translator.ngettext(
                "{n} missed: {titles}", "{n} missed: {titles}", len(week.missed), titles=named
            )
        )
    return MessageBlock("", tuple(lines))


def _each_title_once(tasks: Sequence[TaskFacts]) -> list[str]:
    """ "Check the mail ×4", "Dentist": a series is named once, however often it was missed. HTML."""
    times = Counter(task.title for task in tasks)
    return [f"{escape_html(title)} ×{n}" if n > 1 else escape_html(title) for title, n in times.items()]


def _estimates(recipient: Recipient, week: WeekFigures) -> MessageBlock:
    translator = recipient.speaker.translator
    return headed_block(
        translator.gettext("Estimates"),
        (
            translator.gettext(
                "{actual} spent, {estimated} estimated",
                actual=minutes_text(translator, week.actual_minutes),
                estimated=minutes_text(translator, week.estimated_minutes),
            ),
            translator.gettext("{close} of {timed} within a quarter", close=week.close, timed=week.timed),
        ),
    )


def _moved(recipient: Recipient, week: WeekFigures) -> MessageBlock:
    translator = recipient.speaker.translator
    lines = [
        " · ".join(
            (escape_html(task.title), translator.ngettext("{n} time", "{n} times", count), f"#{task.number}")
        )
        for task, count in week.moved
    ]
    return headed_block(translator.gettext("Keeps being put off"), lines)


def _oldest(recipient: Recipient, week: WeekFigures) -> MessageBlock:
    translator, zone = recipient.speaker.translator, recipient.speaker.zone
    lines = []
    for task in week.oldest:
        day = day_and_month(translator, task.created_at.astimezone(zone).date())
        added = translator.gettext("added {day}", day=day)
        lines.append(f"{escape_html(task.title)} · {added} · #{task.number}")
    return headed_block(translator.gettext("Open the longest"), lines)


def _ahead(recipient: Recipient, week: WeekFigures) -> MessageBlock:
    """The next seven days, a line a day."""
    translator = recipient.speaker.translator
    if not any(day.count for day in week.load):
        return MessageBlock("", (translator.gettext("Nothing is due in the next seven days."),))
    lines = []
    for day in week.load:
        if not day.count:
            continue
        about = "~" if day.guessed else ""
        name = short_day(translator, day.on, recipient.local_on)
        tasks = translator.ngettext("{n} task", "{n} tasks", day.count)
        lines.append(
            f"{name[:1].upper()}{name[1:]}: {tasks} · {about}{minutes_text(translator, day.minutes)}"
        )
    return headed_block(translator.gettext("Next seven days"), lines)
