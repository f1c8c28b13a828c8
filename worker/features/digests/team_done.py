"""What the owner is told of the team's finished work: how many tasks of each, and that the other figures are the owner's."""

from collections import Counter
from collections.abc import Iterable

from worker.core.reply import escape_html
from worker.features.digests.queries import DigestFacts, Recipient, TaskFacts


def has_team(recipient: Recipient, facts: DigestFacts) -> bool:
    """Whether the recipient owns a planner with others in it: their own figures then say whose they are."""
    return recipient.speaker.is_owner and len(facts.members) > 1


def team_line(recipient: Recipient, facts: DigestFacts, done: Iterable[TaskFacts]) -> str | None:
    """ "The team finished: Dima: 3, Josh: 1", the busiest first; None where others finished nothing, and for other members."""
    if not recipient.speaker.is_owner:
        return None
    own = (recipient.speaker.member_id, None)
    counted = Counter(
        facts.members[task.assignee_id]
        for task in done
        if task.assignee_id is not None and task.assignee_id not in own
    )
    if not counted:
        return None
    ranked = sorted(counted.items(), key=lambda found: (-found[1], found[0]))
    who = ", ".join(f"{escape_html(name)}: {count}" for name, count in ranked)
    return recipient.speaker.translator.gettext("The team finished: {who}", who=who)
