"""Pages of errors keep the menu, errors begin with their cause, and keys of one letter can be turned off."""

from api.dashboard.formatting import split_error
from tests.api.dashboard.conftest import Visit
from tests.invariants.service_faults import rows
from tests.tables import for_every

WRAPPED = """DBAPIError: (sqlalchemy.dialects.postgresql.asyncpg.Error) <class 'asyncpg.exceptions.RaiseError'>: this title is poison
[SQL: INSERT INTO task (title) VALUES ($1)]
(Background on this error at: https://sqlalche.me/e/20/dbapi)"""


@for_every(
    ("error", "cause", "rest"),
    [
        (WRAPPED, "RaiseError: this title is poison", WRAPPED),
        ("TimeLimitError: longer than 60 s", "TimeLimitError: longer than 60 s", ""),
        ("ValueError: one\ntwo", "ValueError: one", "two"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_an_error_is_split_into_its_cause_and_the_rest(error: str | None, cause: str, rest: str) -> None:
    assert split_error(error) == (cause, rest)


DEAD = """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
          VALUES ('embed:1', 'embed_tasks', '{"operation_id": 1, "workspace_id": 1, "trace": "u1"}', 4, :error, now())"""


async def test_errors_keep_the_menu_begin_with_the_cause_and_keys_can_be_off(visit: Visit) -> None:
    await rows(visit.planner, DEAD, error=WRAPPED)
    page = await visit.log_in()
    for path, heading in (
        ("/nothing", "Not found 404"),
        ("/traces/u404", "Not found 404"),
        ("/jobs?state=odd", "Not valid 422"),
    ):
        await visit.open(path)
        assert await page.inner_text("h1") == heading, path
        assert await page.locator('nav[aria-label="Pages"] a').count() > 5, path
    await visit.open("/dead-letters/1")
    assert await page.inner_text("p.error") == "RaiseError: this title is poison"
    assert not await page.is_visible("text=INSERT INTO task")
    await page.click("text=Statement and details")
    assert await page.is_visible("text=INSERT INTO task")
    assert "As of" in await page.inner_text("footer")

    await visit.open("/dead-letters")
    await page.keyboard.press("j")
    assert await page.locator('[aria-selected="true"]').count() == 1
    await page.click("[data-help]")
    await page.check("[data-keys-off]")
    await page.keyboard.press("Escape")
    await visit.open("/dead-letters")
    await page.keyboard.press("j")
    assert await page.locator('[aria-selected="true"]').count() == 0
    assert await page.evaluate("document.activeElement === document.body")
    await visit.context.clear_cookies()
    await visit.open("/nothing")
    assert await page.locator('nav[aria-label="Pages"]').count() == 0
