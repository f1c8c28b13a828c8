"""A person types a city, not an IANA name."""

from tests.tables import for_every
from worker.core.zones import find_zone


@for_every(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Москва", "Europe/Moscow"),
        ("екатеринбург", "Asia/Yekaterinburg"),
        ("Алматы", "Asia/Almaty"),
        ("Нью-Йорк", "America/New_York"),
        ("utc", "UTC"),
        ("Berlim", "Europe/Berlin"),
        ("Лондон", "Europe/London"),
        ("Шанхай", "Asia/Shanghai"),
        ("Торонто", "America/Toronto"),
        ("Сидней", "Australia/Sydney"),
        ("Киев", "Europe/Kyiv"),
        ("Буэнос-Айрес", "America/Argentina/Buenos_Aires"),
        ("Стамбул", "Europe/Istanbul"),
        ("Istanbul", "Europe/Istanbul"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("Мюнхен", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("Rio", "America/Sao_Paulo"),
        ("Riom", None),
        ("somewhere else entirely", None),
        ("", None),
    ],
)
def test_find_zone(typed: str, zone: str | None) -> None:
    assert find_zone(typed) == zone
