#!/usr/bin/env bash
# Judges the requests that an event is about, as data: plan/<number>/ gets facts.json, verdict.json and comment.md.
#
# Nothing of a request is checked out or run; its objects are fetched, and read by the program of the protected branch.
# A request that cannot be judged, or not in time, has no verdict, which is an error when the plan is applied; the others
# go on.
# From the environment: GITHUB_EVENT_PATH, GITHUB_SERVER_URL, GITHUB_TOKEN (read only), ONLY, one number, or empty, and
# REQUEST_SECONDS, how long one request may take (240).
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

# shellcheck source=fetch.sh
source "${BASH_SOURCE[0]%/*}/fetch.sh"

gate() {
  local code=0 request
  mapfile -t request < <(python -P - "plan/$1/facts.json" <<'PY'
import json
import sys

facts = json.load(open(sys.argv[1], encoding="utf-8"))
words = ["--head", facts["head"], "--actor", facts["author"], "--opened-at", facts["opened_at"]]
print(*words, *(word for account in facts["approvals"] for word in ("--approved-by", account)), sep="\n")
PY
  )
  timeout "${REQUEST_SECONDS:-240}" python -P -m polyvalidate gate --across --base HEAD "${request[@]}" --format "$2" --output "plan/$1/$3" || code=$?
  ((code <= 1))
}

judge() {
  facts "$1" && gate "$1" json verdict.json && gate "$1" comment comment.md
}

mkdir -p plan
numbers=${ONLY:-$(python -P -m polyvalidate forge github requests --event "$GITHUB_EVENT_PATH")}
for number in $numbers; do
  [[ $number =~ ^[1-9][0-9]{0,8}$ ]] || exit 2
  if judge "$number"; then
    echo "$number: judged"
  else
    rm -f "plan/$number/verdict.json"
    echo "$number: no verdict"
  fi
done
echo "$numbers" >plan/requests.txt
