"""What fills a day without being work is told from work that is about it."""

from tests.tables import for_every
from worker.core.all_day_events import is_all_day_event


@for_every(
    "title",
    [
        *(
            "Mum's birthday",
            "Birthday of Anna",
            "Anna's 40th birthday",
            "Our anniversary",
            "Public holiday",
            "Olga's day off",
        ),
        *(
            "Birthday: Ivan",
            "День рождения мамы",
            "У Ивана день рождения",
            "Отпуск Ольги",
            "Юбилей Петрова",
            "Выходной",
        ),
    ],
)
def test_a_birthday_a_holiday_an_absence_is_one(title: str) -> None:
    assert is_all_day_event(title)


@for_every(
    "title",
    [
        *(
            "Buy a gift for Mum's birthday",
            "Order the birthday cake",
            "Plan our anniversary",
            "Book the holiday flights",
        ),
        *("Holiday shopping", "Write the vacation schedule", "Tasting", "Купить подарок на день рождения"),
        *(
            "Оформить отпуск Ольги",
            "Отпуск материалов со склада закрыть",
            "Поздравить с юбилеем",
            "Дегустация",
        ),
    ],
)
def test_a_deed_about_one_is_work(title: str) -> None:
    assert not is_all_day_event(title)
