"""A message of several sentences about the directory: a later one knows what an earlier one told."""

from tests.tables import for_every
from tests.worker.features.directory.directory_cases import NOW, world
from worker.features.directory.entries import BUSINESS, MEMBER
from worker.features.directory.queries import Directory
from worker.features.directory.requests import EntryDetails, SaveEntries, SaveEntry
from worker.features.directory.sentences.introduction import read_directory_message


def told(text: str) -> list[tuple[str, str | int, str | None, tuple[str | int, ...]]]:
    request = read_directory_message(text, Directory(1), NOW)
    assert isinstance(request, SaveEntries)
    return [(put.kind.subject, put.name, put.details.role, put.details.businesses) for put in request.entries]


def test_people_work_in_businesses_that_the_same_message_tells_of() -> None:
    assert told(
        "We have two businesses: Lab and Repair. Dima works at Repair. Add Lena, she is an accountant at Lab."
    ) == [
        ("business", "Lab", None, ()),
        ("business", "Repair", None, ()),
        ("member", "Dima", None, ("Repair",)),
        ("member", "Lena", "accountant", ("Lab",)),
    ]
    assert told(
        "У нас две фирмы: ремонт станков и продажа фрез. Дима работает в ремонте\nУ нас работает Павел, он кладовщик"
    ) == [
        ("business", "Ремонт станков", None, ()),
        ("business", "Продажа фрез", None, ()),
        ("member", "Дима", None, ("Ремонт станков",)),
        ("member", "Павел", "кладовщик", ()),
    ]


def test_known_people_are_told_more_of_by_their_ids() -> None:
    request = read_directory_message(
        "We have two businesses: Lab and Bakery. Dima works at Bakery", world(), NOW
    )
    assert isinstance(request, SaveEntries)
    assert request.entries[-1] == SaveEntry(MEMBER, 1, EntryDetails(businesses=("Bakery",)))
    assert [put.name for put in request.entries if put.kind is BUSINESS] == ["Lab", "Bakery"]


@for_every(
    "text",
    [
        "We have two businesses: Lab and Repair. Call the bank tomorrow",
        "Call the bank. Order the cutters",
        "Дима работает в Ремонте. Позвонить в банк до пятницы",
        "Add milk. Add bread",
    ],
)
def test_with_anything_to_do_in_it_a_message_is_left_alone(text: str) -> None:
    assert read_directory_message(text, world(), NOW) is None
