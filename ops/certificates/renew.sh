#!/bin/sh
# Keeps a certificate for the name in WEBHOOK_URL: gets it, looks twice a day whether it ends within 30 days, renews it.
# The challenge is answered by nginx on port 80. A failure is tried again after an hour: the authority counts them.
set -eu
umask 077
name=${WEBHOOK_URL#*://}
name=${name%%/*}
name=${name%%:*}
kept=/certificates/lego
if [ -z "${CERTIFICATE_EMAIL:-}" ]; then
    echo "CERTIFICATE_EMAIL is missing: the authority writes there when a certificate is about to end" >&2
    exit 2
fi

lego_does() { # run | renew --days 30
    lego --accept-tos --email "$CERTIFICATE_EMAIL" --server "$ACME_SERVER" --domains "$name" --path "$kept" \
        --http --http.webroot /challenge "$@"
}

publish() { # both files whole, the key first: nginx looks for a changed chain
    cmp -s "$kept/certificates/$name.crt" /certificates/fullchain.pem && return 0
    cp "$kept/certificates/$name.key" /certificates/privkey.new && mv /certificates/privkey.new /certificates/privkey.pem
    cp "$kept/certificates/$name.crt" /certificates/fullchain.new && mv /certificates/fullchain.new /certificates/fullchain.pem
    echo "a certificate for $name is in place"
}

while :; do
    # RENEW_WITH: more flags for a check, which has no time for the random pause that spares the authority.
    if [ -s "$kept/certificates/$name.crt" ]; then
        # shellcheck disable=SC2086
        set -- renew --days "${RENEW_DAYS:-30}" ${RENEW_WITH:-}
    else
        set -- run
    fi
    if lego_does "$@" && publish; then sleep "${LOOK_SECONDS:-43200}" & else sleep "${AGAIN_SECONDS:-3600}" & fi
    # So that a signal is heard at once.
    wait $!
done
