"""Businesses, projects and people by plain words, typed and heard, in both languages."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project
from models.tables.task import Task
from tests.planner import Planner, Stores

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
VOICE = b"OggS" + bytes(200)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def test_a_world_is_told_in_english_and_used_at_once(planner: Planner) -> None:
    await planner.tell("/start")
    assert "Bakery · bread, cake" in (await planner.tell("new business Bakery, keywords bread, cake")).text
    await planner.tell("/business Repair: spindle")
    card = await planner.tell("Dima works for Repair, he is the fitter, nickname Dimon")
    assert "Dima · fitter · Repair · Dimon" in card.text
    task = await planner.tell("Dimon should fix the spindle by Friday")
    assert "Repair · Dima · by Fri 27 Nov" in task.text
    task = await planner.tell("Order flour for the cake tomorrow")
    assert "Bakery" in task.text
    card = await planner.tell("Dima no longer works here")
    assert "Archived" in card.text
    await planner.press(card, "Undo")
    assert [m.archived_at for m in await planner.rows(select(Member).where(Member.name == "Dima"))] == [None]


async def test_several_businesses_told_at_once_are_taken_back_at_once(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    card = await planner.tell("У меня три бизнеса: пекарня, кафе и опт", lang="ru")
    assert card.text == "Новое\nПекарня\nКафе\nОпт"
    again = await planner.tell("мои бизнесы: Пекарня и Кафе", lang="ru")
    assert "Опт" in again.text
    await planner.press(card, "Отменить")
    assert "Пекарня" not in (await planner.tell("/business", lang="ru")).text


@pytest.mark.parametrize(
    ("lang", "told", "card", "task", "firm", "undo"),
    [
        (
            "ru",
            "У меня две фирмы: ремонт станков и продажа фрез",
            "Новое\nРемонт станков · ремонт, станок\nПродажа фрез · фреза",
            "Заказать фрезы до пятницы",
            "Продажа фрез",
            "отмени",
        ),
        (
            "en",
            "I have two businesses: a dental lab and a repair shop",
            "New\nDental lab · dental\nRepair shop · repair",
            "Order gypsum for the lab by Friday",
            "Dental lab",
            "undo",
        ),
    ],
)
async def test_businesses_told_by_what_they_do_are_used_at_once_and_taken_back(
    planner: Planner, lang: str, told: str, card: str, task: str, firm: str, undo: str
) -> None:
    await planner.tell("/start", lang=lang)
    made = await planner.tell(told, lang=lang)
    assert made.text == card
    assert await planner.rows(select(Task)) == []
    assert firm in (await planner.tell(task, lang=lang)).text
    await planner.tell(undo, lang=lang)
    await planner.tell(undo, lang=lang)
    assert all(firm.archived_at for firm in await planner.rows(select(Business)))
    assert [task.status for task in await planner.rows(select(Task))] == ["dropped"]


async def test_one_more_business_is_told_in_passing(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("We also opened a café called Luna")
    assert card.text == "New business\nLuna · café"
    await planner.press(card, "Undo")
    assert [firm.archived_at is None for firm in await planner.rows(select(Business))] == [False]


async def test_a_world_is_told_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/business Ремонт: шпиндель", lang="ru")
    card = await planner.tell("у нас новый сотрудник Оля, бухгалтер в Ремонте", lang="ru")
    assert card.text == "Новый человек в команде\nОля · бухгалтер · Ремонт"
    made = await planner.tell("Заведи новый проект Сверка", lang="ru")
    assert "Новый проект: Сверка" in made.text
    renamed = await planner.tell("переименуй проект Сверка в Сверка за год", lang="ru")
    assert "Сверка → Сверка за год" in renamed.text
    gone = await planner.tell("архивируй проект Сверка за год", lang="ru")
    assert "Убрал в архив" in gone.text
    gone = await planner.press(gone, "Отменить")
    assert [(p.name, p.archived_at) for p in await planner.rows(select(Project))] == [("Сверка за год", None)]


async def test_a_project_made_by_plain_words_is_taken_back(planner: Planner) -> None:
    await planner.tell("/start")
    made = await planner.tell("create a project called Pavilion")
    assert made.text == "New project: Pavilion"
    assert (await planner.tell("create a project called pavilion")).text == "This project already exists."
    await planner.press(made, "Undo")
    assert [project.archived_at is None for project in await planner.rows(select(Project))] == [False]


async def test_tasks_that_sound_alike_stay_tasks(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Order new business cards by Friday")
    await planner.tell("Закажи новые визитки до пятницы")
    await planner.tell("Prepare the contract for the new employee")
    assert len(await planner.rows(select(Task))) == 3
    assert await planner.rows(select(Business)) == []
    assert len(await planner.rows(select(Member))) == 1


async def test_a_forwarded_sentence_changes_nothing(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.telegram.say("/start", user=4242)
    theirs = await planner.telegram.say("new business Hacked, keywords all", user=4242)
    await planner.settled()
    await planner.telegram.forward(theirs.id, theirs.chat)
    await planner.settled()
    assert await planner.rows(select(Business)) == []


async def test_the_world_is_told_by_voice(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.transcript("we have a new business called night market keywords stalls lamps")
        said = await planner.telegram.send_voice(VOICE, duration=3)
        [card] = await planner.answers(said)
        assert "Night market · stalls, lamps" in card.text


async def test_a_newcomer_introduces_the_whole_world_in_one_message_and_takes_it_back(
    planner: Planner,
) -> None:
    await planner.tell("/start")
    said = "We have two businesses: Lab and Repair. Dima works at Repair. Add Lena, she is an accountant"
    card = await planner.tell(said)
    assert card.text.split("\n") == ["New", "Lab", "Repair", "Dima · Repair", "Lena · accountant"]
    assert await planner.rows(select(Task)) == []
    assert "Lena · accountant" in (await planner.tell("/team")).text
    await planner.press(card, "Undo")
    assert "Lena" not in (await planner.tell("/team")).text
    assert "Lab" not in (await planner.tell("/business")).text.split("\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("добавь Олю, она бухгалтер", "Оля · бухгалтер"),
        ("у нас работает Павел, он кладовщик", "Павел · кладовщик"),
        ("Добавь Диму", "Дима"),
        ("Olga works for us as a courier", "Olga · courier"),
    ],
)
async def test_one_person_is_introduced_in_passing(planner: Planner, said: str, told: str) -> None:
    await planner.tell("/start")
    await planner.tell(said)
    assert told in (await planner.tell("/team")).text.split("\n")
    assert await planner.rows(select(Task)) == []
