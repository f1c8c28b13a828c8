"""The raw answer becomes what the schema promises, or a plain word for what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from worker.understanding.llm.answer_form import NoJsonError, NoListError, listed_actions, plain_action
from worker.understanding.llm.schema import FIELDS_OF_KINDS, Said

_SAID: TypeAdapter[Said] = TypeAdapter(Said)


class BrokenAnswerError(Exception):
    """The answer cannot be used at all. `code`: cut_off, no_content, no_json, no_actions, no_valid_action."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RefusedAnswerError(Exception):
    """The model, or a filter before it, would not answer."""


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """The intents that keep to the schema, in order, and how many did not."""

    said: tuple[Said, ...]
    malformed: int


def parse(content: str | None, refusal: str | None, finish_reason: str | None) -> ParsedAnswer:
    """The intents of an answer; one that does not keep to the schema is counted and left out.

    Raises RefusedAnswerError for a refusal or a content filter, BrokenAnswerError for everything else that brings no list.
    An answer that hit the token limit is not searched for whole intents: what is missing could be the correction.
    """
    if refusal or finish_reason == "content_filter":
        raise RefusedAnswerError
    if finish_reason == "length":
        raise BrokenAnswerError("cut_off")
    items = [item for item in map(_plain, _intents(content)) if item != {"kind": "none"}]
    said = tuple(found for item in items if (found := _valid(item)) is not None)
    if items and not said:
        raise BrokenAnswerError("no_valid_action")
    return ParsedAnswer(said, malformed=len(items) - len(said))


def _intents(content: str | None) -> list[Any]:
    if not content or not content.strip():
        raise BrokenAnswerError("no_content")
    try:
        return listed_actions(content)
    except NoJsonError as error:
        raise BrokenAnswerError("no_json") from error
    except NoListError as error:
        raise BrokenAnswerError("no_actions") from error


def _plain(item: Any) -> Any:
    return plain_action(item, FIELDS_OF_KINDS)


def _valid(item: Any) -> Said | None:
    try:
        return _SAID.validate_python(item)
    except ValidationError:
        return None
