"""A password's setting: plain, or a hash that names its own cost; hashes made before they did stay valid."""

import base64
import hashlib
from collections.abc import Callable

import httpx
import pytest

from api.dashboard.auth.passwords import DEFAULT_COST, hash_password, password_matches
from tests.planner import Planner, Stores

PASSWORD = "correct horse battery staple"


def earlier_hash(password: str) -> str:
    """What `planner jobs password` printed before a hash named its cost."""
    digest = hashlib.scrypt(
        password.encode(), salt=b"sixteen bytes..!", n=2**14, r=8, p=5, maxmem=2**26, dklen=32
    )
    return ":".join(
        ("scrypt", *(base64.urlsafe_b64encode(raw).decode() for raw in (b"sixteen bytes..!", digest)))
    )


@pytest.mark.parametrize("setting", [str, hash_password, earlier_hash])
async def test_a_password_lets_in_by_every_form_of_its_setting(
    stores: Stores, setting: Callable[[str], str]
) -> None:
    async with (
        Planner.running(stores, workers=0, dashboard_password=setting(PASSWORD)) as planner,
        httpx.AsyncClient(base_url=planner.url, timeout=60) as client,
    ):
        for given, status in (("guess", 401), (PASSWORD, 303)):
            answer = await client.post("/dashboard/login", data={"password": given})
            assert answer.status_code == status


def test_a_hash_names_its_cost_and_is_production_s_unless_said_otherwise() -> None:
    assert DEFAULT_COST == 14
    assert hash_password(PASSWORD).split(":")[:2] == ["scrypt", "14"]
    cheap = hash_password(PASSWORD, cost=5)
    assert cheap.split(":")[:2] == ["scrypt", "5"]
    assert password_matches(PASSWORD, cheap)
    assert not password_matches("guess", cheap)
    # Another cost is another hash.
    assert not password_matches(PASSWORD, cheap.replace(":5:", ":6:"))


@pytest.mark.parametrize(
    "odd", ["scrypt:", "scrypt:a:", "scrypt:99:aaaa:bbbb", "scrypt:1:2:3:4", "scrypt:é:é"]
)
def test_what_is_no_hash_is_a_plain_password(odd: str) -> None:
    assert password_matches(odd, odd)
