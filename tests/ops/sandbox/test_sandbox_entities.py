"""HTML as Telegram reads it: what is refused, in which words, and where the entities lie."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.sandbox.botapi.entity_detection import utf16_length
from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.botapi.formatted_text import format_text
from tests.tables import for_every

REFUSED = [
    ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<h1>no</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("я<br>", 'Unsupported start tag "br" at byte offset 2'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</b  x>", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=ab/>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<b =x>a</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
]
READ = [
    ("<b>a</b>", "a", [("bold", 0, 1)]),
    ("<B>a</b>", None, []),
    ("<strong>a</strong><b>b</b>", "ab", [("bold", 0, 2)]),
    ("<b>a<b>b</b>c</b>", "abc", [("bold", 0, 3)]),
    ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
    ("👍<u>я</u>", "👍я", [("underline", 2, 1)]),
    ("&lt;b&gt; &amp;amp; &quot;&#39;&#x41;&nbsp;", "<b> &amp; \"'A&nbsp;", []),
    ("<i></i>x", "x", []),
    ("<i> </i>x", "x", []),
    ("  <b> a </b>\n", "a", [("bold", 0, 1)]),
    ("<code>a <b>b</b></code>", "a b", [("code", 0, 3)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<a href='https://e.org/?a=1&amp;b=2'>x</a>", "x", [("text_link", 0, 1)]),
    ("/start then /x@bot_name", "/start then /x@bot_name", [("bot_command", 0, 6), ("bot_command", 12, 11)]),
    ("<code>/start</code>", "/start", [("code", 0, 6)]),
    ("&lt;/script&gt; a/b", "</script> a/b", []),
    ("see https://e.org/a. now", "see https://e.org/a. now", [("url", 4, 15)]),
]


@for_every(("source", "words"), REFUSED)
def test_malformed_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        format_text(source, "HTML", None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@for_every(("source", "plain", "entities"), READ)
def test_html_becomes_text_and_entities(source: str, plain: str | None, entities: list[tuple]) -> None:
    if plain is None:
        with pytest.raises(BotApiError, match="Unmatched end tag"):
            format_text(source.replace("</b>", "</B>"), "HTML", None)
        return
    text, found = format_text(source, "HTML", None)
    assert text == plain
    assert [(item["type"], item["offset"], item["length"]) for item in found] == entities


def test_a_links_address_is_kept_unescaped() -> None:
    _, found = format_text('<a href="https://e.org/?a=1&amp;b=2">x</a>', "HTML", None)
    assert found[0]["url"] == "https://e.org/?a=1&b=2"


def test_language_of_a_code_block_is_kept() -> None:
    _, found = format_text('<pre><code class="language-python">x</code></pre>', "HTML", None)
    assert found == [{"offset": 0, "length": 1, "type": "pre", "language": "python"}]


def test_entities_given_by_the_bot_must_lie_inside_the_text() -> None:
    with pytest.raises(BotApiError, match="ENTITY_BOUNDS_INVALID"):
        format_text("abc", "", [{"type": "bold", "offset": 1, "length": 9}])


def test_markdown_is_not_spoken_here() -> None:
    with pytest.raises(BotApiError, match="unsupported parse_mode"):
        format_text("*a*", "MarkdownV2", None)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200))
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    plain, _ = format_text(html.escape(text), "HTML", None)
    assert plain == text.strip()


TREE = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6).map(html.escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(TREE)
def test_every_entity_lies_inside_the_text_and_in_order(source: str) -> None:
    plain, found = format_text(source, "HTML", None)
    offsets = [item["offset"] for item in found]
    assert offsets == sorted(offsets)
    assert all(item["length"] > 0 for item in found)
    assert all(item["offset"] + item["length"] <= utf16_length(plain) for item in found)
    assert plain == plain.strip()
