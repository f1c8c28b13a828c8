# A certificate from an authority that speaks ACME (Pebble, Let's Encrypt's own for tests): got, used, renewed, taken up
# by nginx without a restart. The image is the only thing a check takes from outside. Last of the parts.
acme=$CHECK_DIR/acme
mkdir -p "$acme"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=pebble" -addext "subjectAltName=DNS:pebble" \
    -keyout "$acme/key.pem" -out "$acme/ca.pem" 2>/dev/null
cat >"$acme/config.json" <<'J'
{"pebble": {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000", "certificate": "/acme/ca.pem",
  "privateKey": "/acme/key.pem", "httpPort": 8080, "tlsPort": 5001, "ocspResponderURL": "",
  "externalAccountBindingRequired": false}}
J
chmod 755 "$CHECK_DIR" "$acme"
chmod 644 "$acme"/*
cat >"$CHECK_DIR/acme.yaml" <<Y
services:
  pebble:
    image: ${PEBBLE_IMAGE:-ghcr.io/letsencrypt/pebble:2.8.0}
    command: ["-config", "/acme/config.json"]
    environment: {PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0"}
    networks: [edge, out]
    volumes: ["$acme:/acme:ro"]
  nginx:
    networks: {edge: {aliases: [planner.test]}, front: {}}
  certificates:
    environment: {LEGO_CA_CERTIFICATES: /acme/ca.pem, LOOK_SECONDS: "8", AGAIN_SECONDS: "3", RENEW_DAYS: "9999", RENEW_WITH: --no-random-sleep}
    volumes: ["$acme:/acme:ro"]
Y
unset TLS_DIR
export HTTPS=on WEBHOOK_URL=https://planner.test:8443 COMPOSE_PROFILES=certificates
export CERTIFICATE_EMAIL=anna@planner.test ACME_SERVER=https://pebble:14000/dir
FILES+=(-f "$CHECK_DIR/acme.yaml")
dc build certificates >"$CHECK_DIR/certificates.log" 2>&1 || { tail -20 "$CHECK_DIR/certificates.log" >&2; fail "build of certificates"; }
began=$SECONDS
dc up -d --no-build >>"$CHECK_DIR/certificates.log" 2>&1 || { tail -20 "$CHECK_DIR/certificates.log" >&2; fail "up with certificates"; }
wait_healthy 120 nginx certificates
good "a certificate $((SECONDS - began)) s after the start"
serial() { # SECONDS OTHER: the serial number nginx shows, once it is another than OTHER
    docker exec -i -e OTHER="${2:-}" -e SECONDS_LEFT="$1" "$(name_of sandbox)" python - <<'P'
import os, socket, ssl, sys, time, urllib.request
open_one = ssl._create_unverified_context()
root = urllib.request.urlopen("https://pebble:15000/roots/0", context=open_one).read().decode()
middle = urllib.request.urlopen("https://pebble:15000/intermediates/0", context=open_one).read().decode()
context = ssl.create_default_context(cadata=root + middle)
until = time.monotonic() + float(os.environ["SECONDS_LEFT"])
while time.monotonic() < until:
    try:
        with context.wrap_socket(socket.create_connection(("planner.test", 8443), 3), server_hostname="planner.test") as safe:
            found = safe.getpeercert()["serialNumber"]
            if found != os.environ["OTHER"]:
                print(found)
                sys.exit(0)
    except OSError:
        pass
    time.sleep(1)
sys.exit("no (other) certificate that the authority vouches for")
P
}
first=$(serial 40) || fail "TLS with the authority's certificate"
good "nginx shows it: $first"
started=$(ask nginx '{{.State.StartedAt}}')
second=$(serial 60 "$first") || fail "renewal"
must "renewed and taken up without a restart: $second" [ "$(ask nginx '{{.State.StartedAt}}')" = "$started" ]
must "certificates: root is read-only, no capabilities" inside certificates sh -c '! touch /x 2>/dev/null && grep -q "CapEff:.0000000000000000" /proc/1/status'
memory_table certificates certificates backup
unset COMPOSE_PROFILES
