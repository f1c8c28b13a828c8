"""Rules for dates that both languages share: figures, day and month, day numbers, weekdays beside dates."""

import datetime as dt

from worker.understanding.dates import days
from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.surroundings import counts_before, ends_phrase, moving
from worker.understanding.dates.values import Amount, Day
from worker.understanding.dates.wordlists import sequence, words

# Nouns an ordinal belongs to: "the 2nd floor", "до второго этажа" is no date.
_NUMBERED_THINGS = words(
    "floor street avenue ave version batch shop round draft quarter half place time one day week item part grade birthday "
    "anniversary edition attempt step option phase stage level century visit order enclosure unit page chapter lesson "
    "person client customer job guy coat line дня день раз раза ряд ряда"
)
_NUMBERED_STEMS = sequence(
    "этаж кабинет дом корпус класс сорт подъезд кварта курс лини очеред клиент этап приоритет уровн верси сервер филиал "
    "заказ вопрос пункт звон смен бригад цех участ объект квартир офис парти станк станок человек"
)
_INFINITIVES = ("ть", "ти", "чь", "ться", "тись")
# Above it a spelled ordinal is hardly an adjective.
_SMALL_ORDINAL = 12
_FUNCTION_WORDS = words(
    "and or but then at by in on to for of from with same so if also please pls , . ; : ! ? ) - \n и а но или в во на к ко "
    "до с со по за же то потом числа число надо нужно"
)


def day(date: dt.date | None, *, sure: bool = True, period: bool = False) -> Day | None:
    """A day of today or later; None passes a refusal on."""
    return None if date is None else Day(date, sure=sure, period=period)


def weekday(frame: Frame, number: int) -> int | None:
    """A weekday name. The English short forms that are everyday words ("we sat") need a capital or company."""
    scene, at = frame.scene, frame.start
    word = scene.word(at)
    if word == "вт" and scene.has(at - 1, "NUM"):
        return None
    if word not in ("sat", "sun"):
        return number
    before = scene.word(at - 1)
    if before in _DAY_COMPANY or before == "last" or scene.has(at - 1, "ORD"):
        return number
    named = scene.tokens[at].capital and before not in ("", ".", "!", "?", "\n")
    ends = before not in _SUBJECTS and ends_phrase(frame) and scene.word(at + 1) not in ("on", "in", "with")
    return number if named or ends else None


# Before these "sat" and "sun" are days; after the others they are what somebody did and what shines.
_DAY_COMPANY = words(
    "by on next this every each until till before for and or , - / coming from to through thru other @"
)
_SUBJECTS = words("i we he she they you it who that the in a of our my just never always had has have")


def coming(frame: Frame, number: int) -> Day:
    """A bare weekday: the next such day strictly after today; "the Friday rush" is an event's name."""
    scene = frame.scene
    named = scene.word(frame.start - 1) == "the" and _followed_by_noun(frame)
    named = named or scene.word(frame.start - 1) in _OF_HOLIDAYS
    return Day(days.weekday_after(scene.today, number), background=named, sure=not named)


# "Black Friday", "Easter Monday": the day's own name, not the coming Friday.
_OF_HOLIDAYS = words("black good cyber easter whit ash shrove maundy palm boxing super giving")


def names_thing(frame: Frame) -> bool:
    """ "Christmas menus": the day's name is part of a thing's, unless a preposition leads it."""
    return _followed_by_noun(frame) and frame.scene.word(frame.start - 1) not in (
        "by",
        "before",
        "until",
        "on",
        "after",
    )


def _followed_by_noun(frame: Frame) -> bool:
    scene, at = frame.scene, frame.end
    return (
        at < len(scene.tokens)
        and scene.tokens[at].kind == "word"
        and not scene.tokens[at].tags
        and (scene.word(at) not in _FUNCTION_WORDS)
    )


def numbered(frame: Frame, number: int) -> Day | None:
    """A day number alone ("the 15th"): small ordinal words need what follows to show that they are no adjective."""
    scene, following = frame.scene, frame.scene.word(frame.end)
    compound = following == "-" and scene.touches(frame.end) and scene.touches(frame.end + 1)
    if compound or following in _NUMBERED_THINGS or following.startswith(_NUMBERED_STEMS):
        return None
    part = scene.has(frame.end, "PART")
    free = not following or part or following in _FUNCTION_WORDS or following.endswith(_INFINITIVES)
    spelled = not scene.has(frame.end - 1, "ORDFIG")
    if spelled and number <= _SMALL_ORDINAL and not free:
        return None
    return day(days.numbered_day(scene.today, number))


def dated(frame: Frame, number: int, month: int, year: int | None = None) -> Day | None:
    """Day and month, with or without a year; a year given may lie in the past."""
    date = days.dated_day(frame.scene.today, int(number), month, year)
    if date is None:
        return None
    named = frame.scene.word(frame.start - 1) == "the" and _followed_by_noun(frame)
    return Day(date, past=date < frame.scene.today, background=named, sure=not named)


def place_in_month_running(frame: Frame, place: tuple[int, int]) -> Day | None:
    """ "the last Monday of the month": this month's when still ahead, else the next month's."""
    for months in (0, 1, 2):
        found = _placed(frame, place, days.month_start(frame.scene.today, months))
        if found and found.date > frame.scene.today:
            return found
    return None


def date_range(frame: Frame, first: int, last: int, month: int, year: int | None = None) -> Day | None:
    """ "с 1 по 5 декабря": the first day; which of the two counts depends on the task, so not sure."""
    begins, ends = dated(frame, first, month, year), dated(frame, last, month, year)
    return begins._replace(sure=False) if begins and ends and first < last else None


def weekdays_range(frame: Frame, first: int, _last: int) -> Day | None:
    """ "fri-sun", "с понедельника по пятницу": the first of the days."""
    return None if moving(frame) else coming(frame, first)._replace(sure=False)


def numbers_range(frame: Frame, first: int, last: int) -> Day | None:
    """ "с 14 по 20", "from the 14th to the 20th": days of the month, the first of them."""
    if not 1 <= first < last <= 31 or moving(frame):
        return None
    return day(days.numbered_day(frame.scene.today, int(first)), sure=False)


DateFigure = tuple[int, int, int | None]


def _figures_range(frame: Frame, first: DateFigure, last: DateFigure) -> Day | None:
    """ "14.10. по 15.10.2046": the year of the second holds for both."""
    begins = _dotted(frame, (first[0], first[1], first[2] or last[2]))
    ends = _dotted(frame, last)
    return begins._replace(sure=False) if begins and ends and begins.date < ends.date else None


def _day_to_figure(frame: Frame, first: int, last: DateFigure) -> Day | None:
    """ "14-15.12"."""
    return _figures_range(frame, (first, last[1], last[2]), last)


def _exact_range(frame: Frame, first: Day, last: Day) -> Day | None:
    """ "10 August - 12 September 2041": a year said once, at the end, holds for both."""
    if moving(frame):
        return None
    begins = first.date
    said = sum(frame.scene.has(at, "YEAR") for at in range(frame.start, frame.end))
    if said == 1 and frame.scene.has(frame.end - 1, "YEAR"):
        begins = days.add_months(begins, 12 * (last.date.year - begins.year))
        begins = begins if begins < last.date else days.add_months(begins, -12)
    if begins >= last.date:
        return None
    return first._replace(date=begins, past=begins < frame.scene.today, sure=False)


def month_of_year(frame: Frame, month: int, year: int) -> Day | None:
    """ "July 2045": its first day (its last when it is running); a thing's name before a noun."""
    if names_thing(frame) or frame.scene.word(frame.start - 1) in ("за", "of"):
        return None
    return month_day(frame.scene.today, month, year)


def month_day(today: dt.date, month: int, year: int | None = None) -> Day:
    """The day a named month stands for: its first, or its last when it is running. Without a year, the next such month."""
    first = days.next_month_named(today, month, year)
    running = first == today.replace(day=1)
    return Day(days.month_end(first) if running else first, past=first < today and not running, period=True)


def year_of_month(frame: Frame, year: int, month: int) -> Day | None:
    """The same with the year first."""
    return month_of_year(frame, month, year)


def named_month_ahead(frame: Frame, which: int, month: int) -> Day:
    """ "next March", "в следующем марте": the first day of the next month of that name; "this" is this year's."""
    today = frame.scene.today
    later = which and month <= today.month
    return month_day(today, month, today.year + 1 if later else today.year)._replace(sure=bool(which))


def dated_short_year(frame: Frame, number: int, month: int, year: int) -> Day | None:
    """ "14th April 43": two digits that can be no hour and no day are a year of the coming ones."""
    near = frame.scene.today.year <= year <= frame.scene.today.year + 20
    return dated(frame, number, month, year) if year % 100 > 31 and near else None


def last_workday(frame: Frame, months: int | None = None) -> Day:
    """The last Monday-to-Friday day of this month (or months later); holidays are not known here."""
    date = days.month_end(frame.scene.today, months or 0)
    return Day(days.add_days(date, -max(0, date.weekday() - days.FRIDAY)))


def _iso(frame: Frame, date: dt.date) -> Day:
    return Day(date, past=date < frame.scene.today)


def _dotted(frame: Frame, figure: DateFigure) -> Day | None:
    """05.11 is day.month in both languages, 8.25 can only be month.day; a decimal before a unit never gets here, the
    longer reading wins."""
    first, second, year = figure
    if second <= 12:
        return dated(frame, first, second, year)
    american = frame.scene.language == "en" and (year or not (_is_decimal(frame) or _is_clock(frame, second)))
    found = dated(frame, second, first, year) if american else None
    return found and found._replace(sure=bool(year))


def _is_clock(frame: Frame, minutes: int) -> bool:
    """ "Thursday 6.25", "at 6.30": beside a day, after "at" and on the quarter a figure with a point is a time of day."""
    scene, before, after = frame.scene, frame.start - 1, frame.end
    day = any(scene.has(at, tag) for at in (before, after) for tag in ("WEEKDAY", "DAY", "PART"))
    return day or minutes % 15 == 0 or scene.word(before) in ("at", "around", "about", "from")


def _short_dotted(frame: Frame, figure: DateFigure) -> Day | None:
    """ "15.2": a day that can be no hour, where no thing is counted; smaller figures need a preposition («до 5.3»)."""
    first, second, _ = figure
    led = frame.scene.word(frame.start - 1) in _DATE_LEADS
    changed = frame.scene.word(frame.start - 1) in ("to", "from", "of", "на", "в", "с")
    if second > 12 or changed or _is_decimal(frame) or not (first > 12 or led):
        return None
    found = dated(frame, first, second)
    return found and found._replace(sure=led)


_DATE_LEADS = words("до к by until till before due")


def _is_decimal(frame: Frame) -> bool:
    """Whether a figure with a point counts something: "8.25 dollars", "версия 15.2"."""
    return counts_before(frame) or not ends_phrase(frame) or frame.scene.has(frame.end, "UNIT")


def _dashed(frame: Frame, figure: DateFigure) -> Day | None:
    """12-30-44 is a date in English; in Russian, with a year of two digits, it is a telephone number."""
    whole_year = len(frame.scene.word(frame.start).rsplit("-", 1)[-1]) == 4
    return _slashed(frame, figure) if whole_year or frame.scene.language == "en" else None


def _slashed(frame: Frame, figure: DateFigure) -> Day | None:
    """11/5 is month/day in English unless impossible, day/month in Russian."""
    first, second, year = figure
    if frame.scene.has(frame.start, "FRACTION") and frame.scene.word(frame.end) in ("of", "от"):
        return None
    month_leads = frame.scene.language == "en"
    if (month_leads and first <= 12) or second > 12:
        first, second = second, first
    return dated(frame, first, second, year) if second <= 12 else None


def both(_: Frame, number: int, date: Day) -> Day:
    """A weekday beside a date: the date counts, and a contradiction makes it unsure."""
    return date._replace(sure=date.sure and date.date.weekday() == number)


def date_then_weekday(frame: Frame, date: Day, number: int) -> Day:
    """The same the other way round."""
    return both(frame, number, date)


def later_by(frame: Frame, amount: Amount) -> Day | None:
    """So many months and days from today; None for hours and minutes."""
    if amount.elapsed:
        return None
    extra = 1 if amount.minutes else 0
    return Day(days.in_amount(frame.scene.today, amount.months, amount.days + extra))


def from_day(amount: Amount, start: Day, sign: int = 1) -> Day | None:
    """An amount after (or before) a day."""
    if amount.elapsed:
        return None
    date = days.in_amount(start.date, sign * amount.months, sign * amount.days)
    return Day(date, sure=start.sure)


def place_in_month(first: dt.date, place: tuple[int, int]) -> dt.date | None:
    """The n-th (or last, -1) weekday of the month that begins on `first`; None when it has no such day."""
    number, wanted = place
    if number > 0:
        date = days.add_days(days.weekday_after(days.add_days(first, -1), wanted), 7 * (number - 1))
    else:
        date = days.add_days(days.weekday_before(days.add_months(first, 1), wanted), 7 * (number + 1))
    return date if date.month == first.month else None


def _placed(frame: Frame, place: tuple[int, int], first: dt.date) -> Day | None:
    date = place_in_month(first, place)
    return None if date is None else Day(date, past=date < frame.scene.today)


def place_in_named_month(
    frame: Frame, place: tuple[int, int], month: int, year: int | None = None
) -> Day | None:
    """ "the first Monday of December": of this year, or of the next when it is over."""
    first = days.next_month_named(frame.scene.today, month, year)
    found = _placed(frame, place, first)
    if found and found.past and not year:
        return _placed(frame, place, days.add_months(first, 12))
    return found


def place_in_this_month(frame: Frame, place: tuple[int, int], months: int) -> Day | None:
    """ "last Friday of next month"."""
    return _placed(frame, place, days.month_start(frame.scene.today, months))


SHARED: dict[str, Intent] = {
    "ISODATE": _iso,
    "DOTTED": _dotted,
    "SHORTDATE": _short_dotted,
    "SLASHED": _slashed,
    "DASHED": _dashed,
    "<whole>|<ordinal> /|- MONTH / <whole>|<ordinal> /|- MONTH /|-? YEAR": dated,
    "YEAR /|-? MONTH /|-? <whole>|<ordinal>": lambda frame, year, month, number: dated(
        frame, number, month, year
    ),
    "<whole>|<ordinal> MONTH '? SHORTYEAR": dated_short_year,
}


def add_dates(grammar: Grammar, *tables: dict[str, dict[str, Intent]]) -> None:
    """Adds `weekday` (0 to 6), `exact` (a date with its month), `day` (any resolved date), and what the languages bring."""
    grammar.add("weekday", {"WEEKDAY": weekday})
    grammar.add("exact", SHARED)
    for table in tables:
        for name, rules in table.items():
            grammar.add(name, rules)
    grammar.add(
        "day",
        {
            "the? <ordday> of|in MONTH YEAR? / <ordday> MONTH YEAR?": place_in_named_month,
            "the? <ordday> of the month / <ordday> месяца": place_in_month_running,
            "the? <ordday> of|in THIS month / <ordday> THIS месяца": place_in_this_month,
            "<exact>": lambda _, value: value,
            "<exact> -|to|through|thru|till|until|по|до <exact>": _exact_range,
            "DOTTED|SHORTDATE .? -|to|through|по|до DOTTED|SHORTDATE": _figures_range,
            "<whole> - DOTTED|SHORTDATE": _day_to_figure,
            "MONTH .|,|-|/? YEAR": month_of_year,
            "YEAR ,|-|/? MONTH": year_of_month,
            "THIS MONTH": named_month_ahead,
            "<weekday> -|to|through|thru <weekday> / с|со <weekday> по <weekday>": weekdays_range,
            "<weekday> ,? <exact>": both,
            "<weekday> .? ,? <exact>": both,
            "<exact> ,? ( <weekday> ) / <exact> ,? <weekday> / <exact> , в|во <weekday>": date_then_weekday,
        },
    )
