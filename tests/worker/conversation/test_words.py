"""Every sentence is in every catalogue, with the same places to fill."""

import re
from importlib.resources import files
from io import BytesIO

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.tables import for_every
from worker.conversation.words import words_of

_PLACE = re.compile(r"\{(\w+)\}")


def spoken() -> set[str | tuple[str, ...]]:
    """All texts the code says."""
    keywords = {"say": None, "later": None, "count": (1, 2)}
    root = str(files("worker"))
    return {found[2] for found in extract_from_dir(root, method_map=[("**.py", "python")], keywords=keywords)}


def catalogue(language: str):
    source = files("worker.conversation").joinpath("locales", f"{language}.po").read_bytes()
    return read_po(BytesIO(source), locale=language)


def test_nothing_is_missing_and_nothing_is_left_over_in_russian() -> None:
    translated = {message.id for message in catalogue("ru") if message.id}
    assert spoken() - translated == set(), "said by the code, not in ru.po"
    assert translated - spoken() == set(), "in ru.po, not said by the code"


def test_translations_fill_the_same_places() -> None:
    for message in catalogue("ru"):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(_PLACE.findall(originals[-1]))
        assert all(set(_PLACE.findall(text)) == wanted for text in texts), message.id


@for_every(
    ("number", "text"),
    [(1, "1 задача"), (3, "3 задачи"), (5, "5 задач"), (11, "11 задач"), (22, "22 задачи")],
)
def test_russian_plurals(number: int, text: str) -> None:
    assert words_of("ru").count("{n} task", "{n} tasks", number) == text
