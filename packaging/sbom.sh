#!/bin/sh
# sbom.sh PROGRAM VERSION URL: a CycloneDX 1.5 document of what the built program is made of: itself, and
# the libraries that it loads on this machine, each with its version, its package where the system knows
# one, its SHA-256 and what it needs itself. The same program and libraries give the same bytes.
set -eu
program=$1 version=$2 url=$3

die() {
	echo "sbom.sh: $*" >&2
	exit 2
}

for tool in readelf ldd sha256sum; do
	command -v $tool >/dev/null || die "$tool is missing"
done
[ -f "$program" ] || die "$program is not built"

quote() {
	printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}

sum() {
	sha256sum "$1" | cut -d ' ' -f 1
}

# The file that the loader takes for a name, or the name for a file.
resolve() {
	printf '%s\n' "$loaded" | awk -v name="$1" '$1 == name { print $2; exit }'
}

needed() {
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

# NAME VERSION PURL of the package that a file is of; the file's own name where none is known.
package_of() {
	real=$(realpath "$1")
	# A file may be known by the name that /lib is a link for.
	for path in "$real" "${real#/usr}"; do
		owner=$(dpkg-query -S "$path" 2>/dev/null | sed -n '1s/: .*//p') || owner=
		[ -z "$owner" ] || break
	done
	if [ -n "$owner" ]; then
		dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\n' "$owner" |
			awk -F '\t' -v from="pkg:deb/$distribution/" '{ v = $2; gsub(/\+/, "%2B", v); gsub(/:/, "%3A", v)
				print $1 "\t" $2 "\t" from $1 "@" v "?arch=" $3 }'
	elif owner=$(apk info -W "$real" 2>/dev/null | sed -n 's/.* is owned by //p') && [ -n "$owner" ]; then
		name=$(printf '%s' "$owner" | sed 's/-[0-9][^-]*-r[0-9]*$//')
		printf '%s\t%s\tpkg:apk/alpine/%s@%s\n' "$name" "${owner#"$name"-}" "$name" "${owner#"$name"-}"
	elif owner=$(rpm -qf --qf '%{NAME}\t%{VERSION}-%{RELEASE}\tpkg:rpm/'"$distribution"'/%{NAME}@%{VERSION}-%{RELEASE}?arch=%{ARCH}\n' \
	    "$real" 2>/dev/null); then
		printf '%s\n' "$owner"
	else
		name=$(basename "$real")
		printf '%s\t%s\tpkg:generic/%s\n' "${name%%.so*}" "${name##*.so.}" "$name"
	fi
}

# One component; `refs` collects what it depends on.
component() {
	name=$1 file=$2
	package_of "$file" >"$work/package"
	tab=$(printf '\t')
	IFS=$tab read -r package package_version purl <"$work/package"
	printf '    {\n      "type": "library",\n      "bom-ref": "%s",\n      "name": "%s",\n      "version": "%s",\n' \
	    "$(quote "$name")" "$(quote "$package")" "$(quote "$package_version")"
	printf '      "purl": "%s",\n      "hashes": [ { "alg": "SHA-256", "content": "%s" } ],\n' \
	    "$(quote "$purl")" "$(sum "$file")"
	printf '      "properties": [ { "name": "dockassay:soname", "value": "%s" } ]\n    }' "$(quote "$name")"
}

# The names in a list that are components, as a JSON array.
references() {
	between=
	for name in $1; do
		[ -n "$(resolve "$name")" ] || continue
		printf '%s"%s"' "$between" "$(quote "$name")"
		between=', '
	done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
distribution=$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null | tr -d '"')
distribution=${distribution:-linux}
loaded=$(LC_ALL=C ldd "$program" | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\) .*/\1 \2/p' | sort -u)
[ -n "$loaded" ] || die "ldd finds no library of $program"
digest=$(sum "$program")
uuid=$(printf '%s\n%s\n' "$digest" "$loaded" | sha256sum |
	sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-5\3-8\4-\5/')

{
	printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.5",\n  "serialNumber": "urn:uuid:%s",\n  "version": 1,\n' "$uuid"
	printf '  "metadata": {\n'
	[ -z "${SOURCE_DATE_EPOCH:-}" ] ||
		printf '    "timestamp": "%s",\n' "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)"
	printf '    "component": {\n      "type": "application",\n      "bom-ref": "dockassay",\n      "name": "dockassay",\n'
	printf '      "version": "%s",\n      "purl": "pkg:generic/dockassay@%s",\n' "$(quote "$version")" "$(quote "$version")"
	printf '      "licenses": [ { "license": { "id": "Apache-2.0" } } ],\n'
	printf '      "hashes": [ { "alg": "SHA-256", "content": "%s" } ],\n' "$digest"
	printf '      "externalReferences": [ { "type": "website", "url": "%s" } ]\n    }\n  },\n  "components": [\n' "$(quote "$url")"
	between=
	printf '%s\n' "$loaded" | while read -r name file; do
		printf '%s' "$between"
		component "$name" "$file"
		between=',
'
	done
	printf '\n  ],\n  "dependencies": [\n    { "ref": "dockassay", "dependsOn": [%s] }' "$(references "$(needed "$program")")"
	printf '%s\n' "$loaded" | while read -r name file; do
		printf ',\n    { "ref": "%s", "dependsOn": [%s] }' "$(quote "$name")" "$(references "$(needed "$file")")"
	done
	printf '\n  ]\n}\n'
} >"$work/sbom"
cat "$work/sbom"
