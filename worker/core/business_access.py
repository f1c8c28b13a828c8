"""Which values a speaker may give a task, so that businesses never mix, whatever words or button they came by."""

from collections.abc import Mapping
from typing import Any

from models.tables.task import Task
from worker.core.directory_names import DirectoryNames

# The columns that say who may reach a task.
_PLACEMENT = frozenset({"business_id", "project_id", "assignee_id"})


def exceeds_access(names: DirectoryNames, fields: Mapping[str, Any], task: Task | None = None) -> bool:
    """Whether these values would bring a task (a new one where there is none) out of the speaker's reach.

    A task of a business that is not theirs keeps its business and project; nobody gets a task of a business that they
    do not work for, but the speaker and the owner. What is so already may stay. The owner may do all of it, but give a
    task to somebody who only views its business: that nobody may, nor bring one into a business that they only view.
    """
    business, project, person = (
        None if task is None else task.business_id,
        None if task is None else task.project_id,
        None if task is None else task.assignee_id,
    )
    home, part = fields.get("business_id", business), fields.get("project_id", project)
    doer = fields.get("assignee_id", person)
    moved = (home, part) != (business, project)
    if _falls_to_viewer(names, doer if (home, doer) != (business, person) else None, home, moved=moved):
        return True
    if names.unrestricted:
        return False
    leaves_group = "business_id" in fields and names.only_business not in (None, home)
    if leaves_group or (moved and not (names.knows_business(business) and names.knows_business(home))):
        return True
    if part != project and part is not None and part not in names.projects:
        return True
    return (home, doer) != (business, person) and not names.may_do(doer, home)


def _falls_to_viewer(names: DirectoryNames, doer: int | None, home: int | None, *, moved: bool) -> bool:
    """Whether a task would come to a person, or by the speaker into a business, where these only look at tasks."""
    into_viewed = moved and not names.unrestricted and names.only_views(names.speaker_id, home)
    return into_viewed or names.only_views(doer, home)


def within_access(names: DirectoryNames, fields: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The values without those for business, project and person where the speaker may not give these."""
    if not exceeds_access(names, fields, task):
        return dict(fields)
    return {name: value for name, value in fields.items() if name not in _PLACEMENT}
