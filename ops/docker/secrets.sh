#!/bin/sh
# Puts every secret of production into a file of its own, so that none stands in an environment or a command line.
#   sh ops/docker/secrets.sh [ENV_FILE] [FOLDER]        .env and .env.secrets, unless said otherwise
# Values come from this process's environment, then from ENV_FILE. A file that is there already is kept unless a new
# value is given. Passwords between our own containers are generated here. Run it again after a change of ENV_FILE.
# ENV_FILE is read as Compose reads it: comments, quotes, escapes and references (env_value.awk).
set -eu
umask 077
env_file=${1:-.env}
folder=${2:-.env.secrets}
here=$(dirname "$0")
mkdir -p "$folder"

given() { # NAME: its value, from the environment or the file; empty when it has none
    eval "value=\${$1:-}"
    if [ -z "$value" ] && [ -f "$env_file" ]; then
        value=$(awk -v wanted="$1" -f "$here/env_value.awk" "$env_file") || exit 2
    fi
    printf '%s' "$value"
}

random() { # 40 characters that need no quoting anywhere
    od -An -N 20 -tx1 /dev/urandom | tr -d ' \n'
}

# The folder is closed to others (077); the files in it are open, because a container's user is not ours.
keep() { # FILE VALUE
    rm -f "$folder/$1"
    printf '%s' "$2" >"$folder/$1"
    chmod 444 "$folder/$1"
}

from_person() { # FILE NAME: what only a person knows; an empty file means unset
    value=$(given "$2")
    if [ -n "$value" ] || [ ! -f "$folder/$1" ]; then keep "$1" "$value"; fi
}

made_up() { # FILE NAME: the same, but never empty, and one line
    value=$(given "$2")
    if [ "$(printf '%s' "$value" | wc -l)" -gt 0 ]; then
        echo "$2 must be one line" >&2
        exit 2
    fi
    if [ -n "$value" ]; then keep "$1" "$value"; elif [ ! -s "$folder/$1" ]; then keep "$1" "$(random)"; fi
}

address() { # FILE NAME OURS: an address that a person gave, or that of our own container
    value=$(given "$2")
    keep "$1" "${value:-$3}"
}

url_part() { # FILE: its content as a part of an address; what is no letter, digit or . _ ~ - is encoded, byte by byte
    case $(cat "$folder/$1") in
    *[!A-Za-z0-9._~-]*) od -An -v -tx1 "$folder/$1" | tr -d ' \n' | sed 's/../%&/g' ;;
    *) cat "$folder/$1" ;;
    esac
}

if [ -z "$(given DATABASE_PASSWORD)" ] && [ -n "$(given DB_PASSWORD)" ]; then
    DATABASE_PASSWORD=$(given DB_PASSWORD)
    echo "DB_PASSWORD is taken as DATABASE_PASSWORD, its name here." >&2
fi

from_person telegram_bot_token TELEGRAM_BOT_TOKEN
from_person openai_api_key OPENAI_API_KEY
from_person openai_chat_api_key OPENAI_CHAT_API_KEY
from_person openai_transcription_api_key OPENAI_TRANSCRIPTION_API_KEY
from_person openai_embedding_api_key OPENAI_EMBEDDING_API_KEY
from_person dashboard_password DASHBOARD_PASSWORD
from_person dashboard_viewer_password DASHBOARD_VIEWER_PASSWORD
from_person metrics_token METRICS_TOKEN
from_person sentry_dsn SENTRY_DSN
from_person alert_webhook_url ALERT_WEBHOOK_URL
from_person backup_s3_key BACKUP_S3_KEY
from_person backup_s3_secret BACKUP_S3_SECRET
made_up telegram_secret_token TELEGRAM_SECRET_TOKEN
made_up postgres_password POSTGRES_PASSWORD
made_up database_password DATABASE_PASSWORD
made_up redis_password REDIS_PASSWORD
address database_url DATABASE_URL "postgresql://planner:$(url_part database_password)@postgres:5432/planner"
# The role that may create a scratch database beside the live one.
address backup_database_url BACKUP_DATABASE_URL "postgresql://postgres:$(url_part postgres_password)@postgres:5432/planner"
address redis_url REDIS_URL "redis://:$(url_part redis_password)@redis:6379/0"

if [ ! -s "$folder/telegram_bot_token" ]; then
    echo "TELEGRAM_BOT_TOKEN is missing: put the token that @BotFather gave you into $env_file" >&2
    exit 2
fi
echo "Secrets are in $folder."
