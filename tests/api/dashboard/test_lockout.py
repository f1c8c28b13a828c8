"""Wrong logins in numbers: whom they stop, and whom they must not."""

from typing import Any

import httpx
import pytest

from api.caller_address import address_block
from api.dashboard.auth.sessions import Sessions
from models.console.login_links import issue_login
from models.runtime.clock import wall_ms
from tests.api.dashboard.conftest import PASSWORD, VIEWER
from tests.planner import Planner

LOGIN, LINK, SCRIPT = "/dashboard/login", "/dashboard/login/link", "/dashboard/api/session"


def _from(address: str) -> dict[str, str]:
    """What our own proxy would add for a caller at this address."""
    return {"x-forwarded-for": address}


def _client(planner: Planner, **values: Any) -> httpx.AsyncClient:
    """A browser with patience: a password's hash takes as long as the machine lets it."""
    return httpx.AsyncClient(base_url=planner.url, timeout=60, **values)


async def _tries(planner: Planner, name: str) -> int:
    return int(await planner.redis.get(f"planner:dashboard:attempts:{name}") or 0)


async def _strangers_lock_the_door(planner: Planner) -> None:
    """A hundred wrong passwords from everywhere: counted here as the api does it, without a hash for each."""
    before = await _tries(planner, "all")
    async with _client(planner) as client:
        assert (
            await client.post(LOGIN, data={"password": "x"}, headers=_from("203.0.113.1"))
        ).status_code == 401
        assert await _tries(planner, "all") == before + 1
        await planner.redis.set("planner:dashboard:attempts:all", 99, keepttl=True)
        assert (
            await client.post(LOGIN, data={"password": "x"}, headers=_from("203.0.113.2"))
        ).status_code == 401
        for path, given in (
            (LOGIN, {"data": {"password": PASSWORD}}),
            (SCRIPT, {"json": {"password": PASSWORD}}),
        ):
            refused = await client.post(path, **given, headers=_from("203.0.113.3"))
            assert refused.status_code == 429


async def test_a_code_from_the_bot_lets_in_whatever_strangers_guess(guarded: Planner) -> None:
    await _strangers_lock_the_door(guarded)
    code = await issue_login(guarded.redis, "Anna")
    async with _client(guarded) as client:
        assert (await client.post(LINK, data={"code": code})).status_code == 303
        assert (await client.get("/dashboard")).status_code == 200


async def test_a_browser_that_has_been_in_gets_in_whatever_strangers_guess(guarded: Planner) -> None:
    async with _client(guarded) as client:
        assert (await client.post(LOGIN, data={"password": PASSWORD})).status_code == 303
        # Its session is over; that it has been in is still known.
        client.cookies.delete("planner_session")
        await _strangers_lock_the_door(guarded)
        assert (await client.post(LOGIN, data={"password": "mistyped"})).status_code == 401
        assert (await client.post(LOGIN, data={"password": PASSWORD})).status_code == 303
        assert (await client.get("/dashboard")).status_code == 200


async def test_a_session_may_log_in_again_whatever_strangers_guess(guarded: Planner) -> None:
    _, word = Sessions(guarded.settings, guarded.redis).start("operator", "operator", wall_ms() // 1000)
    await _strangers_lock_the_door(guarded)
    async with _client(guarded) as client:
        bearer = {"authorization": f"Bearer {word}"}
        again = await client.post(SCRIPT, json={"password": PASSWORD}, headers=bearer)
        assert (again.status_code, again.json()["role"]) == (200, "operator")
        cookie = {"cookie": f"planner_session={word}"}
        assert (await client.post(LOGIN, data={"password": PASSWORD}, headers=cookie)).status_code == 303


async def test_having_been_in_gives_ten_guesses_and_no_access(guarded: Planner) -> None:
    """A viewer's browser neither guesses the operator's password for ever nor counts against the operator's."""
    known = Sessions(guarded.settings, guarded.redis).issue_known_browser("viewer", wall_ms() // 1000)
    async with _client(guarded, cookies={"planner_known": known}) as client:
        assert (await client.get("/dashboard")).status_code == 303
        told = [(await client.post(LOGIN, data={"password": "x"})).status_code for _ in range(11)]
        assert told == [401] * 10 + [429]
    assert await _tries(guarded, "all:viewer") == 10
    assert await _tries(guarded, "all") == await _tries(guarded, "all:operator") == 0
    forged = known.partition(".")[0] + "." + "0" * 64
    old = Sessions(guarded.settings, guarded.redis).issue_known_browser(
        "operator", wall_ms() // 1000 - 91 * 86_400
    )
    await guarded.redis.set("planner:dashboard:attempts:all", 100, ex=900)
    for word in (forged, old, "a.b", "é", "."):
        async with _client(guarded) as client:
            headers = {"cookie": f"planner_known={word}".encode()}
            told = await client.post(LOGIN, data={"password": VIEWER}, headers=headers)
            assert told.status_code == 429, word


async def test_ipv6_counts_by_what_one_household_has(guarded: Planner) -> None:
    async with _client(guarded) as client:
        told = [
            (
                await client.post(
                    LOGIN, data={"password": "x"}, headers=_from(f"2001:db8:1:2:{n:x}::{n * 7:x}")
                )
            ).status_code
            for n in range(1, 12)
        ]
        assert told == [401] * 10 + [429]
        next_door = _from("2001:db8:1:3::1")
        assert (await client.post(LOGIN, data={"password": PASSWORD}, headers=next_door)).status_code == 303


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::FFFF:cb00:7107", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_what_counts_as_one_caller(address: str, block: str) -> None:
    assert address_block(address) == block


async def test_codes_have_a_bound_of_their_own_for_each_caller_alone(guarded: Planner) -> None:
    async with _client(guarded) as client:
        guesser = _from("2001:db8:9::1")
        told = [
            (await client.post(LINK, data={"code": str(n)}, headers=guesser)).status_code for n in range(21)
        ]
        assert told == [401] * 20 + [429]
        assert await _tries(guarded, "all") == 0
        code = await issue_login(guarded.redis, "Anna")
        other = _from("2001:db8:a::1")
        assert (await client.post(LINK, data={"code": code}, headers=other)).status_code == 303
        assert await guarded.redis.ttl("planner:dashboard:attempts:codes") > 0


async def test_what_is_counted_does_not_fill_the_queues_memory(guarded: Planner) -> None:
    """Addresses are without number: once all tries are used up, another address leaves no key behind."""
    await guarded.redis.set("planner:dashboard:attempts:all", 100, ex=900)
    await guarded.redis.hset("planner:dashboard:attempts:codes", mapping={str(n): 1 for n in range(10_000)})
    before = await guarded.redis.keys("planner:dashboard:*")
    async with _client(guarded) as client:
        for n in range(20):
            await client.post(LOGIN, data={"password": "x"}, headers=_from(f"198.51.100.{n}"))
            await client.post(LINK, data={"code": "x"}, headers=_from(f"198.51.100.{n}"))
    assert await guarded.redis.keys("planner:dashboard:*") == before
    assert await guarded.redis.hlen("planner:dashboard:attempts:codes") == 10_000
