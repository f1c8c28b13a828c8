#!/bin/sh
# As root, once: swap and a kernel that lets Redis copy itself, as a server of 1 GB needs them. Again: changes nothing.
# ETC and SWAPFILE are where it writes; other places are for tests.
set -eu
etc=${ETC:-/etc} swapfile=${SWAPFILE:-/swapfile}

if [ -z "$(swapon --show --noheadings)" ]; then
    fallocate -l 1G "$swapfile"
    chmod 600 "$swapfile"
    mkswap "$swapfile" >/dev/null
    swapon "$swapfile"
    grep -q "^$swapfile " "$etc/fstab" || echo "$swapfile none swap sw 0 0" >>"$etc/fstab"
fi
printf 'vm.overcommit_memory = 1\nvm.swappiness = 10\n' >"$etc/sysctl.d/60-planner.conf"
sysctl --quiet --system
