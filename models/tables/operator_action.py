"""What operators did: logins, orders and looks at people's texts."""

from sqlmodel import SQLModel

from models.tables.columns import Instant, instant, key, one_of, text


class OperatorAction(SQLModel, table=True):
    """One action with its outcome. `actor` is the name of the login, or of the system's user in a terminal.

    `session` tells apart people who share a password; `address` is where a login came from. `target` names what was acted
    on by its id, `note` is a reason given or how many; neither quotes what people wrote.
    """

    __tablename__ = "operator_action"
    __table_args__ = (one_of("via", "dashboard", "script", "terminal"),)

    id: int | None = key()
    done_at: Instant = instant(index=True)
    actor: str = text()
    via: str = text()
    session: str | None = text(default=None)
    address: str | None = text(default=None)
    action: str = text()
    target: str = text(default="")
    outcome: str = text()
    note: str = text(default="")
