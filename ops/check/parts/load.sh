# Memory under load, within the limits of production: 10,000 messages at once from 10,000 chats, then a digest due for all
# of them in the same minute within Telegram's rate limits, then a plan and its picture. Fifteen minutes; not among the usual parts.
#   CHATS=1000 LOADS="burst plan" bash ops/check/containers.sh load       for a quick look
CHATS=${CHATS:-10000}
FIVE=(nginx api worker postgres redis)
sql() { inside postgres psql -U postgres -d planner -XAtqc "$1"; }
heavy() { docker exec -i "$(name_of sandbox)" python - "$@" <ops/check/load.py; }

sampled() { # every two seconds, all containers in one look: NAME USED
    local names=() service
    for service in "${FIVE[@]}" backup; do names+=("$(name_of "$service")"); done
    while :; do docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' "${names[@]}" >>"$CHECK_DIR/memory.$1" 2>/dev/null || sleep 1; done
}
cpu() { # SERVICE: processor seconds since its start
    inside "$1" sh -c 'if [ -f /sys/fs/cgroup/cpu.stat ] && grep -q usage_usec /sys/fs/cgroup/cpu.stat; then
        sed -n "s/^usage_usec //p" /sys/fs/cgroup/cpu.stat | awk "{ print \$1 / 1000000 }"
    else awk "{ print \$1 / 1000000000 }" /sys/fs/cgroup/cpuacct/cpuacct.usage; fi'
}
cpus() { local service; for service in "${FIVE[@]}"; do printf '%s %s\n' "$service" "$(cpu "$service")"; done; }
watched() { # TITLE COMMAND...: run it, and say the most each service held meanwhile, without the page cache
    local title=$1 watcher; shift
    : >"$CHECK_DIR/memory.$title"
    cpus >"$CHECK_DIR/cpu.before"
    sampled "$title" &
    watcher=$!
    "$@"
    sleep 3
    kill "$watcher" 2>/dev/null; wait "$watcher" 2>/dev/null || true
    python3 - "$title" "$CHECK_DIR/memory.$title" "$PROJECT" <<'P'
import collections, re, sys
most = collections.defaultdict(float)
for line in open(sys.argv[2]):
    name, used = line.split()[:2]
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", used).groups()
    service = name.removeprefix(sys.argv[3] + "-").removesuffix("-1")
    most[service] = max(most[service], float(number) * {"B": 2**-20, "KiB": 2**-10, "MiB": 1, "GiB": 2**10}[unit])
print(f"  most MiB, {sys.argv[1]}: " + "  ".join(f"{name} {value:.0f}" for name, value in sorted(most.items())))
print(f"  api + worker: {most['api'] + most['worker']:.0f} of 256")
P
    cpus | paste "$CHECK_DIR/cpu.before" - | awk '{ printf "%s%s %.1f s", (NR > 1 ? "  " : "  processor: "), $1, $4 - $2 } END { print "" }'
}
drained() { # until every update is handled and every waiting message is sent; two minutes without progress fail
    local began=$SECONDS moved=$SECONDS left before=
    while :; do
        left="$(lanes) chats wait, $(sql "SELECT count(*) FROM outbound_message WHERE state IN ('pending', 'sending')") answers wait"
        [ "$left" != "0 chats wait, 0 answers wait" ] || break
        [ "$left" = "$before" ] || { before=$left; moved=$SECONDS; }
        [ "$((SECONDS - moved))" -lt 120 ] || fail "no progress for two minutes: $left, $(handled) handled"
        sleep 2
    done
    good "all worked off $((SECONDS - began)) s later"
}
# The lanes of the ten thousand chats and the rows they created, in one query.
handled() { sql "SELECT count(*) FROM inbound_update WHERE lane LIKE 'chat:10_____' AND outcome = 'done'"; }
missing() {
    sql "SELECT count(*) - (SELECT count(*) FROM task WHERE workspace_id > 1000000 AND title NOT LIKE 'Task %')
         FROM inbound_update WHERE lane LIKE 'chat:10_____' AND outcome = 'done'"
}
embeddings() { inside redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli zcount arq:queue 10000000000000 +inf'; }
lanes() { inside redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli zcard planner:lanes'; }

talk say /start --contains ""
[ "$(sql "SELECT count(*) FROM chat")" -gt "$CHATS" ] || sql "
INSERT INTO workspace (id, name, last_task_number, created_at) OVERRIDING SYSTEM VALUE
  SELECT 1000000 + n, 'W' || n, 9, now() FROM generate_series(1, $CHATS) n;
INSERT INTO member (id, workspace_id, name, aliases, is_owner, telegram_user_id, created_at) OVERRIDING SYSTEM VALUE
  SELECT 1000000 + n, 1000000 + n, 'Person ' || n, '{}', true, 1000000 + n, now() FROM generate_series(1, $CHATS) n;
INSERT INTO business (id, workspace_id, name, keywords, created_at) OVERRIDING SYSTEM VALUE
  SELECT 1000000 + n, 1000000 + n, 'Lab', '{}', now() FROM generate_series(1, $CHATS) n;
INSERT INTO chat (id, telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at) OVERRIDING SYSTEM VALUE
  SELECT 1000000 + n, 1000000 + n, 1000000 + n, 1000000 + n, 'private', CASE n % 2 WHEN 0 THEN 'en' ELSE 'ru' END, 'UTC', true, now()
  FROM generate_series(1, $CHATS) n;
INSERT INTO task (workspace_id, number, title, business_id, status, priority, deadline_on, version, created_at, updated_at)
  SELECT 1000000 + n, m, 'Task ' || m || ' of many words & <signs>', 1000000 + n, 'open', 2, (now() AT TIME ZONE 'UTC')::date - m % 3, 1, now(), now()
  FROM generate_series(1, $CHATS) n, generate_series(1, 8) m;
INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on, next_run_at, created_at)
  SELECT 1000000 + n, 1000000 + n, 'morning_digest', (now() AT TIME ZONE 'UTC')::time, 127, true, 'silent',
         (now() AT TIME ZONE 'UTC')::date, now() + interval '30 days', now() - interval '1 day' FROM generate_series(1, $CHATS) n;
ANALYZE"
good "$CHATS people with 8 tasks each"

burst() {
    heavy write --count "$CHATS"
    drained
    good "$(embeddings) embeddings are still to come"
    heavy late
    heavy answered --count "$CHATS"
}
digest() {
    sql "UPDATE schedule SET next_run_at = now(), local_time = (now() AT TIME ZONE 'UTC')::time WHERE chat_id > 1000000"
    local limit=$((SECONDS + 900)) began=$SECONDS
    until [ "$(sql "SELECT count(*) FROM schedule_run WHERE state IN ('sent', 'failed', 'unknown', 'skipped')")" -ge "$CHATS" ]; do
        [ "$SECONDS" -lt "$limit" ] || fail "digests after 900 s: $(sql 'SELECT state, count(*) FROM schedule_run GROUP BY 1' | tr '\n' ' ')"
        sleep 2
    done
    good "all digests $((SECONDS - began)) s after their time: $(sql 'SELECT state, count(*) FROM schedule_run GROUP BY 1' | tr '\n' ' ')"
}

for load in ${LOADS:-rest burst digest plan backup}; do
    case $load in
        rest) watched rest sleep 20 ;;
        burst)
            # The stand-in has no pace of its own: Telegram's would only stretch the burst.
            TELEGRAM_PER_SECOND=1000 dc up -d --no-build --no-deps worker >/dev/null 2>&1
            wait_healthy 60 worker
            watched burst burst
            must "$(handled) of $CHATS messages handled, each is one task" [ "$(handled) $(missing)" = "$CHATS 0" ]
            dc up -d --no-build --no-deps worker >/dev/null 2>&1
            wait_healthy 60 worker
            ;;
        digest) watched digest digest ;;
        plan) watched plan heavy picture ;;
        backup) watched backup dc exec -T backup python3 -m ops.backup now ;;
    esac
done
for service in "${FIVE[@]}"; do
    must "$service was never killed for memory" [ "$(ask "$service" '{{.State.OOMKilled}} {{.RestartCount}}')" = "false 0" ]
done
memory_table "at the end" "${FIVE[@]}" backup
