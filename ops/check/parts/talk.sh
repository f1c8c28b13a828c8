# A conversation whose every message goes stand-in -> nginx -> api -> Redis -> worker -> PostgreSQL -> stand-in.
talk say /start --contains Hello
talk say "Send the offer to Novak by Friday, about an hour" --contains "Send the offer to Novak"
talk say "/today" --contains ""
must "the task is in PostgreSQL" [ "$(inside postgres psql -U postgres -d planner -Atc 'SELECT count(*) FROM task')" = 1 ]
# By hand, as Telegram would write it, through the published port of this machine.
port=$(sed -n 's/^HTTP_PORT=//p' "$CHECK_DIR/env")
body='{"update_id":700000001,"message":{"message_id":900001,"date":1790000000,"text":"Order 10 cutters by Thursday","chat":{"id":1001,"type":"private","first_name":"Anna"},"from":{"id":1001,"is_bot":false,"first_name":"Anna","language_code":"en"}}}'
SECRET=$SECRET python3 - "http://$port/webhook/telegram" "$body" <<'P'
import os, sys, urllib.request
headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": os.environ["SECRET"]}
print("  posted by hand:", urllib.request.urlopen(urllib.request.Request(sys.argv[1], sys.argv[2].encode(), headers), timeout=10).status)
P
for _ in $(seq 40); do
    found=$(inside postgres psql -U postgres -d planner -Atc "SELECT count(*) FROM task WHERE title = 'Order 10 cutters'")
    [ "$found" = 1 ] && break; sleep 0.5
done
must "it became a task" [ "$found" = 1 ]
