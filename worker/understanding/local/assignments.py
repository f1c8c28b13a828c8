"""What an assignment is, and the member's place in a clause as the rules of both languages look at it."""

from dataclasses import dataclass

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.members import Case, MemberHit, in_case
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.words.word_table import listed

DASHES = frozenset({":", "—", "–", "-"})
# Words by which somebody only takes over what was said before: "Kim is on it", «займётся этим Дима».
LIGHT = listed("""is are will can does do doing done on it that this one them these those takes take taking taken care of handles handle handling
    gets get getting sorts sort sorting deals deal dealing with looks look looking after attend attends attending there present job turn the for all to be
    that's it's
    это этим этом ее его их займется возьмется возьмет берет берется делает сделает сделать взять заняться разберется решит решает на себя все сам сама за""")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The member who is to do it (None for the sender's own "мне — ..."), the tokens that say so, whether it stood
    as a heading before a colon or dash, whether the verb after it is finite ("Kim fixes ..."), whether it came first;
    `loose` marks a way of saying it that may mean something else."""

    name: str | None
    places: tuple[int, ...]
    heading: bool = False
    finite: bool = False
    leading: bool = False
    loose: bool = False

    @property
    def is_call(self) -> bool:
        """Whether nothing but the name says so: "Kim pick up the veils", and what follows with "then" is Kim's too."""
        named = self.name is not None and len(self.places) == len(self.name.split())
        return named and self.leading and not (self.finite or self.loose)


@dataclass(frozen=True, slots=True)
class Spot:
    """A member named in a clause: `first` is the first token of the clause that says anything."""

    sheet: Sheet
    places: range
    hit: MemberHit
    first: int

    @property
    def span(self) -> tuple[int, ...]:
        return tuple(range(self.hit.first, self.hit.last + 1))

    @property
    def word(self) -> str:
        return self.sheet.low_at(self.hit.last)

    @property
    def end(self) -> int:
        """The position after the name."""
        return self.hit.last + 1

    @property
    def after(self) -> str:
        return self.sheet.low_at(self.hit.last + 1)

    @property
    def before(self) -> str:
        return self.sheet.low_at(self.hit.first - 1)

    def in_case(self, case: Case) -> bool:
        """Whether the name can stand in this case."""
        return in_case(self.word, case, lowered(self.hit.name))

    @property
    def leading(self) -> bool:
        return self.hit.first == self.first

    @property
    def in_brackets(self) -> bool:
        """A name alone in brackets or after a dash at the end: "... (Kim)", "... — Kim"."""
        closed = self.after in {")", ""} or (self.before != "(" and self.after in {"—", "–", "-"})
        return self.before in {"(", "—", "–", "-"} and closed

    def to(
        self, *places: int, heading: bool = False, finite: bool = False, loose: bool = False
    ) -> Assignment:
        """The task goes to this member; `places` are the tokens that say so beside the name."""
        return Assignment(self.hit.name, (*self.span, *places), heading=heading, finite=finite, loose=loose)


def takes_over(sheet: Sheet, title: list[int], given: Assignment) -> bool:
    """Whether a clause only says who is to do what was said before: "Kim is on it", «займётся Дима»."""
    said = [at for at in title if sheet.tokens[at].kind != "mark" and sheet.low_at(at) not in _JOINS]
    lows = [sheet.low_at(at) for at in (*said, *given.places)]
    return all(sheet.low_at(at) in LIGHT for at in said) and any(low in LIGHT for low in lows)


_JOINS = listed("and but so then also и а но")
