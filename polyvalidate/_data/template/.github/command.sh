#!/usr/bin/env bash
# Reads the command of a comment as data: plan/<number>/ gets facts.json, command.json and answer.md.
#
# The comment is in the file of the event and nowhere else: no word of it reaches a command line.
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

number=$(python -P -m polyvalidate forge github requests --event "$GITHUB_EVENT_PATH")
[[ $number =~ ^[1-9][0-9]{0,8}$ ]] || exit 2
# shellcheck source=fetch.sh
source "${BASH_SOURCE[0]%/*}/fetch.sh"
facts "$number"
code=0
python -P -m polyvalidate forge github command --facts "plan/$number/facts.json" --base HEAD \
  --output "plan/$number/command.json" --answer "plan/$number/answer.md" || code=$?
((code <= 1))
# What the next jobs are needed for: "merge" when the request is decided, "answer" when there is something to answer.
python -P - "plan/$number/command.json" >>"${GITHUB_OUTPUT:-/dev/null}" <<'PY'
import json
import sys

plan = json.load(open(sys.argv[1], encoding="utf-8"))
decisions = {ruling["decision"] for ruling in plan["rulings"]}
print("merge=" + ("yes" if decisions and "to-complete" not in decisions else "no"))
print("answer=" + ("yes" if plan["given"] else "no"))
PY
