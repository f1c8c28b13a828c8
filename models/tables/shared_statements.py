"""Statements that the worker (SQLAlchemy) and the operator's console (asyncpg, without an ORM) both execute.

Parameters are named (`:now`), as SQLAlchemy's `text` takes them; `numbered` gives the form that asyncpg takes.
"""

import re
from collections.abc import Mapping
from typing import Any

# Marks an update as dead, whether or not an attempt wrote its row; returns nothing when it has been handled already.
MARK_UPDATE_DEAD = """
INSERT INTO inbound_update AS u
  (update_id, lane, kind, payload, trace_id, attempts, received_at, started_at, handled_at, outcome)
VALUES (:update_id, :lane, :kind, NULL, :trace_id, 0, :received_at, :now, :now, 'dead')
ON CONFLICT (update_id) DO UPDATE SET handled_at = excluded.handled_at, outcome = 'dead', payload = NULL
  WHERE u.handled_at IS NULL
RETURNING u.update_id
"""

# The job's open dead letter: a new one, or the one that is there with its newest error. Returns its id.
WRITE_DEAD_LETTER = """
INSERT INTO dead_letter (job_id, job_name, arguments, payload, trace_id, attempts, error, traceback, dead_at)
VALUES (:job_id, :job_name, cast(:arguments AS jsonb), cast(:payload AS jsonb), :trace_id, :attempts, :error,
        :traceback, :dead_at)
ON CONFLICT (job_id) WHERE resolved_at IS NULL
  DO UPDATE SET error = excluded.error, traceback = coalesce(excluded.traceback, dead_letter.traceback),
                dead_at = excluded.dead_at, attempts = excluded.attempts,
                payload = coalesce(excluded.payload, dead_letter.payload)
RETURNING id
"""

_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


def numbered(statement: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The statement with `$1`, `$2` … for its named parameters, and their values in that order."""
    names = list(dict.fromkeys(_PARAMETER.findall(statement)))
    return _PARAMETER.sub(lambda name: f"${names.index(name[1]) + 1}", statement), [values[n] for n in names]
