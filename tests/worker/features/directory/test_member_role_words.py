"""What the owner says about what people may do."""

from tests.tables import for_every
from tests.worker.features.directory.directory_cases import request_of
from worker.features.directory.requests import SetRole


@for_every(
    ("text", "role"),
    [
        ("make Dima a manager of Repair", "manager"),
        ("Dima is now the manager of Repair", "manager"),
        ("put Dima in charge of Repair", "manager"),
        ("let Dima manage Repair", "manager"),
        ("Dima may only look", "viewer"),
        ("let Dima only see the tasks", "viewer"),
        ("Dima is just a viewer now", "viewer"),
        ("give Dima read-only access to Repair", "viewer"),
        ("Dima can't change anything", "viewer"),
        ("Dima is just a member now", "member"),
        ("Dima is no longer a manager", "member"),
        ("Dima may change tasks again", "member"),
        ("Оля пусть только смотрит", "viewer"),
        ("пусть Оля только смотрит", "viewer"),
        ("Оле можно только смотреть", "viewer"),
        ("дай Оле только просмотр", "viewer"),
        ("Оля теперь просто участник", "member"),
        ("Оля больше не менеджер", "member"),
        ("сделай Олю менеджером", "manager"),
        ("Оля снова может менять задачи", "member"),
    ],
)
def test_a_role_is_heard(text: str, role: str) -> None:
    asked = request_of(text)
    assert isinstance(asked, SetRole)
    assert asked.role == role


@for_every(
    ("text",),
    [
        ("Dima only sees Ann",),
        ("make Dima a manager of Repair by Friday",),
        ("Dima is our manager",),
        ("сделай Олю менеджером по продажам",),
        ("Dima manages the newsletter",),
    ],
)
def test_other_sentences_give_no_role(text: str) -> None:
    assert not isinstance(request_of(text), SetRole)
