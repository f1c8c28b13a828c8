"""Which titles name work, of which kind, and which are only kept: links, codes, birthdays, remarks."""

from tests.tables import for_every
from worker.features.estimates.task_kinds import takes_no_time, task_kind


@for_every(
    "title",
    [
        "https://example.com/catalogue/2026",
        "Catalogue: www.example.com/x",
        "Каталог https://example.com",
        "Wi-Fi code 4471-KX",
        "Wi-Fi password: kitchen22",
        "Door code is 4455",
        "Code 8812",
        "Код от вайфая 4471-KX",
        "Пароль: кухня22",
        "IBAN DE44 5001",
        "Размер Ивана 42",
        "+49 171 2233445",
        "+7 900 123-45-67",
        "anna@example.com",
        "A-7741-XX",
        "Mum's birthday",
        "День рождения мамы",
        "Note: the door sticks",
        "Идея: продавать кофе",
        "На заметку: дверь заедает",
    ],
)
def test_what_is_only_kept_takes_no_time(title: str) -> None:
    assert takes_no_time(title)
    assert task_kind(title) is None


@for_every(
    ("title", "kind"),
    [
        ("Read https://example.com/terms", "read"),
        ("Прочитать https://example.com", "прочитат"),
        ("Send Novak the wifi password", "send"),
        ("Change the door code to 4455", "chang"),
        ("Поменять код на двери на 4455", "поменят"),
        ("Call +49 171 2233445", "call"),
        ("Позвонить +7 900 1234567", "позвонит"),
        ("Order 10 cutters", "order"),
        ("10 cutters", "cutter"),
        ("Замер 3", "замер"),
        ("Buy a cake for mum's birthday", "buy"),
        ("Password reset for 3 clients", "password"),
        ("Invoice 4471", "invoic"),
        ("Noted repairs", "not"),
    ],
)
def test_a_deed_takes_time_whatever_stands_beside_it(title: str, kind: str) -> None:
    assert not takes_no_time(title)
    assert task_kind(title) == kind
