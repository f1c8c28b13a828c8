"""Ids as people and addresses write them, within the range of the database's ids."""

LARGEST_ID = 2**63 - 1


def parse_digits(text: str) -> int | None:
    """A row's id in ASCII digits; None for anything else or more than 64 bits.

    `str.isdigit` alone accepts "²", which is not a number, and a thousand digits.
    """
    digits = text.lstrip("0") or text[-1:]
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19:
        return None
    number = int(digits)
    return number if number <= LARGEST_ID else None


def parse_telegram_id(text: str) -> int | None:
    """A chat's Telegram id, which is below 0 for groups; None as for `read_id`."""
    number = parse_digits(text.removeprefix("-"))
    return -number if number is not None and text.startswith("-") else number
