#!/usr/bin/env bash
# Prints the path of Chromium, and installs it first where it is missing.
#
# Looked for in this order: $EKSIAM_CHROMIUM; PATH; else Debian's package is installed.
set -euo pipefail

found() {
  local name
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    if command -v "$name"; then return 0; fi
  done
  return 1
}

if [ -n "${EKSIAM_CHROMIUM:-}" ]; then echo "$EKSIAM_CHROMIUM"; exit 0; fi
if found; then exit 0; fi

remedy="run: sudo apt-get install --no-install-recommends chromium fonts-inter fonts-jetbrains-mono (or set EKSIAM_CHROMIUM to the path of a Chromium)"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "chromium: installing Debian's package" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-inter fonts-jetbrains-mono; } >&2 \
    || { echo "chromium: it cannot be installed here; $remedy" >&2; exit 1; }
fi
found || { echo "chromium: it is missing; $remedy" >&2; exit 1; }
