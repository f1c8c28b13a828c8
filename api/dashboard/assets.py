"""Style sheet, scripts and icon, served from this package; their addresses change with their content."""

from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response

from api.dashboard.dashboard_route import DashboardRoute

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".svg": "image/svg+xml"}


@router.get("/assets/{name}")
async def serve_asset(name: str) -> Response:
    """One file of the package. 404 for anything else."""
    folder = files("api.dashboard").joinpath("assets")
    found = next((file for file in folder.iterdir() if file.name == name), None)
    media_type = _MEDIA_TYPES.get(f".{name.rpartition('.')[2]}")
    if found is None or media_type is None:
        raise HTTPException(404, "There is no such file.")
    return Response(
        found.read_bytes(),
        media_type=media_type,
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )
