# How much our layers add to the base image, and that nothing is inside that has no business there.
image=$(ask api '{{.Config.Image}}')
base=$(sed -n 's/^ARG PYTHON=//p' ops/docker/Dockerfile)
added=$(($(docker image inspect -f '{{.Size}}' "$image") - $(docker image inspect -f '{{.Size}}' "$base")))
# 150 MB was the plan; NumPy, which the solver's Python door imports, brings 41 MB of its own.
must "our layers add $(mb "$added") MB to $base (at most 170)" [ "$added" -le 170000000 ]
must "runs as a user without a name or a home" [ "$(inside api id -u):$(inside api id -g)" = 10001:10001 ]
must "no compiler, no strip, no git" inside api sh -c '! command -v gcc && ! command -v strip && ! command -v git'
must "no package cache, no foreign files" inside api sh -c \
    '! find / -xdev \( -path "/opt/*.whl" -o -name ".git" -o -name ".env*" -o -path "/app/tests" -o -path "/var/cache/pip/*" \) 2>/dev/null | grep .'
must "what is imported is compiled" inside api sh -c \
    '[ "$(find /opt/bytecode -name "*.pyc" | wc -l)" -gt 1000 ] && [ -f /opt/bytecode/app/api/main.cpython-312.pyc ]'
