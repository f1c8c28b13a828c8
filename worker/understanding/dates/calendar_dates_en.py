"""English rules for dates: "Friday week", "the week after next", "mid-November", "in 3 working days"."""

from worker.understanding.dates import days
from worker.understanding.dates.calendar_dates import (
    coming,
    date_range,
    dated,
    day,
    from_day,
    last_workday,
    later_by,
    names_thing,
    numbered,
    numbers_range,
)
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.surroundings import ends_phrase
from worker.understanding.dates.values import Amount, Day
from worker.understanding.dates.wordlists import words


def _named_day(frame: Frame, offset: int) -> Day:
    return Day(days.add_days(frame.scene.today, offset), past=offset < 0)


def _possessive(frame: Frame, offset: int) -> Day:
    """ "today's schedule" names the day; "yesterday's" is past."""
    return Day(days.add_days(frame.scene.today, offset), past=offset < 0, background=offset < 0)


def _is_praised(frame: Frame) -> bool:
    """ "Thursday's fine": what hangs on the day is no thing of that day."""
    return frame.scene.word(frame.end) in _PRAISE


_PRAISE = words("fine ok okay good better best great perfect alright out off")


def _this(frame: Frame, weeks: int, number: int) -> Day:
    """This or next Friday, by Monday-to-Sunday weeks (convention 2); a day of this week that is over is past."""
    date = days.weekday_of_week(frame.scene.today, number, weeks)
    return Day(date, past=date < frame.scene.today)


def _week(frame: Frame, weeks: int) -> Day:
    """ "this week" is its Friday, "next week" its Monday (convention 4)."""
    today = frame.scene.today
    return Day(
        days.weekday_of_week(today, days.MONDAY, weeks) if weeks else days.end_of_week(today), period=True
    )


def _week_end(frame: Frame, weeks: int | None) -> Day:
    return Day(days.end_of_week(frame.scene.today, weeks or 0))


# "weekend driver" is no date.
_WEEKEND_LEADS = words("at on by for over before until till after during this to")


def _weekend(frame: Frame, weeks: int | None) -> Day | None:
    """ "at the weekend" is the coming Saturday, "next weekend" that of the following week."""
    today = frame.scene.today
    if weeks is None:
        bare = (
            frame.scene.word(frame.start) == "weekend"
            and frame.scene.word(frame.start - 1) not in _WEEKEND_LEADS
        )
        return None if bare else Day(days.weekday_after(today, days.SATURDAY))
    if not weeks and today.weekday() == days.SATURDAY:
        return Day(today)
    return Day(
        days.weekday_of_week(today, days.SATURDAY, weeks)
        if weeks
        else days.weekday_after(today, days.SATURDAY)
    )


def _month(frame: Frame, months: int) -> Day:
    """ "next month" is its first day; "this month" its last (convention 5)."""
    today = frame.scene.today
    return Day(days.month_start(today, months) if months else days.month_end(today), period=True)


def _mid_month(frame: Frame, months: int | None) -> Day | None:
    today = frame.scene.today
    return (
        day(days.month_start(today, months).replace(day=15)) if months else day(days.numbered_day(today, 15))
    )


def _next_start(frame: Frame, months: int | None) -> Day:
    return Day(days.month_start(frame.scene.today, 1 if months is None else months))


def in_month(frame: Frame, month: int, year: int | None, which: int) -> Day | None:
    """A place in a named month: 1 its first day, 15 its middle, -1 its last; today included, else next year's."""
    today = frame.scene.today
    first = days.next_month_named(today, month, year)
    date = days.month_end(first) if which < 0 else first.replace(day=which)
    if date < today and not year:
        first = first.replace(year=first.year + 1)
        date = days.month_end(first) if which < 0 else first.replace(day=which)
    return Day(date, past=date < today)


def _bare_figure(frame: Frame, number: int) -> Day | None:
    """ "by 15th", "14th 10am": a figure without its article needs a preposition or the end of its phrase; "mum's 30th" is
    a birthday."""
    before = frame.scene.word(frame.start - 1)
    if before in _DAY_LEADS:
        return numbered(frame, number)
    owned = before in _OWNERS or before.endswith("'s")
    listed = frame.scene.word(frame.end) in ("and", "or", "-")
    return numbered(frame, number) if ends_phrase(frame) and not owned and not listed else None


def _article_day(frame: Frame, number: int) -> Day | None:
    """ "by the 15th", "the 15th: ..."; "replace the 2nd window" numbers a thing."""
    scene, before = frame.scene, frame.scene.word(frame.start - 1)
    led = before in _DAY_LEADS or before in (
        "",
        ",",
        ".",
        ";",
        ":",
        "\n",
        "and",
        "or",
        "after",
        "since",
        "not",
        "due",
    )
    free = ends_phrase(frame) or scene.has(frame.end, "PART") or scene.has(frame.start - 1, "WEEKDAY")
    return numbered(frame, number) if led or free else None


_DAY_LEADS = words("by on until till before from for to of @")
_OWNERS = words("the his her my our their your its a")


def _after_weeks(frame: Frame, amount: Amount, number: int) -> Day | None:
    """ "a week on Friday", "two weeks from Monday": counted from the coming one; "two days on Friday" is work."""
    if frame.scene.word(frame.end - 2) == "on" and amount.days % 7:
        return None
    return from_day(amount, coming(frame, number))


def _working_days(frame: Frame, count: float) -> Day:
    return Day(days.working_days_later(frame.scene.today, int(count)))


def _year_end(frame: Frame, years: int | None) -> Day:
    return Day(frame.scene.today.replace(year=frame.scene.today.year + (years or 0), month=12, day=31))


def _new_year(frame: Frame) -> Day | None:
    """ "in the new year" is its first day; what is due by or before it is due on the last of the old one."""
    if names_thing(frame):
        return None
    if frame.scene.word(frame.start - 1) in ("by", "before", "until", "till"):
        return _year_end(frame, 0)._replace(sure=False)
    return _year(frame, 1)._replace(sure=False)


def _year(frame: Frame, years: int) -> Day:
    today = frame.scene.today
    return Day(today.replace(year=today.year + 1, month=1, day=1)) if years else _year_end(frame, 0)


def _quarter(frame: Frame, quarters: int) -> Day:
    today = frame.scene.today
    return Day(days.quarter_start(today, 1) if quarters else days.quarter_end(today), period=True)


def _weeks_from_day(frame: Frame, weeks: Amount, offset: int) -> Day | None:
    """ "a week tomorrow", "a fortnight today"."""
    whole = not weeks.elapsed and not weeks.months and weeks.days % 7 == 0
    return from_day(weeks, _named_day(frame, offset)) if whole and offset in (0, 1) else None


def _ordinal_of(frame: Frame, number: int, months: int) -> Day | None:
    first = days.month_start(frame.scene.today, months)
    fits = 1 <= number <= days.month_end(first).day
    return (
        Day(first.replace(day=number), past=first.replace(day=number) < frame.scene.today) if fits else None
    )


EXACT: dict[str, Intent] = {
    "the? <ordinal> of? MONTH ,? YEAR? / <whole> of? MONTH ,? YEAR?": dated,
    "<ordinal> - MONTH - YEAR? / <whole> - MONTH - YEAR / <whole> - MONTH": (
        lambda frame, number, month, year=None: dated(frame, number, month, year)
    ),
    "MONTH .? the? <ordinal>": lambda frame, month, number: dated(frame, number, month),
    "MONTH .? the? <ordinal> ,? YEAR / MONTH .? <whole> ,? YEAR": (
        lambda frame, month, number, year: dated(frame, number, month, year)
    ),
    "MONTH .? <whole>": lambda frame, month, number: dated(frame, number, month) if number <= 31 else None,
}

DAY: dict[str, Intent] = {
    "DAY": _named_day,
    "the? day after tomorrow": lambda frame: _named_day(frame, 2),
    "the? day before yesterday": lambda frame: _named_day(frame, -2),
    "later|earlier today": lambda frame: _named_day(frame, 0),
    "POSSREL": _possessive,
    "<weekday>": coming,
    "POSSDAY": lambda frame, number: Day(
        days.weekday_after(frame.scene.today, number), background=not _is_praised(frame), sure=False
    ),
    "this|next WEEKDAY": lambda frame, number: _this(
        frame, int(frame.scene.word(frame.start) == "next"), number
    ),
    "the? following WEEKDAY": lambda frame, number: _this(frame, 1, number),
    "the? this? coming|upcoming <weekday>": coming,
    "PREVIOUS WEEKDAY": lambda frame, _, number: Day(
        days.weekday_before(frame.scene.today, number), past=True
    ),
    "<weekday> week": lambda frame, number: from_day(Amount(days=7), coming(frame, number)),
    "the? WEEKDAY after next": lambda frame, number: _this(frame, 2, number),
    "<amount> from|on|after <weekday>": _after_weeks,
    "<amount> from|after <day>": lambda _, amount, start: from_day(amount, start),
    "<amount> DAY": _weeks_from_day,
    "DAY week": lambda frame, offset: _weeks_from_day(frame, Amount(days=7), offset),
    "<amount> before|ahead|prior of|to? <exact>": lambda _, amount, start: from_day(amount, start, -1),
    "<weekday> ,? THIS week / <weekday> of THIS week": lambda frame, number, weeks: _this(
        frame, weeks, number
    ),
    "THIS week ,? on? <weekday>": _this,
    "<weekday> the <ordinal> / <weekday> <ordinal>": (
        lambda frame, number, ordinal: (
            (found := numbered(frame, ordinal)) and found._replace(sure=found.date.weekday() == number)
        )
    ),
    "the <ordinal>": _article_day,
    "ORDFIG": _bare_figure,
    "THIS week / sometime|anytime|some|early? time? THIS week": _week,
    "the? coming|upcoming week": lambda frame: _week(frame, 1),
    "the? coming|upcoming month": lambda frame: _month(frame, 1),
    "the week after next": lambda frame: _week(frame, 2),
    "<weekday> the week after next / the week after next on? <weekday>": lambda frame, number: _this(
        frame, 2, number
    ),
    "late|later THIS week": _week_end,
    "the? end of the? <running>? week / week|week's end / eow / end of the? working|work week": _week_end,
    "the? end of the week after next": lambda frame: _week_end(frame, 2),
    "the? beginning|start of the? <running> week / early <running> week": _week,
    "the? middle of the? <running>? week / midweek / mid - week": lambda frame, *_: Day(
        days.weekday_after(frame.scene.today, 2)
    ),
    "over|during the? <running>? weekend / the? <running>? weekend": _weekend,
    "the? end of the? <running>? weekend": (
        lambda frame, weeks: (start := _weekend(frame, weeks)) and from_day(Amount(days=1), start)
    ),
    "THIS month / sometime|anytime THIS month": _month,
    "the month after next": lambda frame: _month(frame, 2),
    "the? end of the? <running>? month / month|month's end / month - end / eom / late|later THIS month": (
        lambda frame, months=None: Day(days.month_end(frame.scene.today, months or 0))
    ),
    "the? middle of the? <running>? month / mid - month": lambda frame, months=None: _mid_month(
        frame, months
    ),
    "the? beginning|start of the? <running>? month / early THIS month": _next_start,
    "the? <ordinal>|<whole> of the? <running> month": _ordinal_of,
    "THIS month on? the? <ordinal>": lambda frame, months, number: _ordinal_of(frame, number, months),
    "the? <ordinal> day of the? <running> month": _ordinal_of,
    "the? <ordinal> day of|in MONTH YEAR?": dated,
    "the? last day of|in MONTH YEAR?": lambda frame, month, year: in_month(frame, month, year, -1),
    "the? last day of the? <running>? month": lambda frame, months: Day(
        days.month_end(frame.scene.today, months or 0)
    ),
    "the? last day of the? <running>? quarter|qtr": lambda frame, quarters: Day(
        days.quarter_end(frame.scene.today, quarters or 0)
    ),
    "the? last day of the? <running>? year": _year_end,
    "the? end of MONTH YEAR? / late in? MONTH YEAR? / MONTH - end": lambda frame, month, year=None: in_month(
        frame, month, year, -1
    ),
    "the? middle of MONTH YEAR? / mid MONTH YEAR? / mid - MONTH YEAR?": lambda frame, month, year=None: (
        in_month(frame, month, year, 15)
    ),
    "the? beginning|start of MONTH YEAR? / the? first week|days of MONTH YEAR? / early in? MONTH YEAR?": lambda frame, month, year=None: (
        in_month(frame, month, year, 1)
    ),
    "the? last working|business|work day of the? <running>? month": last_workday,
    "the? new year|year's|years": _new_year,
    "the? <whole>|<ordinal> to|through|thru|until|till|- the? <whole>|<ordinal> of? MONTH ,? YEAR?": date_range,
    "between the? <whole>|<ordinal> and the? <whole>|<ordinal> of? MONTH ,? YEAR?": date_range,
    "MONTH the? <whole>|<ordinal> to|through|thru|until|till|- the? <whole>|<ordinal> ,? YEAR?": (
        lambda frame, month, first, last, year: date_range(frame, first, last, month, year)
    ),
    "the? ORDFIG to|through|thru|until|till|- the? ORDFIG": numbers_range,
    "THIS quarter|qtr / the? coming|upcoming quarter|qtr": lambda frame, which=1: _quarter(frame, which),
    "the? end of the? <running>? quarter|qtr / quarter|quarter's end / eoq": lambda frame, quarters=None: Day(
        days.quarter_end(frame.scene.today, quarters or 0)
    ),
    "the? beginning|start of the? <running>? quarter|qtr": lambda frame, _: Day(
        days.quarter_start(frame.scene.today, 1)
    ),
    "THIS year": _year,
    "the? end of the? <running>? year / year|year's end / year - end / eoy": lambda frame, years=None: (
        _year_end(frame, years)
    ),
    "in <count> working|business days / <count> working|business days from now": _working_days,
    "in an|a? <amount> time? / in <amount> ' time / <amount> from now|today / in the next <amount>": later_by,
}

BACKGROUND: dict[str, Intent] = {
    "<amount> ago": lambda frame, amount: Day(
        days.in_amount(frame.scene.today, -amount.months, -amount.days), past=True, background=True
    ),
    "PREVIOUS week|weekend": lambda frame, _: Day(
        days.weekday_of_week(frame.scene.today, 0, -1), past=True, period=True
    ),
    "PREVIOUS month": lambda frame, _: Day(days.month_start(frame.scene.today, -1), past=True, period=True),
    "PREVIOUS year|quarter|season": lambda frame, _: Day(
        days.add_months(frame.scene.today, -12), past=True, period=True
    ),
    "PREVIOUS night|evening": lambda frame, _: Day(days.add_days(frame.scene.today, -1), past=True),
    "the other day": lambda frame: Day(days.add_days(frame.scene.today, -2), past=True, sure=False),
}

RUNNING: dict[str, Intent] = {
    "THIS": lambda _, which: which,
    "current|present|running": lambda _: 0,
    "coming|upcoming": lambda _: 1,
}

DATES: dict[str, dict[str, Intent]] = {"exact": EXACT, "running": RUNNING, "day": DAY | BACKGROUND}
