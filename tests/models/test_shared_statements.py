"""Dead letters and dead updates are written by one statement each, whichever of the two drivers executes it."""

from models.tables.shared_statements import numbered
from tests.architecture.sources import ROOT

PRODUCT = ("api", "models", "worker")


def test_named_parameters_become_numbers_in_their_order() -> None:
    statement, values = numbered(
        "INSERT INTO t VALUES (:b, cast(:a AS jsonb), :b) RETURNING id::text", {"a": 1, "b": 2}
    )
    assert statement == "INSERT INTO t VALUES ($1, cast($2 AS jsonb), $1) RETURNING id::text"
    assert values == [2, 1]


def test_each_of_the_two_rows_is_written_in_one_place() -> None:
    sources = {
        str(path.relative_to(ROOT)): path.read_text()
        for folder in PRODUCT
        for path in (ROOT / folder).rglob("*.py")
    }
    letters = [
        name
        for name, text in sources.items()
        if any(words in text for words in ("INSERT INTO dead_letter", "insert(DeadLetter)"))
    ]
    updates = [name for name, text in sources.items() if "INSERT INTO inbound_update" in text]
    assert letters == updates == ["models/tables/shared_statements.py"]
