# An encrypted backup with the real tools; the database is lost and restored from it; jobs in Redis and ids as documented.
sql() { inside postgres psql -U postgres -d planner -Atc "$1"; }
backup() { dc run --rm -T "${@:2}" backup $1; }
talk say "/start" --contains ""
talk say "Bring the kept machine to Novak tomorrow" --contains "kept machine"
must "the first backup was made at start, by itself" [ "$(sql "SELECT count(*) > 0 FROM backup_run WHERE state = 'done'")" = t ]

mkdir -p "$CHECK_DIR/key"
chmod 755 "$CHECK_DIR" "$CHECK_DIR/key"
inside backup age-keygen >"$CHECK_DIR/key/identity" 2>/dev/null
recipient=$(sed -n 's/^# public key: //p' "$CHECK_DIR/key/identity")
chmod 644 "$CHECK_DIR/key/identity"
began=$SECONDS
backup now -e "BACKUP_AGE_RECIPIENT=$recipient" | sed 's/^/  /'
good "taken, restored into a scratch database, compared, encrypted in $((SECONDS - began)) s"
must "no scratch database is left" [ "$(inside postgres psql -U postgres -Atc "SELECT count(*) FROM pg_database WHERE datname LIKE '%check%'")" = 0 ]
newest=$(backup list | tail -n 1 | awk '{ print $1 }')
must "it is encrypted: $newest" inside backup sh -c "head -c 21 /backups/$newest | grep -q age-encryption.org"

talk say "Something of the lost hours tomorrow" --contains "lost hours"
lost=$(sql 'SELECT max(id) FROM task')
# The database is lost, and messages arrive while the operator restores it.
dc stop worker api >/dev/null 2>&1
sql "DELETE FROM task" >/dev/null
dc start api >/dev/null 2>&1
wait_healthy 60 api
docker exec -i "$(name_of sandbox)" python - <<P
import asyncio
from ops.sandbox.client import SandboxClient
async def main():
    async with SandboxClient("http://127.0.0.1:8081") as tg:
        await tg.say("Order 20 nozzles by Friday", user=1001)
asyncio.run(main())
P
for _ in $(seq 40); do [ "$(inside redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli zcard arq:queue')" != 0 ] && break; sleep 0.5; done
began=$SECONDS
backup "restore $newest" -v "$CHECK_DIR/key/identity:/key:ro" -e BACKUP_AGE_IDENTITY=/key | sed 's/^/  /'
good "restored in $((SECONDS - began)) s"
must "what was lost is there" [ "$(sql "SELECT count(*) FROM task WHERE title LIKE 'Bring the kept machine%'")" = 1 ]
must "what came after the backup is not" [ "$(sql "SELECT count(*) FROM task WHERE title LIKE '%lost hours%'")" = 0 ]
dc up -d --no-build migrate api worker >/dev/null 2>&1
wait_healthy 90 api worker
for _ in $(seq 60); do
    found=$(sql "SELECT count(*) FROM task WHERE title LIKE 'Order 20 nozzles%' AND id > $lost + 900000")
    [ "$found" = 1 ] && break; sleep 0.5
done
must "the message that waited in Redis was handled afterwards, under a new id" [ "$found" = 1 ]
talk say "After the restore tomorrow" --contains "After the restore"
must "what was live before is kept" [ "$(inside postgres psql -U postgres -Atc "SELECT count(*) FROM pg_database WHERE datname LIKE 'planner_before_%'")" = 1 ]
