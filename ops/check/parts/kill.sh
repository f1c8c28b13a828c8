# Each container's process is killed once while messages come in; everything recovers and every message has one answer.
let_people_in
for service in "${OURS[@]}"; do
    began=$SECONDS
    talk write --count 20 --chats 10 --tag "$service" --pause 0.1 &
    writer=$!
    sleep 0.3
    kill_hard "$service"
    wait "$writer"
    until [ "$(ask "$service" '{{.State.Status}}')" = running ]; do sleep 0.2; done
    talk count --count 20 --chats 10 --tag "$service" --seconds 90
    wait_healthy 60 "$service"
    good "$service killed, all answered and healthy $((SECONDS - began)) s later (restarts: $(ask "$service" '{{.RestartCount}}'))"
done
