# Public routes: which requests are accepted, the headers, slow clients; the logs and metrics of the processes behind them.
hook() { # ADDRESS: the status of a webhook call without the secret
    docker exec -i "$(name_of sandbox)" python - "$1" <<'P'
import sys, urllib.error, urllib.request
try:
    print(urllib.request.urlopen(sys.argv[1] + "/webhook/telegram", b"{}", timeout=10).status)
except urllib.error.HTTPError as error:
    print(error.code)
P
}
docker exec -i -e SECRET="$SECRET" "$(name_of sandbox)" python - routes <ops/check/talk.py
docker exec -i "$(name_of sandbox)" python - <<'P'
import contextlib, http.client, json, socket, time
nginx = http.client.HTTPConnection("nginx", 8080, timeout=10)
nginx.request("GET", "/dashboard")
answer = nginx.getresponse()
answer.read()
names = {name.lower() for name, _ in answer.getheaders()}
assert answer.status == 303 and answer.getheader("location").startswith("/dashboard/login"), (answer.status, answer.getheaders())
assert {"x-content-type-options", "x-frame-options", "referrer-policy"} <= names and "x-xss-protection" not in names, names
nginx.request("GET", "/dashboard/login", headers={"Accept-Encoding": "gzip"})
answer = nginx.getresponse()
answer.read()
assert (answer.getheader("content-encoding"), answer.getheader("vary")) == ("gzip", "Accept-Encoding"), answer.getheaders()
nginx.request("GET", "/api/tasks", headers={"Authorization": "Bearer x"})
answer = nginx.getresponse()
told = json.loads(answer.read())
assert answer.status == 401 and told["error"] == "unauthorized", (answer.status, told)
slow = socket.create_connection(("nginx", 8080), 5)
slow.sendall(b"POST /webhook/telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
slow.settimeout(60)
began = time.monotonic()
with contextlib.suppress(ConnectionResetError):  # reset_timedout_connection: nothing of it is kept
    slow.recv(1000)
took = time.monotonic() - began
assert took > 5, took
print(f"  the dashboard wants a login and /api a token; headers are set; a sender that stops is let go after {took:.0f} s")
P

# Telegram's own ranges: a network of such an address stands in for Telegram's side.
nginx_with() { # WEBHOOK_FROM
    WEBHOOK_FROM=$1 dc up -d --no-build --no-deps nginx >"$CHECK_DIR/routes.log" 2>&1 || { tail -5 "$CHECK_DIR/routes.log" >&2; fail "nginx"; }
    wait_healthy 60 nginx
}
nginx_with telegram
range=$PROJECT-range
docker network create --internal --subnet 149.154.167.0/24 "$range" >/dev/null
docker network connect --alias from-telegram "$range" "$(name_of nginx)"
docker network connect "$range" "$(name_of sandbox)"
outside=$(hook http://nginx:8080) within=$(hook http://from-telegram:8080)
docker network disconnect "$range" "$(name_of sandbox)"
docker network disconnect "$range" "$(name_of nginx)"
docker network rm "$range" >/dev/null
must "WEBHOOK_FROM=telegram: Telegram's range is asked for the secret, others are refused ($within, $outside)" [ "$within $outside" = "401 403" ]
nginx_with anyone
must "WEBHOOK_FROM=anyone: the secret alone decides" [ "$(hook http://nginx:8080)" = 401 ]

must "a health check leaves no line in nginx's log" bash -c "! docker logs $(name_of nginx) 2>/dev/null | grep -q '\"path\":\"/health\"'"
for service in nginx api worker; do
    docker logs --tail 200 "$(name_of "$service")" 2>/dev/null |
        python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin if line.strip()]' || fail "$service writes lines that are no JSON"
done
good "nginx, api and worker log JSON, a line each"
docker exec -i "$(name_of api)" python - <<'P' || fail "metrics"
import urllib.request
text = urllib.request.urlopen("http://127.0.0.1:8000/metrics", timeout=10).read().decode()
asked = ("planner_oldest_update_seconds", "planner_answer_seconds", "planner_updates_refused_total", "planner_database_bytes")
assert not [name for name in asked if name not in text], text
P
good "Prometheus finds queue, latency and refusals at /metrics, from inside"
