# The development stack with the stand-in: starts, answers, and reloads a changed source.
dev_port=$(free_port) dev_chat=$(free_port) dev_pg=$(free_port) dev_redis=$(free_port)
DEV="$PROJECT-dev"
dev() {
    env -u TELEGRAM_API_BASE_URL -u TELEGRAM_FILE_BASE_URL -u WEBHOOK_URL API_PORT="$dev_port" SANDBOX_PORT="$dev_chat" \
        POSTGRES_PORT="$dev_pg" REDIS_PORT="$dev_redis" docker compose -p "$DEV" -f compose.yaml --profile sandbox "$@"
}
dev up -d >"$CHECK_DIR/dev.log" 2>&1 || { tail -30 "$CHECK_DIR/dev.log" >&2; dev down -v >/dev/null 2>&1; fail "development: up"; }
working() { # the worker's process below the one that reloads it
    docker exec "$DEV-worker-1" sh -c 'grep -l "ops.cli" /proc/[0-9]*/cmdline' 2>/dev/null | tr '\n' ' '
}
# `set -e` does not hold in a list that has an `||` behind it.
tell() { talk "$@" || exit 1; }
( PROJECT=$DEV; wait_healthy 90 postgres redis api worker
  tell listener
  tell say /start --contains Hello
  tell say "Send the offer to Novak by Friday" --contains "Send the offer to Novak"
  before=$(working)
  touch worker/main.py
  for _ in $(seq 120); do after=$(working); [ "$after" != "$before" ] && [ -n "$after" ] && break; sleep 0.5; done
  must "a changed source restarts the worker" [ "$after" != "$before" ]
  # The stand-in is restarted too.
  for _ in $(seq 60); do talk listener 2>/dev/null && break; sleep 1; done
  tell say "Call the bank tomorrow" --contains "Call the bank" ) || { dev down -v >/dev/null 2>&1; fail "development"; }
good "the stand-in's chat page answers on 127.0.0.1:$dev_chat"
dev down -v --timeout 5 >/dev/null 2>&1
