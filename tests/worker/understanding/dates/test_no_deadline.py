"""Words that look like time and are none, and dates that are only background."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.understanding.dates import combine, find_mentions

NOW = dt.datetime(2026, 11, 25, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))

TEXTS = [
    "we sat down with the bank",
    "the sun is out, great",
    "I may call him",
    "march with the team",
    "good morning everyone",
    "Good evening",
    "second version of the enclosure",
    "order 5 boxes for 3 clients",
    "call at 5 locations about prices",
    "отправить в 5 магазинов прайс",
    "в 3 раза дороже",
    "купить 2 стула и 4 лампы",
    "с одной стороны да",
    "добрый вечер",
    "доброе утро",
    "завтрак с партнёром",
    "средства на счёте",
    "среди клиентов",
    "четверо рабочих",
    "позвонить Марте и Августу",
    "на втором этаже течёт кран",
    "у первого клиента сломался фрезер",
    "the weekly report is a mess",
    "monthly fee is too high",
    "Friday's orders were wrong",
    "Saturday's appointments went fine",
    "last Friday we shipped it",
    "yesterday the bank called",
    "two days ago he paid",
    "вчера звонил клиент",
    "на прошлой неделе заплатили",
    "три дня назад отгрузили",
    "«1 сентября»",
    "the 8 March campaign",
    "Room 12, floor 3",
    "apartment 4 leak",
    "buy M2 screws and 5m cable",
    "24/7 support",
    "50/50 split",
    "version 1.2.3",
    "1.5 литра масла",
    "скидка 15%",
    "84 тысячи рублей",
    "5000 в день",
    "звони 8 800 555 35 35",
    "first, call the bank. second, pay",
    "во-первых позвонить",
    "третий станок сломался",
    "в один из дней",
    "дом 15",
    "к клиенту съездить",
    "от 5000 в день",
    "invoice 2026 for Okafor",
    "по одному",
    "к двум клиентам",
    "до двух штук",
    "в двух экземплярах",
    "one of the guys",
    "Q3 numbers",
    "печатать А4",
    "the second shop",
    "the first floor",
    "2 вт лампа",
    "минутку",
    "one second please",
    "прямо сейчас",
    "right now",
]


@for_every("text", TEXTS)
def test_the_text_states_no_deadline(text: str) -> None:
    mentions = find_mentions(text, NOW)
    assert combine(mentions, NOW) is None
    assert all(mention.background for mention in mentions)


@for_every("text", ["yesterday", "last Friday", "two days ago", "в прошлый четверг", "вчера", "позавчера"])
def test_the_past_is_marked(text: str) -> None:
    (mention,) = find_mentions(text, NOW)
    assert mention.past
    assert mention.date is not None
    assert mention.date < NOW.date()


@for_every(
    ("text", "due"),
    [
        ("The Saturday market was great, order more jars by Monday", dt.date(2026, 11, 30)),
        ("Вчера не дозвонился, завтра повторить", dt.date(2026, 11, 26)),
        ("давай не завтра, а в пятницу", dt.date(2026, 11, 27)),
        ("not today, on Friday", dt.date(2026, 11, 27)),
    ],
)
def test_what_is_meant_stands_beside_what_is_not(text: str, due: dt.date) -> None:
    found = combine(find_mentions(text, NOW), NOW)
    assert found is not None
    assert found.date == due
