# Users, read-only roots, capabilities, limits, networks and secrets, asked from inside and from the engine.
for service in "${OURS[@]}"; do
    must "$service: not root" [ "$(inside "$service" id -u)" != 0 ]
    must "$service: root is read-only" inside "$service" sh -c '! touch /forbidden 2>/dev/null && ! touch /etc/forbidden 2>/dev/null'
    must "$service: no capabilities" inside "$service" grep -q 'CapEff:.0000000000000000' /proc/1/status
    must "$service: may gain no privileges" inside "$service" grep -q 'NoNewPrivs:.1' /proc/1/status
    must "$service: memory and processes are limited" \
        [ "$(ask "$service" '{{if and .HostConfig.Memory .HostConfig.PidsLimit}}yes{{end}}')" = yes ]
    must "$service: comes back by itself" [ "$(ask "$service" '{{.HostConfig.RestartPolicy.Name}}')" = unless-stopped ]
    case $service in api | worker) bound="50m 5" ;; *) bound="10m 3" ;; esac
    must "$service: its log is bounded, $bound" \
        [ "$(ask "$service" '{{index .HostConfig.LogConfig.Config "max-size"}} {{index .HostConfig.LogConfig.Config "max-file"}}')" = "$bound" ]
    must "$service: has its share of a busy processor" [ "$(ask "$service" '{{.HostConfig.CpuShares}}')" -ge 51 ]
done
total=0
for service in nginx api worker postgres redis; do total=$((total + $(ask "$service" '{{.HostConfig.Memory}}'))); done
must "the limits of the five together: $((total / 1048576)) MB of 736" [ "$total" -le $((736 * 1048576)) ]

for service in api worker postgres redis backup; do
    must "$service: no port of this machine" [ "$(ask "$service" '{{range $p, $b := .NetworkSettings.Ports}}{{if $b}}{{$p}}{{end}}{{end}}')" = "" ]
done
reach() { inside "$1" timeout 3 python -c "import socket; socket.create_connection(('$2', $3), 2)" 2>/dev/null; }
from_sandbox() { docker exec "$(name_of sandbox)" timeout 3 python -c "import socket; socket.create_connection(('$1', $2), 2)" 2>/dev/null; }
must "the outside reaches nginx" from_sandbox nginx 8080
for place in "postgres 5432" "redis 6379"; do
    must "the outside does not reach ${place% *}" bash -c "! docker exec $(name_of sandbox) timeout 3 python -c \"import socket; socket.create_connection(('${place% *}', ${place#* }), 2)\" 2>/dev/null"
done
for service in postgres redis; do
    must "$service: its network has no way out" [ "$(docker network inspect -f '{{.Internal}}' "${PROJECT}_back")" = true ]
done

for service in "${OURS[@]}"; do
    for secret in telegram_bot_token telegram_secret_token postgres_password database_password redis_password; do
        ! docker inspect "$(name_of "$service")" | grep -qF -- "$(cat "$SECRETS_DIR/$secret")" || fail "$service shows $secret to docker inspect"
        ! docker logs "$(name_of "$service")" 2>&1 | grep -qF -- "$(cat "$SECRETS_DIR/$secret")" || fail "$service logs $secret"
    done
done
good "no secret in an environment, a command line or a log"
must "the api holds neither Telegram's nor OpenAI's key" inside api sh -c '! ls /run/secrets | grep -qE "bot_token|openai"'
must "Redis wants its password" bash -c "docker exec $(name_of redis) redis-cli ping 2>&1 | grep -q NOAUTH"
must "the product is no superuser of PostgreSQL" [ "$(inside postgres psql -U postgres -Atc "SELECT rolsuper FROM pg_roles WHERE rolname = 'planner'")" = f ]

setting() { inside redis sh -c "REDISCLI_AUTH=\$(cat /run/secrets/redis_password) redis-cli config get $1" | tail -n 1; }
must "Redis: append-only, synced always, never evicts" \
    [ "$(setting appendonly) $(setting appendfsync) $(setting maxmemory-policy)" = "yes always noeviction" ]
