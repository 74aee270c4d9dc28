#!/usr/bin/env bash
# Writes the reports of a soak into docs/proof.md, between their marks: what was run, when, and on what machine.
#
#   proof.sh HISTORIES FUZZ   the two reports, as the tests wrote them; the part of a report that is not there stays as it is
set -euo pipefail
cd "$(dirname "$0")/../.."

machine="$(date -u +%Y-%m-%d); $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB of memory; .NET $(dotnet --version)"

# between PART FILE: the lines of FILE in place of what stands between the marks of PART.
between() {
  awk -v begin="<!-- $1: written by ./test.sh --soak -->" -v end="<!-- end of $1 -->" -v file="$2" '
    $0 == begin { print; while ((getline line < file) > 0) print line; skipped = 1 }
    $0 == end { skipped = 0 }
    !skipped' docs/proof.md > docs/proof.md.new
  mv docs/proof.md.new docs/proof.md
}

part=$(mktemp)
trap 'rm -f "$part"' EXIT
[ ! -s "$1" ] || {
  echo "$machine."
  echo
  sed 's/; so far: /. What happened (of all until then): /; s/^/- /; s/$/./' "$1"
  echo "- $(find tests/Histories.Tests/found -name '*.jsonl' | wc -l) histories that once failed are kept, and run with the others."
} > "$part"
[ ! -s "$1" ] || between histories "$part"
[ ! -s "$2" ] || {
  echo "$machine; $(go version | sed 's/go version //'); go-yaml $(dpkg-query -W -f '${Version}' golang-gopkg-yaml.v2-dev), sigs.k8s.io/yaml $(dpkg-query -W -f '${Version}' golang-k8s-sigs-yaml-dev) (Debian)."
  echo
  echo "| reader | cases | numbers | what came of them |"
  echo "| --- | ---: | --- | --- |"
  cat "$2"
  echo
  echo "$(find tests/Fuzz.Tests/found -name '*.json' | wc -l) cases that once failed are kept, and $(wc -l < tests/Fuzz.Tests/readings.jsonl) sections with what the authenticator's libraries made of them; all run in \`./test.sh\`."
} > "$part"
[ ! -s "$2" ] || between fuzz "$part"
