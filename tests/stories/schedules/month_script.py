"""What happens in the month: who says what when, in both languages."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing the owner does (or that happens to the workers); nothing at all lets the clock come to that moment."""

    on: dt.date
    at: dt.time
    say: dict[str, str] | None = None
    press: dict[str, str] | None = None
    down: bool | None = None


def _at(day: int, clock: str) -> tuple[dt.date, dt.time]:
    """Day 23 to 30 is November, 31 and later goes on into December."""
    return dt.date(2026, 11, 1) + dt.timedelta(days=day - 1), dt.time.fromisoformat(clock)


def say(day: int, clock: str, en: str, ru: str) -> Step:
    return Step(*_at(day, clock), say={"en": en, "ru": ru})


def press(day: int, clock: str, en: str, ru: str) -> Step:
    return Step(*_at(day, clock), press={"en": en, "ru": ru})


def wait(day: int, clock: str) -> Step:
    return Step(*_at(day, clock))


def workers(day: int, clock: str, *, down: bool) -> Step:
    return Step(*_at(day, clock), down=down)


MONTH = [
    say(23, "07:00", "/start", "/start"),
    say(23, "07:01", "/business Repair: spindle, mill", "/business Ремонт: шпиндель, фрезер"),
    say(23, "07:02", "/business Trade: supplier, customs, rent", "/business Торговля: поставщик, таможня, аренда"),
    say(23, "07:03", "/digest", "/digest"),
    say(23, "07:04", "/evening 19:00 weekdays", "/evening 19:00 будни"),
    say(23, "07:05", "/weekly fri 17:00", "/weekly пт 17:00"),
    say(23, "07:06", "/quiet 22:00-7:30", "/quiet 22:00-7:30"),
    say(23, "07:10",
        "Fix the spindle today, 2 hours. Call the supplier today at 11:00, half an hour, remind me an hour before. Pay the rent tomorrow",
        "Починить шпиндель сегодня, 2 часа. Позвонить поставщику сегодня в 11:00, полчаса, напомни за час. Оплатить аренду завтра"),
    say(23, "07:12", "Every Monday at 9:00 send the report, 30 min", "Каждый понедельник в 9:00 отправлять отчёт, 30 минут"),
    say(23, "07:13", "Every weekday check the mail", "Каждый будний день проверять почту"),
    say(23, "07:15", "/plan", "/plan"),
    wait(23, "08:00"),
    press(23, "08:30", "▶ Send the report", "▶ Отправлять отчёт"),
    press(23, "09:00", "✓ Done", "✓ Готово"),
    wait(23, "10:00"),
    press(23, "10:01", "15 min", "15 мин"),
    wait(23, "10:17"),
    press(23, "10:40", "✓ Done", "✓ Готово"),
    wait(23, "19:00"),
    press(23, "19:05", "1 → tomorrow", "1 → завтра"),
    press(23, "19:06", "⏱ Call the supplier", "⏱ Позвонить поставщику"),
    press(23, "19:07", "45 min", "45 мин"),
    wait(24, "08:00"),
    press(24, "08:10", "Postpone…", "Отложить…"),
    press(24, "08:11", "‹ Back", "‹ Назад"),
    say(24, "12:00", "Fixed the spindle, it took 3 hours", "Починил шпиндель, ушло 3 часа"),
    wait(24, "19:00"),
    press(24, "19:03", "Pick a day", "Другой день"),
    press(24, "19:04", "Thu 26 Nov", "чт, 26 ноября"),
    press(24, "19:05", "✓", "✓"),
    wait(25, "08:00"),
    say(25, "09:00", "I am in Moscow until Friday", "Я в Москве до пятницы"),
    say(25, "09:01", "Customs papers for the cutters by Friday 14:00, an hour and a half, urgent",
        "Таможенные документы на фрезы до пятницы 14:00, полтора часа, срочно"),
    say(26, "12:00", "Paid the rent", "Оплатил аренду"),
    say(26, "12:01", "/done 7", "/done 7"),
    workers(27, "05:00", down=True),
    workers(27, "09:30", down=False),
    wait(27, "17:00"),
    wait(27, "19:00"),
    wait(28, "08:00"),
    wait(30, "08:00"),
    say(30, "08:30", "/skip 6", "/skip 6"),
    say(30, "12:00", "Order ten cutters by Wednesday, 1 hour. Call Anna about the boiler on Thursday at 10", "Заказать десять фрез до среды, 1 час. Позвонить Анне насчёт котла в четверг в 10"),
    wait(30, "19:00"),
    wait(31, "08:00"),
    say(31, "09:00", "/hours day off 3 December", "/hours выходной 3 декабря"),
    wait(33, "08:00"),
    wait(34, "08:00"),
    wait(34, "17:00"),
    say(34, "09:30", "/done 9", "/done 9"),
    say(34, "17:10", "/weekly", "/weekly"),
    workers(37, "05:00", down=True),
    workers(39, "12:00", down=False),
    wait(39, "19:00"),
    press(39, "19:02", "All → tomorrow", "Всё → завтра"),
    wait(40, "08:00"),
    say(40, "09:00", "/digest 9:00 weekdays", "/digest 9:00 будни"),
    wait(41, "09:00"),
    wait(41, "17:00"),
    say(44, "10:00", "/digest off", "/digest выкл"),
    wait(45, "09:00"),
    say(45, "10:00", "/digest on", "/digest вкл"),
    press(45, "10:01", "Write even with nothing due", "Писать, даже если дел нет"),
    wait(46, "09:00"),
    wait(48, "17:00"),
    say(51, "10:00", "/travel home", "/travel домой"),
    say(51, "10:01", "/quiet off", "/quiet выкл"),
    wait(52, "09:00"),
]  # fmt: skip
