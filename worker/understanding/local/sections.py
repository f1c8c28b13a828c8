"""The message cut at its hard joints: lines, list entries, sentences, semicolons."""

import re
from dataclasses import dataclass
from typing import Literal

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.members import MemberHit
from worker.understanding.local.spoken_numbers import spoken_numbers
from worker.understanding.local.words.word_table import listed

Joint = Literal["start", "line", "item", "stop", "semicolon", "also", "then", "and", "comma", "colon", "bare"]
_ABBREVIATIONS = listed("""dr mr mrs ms st vs v no apt nr approx inc ltd co dept ext vol jr sr prof rev sq est tel fig a.m p.m
    т д п г ул им руб тыс тел стр кв корп обл млн шт пер просп доп напр см ст р гр проф др коп""")
_BULLET = re.compile(r"[-•*–—▪●·☐□✓☑]|\d{1,2}[.)]")
_NUMBER_WORDS = listed("first second third fourth fifth finally lastly firstly secondly thirdly")
_NUMBER_WORDS_RU = listed("первое второе третье четвертое пятое во-первых во-вторых в-третьих наконец")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of tokens and the joint that opens it."""

    places: range
    joint: Joint


def hard_parts(sheet: Sheet, people: dict[int, MemberHit]) -> list[Part]:
    """The parts between hard joints, list markers labelled as glue, empty parts left out."""
    timed = {at for m in sheet.mentions for at in sheet.within(m.start, m.end)}
    starts: list[tuple[int, Joint]] = [(0, "start")]
    inline = _inline_numbers(sheet)
    counted = {} if inline else spoken_numbers(sheet, people)
    for at in range(len(sheet)):
        joint = _joint_at(sheet, at, timed, inline)
        if at in counted:
            sheet.mark(range(at, at + counted[at]), "glue", over=True)
            joint = "item"
        if joint and at > 0:
            starts.append((at, joint))
        elif joint == "item":
            starts[0] = (0, "item")
    parts = []
    for (start, joint), (stop, _) in zip(starts, [*starts[1:], (len(sheet), "start")], strict=True):
        if start < stop:
            parts.append(Part(range(start, stop), joint))
    return [part for part in parts if any(sheet.tokens[at].kind != "mark" for at in part.places)]


def _joint_at(sheet: Sheet, at: int, timed: set[int], inline: set[int]) -> Joint | None:
    token = sheet.tokens[at]
    gap = sheet.text[sheet.tokens[at - 1].end : token.start] if at else "\n"
    if "\n" in gap:
        marker = _BULLET.match(sheet.low[token.start : token.start + 4])
        if marker and at not in timed and (at > 0 or len(inline) > 1 or "\n" in sheet.text):
            _label_marker(sheet, at, marker.end())
            return "item"
        return "line" if at else None
    if at in inline:
        _label_marker(sheet, at, len(token.text) + 1)
        return "item"
    before = sheet.tokens[at - 1]
    if before.text == ";" and at - 1 not in timed:
        return "semicolon"
    closing = before.text in {".", "!", "?", "…", "..."} or before.text.startswith("..")
    if closing and sheet.labels[at - 1] != "glue":
        return "stop" if _ends_sentence(sheet, at - 1, timed) else None
    return None


def is_bullet(sheet: Sheet, at: int) -> bool:
    """Whether a token opens an entry of a list: a dash or dot at the start of a line, or a number with a dot or bracket."""
    token = sheet.tokens[at]
    found = _BULLET.match(sheet.low[token.start : token.start + 4])
    timed = any(m.start <= token.start < m.end for m in sheet.mentions)
    numbered = sheet.low_at(at + 1) in {")", "."} or token.text[-1:] in {")", "."}
    return found is not None and not timed and (at == 0 or sheet.on_new_line(at) or numbered)


def mark_bullet(sheet: Sheet, at: int) -> None:
    """Mark the tokens of the bullet that stands here as glue."""
    found = _BULLET.match(sheet.low[sheet.tokens[at].start :][:4])
    if found:
        _label_marker(sheet, at, found.end())


def _label_marker(sheet: Sheet, at: int, length: int) -> None:
    start = sheet.tokens[at].start
    sheet.mark(sheet.within(start, start + length), "glue", over=True)


def _ends_sentence(sheet: Sheet, mark: int, timed: set[int]) -> bool:
    if mark in timed and mark + 1 in timed:
        return False
    if mark == 0 or "dropped" in {sheet.labels[mark], sheet.labels[mark + 1]}:
        return False
    before, after = sheet.tokens[mark - 1], sheet.tokens[mark + 1]
    if sheet.tokens[mark].text != ".":
        return True
    tight = before.end == sheet.tokens[mark].start and sheet.tokens[mark].end == after.start
    return not tight and before.low not in _ABBREVIATIONS and not (len(before.low) == 1 and before.is_word)


def _inline_numbers(sheet: Sheet) -> set[int]:
    """Positions of "1." "2)" ... that count up within the text, at least to two."""
    found: list[int] = []
    for at in range(len(sheet) - 1):
        token, after = sheet.tokens[at], sheet.tokens[at + 1]
        if (
            token.low
            in {str(len(found) + 1), "abcdefgh"[len(found) : len(found) + 1] if after.text == ")" else ""}
            and after.text in ".)"
            and token.end == after.start
        ):
            found.append(at)
    return set(found) if len(found) >= 2 else set()


def is_ordinal(low: str) -> bool:
    """Whether a word counts entries when spoken ("second, ..." «во-вторых»)."""
    return low in _NUMBER_WORDS or low in _NUMBER_WORDS_RU
