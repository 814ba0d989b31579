#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image: Node, the sandbox, and the course's packages.
set -euo pipefail
autograder=${AUTOGRADER:-/autograder}
source "$autograder/source/settings.sh"

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends bubblewrap util-linux ca-certificates curl xz-utils

case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) echo "There is no Node.js for $(uname -m)." >&2; exit 1 ;;
esac
archive=node-v$NODE_VERSION-linux-$arch.tar.xz
cd "$(mktemp -d)"
curl -fsSLO "https://nodejs.org/dist/v$NODE_VERSION/$archive"
curl -fsSLO "https://nodejs.org/dist/v$NODE_VERSION/SHASUMS256.txt"
grep " $archive\$" SHASUMS256.txt | sha256sum --check --status
tar -xJf "$archive" -C /usr/local --strip-components=1

cd "$autograder/source/course"
npm ci
npx --no-install seeka grade --help >/dev/null
