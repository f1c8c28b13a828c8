"""What others say or want, told in English before what is to be done: "Guests say the tap drips. Get it fixed"."""

from worker.understanding.rules.heads import is_verb_head
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.words.listing import listed

_SAYING = listed(
    "say says said complain complains complained report reports reported reckon reckons noticed that"
)
_ARTICLES = listed("the our a an some my one two")
_SPEAKERS = listed("i we you i'm we're please what who this that it")


def others_say(sheet: Sheet, places: range, spoken: list[int]) -> bool:
    """Whether the words of a clause tell what others say, or what they want where something is drawn from it ("the
    museum wants to see a proof, so ...")."""
    said = [at for at in spoken if sheet.low_at(at) not in _ARTICLES]
    lows = [sheet.low_at(at) for at in said[:4]]
    if sheet.language != "en" or not lows or lows[0] in _SPEAKERS or is_verb_head(sheet, said[0]):
        return False
    tells = any(low in _SAYING and low != "that" for low in lows[1:])
    return tells or (any(low in {"wants", "want"} for low in lows[1:]) and gives_reason(sheet, places))


def gives_reason(sheet: Sheet, places: range) -> bool:
    """Whether what follows is drawn from this clause: "rain all day, so ..."."""
    return any(
        sheet.labels[at] == "glue" and sheet.low_at(at) in {"so", "therefore", "поэтому"}
        for at in places[-3:]
    )


def what_is_said(sheet: Sheet, talk: list[int]) -> list[int]:
    """The words of a clause after those that tell who says it; all of them where nobody is told to."""
    near = [number for number, at in enumerate(talk[:6]) if sheet.low_at(at) in _SAYING]
    return talk[near[-1] + 1 :] if near and sheet.language == "en" else talk
