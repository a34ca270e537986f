#!/usr/bin/env bash
# Runs every command of commands.txt with one build of slowtrain and keeps what it prints, writes and exits with, so that
# two builds can be compared byte by byte:
#
#     tools/golden/run.sh target/before/slowtrain before
#     tools/golden/run.sh target/after/slowtrain after
#     diff -r before after
set -uo pipefail
[ $# -eq 2 ] || { echo "usage: tools/golden/run.sh PROGRAM FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && cp "$program" "$work/bin/slowtrain"
export PATH="$work/bin:$PATH" NO_COLOR=1 COLUMNS=80 TZ=UTC LC_ALL=C.UTF-8
export NET=../net CASES=../cases PAIRS=../pairs.csv
cp -r "$here/../../tests/cases" "$work/cases"
printf 'from,to\nPyongyang,Vladivostok\nKhasan,Moscow\nPyongyang,Xyz\nHanoi,Beijing\n' > "$work/pairs.csv"
number=0
while IFS= read -r line; do
  case "$line" in ""|"#"*) continue ;; esac
  number=$((number + 1))
  line=${line#own: }
  mkdir "$work/run" && cd "$work/run" || exit 1
  [ -d ../net ] || slowtrain network init ../net >/dev/null 2>&1
  name=$(printf '%03d' "$number")
  eval "slowtrain $line" >"$out/$name.out" 2>"$out/$name.err" </dev/null
  code=$?
  {
    printf 'slowtrain %s\nexit code %s\n' "$line" "$code"
    find . -type f | sort | xargs -r sha256sum
  } > "$out/$name.txt"
  cd "$work" && rm -rf run
done < "$here/commands.txt"
echo "$number commands in $out"
