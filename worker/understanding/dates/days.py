"""Day arithmetic by the product's conventions: every function is pure and takes the local day or instant."""

import calendar
import datetime as dt

MONDAY, FRIDAY, SATURDAY = 0, 4, 5


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later (or earlier), clamped to the month's last day and to the calendar's range."""
    index = day.year * 12 + day.month - 1 + months
    year = min(max(index // 12, dt.MINYEAR), dt.MAXYEAR)
    month = index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: dt.date, days: int) -> dt.date:
    """So many days later (or earlier), clamped to the calendar's range."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def in_amount(day: dt.date, months: int, days: int) -> dt.date:
    """Calendar arithmetic: months first (clamped), then days."""
    return add_days(add_months(day, months), days)


def weekday_after(day: dt.date, weekday: int) -> dt.date:
    """The next such weekday strictly after the day."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def weekday_before(day: dt.date, weekday: int) -> dt.date:
    """The last such weekday strictly before the day."""
    return add_days(day, -((day.weekday() - weekday - 1) % 7 + 1))


def weekday_of_week(day: dt.date, weekday: int, weeks: int = 0) -> dt.date:
    """That weekday of the Monday-to-Sunday week of the day, or of a week so many weeks later."""
    return add_days(day, weekday - day.weekday() + 7 * weeks)


def end_of_week(day: dt.date, weeks: int = 0) -> dt.date:
    """Friday of the day's week (of the coming week when the day is a Saturday or Sunday), or weeks later."""
    if weeks:
        return weekday_of_week(day, FRIDAY, weeks)
    return weekday_after(day, FRIDAY) if day.weekday() > FRIDAY else weekday_of_week(day, FRIDAY)


def month_end(day: dt.date, months: int = 0) -> dt.date:
    """The last day of the day's month, or of a month so many months later."""
    first = add_months(day.replace(day=1), months)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_start(day: dt.date, months: int = 0) -> dt.date:
    """The first day of the day's month, or of a month so many months later."""
    return add_months(day.replace(day=1), months)


def quarter_start(day: dt.date, quarters: int = 0) -> dt.date:
    """The first day of the day's quarter, or of a quarter so many quarters later."""
    return add_months(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3 * quarters)


def quarter_end(day: dt.date, quarters: int = 0) -> dt.date:
    """The last day of the day's quarter, or of a quarter so many quarters later."""
    return month_end(quarter_start(day, quarters), 2)


def numbered_day(today: dt.date, number: int) -> dt.date | None:
    """The next day of the month with this number strictly after today; months without it are passed over."""
    if not 1 <= number <= 31:
        return None
    month = today.replace(day=1)
    while True:
        if number <= calendar.monthrange(month.year, month.month)[1]:
            found = month.replace(day=number)
            if found > today:
                return found
        month = add_months(month, 1)


def dated_day(today: dt.date, number: int, month: int, year: int | None = None) -> dt.date | None:
    """Day and month: of the given year, or the next such date, today included; None when there is no such day."""
    years = (year,) if year else range(today.year, min(today.year + 9, dt.MAXYEAR + 1))
    for candidate in years:
        if number <= calendar.monthrange(candidate, month)[1] and number >= 1:
            found = dt.date(candidate, month, number)
            if year or found >= today:
                return found
    return None


def next_month_named(today: dt.date, month: int, year: int | None = None) -> dt.date:
    """The first day of the named month that is not over yet (this month counts), or of the given year."""
    if year:
        return dt.date(year, month, 1)
    return dt.date(today.year if month >= today.month else today.year + 1, month, 1)


def working_days_later(day: dt.date, count: int) -> dt.date:
    """So many Mondays to Fridays later, the day itself not counted; holidays are not known here."""
    for _ in range(min(count, 2000)):
        day = add_days(day, 1)
        while day.weekday() > FRIDAY and day < dt.date.max - dt.timedelta(days=7):
            day = add_days(day, 1)
    return day


def elapsed_from(now: dt.datetime, minutes: int) -> dt.datetime:
    """The instant so many minutes of elapsed time after `now`, in its zone, to the whole minute."""
    later = now.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    return later.astimezone(now.tzinfo).replace(second=0, microsecond=0)
