"""Every table says whose its rows are: a new one with people's data is erased, or it is named here as nobody's."""

from dataclasses import fields

import pytest
from sqlalchemy import BigInteger, Column, Table, Text

from models.queue.jobs import JOB_TYPES
from models.runtime.settings import Settings
from models.tables.all_tables import METADATA
from ops.backup.backup_settings import DAYS, WEEKS
from worker.features.forget.erased_rows import (
    ARGUMENT_ROWS,
    ARGUMENTS_OF_LANES,
    ARGUMENTS_OF_NOBODY,
    EMPTIED,
    GIVEN_TO_OWNER,
    NOBODYS,
    Lanes,
    person_conditions,
    workspace_conditions,
)
from worker.features.forget.mentions import name_pattern

LANES = Lanes((1,), (1,))
# What of a workspace is no person's, even where its rows were made by one.
NO_PERSONS = {"workspace", "business", "project", "group_chat", "budget", "model_call", "glossary_word"}
# Columns with a person's or a chat's number that is no foreign key; each has a condition of its own.
BY_NUMBER = {
    "outbound_message.chat_telegram_id",
    "delivery_pause.chat_telegram_id",
    "member.telegram_user_id",
    "directory_event.subject_id",
}


def test_each_table_goes_with_a_workspace_or_is_nobodys() -> None:
    covered = set(workspace_conditions(1, LANES))
    assert covered | NOBODYS == set(METADATA.tables)
    assert covered & NOBODYS == set()


def test_each_table_goes_with_a_person_or_is_no_persons() -> None:
    covered = set(person_conditions(1, 2, LANES))
    assert covered | NOBODYS | NO_PERSONS == set(METADATA.tables)
    assert covered & (NOBODYS | NO_PERSONS) == set()


def test_a_new_table_without_a_reference_is_found() -> None:
    visit = Table("visit", METADATA, Column("id", BigInteger, primary_key=True), Column("said", Text))
    try:
        with pytest.raises(LookupError, match="visit"):
            workspace_conditions(1, LANES)
    finally:
        METADATA.remove(visit)


def test_each_column_that_names_a_person_or_a_chat_is_a_reference() -> None:
    numbers = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        if table.name not in NOBODYS
        for column in table.columns
        if column.name.endswith(
            ("member_id", "chat_id", "telegram_id", "user_id", "assignee_id", "subject_id")
        )
        and not column.foreign_keys
    }
    # The number of a chat or group itself goes with its row.
    assert numbers - {"chat.telegram_id", "group_chat.telegram_id"} == BY_NUMBER


def test_what_is_emptied_can_be_empty_and_what_is_kept_exists() -> None:
    for table, column in EMPTIED:
        assert METADATA.tables[table].c[column].nullable
    for table, column in GIVEN_TO_OWNER:
        assert METADATA.tables[table].c[column].foreign_keys


def test_children_go_before_their_parents() -> None:
    for conditions in (workspace_conditions(1, LANES), person_conditions(1, 2, LANES)):
        order = list(conditions)
        for name in order:
            for constraint in METADATA.tables[name].foreign_key_constraints:
                parent = constraint.referred_table.name
                assert parent == name or parent not in order or order.index(name) < order.index(parent)


def test_each_argument_of_a_job_says_whose_it_is() -> None:
    arguments = {field.name for job in JOB_TYPES for field in fields(job)}
    assert arguments == {*ARGUMENT_ROWS, *ARGUMENTS_OF_LANES, *ARGUMENTS_OF_NOBODY}


def test_backups_are_kept_as_long_as_the_answer_says() -> None:
    kept = Settings.model_fields
    assert (kept["backup_days"].default, kept["backup_weeks"].default) == (DAYS, WEEKS)


def test_names_are_found_in_their_cases_and_not_within_other_words() -> None:
    assert name_pattern(["Dima"]) == r"\m(Dima)\M"
    assert name_pattern(["Дима", "Иван П."]) == r"\m(Дим\w{0,3}|Иван\w{0,3}\s+П\.\w{0,3})\M"
