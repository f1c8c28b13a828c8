# SIGTERM while jobs run: each process ends within its grace period, and its unfinished jobs are done by the next one.
let_people_in
talk write --count 60 --chats 10 --tag stop
for service in worker api nginx; do
    began=$(date +%s%N)
    docker stop --time 60 "$(name_of "$service")" >/dev/null
    took=$((($(date +%s%N) - began) / 1000000))
    code=$(ask "$service" '{{.State.ExitCode}}')
    must "$service ended by itself in $took ms with code $code" [ "$code" != 137 ]
    docker start "$(name_of "$service")" >/dev/null
done
talk count --count 60 --chats 10 --tag stop --seconds 180
for service in postgres redis; do
    began=$(date +%s%N)
    docker stop --time 60 "$(name_of "$service")" >/dev/null
    took=$((($(date +%s%N) - began) / 1000000))
    must "$service ended by itself in $took ms" [ "$(ask "$service" '{{.State.ExitCode}}')" = 0 ]
    docker start "$(name_of "$service")" >/dev/null
done
wait_healthy 90 "${OURS[@]}"
talk say "Water the plants tomorrow" --contains "Water the plants"
good "all are back"
