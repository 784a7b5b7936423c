#!/bin/sh
# PostgreSQL's library takes a password from a variable, or from a file that nobody but its owner may read; a secret
# that is mounted is neither.
set -eu
if [ -n "${PGPASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PGPASSWORD_FILE")
    export PGPASSWORD
fi
exec "$@"
