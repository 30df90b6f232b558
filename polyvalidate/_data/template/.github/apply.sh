#!/usr/bin/env bash
# Writes on the forge what was judged: for each request of plan/, one status and one comment. May be run again.
#
# READ_RESULT is the result of the job that judged. Unless it is "success" no verdict is believed, and the request of the
# event is marked in error.
set -euo pipefail
export POLYVALIDATE_LANG=${POLYVALIDATE_LANG:-fr}

apply() {
  python -P -m polyvalidate forge github apply --event "$GITHUB_EVENT_PATH" \
    --facts "$1/facts.json" --verdict "$1/verdict.json" --comment "$1/comment.md"
}

if [[ ${READ_RESULT:-} != success ]]; then
  apply nothing || true
  echo "The job that judges ended with “${READ_RESULT:-}”: no verdict is believed."
  exit 1
fi
failed=0
for plan in plan/*/; do
  [[ -d $plan ]] || continue
  apply "${plan%/}" || failed=1
done
exit "$failed"
