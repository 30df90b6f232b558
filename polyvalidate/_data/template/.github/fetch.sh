# shellcheck shell=bash
# The facts of a request and the objects of its head; sourced by gate.sh, command.sh and merge.sh.

# The token is given to one command, in its environment, and kept in no file.
with_token() {
  local secret
  secret=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n')
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $secret" GIT_TERMINAL_PROMPT=0 "$@"
}

# What takes longer than REQUEST_SECONDS is stopped: one request keeps no other waiting.
# No filter: with one, Git would come back for each missing object while the request is judged, when it has no token any
# more.
fetch() { with_token timeout "${REQUEST_SECONDS:-240}" git fetch --quiet --no-tags --no-recurse-submodules origin "$1"; }

there() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# The head of the facts: the last one of the request, or one that a later push or a merge queue has left behind.
objects() {
  local head
  head=$(python -P -c 'import json, sys; print(json.load(open(sys.argv[1]))["head"])' "plan/$1/facts.json")
  there "$head" || fetch "+refs/pull/$1/head:refs/pull/$1/head" || return
  there "$head" || fetch "$head"
}

facts() {
  mkdir -p "plan/$1"
  python -P -m polyvalidate forge github facts --event "$GITHUB_EVENT_PATH" --number "$1" --output "plan/$1/facts.json" ||
    return
  objects "$1"
}
