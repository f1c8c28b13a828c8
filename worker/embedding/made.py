"""Made: vectors with the name of the model that made them: they are compared with nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """One vector per text, in order."""

    model: str
    vectors: list[list[float]]
