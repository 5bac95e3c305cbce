#!/bin/sh
# The one door behind every npm script: installs what is missing, then runs scripts/<name>.ts on the
# pinned Node. Plain sh, because it has to work before anything is installed.
set -eu
cd "$(dirname "$0")/.."

name=${1:?"usage: scripts/run.sh <script> [flags]"}
shift

fail() {
  echo "ensemble: $1" >&2
  exit 1
}

# Prints the major version of a Node, or 0 where it does not run at all.
major_of() {
  "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0
}

# A byte-for-byte copy of the lockfile says what is installed; npm run by hand does not leave one, so
# what npm noted itself is looked at before anything is installed again.
install_packages() {
  installed=node_modules/.installed-package-lock.json
  cmp -s package-lock.json "$installed" && return 0
  command -v node >/dev/null 2>&1 || fail "Node 20 or newer is needed; there is none on the PATH (https://nodejs.org)"
  [ "$(major_of node)" -ge 20 ] || fail "Node 20 or newer is needed; this machine has $(node -v) (https://nodejs.org)"
  if ! node scripts/is-installed.mjs; then
    echo "ensemble: installing packages (about a minute, 1.2 GB, once per lockfile)"
    # Not npm ci: it refuses a lockfile without the builds for other platforms, and a registry may not
    # carry those. The versions are the lockfile's all the same, and it is left as it is. Next and
    # Tailwind need the build-time packages even where NODE_ENV says production.
    npm install --no-save --include=dev --no-audit --no-fund --loglevel=error || fail "npm install failed; the reason stands above"
    rm -f prisma/generated/.schema
  fi
  cp package-lock.json "$installed"
}

# The pinned Node is linux-x64 with glibc only; elsewhere the machine's own has to be new enough.
find_node() {
  node_bin=node_modules/.bin/node
  [ "$(major_of "$node_bin")" -ge 22 ] && return 0
  node_bin=$(PATH=$(printf %s "$PATH" | tr ':' '\n' | grep -v 'node_modules/\.bin$' | paste -sd: -) command -v node || true)
  [ -n "$node_bin" ] || fail "Node 22.19 or newer is needed on this platform; there is none on the PATH (https://nodejs.org)"
  "$node_bin" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)' ||
    fail "Node 22.19 or newer is needed on this platform; this machine has $("$node_bin" -v) (https://nodejs.org)"
}

generate_client() {
  stamp=prisma/generated/.schema
  cat prisma/schema/*.prisma | cmp -s - "$stamp" && return 0
  echo "ensemble: generating the database client"
  output=$("$node_bin" node_modules/prisma/build/index.js generate 2>&1) || fail "prisma generate failed:
$output"
  cat prisma/schema/*.prisma >"$stamp"
}

# The hub's processes as one file each: started from hundreds of source files they take three times as
# long and 50 MB more. Kept by content, so that a running hub keeps its own.
bundle_processes() {
  sources=$(find scripts server inngest lib prisma/generated -name '*.ts' | LC_ALL=C sort | xargs cat package-lock.json | cksum | tr ' ' -)
  ENSEMBLE_BUNDLE=node_modules/.ensemble/$sources
  export ENSEMBLE_BUNDLE
  [ -d "$ENSEMBLE_BUNDLE" ] && return 0
  mkdir -p node_modules/.ensemble
  find node_modules/.ensemble -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} +
  draft=node_modules/.ensemble/draft.$$
  node_modules/.bin/esbuild scripts/start.ts scripts/dev.ts scripts/database.ts scripts/engine.ts scripts/prepare.ts \
    --bundle --splitting --platform=node --format=esm --target=node22 --packages=external \
    --outdir="$draft" --out-extension:.js=.mjs --log-level=warning || fail "the scripts could not be bundled"
  # Another start may have been first.
  if [ -d "$ENSEMBLE_BUNDLE" ]; then rm -rf "$draft"; else mv "$draft" "$ENSEMBLE_BUNDLE"; fi
}

install_packages
find_node
generate_client

case $name in
  install) exit 0 ;;
  lint) exec "$node_bin" node_modules/@biomejs/biome/bin/biome check "$@" ;;
  typecheck)
    # Writes next-env.d.ts and the route types, which a fresh clone does not have.
    "$node_bin" node_modules/next/dist/bin/next typegen >/dev/null
    exec "$node_bin" node_modules/typescript/bin/tsc --noEmit "$@"
    ;;
  start | dev)
    bundle_processes
    exec "$node_bin" "$ENSEMBLE_BUNDLE/$name.mjs" "$@"
    ;;
esac

[ -f "scripts/$name.ts" ] || fail "there is no scripts/$name.ts"
exec "$node_bin" --import tsx "scripts/$name.ts" "$@"
