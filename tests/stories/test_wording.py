"""What people read says a thing once, by its name, in the reader's grammar."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def test_what_is_overdue_stands_under_one_heading(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Заказать петли сегодня. Покрасить ворота сегодня. Купить хлеб завтра", lang="ru")
    clock.set_to(clock.now() + dt.timedelta(days=1))
    for asked in ("/today", "/week", "что просрочено?"):
        text = (await planner.tell(asked, lang="ru")).text
        assert text.lower().count("просрочено") == 1, text
        assert text.index("Просрочено") < text.index("Заказать петли"), text


async def test_an_undo_names_what_it_put_back(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/business Ремонт: шпиндель", lang="ru")
    assert (await planner.tell("/undo", lang="ru")).text == "Вернул как было: «Ремонт»"
    await planner.tell("Заказать петли завтра", lang="ru")
    undone = (await planner.tell("/undo", lang="ru")).text
    assert undone.startswith("Вернул как было:")
    assert "Заказать петли" in undone
    assert "Отмен" not in undone


async def test_a_mere_ok_is_answered_by_silence(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    for said in ("ок", "Ок, понял", "👍", "okay!"):
        assert await planner.answers(await planner.telegram.say(said, lang="ru")) == []
    assert "Пожалуйста" in (await planner.tell("ок, спасибо", lang="ru")).text
    assert await planner.rows(select(Task)) == []


async def test_an_invitation_is_given_to_a_person_in_the_dative(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    answer = await planner.tell("/invite Дима", lang="ru")
    assert answer.text.startswith("Перешлите Диме это:")
    assert (await planner.tell("/invite Xaver", lang="ru")).text.startswith("Перешлите Xaver это:")


async def test_a_first_estimate_says_that_there_was_none(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell("Заказать петли завтра", lang="ru")
    card = await planner.press(await planner.press(card, "Изменить"), "Оценка")
    card = await planner.press(card, "1 ч")
    assert "Оценка: не было → 1 ч" in card.text
    card = await planner.press(await planner.press(await planner.press(card, "Изменить"), "Оценка"), "2 ч")
    assert "1 ч → 2 ч" in card.text
    assert "не было" not in card.text


async def test_a_reminder_a_day_before_is_no_count_of_hours(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell("В пятницу в 10:00 сдать отчёт, напомни за сутки", lang="ru")
    assert "напомнить за сутки" in card.text


async def test_two_at_the_same_time_are_both_named(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Call Anna tomorrow at 16:45, 30 min")
    await planner.tell("Call Boris tomorrow at 16:45, 30 min")
    plan = await planner.tell("/plan tomorrow")
    assert "⚠ 16:45 Call Anna and 16:45 Call Boris overlap." in plan.text


async def test_a_reason_that_many_share_is_said_once(planner: Planner) -> None:
    await planner.tell("/start")
    for number in range(12):
        await planner.tell(f"Sort box {number}, 3 h")
    plan = await planner.tell("/plan tomorrow")
    why = (await planner.press(plan, "Why")).text
    left = why[why.index("Left out") :].split("\n")
    assert sum(line.startswith("•  Sort box") for line in left) > 5, why
    reasons = [line for line in left if line.endswith(":")]
    assert len(reasons) == len(set(reasons)) <= 3, why


async def test_a_day_with_more_than_fits_is_not_told_as_a_part_of_it(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/hours пн-пт 9-18", lang="ru")
    await planner.tell("/digest 8:00", lang="ru")
    await planner.tell("Собрать шкаф сегодня, 6 часов. Разобрать склад сегодня, 5 часов", lang="ru")
    go_to(berlin(23, 8))
    await settled_run(planner, 23)
    assert "дел на 11 ч при 8 рабочих часах" in (await digests(planner))[-1].text


async def test_what_was_put_off_is_told_as_moved_and_not_as_done(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("Заказать петли сегодня. Покрасить ворота сегодня. Купить хлеб сегодня", lang="ru")
    await planner.tell("/done 1", lang="ru")
    evening = await planner.tell("/evening", lang="ru")
    evening = await planner.press(evening, "Всё → завтра")
    assert evening.text.startswith("Сделано 1, перенесено 2")
    evening = await planner.press(evening, "Отменить")
    assert "Сегодня сделано: 1 из 3" in evening.text
    assert "Вернул как было: " in evening.text
