# shellcheck shell=bash
# The facts of a request and the objects of its head; sourced by gate.sh and command.sh.

# The token is given to this one command, and kept in no file. No filter: with one, Git would come back for each missing
# object while the request is judged, when it has no token any more.
fetch() {
  local secret
  secret=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n')
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $secret" GIT_TERMINAL_PROMPT=0 \
    git fetch --quiet --no-tags --no-recurse-submodules origin "$1"
}

there() { git cat-file -e "$1^{commit}" 2>/dev/null; }

facts() {
  mkdir -p "plan/$1"
  python -m polyvalidate forge github facts --event "$GITHUB_EVENT_PATH" --number "$1" --output "plan/$1/facts.json" ||
    return
  # The head of the event: the last one of the request, or one that a later push or a merge queue has left behind.
  local head
  head=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["head"])' "plan/$1/facts.json")
  there "$head" || fetch "+refs/pull/$1/head:refs/pull/$1/head" || return
  there "$head" || fetch "$head"
}
