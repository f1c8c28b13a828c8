"""The businesses that are offered as buttons."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class TypicalBusiness:
    """A business as it is offered: its emoji and its name in one language."""

    emoji: str
    name: str


@lru_cache
def typical_businesses(language: str) -> tuple[TypicalBusiness, ...]:
    """All of them in a language of the catalogues, in the order of the buttons."""
    source = files("worker.features.setup").joinpath("typical_businesses.toml").read_text(encoding="utf-8")
    return tuple(TypicalBusiness(row["emoji"], row[language]) for row in tomllib.loads(source)["business"])
