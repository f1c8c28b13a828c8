"""An error and what led to it as text of bounded size and cost, without the local variables of frames."""

import traceback
from collections import deque
from collections.abc import Iterator
from types import TracebackType

from models.runtime.secret_values import SecretValues

MOST_BYTES = 16_000
# Of one error: the frames where it began its way, and those where it rose.
_FIRST_FRAMES = 10
_LAST_FRAMES = 20
_MOST_ERRORS = 6
_MOST_TOLD = 2_000
# What looks like a secret is struck out also where nobody says which ours are.
_NONE = SecretValues()

_CAUSED = "The above exception was the direct cause of the following exception:"
_DURING = "During handling of the above exception, another exception occurred:"


def plain_traceback(error: BaseException, secrets: SecretValues = _NONE) -> str:
    """The error with its causes, the first cause first, as Python prints them; at most MOST_BYTES bytes of UTF-8.

    Of deep recursions and long chains the middle is left out, and the text says how much. Without the last line break.
    The secrets are struck out before anything is cut: no part of one is left at a cut.
    """
    parts = [part for link in _chain(error, secrets) for part in link]
    return shortened("\n".join(parts), MOST_BYTES, secrets)


def shortened(text: str, most: int, secrets: SecretValues = _NONE) -> str:
    """Text of at most `most` bytes of UTF-8: of a longer one a third from its start and the rest from its end.

    The secrets are struck out of what is kept before it is cut, and no more than that is looked through.
    """
    first, last = _ends(text, most, secrets)
    data = (first + last).encode("utf-8", "backslashreplace")
    if len(data) <= most and not last:
        return data.decode()
    room = most - 60
    mark = f"\n... shortened, {len(text):,} characters in all ...\n"
    start, end = data[: room // 3], data[len(data) - (room - room // 3) :]
    return start.decode("utf-8", "ignore") + mark + end.decode("utf-8", "ignore")


def _ends(text: str, most: int, secrets: SecretValues) -> tuple[str, str]:
    """The text without its secrets and nothing; of a very long one its first and its last part."""
    spare = secrets.longest
    if len(text) <= 4 * most + 2 * spare:
        return secrets.redact(text), ""
    # At the inner end of each part a secret may stand in half, which nobody would know as one.
    first = secrets.redact(text[: 2 * most + spare])
    last = secrets.redact(text[len(text) - 2 * most - spare :])
    return first[: len(first) - spare], last[spare:]


def _chain(error: BaseException, secrets: SecretValues) -> list[list[str]]:
    """The errors from the first cause to the last, each with the sentence that leads to it."""
    links: deque[tuple[BaseException, str]] = deque(maxlen=_MOST_ERRORS)
    seen: set[int] = set()
    link: BaseException | None = error
    sentence = ""
    newest: list[tuple[BaseException, str]] = []
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        (newest if len(newest) < _MOST_ERRORS // 2 else links).append((link, sentence))
        link, sentence = _before(link)
    left = len(seen) - len(newest) - len(links)
    kept = [*newest, *links]
    texts = [[*_one(each, secrets), *([f"\n{said}\n"] if said else [])] for each, said in reversed(kept)]
    if left > 0:
        texts.insert(len(links), [f"... {left} more errors of this chain ...\n"])
    return texts


def _before(error: BaseException) -> tuple[BaseException | None, str]:
    if error.__cause__ is not None:
        return error.__cause__, _CAUSED
    return (None, "") if error.__suppress_context__ else (error.__context__, _DURING)


def _one(error: BaseException, secrets: SecretValues) -> list[str]:
    """One error: its frames, then its kind and text; of a group the errors in it by their text alone."""
    head = ["Traceback (most recent call last):"] if error.__traceback__ else []
    inner = error.exceptions[:_MOST_ERRORS] if isinstance(error, BaseExceptionGroup) else ()
    lines = [_described(error, secrets), *(f"  | {_described(each, secrets)}" for each in inner)]
    return [*head, *_frames(error.__traceback__), *lines]


def _frames(trace: TracebackType | None) -> Iterator[str]:
    first: list[tuple[object, int]] = []
    last, count = deque[tuple[object, int]](maxlen=_LAST_FRAMES), 0
    while trace is not None:
        (first if count < _FIRST_FRAMES else last).append((trace.tb_frame, trace.tb_lineno))
        count, trace = count + 1, trace.tb_next
    yield from _lines(first)
    left = count - len(first) - len(last)
    if left:
        yield f"  ... {left} more frames ..."
    yield from _lines(list(last))


def _lines(frames: list[tuple[object, int]]) -> list[str]:
    found = traceback.StackSummary.extract(iter(frames))  # type: ignore[arg-type]
    return [line.rstrip("\n") for line in found.format()]


def _described(error: BaseException, secrets: SecretValues) -> str:
    kind = type(error)
    plain = kind.__module__ in ("builtins", "__main__")
    name = kind.__qualname__ if plain else f"{kind.__module__}.{kind.__qualname__}"
    text = text_of(error, secrets)
    return f"{name}: {text}" if text else name


def text_of(error: BaseException, secrets: SecretValues = _NONE) -> str:
    """What the error says without the secrets, at most 2,000 bytes of it. One whose text cannot be had says so."""
    try:
        return shortened(str(error), _MOST_TOLD, secrets)
    except Exception:  # noqa: BLE001 - any code can stand there, and this must not fail
        return "(its text cannot be read)"
