"""Reads single values of a Bot API object's JSON: a value of another type than the one that is needed is a ValueError."""

import datetime as dt
from typing import Any

_MAX_NUMBER = 2**63 - 1
# Adding days to a later date could overflow Python's last date.
_LAST_YEAR = 2200

RawObject = dict[str, Any]


def object_at(holder: RawObject, name: str) -> RawObject | None:
    """The object at `name`; None where there is none."""
    value = holder.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise ValueError(f"{name} is no object")


def needed_object(holder: RawObject, name: str) -> RawObject:
    """The object at `name`. Raises ValueError where there is none."""
    value = object_at(holder, name)
    if value is None:
        raise ValueError(f"{name} is missing")
    return value


def objects_at(holder: RawObject, name: str) -> list[RawObject]:
    """The objects of the list at `name`, which may be missing."""
    value = holder.get(name) or []
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value
    raise ValueError(f"{name} is no list of objects")


def text_at(holder: RawObject, name: str) -> str:
    """The text at `name`; empty where there is none."""
    value = holder.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise ValueError(f"{name} is no text")


def needed_text(holder: RawObject, name: str) -> str:
    """The text at `name`, which is not empty. Raises ValueError otherwise."""
    value = text_at(holder, name)
    if not value:
        raise ValueError(f"{name} is missing")
    return value


def word_at(holder: RawObject | None, name: str) -> str:
    """A text that nothing depends on, such as a name: empty where it is missing or none."""
    value = (holder or {}).get(name)
    return value if isinstance(value, str) else ""


def number_at(holder: RawObject, name: str) -> int | None:
    """The whole number at `name` that a 64-bit column holds; None where there is none."""
    value = holder.get(name)
    if value is None:
        return None
    if type(value) is not int or abs(value) > _MAX_NUMBER:
        raise ValueError(f"{name} is no number, or out of range")
    return value


def needed_number(holder: RawObject, name: str) -> int:
    """The whole number at `name`. Raises ValueError where there is none."""
    value = number_at(holder, name)
    if value is None:
        raise ValueError(f"{name} is missing")
    return value


def degrees_at(holder: RawObject, name: str) -> float:
    """The degrees of a place. Raises ValueError for anything else."""
    value = holder.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180:
        return float(value)
    raise ValueError(f"{name} is no place")


def instant_at(holder: RawObject, name: str) -> dt.datetime:
    """The instant (UTC) of the Unix seconds at `name`. Raises ValueError for anything else, and for one after 2200."""
    seconds = needed_number(holder, name)
    try:
        instant = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{name} is out of range") from error
    if instant.year > _LAST_YEAR:
        raise ValueError(f"{name} is out of range")
    return instant
