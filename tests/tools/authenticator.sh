#!/usr/bin/env bash
# Prints the path of a program that reads sections of aws-auth with the libraries that the authenticator reads them with, and builds it first
# (tests/Fuzz.Tests/authenticator). It needs Go and two of Debian's packages; where they are missing they are installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

sources=/usr/share/gocode
packages=(golang-go golang-gopkg-yaml.v2-dev golang-k8s-sigs-yaml-dev)
program="$PWD/.eksiam/authenticator"

complete() { command -v go >/dev/null && [ -d "$sources/src/gopkg.in/yaml.v2" ] && [ -d "$sources/src/sigs.k8s.io/yaml" ]; }

if ! complete && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "authenticator: installing ${packages[*]}" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}"; } >&2 || true
fi
complete || { echo "authenticator: its libraries are missing; run as root: apt-get install ${packages[*]}" >&2; exit 1; }

mkdir -p .eksiam
(cd tests/Fuzz.Tests/authenticator && GO111MODULE=off GOFLAGS='' GOPATH="$sources" GOCACHE="${GOCACHE:-$PWD/../../../.eksiam/go-cache}" go build -o "$program" main.go)
echo "$program"
