# The daily commands, as ops/docs/seed.md lists them, on this stack: each must succeed and print something.
commands=$(sed -n '/^## Daily commands/,/^`docker compose logs -f/p' ops/docs/seed.md | grep '^docker ')
must "there are commands to run" [ "$(printf '%s\n' "$commands" | wc -l)" -ge 8 ]
while IFS= read -r command; do
    # The documents' project is `planner`, and a person has a terminal.
    as_here=$(printf '%s' "$command" | sed -e 's/^docker compose exec /dc exec -T /' -e 's/^docker compose run /dc run -T /' \
        -e 's/^docker compose /dc /' -e "s/planner-\([a-z]*\)-1/$PROJECT-\1-1/g")
    said=$(eval "$as_here" </dev/null 2>&1) || fail "$command: $(printf '%s' "$said" | tail -n 3)"
    [ -n "$said" ] || fail "$command printed nothing"
    good "$command"
done <<<"$commands"
wait_healthy 60 worker
