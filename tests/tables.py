"""Tables: one test reads all rows of a table and tells of every row that fails."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

Test = Callable[..., None]


def for_every(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Callable[[], None]]:
    """Run a test once for each row, as `parametrize` would, but as one test: thousands of sentences are no items.

    `names` are the test's arguments; one name takes each row as it is. All failing rows are reported together.
    """
    table = list(rows)
    assert table, "a table without rows tests nothing"

    def over_the_table(test: Test) -> Callable[[], None]:
        assert not inspect.iscoroutinefunction(test), "nobody would wait for it"

        def each_row() -> None:
            errors = [error for row in table if (error := _failure(test, names, row)) is not None]
            if errors:
                raise ExceptionGroup(f"{len(errors)} of {len(table)} rows", errors)

        each_row.__name__, each_row.__doc__, each_row.__module__ = (
            test.__name__,
            test.__doc__,
            test.__module__,
        )
        return each_row

    return over_the_table


def _failure(test: Test, names: str | tuple[str, ...], row: Any) -> Exception | None:
    given = {names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))
    try:
        test(**given)
    except Exception as error:  # noqa: BLE001 - kept, and raised with all others
        error.add_note(f"in the row {row!r}")
        return error
    return None
