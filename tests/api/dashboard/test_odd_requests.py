"""Odd requests to every address of the app: whoever asks, and whatever for, nothing is ever a defect of ours."""

from collections.abc import AsyncIterator, Mapping
from json import dumps
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from tests.api.addresses import Address, all_addresses, status_of
from tests.api.dashboard.odd_values import FIELDS, HOSTS, RAW, VALUES, json_values, pairs, some_value
from tests.planner import Planner, Stores

ADDRESSES = all_addresses()
WHO = ("nobody", "viewer", "operator", "operator's script")
# A guessed password costs its hash each time.
HASHING = ("/dashboard/login", "/dashboard/api/session")


def _query(fields: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(quote(name, safe="").encode() + b"=" + value for name, value in fields)


@pytest.fixture(scope="module")
async def asked(stores: Stores) -> AsyncIterator["Asker"]:
    """A planner with a little history, and who asks it."""
    async with Planner.running(
        stores, dashboard_password="operator's", dashboard_viewer_password="viewer's"
    ) as planner:
        await planner.tell("/start")
        await planner.tell("Call Anna")
        await planner.stop_workers()
        yield Asker(planner)


class Asker:
    """Sends bytes as a visitor would, or as one who has a session and means ill."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self.sessions = Sessions(planner.settings, planner.redis)
        self.port = urlsplit(planner.url).port or 0

    async def status(
        self,
        who: str,
        address: Address,
        path: bytes,
        *,
        kind: str,
        body: bytes,
        headers: Mapping[str, bytes] = {},
    ) -> int:
        """What is answered. Guesses of one example are not held against the next."""
        await self.planner.redis.delete("planner:dashboard:attempts:codes", *await self._tries())
        told = {"Host": b"127.0.0.1", "Content-Type": kind.encode(), **self._papers(who), **headers}
        head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in told.items())
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        return await status_of(
            self.port, address.method.encode() + b" " + path + b" HTTP/1.1\r\n" + head + length + body
        )

    async def _tries(self) -> list[bytes]:
        return [b"none", *await self.planner.redis.keys("planner:dashboard:attempts:*")]

    def _papers(self, who: str) -> dict[str, bytes]:
        if who == "nobody":
            return {}
        role = "viewer" if who == "viewer" else "operator"
        visitor, word = self.sessions.start(role, role, wall_ms() // 1000)
        if who.endswith("script"):
            return {"Authorization": f"Bearer {word}".encode()}
        csrf = self.sessions.csrf_token(visitor)
        return {"Cookie": f"planner_session={word}".encode(), "X-CSRF-Token": csrf.encode()}


def _path(address: Address, values: list[bytes]) -> bytes:
    """The address with odd values in its places; one name in each place."""
    parts = [
        values[at % len(values)] if part.startswith("{") else part.encode()
        for at, part in enumerate(address.path.split("/"))
    ]
    return b"/".join(parts) or b"/"


def is_defect(address: Address, status: int) -> bool:
    """No worker runs here, and this address says so by 503: that is what a watchdog asks it for."""
    return status >= 500 and (address.path, status) != ("/health/service", 503)


@given(
    address=st.sampled_from(ADDRESSES),
    who=st.sampled_from(WHO),
    places=st.lists(some_value, min_size=3, max_size=3),
    query=pairs,
    form=pairs,
    wish=json_values,
    as_json=st.booleans(),
    cookie=some_value,
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
async def test_no_request_is_answered_with_a_defect(
    asked: Asker, address, who, places, query, form, wish, as_json, cookie
) -> None:
    path = _path(address, places) + (b"?" + _query(query) if query else b"")
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    body = b"" if address.method == "GET" else dumps(wish).encode() if as_json else _query(form)
    headers = {} if who != "nobody" else {"Cookie": b"planner_zone=" + cookie + b"; planner_flash=" + cookie}
    status = await asked.status(who, address, path, kind=kind, body=body[:60_000], headers=headers)
    assert not is_defect(address, status), (who, address, path, body)


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: f"{each.method} {each.path}")
async def test_every_odd_value_in_every_place(asked: Asker, address: Address) -> None:
    """As a script that may do everything; what is in order does happen, so the words that act come elsewhere."""
    form = [name for name in FIELDS if name.isidentifier()]
    step = 25 if address.method == "POST" and address.path in HASHING else 1
    for value in (*[quote(text, safe="").encode() for text in VALUES if len(text) < 4_000], *RAW)[::step]:
        path, fields = _path(address, [value]), b"&".join(name.encode() + b"=" + value for name in form)
        text = value.decode()
        wish = dumps(dict.fromkeys(FIELDS, text) | {"action": "retry", "job_ids": [text]}).encode()
        requests = [("application/x-www-form-urlencoded", path, fields), ("application/json", path, wish)]
        if address.method == "GET":
            requests = [("text/plain", path + b"?" + fields[:50_000], b"")]
        for kind, where, body in requests:
            status = await asked.status("operator's script", address, where, kind=kind, body=body[:60_000])
            assert not is_defect(address, status), (address, value, kind)


ONE_FIELD = [
    (path, name)
    for path, names in {
        "/jobs": ("chat", "since", "until", "page", "text", "name", "state", "sort"),
        "/dead-letters": ("page", "text", "name", "kind"),
        "/outbox": ("chat", "before", "state"),
        "/schedules": ("after",),
        "/traces": ("id",),
        "/login": ("next",),
        "/api/jobs": ("chat", "since", "until", "page", "limit", "text"),
        "/api/pending-jobs": ("chat", "page"),
        "/api/outbox": ("chat", "before"),
        "/api/schedules": ("after", "limit"),
        "/api/dead-letters": ("page", "text", "kind"),
        "/api/traces": ("limit",),
    }.items()
    for name in names
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "name"), ONE_FIELD)
async def test_one_odd_field_alone_is_answered(asked: Asker, path: str, name: str) -> None:
    """One at a time: beside another odd field the first to be looked at hides the rest."""
    for state in ("", "&state=queued", "&sort=duration", "&sort=attempts"):
        for value in (*[quote(text, safe="").encode() for text in VALUES], *RAW):
            asks = f"/dashboard{path}?{name}=".encode() + value + state.encode()
            address = Address("GET", path)
            for where in (asks, asks + f"&{name}=1".encode()):
                status = await asked.status("operator", address, where, kind="text/plain", body=b"")
                assert status < 500, where
        if path not in ("/jobs", "/api/jobs"):
            break


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
async def test_no_host_is_a_defect(asked: Asker, host: bytes) -> None:
    for address in ADDRESSES:
        for who in ("nobody", "operator"):
            path = _path(address, [b"1"])
            status = await asked.status(
                who, address, path, kind="text/plain", body=b"", headers={"Host": host}
            )
            assert not is_defect(address, status), (address, who)


MEANINGS = {
    "/dead-letters/9223372036854775808": (422,),
    "/api/dead-letters/9223372036854775808": (422,),
    "/dead-letters/9223372036854775807": (404,),
    "/dead-letters/²": (422,),
    "/jobs/update:²": (404,),
    "/jobs?chat=²": (422,),
    "/jobs?chat=9223372036854775808": (422,),
    "/jobs?chat=-9223372036854775807": (200,),
    "/jobs?since=0001-01-01T00:00": (200, 422),
    "/jobs?until=9999-12-31T23:59:59-12:00": (422,),
    "/jobs?text=%00": (422,),
    "/api/jobs/%00": (422,),
    "/api/pending-jobs?page=99999999999999999999": (422,),
    "/jobs?state=queued&page=²": (422,),
    "/outbox?before=" + "9" * 30: (422,),
    "/schedules?after=²": (422,),
    "/traces/u²": (404,),
    "/traces?id=²": (404,),
    "/traces/d99999999999999999999-2026-11-30": (404,),
    "/lanes/й": (200,),
    "/login?next=/dashboard/й": (200,),
    "/%ff": (404,),
}


@pytest.mark.parametrize(("path", "statuses"), MEANINGS.items())
async def test_an_odd_address_has_its_right_answer(
    asked: Asker, path: str, statuses: tuple[int, ...]
) -> None:
    raw = quote(f"/dashboard{path}", safe="/?=&%:").encode()
    told = await asked.status("operator", Address("GET", path), raw, kind="text/plain", body=b"")
    assert told in statuses


async def test_bytes_that_are_no_address_are_400(asked: Asker) -> None:
    for raw in ("/dashboard/й".encode(), b"/dashboard/\xff", b"/dashboard/\x00", b"/dashboard?a=\xff"):
        assert await asked.status("operator", Address("GET", ""), raw, kind="text/plain", body=b"") == 400


async def test_a_login_leads_to_an_address_in_any_alphabet(asked: Asker) -> None:
    form = _query([("password", b"operator's"), ("next", quote("/dashboard/й\u00a0").encode())])
    told = await asked.status(
        "nobody",
        Address("POST", ""),
        b"/dashboard/login",
        kind="application/x-www-form-urlencoded",
        body=form,
    )
    assert told == 303
