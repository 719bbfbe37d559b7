# What section 7 wants: a service that may do too much, a configuration with a secret in it, and one
# that nobody uses.
[ "$engine" = docker ] || return 0
printf 'listen=80\ndb_password=planted-secret\n' | docker config create site - >/dev/null
echo harmless | docker config create unused - >/dev/null
docker service create -d --name careless --mount type=bind,source=/etc,target=/host-etc \
    --cap-add SYS_PTRACE --publish published=2375,target=2375,mode=host --config site \
    --log-driver none --restart-delay 0s --update-failure-action continue --replicas 0 \
    demo/base:1 >/dev/null 2>&1
docker service create -d --name careful --user 1000 --read-only --limit-memory 64M --limit-cpu 0.5 \
    --limit-pids 50 --secret source=certificate,mode=0400 --replicas 0 demo/good:1 >/dev/null 2>&1
