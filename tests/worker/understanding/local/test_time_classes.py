"""Classes of time expressions, each in both languages: the due is read, and its words leave the title."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.context import Context, KnownBusiness, Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.local_reader import read

# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CHAT = Context(businesses=(KnownBusiness("Harbour Prints", ()),))

DUES = {
    "short weekdays in small letters": [
        ("sat", "2026-11-28"),
        ("sun 11am", "2026-11-29 11:00"),
        ("sat at 4", "2026-11-28 16:00"),
        ("by sun", "2026-11-29"),
        ("sat morning", "2026-11-28 09:00"),
        ("sun, it's urgent", "2026-11-29"),
        ("сб", "2026-11-28"),
        ("вс в 11", "2026-11-29 11:00"),
        ("пн утром", "2026-11-30 09:00"),
        ("к ср", "2026-12-02"),
        ("чт 15:30", "2026-11-26 15:30"),
        ("до вт", "2026-12-01"),
    ],
    "bare ordinals": [
        ("3rd", "2026-12-03"),
        ("28th 9am", "2026-11-28 09:00"),
        ("12th at 10:45", "2026-12-12 10:45"),
        ("at 16:20 30th", "2026-11-30 16:20"),
        ("1st, 10am", "2026-12-01 10:00"),
        ("@ 5pm 7th", "2026-12-07 17:00"),
        ("3-го", "2026-12-03"),
        ("28-го в 9 утра", "2026-11-28 09:00"),
        ("12 числа", "2026-12-12"),
        ("30-го к 16:20", "2026-11-30 16:20"),
        ("седьмого в пять вечера", "2026-12-07 17:00"),
        ("до 1-го", "2026-12-01"),
    ],
    "figures beside a part of the day": [
        ("7 tonight", "2026-11-25 19:00"),
        ("10 tomorrow", "2026-11-26 10:00"),
        ("8 tomorrow evening", "2026-11-26 20:00"),
        ("at 830 in the morning", "2026-11-26 08:30"),
        ("10 at night", "2026-11-25 22:00"),
        ("745pm", "2026-11-25 19:45"),
        ("half 4", "2026-11-25 16:30"),
        ("around 6ish", "2026-11-25 18:00"),
        ("tomorrow 1130", "2026-11-26 11:30"),
        ("11 o clock", "2026-11-26 11:00"),
        ("завтра в 10 утра", "2026-11-26 10:00"),
        ("сегодня в 8 вечера", "2026-11-25 20:00"),
        ("завтра 11", "2026-11-26 11:00"),
        ("в пол пятого", "2026-11-25 16:30"),
        ("завтра 1130", "2026-11-26 11:30"),
        ("вечером в семь", "2026-11-25 19:00"),
    ],
    "a sign before the time": [
        ("@ 3:30pm", "2026-11-25 15:30"),
        ("@9", "2026-11-26 09:00"),
        ("friday @ 11", "2026-11-27 11:00"),
        ("@ noon tomorrow", "2026-11-26 12:00"),
        ("5 December @ 8am", "2026-12-05 08:00"),
        ("@ 18:15", "2026-11-25 18:15"),
        ("завтра @ 10:00", "2026-11-26 10:00"),
        ("@ 18:15", "2026-11-25 18:15"),
        ("в пятницу @ 11:00", "2026-11-27 11:00"),
        ("@17:00", "2026-11-25 17:00"),
        ("5 декабря @ 8:00", "2026-12-05 08:00"),
        ("сегодня @ 20:30", "2026-11-25 20:30"),
    ],
    "days of a month": [
        ("10th of next month", "2026-12-10"),
        ("5 of next month", "2026-12-05"),
        ("the 27th of the current month", "2026-11-27"),
        ("last day of february 2028", "2028-02-29"),
        ("second day of january", "2027-01-02"),
        ("last day of next month", "2026-12-31"),
        ("10-го числа следующего месяца", "2026-12-10"),
        ("27 числа этого месяца", "2026-11-27"),
        ("в последний день месяца", "2026-11-30"),
        ("в последний день февраля", "2027-02-28"),
        ("5-го следующего месяца", "2026-12-05"),
        ("до последнего дня месяца", "2026-11-30"),
    ],
    "fractions and rough amounts": [
        ("in 1/2 hour", "2026-11-25 14:30"),
        ("in 1½ hours", "2026-11-25 15:30"),
        ("in 3/4 of an hour", "2026-11-25 14:45"),
        ("in about ~2 hours", "2026-11-25 16:00"),
        ("within about 40 minutes", "2026-11-25 14:40"),
        ("45m from now", "2026-11-25 14:45"),
        ("через 1/2 часа", "2026-11-25 14:30"),
        ("через 1½ часа", "2026-11-25 15:30"),
        ("через три четверти часа", "2026-11-25 14:45"),
        ("через примерно 2 часа", "2026-11-25 16:00"),
        ("через 40 минуточек", "2026-11-25 14:40"),
        ("примерно через полчаса", "2026-11-25 14:30"),
    ],
    "days counted from another day": [
        ("two weeks after friday", "2026-12-11"),
        ("3 days after tomorrow", "2026-11-29"),
        ("a week after 5 December", "2026-12-12"),
        ("a week tomorrow", "2026-12-03"),
        ("2 weeks later", "2026-12-09"),
        ("4 days after today", "2026-11-29"),
        ("через две недели после пятницы", "2026-12-11"),
        ("через 3 дня после завтра", "2026-11-29"),
        ("через неделю после 5 декабря", "2026-12-12"),
        ("послепослезавтра", "2026-11-28"),
        ("спустя неделю", "2026-12-02"),
        ("через месяц после 1 декабря", "2027-01-01"),
    ],
    "around noon": [
        ("10 to noon", "2026-11-26 11:50"),
        ("quarter past noon tomorrow", "2026-11-26 12:15"),
        ("noon on friday", "2026-11-27 12:00"),
        ("ten after 4pm", "2026-11-25 16:10"),
        ("4:40 in afternoon", "2026-11-25 16:40"),
        ("friday at midday", "2026-11-27 12:00"),
        ("в полдень", "2026-11-26 12:00"),
        ("завтра к полудню", "2026-11-26 12:00"),
        ("в пятницу в полдень", "2026-11-27 12:00"),
        ("завтра в обед", "2026-11-26 13:00"),
        ("без четверти двенадцать", "2026-11-26 11:45"),
        ("до полудня", "2026-11-26 12:00"),
    ],
    "months and quarters": [
        ("next qtr", "2027-01-01"),
        ("next February", "2027-02-01"),
        ("Oct-2027", "2027-10-01"),
        ("2027 July", "2027-07-01"),
        ("August", "2027-08-01"),
        ("end of coming month", "2026-12-31"),
        ("в следующем феврале", "2027-02-01"),
        ("окт. 2027", "2027-10-01"),
        ("в июле 2027", "2027-07-01"),
        ("в следующем квартале", "2027-01-01"),
        ("в августе", "2027-08-01"),
        ("до марта", "2027-03-01"),
    ],
    "weeks": [
        ("coming week", "2026-11-30"),
        ("end of the coming week", "2026-12-04"),
        ("start of the coming week", "2026-11-30"),
        ("end of current week", "2026-11-27"),
        ("by the end of the current week", "2026-11-27"),
        ("upcoming week", "2026-11-30"),
        ("на следующей неделе", "2026-11-30"),
        ("к концу текущей недели", "2026-11-27"),
        ("в начале следующей недели", "2026-11-30"),
        ("до конца следующей недели", "2026-12-04"),
        ("на грядущей неделе", "2026-11-30"),
        ("в конце этой недели", "2026-11-27"),
    ],
    "holidays": [
        ("thanksgiving", "2026-11-26"),
        ("before Christmas", "2026-12-25"),
        ("on new year's eve", "2026-12-31"),
        ("on new year's day at noon", "2027-01-01 12:00"),
        ("on mother's day", "2027-05-09"),
        ("on labor day", "2027-09-06"),
        ("by easter", "2027-03-28"),
        ("by black friday", "2026-11-27"),
        ("8 марта", "2027-03-08"),
        ("до нового года", "2026-12-31"),
        ("на рождество", "2027-01-07"),
        ("ко дню победы", "2027-05-09"),
        ("до пасхи", "2027-05-02"),
        ("23 февраля", "2027-02-23"),
        ("в день святого валентина", "2027-02-14"),
    ],
    "written dates": [
        ("2027/03/09", "2027-03-09"),
        ("2027/Mar/9", "2027-03-09"),
        ("9/March/2027", "2027-03-09"),
        ("03.25.2027", "2027-03-25"),
        ("3-25-2027", "2027-03-25"),
        ("2027 March 9", "2027-03-09"),
        ("9th March 35", "2035-03-09"),
        ("17.3", "2027-03-17"),
        ("до 5.3", "2027-03-05"),
        ("9/марта 2027", "2027-03-09"),
        ("2027/03/09", "2027-03-09"),
        ("до 09-03-2027", "2027-03-09"),
        ("к 24.12", "2026-12-24"),
    ],
    "ranges of days": [
        ("3 - 7 March 2027", "2027-03-03"),
        ("March 3 to 7, 2027", "2027-03-03"),
        ("14-18 dec", "2026-12-14"),
        ("3 March - 5 April 2027", "2027-03-03"),
        ("between 14 and 18 December", "2026-12-14"),
        ("from the 14th to the 18th", "2026-12-14"),
        ("fri-sun", "2026-11-27"),
        ("с понедельника по пятницу", "2026-11-30"),
        ("с 3 по 7 марта 2027", "2027-03-03"),
        ("с 14 по 20", "2026-12-14"),
        ("14-18.12", "2026-12-14"),
        ("3.03. по 5.04.2027", "2027-03-03"),
        ("14 - 18 декабря", "2026-12-14"),
        ("с 14.12 по 18.12", "2026-12-14"),
    ],
    "am and pm by one letter": [
        ("7:45a", "2026-11-26 07:45"),
        ("at 9p", "2026-11-25 21:00"),
        ("friday at 10a", "2026-11-27 10:00"),
        ("by 5:30p", "2026-11-25 17:30"),
        ("tomorrow at 6p", "2026-11-26 18:00"),
        ("@ 8:15p", "2026-11-25 20:15"),
    ],
}
RULES = {
    "a counted repetition": [
        ("every Monday for 6 times", "FREQ=WEEKLY;BYDAY=MO;COUNT=6", "2026-11-30"),
        ("tuesdays 4x", "FREQ=WEEKLY;BYDAY=TU;COUNT=4", "2026-12-01"),
        ("every other day for 3 occurrences", "FREQ=DAILY;INTERVAL=2;COUNT=3", "2026-11-27"),
        ("mondays starting in june for 8 times", "FREQ=WEEKLY;BYDAY=MO;COUNT=8", "2027-06-07"),
        ("weekly on friday x5", "FREQ=WEEKLY;BYDAY=FR;COUNT=5", "2026-11-27"),
        ("every month on the 5th 3 times", "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3", "2026-12-05"),
        ("каждый понедельник 6 раз", "FREQ=WEEKLY;BYDAY=MO;COUNT=6", "2026-11-30"),
        ("по вторникам 4 раза", "FREQ=WEEKLY;BYDAY=TU;COUNT=4", "2026-12-01"),
        ("каждый четверг всего 3 раза", "FREQ=WEEKLY;BYDAY=TH;COUNT=3", "2026-11-26"),
        ("каждые две недели по пятницам 5 раз", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=5", "2026-11-27"),
        ("5-го числа каждого месяца 3 раза", "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3", "2026-12-05"),
        ("каждую среду дважды", "FREQ=WEEKLY;BYDAY=WE;COUNT=2", "2026-12-02"),
    ],
    "a repetition with an end": [
        ("every tuesday for the next year", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271125", "2026-12-01"),
        ("every monday until april", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270401", "2026-11-30"),
        ("daily for the next 2 weeks", "FREQ=DAILY;UNTIL=20261209", "2026-11-26"),
        ("mondays from may to august", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270831", "2027-05-03"),
        (
            "weekdays from 1 June to 31 August",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270831",
            "2027-06-01",
        ),
        (
            "starting in june, weekly on mondays until may",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20280501",
            "2027-06-07",
        ),
        ("every quarter until 2029", "FREQ=MONTHLY;INTERVAL=3;UNTIL=20290101", "2027-02-25"),
        ("каждый квартал до 2029 года", "FREQ=MONTHLY;INTERVAL=3;UNTIL=20290101", "2027-02-25"),
        ("каждый вторник в течение года", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271125", "2026-12-01"),
        ("по понедельникам до апреля", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270401", "2026-11-30"),
        ("ежедневно в течение двух недель", "FREQ=DAILY;UNTIL=20261209", "2026-11-26"),
        ("каждый понедельник с мая по август", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270831", "2027-05-03"),
        ("по будням с 1 июня по 31 августа", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270831", "2027-06-01"),
        ("каждую пятницу начиная с июня", "FREQ=WEEKLY;BYDAY=FR", "2027-06-04"),
    ],
    "weekends and exceptions": [
        ("every second weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "2026-11-28"),
        ("every 3 weekends", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA,SU", "2026-11-28"),
        ("every day except weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
        ("daily but for weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
        ("every 2 weeks on weekends", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "2026-11-28"),
        ("fridays to mondays", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", "2026-11-27"),
        ("через выходные", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "2026-11-28"),
        ("каждые 3 недели по выходным", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA,SU", "2026-11-28"),
        ("каждый день, кроме выходных", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
        ("ежедневно кроме выходных", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26"),
        ("ежедневно кроме воскресенья", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "2026-11-26"),
        ("по выходным", "FREQ=WEEKLY;BYDAY=SA,SU", "2026-11-28"),
    ],
    "weekdays of a month": [
        ("second monday of every other month", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO", "2026-12-14"),
        ("first and third tuesday of each month", "FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-12-01"),
        ("2nd and last monday of each month", "FREQ=MONTHLY;BYDAY=2MO,-1MO", "2026-11-30"),
        ("on the 2nd and 4th sat of each month", "FREQ=MONTHLY;BYDAY=2SA,4SA", "2026-11-28"),
        ("every year on the first monday of june", "FREQ=YEARLY;BYDAY=1MO;BYMONTH=6", "2027-06-07"),
        ("last friday of every quarter", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "2026-11-27"),
        ("every may 10 and 25", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10,25", "2027-05-10"),
        ("во второй понедельник каждого второго месяца", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO", "2026-12-14"),
        ("в первый и третий вторник каждого месяца", "FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-12-01"),
        ("каждый год в первый понедельник июня", "FREQ=YEARLY;BYDAY=1MO;BYMONTH=6", "2027-06-07"),
        ("в последнюю пятницу каждого квартала", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "2026-11-27"),
        ("каждое 10 и 25 мая", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10,25", "2027-05-10"),
        ("каждую вторую и четвёртую пятницу месяца", "FREQ=MONTHLY;BYDAY=2FR,4FR", "2026-11-27"),
    ],
    "hours": [
        ("every 3 hours", "FREQ=HOURLY;INTERVAL=3", None),
        ("hourly", "FREQ=HOURLY", None),
        ("every hour", "FREQ=HOURLY", None),
        ("каждые 3 часа", "FREQ=HOURLY;INTERVAL=3", None),
        ("ежечасно", "FREQ=HOURLY", None),
        ("каждый час", "FREQ=HOURLY", None),
    ],
}


def _task(text: str) -> CreateTask:
    (task,) = read(Message(text=text, now=NOW, voice=False), CHAT).intents
    assert isinstance(task, CreateTask)
    return task


def _said(expression: str) -> tuple[str, str]:
    """A message that ends with the expression, and the title it should leave."""
    russian = any("а" <= letter <= "я" for letter in expression.lower())
    title = "Позвонить Вере" if russian else "Call Vera"
    return f"{title} {expression}", title


@for_every(("expression", "due"), [row for rows in DUES.values() for row in rows])
def test_the_due_is_read_and_leaves_the_title(expression: str, due: str) -> None:
    text, title = _said(expression)
    task = _task(text)
    said = task.due and f"{task.due.date}" + (f" {task.due.time:%H:%M}" if task.due.time else "")
    assert (task.title, said, task.estimate_minutes, task.recurrence) == (title, due, None, None)


@for_every(("expression", "rule", "first"), [row for rows in RULES.values() for row in rows])
def test_the_rule_is_read_and_leaves_the_title(expression: str, rule: str, first: str | None) -> None:
    text, title = _said(expression)
    task = _task(text)
    assert (task.title, task.recurrence, task.due and str(task.due.date)) == (title, rule, first)
