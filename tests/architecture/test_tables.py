"""Tables hide nothing: every failing row is told, and a table of nothing is none."""

import pytest

from tests.tables import for_every


def test_every_failing_row_is_told_and_the_others_are_read_too() -> None:
    seen: list[int] = []

    @for_every(("number", "half"), [(2, 1), (3, 1), (4, 2), (5, "x")])
    def halves(number: int, half: int) -> None:
        seen.append(number)
        assert number == half * 2

    with pytest.raises(ExceptionGroup, match="2 of 4 rows") as told:
        halves()
    assert seen == [2, 3, 4, 5]
    assert [error.__notes__ for error in told.value.exceptions] == [
        ["in the row (3, 1)"],
        ["in the row (5, 'x')"],
    ]


def test_a_row_alone_is_taken_as_it_is() -> None:
    @for_every("pair", [(1, 2)])
    def pairs(pair: tuple[int, int]) -> None:
        assert pair == (1, 2)

    pairs()


def test_a_table_without_rows_and_a_test_that_waits_are_refused() -> None:
    with pytest.raises(AssertionError, match="tests nothing"):
        for_every("row", [])

    async def waits(row: int) -> None:
        raise NotImplementedError

    with pytest.raises(AssertionError, match="wait"):
        for_every("row", [1])(waits)
