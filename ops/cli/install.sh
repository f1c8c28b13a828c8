#!/bin/sh
# Install: makes .venv with the newest fitting Python and installs one hash-locked list into it.
# Usage: install.sh <lock> <stamp> [<stamp of a list that this one contains>]
set -eu

lock=$1 stamp=$2 contained=${3:-}
venv=$(dirname "$stamp")
wanted="3.11 or newer"

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choose_python() {
    for name in ${PYTHON_FOR_VENV:-python3.13 python3.12 python3.11 python3}; do
        if fits "$name"; then
            if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
                echo "$name"
                return
            fi
            without_venv=$name
        fi
    done
    if [ -n "${without_venv:-}" ]; then
        echo "$without_venv cannot make virtual environments. On Debian and Ubuntu:" >&2
        echo "    sudo apt install python3-venv" >&2
    else
        echo "Python $wanted is needed and was not found. On Debian 12 or newer and Ubuntu:" >&2
        echo "    sudo apt install python3 python3-venv" >&2
    fi
    exit 1
}

has_pip() {
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null 2>&1
}

if ! fits "$venv/bin/python" || ! has_pip; then
    if [ -e "$venv" ] && [ ! -O "$venv" ]; then
        echo "$venv belongs to another user and does not work for you: make a checkout of your own." >&2
        exit 1
    fi
    python=$(choose_python)
    echo "Making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

echo "Installing what $lock lists (the first time this takes a minute or two)"
"$venv/bin/python" ops/cli/install_lock.py "$lock"

touch "$stamp"
[ -z "$contained" ] || touch "$contained"
