# The template for Coolify, with what Coolify would fill in, on the images that were built: to the first answer, and with
# nothing beside it. Its word `exclude_from_hc` is Coolify's own. The other stack is stopped meanwhile.
dc stop >/dev/null 2>&1
(
    PROJECT=planner-coolify FILES=(-f "$CHECK_DIR/coolify.yaml" -f ops/check/coolify.yaml)
    sed '/exclude_from_hc/d' ops/coolify/planner.yaml >"$CHECK_DIR/coolify.yaml"
    for name in $(grep -o 'SERVICE_PASSWORD[A-Z0-9_]*' ops/coolify/planner.yaml | sort -u); do
        export "$name=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \n')"
    done
    export SERVICE_URL_API=http://api:8000
    export PLANNER_IMAGE=business-planner:local BACKUP_IMAGE=business-planner-backup:local
    trap 'dc down -v --remove-orphans --timeout 5 >/dev/null 2>&1 || true' EXIT
    dc up -d --no-build >"$CHECK_DIR/coolify.log" 2>&1 || { tail -30 "$CHECK_DIR/coolify.log" >&2; fail "the template does not start"; }
    wait_healthy 180 api worker postgres redis backup
    for service in role migrate; do must "$service ended well" [ "$(ask "$service" '{{.State.Status}} {{.State.ExitCode}}')" = "exited 0" ]; done
    must "the planner's role is no superuser" [ "$(inside postgres psql -U postgres -Atc "SELECT rolsuper FROM pg_roles WHERE rolname = 'planner'")" = f ]
    must "Redis asks for a password and evicts nothing" inside redis sh -c \
        'redis-cli get x 2>&1 | grep -q NOAUTH && REDISCLI_AUTH=$REDIS_PASSWORD redis-cli config get maxmemory-policy | grep -q noeviction'
    must "no port of the server is taken" [ -z "$(docker ps --filter "name=$PROJECT" --format '{{.Ports}}' | grep 0.0.0.0)" ]
    talk listener
    talk say /start --contains Hello
    must "a backup is made and verified" inside backup python3 -m ops.backup now
) || fail "one_click"
dc start >/dev/null 2>&1
wait_healthy 120 "${OURS[@]}"
