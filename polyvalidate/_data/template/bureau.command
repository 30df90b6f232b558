#!/bin/sh
# Pour macOS · For macOS: bureau.sh.
exec "$(dirname -- "$0")/bureau.sh" "$@"
