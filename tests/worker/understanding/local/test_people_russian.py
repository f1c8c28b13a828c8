"""Who is to do it, in Russian: named after a topic or an object, called by name, called by patronymic, no member at all."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import CAFE, told
from worker.understanding.context import Context, KnownBusiness, KnownMember
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import tokenise


@for_every(
    ("text", "expected"),
    [
        (
            "По кофейне Лизе до пятницы отмыть витрину",
            ["Отмыть витрину по кофейне on 27 #кофейня @Елизавета"],
        ),
        ("трубы в подвале Тимофею утеплить до пятницы", ["Утеплить трубы в подвале on 27 #сервис @Тимофей"]),
        ("Глеб, акт для Петрова до завтра", ["Акт для Петрова on 24 #сервис @Глеб"]),
        ("Марго Сергеевна пусть закажет бланки", ["Заказать бланки @Маргарита"]),
        ("договор аренды Маргарите передать завтра", ["Передать договор аренды Маргарите on 24"]),
        ("курьер завтра пусть завезёт бумагу", ["Курьер: завезти бумагу on 24"]),
        ("Пусть слесарь починит ворота", ["Слесарь: починить ворота"]),
        (
            "завтра в девять придёт кофе из обжарки, Лиза пусть встретит, напоминание за полчаса",
            ["Придёт кофе из обжарки on 24 09:00 #кофейня @Елизавета reminder_minutes_before=30"],
        ),
    ],
)
def test_the_person_is_found_wherever_the_sentence_puts_them(text, expected):
    assert told(text) == expected


@for_every(
    ("text", "expected"),
    [
        (
            "Лизе по веранде на следующей неделе: купить пледы, во вторник развесить гирлянды, отмыть столы",
            ["Купить пледы on 30", "Развесить гирлянды on 12-01", "Отмыть столы on 30"],
        ),
        (
            "по второму боксу тимофею до четверга собрать стеллажи глебу к пятнице покрасить ворота",
            ["Собрать стеллажи по второму боксу on 26", "Покрасить ворота on 27"],
        ),
        (
            "Летняя веранда. Плотник 28-го в 9:00, Лизе завтра вынести столы",
            ["Плотник on 28 09:00", "Вынести столы on 24"],
        ),
    ],
)
def test_a_topic_holds_for_every_entry_and_the_day_of_one_entry_for_it_alone(text, expected):
    lines = told(text)
    assert [line.partition(" #")[0] for line in lines] == expected
    assert all("~" in line for line in lines)


@for_every(
    "said",
    ["Вера Михайловна", "вера михална", "Вере Михалне", "вер михалне", "михайловна", "Веру Михайловну"],
)
def test_a_patronymic_is_known_as_people_say_it(said):
    team = Context(
        businesses=(KnownBusiness(CAFE, ()),), members=(KnownMember("Вера Михайловна", (CAFE,), "повар"),)
    )
    (hit,) = find_members(tokenise(said), team)
    assert (hit.name, hit.first, hit.last) == ("Вера Михайловна", 0, len(said.split()) - 1)
