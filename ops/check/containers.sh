#!/usr/bin/env bash
# Checks the containers on a real engine: they build, become healthy, keep their isolation and limits, carry a message from
# nginx to its answer, and lose nothing when each of them is killed. A quarter of an hour; leaves nothing behind.
#   bash ops/check/containers.sh [PART...]      parts: build isolation routes talk daily backup alerts memory kill stop update rollback
#                                               development tls certificates one_click fresh_clone (usual) load
# KEEP=1 leaves the stack running; CHECK_DIR=... of a kept stack continues with it.
# As the user who may use Docker; `kill` needs root, because it kills processes of containers as a crash would.
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"
OURS=(nginx api worker postgres redis backup)
PARTS=("$@"); [ $# -gt 0 ] || PARTS=(build isolation routes talk daily backup alerts memory kill stop update rollback development tls certificates one_click fresh_clone)

passed=() part=up
clean() {
    [ "${#passed[@]}" = 0 ] || say "$(printf '%s · ' "${passed[@]}")$([ -n "$part" ] && echo "FAILED in $part" || echo "all passed in $SECONDS s")"
    [ -z "${KEEP:-}" ] || { echo "kept: project $PROJECT, $CHECK_DIR"; return; }
    dc down -v --remove-orphans --timeout 5 >/dev/null 2>&1 || true
    rm -rf "$CHECK_DIR"
}
trap clean EXIT

mkdir -p "$CHECK_DIR"
[ -f "$CHECK_DIR/env" ] || printf 'HTTP_PORT=127.0.0.1:%s\nHTTPS_PORT=127.0.0.1:%s\nHTTPS=off\n' "$(free_port)" "$(free_port)" >"$CHECK_DIR/env"
sh ops/docker/secrets.sh "$CHECK_DIR/env" "$SECRETS_DIR" >/dev/null
export SECRET; SECRET=$(cat "$SECRETS_DIR/telegram_secret_token")

say "Up: builds, migrates once, comes up healthy"
began=$SECONDS
dc build >"$CHECK_DIR/build.log" 2>&1 || { tail -30 "$CHECK_DIR/build.log" >&2; fail "build"; }
good "built in $((SECONDS - began)) s"
began=$SECONDS
dc up -d --no-build >"$CHECK_DIR/up.log" 2>&1 || { tail -30 "$CHECK_DIR/up.log" >&2; fail "up"; }
wait_healthy 120 "${OURS[@]}"
good "healthy after $((SECONDS - began)) s"
must "migrated once, with success" [ "$(ask migrate '{{.State.Status}} {{.State.ExitCode}}')" = "exited 0" ]
talk listener
good "Telegram's stand-in knows the webhook"
passed+=("up $SECONDS s")

for part in "${PARTS[@]}"; do
    say "$part"
    part_began=$SECONDS
    # shellcheck source=/dev/null
    . "ops/check/parts/$part.sh"
    passed+=("$part $((SECONDS - part_began)) s")
done
part=
