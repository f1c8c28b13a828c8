"""Odd values: what no form of ours sends and anybody else may: numbers, times, texts, page words and bytes."""

from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

from models.console.page_cursor import Cursor

NUMBERS = (
    "0",
    "1",
    "-1",
    "²",
    "١",
    "1_0",
    "+1",
    " 1",
    "1e3",
    "0x1",
    "1.5",
    "NaN",
    "Infinity",
    "9" * 18,
    "9" * 19,
)
EDGES = tuple(str(sign * 2**bits + step) for bits in (31, 63, 64) for sign in (1, -1) for step in (-1, 0, 1))
LENGTHS = ("9" * 5_000, "a" * 3_000, "й" * 500)
TEXTS = (
    "",
    "\0",
    "a\0b",
    "й",
    "\ud7ff",
    "\uffff",
    "🙂",
    "'",
    '"',
    "\\",
    "%",
    "%00",
    "../..",
    "\r\nX: y",
    "\x7f",
    "[",
    "{",
)
NAMES = (
    "update:1",
    "update:²",
    "update:" + "9" * 30,
    "u1",
    "u²",
    "u" + "9" * 25,
    "d1-2026-11-30",
    "d²-0001-01-01",
)
DATES = (
    "0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00+23:59",
    "2026-02-30T00:00", "2026-03-29T02:30", "-1", "99999999999999", "d" + "9" * 30 + "-9999-12-31", "2026-W53-7",
)  # fmt: skip
CURSORS = (
    *(
    Cursor(value, row_id).token()
    for value, row_id in (
        (1, 2**63), (-(2**70), 1), (2**40, 1), (1e308, 1), ("x", 1), ("9999-12-31T23:59:59-12:00", 1), (None, -1), (1.5, 1),
    )
    ),
    "W10", "bnVsbA", "W1tbW1tb", "MQ", "WzEsMSwwLDFd", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzEyOjAwIiwxLDAsMV0", "W0luZmluaXR5LDEsMCwwXQ")  # fmt: skip
WORDS = (
    "queued", "scheduled", "retrying", "running", "dead", "started", "duration", "wait", "attempts", "up", "messages",
    "retry", "run_now", "cancel", "delete", "pause", "resume", "/dashboard/й", "/dashboard/a b\tc", "//evil", "/dashboard/?\r\nX:y",
)  # fmt: skip
VALUES = (*NUMBERS, *EDGES, *LENGTHS, *TEXTS, *NAMES, *DATES, *CURSORS, *WORDS)
RAW = (b"%00", b"%FF", b"%C0%AF", b"%ED%A0%80", b"%", b"%zz", b"%u0041", b"%2500", b"%0d%0aX:y", b"+")
FIELDS = (
    "state", "name", "chat", "text", "since", "until", "sort", "ascending", "order", "page", "limit", "queue", "resolved",
    "kind", "after", "before", "id", "next", "back", "action", "job", "job_ids", "reason", "job_name", "error_kind", "code",
    "password", "csrf", "x\0y",
)  # fmt: skip
HOSTS = (b"127.0.0.1", b"[", b"[::1", b"a/b?c#d", b"\xff", b"")

some_value = st.one_of(
    st.sampled_from(RAW),
    st.sampled_from(VALUES).map(lambda text: quote(text, safe="").encode()),
    st.text(max_size=20).map(lambda text: quote(text, safe="", errors="replace").encode()),
    st.binary(max_size=8).map(lambda raw: quote_from_bytes(raw, safe="").encode()),
    st.integers(-(2**66), 2**66).map(lambda number: str(number).encode()),
    st.datetimes().map(lambda moment: quote(moment.isoformat()).encode()),
)
pairs = st.lists(st.tuples(st.sampled_from(FIELDS), some_value), max_size=6)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=8,
)
