# What the host's checks want: see truth/10-host.txt.
mkdir -p /etc/cron.d
mount -t tmpfs tmpfs /etc/cron.d
printf '#@reboot root docker run x\n@reboot root docker run -d \\\n    --privileged demo/base:1\n' >/etc/cron.d/weak
# A process of that name is all there is to see of the front end.
printf '#!/bin/sh\nsleep 1000\n' >"$data/firewalld"
chmod +x "$data/firewalld"
"$data/firewalld" &
start relay -p 127.0.0.1:2375:2375 demo/base:1
