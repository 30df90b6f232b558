#!/bin/sh
# The jobs of a school on GitLab, held to GitLab's schema and listed for a push to the protected branch, as a school has
# them: at the root of a repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
school=$(mktemp -d)
trap 'rm -rf "$school"' EXIT
cp "$1" "$school/.gitlab-ci.yml"
cd "$school"
git init -q -b main
git -c user.name=essai -c user.email=essai@example.org -c commit.gpgsign=false commit -q --allow-empty -m école
git remote add origin https://gitlab.example.org/ecole/points.git
listed=$("$here/node_modules/.bin/gitlab-ci-local" --list-csv --variable CI_COMMIT_REF_PROTECTED=true 2>&1) || {
  echo "$listed" >&2
  exit 1
}
for job in sweep check pages; do
  echo "$listed" | grep -q "^$job;" || { echo "$listed" >&2; echo "no job $job" >&2; exit 1; }
done
