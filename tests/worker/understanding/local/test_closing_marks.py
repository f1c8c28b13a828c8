"""What closes a title and belongs to it stays: an address in angle brackets, a path through menus."""

from tests.tables import for_every
from worker.understanding.local.titles import clean


@for_every(
    ("said", "title"),
    [
        ("reply to Novak <novak@x.com>", "reply to Novak <novak@x.com>"),
        ("fix the menu Home > Settings >", "fix the menu Home > Settings >"),
        ("> buy nails", "buy nails"),
        ("call Bob ->", "call Bob"),
        ("call Bob =>…", "call Bob"),
        ("buy nails,", "buy nails"),
    ],
)
def test_a_title_keeps_its_closing_bracket(said: str, title: str) -> None:
    assert clean(said, "en") == title
