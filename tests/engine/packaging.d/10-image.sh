# The image is what it is said to be, and its Dockerfile satisfies this program's own checks.

"$program" scan --dockerfile "$source/packaging/container/Dockerfile" --profile full -q -f lines -o json:dockerfile.json
node -e '
const { checks } = JSON.parse(require("fs").readFileSync("dockerfile.json"));
const bad = checks.filter((c) => ["warn", "error"].includes(c.status)).map((c) => c.id).join(" ");
// Who builds it chooses the digest and the day of the packages.
if (bad !== "K-07 K-15") { console.log("FAILED: the Dockerfile: " + bad); process.exit(1); }' || failed=1

[ "$(docker image inspect -f '{{.Config.User}}' "$image")" = 65532:65532 ] || fail "the image runs as root"
version=$(docker image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image")
[ "dockassay $version" = "$("$program" --version)" ] || fail "the label's version is $version"
[ "$(docker run --rm --network none --read-only "$image" --version)" = "dockassay $version" ] || fail "the image does not run"

docker create --name content "$image" >/dev/null
docker export content | tar -t >content.txt
docker rm content >/dev/null
if grep -E '(^|/)(sh|bash|dash|busybox|apt|dpkg)$' content.txt; then fail "the image has more programs than one"; fi
[ "$(grep -c '^usr/bin/.' content.txt)" -eq 1 ] || fail "the image has more programs than one"
[ "$(grep -c '^var/lib/dpkg/status.d/.' content.txt)" -gt 10 ] || fail "scanners cannot see the packages"
sed -n 's,^var/lib/dpkg/status.d/\(.\),\1,p' content.txt >packages.txt
while IFS= read -r package; do
	grep -qx "usr/share/doc/$package/copyright" content.txt || fail "the copyright of $package is not there"
done <packages.txt
