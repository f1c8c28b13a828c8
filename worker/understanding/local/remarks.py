"""Reasons told after a task ("..., he rang at lunch"): talk, whose times are no deadlines."""

import re
from dataclasses import replace

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet

_REMARK = re.compile(
    r"[,;(—–]\s*(?:because\s+|since\s+|as\s+|cos\s+|but\s+|and\s+)?(?:he|she|they|it|who|which)(?:\s+(?:just|only|already|always|also|really|still|never))*"
    r"\s+(?:rang|called|said|told|asked|came|went|was|were|wants?|wanted|needs\s+it|is|are|has|had|did|didn't|doesn't|won't|phoned|emailed|wrote|texted|left|forgot|keeps?|kept|complained|broke|got|sent|promised|closes|leaves|opens|arrives|flies)\b[^.!?;\n]*"
    r"|[,;(—–]\s*(?:потому что|так как|поскольку|ведь|а то)\s[^.!?;\n]*"
    r"|[,;(—–]\s*(?:он|она|они)\s+(?:(?:уже|вчера|сегодня|мне|нам|еще|опять|там|же)\s+)*(?:звонил[аи]?|просил[аи]?|сказал[аи]?|писал[аи]?|был[аио]?|ждет|ждут|обещал[аи]?|хочет|хотят|приезжал[аи]?|уехал[аи]?|уезжает|жаловал\w+|забыл[аи]?|приходил[аи]?|болеет|в отпуске)(?!\w)[^.!?;\n]*"
)


def mark_remarks(sheet: Sheet) -> bool:
    """Mark every remark as noise and take its times out of account; True when there was one."""
    spans = [match.span() for match in _REMARK.finditer(sheet.low) if match.start() > 3]
    for start, end in spans:
        sheet.mark(sheet.within(start + 1, end), "noise", over=True)
    told = [m for m in sheet.mentions if any(start <= m.start < end for start, end in spans)]
    due = (
        None
        if len(told) < len([m for m in sheet.mentions if m.kind == "moment"])
        else _wanted_by(sheet, told)
    )
    sheet.mentions = tuple(
        replace(m, background=True) if m in told and m is not due else m for m in sheet.mentions
    )
    return bool(spans)


_WANT_BY = re.compile(
    r"(?:wants?|needs?|are expecting|is expecting) (?:it|them|this|that|all)(?: all| back| done| ready)*\s+$|(?<!\w)жд[уе]т(?: ее| его| их)?\s+$"
)


def _wanted_by(sheet: Sheet, told: list[Mention]) -> Mention | None:
    """The day by which a remark says the thing is wanted ("they want it by 8 Jan"): the deadline, there being no other."""
    wanted = [m for m in told if m.kind == "moment" and m.relation in {"by", "until", "before"}]
    return next((m for m in wanted if _WANT_BY.search(sheet.low[: m.start])), None)
