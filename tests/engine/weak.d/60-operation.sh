# How containers are run, networks, volumes, operations: see truth/60-operation.txt.
import_image() {
	tar -C "$root" -c . | docker import -c 'CMD ["/bin/sleep","100000"]' - "$1" >/dev/null
}

start op-secrets -e API_TOKEN=planted-secret -e EMPTY_PASSWORD= -e DB_PASSWORD_FILE=/run/secrets/db \
    --label api.token=planted-secret demo/base:1 /bin/sh -c 'sleep 100000; true' --password planted-secret
link='--link web:w'
[ "$engine" = docker ] || link=
# shellcheck disable=SC2086 # words
start op-loose --oom-kill-disable --shm-size 2g --tmpfs /t:exec --log-driver none -i -t \
    --add-host github.com:1.2.3.4 --group-add 999 --group-add 0 $link demo/base:1
start op-open -p 5432:5432 -p 2222:22 --memory 64m --memory-swap -1 --volumes-from plain \
    --log-opt max-size=10m demo/base:1
docker exec op-open /bin/sh -c 'echo drift >/bin/drifted'
start op-user --user 1000 demo/base:1
docker exec -d --user 0 op-user /bin/sleep 100000
start op-miner demo/base:1 /bin/sh -c 'sleep 100000; true' -o stratum+tcp://pool.example:3333

# an image whose name moved on, and one that is gone
import_image demo/moved:latest
start op-old demo/moved:latest
import_image demo/moved:latest
import_image demo/gone:1
docker create --name op-orphan demo/gone:1 >/dev/null
docker rmi -f demo/gone:1 >/dev/null

for name in watchtower portainer socket-proxy; do
	import_image demo/$name:1
done
start op-updater -v /run/docker.sock:/run/docker.sock:ro demo/watchtower:1
start op-page -p 9443:9443 demo/portainer:1
start op-proxy -e POST=1 -e CONTAINERS=1 demo/socket-proxy:1

docker network create op-unused >/dev/null
[ "$engine" != docker ] || docker network create -d overlay --attachable op-attachable >/dev/null
docker volume create --opt type=nfs --opt o=addr=192.0.2.1,password=planted-secret,nosuid --opt device=:/x op-nfs >/dev/null
docker volume create op-world >/dev/null
chmod 777 "$(docker volume inspect -f '{{.Mountpoint}}' op-world)"
