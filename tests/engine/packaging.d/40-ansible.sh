# The playbook runs on this host, once by each method, and fetches its report to where the controller is.

play() {
	ansible-playbook -i hosts.ini "$source/packaging/ansible/site.yml" -e "dockassay_image=$image" \
	    -e dockassay_binary="$program" -e dockassay_become=false -e dockassay_reports="$work/fetched" \
	    -e dockassay_merger="$program" -e '{"dockassay_options": ["--all"]}' "$@" >ansible.log 2>&1 || {
		tail -n 30 ansible.log
		fail "the playbook fails: $*"
	}
}

# fetched METHOD: there is a report of this host, and nothing else is left
fetched() {
	node -e '
const [file, host, root] = process.argv.slice(1);
const r = JSON.parse(require("fs").readFileSync(file));
if (r.scan.host !== host || r.scan.root !== root || r.summary.findings.warn < 50) {
	console.log("FAILED: the fetched report is of", r.scan.host, r.scan.root, r.summary.findings); process.exit(1);
}' "$work/fetched/engine-1.json" "$(hostname)" "$2" || failed=1
	[ "$(stat -c %a "$work/fetched/engine-1.json")" = 600 ] || fail "others may read the fetched report"
	if ls -d /tmp/dockassay.* "$HOME"/.ansible/tmp/dockassay.* 2>/dev/null; then fail "$1: the host is not left as it was"; fi
}

if command -v ansible-playbook >/dev/null; then
	export HOME="$work" ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_NOCOLOR=1 LC_ALL=C.UTF-8
	python=$(command -v /usr/bin/python3 || command -v python3)
	printf '[docker]\nengine-1 ansible_connection=local ansible_python_interpreter=%s\n' "$python" >hosts.ini
	ansible-playbook -i hosts.ini --syntax-check "$source/packaging/ansible/site.yml" >ansible.log 2>&1 ||
		fail "the playbook's syntax: $(tail -n 5 ansible.log)"
	play --check
	[ ! -e fetched ] || fail "a check writes reports"
	play
	fetched image /host
	if "$program" --help | grep -q 'dockassay merge'; then
		grep -q "$(hostname)" fetched/fleet.html || fail "the reports are not joined"
	fi
	rm -r fetched
	play -e dockassay_method=binary
	fetched binary /
else
	echo "SKIPPED: the Ansible role: ansible-playbook is missing (package ansible-core)"
fi
