"""Serves the files of the chat page under a content security policy that allows only its own origin."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HERE = Path(__file__).parent
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "microphone=(self), geolocation=(self), camera=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
FILES = {path.name: path.read_bytes() for path in HERE.iterdir() if path.suffix in TYPES}


def _answer(name: str) -> Response:
    return Response(FILES[name], media_type=TYPES[Path(name).suffix], headers=HEADERS)


async def _index(_: Request) -> Response:
    return _answer("index.html")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    return _answer(name) if name in FILES else Response(status_code=404)


PAGE_ROUTES = [Route("/", _index), Route("/page/{name}", _asset)]
