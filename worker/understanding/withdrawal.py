"""A message that takes itself back: "… never mind", "… no longer needed", «… уже не надо»."""

import re

from worker.understanding.bounded_pattern import bounded

_WITHDRAWN = (
    r"(?:never\s*mind|nvm|(?:it['’]?s\s+|is\s+)?(?:no\s+longer|not)\s+(?:needed|necessary|relevant)(?:\s+(?:any\s*more|now))?|not\s+any\s*more"
    r"|(?:please\s+)?(?:forget|scrap|cancel|ignore|drop|undo)(?:\s+(?:it|that|this|about\s+(?:it|that|this)))?|(?:don['’]?t|no\s+need\s+to)\s+bother|no\s+need|cancelled|canceled"
    r"|(?:уже|больше)\s+(?:это\s+)?не\s+(?:надо|нужн[оаы]|требуется|актуальн[оаы])|не\s+(?:надо|нужн[оаы]|актуальн[оаы])(?:\s+(?:уже|больше))?|неактуально"
    r"|отмена|отменяется|отмени(?:те)?(?:\s+(?:это|её|ее))?|отбой|забудь(?:те)?(?:\s+(?:об\s+этом|про\s+это|это))?|проехали|можно\s+не\s+делать)"
)
# Within a sentence the words need a mark before them: "order what is not needed" takes nothing back.
_AT_END = bounded(
    rf"(?:^|[\s]*[,.;:!?…()—–-]+\s*)(?:(?:actually|ok|sorry|oh|ой|всё|все)\W+)*{_WITHDRAWN}[\s.!)…]*$",
    re.IGNORECASE,
)
_PLAIN_END = bounded(
    r"\s+(?:never\s*mind|nvm|(?:is\s+)?no\s+longer\s+needed|not\s+needed\s+any\s*more|(?:уже|больше)\s+не\s+(?:надо|нужн[оаы]|актуальн[оаы])|неактуально)[\s.!)…]*$",
    re.IGNORECASE,
)


def without_withdrawn(text: str) -> str | None:
    """What remains of a text whose lines may take themselves back; empty when all of it does, None when nothing does.

    In a text of several lines each line takes back itself alone; a last line of nothing but such words takes back all.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    taken = [_is_withdrawn(line) for line in lines]
    if not any(taken):
        return None
    if taken[-1] and not _before_withdrawal(lines[-1]).strip():
        return ""
    return "\n".join(line for line, gone in zip(lines, taken, strict=True) if not gone)


def _is_withdrawn(line: str) -> bool:
    return _AT_END.search(line) is not None or _PLAIN_END.search(line) is not None


def _before_withdrawal(line: str) -> str:
    found = _AT_END.search(line) or _PLAIN_END.search(line)
    return line[: found.start()] if found else line
