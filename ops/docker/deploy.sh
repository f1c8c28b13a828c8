#!/bin/sh
# On the server, by the delivery workflow: starts a version, waits until all services are healthy, and goes back to the version before if they are not.
#   sh ops/docker/deploy.sh IMAGE VERSION
# Migrations are made so that the version before still works on the new schema (expand first, contract a release later);
# that is what makes going back safe.
set -eu
# The services by name: one that ends after its work, as `webhook` does, would count as a failure.
lasting="nginx api worker postgres redis backup"

take() { # IMAGE VERSION: the files of a version and its images
    git fetch --quiet origin && git checkout --quiet "$2" || return 1
    export PLANNER_IMAGE="$1:$2" BACKUP_IMAGE="$1-backup:$2" CERTIFICATES_IMAGE="$1-certificates:$2"
    sh ops/docker/secrets.sh >/dev/null || return 1
    docker compose pull --quiet
}

healthy() {
    # shellcheck disable=SC2086
    docker compose up -d --no-build --no-deps --no-recreate --wait --wait-timeout 180 $lasting
}

up() { # IMAGE VERSION
    take "$1" "$2" && docker compose up -d --no-build --remove-orphans && healthy
}

back() { # IMAGE VERSION: without `migrate`, which would know nothing of the newer schema
    # shellcheck disable=SC2086
    take "$1" "$2" && docker compose up -d --no-build --no-deps --remove-orphans $lasting && healthy
}

well() { # the way a message goes
    docker compose exec -T nginx wget -q -O /dev/null http://api:8000/health &&
        docker compose exec -T worker python -m ops.docker.health worker
}

deploy() { # IMAGE VERSION
    cd "${PLANNER_DIR:-/srv/planner}"
    before=$(cat .deployed 2>/dev/null || true)
    if up "$1" "$2" && well; then
        echo "$2" >.deployed
        docker image prune -af --filter "until=168h" >/dev/null
        echo "deployed $2"
        return 0
    fi
    echo "$2 is not well:" >&2
    docker compose ps >&2 || true
    docker compose logs --tail 40 migrate api worker >&2 || true
    if [ -z "$before" ]; then
        echo "there is no version to go back to" >&2
    elif back "$1" "$before" && well; then
        echo "went back to $before" >&2
    else
        echo "$before is not well either: a person is needed" >&2
    fi
    return 1
}

# Read to its end before anything runs: the script may come through standard input, which docker would swallow.
deploy "$@" </dev/null
