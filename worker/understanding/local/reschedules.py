"""New deadlines for open tasks: one that is named, or all that are due."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask
from worker.understanding.dates import Mention, move_due
from worker.understanding.intents import Due, Intent, RescheduleTask, Timing, UpdateTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.open_tasks import (
    TaskMatch,
    begins_with_verb,
    likeness,
    meaningful,
    says_head,
    title_words,
)
from worker.understanding.local.targets import stretch_of, target
from worker.understanding.local.time_proposals import goes_to, suits
from worker.understanding.local.words.edit_words import ALL_DUE, EDIT_WORDS, ESTIMATE, INSTEAD, MOVE, NOT_THEN
from worker.understanding.local.words.word_table import listed
from worker.understanding.timing import said_timing


def new_times(
    sheet: Sheet, places: range, context: Context, now: dt.datetime, *, explicit: bool, going_on: bool = False
) -> list[RescheduleTask] | list[UpdateTask] | None:
    """The moves a clause asks for: of one named task, or of everything due; empty when there is nothing to move, None
    when it asks for no move. `explicit`: only with a verb of moving, or `going_on` with the move before it, whose verb
    holds («перенеси смету на вторник, а созвон на среду»). A wish to be reminded then moves no deadline: it sets how long
    before it the reminder comes."""
    low = sheet.said(places)
    mentions = _target_times(sheet.mentions_in(places))
    going_on = going_on and not any(is_verb_head(sheet, at) for at in sheet.content(places))
    moves = going_on or MOVE.search(low) is not None
    if not mentions or ESTIMATE.search(low):
        return None
    shoved = goes_to(sheet, places) is not None
    everything = ALL_DUE.search(low) and (moves or shoved or _only_all(sheet, places))
    if everything or (moves and _all_things(sheet, places)):
        return _move_all(sheet, places, context, now)
    told = moves or (shoved and not _names_no_task(sheet, places, context)) or suits(sheet, places)
    reminds = _only_reminds(sheet, places, moves=moves)
    if explicit and not told:
        return None
    moved = _move_one(sheet, places, mentions, context, now, going_on=going_on)
    return as_reminder(moved[0], context) if moved and reminds else moved


def _only_reminds(sheet: Sheet, places: range, *, moves: bool) -> bool:
    """Whether a clause speaks of the reminder of something, not of when it is: "leave the dentist reminder till 9"."""
    low = sheet.said(places)
    if any(mention.kind == "reminder" for mention in sheet.mentions_in(places)):
        return False
    return _REMINDER.search(low) is not None or (not moves and _REMIND_ABOUT.search(low) is not None)


_REMINDER = re.compile(
    r"\b(?:leave|move|push|put|postpone|snooze|hold|keep|shift|delay)\b.*\breminder\b|\b(?:отлож|перенес|сдвин|передвин|оставь)\w*.*\bнапоминани[ея]\b"
)
_REMIND_ABOUT = re.compile(
    r"\bremind\s+(?:me|us)\b(?:\s+(?!to\b)[\w'’-]+)*?\s+(?:about|of)\b|^(?!.*\bнапомни(?:те)?\s+\w+(?:ть|ти|чь)\b).*\bнапомни(?:те|ть)?\b"
)
_REMINDED_FROM = dt.time(9)  # a deadline without a clock time counts from nine in the morning


def as_reminder(move: RescheduleTask, context: Context) -> list[UpdateTask] | None:
    """The reminder at the time a move names; None when that is not before the task's own time."""
    task = next(task for task in context.open_tasks if task.ref == move.task)
    if task.due is None or move.due is None:
        return None
    deadline = dt.datetime.combine(task.due.date, task.due.time or _REMINDED_FROM)
    before = deadline - dt.datetime.combine(move.due.date, move.due.time or _REMINDED_FROM)
    minutes = int(before.total_seconds() // 60)
    return (
        [UpdateTask(task=task.ref, field="reminder_minutes_before", value=minutes)] if minutes > 0 else None
    )


def _names_no_task(sheet: Sheet, places: range, context: Context) -> bool:
    """Whether nothing said beside an unknown verb names an open task well ("fax the plans to Monday's crew")."""
    match = target(sheet, places, context, beside=goes_to(sheet, places))[1]
    return match is None or match.coverage < 0.75 or not _whole_name(match)


def _only_all(sheet: Sheet, places: range) -> bool:
    """Nothing but "everything overdue" and a time: no verb is needed to mean a move."""
    content = sheet.content(places)
    return (
        len(content) <= 3
        and bool(content)
        and sheet.low_at(content[0]) in {"everything", "all", "все", "просроченное", "просроченные"}
    )


_ALL = listed("everything all все весь")
_ALL_THINGS = _ALL | listed(
    "task tasks thing things stuff my our the of that that's is it задачи задач дела мои наши моё что"
)


def _all_things(sheet: Sheet, places: range) -> bool:
    """Nothing but "push everything", «перенеси все задачи» and times: no thing is named."""
    words = [
        sheet.low_at(at) for at in places if sheet.labels[at] in {None, "asking"} and sheet.tokens[at].is_word
    ]
    said = [word for word in words if word not in EDIT_WORDS and not _OF_DAY.match(word)]
    return bool(_ALL.intersection(said)) and _ALL_THINGS.issuperset(said)


def _move_one(
    sheet: Sheet,
    places: range,
    mentions: list[Mention],
    context: Context,
    now: dt.datetime,
    *,
    going_on: bool,
) -> list[RescheduleTask] | None:
    low = sheet.said(places)
    moves = going_on or MOVE.search(low) is not None
    given_up = _GIVEN_UP.search(low) is not None and len([m for m in mentions if m.date_said]) > 1
    if given_up:
        mentions = _kept_when_given_up(sheet, places, [m for m in mentions if m.date_said])
    task, match = target(sheet, places, context, beside=goes_to(sheet, places))
    if match is None or match.coverage < _FULLY:
        places, task, match = _nearest(sheet, places, mentions, context, (places, task, match))
    raw = sheet.low[sheet.tokens[places[0]].start : sheet.tokens[places[-1]].end]
    refused = (
        (given_up or NOT_THEN.search(raw) is not None)
        and match is not None
        and _names_head(sheet, places, match)
    )
    if task is None or (
        match
        and not _names_task(
            match,
            low,
            mentions,
            moves=moves,
            refused=refused,
            goes_somewhere=_goes_somewhere(sheet, places, match),
            shaped=suits(sheet, places) or goes_to(sheet, places) is not None,
        )
    ):
        return None
    if match is None and not moves and not INSTEAD.search(low) and len(sheet.content(places)) > 2:
        return None
    shifted = moves and any(m.kind == "shift" for m in mentions)
    due = move_due(task.due, mentions, now) if shifted else _moved(task.due, mentions, now)
    return [RescheduleTask(task=task.ref, due=due, timing=_timing(mentions, low))] if due else None


def _timing(mentions: list[Mention], low: str) -> Timing | None:
    """How the new time is put; "postponed until Monday" names no deadline, but the new time itself."""
    until = all(mention.relation != "by" for mention in mentions) and _PUT_OFF.search(low) is not None
    return None if until else said_timing(mentions)


_PUT_OFF = bounded(r"\b(?:postpon|delay|put\s|held?\s|push|отлож|откладыв|перен[её]с|перенос|сдвин)")
_FULLY = 0.6  # the share of words from which a whole clause names its task
Found = tuple[range, KnownTask | None, TaskMatch | None]


def _nearest(sheet: Sheet, places: range, mentions: list[Mention], context: Context, whole: Found) -> Found:
    """The task named right beside a shift («трансфер на полчаса раньше, рейс сдвинули»); else what the whole clause
    names."""
    first = sheet.tokens[places[0]].start
    shift = next((m for m in mentions if m.kind == "shift"), None)
    if shift is None:
        return whole
    stretch = stretch_of(sheet, places, shift.start - first, shift.end - first)
    task, match = target(sheet, stretch, context)
    return (stretch, task, match) if match else whole


def _names_task(
    match: TaskMatch,
    low: str,
    mentions: list[Mention],
    *,
    moves: bool,
    refused: bool,
    goes_somewhere: bool,
    shaped: bool,
) -> bool:
    if refused and match.coverage >= 0.5 and match.margin >= 0.5:
        return True
    if moves and goes_somewhere:
        return match.coverage >= 0.75
    if moves:
        return match.coverage >= 0.34 or match.score >= 0.9
    relative = any(m.kind == "shift" or m.keep for m in mentions) or INSTEAD.search(low) or refused or shaped
    return match.coverage >= (0.6 if relative else 0.99) and (bool(relative) or _whole_name(match))


def _goes_somewhere(sheet: Sheet, places: range, match: TaskMatch) -> bool:
    """Whether a thing is to be carried to a place ("move the plates to the hotel"), which moves no deadline."""
    known = title_words(match.task)
    for at in sheet.content(places):
        before = at - 2 if sheet.low_at(at - 1) in {"the", "our", "my", "a"} else at - 1
        strange = max((likeness(sheet.low_at(at), word) for word in known), default=0.0) < 0.7
        if (
            strange
            and sheet.low_at(before) in {"to", "into", "в", "во", "на"}
            and sheet.labels[before] is None
        ):
            return (
                at not in sheet.known
                and meaningful([sheet.low_at(at)]) != []
                and sheet.low_at(at) not in EDIT_WORDS
            )
    return False


def _names_head(sheet: Sheet, places: range, match: TaskMatch) -> bool:
    """Whether the thing the task is about is said, not only a name beside it."""
    return says_head((sheet.low_at(at) for at in sheet.content(places)), match.task)


def _whole_name(match: TaskMatch) -> bool:
    """Whether two words of the title are said, or all of it but its verb."""
    things = len(title_words(match.task)) - (1 if begins_with_verb(match.task) else 0)
    return match.shared >= 2 or match.shared >= things


# "I won't make it today, Friday instead": the day given up is no target.
_GIVEN_UP = re.compile(
    r"\b(?:won'?t|can'?t|cannot|not going to|не (?:успе\w+|смог\w+|получ\w+|выход\w+|могу))\b"
)


def _kept_when_given_up(sheet: Sheet, places: range, dated: list[Mention]) -> list[Mention]:
    """The days that are not given up: those outside the stretch that gives up, else all but the first."""
    found = _GIVEN_UP.search(sheet.said(places))
    stretch = stretch_of(sheet, places, *found.span()) if found else places
    inside = sheet.mentions_in(stretch)
    return [m for m in dated if m not in inside] or dated[1:]


def _target_times(mentions: tuple[Mention, ...]) -> list[Mention]:
    """The times that say where to: not the day turned down, not the day it moves from."""
    kept = [m for m in mentions if not (m.negated or m.past) and m.kind in {"moment", "shift", "duration"}]
    there = [m for m in kept if m.relation not in {"from", "since"}]
    return there or kept


def moved_due(sheet: Sheet, places: range, task: KnownTask, now: dt.datetime) -> Due | None:
    """The deadline that the times of a clause give a task; None when it names none."""
    mentions = [m for m in _target_times(sheet.mentions_in(places)) if m.kind in {"moment", "shift"}]
    return _moved(task.due, mentions, now) if mentions else None


def _moved(due: Due | None, mentions: list[Mention], now: dt.datetime) -> Due | None:
    if due is None and all(m.kind in {"shift", "duration"} for m in mentions):
        return None
    return move_due(due, mentions, now)


def _move_all(sheet: Sheet, places: range, context: Context, now: dt.datetime) -> list[RescheduleTask]:
    """One move per open task due on the day moved from (today, when none is said), or overdue, if that is said."""
    low = sheet.said(places)
    late = re.search(r"\b(?:overdue|late|просроч\w+)\b", low) is not None
    today, said = now.date(), sheet.mentions_in(places)
    left = today if late else _day_left(said, low, today)
    mentions = [m for m in _target_times(said) if m.kind != "moment" or m.date != left]
    week = _week_left(said, left) if not late else ()
    moves = []
    for task in context.open_tasks:
        concerned = task.due is not None and (
            task.due.date < today and not task.past_event
            if late
            else today <= task.due.date and task.due.date in week
            if week
            else task.due.date == left
        )
        due = _moved(task.due, mentions, now) if concerned and mentions else None
        if due:
            moves.append(RescheduleTask(task=task.ref, due=due))
    return moves


def _week_left(mentions: tuple[Mention, ...], left: dt.date) -> tuple[dt.date, ...]:
    """The days of the week everything moves from ("all that's due this week"); none when a single day is left."""
    said = [m.text.lower() for m in mentions if m.kind == "moment" and m.date == left]
    if not any(re.search(r"\bweek$|недел[юеи]$", text) and "end" not in text for text in said):
        return ()
    monday = left - dt.timedelta(days=left.weekday())
    return tuple(monday + dt.timedelta(days=number) for number in range(7))


_OF_DAY = re.compile(r"(?:сегодняшн|завтрашн)\w+$")


def _day_left(mentions: tuple[Mention, ...], low: str, today: dt.date) -> dt.date:
    """The day everything moves from: "from tomorrow", "on Friday to Monday", «завтрашние задачи»; today when none is."""
    if re.search(r"\bзавтрашни[ей]\b", low):
        return today + dt.timedelta(days=1)
    dated = [m for m in mentions if m.kind == "moment" and m.date_said and m.date and not m.negated]
    leaves = [m for m in dated if m.relation in {"from", "since", "due"}]
    shifted = any(m.kind == "shift" for m in mentions)
    leaves = leaves or (dated[:1] if len(dated) > 1 or shifted else [])
    return next((m.date for m in leaves if m.date), today)


_DEADLINE = re.compile(r"\b(?:deadline|due|срок\w*|дедлайн\w*)\b")


def with_deadline(
    sheet: Sheet, places: range, changed: list[Intent], context: Context, now: dt.datetime
) -> list[Intent]:
    """The new deadline named beside other new values of the same task ("due Friday, owner Kim"); none when it is not."""
    mentions = [m for m in _target_times(sheet.mentions_in(places)) if m.kind == "moment"]
    update = next((intent for intent in changed if isinstance(intent, UpdateTask)), None)
    if update is None or not mentions or not _DEADLINE.search(sheet.said(places)):
        return []
    task = next(each for each in context.open_tasks if each.ref == update.task)
    due = _moved(task.due, mentions, now)
    return [RescheduleTask(task=task.ref, due=due)] if due else []
