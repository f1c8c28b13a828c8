"""Parses HTML parse mode as Telegram does, into text without tags and entities in UTF-16 code units."""

import re
from dataclasses import dataclass

from ops.sandbox.botapi.entity_detection import utf16_length
from ops.sandbox.botapi.errors import BotApiError, bad_request
from ops.sandbox.state.records import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6}));?")
SPACE = " \t\r\n\v\f"


@dataclass
class _OpenTag:
    name: str
    attributes: dict[str, str]
    at_byte: int
    start: int


class HtmlReader:
    """One pass over the source. `read` gives the plain text and the raw entities."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._plain: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        """Plain text and entities in closing order; 400 "can't parse entities" when malformed."""
        while self._at < len(self._source):
            if self._source[self._at] != "<":
                self._take_character()
            elif self._source[self._at + 1 : self._at + 2] == "/":
                self._close_tag()
            else:
                self._open_tag()
        if self._open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._plain), self.entities

    def _take_character(self) -> None:
        character, self._at = _character(self._source, self._at)
        self._plain.append(character)
        self._length += utf16_length(character)

    def _open_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._until(SPACE + ">").lower()
        if self._at >= len(self._source):
            raise _refusal(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in KINDS:
            raise _refusal(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(name, begin)
        self._at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._open.append(_OpenTag(name, attributes, self._byte(begin), self._length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == ">":
                return found
            name = self._until(SPACE + "=>")
            if not name:
                where = self._byte(begin)
                raise _refusal(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            found[name.lower()] = self._value(begin)

    def _value(self, begin: int) -> str:
        """An attribute's value after its name; empty for one without an equal sign."""
        self._skip_space()
        if self._peek() == "=":
            self._at += 1
            self._skip_space()
            value = self._quoted() if self._peek() in "'\"" and self._peek() else self._token()
        else:
            value = ""
        if self._at >= len(self._source):
            raise _refusal(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _quoted(self) -> str:
        quote = self._peek()
        self._at += 1
        value: list[str] = []
        while self._peek() not in (quote, ""):
            character, self._at = _character(self._source, self._at)
            value.append(character)
        self._at += 1 if self._peek() else 0
        return "".join(value)

    def _token(self) -> str:
        begin = self._at
        while self._peek() and ((self._peek().isascii() and self._peek().isalnum()) or self._peek() in ".-"):
            self._at += 1
        if self._peek() and self._peek() not in SPACE + ">":
            raise _refusal(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return self._source[begin : self._at].lower()

    def _close_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _refusal(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self._at += 2
        name = self._until(SPACE + ">")
        self._skip_space()
        if self._peek() != ">":
            raise _refusal(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self._at += 1
        tag = self._open.pop()
        if name and name != tag.name:
            where = self._byte(begin)
            raise _refusal(
                f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{name}>"'
            )
        self._add_entity(tag)

    def _add_entity(self, tag: _OpenTag) -> None:
        if self._length == tag.start:
            return
        entity: Json = {"offset": tag.start, "length": self._length - tag.start, "type": KINDS[tag.name]}
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href") or self._plain_from(tag.start)
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
            entity["language"] = tag.attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _plain_from(self, offset: int) -> str:
        units = "".join(self._plain).encode("utf-16-le", "surrogatepass")
        return units[offset * 2 :].decode("utf-16-le", "surrogatepass")

    def _until(self, stops: str) -> str:
        begin = self._at
        while self._peek() and self._peek() not in stops:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self._at += 1

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode("utf-8", "surrogatepass"))


def _character(source: str, at: int) -> tuple[str, int]:
    """The character at a position, character references decoded, and the position after it."""
    match = REFERENCE.match(source, at) if source[at] == "&" else None
    if match is None:
        return source[at], at + 1
    named, decimal, hexadecimal = match.groups()
    if named:
        return NAMED[named], match.end()
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return source[at], at + 1
    return chr(code), match.end()


def _refusal(reason: str) -> BotApiError:
    return bad_request(f"can't parse entities: {reason}")
