"""Names: what the model wrote becomes the exact name in the workspace, or nothing."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownMember
from worker.understanding.local.business_names import NameHit, find_businesses, find_projects
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import normalise, tokenise
from worker.understanding.local.transliteration import latin

_DROPPED = re.compile(r"[\"'«»„“”‘’`]")
_NEAR = 88.0
_LEAD = 8.0
# How strongly a word must tell a name apart (business_names), and how far the best must be before the next.
_TELLING = 5.0
_AHEAD = 3.0


def business_name(said: str, context: Context) -> str | None:
    """The business `said` names, spelt as the workspace spells it; None when it is none or could be two."""
    exact = _match(said, ((business.name, (business.name,)) for business in context.businesses))
    return exact or _alone(find_businesses(list(enumerate(tokenise(normalise(said)))), context))


def project_name(said: str, context: Context) -> str | None:
    """The project `said` names."""
    exact = _match(said, ((project.name, (project.name,)) for project in context.projects))
    return exact or _alone(find_projects(list(enumerate(tokenise(normalise(said)))), context))


def member_name(said: str, context: Context) -> str | None:
    """The member `said` names, by name or alias, inflected, as a nickname or in the other script, or by their role."""
    exact = _match(said, ((member.name, _spellings(member)) for member in context.members))
    return exact or _linked_member(said, context)


def _linked_member(said: str, context: Context) -> str | None:
    """The member that rules find in these words, if they are all of them: a surname more may be another person."""
    tokens = tokenise(normalise(said))
    hits = [hit for hit in find_members(tokens, context) if hit.how != "heard"]
    whole = len(hits) == 1 and (hits[0].first, hits[0].last) == (0, len(tokens) - 1)
    return hits[0].name if whole else None


def _alone(hits: Sequence[NameHit]) -> str | None:
    """The name that is found by a word of its own, clearly before the next."""
    found = [hit for hit in hits if hit.strength >= _TELLING]
    if not found or (len(found) > 1 and found[0].strength - found[1].strength < _AHEAD):
        return None
    return found[0].name


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
        scores.append((max(_nearness(wanted, spelling) for spelling in plain), name))
    scores.sort(key=lambda pair: (-pair[0], pair[1]))
    if not scores or scores[0][0] < _NEAR:
        return None
    return scores[0][1] if len(scores) == 1 or scores[0][0] - scores[1][0] >= _LEAD else None


def _nearness(wanted: str, spelling: str) -> float:
    """How alike two names are, in either script (0 to 100)."""
    return max(fuzz.ratio(wanted, spelling), fuzz.ratio(latin(wanted), latin(spelling)))


def _plain(name: str) -> str:
    return " ".join(_DROPPED.sub("", name).casefold().replace("ё", "е").split())
