# Rolling back under traffic: the release before takes over on this release's schema, and then this release again.
# What was queued and not yet answered when they change places is answered by the other one.
let_people_in
previous=$(sed -n 's/^commit = "\(.*\)"$/\1/p' ops/release/previous.toml)
mkdir -p "$CHECK_DIR/previous"
git archive "$previous" | tar -x -C "$CHECK_DIR/previous"
docker build -q -f "$CHECK_DIR/previous/ops/docker/Dockerfile" --build-arg VERSION=previous -t business-planner:previous \
    "$CHECK_DIR/previous" >"$CHECK_DIR/previous.log" 2>&1 || { tail -20 "$CHECK_DIR/previous.log" >&2; fail "the release before does not build"; }
version() { inside worker python -c 'from importlib.metadata import version; print(version("business-planner"))'; }
newest=$(version)
talk write --count 150 --chats 10 --tag back --pause 0.2 &
writer=$!
# As ops/docker/deploy.sh goes back.
PLANNER_IMAGE=business-planner:previous dc up -d --no-build --no-deps api worker >"$CHECK_DIR/rollback.log" 2>&1 ||
    { tail -20 "$CHECK_DIR/rollback.log" >&2; fail "rollback"; }
wait_healthy 90 api worker
must "from $newest back to $(version)" [ "$(version)" != "$newest" ]
wait "$writer"
talk count --count 150 --chats 10 --tag back --seconds 180
good "150 messages written meanwhile: nothing lost, nothing twice"
for words in "/today" "/plan" "Call the mill tomorrow at 10"; do talk say "$words"; done
talk write --count 100 --chats 10 --tag forth --pause 0.2 &
writer=$!
dc up -d --no-build api worker >"$CHECK_DIR/forward.log" 2>&1 || { tail -20 "$CHECK_DIR/forward.log" >&2; fail "forward"; }
wait_healthy 90 api worker
must "and forward to $(version)" [ "$(version)" = "$newest" ]
wait "$writer"
talk count --count 100 --chats 10 --tag forth --seconds 180
