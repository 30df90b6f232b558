#!/usr/bin/env bash
# Reads the command of a comment as data: plan/<number>/ gets facts.json, command.json and answer.md.
#
# The comment is in the file of the event and nowhere else: no word of it reaches a command line.
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

number=$(python -m polyvalidate forge github requests --event "$GITHUB_EVENT_PATH")
[[ $number =~ ^[1-9][0-9]{0,8}$ ]] || exit 2
# shellcheck source=fetch.sh
source "${BASH_SOURCE[0]%/*}/fetch.sh"
facts "$number"
code=0
python -m polyvalidate forge github command --facts "plan/$number/facts.json" --base HEAD \
  --output "plan/$number/command.json" --answer "plan/$number/answer.md" || code=$?
((code <= 1))
