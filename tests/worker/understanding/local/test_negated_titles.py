"""What is not to be done keeps its "not" where it was said; what a length leaves behind leaves the title."""

from tests.tables import for_every
from tests.worker.understanding.local.world import NOW
from worker.understanding.context import Context, KnownMember, Message
from worker.understanding.intents import CreateTask
from worker.understanding.local.local_reader import read


@for_every(
    ("said", "title"),
    [
        ("не звонить клиенту до среды", "Не звонить клиенту"),
        ("клиенту до среды не звонить", "Клиенту не звонить"),
        ("пусть Дима не чинит шпиндель", "Не чинить шпиндель"),
        ("сегодня к арендодателю не успеваю", "К арендодателю не успеваю"),
        ("paint the fence that'll be two hours", "Paint the fence"),
    ],
)
def test_a_title_says_what_was_said(said: str, title: str) -> None:
    [intent] = read(Message(said, NOW), Context(members=(KnownMember("Дима"),))).intents
    assert isinstance(intent, CreateTask)
    assert intent.title == title
