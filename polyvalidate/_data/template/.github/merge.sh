#!/usr/bin/env bash
# Carries out the command of plan/<number>/: the request is merged on the server with the decision inside, or nothing is.
# done/<number>/answer.md tells what was done. May be run again.
#
# Nothing of the request is checked out or run. The token writes on the server through this one process, and is in no file.
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

# shellcheck source=fetch.sh
source "${BASH_SOURCE[0]%/*}/fetch.sh"
for plan in plan/*/; do
  number=$(basename "$plan")
  [[ $number =~ ^[1-9][0-9]{0,8}$ ]] || exit 2
  objects "$number"
  mkdir -p "done/$number"
  code=0
  with_token python -P -m polyvalidate forge github merge --facts "plan/$number/facts.json" --base "$BRANCH" \
    --push origin --answer "done/$number/answer.md" || code=$?
  ((code <= 1))
done
