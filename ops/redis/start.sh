#!/bin/sh
# Starts Redis with our configuration and the password of a secret file, which so stands in no command line,
# no environment and no image. /tmp is the container's own memory.
set -eu
umask 077
password=$(cat /run/secrets/redis_password)
[ -n "$password" ] || { echo "redis_password is empty" >&2; exit 1; }
# Within Redis's quotes a backslash and a quote are escaped.
quoted=$(printf '%s' "$password" | sed 's/[\\"]/\\&/g')
{ cat /etc/planner/redis.conf; printf 'requirepass "%s"\n' "$quoted"; } >/tmp/redis.conf
exec redis-server /tmp/redis.conf
