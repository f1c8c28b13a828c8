#!/usr/bin/env bash
# Measures the time to the first answer: a fresh clone of HEAD, a filled .env, the two commands of the README, a message.
#   bash ops/check/first_answer.sh              with the layers this machine has
#   COLD=1 bash ops/check/first_answer.sh       builds everything again (base images are present)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CHECK_DIR=$(mktemp -d "${TMPDIR:-/tmp}/planner-first.XXXXXX")
export CHECK_DIR PROJECT=planner-first
began=$SECONDS
git clone -q "$here" "$CHECK_DIR/planner"
# shellcheck source=/dev/null
. "$CHECK_DIR/planner/ops/check/stack.sh"
trap 'dc down -v --remove-orphans --timeout 5 >/dev/null 2>&1 || true; rm -rf "$CHECK_DIR"' EXIT
printf 'HTTP_PORT=127.0.0.1:%s\nHTTPS_PORT=127.0.0.1:%s\nHTTPS=off\n' "$(free_port)" "$(free_port)" >"$CHECK_DIR/env"
sh ops/docker/secrets.sh "$CHECK_DIR/env" "$SECRETS_DIR" >/dev/null
dc build ${COLD:+--no-cache} >"$CHECK_DIR/build.log" 2>&1 || { tail -30 "$CHECK_DIR/build.log" >&2; fail "build"; }
built=$SECONDS
dc up -d --no-build >"$CHECK_DIR/up.log" 2>&1 || { tail -30 "$CHECK_DIR/up.log" >&2; fail "up"; }
talk listener
talk say /start --contains Hello
good "first answer $((SECONDS - began)) s after the clone began: $((built - began)) s of it building, $((SECONDS - built)) s starting"
