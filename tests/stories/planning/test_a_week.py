"""A week lived through in both languages: plans, overload, a late day, a re-plan, undo, and estimates that learn."""

import os
from pathlib import Path

import pytest

from tests.planner import Planner, Stores
from tests.stories.planning.week_script import Week, kept

_WEEKS: list[Week] = []


async def english(week: Week) -> None:
    await week.at(23, 6, 45)
    await week.say("/start")
    for business in ("Lab", "Repair", "Trade"):
        await week.say(f"/business {business}")
    await week.say("/team Dima, Repair")
    await week.say("/digest off")
    await week.say("/plan 7:30 weekdays", "07:30, Mon–Fri")
    await week.say("Lab: model five crowns today, 3 h", "Lab · today · 3 h")
    await week.say("Lab: scan the impression of Orlova today, 40 min")
    await week.say("Trade: customs papers today, 1 h")
    await week.say("Repair: replace the bearing at Smith's today")
    await week.say("Tomorrow at 9 call the mill supplier, half an hour")
    await week.press("Trade", "Trade · tomorrow 09:00")
    await week.say("plan my day, I am out from 2 to 4", "14:00  Away", "Repair · 30 min?")
    await week.press("Why", "set for this day", "meant for tomorrow")
    await week.press("‹ Back")
    await week.press("Picture")
    await week.at(23, 12, 5)
    await week.say("/now", "Model five crowns")
    await week.press("✓ Done", "How long did it take?")
    await week.say("2h 50m", "2 h 50 against 3 h.")
    await week.say("Trade: website texts today, 3 h")
    await week.say("/plan", "It does not fit", "Left out: Website texts")
    await week.press("Website texts → tomorrow")
    await week.press("Undo", "Back to the previous plan.", "It does not fit")
    await week.press("Website texts → tomorrow")
    await week.say("Repair: restore power at the clinic today, 1 h, urgent", "New and urgent")
    await week.press("Re-plan the rest", "❗ Restore power at the clinic")
    await week.press("Why", "Changed")
    await week.at(23, 18, 30)
    await week.say("/done 2")
    await week.press("45 min", "45 min against 40 min.")
    await week.say("the power is restored, took 2 hours", "2 h against 1 h.")
    await week.say("/plan week")
    await week.at(24, 7, 30, due="day_plan")
    await week.at(24, 11, 30)
    await week.say("/now", "behind the plan")
    await week.press("Re-plan the rest", "Call the mill supplier: its time has passed")
    await week.press("Undo", "Back to the previous plan.")
    await week.at(25, 9, due="day_plan")
    for number, title in enumerate(("Brown", "Garcia", "Petrov"), start=8):
        await week.say(f"Repair: fix the spindle of {title} today")
        await week.say(f"/done {number}")
        await week.say(f"1h {30 + number}m")
    await week.say("Repair: fix the spindle of Ivanov by Friday", "(from 3 like it)")
    await week.say("Repair: fix Ivanov's spindle", "This looks like #11")
    await week.press("Merge into #11", "#12 is merged into #11.", "Fix the spindle of Ivanov")
    await week.press("Undo", "Undone:")
    await week.say("/find spindle", "Repair")
    await week.say("plan my day, no more than 3 hours", "beyond the limit")
    await week.at(27, 17)
    await week.say("/accuracy", "No score yet")
    await week.at(28, 10)
    await week.say("/plan", "No working hours that day.")


async def russian(week: Week) -> None:
    await week.at(23, 6, 45)
    await week.say("/start")
    for business in ("Лаборатория", "Ремонт", "Торговля"):
        await week.say(f"/business {business}")
    await week.say("/team Дима, Ремонт")
    await week.say("/digest off")
    await week.say("/plan 20:00", "20:00, каждый день", "следующий день")
    await week.say("Лаборатория: смоделировать пять коронок сегодня, 3 часа", "Лаборатория · сегодня · 3 ч")
    await week.say("Лаборатория: отсканировать слепок Орловой сегодня, 40 минут")
    await week.say("Торговля: таможенные документы сегодня, час")
    await week.say("Ремонт: заменить подшипник у Петрова сегодня")
    await week.say("спланируй день, с 14 до 16 меня нет", "14:00  Вас нет", "Ремонт · 30 мин?")
    await week.press("Почему", "назначено на этот день")
    await week.press("‹ Назад")
    await week.press("Картинка")
    await week.press("Тёмная")
    await week.at(23, 12, 5)
    await week.say("/now", "Смоделировать пять коронок")
    await week.press("✓ Готово", "Сколько времени")
    await week.say("часа три где-то", "3 ч, как и думали.")
    await week.say("Торговля: тексты для сайта сегодня, 3 часа")
    await week.say("/plan", "Не помещается", "Тексты для сайта")
    await week.press("Тексты для сайта → завтра")
    await week.press("Отменить", "Вернул прежний план.")
    await week.press("Работать до", "Тексты для сайта")
    await week.press("Почему", "Изменено")
    await week.at(23, 20, due="day_plan")
    await week.say("/plan неделя")
    await week.at(24, 9)
    for number, name in enumerate(("Брауна", "Гарсии", "Петрова"), start=6):
        await week.say(f"Ремонт: починить шпиндель {name} сегодня")
        await week.say(f"/done {number}")
        await week.say("полтора часа")
    await week.say("Ремонт: починить шпиндель Иванова до пятницы", "~1 ч 30 мин (по 3 похожим)")
    await week.say("спланируй завтра, до обеда меня нет", "до 13:00  Вас нет")
    await week.say("/find шпиндели", "Ремонт")
    await week.at(25, 14)
    await week.say("/now")
    await week.at(28, 10)
    await week.say("/plan", "нет рабочих часов")


@pytest.mark.parametrize(("language", "name", "lived"), [("en", "Anna", english), ("ru", "Анна", russian)])
async def test_a_week_lived_through(stores: Stores, language: str, name: str, lived) -> None:
    async with Planner.running(stores) as planner:
        week = Week(planner, language, name)
        await lived(week)
        assert all(data.startswith(b"\x89PNG") for data in week.pictures.values())
        _WEEKS.append(week)
    if (folder := os.environ.get("WEEK_FOLDER")) is not None:
        kept(_WEEKS, Path(folder))
