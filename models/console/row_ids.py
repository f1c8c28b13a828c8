"""Row ids: numbers as people and addresses write them, within what the database's ids can hold."""

LARGEST_ID = 2**63 - 1


def read_id(text: str) -> int | None:
    """The number of a row, written in ASCII digits; None for anything else or more than 64 bits.

    `str.isdigit` alone says yes to "²", which is no number, and to a thousand digits, which are no row's.
    """
    digits = text.lstrip("0") or text[-1:]
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19:
        return None
    number = int(digits)
    return number if number <= LARGEST_ID else None


def read_chat(text: str) -> int | None:
    """A chat's Telegram id, which is below 0 for groups; None as for `read_id`."""
    number = read_id(text.removeprefix("-"))
    return -number if number is not None and text.startswith("-") else number
