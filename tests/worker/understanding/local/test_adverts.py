"""An advert is told by several marks together; a task that shares one of them stays a task."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import reading_of, told


@for_every(
    "text",
    [
        "Book now!! 50% off all tours, only 3 places left, write to @sunny_trips",
        "🚀 Earn from home, no experience, DM us today",
        "Продвижение под ключ, первый месяц бесплатно, пишите плюс",
        "Сдам гараж, 5 тыс., звоните после шести",
    ],
)
def test_an_advert_makes_nothing(text):
    assert told(text) == []


@for_every(
    ("text", "expected"),
    [
        ("design a poster 20% off winter sale by Friday", ["Design a poster 20% off winter sale on 27"]),
        (
            "Call +49 160 1234567 about the 20% discount",
            ["Call +49 160 1234567 about the 20% discount"],
        ),
        ("Продать старый холодильник до пятницы", ["Продать старый холодильник on 27"]),
        ("позвонить всем клиентам по акции завтра", ["Позвонить всем клиентам по акции on 24"]),
    ],
)
def test_a_task_with_a_mark_of_an_advert_is_kept(text, expected):
    assert told(text) == expected
    assert not reading_of(text).sure


@for_every(
    "text",
    [
        "Здравствуйте! Увеличим продажи вашей кофейни в два раза, первый месяц бесплатно. Напишите нам",
        "Добрый день! Настроим рекламу для вашего салона за 5 дней, скидка 30 %. Ответьте на это сообщение",
    ],
)
def test_an_offer_to_do_something_for_your_business_is_no_task(text):
    assert told(text) == []
