#!/bin/sh
# Ouvre le bureau de l'école dans le navigateur : ce qui attend une décision. Double-cliquez ce fichier, ou lancez-le.
# La première fois, le programme que ce dépôt garde est installé dans un dossier de votre compte, et rien d'autre.
# Opens the school's desk in the browser: what awaits a decision. Double-click this file, or run it.
# The first time, the program that this repository keeps is installed in a folder of your account, and nothing else.
set -eu

stop() {
  printf '%s\n%s\n' "$1" "$2" >&2
  if [ -t 0 ]; then
    printf 'Entrée pour fermer. · Enter to close. ' >&2
    read -r _
  fi
  exit 1
}

school=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
needs=
for folder in .github .gitlab .forgejo .polyvalidate; do
  if [ -f "$school/$folder/requirements-desk.txt" ]; then needs=$folder/requirements-desk.txt; fi
done
[ -n "$needs" ] || stop "Ce dépôt ne garde pas le bureau : lancez polyvalidate upgrade." \
  "This repository does not keep the desk: run polyvalidate upgrade."

# One folder for each version: a school that is upgraded installs the new one, once.
place=${XDG_DATA_HOME:-$HOME/.local/share}/polyvalidate/$(cksum <"$school/$needs" | tr ' ' '-')
if [ ! -f "$place/ready" ]; then
  python=
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$name
      break
    fi
  done
  printf 'Première ouverture : le programme est installé (une à deux minutes)…\n' >&2
  printf 'First opening: the program is being installed (one or two minutes)…\n' >&2
  rm -rf -- "$place"
  cd -- "$school"
  if [ -n "$python" ]; then
    "$python" -m venv "$place" && "$place/bin/python" -P -m pip install --quiet --disable-pip-version-check \
      --require-hashes --requirement "$needs"
  elif command -v uv >/dev/null 2>&1; then
    uv venv --quiet --python '>=3.11' "$place" && uv pip install --quiet --python "$place/bin/python" \
      --require-hashes --requirement "$needs"
  else
    stop "Il manque Python 3.11 ou plus récent (sur Debian ou Ubuntu : sudo apt install python3-venv), ou uv." \
      "Python 3.11 or later is missing (on Debian or Ubuntu: sudo apt install python3-venv), or uv."
  fi || stop "L'installation n'a pas abouti : lisez ce qui précède. Rien d'autre n'a été touché." \
    "The installation did not end: read what stands above. Nothing else was touched."
  : >"$place/ready"
fi
"$place/bin/python" -P -m polyvalidate desk --repo "$school" "$@" || stop "Le bureau s'est arrêté." "The desk has stopped."
