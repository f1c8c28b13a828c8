"""Durations, spans, reminders and moves in both languages."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.dates import find_mentions

NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))

# Phrase and minutes of work. Of a range the upper bound counts.
DURATIONS = [
    ("half an hour", 30),
    ("an hour and a half", 90),
    ("1h 40m", 100),
    ("1.5 hours", 90),
    ("2h", 120),
    ("about 90 minutes", 90),
    ("a couple of hours", 120),
    ("half a day", 240),
    ("all day", 480),
    ("two and a half hours", 150),
    ("twenty minutes", 20),
    ("forty five minutes", 45),
    ("an hour and twenty", 80),
    ("2 hours and 15 minutes", 135),
    ("three quarters of an hour", 45),
    ("a quarter of an hour", 15),
    ("2-3 hours", 180),
    ("an hour or two", 120),
    ("one hour", 60),
    ("~6h", 360),
    ("90 min max", 90),
    ("1h40", 100),
    ("two days", 960),
    ("полчаса", 30),
    ("полтора часа", 90),
    ("1.5 часа", 90),
    ("1,5 часа", 90),
    ("час", 60),
    ("час двадцать", 80),
    ("часа полтора", 90),
    ("минут сорок", 40),
    ("часов на шесть", 360),
    ("2ч 15м", 135),
    ("2 часа 15 минут", 135),
    ("пару часов", 120),
    ("на 40 минут", 40),
    ("полдня", 240),
    ("весь день", 480),
    ("полтора-два часа", 120),
    ("часик", 60),
    ("два с половиной часа", 150),
    ("четверть часа", 15),
    ("около двух часов", 120),
    ("минут 15", 15),
    ("час с половиной", 90),
    ("2-3 часа", 180),
    ("часа два", 120),
    ("примерно 3 часа", 180),
    ("за два часа", 120),
    ("час-полтора", 90),
    ("три дня", 1440),
    ("полтора дня", 720),
    ("три четверти часа", 45),
    ("с 8:00 до 9:30", 90),
    ("from 2 to 4pm", 120),
    ("с девяти до одиннадцати утра", 120),
    ("8:00-9:30", 90),
    ("from 9 to 11", 120),
    ("с 14 до 16:30", 150),
    ("from 10pm to 1am", 180),
    ("9am to 1pm", 240),
    ("минут пятнадцать-двадцать", 20),
    ("от двух до трёх часов", 180),
]

# Phrase and minutes of lead.
REMINDERS = [
    ("remind me an hour before", 60),
    ("15 min before", 15),
    ("ping me ten minutes before", 10),
    ("reminder 30 minutes before", 30),
    ("remind me the day before", 1440),
    ("half an hour in advance", 30),
    ("remind me 2 days before", 2880),
    ("a week before the deadline", 10080),
    ("with a 10 minute reminder", 10),
    ("two hours ahead", 120),
    ("напомни за час", 60),
    ("напомни за 20 минут", 20),
    ("напоминание за сутки", 1440),
    ("за полчаса до встречи", 30),
    ("напомнить за два часа до начала", 120),
    ("напомни накануне", 1440),
    ("напомни мне за неделю", 10080),
    ("с напоминанием за 15 минут", 15),
    ("за день напомни", 1440),
    ("предупреди за пару часов", 120),
    ("напоминать за час", 60),
]

# Phrase, and the move in minutes, days and months.
SHIFTS = [
    ("задержи на 2 дня", 0, 2, 0),
    ("move it up by an hour", -60, 0, 0),
    ("bring it forward a day", 0, -1, 0),
    ("2 days later", 0, 2, 0),
    ("an hour later", 60, 0, 0),
    ("move it 30 minutes earlier", -30, 0, 0),
    ("push it by a week", 0, 7, 0),
    ("postpone for two days", 0, 2, 0),
    ("slip it a month", 0, 0, 1),
    ("push back two hours", 120, 0, 0),
    ("delay by an hour and a half", 90, 0, 0),
    ("на час позже", 60, 0, 0),
    ("перенеси на день вперёд", 0, 1, 0),
    ("сдвинь на 2 часа", 120, 0, 0),
    ("отложи на неделю", 0, 7, 0),
    ("на два дня раньше", 0, -2, 0),
    ("на полчаса раньше", -30, 0, 0),
    ("часом позже", 60, 0, 0),
    ("неделей позже", 0, 7, 0),
    ("перенести на месяц", 0, 0, 1),
    ("отодвинь ещё на пару дней", 0, 2, 0),
    ("позже на час", 60, 0, 0),
]


@for_every(
    "phrase", ["купить торт на день рождения", "афиша на день города", "подарок маме на день рожденья"]
)
def test_a_feast_is_no_day_s_work(phrase: str) -> None:
    assert [mention for mention in find_mentions(phrase, NOW) if mention.kind == "duration"] == []


@for_every(("phrase", "minutes"), DURATIONS)
def test_the_phrase_lasts_so_long(phrase: str, minutes: int) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert (mention.kind, mention.minutes) == ("duration", minutes)


@for_every(("phrase", "minutes"), REMINDERS)
def test_the_phrase_asks_for_this_lead(phrase: str, minutes: int) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert (mention.kind, mention.minutes) == ("reminder", minutes)


@for_every(("phrase", "minutes", "days", "months"), SHIFTS)
def test_the_phrase_moves_a_due_so_far(phrase: str, minutes: int, days: int, months: int) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert (mention.kind, mention.minutes, mention.days, mention.months) == ("shift", minutes, days, months)


@for_every(
    ("phrase", "start"),
    [
        ("с 8:00 до 9:30", 8),
        ("from 2 to 4pm", 14),
        ("с девяти до одиннадцати утра", 9),
        ("from 10pm to 1am", 22),
    ],
)
def test_a_span_knows_its_start(phrase: str, start: int) -> None:
    (mention,) = find_mentions(phrase, NOW)
    assert mention.is_span
    assert mention.time == dt.time(start)


@for_every(
    ("text", "kind"),
    [
        ("сделал за час", "duration"),
        ("звонок в 18:00, напомни за час", "reminder"),
        ("смета на два часа", "duration"),
        ("сдвинь смету на два часа", "shift"),
        ("paint the hall for two days", "duration"),
        ("postpone painting for two days", "shift"),
        ("сдать не позднее пятницы, займёт часа три", "duration"),
    ],
)
def test_the_sentence_decides_what_an_amount_is(text: str, kind: str) -> None:
    assert find_mentions(text, NOW)[-1].kind == kind


@for_every("text", ["spent 1:40 on it", "потратил 1:40"])
def test_hours_and_minutes_after_spending_are_no_clock_time(text: str) -> None:
    (mention,) = find_mentions(text, NOW)
    assert (mention.kind, mention.minutes) == ("duration", 100)


def test_done_in_an_hour_can_be_read_as_its_length() -> None:
    (mention,) = find_mentions("finished in an hour and a half", NOW)
    assert (mention.elapsed, mention.minutes) == (True, 90)
