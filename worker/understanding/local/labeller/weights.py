"""Trained weights: whole numbers per feature, kept in one compressed file per language; features are known by checksum."""

import json
import sys
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from pathlib import Path
from typing import Any

from worker.understanding.dates import Language

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Weights:
    """One model: the row of each feature by its checksum, `width` numbers a row, and links[label][label before]."""

    width: int
    rows: dict[int, int]
    numbers: "array[int]"
    links: tuple[tuple[int, ...], ...]

    def sums(self, features: Iterable[str]) -> list[int]:
        """The sums of the rows of all known features."""
        total: list[int] = [0] * self.width
        for feature in features:
            row = self.rows.get(checksum(feature))
            if row is not None:
                total = list(map(add, total, self.numbers[row : row + self.width]))
        return total


def checksum(feature: str) -> int:
    """The number a feature is known by."""
    return zlib.crc32(feature.encode())


def pack(models: dict[str, Weights], trained_on: str) -> bytes:
    """The models as the bytes of a weights file; `trained_on` is the digest of the messages that taught them."""
    head: dict[str, Any] = {"trained on": trained_on}
    body = b""
    for name, model in models.items():
        keys = array("I", sorted(model.rows))
        numbers = array("h")
        for key in keys:
            numbers.extend(model.numbers[model.rows[key] : model.rows[key] + model.width])
        head[name] = {"width": model.width, "features": len(keys), "links": model.links}
        body += _little(keys) + _little(numbers)
    return json.dumps(head).encode() + b"\n" + zlib.compress(body, 9)


def unpack(data: bytes) -> dict[str, Weights]:
    """The models of a weights file, by name."""
    line, _, packed = data.partition(b"\n")
    body, at, models = zlib.decompress(packed), 0, {}
    about_models = json.loads(line)
    about_models.pop("trained on")
    for name, about in about_models.items():
        count, width = about["features"], about["width"]
        keys = _read("I", body[at : at + 4 * count])
        at += 4 * count
        numbers = _read("h", body[at : at + 2 * count * width])
        at += 2 * count * width
        rows = {key: number * width for number, key in enumerate(keys)}
        models[name] = Weights(width, rows, numbers, tuple(map(tuple, about["links"])))
    return models


def taught_by(data: bytes) -> str:
    """The digest of the messages that the weights of this file were trained on."""
    return str(json.loads(data.partition(b"\n")[0])["trained on"])


def path_of(language: Language) -> Path:
    """Where the weights of a language lie."""
    return _HERE / f"{language}.weights"


@lru_cache(maxsize=2)
def weights(language: Language) -> dict[str, Weights]:
    """The models of a language ("clauses" and "roles"), read once. Raises OSError when the file is missing."""
    return unpack(path_of(language).read_bytes())


def _little(numbers: "array[int]") -> bytes:
    return _swapped(numbers).tobytes()


def _read(code: str, data: bytes) -> "array[int]":
    numbers = array(code)
    numbers.frombytes(data)
    return _swapped(numbers)


def _swapped(numbers: "array[int]") -> "array[int]":
    """The numbers in the other byte order on a big-endian machine: files are little-endian."""
    if sys.byteorder == "little":
        return numbers
    other = array(numbers.typecode, numbers)
    other.byteswap()
    return other
