#!/bin/sh
# Starts nginx with the servers that HTTPS asks for, and takes up a certificate when it comes or is renewed.
#   HTTPS=on    port 80 redirects and answers challenges; TLS from the moment a certificate is there
#   HTTPS=off   plain HTTP, behind something that ends TLS itself
set -eu
servers=/tmp/servers chain=/etc/planner/tls/fullchain.pem
mkdir -p "$servers"

seen() { # changes with the certificate
    if [ -s "$chain" ]; then cksum <"$chain"; fi
}

if [ "$HTTPS" = off ]; then
    cp /etc/planner/http.conf "$servers/"
    exec nginx -g 'daemon off;'
fi

cp /etc/planner/redirect.conf "$servers/"
taken=$(seen)
if [ -n "$taken" ]; then cp /etc/planner/https.conf "$servers/"; fi
while sleep 10; do
    now=$(seen)
    if [ "$now" = "$taken" ] || [ -z "$now" ]; then continue; fi
    cp /etc/planner/https.conf "$servers/"
    # A certificate that does not fit its key must not end what still works.
    if nginx -t -q; then nginx -s reload; echo "a new certificate is in use" >&2; fi
    taken=$now
done &
exec nginx -g 'daemon off;'
