# An update under traffic, as the README says it: a new version is built, migrated once, and takes the old one's place.
# Telegram repeats the requests that were refused meanwhile. The stand-in is not updated.
let_people_in
version() { inside worker python -c 'from importlib.metadata import version; print(version("business-planner"))'; }
before=$(version) schema=$(ask migrate '{{.State.StartedAt}}')
talk write --count 150 --chats 10 --tag update --pause 0.2 &
writer=$!
update_began=$SECONDS
for step in "build api" "up -d --no-build migrate api worker"; do
    # shellcheck disable=SC2086
    VERSION=update dc $step >"$CHECK_DIR/update.log" 2>&1 || { tail -20 "$CHECK_DIR/update.log" >&2; fail "update: $step"; }
done
wait_healthy 90 api worker
good "built, migrated, replaced and healthy $((SECONDS - update_began)) s after the update began"
must "from $before to $(version)" [ "$before+update" = "$(version)" ]
must "migrated once more, with success" [ "$(ask migrate '{{.State.ExitCode}}')" = 0 ]
must "by a new container" [ "$(ask migrate '{{.State.StartedAt}}')" != "$schema" ]
wait "$writer"
talk count --count 150 --chats 10 --tag update --seconds 180
good "150 messages written meanwhile: nothing lost, nothing twice"
