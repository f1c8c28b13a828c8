"""Russian rules for dates: "в следующую среду", "через неделю в четверг", "15-го", "в начале апреля"."""

from worker.understanding.dates import days
from worker.understanding.dates.calendar_dates import (
    coming,
    date_range,
    dated,
    day,
    from_day,
    last_workday,
    later_by,
    numbered,
    numbers_range,
)
from worker.understanding.dates.calendar_dates_en import in_month
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.values import Amount, Day


def _named_day(frame: Frame, offset: int) -> Day:
    return Day(days.add_days(frame.scene.today, offset), past=offset < 0)


def _this(frame: Frame, weeks: int, number: int) -> Day:
    date = days.weekday_of_week(frame.scene.today, number, weeks)
    return Day(date, past=date < frame.scene.today)


def _this_reversed(frame: Frame, number: int, weeks: int) -> Day:
    return _this(frame, weeks, number)


def _week(frame: Frame, weeks: int) -> Day:
    """ "на этой неделе" is its Friday, "на следующей" its Monday (convention 4)."""
    today = frame.scene.today
    return Day(
        days.weekday_of_week(today, days.MONDAY, weeks) if weeks else days.end_of_week(today), period=True
    )


def _week_end(frame: Frame, weeks: int | None) -> Day:
    return Day(days.end_of_week(frame.scene.today, weeks or 0))


def _week_start(frame: Frame, weeks: int | None) -> Day:
    """The Monday of the named week; without a name the coming Monday."""
    today = frame.scene.today
    return Day(
        days.weekday_of_week(today, days.MONDAY, weeks) if weeks else days.weekday_after(today, days.MONDAY)
    )


def _week_middle(frame: Frame, weeks: int | None) -> Day:
    today = frame.scene.today
    return Day(days.weekday_of_week(today, 2, weeks) if weeks else days.weekday_after(today, 2), sure=False)


def _weekend(frame: Frame, weeks: int | None = None) -> Day:
    today = frame.scene.today
    if weeks:
        return Day(days.weekday_of_week(today, days.SATURDAY, weeks))
    if weeks == 0 and today.weekday() == days.SATURDAY:
        return Day(today)
    return Day(days.weekday_after(today, days.SATURDAY))


def _near_weekend(frame: Frame, _: int) -> Day:
    return _weekend(frame)


def _month(frame: Frame, months: int) -> Day:
    today = frame.scene.today
    return Day(days.month_start(today, months) if months else days.month_end(today), period=True)


def _month_start(frame: Frame, months: int | None) -> Day:
    """ "в начале месяца": the next first of a month; today when it is one."""
    today = frame.scene.today
    return Day(
        days.month_start(today, months) if months else days.month_start(today, 0 if today.day == 1 else 1)
    )


def _month_middle(frame: Frame, months: int | None) -> Day | None:
    today = frame.scene.today
    return (
        day(days.month_start(today, months).replace(day=15)) if months else day(days.numbered_day(today, 15))
    )


def _month_end(frame: Frame, months: int | None) -> Day:
    return Day(days.month_end(frame.scene.today, months or 0))


def _quarter(frame: Frame, quarters: int) -> Day:
    today = frame.scene.today
    return Day(days.quarter_start(today, quarters) if quarters else days.quarter_end(today), period=True)


def _quarter_end(frame: Frame, quarters: int | None) -> Day:
    return Day(days.quarter_end(frame.scene.today, quarters or 0))


def _quarter_start(frame: Frame, quarters: int | None) -> Day:
    return Day(days.quarter_start(frame.scene.today, quarters or 1))


def _year(frame: Frame, years: int) -> Day:
    today = frame.scene.today
    return Day(today.replace(year=today.year + 1, month=1, day=1)) if years else _year_end(frame, 0)


def _year_start(frame: Frame, _: int | None) -> Day:
    return Day(frame.scene.today.replace(year=frame.scene.today.year + 1, month=1, day=1))


def _year_end(frame: Frame, years: int | None) -> Day:
    return Day(frame.scene.today.replace(year=frame.scene.today.year + (years or 0), month=12, day=31))


def _of_month(frame: Frame, number: int, months: int) -> Day | None:
    """ "5-го числа следующего месяца"."""
    first = days.month_start(frame.scene.today, months)
    if not 1 <= number <= days.month_end(first).day:
        return None
    return Day(first.replace(day=number), past=first.replace(day=number) < frame.scene.today)


def _of_month_reversed(frame: Frame, months: int, number: int) -> Day | None:
    return _of_month(frame, number, months)


def _genitive(frame: Frame, number: int) -> Day | None:
    """ "пятнадцатого" by itself: an adjective unless a number of two words or what follows shows a date."""
    return numbered(frame, number)


def _bare_number(frame: Frame, number: int) -> Day | None:
    return day(days.numbered_day(frame.scene.today, int(number)))


def _after_preposition(frame: Frame, number: int) -> Day | None:
    """ "к пятнадцатому", "на двадцатое", "15-го": the nominative alone ("первое: ...") only counts a list."""
    scene = frame.scene
    figure = scene.has(frame.end - 1, "ORDFIG")
    led = scene.has(frame.start - 1, "PREP")
    genitive = scene.has(frame.end - 1, "ORDGEN")
    if scene.word(frame.end - 1).endswith(("ом", "ем")) and not figure:
        return None
    if not (led or genitive or (figure and scene.word(frame.end - 1).endswith("го"))):
        return None
    return numbered(frame, number)


def _figure_after_preposition(frame: Frame, number: int) -> Day | None:
    """ "до 25": above 24 it can be no hour."""
    led = frame.scene.word(frame.start - 1) in ("до", "к", "на", "по")
    free = not frame.scene.tokens[frame.end].tags if frame.end < len(frame.scene.tokens) else True
    ends = frame.scene.word(frame.end) in ("", ",", ".", ";", "\n", ")")
    return (
        day(days.numbered_day(frame.scene.today, number), sure=False)
        if led and free and ends and number > 24
        else None
    )


def _weeks_then_weekday(frame: Frame, amount: Amount, number: int) -> Day | None:
    """ "через неделю в четверг": that weekday of the Monday-to-Sunday week the amount leads to."""
    if amount.elapsed or (amount.days % 7 and not amount.months):
        return None
    landing = days.in_amount(frame.scene.today, amount.months, amount.days)
    return Day(days.weekday_of_week(landing, number))


def _weekday_then_weeks(frame: Frame, number: int, amount: Amount) -> Day | None:
    return _weeks_then_weekday(frame, amount, number)


def _working_days(frame: Frame, count: float) -> Day:
    return Day(days.working_days_later(frame.scene.today, int(count)))


def _before(_: Frame, amount: Amount, start: Day) -> Day | None:
    return from_day(amount, start, -1)


def _ago(frame: Frame, amount: Amount) -> Day:
    return Day(days.in_amount(frame.scene.today, -amount.months, -amount.days), past=True, background=True)


def _previous(frame: Frame, _: int, number: int) -> Day:
    return Day(days.weekday_before(frame.scene.today, number), past=True)


def _before_now(**back: int) -> Intent:
    months, offset = back.get("months", 0), back.get("days", 0)
    return lambda frame, *_: Day(days.in_amount(frame.scene.today, -months, -offset), past=True, period=True)


EXACT: dict[str, Intent] = {
    "<ordinal> числа? MONTH YEAR? года|г? .? / <whole> MONTH .? YEAR? года|г?": dated,
    "<whole> - MONTH YEAR?": dated,
}

DAY: dict[str, Intent] = {
    "DAY": _named_day,
    "в течение|течении дня": lambda frame: _named_day(frame, 0),
    "после завтра": lambda frame: _named_day(frame, 2),
    "RELDAY дня|день|дню|числа|число|числу?": _named_day,
    "<weekday>": coming,
    "THIS <weekday>": _this,
    "<weekday> THIS недели": _this_reversed,
    "NEAR <weekday>": lambda frame, _, number: coming(frame, number),
    "PREVIOUS <weekday>": _previous,
    "THIS неделе|неделя ,? в|во|к? <weekday>": _this,
    "<weekday> на? THIS неделе|недели": _this_reversed,
    "через <stretch> ,? в|во|к? <weekday>": _weeks_then_weekday,
    "<weekday> через <stretch>": _weekday_then_weeks,
    "<whole> числа|число|числу / числа|число|числу <whole>": _bare_number,
    "<ordinal> числа|число|числу / числа|число|числу <ordinal>": _bare_number,
    "<ordinal>": _after_preposition,
    "FIG": _figure_after_preposition,
    "<ordinal> числа? THIS месяца / <whole> числа? THIS месяца": _of_month,
    "THIS месяце|месяц ,? <ordinal> числа? / THIS месяце <whole> числа": _of_month_reversed,
    "THIS неделе|неделю|неделя|недели|неделей": _week,
    "неделе через одну / через одну неделю": lambda frame: _week(frame, 2),
    "конца|концу|конце|конец рабочей? THIS? рабочей? недели": _week_end,
    "THIS неделе|недели ближе? к концу|конце": _week_end,
    "начала|началу|начале|начало THIS? рабочей? недели": _week_start,
    "середины|середине|середина THIS? недели": _week_middle,
    "THIS? выходные|выходных|выходным / THIS? уикенд|уикенда": _weekend,
    "NEAR выходные|выходных|выходным": _near_weekend,
    "конца|концу|конце THIS? выходных": lambda frame, weeks: from_day(Amount(days=1), _weekend(frame, weeks)),
    "THIS месяце|месяц|месяца|месяцу": _month,
    "конца|концу|конце|конец THIS? месяца": _month_end,
    "начала|началу|начале|начало THIS? месяца / первых числах THIS? месяца": _month_start,
    "середины|середине|середина THIS? месяца": _month_middle,
    "последних числах THIS? месяца": _month_end,
    "последний|последнего|последнему день|дня|дню THIS? месяца": _month_end,
    "конца|концу|конце|конец MONTH YEAR? года|г?": lambda frame, month, year: in_month(
        frame, month, year, -1
    ),
    "последних числах MONTH / последний день MONTH": lambda frame, month: in_month(frame, month, None, -1),
    "начала|началу|начале|начало MONTH YEAR? года|г?": lambda frame, month, year: in_month(
        frame, month, year, 1
    ),
    "первых числах MONTH": lambda frame, month: in_month(frame, month, None, 1),
    "середины|середине|середина|середину MONTH YEAR? года|г?": lambda frame, month, year: in_month(
        frame, month, year, 15
    ),
    "THIS квартале|квартал|квартала": _quarter,
    "конца|концу|конце|конец THIS? квартала": _quarter_end,
    "начала|началу|начале|начало THIS? квартала": _quarter_start,
    "THIS году|год": _year,
    "конца|концу|конце|конец THIS? года": _year_end,
    "начала|началу|начале|начало THIS? года": _year_start,
    "последний|последнего|последнему рабочий|рабочего|рабочему день|дня|дню THIS? месяца": last_workday,
    "нового|новому|новым года|году|годом": lambda frame: _year_end(frame, 0)._replace(sure=False),
    "<whole>|<ordinal> по|до|- <whole>|<ordinal> MONTH YEAR? года|г?": date_range,
    "с|со <whole>|<ordinal> по <whole>|<ordinal> числа|число?": numbers_range,
    "сл|след . <weekday>": lambda frame, number: _this(frame, 1, number),
    "через <stretch>": later_by,
    "через|спустя <stretch> после|с|от <day>": lambda _, amount, start: from_day(amount, start),
    "ближайшие|ближайших <amount>": later_by,
    "в течение|течении ближайших|следующих|ближайшей|ближайшего <stretch>": later_by,
    "через <count> рабочих|рабочий|раб|рабочие день|дня|дней": _working_days,
    "в течение|течении <count> рабочих|рабочего дней|дня": _working_days,
    "за <stretch> до <exact> / <stretch> до <exact>": _before,
    "за <stretch> до <weekday>": lambda frame, amount, number: from_day(amount, coming(frame, number), -1),
}

BACKGROUND: dict[str, Intent] = {
    "<stretch> назад / <stretch> тому назад": _ago,
    "PREVIOUS неделе|неделю|недели": _before_now(days=7),
    "PREVIOUS месяце|месяц|месяца": _before_now(months=1),
    "PREVIOUS квартале|квартал|квартала": _before_now(months=3),
    "PREVIOUS году|год|года": _before_now(months=12),
    "PREVIOUS выходные|выходных": _before_now(days=7),
    "PREVIOUS раз": _before_now(days=7),
}

DATES: dict[str, dict[str, Intent]] = {"exact": EXACT, "day": DAY | BACKGROUND}
