"""Trains the weights of the local reader's labels: `python -m ops.labels.train [--check] [en] [ru]`.

Without `--check` it writes the weights files; with it, it only compares them with what it would write."""

import sys
from typing import cast

from ops.labels.examples import Example, example
from ops.labels.marked_text import digest, messages
from ops.labels.perceptron import Perceptron
from worker.understanding.dates import Language
from worker.understanding.local.labeller.decoder import best_clauses, best_roles
from worker.understanding.local.labeller.features import role_features
from worker.understanding.local.labeller.kinds import BEGINS, COLUMNS, KINDS, ROLES
from worker.understanding.local.labeller.weights import Weights, pack, path_of

# A wrong label must lose by this much in training.
_MARGIN, _ROLE_MARGIN = 60, 20
_ROUNDS, _ROLE_ROUNDS = 12, 10
_LEAST, _LEAST_FOR_ROLES = 16, 8  # eighths


def examples(name: str) -> list[Example]:
    """The examples of a file of marked messages."""
    found = [example(marked, context) for marked, context in messages(name)]
    return [each for each in found if each is not None]


def trained(data: list[Example]) -> dict[str, Weights]:
    """The models that these examples teach, by name."""
    return {"clauses": _clauses(data), "roles": _roles(data)}


def _clauses(data: list[Example]) -> Weights:
    learner = Perceptron([each.features for each in data], COLUMNS, len(KINDS))
    margins = [[_missing(label, 2 * len(KINDS), _MARGIN) for label in each.labels] for each in data]

    def decode(number: int, scores: list[list[int]], links: list[list[int]]) -> list[int]:
        return best_clauses(scores, links, data[number].may_begin, margins[number])

    def columns(label: int) -> tuple[int, ...]:
        kind = label >> 1
        return (kind, BEGINS, BEGINS + 1 + kind) if label & 1 else (kind,)

    def linked(label: int) -> int | None:
        return label >> 1 if label & 1 else None

    learner.train([each.labels for each in data], decode, columns, linked, _ROUNDS)
    return learner.weights(_LEAST)


def _roles(data: list[Example]) -> Weights:
    learner = Perceptron([role_features(each.features, each.labels) for each in data], len(ROLES), len(ROLES))
    margins = [[_missing(role, len(ROLES), _ROLE_MARGIN) for role in each.roles] for each in data]

    def decode(number: int, scores: list[list[int]], links: list[list[int]]) -> list[int]:
        return best_roles(scores, links, data[number].barred, margins[number])

    learner.train(
        [each.roles for each in data], decode, lambda role: (role,), lambda role: role, _ROLE_ROUNDS
    )
    return learner.weights(_LEAST_FOR_ROLES)


def _missing(right: int, labels: int, margin: int) -> list[int]:
    return [0 if label == right else margin for label in range(labels)]


def main(arguments: list[str]) -> int:
    """Trains the named languages (both, when none is); 1 when a compared file differs."""
    check, differ = "--check" in arguments, False
    for language in [each for each in arguments if not each.startswith("-")] or ["en", "ru"]:
        data = pack(trained(examples(language)), digest(language))
        path = path_of(cast("Language", language))
        if not check:
            path.write_bytes(data)
        same = path.exists() and path.read_bytes() == data
        differ = differ or not same
        print(f"{path.name}: {len(data):,} bytes, {'the same' if same else 'different'}")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
