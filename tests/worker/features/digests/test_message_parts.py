"""Long digests: under Telegram's limits, cut between lines, headings repeated, nothing lost."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.core.reply import escape_html
from worker.features.digests.message_parts import MessageBlock, split_into_messages

LIMIT, ENTITIES = 4096, 100

titles = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8", exclude_characters="\n\r"), st.sampled_from("<>&🦷😀❗")),
    min_size=1,
    max_size=200,
)
blocks = st.lists(
    st.builds(
        lambda heading, lines: MessageBlock(
            f"<b>{escape_html(heading)}</b>", tuple(f"—  {escape_html(line)} · <i>x</i>" for line in lines)
        ),
        titles.map(lambda title: title[:60]),
        st.lists(titles, min_size=1, max_size=120),
    ),
    min_size=1,
    max_size=6,
)


def units(text: str) -> int:
    """A text's length as Telegram counts it."""
    return len(unescape(re.sub(r"<[^>]*>", "", text)).encode("utf-16-le", "surrogatepass")) // 2


@given(blocks)
@settings(deadline=None, max_examples=150)
def test_every_part_fits_and_no_line_is_lost_or_cut(given_blocks: list[MessageBlock]) -> None:
    texts = split_into_messages(given_blocks)
    lines = [line for text in texts for line in text.split("\n")]
    for text in texts:
        assert units(text) <= LIMIT
        assert len(re.findall(r"<[bi]>", text)) <= ENTITIES
    wanted = [line for block in given_blocks for line in block.lines]
    assert [line for line in lines if line.startswith("—  ")] == wanted


@given(blocks)
@settings(deadline=None, max_examples=100)
def test_no_part_ends_with_a_heading(given_blocks: list[MessageBlock]) -> None:
    headings = {block.heading for block in given_blocks}
    for text in split_into_messages(given_blocks):
        assert text.split("\n")[-1] not in headings


def test_a_short_digest_is_one_message() -> None:
    assert split_into_messages(
        [MessageBlock("", ("<b>Monday</b>",)), MessageBlock("<b>Lab</b>", ("—  Crowns",))]
    ) == ["<b>Monday</b>\n\n<b>Lab</b>\n—  Crowns"]
