"""English words about time and the tags they carry (values: weekday 0 is Monday, months 1 to 12)."""

from typing import Any

from worker.understanding.dates.wordlists import Tags, sequence, tagged

WEEKDAYS = {
    0: "monday mon",
    1: "tuesday tue tues",
    2: "wednesday wed weds",
    3: "thursday thu thur thurs",
    4: "friday fri",
    5: "saturday sat",
    6: "sunday sun",
}
MONTHS = {
    1: "january jan",
    2: "february feb",
    3: "march mar",
    4: "april apr",
    5: "may",
    6: "june jun",
    7: "july jul",
    8: "august aug",
    9: "september sep sept",
    10: "october oct",
    11: "november nov",
    12: "december dec",
}
_NUMBERS = sequence(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]

_FULL_DAYS: dict[Any, str] = {number: forms.split()[0] for number, forms in WEEKDAYS.items()}

TAGS: Tags = tagged(
    WEEKDAY=WEEKDAYS,
    WEEKDAYS={number: f"{name}s" for number, name in _FULL_DAYS.items()},
    POSSDAY={number: f"{name}'s" for number, name in _FULL_DAYS.items()},
    MONTH=MONTHS,
    NUM=dict(enumerate(_NUMBERS)),
    NUMWORD=dict(enumerate(_NUMBERS)),
    TENS={
        20: "twenty",
        30: "thirty",
        40: "forty fourty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        90: "ninety",
    },
    ORD=dict(enumerate(_ORDINALS, 1)) | {30: "thirtieth"},
    ORDWORD=dict(enumerate(_ORDINALS, 1)) | {30: "thirtieth"},
    ONE={1: "a an one"},
    FRACTION={0.5: "½", 0.25: "¼", 0.75: "¾"},
    UNIT={
        "minute": "minute minutes min mins minuts",
        "hour": "hour hours hr hrs",
        "day": "day days",
        "week": "week weeks wk wks",
        "fortnight": "fortnight fortnights",
        "month": "month months",
        "quarter": "quarter quarters qtr qtrs",
        "year": "year years yr yrs",
    },
    POSSUNIT={"day": "day's", "week": "week's", "month": "month's", "year": "year's"},
    GLUED={"minute": "m", "hour": "h", "day": "d", "week": "w"},
    MERIDIEM={"am": "am a.m", "pm": "pm p.m"},
    DAY={0: "today", 1: "tomorrow tmrw tmr tmrow 2morrow tomo tomoz", -1: "yesterday"},
    POSSREL={0: "today's", 1: "tomorrow's", -1: "yesterday's"},
    PART={
        "morning": "morning mornings",
        "lunch": "afternoon afternoons",
        "evening": "evening evenings night nights",
    },
    THIS={0: "this", 1: "next following"},
    PREVIOUS={1: "last past previous"},
    MOVE={
        1: "move moves push pushes shift shifts slip slips postpone postpones delay delays defer bump pushed moved shifted slipped postponed delayed moving "
        "pushing extend extended put reschedule rescheduled reschedules rescheduling shifting slide slid drag bring brought change changed "
        "knock kick shove shunt chuck roll bounce swing sling hold",
    },
    REMIND={1: "remind reminder reminders ping alert notify nudge warn buzz alarm notification notice poke"},
)
