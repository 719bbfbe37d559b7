#!/bin/sh
# An engine behind ssh: OpenSSH's own server on loopback, the docker command on the far side. What
# works, what is said when it does not, and that no process is left behind.
# shellcheck disable=SC1091,SC2154 # lab.sh sets what is not set here
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lab.sh"
enter "$@"
need ssh ssh-keygen
sshd=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$sshd" ] || skip "sshd is missing (package openssh-server)"
settle

# ssh takes the home directory from the user database.
sed "s|^root:.*|root:x:0:0:root:$HOME:/bin/sh|" /etc/passwd >passwd
mount --bind passwd /etc/passwd
mkdir -m 755 /run/sshd
mkdir -m 700 "$HOME/.ssh"
ssh-keygen -q -t ed25519 -N '' -f host-key
ssh-keygen -q -t ed25519 -N '' -f "$HOME/.ssh/id_ed25519"
cp "$HOME/.ssh/id_ed25519.pub" "$HOME/.ssh/authorized_keys"
sed 's/^/[127.0.0.1]:2222 /' host-key.pub >"$HOME/.ssh/known_hosts"
sed 's/^/[127.0.0.1]:2223 /' host-key.pub >>"$HOME/.ssh/known_hosts"
cat >"$HOME/.ssh/config" <<END
Host engine
	HostName 127.0.0.1
	Port 2222
	User root
	RemoteCommand true
Host nobody
	HostName 127.0.0.1
	Port 2222
	IdentityFile /nonexistent
	IdentitiesOnly yes
Host bare
	HostName 127.0.0.1
	Port 2223
Host stranger
	HostName localhost
	Port 2222
END

# server PORT OPTION...
server() {
	port=$1
	shift
	"$sshd" -D -e -f /dev/null -h "$data/host-key" -o Port="$port" -o ListenAddress=127.0.0.1 \
	    -o PidFile=none -o StrictModes=no -o UsePAM=no -o PasswordAuthentication=no \
	    -o KbdInteractiveAuthentication=no "$@" 2>>"$data/sshd.log" &
	server_pid=$!
}
server 2223 -o 'SetEnv PATH=/nonexistent'
bare_pid=$server_pid
server 2222
engine

# Here at once, and on the far side once the server has seen the end.
nothing_is_left() {
	pgrep -x ssh >/dev/null && fail "an ssh is left: $(pgrep -ax ssh)"
	tries=0
	while pgrep -f 'docker.*dial-stdio' >/dev/null && [ $tries -lt 50 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	[ $tries -lt 50 ] || fail "on the far side is left: $(pgrep -af dial-stdio)"
}

for address in ssh://engine ssh://root@127.0.0.1:2222 ssh://engine/run/docker.sock; do
	expect 0 '' --ping -H $address
done
DOCKER_HOST=ssh://engine expect 0 '' --ping
docker context create far --docker host=ssh://engine >/dev/null 2>&1
expect 0 '' --ping --context far

# A whole scan; it does not take this machine's files for the engine's.
"$program" -H ssh://engine -q -o json:far.json --snapshot far.ndjson 2>stderr
code=$?
[ $code -eq 0 ] || [ $code -eq 1 ] || fail "the scan ends with $code"
says far.json '"endpoint": "ssh://engine"'
says far.ndjson 'the engine is on another machine: run there, or use --root'
"$program" -H ssh://engine -c 3.15 -f lines >out 2>stderr
says out 'another machine'
"$program" -H ssh://engine --root / -c 3.15 -f lines >out 2>stderr
grep -q 'another machine' out && fail "--root / is not believed"
nothing_is_left

expect 3 'Permission denied' --ping -H ssh://nobody
expect 3 'Host key verification failed' --ping -H ssh://stranger
expect 3 'Connection refused' --ping -H ssh://root@127.0.0.1:1
expect 3 'not found' --ping -H ssh://bare
expect 3 'nothing.sock' --ping -H ssh://engine/run/nothing.sock
env PATH=/nonexistent "$program" --ping -H ssh://engine 2>stderr
says stderr 'ssh cannot be started: No such file'

# Nothing of an address becomes an option or a command.
expect 2 'no name of a user' --ping -H 'ssh://-oProxyCommand=x@engine'
expect 2 'is none' --ping -H 'ssh://-oProxyCommand=touch%20x/'
expect 2 'no name of a host' --ping -H 'ssh://-F/'
# shellcheck disable=SC2016 # that is what is tried
expect 2 'may have letters' --ping -H 'ssh://engine/run/$(id).sock'
expect 2 'has a password' --ping -H ssh://root:hunter2@engine
grep -q hunter2 stderr && fail "a password shows"

# A server that says nothing is not waited for.
kill -STOP $server_pid
began=$(date +%s)
expect 3 'within the time-out' --ping -H ssh://engine --request-timeout 2
took=$(($(date +%s) - began))
[ $took -le 5 ] || fail "a silent server takes $took s"
kill -CONT $server_pid
nothing_is_left
kill $server_pid $bare_pid
finish
