"""The secret in a calendar address: derived where it is shown, stored as its hash only."""

import base64
import hashlib
import hmac
import secrets


def new_salt() -> str:
    """What one address's token is derived from: 128 random bits."""
    return secrets.token_hex(16)


def feed_token(secret: str, salt: str) -> str:
    """The token of an address, 43 characters of A-Z a-z 0-9 _ -.

    `secret` is the bot's token, which the database does not hold: its rows alone open no calendar.
    """
    digest = hmac.digest(secret.encode(), f"calendar:{salt}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of_token(token: str) -> str:
    """The SHA-256 by which a token is found."""
    return hashlib.sha256(token.encode()).hexdigest()
