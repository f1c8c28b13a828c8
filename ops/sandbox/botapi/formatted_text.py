"""Turns a text with markup into the plain text and entities that Telegram would store, and checks its length."""

from ops.sandbox.botapi.entity_detection import find_entities, utf16_length
from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.html_entities import HtmlReader
from ops.sandbox.state.records import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
OPAQUE = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
NEEDED = {"offset": int, "length": int, "type": str}


def format_text(text: str, parse_mode: str, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Plain text and its entities by parse mode, or by the entities the bot computed itself.

    Raises 400 for malformed markup or an unknown parse mode. Only HTML is supported: the
    planner sends no Markdown, and a half-right Markdown would be worse than a refusal.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")
    if parse_mode.lower() == "html":
        plain, entities = HtmlReader(text).read()
    elif parse_mode and parse_mode.lower() != "none":
        raise bad_request("unsupported parse_mode")
    else:
        plain, entities = text, [_checked(item, text) for item in given or []]
    plain, entities = trim_text(plain.replace("\r", ""), entities)
    entities = merge_entities(plain, entities)
    return plain, sort_entities(entities + find_entities(plain, entities))[:MAX_ENTITIES]


def check_text(plain: str, *, edit: bool = False) -> None:
    """Message length after parsing: 1 to 4096 UTF-16 code units (never more lenient than Telegram)."""
    if not plain:
        raise bad_request("text must be non-empty")
    if utf16_length(plain) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG" if edit else "message is too long")


def check_caption(plain: str) -> None:
    """Caption length after parsing: at most 1024 UTF-16 code units."""
    if utf16_length(plain) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def trim_text(plain: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends and move the entities along."""
    without_tail = plain.rstrip()
    cut = without_tail.lstrip()
    lead = utf16_length(without_tail) - utf16_length(cut)
    end = utf16_length(cut)
    moved: list[Json] = []
    for item in entities:
        left = max(0, item["offset"] - lead)
        right = min(end, item["offset"] + item["length"] - lead)
        if right > left:
            moved.append({**item, "offset": left, "length": right - left})
    return cut, moved


def merge_entities(plain: str, entities: list[Json]) -> list[Json]:
    """Join equal styles that touch; drop blank ones, and what Telegram forbids in code or in a quote."""
    entities = _code_joined_to_pre(entities)
    kept = _joined(entities) + [item for item in entities if item["type"] not in SPLITTABLE]
    return sort_entities([item for item in kept if _allowed(item, kept) and not _blank(plain, item)])


def sort_entities(entities: list[Json]) -> list[Json]:
    """By offset, the longer first."""
    return sorted(entities, key=lambda item: (item["offset"], -item["length"]))


def _joined(entities: list[Json]) -> list[Json]:
    """Bold next to bold is one bold; bold in bold too."""
    result: list[Json] = []
    for kind in sorted(SPLITTABLE):
        for item in sort_entities([item for item in entities if item["type"] == kind]):
            last = result[-1] if result and result[-1]["type"] == kind else None
            if last and item["offset"] <= last["offset"] + last["length"]:
                end = max(last["offset"] + last["length"], item["offset"] + item["length"])
                last["length"] = end - last["offset"]
            else:
                result.append(dict(item))
    return result


def _code_joined_to_pre(entities: list[Json]) -> list[Json]:
    """<pre><code class="language-x"> is one pre with a language."""
    blocks = {_span(item): dict(item) for item in entities if item["type"] == "pre"}
    result: list[Json] = []
    for item in entities:
        if item["type"] == "code" and _span(item) in blocks:
            blocks[_span(item)] |= {"language": item["language"]} if "language" in item else {}
        elif item["type"] != "pre":
            result.append({key: value for key, value in item.items() if key != "language"})
    return result + list(blocks.values())


def _allowed(item: Json, among: list[Json]) -> bool:
    outer = [other for other in among if other is not item and _inside(item, other)]
    if item["type"] in QUOTES:
        return not any(other["type"] in QUOTES for other in outer)
    return not any(other["type"] in OPAQUE for other in outer)


def _blank(plain: str, item: Json) -> bool:
    units = plain.encode("utf-16-le")[item["offset"] * 2 : (item["offset"] + item["length"]) * 2]
    return not units.decode("utf-16-le", "replace").strip()


def _span(item: Json) -> tuple[int, int]:
    return item["offset"], item["length"]


def _inside(inner: Json, outer: Json) -> bool:
    starts_after = inner["offset"] >= outer["offset"]
    return bool(starts_after and inner["offset"] + inner["length"] <= outer["offset"] + outer["length"])


def _checked(item: Json, text: str) -> Json:
    """An entity given by the bot; 400 when its fields or bounds are wrong."""
    for name, kind in NEEDED.items():
        if not isinstance(item.get(name), kind):
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type {kind.__name__}')
    if item["offset"] < 0 or item["length"] <= 0 or item["offset"] + item["length"] > utf16_length(text):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return dict(item)
