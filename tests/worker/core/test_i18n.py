"""Every sentence is in every catalogue, with the same places to fill, and no sentence goes past the catalogue."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.architecture.sources import parsed, syntax_of
from worker.core.i18n import translator_for

_PLACE = re.compile(r"\{(\w+)\}")
_WORKER = Path(str(files("worker")))
# The names under which code reaches the catalogue; `ngettext` takes the singular and the plural.
_SAID, _COUNTED = ("gettext", "gettext_noop"), "ngettext"
Said = str | tuple[str, str]


def spoken(source: str) -> Iterator[Said]:
    """The texts that one module says. Calls inside f-strings count as well: a tokeniser would not see those."""
    for call in (node for node in ast.walk(syntax_of(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in _SAID and call.args:
            yield from _texts(call.args[0])
        elif name == _COUNTED and len(call.args) >= 3:
            # The catalogue's own method has variables there.
            yield from zip(_texts(call.args[0]), _texts(call.args[1]), strict=True)


def _texts(argument: ast.expr) -> Iterator[str]:
    """The literals of an argument; one that is no literal was marked with `gettext_noop` where it stands."""
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def all_spoken() -> set[Said]:
    """Whatever the worker says."""
    return {said for path in _WORKER.rglob("*.py") for said in spoken(path.read_text(encoding="utf-8"))}


def catalogue(language: str) -> Catalog:
    source = files("worker.core").joinpath("locales", f"{language}.po").read_bytes()
    return read_po(BytesIO(source), locale=language)


def translated(language: str) -> set[Said]:
    return {message.id for message in catalogue(language) if message.id}


def _all_texts(value: Said | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_nothing_is_missing_and_nothing_is_left_over_in_russian() -> None:
    assert all_spoken() - translated("ru") == set(), "said by the code, not in ru.po"
    assert translated("ru") - all_spoken() == set(), "in ru.po, not said by the code"


@pytest.mark.parametrize(
    "leak",
    [
        "text = translator.gettext('A sentence of nobody.')",
        "text = f\"{request.speaker.translator.gettext('A sentence of nobody.')}\\n{hint}\"",
        "text = gettext('A sentence of nobody.' if late else 'Nothing is overdue.')",
        "WORDS = {'a': gettext_noop('A sentence of nobody.')}",
        "text = translator.ngettext('A sentence of nobody.', 'Sentences of nobody.', 3)",
    ],
)
def test_a_leak_is_found_wherever_it_stands(leak: str) -> None:
    assert set(spoken(leak)) - translated("ru"), leak


def test_every_translation_is_filled_and_fills_the_same_places() -> None:
    for message in catalogue("ru"):
        if not message.id:
            continue
        originals, texts = _all_texts(message.id), _all_texts(message.string)
        assert all(text.strip() for text in texts), f"empty: {message.id}"
        assert len(texts) == (3 if len(originals) > 1 else 1), f"a form is missing: {message.id}"
        wanted = set(_PLACE.findall(originals[-1]))
        assert all(set(_PLACE.findall(text)) == wanted for text in texts), message.id


def test_a_translation_is_russian_and_not_the_english_text() -> None:
    """A text without a Cyrillic letter was forgotten, unless it has no words of its own."""
    for message in catalogue("ru"):
        for text in _all_texts(message.string) if message.id else ():
            words = _PLACE.sub("", text)
            assert re.search("[а-яё]", words, re.IGNORECASE) or not re.search("[a-z]", words), message.id


def test_no_button_and_no_answer_is_written_past_the_catalogue() -> None:
    """A literal with words in it as a button's label or a reply's text is English to everybody."""
    found = [
        f"{path.relative_to(_WORKER)}:{node.lineno}"
        for path in sorted(_WORKER.rglob("*.py"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _is_plain_literal(node)
    ]
    assert found == []


def _is_plain_literal(call: ast.Call) -> bool:
    name = getattr(call.func, "id", "")
    if name not in ("Button", "Reply", "Choice") or not call.args:
        return False
    shown = call.args[0]
    pieces = shown.values if isinstance(shown, ast.JoinedStr) else [shown]
    literal = [
        part.value for part in pieces if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return any(re.search(r"[A-Za-zА-Яа-яё]{2}", re.sub(r"<[^>]+>|/\w+", "", text)) for text in literal)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 задача"), (3, "3 задачи"), (5, "5 задач"), (11, "11 задач"), (22, "22 задачи")],
)
def test_russian_plurals(number: int, text: str) -> None:
    assert translator_for("ru").ngettext("{n} task", "{n} tasks", number) == text
