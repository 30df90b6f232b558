#!/usr/bin/env bash
# Answers the comment of plan/<number>/, once. May be run again.
#
# MERGE_RESULT is the result of the job that merges. When it was not needed the answer is that of the reading; otherwise it
# is what that job wrote, and when it wrote nothing, that the command did not end.
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

for plan in plan/*/; do
  number=$(basename "$plan")
  [[ $number =~ ^[1-9][0-9]{0,8}$ ]] || exit 2
  answer=done/$number/answer.md
  [[ ${MERGE_RESULT:-} != skipped ]] || answer=plan/$number/answer.md
  words=(--facts "plan/$number/facts.json" --plan "plan/$number/command.json")
  [[ ! -e $answer ]] || words+=(--answer "$answer")
  python -P -m polyvalidate forge github answer "${words[@]}"
done
