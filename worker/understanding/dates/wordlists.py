"""How the word tables are built: a tag with its values, each value with the forms that spell it."""

from typing import Any

Tags = dict[str, dict[str, Any]]


def tagged(**groups: dict[Any, str]) -> Tags:
    """Word -> {tag: value} from tag -> {value: "form form ..."}; one word may carry several tags."""
    words: Tags = {}
    for tag, values in groups.items():
        for value, forms in values.items():
            for form in forms.split():
                words.setdefault(form, {})[tag] = value
    return words


def words(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


def sequence(text: str) -> tuple[str, ...]:
    """The same in order."""
    return tuple(text.split())
