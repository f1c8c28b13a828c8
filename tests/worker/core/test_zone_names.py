"""A person types a city, not an IANA name."""

from tests.tables import for_every
from worker.core.zones import find_zone, find_zones, zone_name


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


@for_every(
    ("typed", "zones"),
    [
        ("UTC+3", ("Etc/GMT-3",)),
        ("utc +03:00", ("Etc/GMT-3",)),
        ("+5:30", ("Asia/Kolkata",)),
        ("GMT-3:30", ("America/St_Johns",)),
        ("-8", ("Etc/GMT+8",)),
        ("UTC+0", ("UTC",)),
        ("UTC+15", ()),
        ("UTC+3:17", ()),
        ("МСК+2", ("Etc/GMT-5",)),
        ("EST", ("America/New_York",)),
        ("МСК", ("Europe/Moscow",)),
        ("московское время", ("Europe/Moscow",)),
        ("Kazakhstan", ("Asia/Almaty",)),
        ("Германия", ("Europe/Berlin",)),
        ("japan", ("Asia/Tokyo",)),
        ("Турция", ("Europe/Istanbul",)),
        ("Samoa", ("Pacific/Apia", "Pacific/Pago_Pago")),
        ("Самоа", ("Pacific/Apia", "Pacific/Pago_Pago")),
        ("American Samoa", ("Pacific/Pago_Pago",)),
        ("Spain", ("Europe/Madrid", "Atlantic/Canary")),
        ("a meeting", ()),
        ("the office", ()),
        ("3", ()),
    ],
)
def test_offsets_abbreviations_and_countries(typed: str, zones: tuple[str, ...]) -> None:
    assert find_zones(typed) == zones


def test_a_country_of_many_zones_is_asked_about_and_an_offset_reads_as_it_was_said() -> None:
    assert {"America/New_York", "America/Los_Angeles"} < set(find_zones("USA"))
    assert {"Europe/Moscow", "Asia/Vladivostok"} < set(find_zones("Россия"))
    assert [zone_name(zone) for zone in ("Etc/GMT-3", "Etc/GMT+8", "Europe/Berlin")] == [
        "UTC+3",
        "UTC-8",
        "Europe/Berlin",
    ]
