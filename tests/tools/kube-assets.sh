#!/usr/bin/env bash
# Prints the folder that holds kube-apiserver and etcd, and provides them first where they are missing.
#
# Looked for in this order: $KUBEBUILDER_ASSETS; the user cache; the archive that the controller-tools project publishes for
# envtest; Debian (etcd-server as a package, kube-apiserver built from the source package "kubernetes").
set -euo pipefail

cache="${XDG_CACHE_HOME:-$HOME/.cache}/eks-iam-cdk/kube"
envtest_version="v1.34.1"

say() { echo "kube-assets: $*" >&2; }

complete() { [ -x "$1/kube-apiserver" ] && [ -x "$1/etcd" ]; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
  complete "$KUBEBUILDER_ASSETS" || { say "KUBEBUILDER_ASSETS=$KUBEBUILDER_ASSETS holds no kube-apiserver and etcd; unset it, or point it to a folder that does"; exit 1; }
  echo "$KUBEBUILDER_ASSETS"
  exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/.lock"
if command -v flock >/dev/null; then flock 9; fi
if complete "$cache"; then echo "$cache"; exit 0; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/eks-iam-cdk-kube.XXXXXX")

sha512_matches() {
  if command -v sha512sum >/dev/null; then sha512sum --check --status "$1"; else shasum --algorithm 512 --check --status "$1"; fi
}

from_envtest() {
  local arch base archive
  arch=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  base="https://github.com/kubernetes-sigs/controller-tools/releases/download/envtest-$envtest_version"
  archive="envtest-$envtest_version-$(uname -s | tr '[:upper:]' '[:lower:]')-$arch.tar.gz"
  command -v curl >/dev/null || return 1
  curl -fsSL --connect-timeout 10 --max-time 300 -o "$work/$archive" "$base/$archive" 2>/dev/null || return 1
  curl -fsSL --connect-timeout 10 --max-time 60 -o "$work/$archive.sha512" "$base/$archive.sha512" 2>/dev/null || return 1
  (cd "$work" && sha512_matches "$archive.sha512") || { say "the checksum of $archive does not match; not used"; return 1; }
  tar -xzf "$work/$archive" -C "$work" --strip-components=2
  install -m 0755 "$work/kube-apiserver" "$work/etcd" "$cache/"
}

# The apt sources of this machine, with their source packages, in a private apt state: the machine's own lists stay as they are.
private_apt() {
  local options=(-o "Dir::State::lists=$work/lists" -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$work/sources"
    -o "APT::Sandbox::User=root" -o "Acquire::Retries=3" -o "DPkg::Lock::Timeout=300")
  apt-get "${options[@]}" "$@"
}

# Called where errors end the script: every line has to succeed.
from_debian() {
  command -v apt-get >/dev/null || { say "this is not Debian"; return 1; }
  [ "$(id -u)" = 0 ] || { say "building kube-apiserver from Debian's sources installs packages and needs root"; return 1; }
  mkdir -p "$work/lists/partial" "$work/sources" "$work/etcd"
  local types='s/^Types:.*/Types: deb deb-src/'
  if [ -e /etc/apt/sources.list.d/debian.sources ]; then sed "$types" /etc/apt/sources.list.d/debian.sources > "$work/sources/debian.sources"; fi
  if [ -s /etc/apt/sources.list ]; then sed -nE 's/^deb( .*)/deb\1\ndeb-src\1/p' /etc/apt/sources.list > "$work/sources/debian.list"; fi
  private_apt update -qq >&2
  cd "$work"
  # Unpacked, not installed: the package would start a service.
  private_apt download -qq etcd-server >&2
  DEBIAN_FRONTEND=noninteractive private_apt install -qq -y --no-install-recommends golang-go rsync jq make dpkg-dev gcc libc6-dev >&2
  dpkg-deb -x etcd-server_*.deb "$work/etcd"
  private_apt source -qq -y kubernetes >&2
  local tree
  tree=$(find "$work" -maxdepth 1 -type d -name 'kubernetes-*' | head -n 1)
  [ -n "$tree" ] || { say "the source package kubernetes did not unpack"; return 1; }
  mkdir -p "$tree/.go/src/k8s.io"
  ln -s "$tree" "$tree/.go/src/k8s.io/kubernetes"
  cd "$tree/.go/src/k8s.io/kubernetes"
  GOPATH="$tree/.go" GO111MODULE=off GOFLAGS='' CGO_ENABLED=0 GOCACHE="$work/go-cache" make WHAT=cmd/kube-apiserver >&2
  install -m 0755 "$work/etcd/usr/bin/etcd" "$cache/etcd"
  install -m 0755 "$(find "$tree" -type f -path '*bin/*' -name kube-apiserver | head -n 1)" "$cache/kube-apiserver"
}

ended() {
  local status=$?
  rm -rf "$work"
  if complete "$cache"; then exit "$status"; fi
  say "no kube-apiserver and etcd: set KUBEBUILDER_ASSETS to a folder that holds both (setup-envtest use -p path prints one)"
  exit 1
}
trap ended EXIT

say "kube-apiserver and etcd are not in $cache; fetching the envtest archive $envtest_version"
if ! from_envtest; then
  say "no envtest archive to be had; building kube-apiserver from Debian's sources (about three minutes)"
  from_debian
fi
echo "$cache"
