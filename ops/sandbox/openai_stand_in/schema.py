"""Checks strict schemas by OpenAI's rules and builds the smallest value that a schema allows."""

from typing import Any

Json = dict[str, Any]
UNSUPPORTED = frozenset(
    {
        "allOf",
        "not",
        "dependentRequired",
        "dependentSchemas",
        "if",
        "then",
        "else",
        "oneOf",
        "patternProperties",
    }
)
FORMATS = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "duration": "PT0S",
    "email": "a@example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
MAX_DEPTH = 10
MAX_PROPERTIES = 5000


def find_schema_error(schema: Json, name: str) -> str:
    """OpenAI's error text for this strict schema; empty when it would accept it."""
    reason = ""
    if schema.get("type") != "object" or "anyOf" in schema:
        reason = "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."
    else:
        reason = _walk(schema, [], 1)
        for key, inner in schema.get("$defs", {}).items():
            reason = reason or _walk(inner, ["$defs", key], 1)
    return f"Invalid schema for response_format '{name}': {reason}" if reason else ""


def _walk(schema: Json, path: list[str], depth: int) -> str:
    where = f"In context=({', '.join(repr(part) for part in path)}), "
    bad = sorted(UNSUPPORTED & schema.keys())
    if bad:
        return f"{where}'{bad[0]}' is not permitted."
    if depth > MAX_DEPTH:
        return f"{where}the schema is nested deeper than {MAX_DEPTH} levels."
    if schema.get("type") == "object" or "properties" in schema:
        reason = _object(schema, where)
        if reason:
            return reason
    for key, inner in _children(schema):
        reason = _walk(inner, [*path, *key], depth + 1)
        if reason:
            return reason
    return ""


def _object(schema: Json, where: str) -> str:
    if schema.get("additionalProperties") is not False:
        return f"{where}'additionalProperties' is required to be supplied and to be false."
    missing = [key for key in schema.get("properties", {}) if key not in schema.get("required", [])]
    if missing:
        return (
            f"{where}'required' is required to be supplied and to be an array including every key in "
            f"properties. Missing '{missing[0]}'."
        )
    return ""


def _children(schema: Json) -> list[tuple[list[str], Json]]:
    found = [(["properties", key], inner) for key, inner in schema.get("properties", {}).items()]
    found += [(["anyOf", str(index)], inner) for index, inner in enumerate(schema.get("anyOf", []))]
    if isinstance(schema.get("items"), dict):
        found.append((["items"], schema["items"]))
    return found


def smallest_value(schema: Json, root: Json | None = None) -> Any:
    """The smallest value the schema allows: null where it may be, empty lists, first enum members."""
    root = schema if root is None else root
    if "$ref" in schema:
        return smallest_value(_resolve(schema["$ref"], root), root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        options = schema["anyOf"]
        empty = next((option for option in options if option.get("type") == "null"), options[0])
        return smallest_value(empty, root)
    kinds = schema.get("type")
    kind = kinds if not isinstance(kinds, list) else ("null" if "null" in kinds else kinds[0])
    return _of_kind(str(kind), schema, root)


def _of_kind(kind: str, schema: Json, root: Json) -> Any:
    if kind == "object":
        return {key: smallest_value(inner, root) for key, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [smallest_value(schema.get("items", {}), root)] * int(schema.get("minItems", 0))
    if kind == "string":
        return FORMATS.get(schema.get("format", ""), "x" * int(schema.get("minLength", 0)))
    if kind in ("integer", "number"):
        return _least(schema)
    return False if kind == "boolean" else None


def _least(schema: Json) -> int | float:
    """Zero where it is allowed, else the bound next to it."""
    low: int | float = schema.get("minimum", float("-inf"))
    if "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + 1
    high: int | float = schema.get("maximum", float("inf"))
    return min(max(low, 0), high)


def _resolve(reference: str, root: Json) -> Json:
    found: Any = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        found = found[part] if part else found
    return dict(found)
