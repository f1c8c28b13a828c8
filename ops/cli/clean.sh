#!/bin/sh
# Clean: removes what make and the planner made in this checkout, data included.
set -eu

for place in .planner/demo .planner/run; do
    if [ -e "$place/lock" ] && command -v flock >/dev/null && ! flock -n "$place/lock" true; then
        echo "A planner runs in $place: stop it first." >&2
        exit 1
    fi
    # Below a home closed to others, root's PostgreSQL keeps its data in /var/tmp, behind a link.
    if [ -L "$place/postgres" ]; then
        elsewhere=$(dirname "$(readlink "$place/postgres")")
        case $elsewhere in
            /var/tmp/business-planner-*) rm -rf "$elsewhere" ;;
        esac
    fi
done
rm -rf .venv .planner .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
find . -name __pycache__ -type d -prune -exec rm -rf {} +
echo "Clean."
