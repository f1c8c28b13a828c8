"""Names of what fills a day without being work: birthdays, holidays, absences."""

import re

_ENGLISH = (
    r"birthday|bday|b-day|anniversary|name day|public holiday|bank holiday|holidays?|vacation|days? off"
    r"|annual leave|sick leave|parental leave"
)
_RUSSIAN = (
    r"день рождения|днюха|д\.? ?р\.?|юбилей|годовщина|именины|отпуск|выходной|выходные|праздник|каникулы"
    r"|больничный|отгул"
)
_WHOSE = r"(?:(?:my|our|the|\d{1,3}(?:st|nd|rd|th)|[\w-]{1,40}(?:['’]s|s['’])|у [\w-]{1,40}) ){0,4}"
_OF_WHOM_ENGLISH = r"(?: ?(?:of|:|[–—-]) ?[\w '’.-]{1,40})?"
_OF_WHOM_RUSSIAN = r"(?: (?:у )?[\w.-]{1,40}){0,3}"
# Only whose day it is may stand beside the name: "Buy a cake for the birthday" is work.
# The whole title, in any case; read the same by Python and by PostgreSQL.
ALL_DAY_EVENT = f"{_WHOSE}(?:(?:{_ENGLISH}){_OF_WHOM_ENGLISH}|(?:{_RUSSIAN}){_OF_WHOM_RUSSIAN})"
_EVENT = re.compile(ALL_DAY_EVENT, re.IGNORECASE)


# Of these a day is free of work for whoever has written them down, if they say of nobody else.
_OWN_ABSENCE = re.compile(
    r"(?:(?:my|our|the|мой|моя|мои|наш|наша) )?(?:public holiday|bank holiday|holidays?|vacation|days? off|annual leave"
    r"|sick leave|parental leave|отпуск|выходной|выходные|праздник|каникулы|больничный|отгул)(?: у (?:меня|нас))?",
    re.IGNORECASE,
)


def is_own_absence(title: str) -> bool:
    """Whether a title says that its writer is off that day: "Vacation", «Отгул»; not "Olga's vacation", nor a birthday."""
    return _OWN_ABSENCE.fullmatch(" ".join(title.split())) is not None


def is_all_day_event(title: str) -> bool:
    """Whether a title names a birthday, a holiday or an absence, and no deed: "Mum's birthday", «Отпуск Ольги»."""
    return _EVENT.fullmatch(" ".join(title.split())) is not None
