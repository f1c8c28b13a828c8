"""Times beside a joint: whether what stands on a side of it has a time of its own."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.unmarked_boundaries import Scan


def timed(sheet: Sheet, tail: range, rest: range) -> bool:
    """Whether what follows has a time of its own; in English a reminder after the next comma is none."""
    if sheet.language == "ru":
        return has_time(sheet, rest.start, rest.stop)
    later = sheet.mentions_in(range(tail.start, rest.stop))
    return any(m.kind != "reminder" for m in later) or has_time(sheet, rest.start, tail.start)


def turned_down(scan: Scan, at: int) -> bool:
    """ "..., not on Tuesday": the time that follows is the one refused."""
    sheet = scan.sheet
    near = sheet.tokens[min(scan.stop, at + 4) - 1].end
    return any(m.negated and sheet.tokens[at].start <= m.start <= near for m in sheet.mentions)


def has_time(sheet: Sheet, since: int, at: int) -> bool:
    """Whether any of the tokens from `since` up to `at` names a time."""
    return any(sheet.labels[place] == "time" for place in range(since, at))


def timed_phrase(sheet: Sheet, start: int, begin: int, stop: int) -> bool:
    """A time that leads, then content: "... and friday the plumber", "... and someday a new sign"."""
    led = any(sheet.labels[at] == "time" or _is_someday(sheet, at) for at in range(start, begin))
    return led and bool(sheet.content(range(begin, stop)))


def _is_someday(sheet: Sheet, at: int) -> bool:
    return sheet.labels[at] == "priority" and sheet.low_at(at) in _SOMEDAY


_SOMEDAY = {"someday", "sometime", "eventually", "когда-нибудь", "когда-то", "однажды"}


def timed_tail(sheet: Sheet, places: range) -> bool:
    """Content that ends with its own time: "price list by 3 June"."""
    said = [at for at in places if sheet.tokens[at].kind != "mark"]
    if len(said) > 1 and sheet.low_at(said[-1] - 1) == "(" and sheet.low_at(said[-1] + 1) == ")":
        said = said[:-1]  # "... next week (me)"
    if not said or sheet.labels[said[-1]] != "time" or sheet.labels[said[0]] is not None:
        return False
    return any(m.kind == "moment" and not m.background for m in sheet.mentions_in(places))


def clocked(sheet: Sheet, places: range) -> bool:
    """Content with a clock time of its own: "at 10 team meeting", "lunch with Jim at 12"."""
    clock = any(m.kind == "moment" and m.time_said and not m.background for m in sheet.mentions_in(places))
    return clock and bool(sheet.content(places))
