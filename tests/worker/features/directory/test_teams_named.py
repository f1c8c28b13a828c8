"""Several people named in one sentence, in any script; what only sounds like it is no team."""

from tests.tables import for_every
from tests.worker.features.directory.directory_cases import request_of
from worker.features.directory.requests import SaveEntries, SaveEntry


def people(text: str) -> dict[str | int, str | tuple[str | int, ...] | None] | None:
    """Who a sentence makes or changes, with their role, or else where they work; a known member by id."""
    found = request_of(text)
    puts = found.entries if isinstance(found, SaveEntries) else (found,)
    made = [put for put in puts if isinstance(put, SaveEntry) and put.kind.letter == "m"]
    return {put.name: put.details.role or put.details.businesses or None for put in made} or None


@for_every(
    ("text", "expected"),
    [
        ("My team: Josh, Maria and Lucy", {"Josh": None, "Maria": None, "Lucy": None}),
        ("my employees are José and Anaïs", {"José": None, "Anaïs": None}),
        ("we have three people: Josh, Maria and Dima", {"Josh": None, "Maria": None, 1: None}),
        ("Josh (mechanic) and Maria (cook) work for me", {"Josh": "mechanic", "Maria": "cook"}),
        ("Žofie and Björn work at Repair", {"Žofie": (1,), "Björn": (1,)}),
        ("Şebnem works at Repair", {"Şebnem": (1,)}),
        ("李雷 works at Repair", {"李雷": (1,)}),
        ("Josh is my mechanic", {"Josh": "mechanic"}),
        ("Josh is the mechanic, Maria is the driver", {"Josh": "mechanic", "Maria": "driver"}),
        ("у меня работают Дима и Лена", {1: None, "Лена": None}),
        ("Дима — столяр, Лена — бариста", {1: "столяр", "Лена": "бариста"}),
        ("Дима столяр, Лена бариста", {1: "столяр", "Лена": "бариста"}),
        ("В команде Серёга и Тамара Ивановна", {"Серёга": None, "Тамара Ивановна": None}),
        ("Гульчачак и Ерлан работают в Ремонте", {"Гульчачак": (3,), "Ерлан": (3,)}),
        ("add josh, maria and lucy to my team", {"Josh": None, "Maria": None, "Lucy": None}),
        ("put Josh and Ann on the team", {"Josh": None, "Ann": None}),
        ("add Tom and Anna", {"Tom": None, "Anna": None}),
        ("I have Josh, Ann and Lee working for me", {"Josh": None, "Ann": None, "Lee": None}),
        ("Josh and Lee are my guys", {"Josh": None, "Lee": None}),
        ("on my team there's Josh and Ann", {"Josh": None, "Ann": None}),
        ("I work with Josh and Ann", {"Josh": None, "Ann": None}),
        ("добавь в команду Диму, Олю и Серёгу", {1: None, 2: None, "Серёга": None}),
        ("добавь Машу и Алёну", {"Маша": None, "Алёна": None}),
        ("моя команда Олег Света и Лена", {"Олег": None, "Света": None, "Лена": None}),
        ("у меня три работника, Олег, Света и Лена", {"Олег": None, "Света": None, "Лена": None}),
        ("в штате Олег и Лена", {"Олег": None, "Лена": None}),
        ("team: Lucy (Repair), Tom (at Trade), Dima", {"Lucy": (1,), "Tom": (2,), 1: None}),
        ("add Lucy and Tom to the team", {"Lucy": None, "Tom": None}),
        ("add Lucy and Tom", {"Lucy": None, "Tom": None}),
        ("команда: Лена (Ремонт), Дима (Торговля), Оля", {"Лена": (3,), 1: (4,), 2: None}),
        ("добавь Лену и Диму", {"Лена": None, 1: None}),
        ("добавь в команду Лену и Рустама", {"Лена": None, "Рустам": None}),
    ],
)
def test_people_named_together_are_saved_together(
    text: str, expected: dict[str | int, str | tuple[str | int, ...] | None]
) -> None:
    assert people(text) == expected


@for_every(
    "text",
    [
        "Glue and paint work in the shed",
        "Oak and pine work at Repair",
        "Tables: oak, Chairs: pine",
        "Call Josh, Maria is the cook",
        "Иван звонит, Лена отвечает",
        "Дима красит забор, Лена моет окна",
        "my people: call them",
        "the team: order pizza",
        "my team is tired",
        "в команде проблема",
        "у нас работают до шести",
        "Anna is my dentist",
        "Delivery works at Repair",
        "my team: Josh and Maria on Friday",
        "add milk and honey",
        "add Josh to the invoice list",
        "add salt to the team lunch",
        "I work with glue and paint",
        "добавь молоко и мёд",
        "добавь в команду пиццу",
        "team: Meeting, Lunch",
        "staff: order pizza",
        "add Milk and Eggs",
        "команда: заказать пиццу",
        "добавь Молоко и Хлеб",
    ],
)
def test_what_only_sounds_like_a_team_is_left_alone(text: str) -> None:
    assert people(text) is None
