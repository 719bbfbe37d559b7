/*
 * cases_files_state.c: F-03 to F-16: keys, state, extensions and Compose files on disk.
 */
#include "config.h"

#include "cases.h"

#define STATE "state:containers" /* files: 0 directory, 1 config.v2.json, 2 log */
#define CERTS "tree:/etc/docker/certs.d"
#define HOMES "homes" /* 0: root without files; 1: alice */
#define SWARM_KEYS "tree:/var/lib/docker/swarm/certificates" /* 1: the key */
#define DENIED "!denied Permission denied"
#define GONE "!gone not there"
#define COMPOSE_LABEL(v) { WEB, "Config.Labels", "{\"com.docker.compose.project.config_files\":\"" v "\"}" }

#define ENTRY(path, type, mode, uid, gid) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"" type \
	"\",\"mode\":" #mode ",\"uid\":" #uid ",\"gid\":" #gid ",\"owner\":null,\"group\":null,\"size\":0}"
#define LINK(path, target) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"symlink\",\"mode\":511," \
	"\"uid\":0,\"gid\":0,\"owner\":null,\"group\":null,\"size\":0,\"target\":" target "}"

/* A directory that root alone may change, and a file in it. */
#define GUARDED(id, dir) \
	{ id, STATUS_PASS }, \
	{ id, STATUS_WARN, .subject = dir, .key = "mode", .changes = { { "file:" dir, "mode", "509" } } }, \
	{ id, STATUS_WARN, .subject = dir, .key = "owner", .changes = { { "file:" dir, "uid", "1000" } } }, \
	{ id, STATUS_WARN, .key = "mode", .changes = { { "tree:" dir, "0.mode", "438" } } }, \
	{ id, STATUS_WARN, .key = "owner", .changes = { { "tree:" dir, "0.uid", "33" } } }, \
	{ id, STATUS_WARN, .subject = "/tmp/x", .changes = { { "tree:" dir, "0", LINK(dir "/x", ENTRY("/tmp/x", "file", 420, 1000, 0)) } } }, \
	{ id, STATUS_PASS, .changes = { { "tree:" dir, "0", LINK(dir "/x", ENTRY("/opt/x", "file", 420, 0, 0)) } } }, \
	{ id, STATUS_ERROR, .changes = { { "tree:" dir, "0", LINK(dir "/x", "{\"path\":\"x\",\"state\":\"denied\",\"problem\":\"no\"}") } } }, \
	{ id, STATUS_ERROR, .changes = { { "tree:" dir, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { { "file:" dir, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { { "tree:" dir, "0.mode", "\"0644\"" } } }

static const struct check_case cases[] = {
	{ "F-03", STATUS_PASS },
	{ "F-03", STATUS_PASS, .changes = { { HOMES, "homes.1.files.5.uid", "0" } } },
	{ "F-03", STATUS_WARN, .key = "owner", .subject = "/home/alice/.config/docker/daemon.json",
	    .changes = { { HOMES, "homes.1.files.5.uid", "1001" } } },
	{ "F-03", STATUS_WARN, .key = "mode", .changes = { { HOMES, "homes.1.files.5.mode", "436" } } },
	{ "F-03", STATUS_SKIP, .changes = { { HOMES, "homes.1.files.5", NULL } } },
	{ "F-03", STATUS_ERROR, .changes = { { HOMES, "homes.1.state", "\"denied\"" }, { HOMES, "homes.1.problem", "\"needs root\"" } } },
	{ "F-03", STATUS_SKIP, .subject = "/home/alice", .changes = { { HOMES, "homes.1.state", "\"not-here\"" }, { HOMES, "homes.1.problem", "\"nfs\"" } } },
	{ "F-03", STATUS_ERROR, .changes = { { HOMES, NULL, DENIED } } },
	{ "F-03", STATUS_ERROR, .changes = { { HOMES, "left_out", "3" } } },
	{ "F-03", STATUS_ERROR, .changes = { { HOMES, "homes.1.cut", "true" } } },
	{ "F-03", STATUS_ERROR, .changes = { { HOMES, "homes.1.users", NULL } } },

	{ "F-05", STATUS_PASS },
	{ "F-05", STATUS_WARN, .key = "mode", .changes = { { "file:/etc/docker/key.json", "mode", "416" } } },
	{ "F-05", STATUS_WARN, .key = "owner", .changes = { { "file:/etc/docker/key.json", "uid", "1" } } },
	{ "F-05", STATUS_SKIP, .changes = { { "file:/etc/docker/key.json", NULL, GONE } } },
	{ "F-05", STATUS_ERROR, .changes = { { "file:/etc/docker/key.json", NULL, DENIED } } },

	{ "F-06", STATUS_PASS },
	{ "F-06", STATUS_WARN, .subject = "/var/lib/docker/swarm", .key = "mode", .changes = { { "file:/var/lib/docker/swarm", "mode", "457" } } },
	{ "F-06", STATUS_WARN, .subject = "/var/lib/docker/swarm/certificates/swarm-node.key", .key = "mode",
	    .changes = { { SWARM_KEYS, "1.mode", "416" } } },
	{ "F-06", STATUS_PASS, .changes = { { SWARM_KEYS, "0.mode", "420" } } }, /* a certificate is no key */
	{ "F-06", STATUS_SKIP, .changes = { { "file:/var/lib/docker/swarm", NULL, GONE }, { SWARM_KEYS, NULL, GONE } } },
	{ "F-06", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, GONE } } },
	{ "F-07", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, GONE } } },
	{ "F-08", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, GONE } } },
	{ "F-06", STATUS_ERROR, .changes = { { SWARM_KEYS, NULL, DENIED } } },
	{ "F-06", STATUS_ERROR, .changes = { { "file:/var/lib/docker/swarm", NULL, DENIED } } },
	{ "F-06", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", NULL } } },

	{ "F-07", STATUS_PASS },
	{ "F-07", STATUS_PASS, .changes = { { "file:/var/lib/docker/volumes", "mode", "457" } } }, /* 0711 */
	{ "F-07", STATUS_WARN, .key = "mode", .changes = { { "file:/var/lib/docker/volumes", "mode", "493" } } },
	{ "F-07", STATUS_WARN, .key = "owner", .changes = { { "file:/var/lib/docker/volumes", "uid", "1000" } } },
	{ "F-07", STATUS_PASS, .changes = { { INFO, "DockerRootDir", "\"/var/lib/docker/100000.100000\"" },
	    { "file:/var/lib/docker/100000.100000/volumes", NULL, ENTRY("/var/lib/docker/100000.100000/volumes", "dir", 449, 100000, 100000) } } },
	{ "F-07", STATUS_SKIP, .changes = { { "file:/var/lib/docker/volumes", NULL, GONE } } },
	{ "F-07", STATUS_ERROR, .changes = { { "file:/var/lib/docker/volumes", NULL, DENIED } } },

	{ "F-08", STATUS_PASS },
	{ "F-08", STATUS_WARN, .key = "config.v2.json 0644", .changes = { { STATE, "files.1.mode", "420" } } },
	{ "F-08", STATUS_WARN, .key = "log 0644", .changes = { { STATE, "files.2.mode", "420" } } },
	{ "F-08", STATUS_PASS, .changes = { { STATE, "files.2.mode", "384" } } },
	{ "F-08", STATUS_WARN, .key = "directory 0755", .changes = { { STATE, "files.0.mode", "493" } } },
	{ "F-08", STATUS_WARN, .key = "mode", .subject = "/var/lib/docker/containers", .changes = { { "file:/var/lib/docker/containers", "mode", "493" } } },
	{ "F-08", STATUS_NOTE, .changes = { { STATE, "total", "10000" } } },
	{ "F-08", STATUS_WARN, .changes = { { STATE, "total", "10000" }, { STATE, "files.2.mode", "420" } } },
	{ "F-08", STATUS_ERROR, .changes = { { STATE, "files.1", "{\"state\":\"denied\",\"problem\":\"no\",\"kind\":\"log\",\"count\":2}" } } },
	{ "F-08", STATUS_ERROR, .changes = { { STATE, "looked_into", NULL } } },
	{ "F-08", STATUS_ERROR, .changes = { { STATE, NULL, DENIED } } },
	{ "F-08", STATUS_SKIP, .changes = { { STATE, NULL, GONE } } },

	{ "F-09", STATUS_PASS },
	{ "F-09", STATUS_WARN, .subject = "/etc/docker/certs.d/registry.example:5000/client.cert", .changes = { { CERTS, "3", NULL } } },
	{ "F-09", STATUS_WARN, .subject = "/etc/docker/certs.d/registry.example:5000/client.key", .changes = { { CERTS, "2", NULL } } },
	{ "F-09", STATUS_SKIP, .changes = { { CERTS, NULL, "[" ENTRY("/etc/docker/certs.d/r/ca.crt", "file", 292, 0, 0) "]" } } },
	{ "F-09", STATUS_SKIP, .changes = { { CERTS, NULL, GONE } } },
	{ "F-09", STATUS_ERROR, .changes = { { CERTS, NULL, DENIED } } },

	{ "F-10", STATUS_PASS },
	{ "F-10", STATUS_PASS, .changes = { { CERTS, "3.mode", "384" } } },
	{ "F-10", STATUS_WARN, .key = "mode", .changes = { { CERTS, "3.mode", "416" } } },
	{ "F-10", STATUS_WARN, .key = "owner", .changes = { { CERTS, "3.uid", "1000" } } },
	{ "F-10", STATUS_WARN, .subject = "/srv/k", .changes = { { CERTS, "3", LINK("/etc/docker/certs.d/r/client.key", ENTRY("/srv/k", "file", 420, 0, 0)) } } },
	{ "F-10", STATUS_ERROR, .changes = { { CERTS, "3.mode", NULL } } },
	{ "F-10", STATUS_ERROR, .changes = { { CERTS, NULL, DENIED } } },
	{ "F-10", STATUS_SKIP, .changes = { { CERTS, "3", NULL } } },

	{ "F-11", STATUS_PASS },
	{ "F-11", STATUS_WARN, .key = "mode", .changes = { { "tree:/etc/apparmor.d", "0.mode", "438" } } },
	{ "F-11", STATUS_WARN, .subject = "/etc/docker/seccomp.json", .key = "owner", .changes = {
	    { "file:/etc/docker/daemon.json", "content", "\"{\\\"seccomp-profile\\\":\\\"/etc/docker/seccomp.json\\\"}\"" },
	    { "file:/etc/docker/seccomp.json", NULL, ENTRY("/etc/docker/seccomp.json", "file", 420, 1000, 0) } } },
	{ "F-11", STATUS_ERROR, .changes = {
	    { "file:/etc/docker/daemon.json", "content", "\"{\\\"seccomp-profile\\\":\\\"/etc/docker/seccomp.json\\\"}\"" },
	    { "file:/etc/docker/seccomp.json", NULL, GONE } } },
	{ "F-11", STATUS_ERROR, .changes = { { "tree:/etc/apparmor.d", NULL, DENIED } } },
	{ "F-11", STATUS_ERROR, .changes = { { "proc:processes", NULL, DENIED } } },
	{ "F-11", STATUS_SKIP, .changes = { { "tree:/etc/apparmor.d", NULL, GONE } } },

	GUARDED("F-12", "/etc/docker/plugins"),
	{ "F-12", STATUS_WARN, .key = "mode", .changes = { { "tree:/run/docker/plugins", "0.mode", "438" } } },
	{ "F-12", STATUS_SKIP, .changes = { { "file:/etc/docker/plugins", NULL, GONE }, { "tree:/etc/docker/plugins", NULL, GONE },
	    { "file:/run/docker/plugins", NULL, GONE }, { "tree:/run/docker/plugins", NULL, GONE } } },
	GUARDED("F-13", "/etc/cdi"),
	{ "F-13", STATUS_WARN, .subject = "/srv/cdi", .changes = {
	    { "file:/etc/docker/daemon.json", "content", "\"{\\\"cdi-spec-dirs\\\":[\\\"/srv/cdi\\\"]}\"" },
	    { "file:/srv/cdi", NULL, ENTRY("/srv/cdi", "dir", 511, 0, 0) }, { "tree:/srv/cdi", NULL, "[]" } } },
	{ "F-13", STATUS_SKIP, .changes = { { "file:/etc/cdi", NULL, GONE }, { "tree:/etc/cdi", NULL, GONE } } },

	{ "F-14", STATUS_PASS },
	{ "F-14", STATUS_WARN, .key = "file", .subject = "/srv/shop/compose.yaml", .changes = { { "file:/srv/shop/compose.yaml", "mode", "438" } } },
	{ "F-14", STATUS_WARN, .key = "directory", .changes = { { "file:/srv/shop", "mode", "511" } } },
	{ "F-14", STATUS_PASS, .changes = { { "file:/srv/shop", "mode", "1023" } } }, /* 1777 */
	{ "F-14", STATUS_SKIP, .subject = "/srv/shop/compose.yaml", .changes = { { "file:/srv/shop/compose.yaml", NULL, GONE } } },
	{ "F-14", STATUS_WARN, .subject = "/srv/shop/b.yaml", .changes = { COMPOSE_LABEL("/srv/shop/compose.yaml,/srv/shop/b.yaml"),
	    { "file:/srv/shop/b.yaml", NULL, ENTRY("/srv/shop/b.yaml", "file", 511, 0, 0) } } },
	{ "F-14", STATUS_SKIP, .changes = { { WEB, "Config.Labels", "{}" } } },
	{ "F-14", STATUS_SKIP, .changes = { COMPOSE_LABEL("compose.yaml") } },
	{ "F-14", STATUS_ERROR, .changes = { { WEB, "Config.Labels", "[1]" } } },
	{ "F-14", STATUS_ERROR, .changes = { { WEB, NULL, "!failed time-out" } } },
	{ "F-14", STATUS_ERROR, .changes = { { "file:/srv/shop/compose.yaml", NULL, DENIED } } },
	{ "F-14", STATUS_ERROR, .changes = { { "GET /containers/json", NULL, "!failed time-out" } } },

	{ "F-16", STATUS_PASS },
	{ "F-16", STATUS_WARN, .key = "mode", .subject = "/etc/subuid", .changes = { { "file:/etc/subuid", "mode", "438" } } },
	{ "F-16", STATUS_WARN, .key = "owner", .subject = "/etc/subgid", .changes = { { "file:/etc/subgid", "gid", "100" } } },
	{ "F-16", STATUS_ERROR, .changes = { { "file:/etc/subgid", NULL, DENIED } } },
	{ "F-16", STATUS_SKIP, .changes = { { "file:/etc/subuid", NULL, GONE }, { "file:/etc/subgid", NULL, GONE } } },
};

const struct case_table cases_files_state = CASE_TABLE(cases);
