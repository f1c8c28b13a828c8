# The time from a fresh clone with a filled .env to the first answer, in a stack of its own; this one is stopped meanwhile.
dc stop >/dev/null 2>&1
( env -u CHECK_DIR -u SECRETS_DIR -u TLS_DIR -u HTTPS -u WEBHOOK_URL -u CERTIFICATE_EMAIL -u ACME_SERVER bash ops/check/first_answer.sh ) ||
    fail "a fresh clone"
