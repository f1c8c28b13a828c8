#!/bin/sh
# Lists the images of other makers that we build on and run, and asks their registries whether each tag is still there.
#   sh ops/check/images.sh            one line each: the day it was last found, the image; exit code 1 when one is gone
#   sh ops/check/images.sh --record   and writes today beside those that are there (ops/check/images.txt)
# Needs docker and the network; to be run before a release.
set -eu
cd "$(dirname "$0")/../.."
known=ops/check/images.txt

images() {
    sed -n 's/^ *image: *\([a-z0-9./-]*:[A-Za-z0-9._-]*\)$/\1/p' compose.yaml compose.prod.yaml | grep -v '^business-planner'
    sed -n -e 's/^ARG PYTHON=//p' -e 's/^FROM \([a-z][a-z0-9./-]*:[A-Za-z0-9._-]*\)$/\1/p' ops/docker/Dockerfile ops/backup/Dockerfile ops/certificates/Dockerfile
    grep -oh 'ghcr.io/letsencrypt/[a-z0-9./-]*:[A-Za-z0-9._-]*' ops/check/parts/*.sh || true
    grep -oh 'prom/prometheus:v[0-9.]*\|ghcr.io/yannh/kubeconform:v[0-9.]*' .github/workflows/ci.yml
}

status=0
for image in $(images | sort -u); do
    found=$(sed -n "s|^\(....-..-..\|never     \)  $image\$|\1|p" "$known")
    if docker manifest inspect "$image" >/dev/null 2>&1; then
        found=$(date -u +%F)
    else
        echo "not found in its registry: $image" >&2
        status=1
    fi
    echo "${found:-never     }  $image"
done >"$known.new"
cat "$known.new"
if [ "${1:-}" = --record ]; then mv "$known.new" "$known"; else rm "$known.new"; fi
exit $status
