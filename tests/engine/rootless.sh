#!/bin/sh
# A rootless engine, beside the system's own: its user finds it without saying anything, and is told
# what was passed over. In a user's hands nothing that needs root is a PASS.
# shellcheck disable=SC1091,SC2154 # lab.sh sets what is not set here
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lab.sh"
enter "$@"
script=/usr/share/docker.io/contrib/dockerd-rootless.sh
[ -f $script ] || script=$(command -v dockerd-rootless.sh) || skip "dockerd-rootless.sh is missing"
need rootlesskit slirp4netns newuidmap setpriv
settle

id=58000
user=/run/user/$id
printf 'lab:x:%s:%s::%s/user:/bin/sh\n' $id $id "$data" | cat /etc/passwd - >passwd
printf 'lab:x:%s:\n' $id | cat /etc/group - >group
for file in passwd group; do mount --bind $file /etc/$file; done
for file in subuid subgid; do
	echo lab:700000:65536 >$file
	[ -f /etc/$file ] || skip "there is no /etc/$file"
	mount --bind $file /etc/$file
done
mkdir -p "$data/user" "$user"
chown $id:$id "$data/user" "$user"
[ -c /dev/net/tun ] || mkdir -p /dev/net
mount -t tmpfs tmpfs /dev/net
mknod -m 666 /dev/net/tun c 10 200

as_user() {
	setpriv --reuid $id --regid $id --clear-groups --inh-caps=-all env -i HOME="$data/user" USER=lab \
	    PATH=/usr/sbin:/usr/bin:/sbin:/bin XDG_RUNTIME_DIR=$user "$@"
}
engine
as_user sh $script --iptables=false >rootless.log 2>&1 &
rootless_pid=$!
tries=0
until as_user docker -H unix://$user/docker.sock version >/dev/null 2>&1; do
	tries=$((tries + 1))
	[ $tries -le 150 ] || skip "the rootless engine did not start: $(tail -n 3 rootless.log)"
	kill -0 $rootless_pid 2>/dev/null || skip "the rootless engine ended: $(tail -n 3 rootless.log)"
	sleep 0.1
done

# The system's engine is not the user's: it is passed over, and said to be.
as_user "$program" --ping >stdout 2>stderr || fail "the rootless engine is not found"
says stdout "unix://$user/docker.sock answers"
says stderr '/run/docker.sock (Permission denied)'
as_user "$program" -f json >rootless.json 2>stderr
code=$?
[ $code -eq 1 ] || [ $code -eq 3 ] || fail "the scan ends with $code"
says rootless.json "\"endpoint\": \"unix://$user/docker.sock\""
says rootless.json '"host": "lab-host"'
as_user "$program" -c 1.1.3 -f lines >out 2>/dev/null
grep -q '^error' out || fail "what needs root is not said to be missing: $(cat out)"

# Root takes the system's own, and the other where it is told to.
"$program" --ping >stdout 2>stderr
says stdout 'unix:///run/docker.sock answers'
"$program" -H unix://$user/docker.sock -c 1.1.2,3.15 -f lines >out 2>stderr
grep -q 'another machine\|another engine' out && fail "root takes the rootless engine for one elsewhere"
kill $rootless_pid
finish
