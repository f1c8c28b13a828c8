"""Bare numbers that put a value right: "two hours, sorry, three", "at 10... no, 11", «12 мешков, нет, 15»."""

import datetime as dt
from dataclasses import replace

from worker.understanding.dates import Mention, find_mentions
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.fields import NUMBER_WORDS, rescaled
from worker.understanding.local.morphology import akin


def number_at(sheet: Sheet, at: int) -> bool:
    """Whether a number stands at this position, in figures or as a word."""
    return 0 <= at < len(sheet) and (sheet.tokens[at].kind == "number" or sheet.low_at(at) in NUMBER_WORDS)


def put_right(sheet: Sheet, marker: range, after: int, now: dt.datetime) -> bool:
    """Let the bare number at `after` replace the last duration, clock time or count before the marker."""
    if not number_at(sheet, after) or _timed(sheet, after):
        return False
    before = [m for m in sheet.mentions if m.end <= sheet.tokens[marker.start].start]
    last = before[-1] if before else None
    near = last is not None and sheet.tokens[marker.start].start - last.end <= 6
    if last and last.kind == "duration" and last.minutes is not None:
        return _length(sheet, last, after, now)
    if last and near and last.kind == "moment" and last.time_said and last.time:
        return _hour(sheet, last, after, now)
    return _count(sheet, marker, after)


def _timed(sheet: Sheet, at: int) -> bool:
    return any(at in sheet.within(m.start, m.end) for m in sheet.mentions)


def _length(sheet: Sheet, old: Mention, after: int, now: dt.datetime) -> bool:
    token = sheet.tokens[after]
    minutes = rescaled(old.text, token.low, sheet.language, now)
    if minutes is None:
        return False
    sheet.mark(sheet.within(old.start, old.end), "dropped", over=True)
    sheet.mark([after], "time")
    fresh = replace(old, start=token.start, end=token.end, text=token.text, minutes=minutes)
    sheet.mentions = tuple(sorted((*sheet.mentions, fresh), key=lambda m: m.start))
    return True


def _hour(sheet: Sheet, old: Mention, after: int, now: dt.datetime) -> bool:
    """The new hour in the half of the day of the old one; its day stays."""
    token = sheet.tokens[after]
    preposition = "в" if sheet.language == "ru" else "at"
    found = find_mentions(f"{preposition} {token.low}", now, sheet.language)
    if len(found) != 1 or found[0].time is None or old.time is None:
        return False
    hour = found[0].time.hour
    if old.time.hour > 12 >= hour and found[0].bare:
        hour = hour % 12 + 12
    sheet.mark([after], "dropped", over=True)
    fresh = replace(old, time=found[0].time.replace(hour=hour), bare=found[0].bare)
    sheet.mentions = tuple(fresh if m is old else m for m in sheet.mentions)
    return True


def _count(sheet: Sheet, marker: range, after: int) -> bool:
    """The new number in the place of the old one; a noun said again with it goes."""
    near = range(max(0, marker.start - 5), marker.start)
    old = [at for at in near if number_at(sheet, at) and sheet.labels[at] is None and not _timed(sheet, at)]
    if not old:
        return False
    noun, again = sheet.low_at(old[-1] + 1), sheet.low_at(after + 1)
    repeated = bool(noun) and (again == noun or akin(again, noun) == 1.0)
    sheet.replace_word(old[-1], sheet.tokens[after])
    sheet.mark(range(after, after + 2) if repeated else [after], "dropped", over=True)
    return True
