/*
 * cases_host_files.c: H-19 to H-41: directories, sockets, programs, sudo, subordinate ids and
 * clients' files.
 */
#include "config.h"

#include "cases.h"

#define SOCKET "file:/run/docker.sock"
#define SERVICE "file:/usr/lib/systemd/system/docker.service"
#define DROP_IN "file:/usr/lib/systemd/system/docker.service.d/10-limits.conf"
#define HOMES "homes" /* 0: root without files; 1: alice: 0 .docker 1 config.json 2 key.pem 3 cli-plugins */
#define USERS "tree:/run/user" /* 0: /run/user/1000, 1: docker.sock */
#define SUDOERS "file:/etc/sudoers.d/monitoring"
#define SUBUID "file:/etc/subuid"
#define DENIED "!denied Permission denied"
#define GONE "!gone not there"
#define RULES(text) { SUDOERS, "content", "\"" text "\\n\"" }
#define IDS(text) { SUBUID, "content", "\"" text "\"" }
#define START(text) { DROP_IN, "content", "\"[Service]\\nExecStart=\\nExecStart=" text "\\n\"" }
#define CONFIG(text) { HOMES, "homes.1.files.1.content", "\"" text "\"" }

#define ENTRY(path, type, mode, uid, gid) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"" type \
	"\",\"mode\":" #mode ",\"uid\":" #uid ",\"gid\":" #gid ",\"owner\":null,\"group\":null,\"size\":0}"

static const struct check_case cases[] = {
	{ "H-19", STATUS_PASS },
	{ "H-19", STATUS_WARN, .key = "mode", .changes = { { "file:/var/lib/docker", "mode", "457" } } }, /* 0711 */
	{ "H-19", STATUS_WARN, .key = "owner", .changes = { { "file:/var/lib/docker", "uid", "1000" } } },
	{ "H-19", STATUS_PASS, .changes = { { INFO, "DockerRootDir", "\"/srv/d/100000.100000\"" },
	    { "file:/srv/d/100000.100000", NULL, ENTRY("/srv/d/100000.100000", "dir", 456, 100000, 100000) } } },
	{ "H-19", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, DENIED } } },
	{ "H-19", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, GONE } } },
	{ "H-19", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", NULL } } },

	{ "H-20", STATUS_PASS },
	{ "H-20", STATUS_WARN, .subject = "/var/lib/containerd", .changes = { { "file:/var/lib/containerd", "mode", "457" } } },
	{ "H-20", STATUS_WARN, .subject = "/run/containerd/io.containerd.grpc.v1.cri",
	    .changes = { { "file:/run/containerd/io.containerd.grpc.v1.cri", "mode", "493" } } },
	{ "H-20", STATUS_WARN, .subject = "/srv/c", .changes = { { "proc:processes", "1.cmdline", "[\"containerd\",\"--root=/srv/c\"]" },
	    { "file:/srv/c", NULL, ENTRY("/srv/c", "dir", 457, 0, 0) } } },
	{ "H-20", STATUS_SKIP, .changes = { { "file:/var/lib/containerd", NULL, GONE },
	    { "file:/run/containerd/io.containerd.grpc.v1.cri", NULL, GONE } } },
	{ "H-20", STATUS_ERROR, .changes = { { "file:/var/lib/containerd", NULL, DENIED } } },
	{ "H-20", STATUS_ERROR, .changes = { { "file:/etc/containerd/config.toml", NULL, DENIED } } },

	{ "H-25", STATUS_PASS },
	{ "H-25", STATUS_WARN, .key = "user alice", .subject = "/run/docker.sock", .changes = { { SOCKET, "acl", "[\"user:1000:rw-\"]" } } },
	{ "H-25", STATUS_WARN, .key = "group:7", .changes = { { SOCKET, "acl", "[\"group:7:-w-\"]" } } },
	{ "H-25", STATUS_PASS, .changes = { { SOCKET, "acl", "[\"user:1000:r--\"]" } } },
	{ "H-25", STATUS_WARN, .key = "user:77", .subject = "/run/containerd/containerd.sock",
	    .changes = { { "file:/run/containerd/containerd.sock", "acl", "[\"user:77:rw-\"]" } } },
	{ "H-25", STATUS_ERROR, .changes = { { SOCKET, "acl", "null" } } },
	{ "H-25", STATUS_ERROR, .changes = { { SOCKET, "acl", NULL } } },
	{ "H-25", STATUS_ERROR, .changes = { { SOCKET, NULL, DENIED } } },
	{ "H-25", STATUS_ERROR, .changes = { { SOCKET, "type", "\"dir\"" } } },

	{ "H-26", STATUS_PASS },
	{ "H-26", STATUS_WARN, .subject = "/run", .key = "mode", .changes = { { "file:/run", "mode", "1023" } } }, /* sticky */
	{ "H-26", STATUS_WARN, .subject = "/etc/docker", .key = "owner", .changes = { { "file:/etc/docker", "uid", "1000" } } },
	{ "H-26", STATUS_WARN, .subject = "/usr/lib/systemd/system/docker.service.d", .key = "mode",
	    .changes = { { "file:/usr/lib/systemd/system/docker.service.d", "mode", "509" } } },
	{ "H-26", STATUS_WARN, .subject = "/run/systemd/system/docker.service.d", .changes = { /* with nothing in it */
	    { "tree:/run/systemd/system/docker.service.d", NULL, "[]" },
	    { "file:/run/systemd/system/docker.service.d", NULL, ENTRY("/run/systemd/system/docker.service.d", "dir", 511, 0, 0) } } },
	{ "H-26", STATUS_WARN, .subject = "/srv", .changes = { { "proc:processes", "0.cmdline", "[\"dockerd\",\"-H\",\"unix:///srv/api.sock\"]" },
	    { "file:/srv/api.sock", NULL, ENTRY("/srv/api.sock", "socket", 432, 0, 0) }, { "file:/srv", NULL, ENTRY("/srv", "dir", 511, 0, 0) } } },
	{ "H-26", STATUS_ERROR, .changes = { { "file:/run", NULL, DENIED } } },
	{ "H-26", STATUS_ERROR, .changes = { { SOCKET, NULL, DENIED } } },
	{ "H-26", STATUS_ERROR, .changes = { { "file:/var/lib", NULL, NULL } } },

	{ "H-27", STATUS_PASS },
	{ "H-27", STATUS_PASS, .changes = { START("/usr/bin/dockerd --iptables=true --insecure-registry 127.0.0.1:5000") } },
	{ "H-27", STATUS_WARN, .key = "host=tcp://0.0.0.0:2375", .subject = "/usr/lib/systemd/system/docker.service.d/10-limits.conf",
	    .changes = { START("/usr/bin/dockerd -H fd:// -H tcp://0.0.0.0:2375") } },
	{ "H-27", STATUS_PASS, .changes = { START("/usr/bin/dockerd -H tcp://0.0.0.0:2376 --tlsverify") } },
	{ "H-27", STATUS_PASS, .changes = { START("/usr/bin/dockerd -Htcp://0.0.0.0:2376"),
	    { "file:/etc/docker/daemon.json", "content", "\"{\\\"tlsverify\\\":true}\"" } } },
	{ "H-27", STATUS_WARN, .key = "insecure-registry=r.example:5000", .changes = { START("-/usr/bin/dockerd --insecure-registry=r.example:5000") } },
	{ "H-27", STATUS_WARN, .key = "iptables=false", .changes = { START("/usr/bin/dockerd \\\\\\n  --iptables=false") } },
	{ "H-27", STATUS_WARN, .key = "iptables=false", .changes = { START("/usr/bin/dockerd '--iptables=false'") } },
	{ "H-27", STATUS_PASS, .changes = { START("/usr/bin/dockerd --iptables=false --iptables=true") } },
	{ "H-27", STATUS_WARN, .key = "experimental=true", .changes = { START("/usr/bin/dockerd --experimental") } },
	{ "H-27", STATUS_WARN, .key = "seccomp-profile=unconfined", .changes = { START("/usr/bin/dockerd --seccomp-profile unconfined") } },
	{ "H-27", STATUS_WARN, .key = "tlsverify=false", .changes = { START("/usr/bin/dockerd --tlsverify=0") } },
	{ "H-27", STATUS_WARN, .key = "iptables=false", .changes = { /* from the environment file */
	    { "file:/etc/default/docker", "content", "\"DOCKER_OPTS=\\\"--dns 192.0.2.1 --iptables=false\\\"\\n\"" } } },
	{ "H-27", STATUS_WARN, .key = "insecure-registry=r", .changes = { { DROP_IN, "content",
	    "\"[Service]\\nEnvironment=\\\"R=r\\\"\\nExecStart=\\nExecStart=/usr/bin/dockerd --insecure-registry=${R}\\n\"" } } },
	{ "H-27", STATUS_ERROR, .changes = { START("/usr/bin/dockerd --token=<masked 1a2b3c4d>") } },
	{ "H-27", STATUS_ERROR, .changes = { { DROP_IN, "content", "\"[Service]\\nExecStart=\\n\"" } } },
	{ "H-27", STATUS_ERROR, .changes = { { "file:/etc/default/docker", NULL, DENIED } } },
	{ "H-27", STATUS_PASS, .changes = { { "file:/etc/default/docker", NULL, GONE } } }, /* EnvironmentFile=- */
	{ "H-27", STATUS_ERROR, .changes = { { SERVICE, NULL, DENIED } } },
	{ "H-27", STATUS_ERROR, .changes = { { "tree:/usr/lib/systemd/system/docker.service.d", NULL, DENIED } } },
	{ "H-27", STATUS_SKIP, .changes = { { SERVICE, NULL, GONE }, { "file:/lib/systemd/system/docker.service", NULL, GONE } } },
	{ "H-27", STATUS_SKIP, .changes = { { "file:/etc/systemd/system/docker.service", NULL,
	    ENTRY("/etc/systemd/system/docker.service", "char", 438, 0, 0) } } },
	{ "H-27", STATUS_PASS, .changes = { /* the same name in /etc wins over /usr/lib */
	    START("/usr/bin/dockerd --iptables=false"),
	    { "tree:/etc/systemd/system/docker.service.d", NULL, "[" ENTRY("/etc/systemd/system/docker.service.d/10-limits.conf", "file", 420, 0, 0) "]" },
	    { "file:/etc/systemd/system/docker.service.d/10-limits.conf", NULL, "{\"type\":\"file\",\"mode\":420,\"uid\":0,\"gid\":0,\"content\":\"[Unit]\\n\"}" } } },

	{ "H-28", STATUS_PASS },
	{ "H-28", STATUS_WARN, .key = "alice,bob", .changes = { IDS("alice:100000:65536\\nbob:165535:65536\\n") } },
	{ "H-28", STATUS_PASS, .changes = { IDS("bob:165536:65536\\nalice:100000:65536\\n") } },
	{ "H-28", STATUS_PASS, .changes = { IDS("alice:100000:65536\\nalice:100000:65536\\n\\n") } }, /* one's own */
	{ "H-28", STATUS_WARN, .key = "alice", .changes = { IDS("alice:100000:65535\\n") } },
	{ "H-28", STATUS_PASS, .changes = { IDS("alice:100000:65000\\nalice:200000:536\\n") } },
	{ "H-28", STATUS_WARN, .key = "bob,alice", .changes = { IDS("bob:1000:65536\\n") } },
	{ "H-28", STATUS_WARN, .key = "bob,root", .changes = { IDS("bob:0:65536\\n") } },
	{ "H-28", STATUS_WARN, .key = "bob,docker", .subject = "/etc/subgid", .changes = { { "file:/etc/subgid", "content", "\"bob:500:65536\"" } } },
	{ "H-28", STATUS_SKIP, .subject = "/etc/subuid", .changes = { { SUBUID, NULL, GONE } } },
	{ "H-28", STATUS_SKIP, .subject = "/etc/subuid", .changes = { IDS("") } },
	{ "H-28", STATUS_ERROR, .changes = { IDS("alice:100000\\n") } },
	{ "H-28", STATUS_ERROR, .changes = { IDS("alice:-1:65536\\n") } },
	{ "H-28", STATUS_ERROR, .changes = { IDS("alice:1:99999999999999999999\\n") } },
	{ "H-28", STATUS_ERROR, .changes = { { SUBUID, "content", NULL } } },
	{ "H-28", STATUS_ERROR, .changes = { { SUBUID, NULL, DENIED } } },
	{ "H-28", STATUS_ERROR, .changes = { { "file:/etc/passwd", "content", NULL } } },

	{ "H-29", STATUS_PASS },
	{ "H-29", STATUS_WARN, .key = "owner", .changes = { { USERS, "1.uid", "1001" } } },
	{ "H-29", STATUS_WARN, .key = "owner", .changes = { { USERS, "0.uid", "1001" } } },
	{ "H-29", STATUS_WARN, .key = "mode", .changes = { { USERS, "1.mode", "438" } } },
	{ "H-29", STATUS_WARN, .key = "mode", .changes = { { USERS, "0.mode", "493" } } },
	{ "H-29", STATUS_PASS, .changes = { { USERS, "0.mode", "493" }, { USERS, "1.mode", "384" } } },
	{ "H-29", STATUS_SKIP, .changes = { { USERS, "1", NULL } } },
	{ "H-29", STATUS_SKIP, .changes = { { USERS, NULL, GONE } } },
	{ "H-29", STATUS_ERROR, .changes = { { USERS, "0.mode", NULL } } },
	{ "H-29", STATUS_ERROR, .changes = { { USERS, "1", "{\"path\":\"/run/user/1000/docker.sock\",\"state\":\"denied\",\"problem\":\"no\"}" } } },
	{ "H-29", STATUS_ERROR, .changes = { { USERS, "1.path", "\"x\"" } } },
	{ "H-29", STATUS_ERROR, .changes = { { USERS, NULL, DENIED } } },

	{ "H-31", STATUS_PASS },
	{ "H-31", STATUS_WARN, .key = "bob /usr/bin/docker", .changes = { RULES("bob ALL=(ALL) NOPASSWD: /usr/bin/docker") } },
	{ "H-31", STATUS_WARN, .key = "bob /usr/bin/docker run *", .changes = { RULES("bob ALL = NOPASSWD : /bin/ls, /usr/bin/docker run *") } },
	{ "H-31", STATUS_PASS, .changes = { RULES("bob ALL=(ALL) /usr/bin/docker") } },
	{ "H-31", STATUS_PASS, .changes = { RULES("bob ALL=(ALL) NOPASSWD: ALL") } }, /* an administrator */
	{ "H-31", STATUS_PASS, .changes = { RULES("bob ALL=NOPASSWD: /bin/ls, PASSWD: /usr/bin/docker") } },
	{ "H-31", STATUS_PASS, .changes = { RULES("bob ALL=NOPASSWD: /usr/bin/docker restart web") } },
	{ "H-31", STATUS_WARN, .changes = { RULES("bob ALL=NOPASSWD: /usr/bin/docker logs *") } },
	{ "H-31", STATUS_PASS, .changes = { RULES("bob ALL=NOPASSWD: !/usr/bin/docker") } },
	{ "H-31", STATUS_WARN, .key = "%ops /usr/bin/nsenter", .changes = { RULES("%ops,alice ALL = /bin/ls : WEB = NOPASSWD:SETENV: /bin/ls\\n%ops ALL=NOPASSWD:/usr/bin/nsenter") } },
	{ "H-31", STATUS_WARN, .key = "bob /usr/local/bin/docker-compose", .changes = {
	    RULES("bob ALL=NOPASSWD: TOOLS\\nCmnd_Alias OTHER = /bin/ls : TOOLS = /bin/ps, \\\\\\n /usr/local/bin/docker-compose") } },
	{ "H-31", STATUS_WARN, .key = "bob /usr/bin/", .changes = { RULES("bob ALL=NOPASSWD: /usr/bin/") } },
	{ "H-31", STATUS_WARN, .key = "bob /usr/bin/dock*", .changes = { RULES("bob ALL=NOPASSWD: /usr/bin/dock*") } },
	{ "H-31", STATUS_WARN, .changes = { RULES("bob ALL=NOPASSWD: ^/usr/bin/docker .*$") } },
	{ "H-31", STATUS_WARN, .changes = { RULES("bob ALL=NOPASSWD: sha256:00ff /usr/bin/docker") } },
	{ "H-31", STATUS_WARN, .changes = { RULES("Defaults !authenticate\\nbob ALL=(root) /usr/bin/podman") } },
	{ "H-31", STATUS_ERROR, .changes = { RULES("Defaults:bob !authenticate") } },
	{ "H-31", STATUS_PASS, .changes = { RULES("# bob ALL=NOPASSWD: /usr/bin/docker") } },
	{ "H-31", STATUS_WARN, .key = "#1000 /usr/bin/docker", .changes = { RULES("#1000 ALL=NOPASSWD: /usr/bin/docker") } },
	{ "H-31", STATUS_ERROR, .changes = { RULES("bob ALL=NOPASSWD: UNKNOWN") } },
	{ "H-31", STATUS_ERROR, .changes = { RULES("bob ALL") } },
	{ "H-31", STATUS_ERROR, .changes = { RULES("@include /srv/sudoers") } },
	{ "H-31", STATUS_ERROR, .changes = { RULES("bob ALL=NOPASSWD: /bin/x --token <masked 1a2b3c4d>") } },
	{ "H-31", STATUS_ERROR, .changes = { { SUDOERS, NULL, DENIED } } },
	{ "H-31", STATUS_ERROR, .changes = { { "file:/etc/sudoers", NULL, DENIED } } },
	{ "H-31", STATUS_ERROR, .changes = { { "tree:/etc/sudoers.d", NULL, DENIED } } },
	{ "H-31", STATUS_ERROR, .changes = { { "file:/etc/nsswitch.conf", "content", "\"sudoers: files sss\\n\"" } } },
	{ "H-31", STATUS_SKIP, .changes = { { "file:/etc/sudoers", NULL, GONE } } },

	{ "H-32", STATUS_PASS },
	{ "H-32", STATUS_WARN, .key = "registry.example", .subject = "/home/alice/.docker/config.json", .changes = {
	    CONFIG("{\\\"stored\\\":[\\\"registry.example\\\"],\\\"elsewhere\\\":[],\\\"helper\\\":\\\"pass\\\",\\\"proxies_with_password\\\":[]}") } },
	{ "H-32", STATUS_WARN, .key = "httpProxy", .changes = {
	    CONFIG("{\\\"stored\\\":[],\\\"elsewhere\\\":[],\\\"helper\\\":null,\\\"proxies_with_password\\\":[\\\"httpProxy\\\"]}") } },
	{ "H-32", STATUS_ERROR, .changes = { CONFIG("{\\\"malformed\\\":\\\"line 3\\\"}") } },
	{ "H-32", STATUS_ERROR, .changes = { { HOMES, "homes.1.files.1.content", NULL } } },
	{ "H-32", STATUS_ERROR, .changes = { { HOMES, "homes.1.files.0", "{\"path\":\"/home/alice/.docker\",\"state\":\"denied\",\"problem\":\"no\"}" } } },
	{ "H-32", STATUS_ERROR, .changes = { { HOMES, NULL, DENIED } } },
	{ "H-32", STATUS_SKIP, .changes = { { HOMES, "homes.1.files.1", NULL } } },

	{ "H-33", STATUS_PASS },
	{ "H-33", STATUS_WARN, .key = "mode", .subject = "/home/alice/.docker/key.pem", .changes = { { HOMES, "homes.1.files.2.mode", "416" } } },
	{ "H-33", STATUS_WARN, .changes = { { HOMES, "homes.1.files.2", ENTRY("/home/alice/.docker/contexts/tls/ab/docker/key.pem", "file", 420, 1000, 1000) } } },
	{ "H-33", STATUS_SKIP, .changes = { { HOMES, "homes.1.files.2", ENTRY("/home/alice/.docker/cert.pem", "file", 420, 1000, 1000) } } },
	{ "H-33", STATUS_ERROR, .changes = { { HOMES, "homes.1.files.2.mode", NULL } } },
	{ "H-33", STATUS_ERROR, .changes = { { HOMES, NULL, DENIED } } },

	{ "H-40", STATUS_PASS },
	{ "H-40", STATUS_WARN, .subject = "/usr/sbin/dockerd", .key = "mode", .changes = { { "file:/usr/sbin/dockerd", "mode", "511" } } },
	{ "H-40", STATUS_WARN, .subject = "/usr/bin/docker-proxy", .key = "owner", .changes = { { "file:/usr/bin/docker-proxy", "uid", "1000" } } },
	{ "H-40", STATUS_WARN, .subject = "/usr/bin", .key = "mode", .changes = { { "file:/usr/bin", "mode", "509" } } },
	{ "H-40", STATUS_WARN, .subject = "/home/alice/runsc", .changes = { { INFO, "Runtimes", "{\"runsc\":{\"path\":\"/home/alice/runsc\"}}" },
	    { "file:/home/alice/runsc", NULL, ENTRY("/home/alice/runsc", "file", 493, 1000, 1000) },
	    { "file:/home/alice", NULL, ENTRY("/home/alice", "dir", 493, 0, 0) } } },
	{ "H-40", STATUS_ERROR, .changes = { { "file:/usr/bin/containerd-shim", NULL, DENIED } } },
	{ "H-40", STATUS_ERROR, .changes = { { "file:/usr/bin", NULL, NULL } } },

	{ "H-41", STATUS_PASS },
	{ "H-41", STATUS_WARN, .subject = "/usr/libexec/docker/cli-plugins", .changes = { { "file:/usr/libexec/docker/cli-plugins", "mode", "511" } } },
	{ "H-41", STATUS_WARN, .subject = "/opt/compose/docker-compose", .key = "owner", .changes = { { "tree:/usr/libexec/docker/cli-plugins", "1.target.uid", "1000" } } },
	{ "H-41", STATUS_WARN, .subject = "/home/alice/.docker/cli-plugins", .key = "mode", .changes = { { HOMES, "homes.1.files.3.mode", "509" } } },
	{ "H-41", STATUS_WARN, .subject = "/home/alice/.docker/cli-plugins/docker-app", .key = "owner", .changes = { { HOMES, "homes.1.files.4.uid", "1001" } } },
	{ "H-41", STATUS_ERROR, .changes = { { "tree:/usr/libexec/docker/cli-plugins", NULL, DENIED } } },
	{ "H-41", STATUS_ERROR, .changes = { { HOMES, "homes.1.files.0", "{\"path\":\"/home/alice/.docker\",\"state\":\"denied\",\"problem\":\"no\"}" } } },
	{ "H-41", STATUS_ERROR, .changes = { { HOMES, NULL, NULL } } },
};

const struct case_table cases_host_files = CASE_TABLE(cases);
