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
        ("сделай Диму управляющим Ремонта", "manager"),
        ("Оля снова может менять задачи", "member"),
        ("Dima should be a manager of Repair", "manager"),
        ("Dima becomes a manager of Repair too", "manager"),
        ("Dima is a manager now", "manager"),
        ("give Dima manager rights for Repair", "manager"),
        ("I want Dima to manage Repair", "manager"),
        ("Dima should only be able to view", "viewer"),
        ("turn Dima into a viewer", "viewer"),
        ("demote Dima to member", "member"),
        ("take manager rights away from Dima", "member"),
        ("remove Dima's manager role", "member"),
        ("switch Dima back to member", "member"),
        ("Dima can edit again", "member"),
        ("Оля должна быть менеджером Ремонта", "manager"),
        ("дай Оле права менеджера в Ремонте", "manager"),
        ("хочу чтобы Оля управляла Торговлей", "manager"),
        ("Оля должна только смотреть", "viewer"),
        ("переведи Олю в наблюдатели", "viewer"),
        ("понизь Олю до участника", "member"),
        ("убери у Оли права менеджера", "member"),
        ("отбери менеджерские права у Оли", "member"),
        ("верни Олю в участники", "member"),
        ("Оля пусть будет просто участником", "member"),
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
        ("make Dima a manager of the event",),
        ("put Dima in charge of the party",),
        ("put Lena in charge of Christmas",),
        ("make Lena a manager",),
        ("make Dima a manager of Anna",),
        ("give Dima read-only access to Google Drive",),
        ("Dima is now a member of Rotary",),
        ("Dima only sees Zoo",),
        ("Dima calls the manager of Zoo",),
        ("find a new manager for Zoo",),
        ("сделай Олю менеджером зоопарка",),
        ("Dima should be a manager of the event",),
        ("Dima to manage Repair",),
        ("Dima should be on site by 9",),
        ("верни Олю в пятницу",),
        ("дай Оле права на машину",),
        ("понизь цену до 100",),
    ],
)
def test_other_sentences_give_no_role(text: str) -> None:
    assert not isinstance(request_of(text), SetRole)


@for_every(
    ("text", "name", "businesses"),
    [
        ("make Dima a manager of Zoo", 1, ("Zoo",)),
        ("make dima a manager of zoo", 1, ("zoo",)),
        ("appoint Dima manager of the Zoo", 1, ("Zoo",)),
        ("make Dima a viewer at Zoo", 1, ("Zoo",)),
        ("Dima is no longer a manager of Zoo", 1, ("Zoo",)),
        ("make Dima a manager of Repair and Zoo", 1, ("Zoo",)),
        ("make Zed a manager of Repair", "Zed", (1,)),
        ("make Zed a manager of Zoo", "Zed", ("Zoo",)),
        ("сделай Олю менеджером Зоопарка", 2, ("Зоопарка",)),
        ("назначь Олю управляющей в Зоопарк", 2, ("Зоопарк",)),
        ("Оля теперь наблюдатель в Зоопарке", 2, ("Зоопарке",)),
        ("сделай Зою менеджером Ремонта", "Зоя", (3,)),
        ("сделай Диму менеджером Зоопарка", 1, ("Зоопарка",)),
    ],
)
def test_a_name_that_there_is_not_is_asked_for(
    text: str, name: int | str, businesses: tuple[str | int, ...]
) -> None:
    asked = request_of(text)
    assert isinstance(asked, SetRole)
    assert (asked.name, asked.businesses) == (name, businesses)
