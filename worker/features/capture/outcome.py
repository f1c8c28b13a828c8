"""Outcome: what became of a message's actions, for the card that tells of it."""

from dataclasses import dataclass, field
from typing import Literal

from models.tables.operation import Operation
from models.tables.task import Task
from worker.features.directory.entries import Entry
from worker.understanding.actions import Plan, Query

Change = Literal["created", "done", "moved", "changed", "dropped"]


@dataclass(slots=True)
class Outcome:
    """Rows touched, in the order of the message; questions asked; what could not be done and why."""

    operation: Operation
    touched: list[tuple[Change, Task]] = field(default_factory=list)
    # Open tasks that are as they were told to be already.
    unchanged: list[Task] = field(default_factory=list)
    projects: list[Entry] = field(default_factory=list)
    questions: list[Query | Plan] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        """The touched tasks, each once."""
        return list({task.id: task for _, task in self.touched}.values())
