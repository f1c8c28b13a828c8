"""Sentences about what a member may do: "make Dima a manager of Repair", «Оля пусть только смотрит»."""

import re

from worker.features.directory.entries import MEMBER
from worker.features.directory.requests import MemberRole, SetRole
from worker.features.directory.sentences.phrase_parts import find_known_businesses
from worker.features.directory.sentences.sentence import DirectorySentence, names_no_time, pattern_matches
from worker.understanding.bounded_pattern import bounded

_PATTERNS: tuple[tuple[str, MemberRole], ...] = (
    ("PLAIN_MEMBERS", "member"),
    ("MANAGERS", "manager"),
    ("VIEWERS", "viewer"),
)
_BEFORE_FIRM = bounded(
    r"^(?:(?:at|in|of|for|to|over|on|the|tasks|в|во|на|по|для|бизнес\w*|задачи|задачах)\s+)+", re.IGNORECASE
)


def read_member_role(sentence: DirectorySentence) -> SetRole | None:
    """Of somebody on the team, in businesses that are known; "manager" of anything else is what somebody does."""
    for pattern, role in _PATTERNS:
        for found in pattern_matches(sentence, pattern):
            row = sentence.directory.find(MEMBER, found["name"])
            said = _BEFORE_FIRM.sub("", (found.groupdict().get("firm") or "").strip())
            firms = find_known_businesses(said, sentence.directory) if said else []
            if row is not None and bool(firms) == bool(said) and names_no_time(sentence):
                return SetRole(row.id or 0, role, tuple(firm.id or 0 for firm in firms))
    return None
