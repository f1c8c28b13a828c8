"""An English name's place in its clause: its article, the word before, whether it leads."""

from worker.understanding.local.assignments import Spot

ARTICLES = {"the", "our", "my", "@"}


def article(spot: Spot) -> tuple[int, ...]:
    """The position of the article right before the name, if there is one."""
    return (spot.hit.first - 1,) if spot.before in ARTICLES else ()


def before(spot: Spot) -> str:
    """The word before the name and its article."""
    return spot.sheet.low_at(spot.hit.first - 1 - len(article(spot)))


def possessive(spot: Spot) -> bool:
    """Whether the name has an 's."""
    return spot.word.endswith("'s")


def leads(spot: Spot) -> bool:
    """Whether nothing but articles stands before the name in its clause."""
    between = range(spot.first, spot.hit.first)
    return spot.leading or (bool(article(spot)) and all(spot.sheet.low_at(at) in ARTICLES for at in between))
