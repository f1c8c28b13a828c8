"""What others say or want, told in English before what is to be done: "Guests say the tap drips. Get it fixed"."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.words.word_table import listed

_SAYING = listed("say says said complain complains complained reported reckon reckons noticed")
_WANTING = {"want", "wants"}
_ARTICLES = listed("the our a an some my one two")
_SPEAKERS = listed("i we you i'm we're please what who this that it all every everything whatever nothing")
_PASSIVE = listed("is are was were be been being 's as")


def others_say(sheet: Sheet, places: range, spoken: list[int]) -> bool:
    """Whether the words of a clause tell what others say, or what they want where something is drawn from it ("the
    museum wants to see a proof, so ...")."""
    said = [at for at in spoken if sheet.low_at(at) not in _ARTICLES]
    lows = [sheet.low_at(at) for at in said[:3]]
    if sheet.language != "en" or not lows or lows[0] in _SPEAKERS or is_verb_head(sheet, said[0]):
        return False
    if _PASSIVE.intersection(lows):
        return False
    return bool(_SAYING.intersection(lows[1:])) or (
        bool(_WANTING.intersection(lows[1:])) and gives_reason(sheet, places)
    )


def gives_reason(sheet: Sheet, places: range) -> bool:
    """Whether what follows is drawn from this clause: "rain all day, so ..."."""
    return any(
        sheet.labels[at] == "glue" and sheet.low_at(at) in {"so", "therefore", "поэтому", "так"}
        for at in places[-3:]
    )


def what_is_said(sheet: Sheet, talk: list[int]) -> list[int]:
    """The words of a clause after those that tell who says it; all of them where nobody is told to."""
    verb = next((number for number, at in enumerate(talk[:5]) if sheet.low_at(at) in _SAYING), None)
    if verb is None or sheet.language != "en":
        return talk
    told = talk[verb + 1 :]
    return told[1:] if told and sheet.low_at(told[0]) == "that" else told
