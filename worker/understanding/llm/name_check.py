"""Names: what the model wrote becomes the exact name in the workspace, or nothing."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownMember

_DROPPED = re.compile(r"[\"'«»„“”‘’`]")
_NEAR = 88.0
_LEAD = 8.0


def business_name(said: str, context: Context) -> str | None:
    """The business `said` names, spelt as the workspace spells it; None when it is none or could be two."""
    return _match(said, ((business.name, (business.name,)) for business in context.businesses))


def project_name(said: str, context: Context) -> str | None:
    """The project `said` names."""
    return _match(said, ((project.name, (project.name,)) for project in context.projects))


def member_name(said: str, context: Context) -> str | None:
    """The member `said` names, by name or alias."""
    return _match(said, ((member.name, _spellings(member)) for member in context.members))


def _spellings(member: KnownMember) -> tuple[str, ...]:
    return (member.name, *member.aliases)


def _match(said: str, known: Iterable[tuple[str, tuple[str, ...]]]) -> str | None:
    """Exact without case, quotes and ё; else the one that is nearly so and clearly nearer than the next."""
    wanted = _plain(said)
    if not wanted:
        return None
    scores: list[tuple[float, str]] = []
    for name, spellings in known:
        plain = [_plain(spelling) for spelling in spellings]
        if wanted in plain:
            return name
        scores.append((max(fuzz.ratio(wanted, spelling) for spelling in plain), name))
    scores.sort(key=lambda pair: (-pair[0], pair[1]))
    if not scores or scores[0][0] < _NEAR:
        return None
    return scores[0][1] if len(scores) == 1 or scores[0][0] - scores[1][0] >= _LEAD else None


def _plain(name: str) -> str:
    return " ".join(_DROPPED.sub("", name).casefold().replace("ё", "е").split())
