"""What the people of a workspace may do: their roles, and the right that a command, a button or an action needs.

Which tasks a role reaches is said in task_access; here is only what somebody may try at all.
"""

from collections.abc import Mapping
from typing import Literal

from worker.core.reply import escape_html
from worker.core.speaker import Role, Speaker

# "see": look at tasks, and set what concerns only oneself. "change": make and change tasks within reach.
# "lead": see and ease the weeks of a business's people. "own": the workspace with its businesses, people and settings.
Right = Literal["see", "change", "lead", "own"]
_RIGHTS: Mapping[Role, frozenset[Right]] = {
    "viewer": frozenset({"see"}),
    "member": frozenset({"see", "change"}),
    "manager": frozenset({"see", "change", "lead"}),
    "owner": frozenset({"see", "change", "lead", "own"}),
}


def has_right(speaker: Speaker, right: Right) -> bool:
    """Whether the speaker may try what needs this right, where they speak now."""
    return right in _RIGHTS[speaker.role]


def takes_no_tasks_text(speaker: Speaker, name: str) -> str:
    """That the member of this name, not escaped, was not given a task because they only view its business; HTML."""
    return speaker.translator.gettext(
        "{name} can only look at the tasks there and was not given this.", name=escape_html(name)
    )


def refusal_text(speaker: Speaker) -> str:
    """What somebody is told who has not the right."""
    if has_right(speaker, "change"):
        return speaker.translator.gettext("Only the owner can do this.")
    return only_sees_text(speaker)


def only_sees_text(speaker: Speaker) -> str:
    """What a viewer is told who wanted to change something."""
    return speaker.translator.gettext(
        "You can look at these tasks but not change them, so nothing was changed. The owner can let you do more."
    )
