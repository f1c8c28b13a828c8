"""Two members told to do one thing: the task is the first one's, and the other's name stays in its title."""

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW
from worker.understanding.context import Context, KnownMember, Message
from worker.understanding.intents import CreateTask
from worker.understanding.reader import read_by_rules

WORLD = Context(
    members=(KnownMember("Maria"), KnownMember("Jack"), KnownMember("Дима"), KnownMember("Ольга"))
)


def read(text: str) -> list[tuple[str, str | None]]:
    intents = read_by_rules(Message(text, NOW), WORLD).intents
    return [(intent.title, intent.assignee) for intent in intents if isinstance(intent, CreateTask)]


@for_every(
    ("said", "made"),
    [
        ("Maria and Jack should clean the oven", ("Clean the oven (and Jack)", "Maria")),
        ("Ask Maria and Jack to clean the oven", ("Clean the oven (and Jack)", "Maria")),
        ("пусть Дима и Ольга сделают инвентаризацию", ("Сделать инвентаризацию (и Ольга)", "Дима")),
        ("Дима с Ольгой пусть сделают инвентаризацию", ("Сделать инвентаризацию (и Ольга)", "Дима")),
        ("попроси Диму и Ольгу вымыть печь", ("Вымыть печь (и Ольга)", "Дима")),
    ],
)
def test_neither_of_two_people_is_lost(said: str, made: tuple[str, str]) -> None:
    assert read(said) == [made]


@for_every(
    "said",
    [
        "call Maria and Jack",
        "встреча с Димой и Ольгой завтра в 10",
        "call Maria and Jack should clean the oven",
    ],
)
def test_two_who_are_only_spoken_of_are_given_nothing(said: str) -> None:
    [(title, assignee)] = read(said)
    assert assignee is None
    assert all(name in title for name in ("Maria", "Jack")) or "Димой и Ольгой" in title
