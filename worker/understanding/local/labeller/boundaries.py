"""Where a clause cannot begin: at a mark that closes the clause before, and inside an expression about time."""

from worker.understanding.local.annotated_text import Sheet

_CLOSING = frozenset({",", ".", ";", ":", "!", "?", "…", "...", ")", "—", "–", "-", "»"})


def closes_before(sheet: Sheet, at: int) -> bool:
    """Whether a token is a mark that belongs to the clause before it."""
    token = sheet.tokens[at]
    closing = token.text in _CLOSING or token.text.startswith("..")
    return token.kind == "mark" and closing and not sheet.on_new_line(at)


def beginnings(sheet: Sheet) -> list[bool]:
    """For every token whether a clause may begin with it."""
    inside = {at for m in sheet.mentions for at in sheet.within(m.start, m.end)[1:]}
    return [at == 0 or not (closes_before(sheet, at) or at in inside) for at in range(len(sheet))]
