# An update under traffic: api and worker are replaced by new containers; Telegram repeats what found the door shut.
let_people_in
talk write --count 100 --chats 10 --tag update --pause 0.2 &
writer=$!
dc up -d --no-build --force-recreate --no-deps api worker >"$CHECK_DIR/update.log" 2>&1 || { tail -20 "$CHECK_DIR/update.log" >&2; fail "update"; }
wait "$writer"
wait_healthy 90 api worker
talk count --count 100 --chats 10 --tag update --seconds 120
good "replaced under traffic, nothing lost, nothing twice"
