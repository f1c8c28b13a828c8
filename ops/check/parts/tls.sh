# The same conversation through TLS, under a certificate authority made for this check. Needs openssl.
tls=$CHECK_DIR/tls
mkdir -p "$tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Planner check" -keyout "$tls/ca.key" -out "$tls/ca.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=nginx" -keyout "$tls/privkey.pem" -out "$tls/request.pem" 2>/dev/null
printf 'subjectAltName=DNS:nginx\n' >"$tls/names"
openssl x509 -req -in "$tls/request.pem" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 2 \
    -extfile "$tls/names" -out "$tls/certificate.pem" 2>/dev/null
cat "$tls/certificate.pem" "$tls/ca.pem" >"$tls/fullchain.pem"
chmod 755 "$CHECK_DIR" "$tls"
chmod 644 "$tls"/*.pem
cat >"$CHECK_DIR/tls.yaml" <<Y
services:
  sandbox:
    volumes: ["$tls/ca.pem:/ca.pem:ro"]
    environment: {SANDBOX_CA_FILE: /ca.pem}
Y
export TLS_DIR=$tls HTTPS=on WEBHOOK_URL=https://nginx:8443
FILES+=(-f "$CHECK_DIR/tls.yaml")
dc up -d --no-build >"$CHECK_DIR/tls.log" 2>&1 || { tail -20 "$CHECK_DIR/tls.log" >&2; fail "up with TLS"; }
wait_healthy 120 "${OURS[@]}"
talk listener
talk say "Call the bank on Monday" --contains "Call the bank"
docker exec -i -e SECRET="$SECRET" "$(name_of sandbox)" python - routes --address https://nginx:8443 <ops/check/talk.py
docker exec -i "$(name_of sandbox)" python - <<'P'
import ssl, http.client
plain = http.client.HTTPConnection("nginx", 8080, timeout=5)
plain.request("GET", "/dashboard")
answer = plain.getresponse()
assert (answer.status, answer.getheader("location")) == (301, "https://nginx/dashboard"), answer.status
safe = http.client.HTTPSConnection("nginx", 8443, timeout=5, context=ssl.create_default_context(cafile="/ca.pem"))
safe.request("GET", "/health")
answer = safe.getresponse()
assert answer.status == 200 and "max-age" in (answer.getheader("strict-transport-security") or ""), answer.getheaders()
print("  plain HTTP is sent to HTTPS; HTTPS says HSTS")
P
good "TLS"
