#!/bin/bash
# Postgres 17 with pgvector in a folder of its own, out of Debian's next release, for tests.
#   postgres.sh start <folder> <file>   sets it up, writes its URL to <file>
#   postgres.sh stop <folder>           stops it and removes the folder
set -euo pipefail

folder=$2
root=$folder/root
bin=/usr/lib/postgresql/17/bin

start() {
  command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends debootstrap; }
  debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$root" "$(mirror)" >"$folder/debootstrap.log" 2>&1 ||
    { tail -n 20 "$folder/debootstrap.log" "$root/debootstrap/debootstrap.log" 2>/dev/null; return 1; }
  local port password
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  password=$(head -c 18 /dev/urandom | base64 | tr -d '+/=')
  printf %s "$password" >"$root/password"
  chmod 644 "$root/password"
  chroot "$root" su postgres -c "$bin/initdb -D /var/lib/postgresql/test -U postgres -A scram-sha-256 --pwfile=/password -E UTF8 --locale=C" >"$folder/initdb.log"
  rm "$root/password"
  chroot "$root" su postgres -c "$bin/pg_ctl -D /var/lib/postgresql/test -w -l /var/lib/postgresql/test.log \
    -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp -c max_connections=200' start" >"$folder/start.log" ||
    { cat "$root/var/lib/postgresql/test.log"; return 1; }
  echo "postgresql://postgres:$password@127.0.0.1:$port/postgres" >"$1"
}

stop() {
  [ -x "$root$bin/pg_ctl" ] && chroot "$root" su postgres -c "$bin/pg_ctl -D /var/lib/postgresql/test -m immediate -w stop" >/dev/null || true
  rm -rf "$folder"
}

# The mirror this machine already uses, as far as it can be told.
mirror() {
  local found
  found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    sed -nE 's#^(deb |URIs: *)(\[[^]]*\] *)?(https?://[^ ]+).*#\3#p' | grep -E '/debian/?$' | head -n 1)
  echo "${found:-http://deb.debian.org/debian}"
}

case $1 in
  start) start "$3" ;;
  stop) stop ;;
esac
