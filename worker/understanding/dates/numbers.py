"""Rules for numbers: figures, number words, ordinals, couples and halves, in both languages."""

from worker.understanding.dates.engine import Frame, Grammar, Intent


def _tens(_: Frame, tens: int, unit: int) -> int | None:
    return tens + unit if 1 <= unit <= 9 else None


def _day_number(frame: Frame, tens: int, unit: int) -> int | None:
    """Only a day of the month: "thirty-sixth" is none."""
    number = _tens(frame, tens, unit)
    return number if number and number <= 31 else None


def _spoken_unit(frame: Frame, tens: int, unit: int) -> int | None:
    """Tens and unit, both words: "двадцать 5" is not a number."""
    return _tens(frame, tens, unit) if frame.scene.has(frame.end - 1, "NUMWORD") else None


WHOLE: dict[str, Intent] = {
    "NUM": lambda _, number: number,
    "TENS": lambda _, tens: tens,
    "TENS NUM / TENS - NUM": _spoken_unit,
}

COUNT: dict[str, Intent] = {
    "<whole>": lambda _, number: number,
    "DECIMAL": lambda _, number: number,
    "a? couple of? / пару|пара|парочку|парой": lambda _: 2,
    "полтора|полторы|полутора": lambda _: 1.5,
    "<whole> and a half / <whole> с половиной|половинкой": lambda _, number: number + 0.5,
    "<whole> and a quarter": lambda _, number: number + 0.25,
    "<whole> and three quarters / <whole> and three - quarters": lambda _, number: number + 0.75,
    "a? few / несколько": lambda _: 3,
    "several": lambda _: 7,
    "FRACTION": lambda _, part: part,
    "<whole> FRACTION / <whole> and|и FRACTION": lambda _, number, part: number + part,
}

DAY_NUMBER: dict[str, Intent] = {
    "ORD": lambda _, number: number,
    "TENS ORD / TENS - ORD": _day_number,
}


def add_numbers(grammar: Grammar) -> None:
    """Adds `whole` (int), `count` (int or float) and `ordinal` (1 to 31) to the grammar."""
    grammar.add("whole", WHOLE)
    grammar.add("count", COUNT)
    grammar.add("ordinal", DAY_NUMBER)
