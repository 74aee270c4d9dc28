#!/usr/bin/env bash
# Everything: tools, locked restore, format check, build with warnings as errors, all tests on real counterparts.
# Its last line is "N passed, N failed" of all test projects together.
#
#   ./test.sh           everything
#   ./test.sh --soak    histories and fuzzing alone, and much of them: 10,000 histories on the embedded API server, 500 on a real one, and
#                       2,000,000 fuzzed texts, those of aws-auth held to the authenticator's own libraries; writes what it found into docs/proof.md
set -euo pipefail
cd "$(dirname "$0")"

soak=
case "${1:-}" in
  "") ;;
  --soak) soak=yes ;;
  *) echo "test.sh: $1 is not known; there is --soak" >&2; exit 2 ;;
esac

step() { printf '\n==> %s\n' "$*"; }
need() { command -v "$1" >/dev/null || { echo "test.sh: $1 is missing; install $2" >&2; exit 1; }; }

need dotnet "the .NET 10 SDK"
need node "Node.js 20 or newer"
need npm "npm, which comes with Node.js"
command -v clang >/dev/null || need gcc "clang or gcc, which links the native function (Debian: apt-get install clang zlib1g-dev)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI="${CI:-true}"

step "tools: kube-apiserver, etcd and kubectl, cfn-lint and moto, Chromium, the CDK CLI and axe-core"
KUBEBUILDER_ASSETS=$(tests/tools/kube-assets.sh)
EKSIAM_PYTHON_TOOLS=$(tests/tools/python-tools.sh)
EKSIAM_CHROMIUM=$(tests/tools/chromium.sh)
EKSIAM_KUBECTL=$(tests/tools/kubectl.sh)
export KUBEBUILDER_ASSETS EKSIAM_PYTHON_TOOLS EKSIAM_CHROMIUM EKSIAM_KUBECTL
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error

step "restore (locked)"
dotnet restore EksIamCdk.sln --locked-mode --verbosity quiet

step "format"
dotnet format EksIamCdk.sln --no-restore --verify-no-changes

step "build (warnings are errors)"
dotnet build EksIamCdk.sln --configuration Release --no-restore --verbosity quiet

step "publish the function"
rm -rf .eksiam/lambda
dotnet publish src/MappingLambda --configuration Release --no-restore --verbosity quiet --output .eksiam/lambda
export EKSIAM_LAMBDA_DIR="$PWD/.eksiam/lambda"

step "publish the function as a native program (what cannot be trimmed or compiled ahead is an error)"
native=(src/MappingLambda -p:EksIamPackaging=NativeAot)
rm -rf .eksiam/native
dotnet restore "${native[@]}" --locked-mode --verbosity quiet
dotnet publish "${native[@]}" --configuration Release --no-restore --verbosity quiet --output .eksiam/native
export EKSIAM_NATIVE_DIR="$PWD/.eksiam/native"

step "tests"
results=$(mktemp -d "${TMPDIR:-/tmp}/eks-iam-cdk-test.XXXXXX")
trap 'rm -rf "$results"' EXIT
failed_projects=()
projects=(tests/*.Tests)
if [ -n "$soak" ]; then
  projects=(tests/Histories.Tests tests/Fuzz.Tests)
  EKSIAM_FUZZ_AUTHENTICATOR=$(tests/tools/authenticator.sh)
  export EKSIAM_HISTORIES=${EKSIAM_HISTORIES:-10000} EKSIAM_HISTORIES_REAL=${EKSIAM_HISTORIES_REAL:-500} EKSIAM_FUZZ=${EKSIAM_FUZZ:-2000000}
  export EKSIAM_FUZZ_AUTHENTICATOR
fi
export EKSIAM_HISTORIES_REPORT="$results/histories.txt" EKSIAM_FUZZ_REPORT="$results/fuzz.txt"
export EKSIAM_PAGE_FIGURES="$results/page.txt"
for project in "${projects[@]}"; do
  name=$(basename "$project")
  coverage=()
  [ "$name" = Access.Tests ] && coverage=(--collect "XPlat Code Coverage" --settings tests/Access.Tests/coverage.runsettings)
  dotnet test "$project" --configuration Release --no-build --verbosity quiet --logger "trx;LogFileName=$name.trx" \
    --results-directory "$results" "${coverage[@]}" || failed_projects+=("$name")
done

if [ -z "$soak" ]; then
  step "the same lifecycles, on the native program"
  EKSIAM_LAMBDA_DIR="$EKSIAM_NATIVE_DIR" EKSIAM_TEST_PUBLISHED=true \
    dotnet test tests/MappingLambda.Tests --configuration Release --no-build --verbosity quiet --logger "trx;LogFileName=native.trx" \
    --results-directory "$results" --filter "FullyQualifiedName~Lifecycle|FullyQualifiedName~PublishedFunction" || failed_projects+=("native")
fi

if [ -z "$soak" ]; then
  step "the tool, installed from its package"
  tests/tools/tool-package.sh || failed_projects+=("tool")
fi

cat "$EKSIAM_HISTORIES_REPORT" "$EKSIAM_FUZZ_REPORT" "$EKSIAM_PAGE_FIGURES" 2>/dev/null || true
if [ -n "$soak" ]; then tests/tools/proof.sh "$EKSIAM_HISTORIES_REPORT" "$EKSIAM_FUZZ_REPORT"; fi

coverage_file=$(find "$results" -name coverage.cobertura.xml | head -n 1)
if [ -n "$coverage_file" ]; then
  line_rate=$(grep -oE '<coverage [^>]*line-rate="[0-9.]+"' "$coverage_file" | grep -oE 'line-rate="[0-9.]+"' | tr -dc '0-9.')
  printf '\nline coverage of src/Access: %s (at least 0.95 is asked for)\n' "$line_rate"
  awk -v rate="$line_rate" 'BEGIN { exit !(rate >= 0.95) }' || failed_projects+=("coverage")
elif [ -z "$soak" ]; then
  echo "no coverage was collected for src/Access"; failed_projects+=("coverage")
fi

count() { cat "$results"/*.trx 2>/dev/null | grep -oE "<Counters [^>]*" | grep -oE " $1=\"[0-9]+\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total) passed=$(count passed) failed=$(count failed)
skipped=$((total - passed - failed))
[ "$skipped" -eq 0 ] || { echo "$skipped tests were skipped or not run: nothing may be"; failed_projects+=("skipped"); }
for trx in "$results"/*.trx; do sed -n '/ErrorInfo/,/<\/ErrorInfo/p' "$trx" | awk 'NR <= 60'; done
[ "${#failed_projects[@]}" -eq 0 ] || echo "not green: ${failed_projects[*]}"
echo "$passed passed, $((failed + skipped)) failed"
[ "${#failed_projects[@]}" -eq 0 ] && [ "$passed" -gt 0 ]
