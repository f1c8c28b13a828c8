#!/bin/bash
# First start only: the product's own role and database. It is no superuser; the extension, which needs one, is made here.
set -euo pipefail
password=$(cat /run/secrets/database_password)
[ -n "$password" ] || { echo "database_password is empty" >&2; exit 1; }
psql -v ON_ERROR_STOP=1 --no-psqlrc -q --username "$POSTGRES_USER" --dbname postgres -v password="$password" <<'SQL'
CREATE ROLE planner LOGIN PASSWORD :'password' CONNECTION LIMIT 25;
CREATE DATABASE planner OWNER planner;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE planner FROM PUBLIC;
\connect planner
CREATE EXTENSION IF NOT EXISTS vector;
SQL
