# shellcheck shell=bash
# Sourced by the checks: how they start, ask and stop the stack. Needs plain `docker` with `docker compose`.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

CHECK_DIR=${CHECK_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/planner-check.XXXXXX")}
PROJECT=${PROJECT:-planner-check}
FILES=(-f compose.prod.yaml -f ops/check/sandbox.yaml)
export SECRETS_DIR=$CHECK_DIR/secrets
export TELEGRAM_BOT_TOKEN=123456:sandbox-token-for-local-use-only
export OWNER_TELEGRAM_ID=1001
export TELEGRAM_API_BASE_URL=http://sandbox:8081/bot
export TELEGRAM_FILE_BASE_URL=http://sandbox:8081/file/bot
export WEBHOOK_URL=${WEBHOOK_URL:-http://nginx:8080}
export DASHBOARD_PASSWORD=${DASHBOARD_PASSWORD:-only-for-this-check}
export UNDERSTANDING=rules DEFAULT_ZONE=Europe/Berlin

say() { printf '\n=== %s\n' "$*"; }
good() { printf '  ok    %s\n' "$*"; }
fail() { printf '  FAIL  %s\n' "$*" >&2; exit 1; }
must() { # WHAT COMMAND...: the command must succeed
    local what=$1; shift
    if "$@"; then good "$what"; else fail "$what"; fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
dc() { docker compose -p "$PROJECT" --env-file "$CHECK_DIR/env" "${FILES[@]}" "$@"; }
name_of() { echo "$PROJECT-$1-1"; }
ask() { docker inspect -f "$2" "$(name_of "$1")"; } # SERVICE FORMAT
inside() { local service=$1; shift; docker exec "$(name_of "$service")" "$@"; }
talk() { docker exec -i "$(name_of sandbox)" python - "$@" <"$ROOT/ops/check/talk.py"; }
let_people_in() { # ten chats, once
    [ -z "${PEOPLE_ARE_IN:-}" ] || return 0
    talk people --chats 10
    PEOPLE_ARE_IN=1
}
state() { ask "$1" '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}-{{end}}'; }

wait_healthy() { # SECONDS SERVICE...
    local limit=$((SECONDS + $1)) service; shift
    for service; do
        until [ "$(state "$service")" = "running healthy" ]; do
            [ "$SECONDS" -lt "$limit" ] || { docker logs --tail 20 "$(name_of "$service")" >&2; fail "$service is $(state "$service")"; }
            sleep 1
        done
    done
}

# Kills a container's process by its pid on the host. After `docker kill` Docker would not restart the container.
kill_hard() { kill -9 "$(ask "$1" '{{.State.Pid}}')"; }

mb() { awk -v bytes="$1" 'BEGIN { printf "%.0f", bytes / 1000000 }'; }

# Memory of a container without the page cache, now, in MB of 1,048,576; and the most it ever was, cache included.
memory_now() { docker stats --no-stream --format '{{.MemUsage}}' "$(name_of "$1")" | awk '{ print $1 }'; }
memory_most() {
    inside "$1" sh -c 'cat /sys/fs/cgroup/memory.peak 2>/dev/null || cat /sys/fs/cgroup/memory/memory.max_usage_in_bytes' |
        awk '{ printf "%.0fMiB", $1 / 1048576 }'
}
memory_table() { # TITLE SERVICE...
    local title=$1 service; shift
    printf '  %-10s %-12s %-12s %-9s %s\n' "$title" now "most+cache" limit "killed for memory"
    for service; do
        printf '  %-10s %-12s %-12s %-9s %s\n' "$service" "$(memory_now "$service")" "$(memory_most "$service")" \
            "$(($(ask "$service" '{{.HostConfig.Memory}}') / 1048576))MiB" "$(ask "$service" '{{.State.OOMKilled}}')"
    done
}
