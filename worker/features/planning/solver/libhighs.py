"""Calls the C interface of HiGHS by ctypes; the library is loaded on first use.

Its Python package needs NumPy and an algebra library: 36 MB of image and about 20 MB of the worker's memory to pass a
few arrays. The names and numbers below are those of HiGHS's `highs_c_api.h`, the same in all of 1.x.
"""

import ctypes
import functools
import importlib.util
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

# Where a wheel puts the library, on Linux and on macOS.
NAMES = ("libhighs.so.1", "libhighs.1.dylib")
OPTIMAL: Final = 7
INFEASIBLE: Final = 8
ITERATION_LIMIT: Final = 14
SOLUTION_LIMIT: Final = 16
_ROWWISE: Final = 2
_MINIMIZE: Final = 1
_FEASIBLE: Final = 2
_ERROR: Final = -1

_POINTER, _TEXT, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_double
_CALLS = {
    "setBoolOptionValue": (_TEXT, _INT),
    "setIntOptionValue": (_TEXT, _INT),
    "setDoubleOptionValue": (_TEXT, _FLOAT),
    "passMip": (*[_INT] * 5, _FLOAT, *[_POINTER] * 9),
    "setSparseSolution": (_INT, _POINTER, _POINTER),
    "run": (),
    "getModelStatus": (),
    "getSolution": (_POINTER,) * 4,
    "getDoubleInfoValue": (_TEXT, _POINTER),
    "getIntInfoValue": (_TEXT, _POINTER),
}


class SolverError(Exception):
    """The library refused a call; the text names it."""


def doubles(values: Iterable[float]) -> "array[float]":
    """Numbers as the library reads them."""
    return array("d", values)


def integers(values: Iterable[int]) -> "array[int]":
    """Whole numbers as the library reads them: 32 bits."""
    return array("i", values)


@functools.cache
def _library() -> ctypes.CDLL:
    spec = importlib.util.find_spec("highspy")
    folders = (spec and spec.submodule_search_locations) or []
    found = [path for folder in folders for name in NAMES if (path := Path(folder) / name).exists()]
    if not found:
        raise SolverError("the package highspy brings no HiGHS library for this system")
    # CDLL lets go of the interpreter's lock for each call: the worker goes on while a plan is computed.
    library = ctypes.CDLL(str(found[0]))
    library.Highs_create.restype = _POINTER
    library.Highs_destroy.argtypes = [_POINTER]
    library.Highs_destroy.restype = None
    for name, kinds in _CALLS.items():
        function = getattr(library, f"Highs_{name}")
        function.argtypes, function.restype = [_POINTER, *kinds], _INT
    return library


class Solver:
    """One solver with its model, to be used in a `with`. Any call may raise `SolverError`."""

    def __enter__(self) -> Self:
        self._handle = _library().Highs_create()
        self.option("output_flag", False)
        return self

    def __exit__(self, *_: object) -> None:
        _library().Highs_destroy(self._handle)

    def option(self, name: str, value: bool | float) -> None:
        """Set an option by the name it has in HiGHS's manual; the kind of `value` must be the option's own."""
        kind = {bool: "Bool", int: "Int", float: "Double"}[type(value)]
        self._call(f"set{kind}OptionValue", name.encode(), value)

    def model(
        self,
        costs: "array[float]",
        bounds: "tuple[array[float], array[float]]",
        row_bounds: "tuple[array[float], array[float]]",
        rows: "tuple[array[int], array[int], array[float]]",
        whole: "array[int]",
    ) -> None:
        """The program to minimise; `rows` are starts, variables and values row by row, `whole` is 1 for integers."""
        sizes = (len(costs), len(row_bounds[0]), len(rows[2]))
        self._columns = len(costs)
        arrays: tuple[array[float] | array[int], ...] = (costs, *bounds, *row_bounds, *rows, whole)
        self._call("passMip", *sizes, _ROWWISE, _MINIMIZE, 0.0, *map(_address, arrays))

    def start(self, values: dict[int, float]) -> None:
        """Search from these values of some variables."""
        places, numbers = integers(values), doubles(values.values())
        self._call("setSparseSolution", len(values), _address(places), _address(numbers))

    def run(self) -> int:
        """Search; the model's status, one of the constants above or another."""
        self._call("run")
        return int(_library().Highs_getModelStatus(self._handle))

    def values(self) -> list[float] | None:
        """The best values found, None without any."""
        feasible = ctypes.c_int32()
        self._call("getIntInfoValue", b"primal_solution_status", ctypes.byref(feasible))
        if feasible.value != _FEASIBLE:
            return None
        found = doubles([0.0] * self._columns)
        self._call("getSolution", _address(found), None, None, None)
        return found.tolist()

    def number(self, name: str) -> float:
        """A figure of the last search by its name in HiGHS's manual."""
        found = ctypes.c_double()
        self._call("getDoubleInfoValue", name.encode(), ctypes.byref(found))
        return found.value

    def _call(self, name: str, *given: object) -> None:
        if getattr(_library(), f"Highs_{name}")(self._handle, *given) == _ERROR:
            raise SolverError(f"HiGHS refused {name}")


def _address(values: "array[float] | array[int]") -> int:
    return values.buffer_info()[0]
