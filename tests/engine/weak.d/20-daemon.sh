# What the daemon's configuration wants: see truth/20-daemon.txt.
mount -t tmpfs -o mode=700 tmpfs /root
HOME=/root docker context create plain --docker host=tcp://build.example:2375 >/dev/null 2>&1
HOME=/root docker context create quiet --docker host=ssh://root@build.example >/dev/null 2>&1
# A program that is called like an engine is one, for all that can be seen from outside.
cp "$(command -v sleep)" "$data/dockerd"
"$data/dockerd" 100000 >/dev/null 2>&1 &
