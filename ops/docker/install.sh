#!/bin/sh
# From a bare server (Debian 12, Ubuntu 24.04 or newer; root) to the first answer, with the images of a release: nothing is built.
#   curl -fsSL https://raw.githubusercontent.com/OWNER/NAME/vVERSION/ops/docker/install.sh | sh -s -- OWNER/NAME VERSION
# Asks for what the environment does not say: TELEGRAM_BOT_TOKEN, WEBHOOK_URL (https://...), CERTIFICATE_EMAIL.
# Again, also with a newer VERSION, it updates: what .env says is kept. PLANNER_DIR (/srv/planner) is where everything is;
# SOURCE and IMAGE name another repository and another registry.
set -eu
lasting="nginx api worker postgres redis backup"

ask() { # NAME QUESTION: from the environment, or from the person at the terminal
    eval "value=\${$1:-}"
    if [ -z "$value" ]; then
        printf '%s: ' "$2" >&2
        IFS= read -r value </dev/tty || value=
    fi
    [ -n "$value" ] || { echo "$1 is missing" >&2; exit 2; }
    printf '%s' "$value"
}

engine() { # Docker with Compose, and git
    command -v git >/dev/null || { apt-get update -qq && apt-get install -y -qq git >/dev/null; }
    docker compose version >/dev/null 2>&1 || curl -fsSL https://get.docker.com | sh
}

checkout() { # REPOSITORY VERSION: the files of the release
    if [ -d .git ]; then
        git fetch --quiet --depth 1 origin "refs/tags/v$2:refs/tags/v$2"
        git checkout --quiet "v$2"
    else
        git clone --quiet --depth 1 --branch "v$2" "${SOURCE:-https://github.com/$1.git}" .
    fi
}

set_line() { # NAME VALUE: one line of .env, in place of the one that was there
    grep -v "^$1=" .env >.env.new || true
    printf "%s='%s'\n" "$1" "$2" >>.env.new
    mv .env.new .env
}

configure() { # IMAGE VERSION
    if [ ! -f .env ]; then
        token=$(ask TELEGRAM_BOT_TOKEN "Token from @BotFather")
        address=$(ask WEBHOOK_URL "Public address of this server (https://...)")
        email=$(ask CERTIFICATE_EMAIL "E-mail address for the certificate authority")
        cp .env.prod.example .env
        set_line TELEGRAM_BOT_TOKEN "$token"
        set_line WEBHOOK_URL "$address"
        set_line CERTIFICATE_EMAIL "$email"
    fi
    set_line PLANNER_IMAGE "$1:$2"
    set_line BACKUP_IMAGE "$1-backup:$2"
    set_line CERTIFICATES_IMAGE "$1-certificates:$2"
}

start() {
    sh ops/docker/secrets.sh
    docker compose pull --quiet
    docker compose up -d --no-build --remove-orphans
    # By name: what ends by itself would count as a failure.
    # shellcheck disable=SC2086
    docker compose up -d --no-build --no-recreate --wait --wait-timeout 300 $lasting
}

install_planner() { # REPOSITORY VERSION
    mkdir -p "${PLANNER_DIR:-/srv/planner}"
    cd "${PLANNER_DIR:-/srv/planner}"
    engine
    checkout "$1" "$2"
    sh ops/docker/prepare_server.sh
    # Only .env is closed to others: containers read the other files with ids of their own.
    (umask 077 && configure "${IMAGE:-ghcr.io/$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')}" "$2")
    start
    echo "It runs. This link makes you the owner (none is shown to an owner who is known already):"
    docker compose logs --no-log-prefix worker | grep -o 'https://t\.me/[A-Za-z0-9_]*?start=[A-Za-z0-9_-]*' | tail -1 || true
}

[ $# -eq 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" 2>/dev/null; echo "which OWNER/NAME and VERSION?" >&2; exit 2; }
# Read to its end before anything runs: the script may come through standard input.
install_planner "$@" </dev/null
