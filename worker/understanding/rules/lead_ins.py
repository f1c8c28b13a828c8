"""What is said before a list and holds for its entries: a day, a person, a project, a priority."""

from dataclasses import dataclass, field, replace

from worker.understanding.calendar import Mention
from worker.understanding.rules.assigning import Assignment


@dataclass(slots=True)
class Lead:
    """What holds for the entries that follow: said in a heading, or at the front of a sentence."""

    moments: tuple[Mention, ...] = ()
    person: Assignment | None = None
    tokens: list[int] = field(default_factory=list)
    priority: int | None = None
    bound: bool = False  # said after a person: it holds for what that person is to do


def joined(first: Lead, second: Lead) -> Lead:
    """The second lead over the first: what it names replaces, the rest stays."""
    return Lead(
        second.moments or first.moments,
        second.person or first.person,
        second.tokens or first.tokens,
        second.priority if second.priority is not None else first.priority,
    )


def for_entries(mention: Mention) -> Mention:
    """What a time at the front of a sentence gives to the entries after it: its day and "morning", not its clock time."""
    return mention if mention.vague or not mention.date_said or mention.elapsed else day_only(mention)


def day_only(mention: Mention) -> Mention:
    """The mention without its clock time."""
    return replace(mention, time=None, time_said=False, vague=False)
