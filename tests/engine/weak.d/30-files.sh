# Files that others can read or change: below the data root, beside the units, in a user's home.
# shellcheck shell=sh
# shellcheck disable=SC2154 # $data is weak-engine.sh's
# Everything is mounted over, in this mount namespace: the machine's own files stay as they are.
mount -t tmpfs tmpfs /home
mkdir -p /home/alice/.docker/cli-plugins
echo '{"auths":{"registry.example":{"auth":"YWxpY2U6cGxhbnRlZC1zZWNyZXQ=","password":"planted-secret"},
"helped.example":{}},"proxies":{"default":{"httpProxy":"http://alice:planted-secret@proxy.example:3128"}}}' \
    >/home/alice/.docker/config.json
: >/home/alice/.docker/key.pem
: >/home/alice/.docker/cert.pem
chown -R 1000:1000 /home/alice
chmod 640 /home/alice/.docker/key.pem
chmod 777 /home/alice/.docker/cli-plugins

if [ -d /etc/systemd/system ]; then
	mount -t tmpfs -o mode=755 tmpfs /etc/systemd/system
	mkdir /etc/systemd/system/docker.service.d
	printf '%s\n' '[Service]' 'Environment=REGISTRY_PASSWORD=planted-secret' ExecStart= \
	    'ExecStart=/usr/sbin/dockerd -H fd:// --insecure-registry registry.example:5000' \
	    >/etc/systemd/system/docker.service.d/insecure.conf
	chmod 666 /etc/systemd/system/docker.service.d/insecure.conf
fi
printf '%s\n' alice:100000:65536 bob:150000:65536 >"$data/subuid"
[ ! -e /etc/subuid ] || mount --bind "$data/subuid" /etc/subuid
mkdir -p /etc/docker/certs.d/registry.example:5000 /etc/docker/plugins
: >/etc/docker/certs.d/registry.example:5000/client.key
chmod 644 /etc/docker/certs.d/registry.example:5000/client.key
: >/etc/docker/plugins/guard.spec
chmod 666 /etc/docker/plugins/guard.spec
# Engines before 26 have a key of their own.
[ ! -e /etc/docker/key.json ] || chmod 644 /etc/docker/key.json

mkdir -p /srv/shop
: >/srv/shop/compose.yaml
chmod 666 /srv/shop/compose.yaml
start shop-db --label com.docker.compose.project.config_files=/srv/shop/compose.yaml demo/base:1
[ "$engine" = docker ] || return 0
chmod 644 "$(docker inspect -f '{{.LogPath}}' shop-db)"
chmod 711 /var/lib/docker
chmod 750 /var/lib/docker/swarm
chmod 755 /var/lib/docker/volumes
