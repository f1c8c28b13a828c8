"""Assets: the style sheet and the scripts, from this package; their addresses change with their content."""

from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response

from api.dashboard.auth.guard import GuardedRoute

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)

_KINDS = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".svg": "image/svg+xml"}


@router.get("/assets/{name}")
async def asset(name: str) -> Response:
    """One file of the package. 404 for anything else."""
    folder = files("api.dashboard").joinpath("assets")
    found = next((file for file in folder.iterdir() if file.name == name), None)
    kind = _KINDS.get(f".{name.rpartition('.')[2]}")
    if found is None or kind is None:
        raise HTTPException(404, "There is no such file.")
    return Response(
        found.read_bytes(),
        media_type=kind,
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )
