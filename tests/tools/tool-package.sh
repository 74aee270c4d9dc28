#!/usr/bin/env bash
# Packs eksiam as a dotnet tool, installs it from that package alone into a folder of its own, and asks a saved cluster with it.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
folder=$(mktemp -d "${TMPDIR:-/tmp}/eks-iam-cdk-tool.XXXXXX")
trap 'rm -rf "$folder"' EXIT
unset EKSIAM_HOME
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet pack src/Cli --configuration Release --output "$folder/packages" --verbosity quiet
cat >"$folder/nuget.config" <<CONFIG
<configuration><packageSources><clear /><add key="packed" value="$folder/packages" /></packageSources></configuration>
CONFIG
cd "$folder"
dotnet tool install EksIamCdk.Cli --tool-path "$folder/tools" --configfile "$folder/nuget.config" --verbosity quiet

fail() { echo "tool-package.sh: $*" >&2; exit 1; }
answer=$("$folder/tools/eksiam" can Developer get pods -n shop --from "$root/examples/clusters/moving" 2>"$folder/err") || fail "can: $answer $(cat "$folder/err")"
case $answer in yes*) ;; *) fail "can answered: $answer" ;; esac
code=0
"$folder/tools/eksiam" sandbox 2>"$folder/err" || code=$?
[ "$code" -eq 2 ] && grep -q 'a clone of the repository' "$folder/err" || fail "sandbox ended with $code: $(cat "$folder/err")"
echo "the tool installs from its package, and answers"
