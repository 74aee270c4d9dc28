#!/usr/bin/env bash
# Prints the path of kubectl, and installs it first where it is missing.
set -euo pipefail

if [ -n "${EKSIAM_KUBECTL:-}" ]; then echo "$EKSIAM_KUBECTL"; exit 0; fi
if command -v kubectl; then exit 0; fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "kubectl: installing Debian's package" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends kubernetes-client; } >&2 || true
fi
command -v kubectl || { echo "kubectl: it is missing; install it (Debian: sudo apt-get install kubernetes-client), or set EKSIAM_KUBECTL to its path" >&2; exit 1; }
