"""A small directory in both languages, and the request a sentence is read as."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project
from worker.features.directory.entries import BUSINESS
from worker.features.directory.queries import Directory
from worker.features.directory.requests import SaveEntries, SaveEntry
from worker.features.directory.sentences.sentence_reader import read_directory_sentence

NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def world() -> Directory:
    """Two businesses in each language, two projects, three people."""
    made = {"workspace_id": 1, "created_at": NOW}
    firms = ["Repair", "Trade", "Ремонт", "Торговля"]
    projects = [("Kiosk", 2), ("Дом в саду", 3)]
    people = [("Dima", None), ("Оля", None), ("Паша", NOW)]
    return Directory(
        1,
        {
            "b": [Business(id=at, name=name, **made) for at, name in enumerate(firms, start=1)],
            "p": [
                Project(id=at, name=name, business_id=firm, **made)
                for at, (name, firm) in enumerate(projects, start=1)
            ],
            "m": [
                Member(id=at, name=name, archived_at=gone, **made)
                for at, (name, gone) in enumerate(people, start=1)
            ],
        },
    )


def request_of(text: str, *, spoken: bool = False) -> object:
    return read_directory_sentence(text, world(), NOW, spoken=spoken)


def told(text: str, *, spoken: bool = False) -> dict[str, tuple[str, ...]] | None:
    """The businesses a message makes, with their keywords; None for every other message."""
    found = request_of(text, spoken=spoken)
    puts = found.entries if isinstance(found, SaveEntries) else (found,)
    made = [put for put in puts if isinstance(put, SaveEntry) and put.kind is BUSINESS]
    return {str(put.name): put.details.keywords for put in made} or None
