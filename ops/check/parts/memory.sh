# Memory at rest and after a burst over several chats.
memory_table "at rest" "${OURS[@]}"
let_people_in
began=$SECONDS
talk write --count "${MESSAGES:-200}" --chats 10 --tag burst
good "${MESSAGES:-200} messages written in $((SECONDS - began)) s"
talk count --count "${MESSAGES:-200}" --chats 10 --tag burst --seconds 240
memory_table "after ${MESSAGES:-200}" "${OURS[@]}"
for service in "${OURS[@]}"; do
    must "$service was never killed for memory" [ "$(ask "$service" '{{.State.OOMKilled}} {{.RestartCount}}')" = "false 0" ]
done
