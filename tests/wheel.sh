#!/usr/bin/env bash
# The wheel alone, as a stranger installs it: an empty environment, no constraints, an empty folder, one file of three orders.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$PWD/.venv/bin/uv python=$PWD/.venv/bin/python
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"$uv" build --quiet --wheel --python "$python" --out-dir "$place/dist" .
"$uv" venv --quiet --python "$python" "$place/env"
"$uv" pip install --quiet --python "$place/env/bin/python" "$place"/dist/*.whl
mkdir "$place/shop"
cd "$place/shop"
printf 'customer,date,amount\nann,2026-01-05,120\nbob,2026-02-11,80\nann,2026-03-20,95\n' >three_lines.csv
"$place/env/bin/retention" run --data three_lines.csv
test -s reports/three-lines/index.html
echo "The wheel alone makes a shop's reports: passed in $SECONDS s"
