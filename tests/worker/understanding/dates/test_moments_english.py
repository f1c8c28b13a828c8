"""English moments: weekdays, dates, parts of months, clock times, spoken and written."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.dates import combine, find_mentions, resolve
from worker.understanding.intents import Due

# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))

PHRASES = [
    ("Friday after lunch", "2026-11-27 14:00"),
    ("three weeks from today", "2026-12-16"),
    ("first thing Monday morning", "2026-11-30 09:00"),
    ("before the weekend", "2026-11-28"),
    ("in the first week of January", "2027-01-01"),
    ("by Friday", "2026-11-27"),
    ("on fri", "2026-11-27"),
    ("this Friday", "2026-11-27"),
    ("next Friday", "2026-12-04"),
    ("coming Saturday", "2026-11-28"),
    ("wednesday", "2026-12-02"),
    ("this wednesday", "2026-11-25"),
    ("next wed", "2026-12-02"),
    ("Friday week", "2026-12-04"),
    ("a week from Friday", "2026-12-04"),
    ("a week on Tuesday", "2026-12-08"),
    ("the Monday after next", "2026-12-07"),
    ("Thurs at 3pm", "2026-11-26 15:00"),
    ("tues 9am", "2026-12-01 09:00"),
    ("sat morning", "2026-11-28 09:00"),
    ("by the 15th", "2026-12-15"),
    ("on the 25th", "2026-12-25"),
    ("by the 26th", "2026-11-26"),
    ("on the thirty-first", "2026-12-31"),
    ("by the twenty eighth", "2026-11-28"),
    ("on the 31st at noon", "2026-12-31 12:00"),
    ("5 December", "2026-12-05"),
    ("Dec 5th at 14:00", "2026-12-05 14:00"),
    ("december the fifth", "2026-12-05"),
    ("the 5th of December", "2026-12-05"),
    ("November 25", "2026-11-25"),
    ("on 24 November", "2027-11-24"),
    ("Nov 24, 2027", "2027-11-24"),
    ("Jan. 3", "2027-01-03"),
    ("2026-12-31", "2026-12-31"),
    ("12/1", "2026-12-01"),
    ("25/12", "2026-12-25"),
    ("05.12.2026", "2026-12-05"),
    ("3/4/2027", "2027-03-04"),
    ("Friday, November 27 at 10:30", "2026-11-27 10:30"),
    ("Fri 27 Nov", "2026-11-27"),
    ("Feb 29", "2028-02-29"),
    ("end of the week", "2026-11-27"),
    ("by the end of next week", "2026-12-04"),
    ("eow", "2026-11-27"),
    ("this week", "2026-11-27"),
    ("next week", "2026-11-30"),
    ("early next week", "2026-11-30"),
    ("late next week", "2026-12-04"),
    ("the week after next", "2026-12-07"),
    ("Thursday next week", "2026-12-03"),
    ("next week on Thursday", "2026-12-03"),
    ("at the weekend", "2026-11-28"),
    ("this weekend", "2026-11-28"),
    ("next weekend", "2026-12-05"),
    ("end of the month", "2026-11-30"),
    ("by month end", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("next month", "2026-12-01"),
    ("mid-December", "2026-12-15"),
    ("mid january", "2027-01-15"),
    ("middle of next month", "2026-12-15"),
    ("beginning of April", "2027-04-01"),
    ("end of February", "2027-02-28"),
    ("end of the quarter", "2026-12-31"),
    ("end of next quarter", "2027-03-31"),
    ("next quarter", "2027-01-01"),
    ("end of the year", "2026-12-31"),
    ("by year-end", "2026-12-31"),
    ("the 3rd of next month", "2026-12-03"),
    ("today", "2026-11-25"),
    ("tomorrow", "2026-11-26"),
    ("tmrw 8am", "2026-11-26 08:00"),
    ("the day after tomorrow", "2026-11-27"),
    ("tonight", "2026-11-25 18:00"),
    ("tonight at 8", "2026-11-25 20:00"),
    ("at 9 tonight", "2026-11-25 21:00"),
    ("this evening", "2026-11-25 18:00"),
    ("this afternoon at 4", "2026-11-25 16:00"),
    ("tomorrow morning", "2026-11-26 09:00"),
    ("tomorrow evening at 7", "2026-11-26 19:00"),
    ("first thing tomorrow", "2026-11-26 09:00"),
    ("monday first thing", "2026-11-30 09:00"),
    ("friday lunchtime", "2026-11-27 13:00"),
    ("before lunch on Friday", "2026-11-27 13:00"),
    ("after lunch tomorrow", "2026-11-26 14:00"),
    ("eod", "2026-11-25 18:00"),
    ("by end of day tomorrow", "2026-11-26 18:00"),
    ("EOD Friday", "2026-11-27 18:00"),
    ("by close of business on Monday", "2026-11-30 18:00"),
    ("at 5", "2026-11-25 17:00"),
    ("at 11", "2026-11-26 11:00"),
    ("at 2pm", "2026-11-26 14:00"),
    ("by 6:30pm", "2026-11-25 18:30"),
    ("9 a.m. tomorrow", "2026-11-26 09:00"),
    ("half past nine tomorrow", "2026-11-26 09:30"),
    ("quarter to five", "2026-11-25 16:45"),
    ("quarter past eight pm", "2026-11-25 20:15"),
    ("at ten to five", "2026-11-25 16:50"),
    ("five o'clock", "2026-11-25 17:00"),
    ("at seven in the evening", "2026-11-25 19:00"),
    ("tomorrow at 8 in the morning", "2026-11-26 08:00"),
    ("at nine thirty am tomorrow", "2026-11-26 09:30"),
    ("tomorrow at three forty five", "2026-11-26 15:45"),
    ("at 1500", "2026-11-25 15:00"),
    ("friday at 0930", "2026-11-27 09:30"),
    ("noon", "2026-11-26 12:00"),
    ("12 noon tomorrow", "2026-11-26 12:00"),
    ("12:00", "2026-11-26 12:00"),
    ("12am", "2026-11-26 00:00"),
    ("midnight", "2026-11-26 00:00"),
    ("tomorrow at ten oh five am", "2026-11-26 10:05"),
    ("at 9.30 tomorrow", "2026-11-26 09:30"),
    ("around 4pm", "2026-11-25 16:00"),
    ("no later than Thursday 5pm", "2026-11-26 17:00"),
    ("in 2 days", "2026-11-27"),
    ("in two weeks", "2026-12-09"),
    ("in a fortnight", "2026-12-09"),
    ("in a couple of weeks", "2026-12-09"),
    ("in a month", "2026-12-25"),
    ("in three months", "2027-02-25"),
    ("in 3 working days", "2026-11-30"),
    ("in 5 business days", "2026-12-02"),
    ("two weeks from now", "2026-12-09"),
    ("in a week's time", "2026-12-02"),
    ("within 3 days", "2026-11-28"),
    ("in 40 minutes", "2026-11-25 14:40"),
    ("in half an hour", "2026-11-25 14:30"),
    ("in an hour and a half", "2026-11-25 15:30"),
    ("in 2h", "2026-11-25 16:00"),
    ("in twelve hours", "2026-11-26 02:00"),
    ("tomorow at 4pm", "2026-11-26 16:00"),
    ("on wendesday", "2026-12-02"),
    ("on thrusday", "2026-11-26"),
    ("by 3 decmber", "2026-12-03"),
    ("on monday the 30th", "2026-11-30"),
    ("by noon on Friday", "2026-11-27 12:00"),
    ("on Friday between 2 and 4pm", "2026-11-27 14:00"),
    ("3 days before December 10", "2026-12-07"),
    ("the first Monday of December", "2026-12-07"),
    ("last Friday of next month", "2026-12-25"),
    ("nine o'clock tomorrow morning", "2026-11-26 09:00"),
    ("at 8 tomorrow evening", "2026-11-26 20:00"),
    ("by new year's eve", "2026-12-31"),
    ("the last Monday of the month", "2026-11-30"),
    ("in 3d", "2026-11-28"),
    ("last working day of the month", "2026-11-30"),
    ("two days before Friday", "2026-11-25"),
    ("the day before the wedding on 12 December", "2026-12-11"),
    ("a week before the lease ends on the 20th", "2026-12-13"),
]


def _due(expected: str) -> Due:
    date, _, time = expected.partition(" ")
    return Due(date=dt.date.fromisoformat(date), time=dt.time.fromisoformat(time) if time else None)


@for_every(("phrase", "expected"), PHRASES)
def test_the_phrase_names_this_moment(phrase: str, expected: str) -> None:
    assert combine(find_mentions(phrase, NOW), NOW) == _due(expected)


@for_every(("phrase", "expected"), PHRASES)
def test_the_phrase_is_understood_to_the_last_word(phrase: str, expected: str) -> None:
    whole = resolve(phrase, NOW)
    assert whole is not None
    assert whole.date is None or whole.date == _due(expected).date


@for_every(("phrase", "expected"), PHRASES)
def test_the_phrase_means_the_same_inside_a_sentence(phrase: str, expected: str) -> None:
    sentence = "{} call the printer"
    mentions = find_mentions(sentence.format(phrase), NOW)
    assert combine(mentions, NOW) == _due(expected)
    assert all(sentence.format(phrase)[mention.start : mention.end] == mention.text for mention in mentions)
