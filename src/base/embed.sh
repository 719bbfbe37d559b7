#!/bin/sh
# embed.sh AWK NAME=FILE...: prints a C file that holds the files' bytes. Portable: od and awk.
set -eu
awk=$1
shift
cat <<'EOF'
/* Made by embed.sh: do not edit. */
#include "base/embedded.h"

EOF
n=0
table=
for pair in "$@"; do
	name=${pair%%=*}
	file=${pair#*=}
	printf 'static const unsigned char bytes%d[] = {\n' "$n"
	od -An -v -tu1 "$file" | "$awk" '{ gsub(/[0-9]+/, "&,"); print }'
	printf '0 };\n'
	table="$table	{ \"$name\", bytes$n, sizeof bytes$n - 1 },
"
	n=$((n + 1))
done
printf 'const struct embedded embedded[] = {\n%s	{ 0, 0, 0 },\n};\n' "$table"
