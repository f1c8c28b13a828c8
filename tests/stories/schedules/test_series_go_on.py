"""Series go on by themselves: what nobody ticked is missed when the next is due, and one done late has its next today."""

import datetime as dt
from typing import Any

import pytest
from sqlmodel import col, select

from models.tables.series_task import SeriesTask
from models.tables.task import Task
from models.tables.workspace import Workspace
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run

State = tuple[int, str, str]


@pytest.fixture(autouse=True)
def at_seven_on_a_monday() -> None:
    go_to(MONDAY_7)


async def settled_series(planner: Planner, count: int) -> list[Task]:
    """The recurring tasks, once there are so many and each is followed as it stands."""
    numbered = select(Task).where(Task.number == count)
    await planner.eventually(numbered)
    repeating = select(Task).where(col(Task.recurrence).is_not(None)).order_by(col(Task.number))
    while any(task.followed_version != task.version for task in await planner.rows(repeating)):
        await planner.tick(at_once=True)
    return await planner.rows(repeating)


async def states(planner: Planner, count: int) -> list[State]:
    """Number, status and day of each, as soon as there are so many."""
    found = await settled_series(planner, count)
    return [(task.number, task.status, f"{task.deadline_on:%d.%m}") for task in found]


@pytest.mark.parametrize(
    ("lang", "said", "overdue", "missed"),
    [
        ("en", "Every day at 18:00 close the till", "Overdue", "Missed: Close the till (yesterday)"),
        ("ru", "Каждый день в 18:00 закрывать кассу", "Просрочено", "Пропущено: Закрывать кассу (вчера)"),
    ],
)
async def test_what_nobody_ticked_is_missed_when_the_next_is_due_and_told_in_the_morning(
    planner: Planner, lang: str, said: str, overdue: str, missed: str
) -> None:
    await planner.tell("/start", lang=lang)
    await planner.tell(said, lang=lang)
    await settled_series(planner, 1)
    go_to(berlin(24, 3, 59))
    await planner.tick(at_once=True)
    assert await states(planner, 1) == [(1, "open", "23.11")]
    go_to(berlin(24, 4))
    assert await states(planner, 2) == [(1, "missed", "23.11"), (2, "open", "24.11")]
    go_to(berlin(24, 8))
    await settled_run(planner, 24)
    digest = (await digests(planner))[-1].text
    assert "18:00" in digest
    assert overdue not in digest
    assert digest.endswith(missed)
    # Three days without a worker: one task for the day that has begun, none for those that were slept through.
    go_to(berlin(27, 12))
    assert await states(planner, 3) == [
        (1, "missed", "23.11"),
        (2, "missed", "24.11"),
        (3, "open", "27.11"),
    ]


@pytest.mark.parametrize(("lang", "said"), [("en", "Every day at 18:00 close the till"), ("ru", "Каждый день в 18:00 закрывать кассу")])  # fmt: skip
async def test_done_half_an_hour_past_midnight_the_next_is_today(
    planner: Planner, lang: str, said: str
) -> None:
    await planner.tell("/start", lang=lang)
    card = await planner.tell(said, lang=lang)
    await settled_series(planner, 1)
    go_to(berlin(24, 0, 20))
    await planner.press(card, "✓ Done" if lang == "en" else "✓ Готово")
    assert await states(planner, 2) == [(1, "done", "23.11"), (2, "open", "24.11")]
    # Taken back in the night it stands where it stood; in the morning it is missed.
    await planner.tell("/undo", lang=lang)
    await planner.eventually(select(Task).where(Task.number == 2, Task.status == "dropped"))
    go_to(berlin(24, 9))
    assert await states(planner, 3) == [
        (1, "missed", "23.11"),
        (2, "dropped", "24.11"),
        (3, "open", "24.11"),
    ]


async def test_where_it_is_wanted_what_was_not_done_stays_open(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Every day water the plants")
    await settled_series(planner, 1)
    async with planner.database.transaction() as session:
        (workspace,) = (await session.exec(select(Workspace))).all()
        workspace.missed_stays_open = True
        session.add(workspace)
    go_to(berlin(25, 9))
    assert await states(planner, 2) == [(1, "open", "24.11"), (2, "open", "25.11")]
    # Changed, done and taken back, it makes no other task and asks nothing about those that follow.
    await planner.tell("#1 is urgent")
    await planner.tell("/done 1")
    await planner.tell("/undo")
    assert await states(planner, 2) == [(1, "open", "24.11"), (2, "open", "25.11")]
    go_to(berlin(26, 9))
    assert await states(planner, 3) == [
        (1, "open", "24.11"),
        (2, "open", "25.11"),
        (3, "open", "26.11"),
    ]


async def test_one_put_off_past_the_next_is_not_missed(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Every Monday at 9:00 send the report")
    await settled_series(planner, 1)
    await planner.tell("Move #1 to Tuesday 1 December")
    go_to(berlin(30, 9))
    assert await states(planner, 2) == [(1, "open", "01.12"), (2, "open", "30.11")]


async def test_missed_by_hand_and_left_out_days_and_the_end(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Every day except 25 November water the plants, until 26 November")
    assert "every day until 26 November except 25 November" in card.text
    await settled_series(planner, 1)
    async with planner.database.transaction() as session:
        (task,) = (await session.exec(select(Task))).all()
        task.status, task.version = "missed", task.version + 1
        session.add(task)
    assert await states(planner, 2) == [(1, "missed", "24.11"), (2, "open", "26.11")]
    # The last of a series has no next that could make it missed.
    go_to(berlin(29, 9))
    await planner.tick(at_once=True)
    assert await states(planner, 2) == [(1, "missed", "24.11"), (2, "open", "26.11")]
    await planner.tell("/done 2")
    await planner.eventually(
        select(SeriesTask).where(SeriesTask.task_id == 2, col(SeriesTask.ended_at).is_not(None))
    )
    assert len(await planner.rows(select(Task))) == 2


async def test_the_next_begins_by_the_local_time_of_another_zone(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Every day water the plants")
    await settled_series(planner, 1)
    await planner.tell("/timezone Asia/Tokyo")
    tokyo = dt.timezone(dt.timedelta(hours=9))
    go_to(dt.datetime(2026, 11, 25, 3, 59, tzinfo=tokyo))
    await planner.tick(at_once=True)
    assert await states(planner, 1) == [(1, "open", "24.11")]
    go_to(dt.datetime(2026, 11, 25, 4, tzinfo=tokyo))
    assert await states(planner, 2) == [(1, "missed", "24.11"), (2, "open", "25.11")]


async def test_across_the_clock_change_the_next_keeps_its_local_time(planner: Planner) -> None:
    go_to(dt.datetime(2027, 3, 27, 6, tzinfo=dt.UTC))
    await planner.tell("/start")
    await planner.tell("Every day at 18:00 close the till")
    await settled_series(planner, 1)
    go_to(dt.datetime(2027, 3, 28, 2, tzinfo=dt.UTC))  # four in the morning of summer time
    first, following = await settled_series(planner, 2)
    assert first.deadline_at == dt.datetime(2027, 3, 27, 17, tzinfo=dt.UTC)
    assert following.deadline_at == dt.datetime(2027, 3, 28, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("lang", "said", "card", "days"),
    [
        ("en", "Pay the rent on the 31st of every month", "on the last day", ["30.11", "31.12", "31.01", "28.02", "31.03"]),
        ("ru", "Платить аренду каждое 31 число", "в последний день", ["30.11", "31.12", "31.01", "28.02", "31.03"]),
        ("ru", "Сдавать отчёт в последний день месяца каждый месяц", "в последний день", ["30.11", "31.12", "31.01", "28.02"]),
        ("en", "Team lunch on the second Tuesday of each month", "second Tuesday", ["08.12", "12.01", "09.02", "09.03"]),
        ("en", "Water the plants every Monday, three times", "3 times", ["30.11", "07.12", "14.12"]),
    ],
)  # fmt: skip
async def test_missed_each_time_a_series_keeps_to_its_rule(
    planner: Planner, lang: str, said: str, card: str, days: list[str]
) -> None:
    await planner.tell("/start", lang=lang)
    assert card in (await planner.tell(said, lang=lang)).text
    for count, day in enumerate(days, start=1):
        go_to(_nine_o_clock(day))
        tasks = await settled_series(planner, count)
        assert [f"{task.deadline_on:%d.%m}" for task in tasks] == days[:count]
        assert [task.status for task in tasks] == ["missed"] * (count - 1) + ["open"]


def _nine_o_clock(day: str) -> dt.datetime:
    number, month = map(int, day.split("."))
    return dt.datetime(2026 if month > 6 else 2027, month, number, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("Check the oven every 2 hours", "I cannot repeat it every 2 hours"),
        ("Check the oven every 30 minutes", "I cannot repeat it every 30 minutes"),
        ("Проверять печь каждые два часа", "Повторять раз в 2 часа не умею"),
        ("Проверять печь каждые полчаса", "Повторять раз в 30 минут не умею"),
    ],
)
async def test_several_times_a_day_is_refused_in_words_and_noted_once(
    planner: Planner, said: str, refused: str
) -> None:
    lang: Any = "en" if said.isascii() else "ru"
    await planner.tell("/start", lang=lang)
    assert refused in (await planner.tell(said, lang=lang)).text
    (task,) = await planner.rows(select(Task))
    assert task.recurrence is None
    assert task.title in ("Check the oven", "Проверять печь")
