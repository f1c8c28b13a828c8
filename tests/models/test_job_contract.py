"""Contract: every job survives the way through JSON, and says what makes it one."""

import json
from dataclasses import fields

import pytest

from models.queue.jobs import JOB_TYPES, arguments_of, job_from

EXAMPLES = {int: 7, str: "2026-11-23", float: 1.5, bool: True}


def example(kind):
    """A job with a value for each of its fields."""
    return kind(**{field.name: EXAMPLES.get(field.type, 7) for field in fields(kind)})


@pytest.mark.parametrize("kind", JOB_TYPES, ids=lambda kind: kind.name)
def test_a_job_comes_back_from_json_as_it_went(kind) -> None:
    job = example(kind)
    back = job_from(kind.name, json.loads(json.dumps(arguments_of(job))))
    assert back == job
    assert back.job_id == job.job_id
    assert back.trace_id


def test_names_and_ids_of_different_jobs_differ() -> None:
    assert len({kind.name for kind in JOB_TYPES}) == len(JOB_TYPES)
    assert len({example(kind).job_id for kind in JOB_TYPES}) == len(JOB_TYPES)


def test_an_unknown_job_is_refused() -> None:
    with pytest.raises(KeyError):
        job_from("no_such_job", {})


def test_every_job_has_a_kind_in_the_workers_list() -> None:
    from worker.main import JOBS

    assert {kind.job for kind in JOBS} == set(JOB_TYPES)
