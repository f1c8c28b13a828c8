"""A message that rules cannot read in the steps it has is kept whole, and its author is told."""

from sqlmodel import select

from models.tables.note import Note
from models.tables.task import Task
from tests.planner import Planner, Stores
from tests.worker.understanding.nasty_shapes import filled

ENGLISH, RUSSIAN = "я1", "на "


async def test_a_tangled_message_is_kept_whole_and_that_is_said(stores: Stores) -> None:
    async with Planner.running(stores) as planner:
        await planner.tell("/start")
        text = "buy " + filled(ENGLISH, 4000)
        kept = await planner.tell(text)
        assert kept.text.startswith("This message is too tangled for me to read, so I kept it whole.\n")
        assert [note.text for note in await planner.rows(select(Note))] == [text]
        assert await planner.rows(select(Task)) == []


async def test_it_is_said_in_russian_to_who_writes_russian(stores: Stores) -> None:
    async with Planner.running(stores) as planner:
        await planner.tell("/start", lang="ru")
        kept = await planner.tell(filled(RUSSIAN, 4096), lang="ru")
        assert kept.text.startswith(
            "Сообщение слишком запутанное, я не смог его разобрать и сохранил целиком.\n"
        )
