"""Pages of long messages: a screen each, under Telegram's limits, headings repeated, nothing lost; keyboards bounded."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.core.message_pages import DATA_BYTES, MOST_IN_A_ROW, MOST_ROWS, PAGE_LINES, Button, pages_of
from worker.core.reply import escape_html

LIMIT, ENTITIES = 4096, 100

titles = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8", exclude_characters="\n\r"), st.sampled_from("<>&🦷😀❗")),
    min_size=1,
    max_size=200,
)
blocks = st.lists(
    st.tuples(titles.map(lambda title: title[:60]), st.lists(titles, min_size=1, max_size=60)),
    min_size=1,
    max_size=6,
)
keyboards = st.lists(
    st.lists(st.builds(Button, titles.map(lambda title: title[:80]), st.text(max_size=70)), max_size=12).map(
        tuple
    ),
    max_size=40,
).map(tuple)


def units(text: str) -> int:
    """A text's length as Telegram counts it."""
    return len(unescape(re.sub(r"<[^>]*>", "", text)).encode("utf-16-le", "surrogatepass")) // 2


def as_text(given_blocks: list[tuple[str, list[str]]]) -> str:
    return "\n\n".join(
        "\n".join(
            [f"<b>{escape_html(heading)}</b>", *(f"—  {escape_html(line)} · <i>x</i>" for line in lines)]
        )
        for heading, lines in given_blocks
    )


@given(blocks, keyboards)
@settings(deadline=None, max_examples=150)
def test_every_page_fits_a_screen_and_telegram_and_no_line_is_lost_or_cut(given_blocks, rows) -> None:
    pages = pages_of(as_text(given_blocks), rows)
    shown = [line for page in pages for line in page.text.split("\n")]
    headings = {f"<b>{escape_html(heading)}</b>" for heading, _ in given_blocks}
    for page in pages:
        assert units(page.text) <= LIMIT
        assert len(re.findall(r"<[bi]>", page.text)) <= ENTITIES
        assert page.text.count("\n") + 1 <= PAGE_LINES + 1
        assert page.text.split("\n")[-1] not in headings
    wanted = [f"—  {escape_html(line)} · <i>x</i>" for _, lines in given_blocks for line in lines]
    found = [line for line in shown if line.startswith("—  ")]
    # Where a keyboard has more pages than the text, its last page stands above the rest of them.
    assert found[: len(wanted)] == wanted


@given(keyboards)
@settings(deadline=None, max_examples=150)
def test_no_keyboard_is_more_than_telegram_takes_and_no_button_is_lost(rows) -> None:
    pages = pages_of("<b>Tasks</b>\nOne", rows)
    room = MOST_ROWS if len(pages) == 1 else MOST_ROWS - 1
    for page in pages:
        assert len(page.rows) <= room
        assert all(len(row) <= MOST_IN_A_ROW for row in page.rows)
        assert all(len(button.data.encode()) <= DATA_BYTES for row in page.rows for button in row)
    sendable = [b.data for row in rows for b in row if len(b.data.encode()) <= DATA_BYTES]
    assert [b.data for page in pages for row in page.rows for b in row] == sendable


def test_what_goes_on_says_under_which_heading_and_markup_is_never_torn() -> None:
    lines = [f"—  Task {n}" for n in range(20)]
    first, second = pages_of("\n".join(["<b>Monday</b>", *lines]), ())
    assert second.text.startswith("<b>Monday</b> …\n—  Task 14")
    assert first.text.endswith("—  Task 13")
    quoted = "<blockquote expandable>" + "\n".join(lines[:12]) + "</blockquote>"
    pages = pages_of("\n".join([*lines[:9], quoted, *lines[:9]]), ())
    assert all(page.text.count("<blockquote") == page.text.count("</blockquote") for page in pages)
    card = "\n".join(f"{n}  <b>Task {n}</b>\nby Friday" for n in range(12))
    assert all(page.text.endswith("by Friday") for page in pages_of(card, ()))


def test_a_screen_and_a_line_more_are_one_page() -> None:
    assert len(pages_of("\n".join(["x"] * (PAGE_LINES + 1)), ())) == 1
    assert len(pages_of("\n".join(["x"] * (PAGE_LINES + 2)), ())) == 2
