#!/usr/bin/env bash
# Prints the folder that holds cfn-lint and moto_server, and installs them first where they are missing.
#
# Looked for in this order: the private venv in the user cache; PATH; else the venv is made with pip.
set -euo pipefail

venv="${XDG_CACHE_HOME:-$HOME/.cache}/eks-iam-cdk/python"
requirements=("cfn-lint==1.*" "moto[server]==5.*")

complete() { [ -x "$1/cfn-lint" ] && [ -x "$1/moto_server" ] && "$1/cfn-lint" --version >/dev/null 2>&1; }

if complete "$venv/bin"; then echo "$venv/bin"; exit 0; fi

on_path=$(command -v cfn-lint || true)
if [ -n "$on_path" ] && complete "$(dirname "$on_path")"; then dirname "$on_path"; exit 0; fi

remedy="run: python3 -m venv $venv && $venv/bin/pip install ${requirements[*]@Q}"
echo "python-tools: installing ${requirements[*]} into a private venv" >&2
rm -rf "$venv"
{ python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check "${requirements[@]}"; } >&2 \
  || { rm -rf "$venv"; echo "python-tools: cfn-lint and moto cannot be installed here; $remedy" >&2; exit 1; }
echo "$venv/bin"
