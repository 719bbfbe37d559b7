/*
 * cases_files.c: section 3: the engine's files, their owners and modes, and what is in them.
 */
#include "config.h"

#include "cases.h"

#define DAEMON_JSON "file:/etc/docker/daemon.json"
#define SOCKET "file:/run/docker.sock"
#define CONTAINERD_SOCKET "file:/run/containerd/containerd.sock"
#define SERVICE "file:/usr/lib/systemd/system/docker.service"
#define SOCKET_UNIT "file:/usr/lib/systemd/system/docker.socket"
#define DROP_IN "file:/usr/lib/systemd/system/docker.service.d/10-limits.conf"
#define DROP_INS "tree:/usr/lib/systemd/system/docker.service.d"
#define SOCKET_DROP_INS "tree:/etc/systemd/system/docker.socket.d"
#define CERTS "tree:/etc/docker/certs.d" /* 0: directory, 1: ca.crt, 2: client.cert, 3: client.key */
#define TOML "file:/etc/containerd/config.toml"
#define DEFAULT "file:/etc/default/docker"
#define SYSCONFIG "file:/etc/sysconfig/docker"
#define PROCESSES "proc:processes"

#define DENIED "!denied Permission denied"
#define GONE "!gone not there"

/* Modes and numbers are decimal, as in documents. */
#define ENTRY(path, type, mode, uid, gid) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"" type \
	"\",\"mode\":" #mode ",\"uid\":" #uid ",\"gid\":" #gid ",\"owner\":null,\"group\":null,\"size\":0}"
#define TEXT(path, content) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"file\",\"mode\":420," \
	"\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0,\"content\":\"" content "\"}"
#define LINK(path, target) "{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"symlink\",\"mode\":511," \
	"\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0,\"target\":" target "}"
#define MASKED(path) "{\"path\":\"" path "\",\"real\":\"/dev/null\",\"type\":\"char\",\"mode\":438," \
	"\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0}"

/* The two sides of an owner and of a mode of one file, and what cannot be seen of it. */
#define OWNER(id, file) \
	{ id, STATUS_PASS }, \
	{ id, STATUS_WARN, .changes = { { file, "uid", "1000" } } }, \
	{ id, STATUS_WARN, .changes = { { file, "gid", "1000" } } }, \
	{ id, STATUS_ERROR, .changes = { { file, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { { file, "uid", NULL } } }
#define MODE(id, file, good, bad) \
	{ id, STATUS_PASS }, \
	{ id, STATUS_PASS, .changes = { { file, "mode", #good } } }, \
	{ id, STATUS_PASS, .changes = { { file, "mode", "0" } } }, \
	{ id, STATUS_WARN, .changes = { { file, "mode", #bad } } }, \
	{ id, STATUS_ERROR, .changes = { { file, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { { file, "mode", "\"0644\"" } } }

#define WORDS(...) { PROCESSES, "0.cmdline", "[\"dockerd\"," __VA_ARGS__ "]" }
#define WITH_TLS WORDS("\"--tlsverify\"")

/* One TLS file, found by its default name where TLS is on. */
#define TLS_OWNER(id, setting, file) \
	{ id, STATUS_SKIP }, \
	{ id, STATUS_PASS, .changes = { WITH_TLS } }, \
	{ id, STATUS_PASS, .changes = { WORDS("\"--" setting "\",\"/etc/docker/x.pem\""), \
	    { "file:/etc/docker/x.pem", NULL, ENTRY("/etc/docker/x.pem", "file", 256, 0, 0) } } }, \
	{ id, STATUS_WARN, .changes = { WITH_TLS, { file, "gid", "1" } } }, \
	{ id, STATUS_WARN, .changes = { WORDS("\"--" setting "=/etc/docker/x.pem\""), \
	    { "file:/etc/docker/x.pem", NULL, ENTRY("/etc/docker/x.pem", "file", 256, 7, 0) } } }, \
	{ id, STATUS_ERROR, .changes = { WITH_TLS, { file, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { WITH_TLS, { file, NULL, GONE } } }, \
	{ id, STATUS_ERROR, .changes = { WORDS("\"--" setting "=certs/x.pem\"") } }, \
	{ id, STATUS_ERROR, .changes = { { PROCESSES, NULL, DENIED } } }
#define TLS_MODE(id, setting, file, bad) \
	{ id, STATUS_SKIP, .changes = { WORDS("\"--tlsverify=false\"") } }, \
	{ id, STATUS_PASS, .changes = { WITH_TLS } }, \
	{ id, STATUS_PASS, .changes = { WITH_TLS, { file, "mode", "0" } } }, \
	{ id, STATUS_WARN, .changes = { WITH_TLS, { file, "mode", #bad } } }, \
	{ id, STATUS_WARN, .changes = { { DAEMON_JSON, "content", \
	    "\"{\\\"" setting "\\\":\\\"/etc/docker/x.pem\\\"}\"" }, \
	    { "file:/etc/docker/x.pem", NULL, ENTRY("/etc/docker/x.pem", "file", 420, 0, 0) } } }, \
	{ id, STATUS_ERROR, .changes = { WITH_TLS, { file, NULL, DENIED } } }, \
	{ id, STATUS_ERROR, .changes = { { DAEMON_JSON, NULL, DENIED } } }

static const struct check_case cases[] = {
	/* units: drop-ins count, links are followed, masked ones are no files */
	OWNER("3.1", SERVICE),
	{ "3.1", STATUS_WARN, .subject = "/usr/lib/systemd/system/docker.service.d/10-limits.conf",
	    .changes = { { DROP_IN, "uid", "1000" } } },
	{ "3.1", STATUS_ERROR, .changes = { { DROP_INS, NULL, DENIED } } },
	{ "3.1", STATUS_ERROR, .changes = { { DROP_INS, NULL, NULL } } },
	{ "3.1", STATUS_ERROR, .changes = { { "tree:/run/systemd/system/service.d", NULL, DENIED } } },
	{ "3.1", STATUS_WARN, .subject = "/run/systemd/system/service.d/a.conf", .changes = {
	    { "tree:/run/systemd/system/service.d", NULL, "[" ENTRY("/run/systemd/system/service.d/a.conf", "file", 420, 7, 0) "]" },
	    { "file:/run/systemd/system/service.d/a.conf", NULL, ENTRY("/run/systemd/system/service.d/a.conf", "file", 420, 7, 0) } } },
	MODE("3.2", SERVICE, 384, 402), /* 0622 is less than 0644, and worse */
	{ "3.2", STATUS_WARN, .changes = { { DROP_IN, "mode", "438" } } },
	{ "3.2", STATUS_PASS, .changes = { /* a link in the directory: its own mode says nothing */
	    { DROP_INS, NULL, "[" LINK("/usr/lib/systemd/system/docker.service.d/10-limits.conf",
		ENTRY("/opt/limits.conf", "file", 420, 0, 0)) "]" } } },
	{ "3.2", STATUS_PASS, .changes = { /* what is not *.conf is not read */
	    { DROP_INS, NULL, "[" ENTRY("/usr/lib/systemd/system/docker.service.d/notes.txt", "file", 438, 0, 0) "]" } } },
	{ "3.2", STATUS_PASS, .changes = { /* a drop-in that is masked */
	    { DROP_IN, NULL, MASKED("/usr/lib/systemd/system/docker.service.d/10-limits.conf") } } },
	{ "3.2", STATUS_SKIP, .changes = { { SERVICE, NULL, GONE }, { "file:/lib/systemd/system/docker.service", NULL, GONE },
	    { DROP_INS, NULL, GONE } } },
	OWNER("3.3", SOCKET_UNIT),
	{ "3.3", STATUS_ERROR, .changes = { { SOCKET_DROP_INS, NULL, DENIED } } },
	MODE("3.4", SOCKET_UNIT, 256, 438),
	{ "3.4", STATUS_SKIP, .changes = { { "file:/etc/systemd/system/docker.socket", NULL, MASKED("/etc/systemd/system/docker.socket") },
	    { SOCKET_UNIT, NULL, GONE }, { "file:/lib/systemd/system/docker.socket", NULL, GONE } } },
	{ "3.4", STATUS_WARN, .changes = {
	    { SOCKET_DROP_INS, NULL, "[" ENTRY("/etc/systemd/system/docker.socket.d/a.conf", "file", 438, 0, 0) "]" },
	    { "file:/etc/systemd/system/docker.socket.d/a.conf", NULL, ENTRY("/etc/systemd/system/docker.socket.d/a.conf", "file", 438, 0, 0) } } },
	OWNER("3.5", "file:/etc/docker"),
	{ "3.5", STATUS_SKIP, .changes = { { "file:/etc/docker", NULL, GONE } } },
	{ "3.5", STATUS_PASS, .changes = { { PROCESSES, "0.uid", "1000" }, { "file:/etc/docker", "uid", "1000" } } },
	MODE("3.6", "file:/etc/docker", 448, 487), /* 0747 */
	{ "3.6", STATUS_WARN, .subject = "/srv/conf", .changes = { WORDS("\"--config-file=/srv/conf/daemon.json\""),
	    { "file:/srv/conf", NULL, ENTRY("/srv/conf", "dir", 511, 0, 0) } } },

	/* certificates */
	{ "3.7", STATUS_PASS },
	{ "3.7", STATUS_WARN, .subject = "/etc/docker/certs.d/registry.example:5000/ca.crt",
	    .changes = { { CERTS, "1.uid", "1000" } } },
	{ "3.7", STATUS_WARN, .changes = { { CERTS, "3.gid", "1000" } } },
	{ "3.7", STATUS_PASS, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r/ca.crt", ENTRY("/etc/ssl/ca.crt", "file", 292, 0, 0)) } } },
	{ "3.7", STATUS_WARN, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r/ca.crt", ENTRY("/tmp/ca.crt", "file", 292, 1000, 0)) } } },
	{ "3.7", STATUS_PASS, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r/ca.crt", "{\"path\":\"x\",\"state\":\"gone\",\"problem\":\"\"}") } } },
	{ "3.7", STATUS_ERROR, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r", ENTRY("/srv/r", "dir", 493, 0, 0)) } } },
	{ "3.7", STATUS_ERROR, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r/ca.crt", "null") } } },
	{ "3.7", STATUS_ERROR, .changes = { { CERTS, NULL, DENIED } } },
	{ "3.7", STATUS_ERROR, .changes = { { CERTS, "2.uid", "\"root\"" } } },
	{ "3.7", STATUS_SKIP, .changes = { { CERTS, NULL, GONE } } },
	{ "3.7", STATUS_SKIP, .changes = { { CERTS, NULL, "[]" } } },
	{ "3.8", STATUS_PASS },
	{ "3.8", STATUS_WARN, .changes = { { CERTS, "1.mode", "420" } } },
	{ "3.8", STATUS_WARN, .changes = { { CERTS, "1.mode", "287" } } },  /* 0437 is less than 0444 */
	{ "3.8", STATUS_WARN, .subject = "/etc/docker/certs.d/registry.example:5000/client.key",
	    .changes = { { CERTS, "3.mode", "292" } } },                    /* 0444: a key wants 0400 */
	{ "3.8", STATUS_PASS, .changes = { { CERTS, "1", LINK("/etc/docker/certs.d/r/ca.crt", ENTRY("/etc/ssl/ca.crt", "file", 292, 0, 0)) } } },
	{ "3.8", STATUS_ERROR, .changes = { { CERTS, NULL, "!failed File too large (too large to be read)" } } },

	TLS_OWNER("3.9", "tlscacert", "file:/root/.docker/ca.pem"),
	TLS_MODE("3.10", "tlscacert", "file:/root/.docker/ca.pem", 420),
	{ "3.10", STATUS_SKIP, .changes = { WORDS("\"--tls\"") } }, /* without tlsverify nobody's CA is asked */
	TLS_OWNER("3.11", "tlscert", "file:/root/.docker/cert.pem"),
	TLS_MODE("3.12", "tlscert", "file:/root/.docker/cert.pem", 508),
	{ "3.12", STATUS_PASS, .changes = { WORDS("\"--tls\"") } },
	TLS_OWNER("3.13", "tlskey", "file:/root/.docker/key.pem"),
	TLS_MODE("3.14", "tlskey", "file:/root/.docker/key.pem", 384),
	{ "3.14", STATUS_ERROR, .changes = { WITH_TLS, { PROCESSES, "0.uid", "1000" } } },

	/* sockets */
	{ "3.15", STATUS_PASS },
	{ "3.15", STATUS_PASS, .changes = { { SOCKET, "gid", "0" } } },
	{ "3.15", STATUS_WARN, .changes = { { SOCKET, "uid", "1000" } } },
	{ "3.15", STATUS_WARN, .changes = { { SOCKET, "gid", "100" }, { SOCKET, "group", "\"users\"" } } },
	{ "3.15", STATUS_PASS, .changes = { WORDS("\"-G\",\"users\""), { SOCKET, "gid", "100" }, { SOCKET, "group", "\"users\"" } } },
	{ "3.15", STATUS_PASS, .changes = { WORDS("\"--group=100\""), { SOCKET, "gid", "100" }, { SOCKET, "group", "null" } } },
	{ "3.15", STATUS_PASS, .changes = { { SOCKET, "group", "null" } } }, /* the group file knows 999 */
	{ "3.15", STATUS_WARN, .changes = { { SOCKET, "group", "null" }, { SOCKET, "gid", "998" } } },
	{ "3.15", STATUS_PASS, .changes = { /* -H fd://: systemd gives it the unit's group */
	    { SOCKET_DROP_INS, NULL, "[" ENTRY("/etc/systemd/system/docker.socket.d/g.conf", "file", 420, 0, 0) "]" },
	    { "file:/etc/systemd/system/docker.socket.d/g.conf", NULL, TEXT("/etc/systemd/system/docker.socket.d/g.conf", "[Socket]\\nSocketGroup=ops\\n") },
	    { SOCKET, "gid", "100" }, { SOCKET, "group", "\"ops\"" } } },
	{ "3.15", STATUS_PASS, .changes = { { PROCESSES, "0.uid", "1000" }, { SOCKET, "uid", "1000" }, { SOCKET, "gid", "1000" } } },
	{ "3.15", STATUS_ERROR, .changes = { { PROCESSES, NULL, DENIED } } },
	{ "3.15", STATUS_ERROR, .changes = { { SOCKET, NULL, DENIED } } },
	MODE("3.16", SOCKET, 384, 390), /* 0606 is less than 0660 */
	{ "3.16", STATUS_WARN, .subject = "/srv/api.sock", .changes = { WORDS("\"-H\",\"unix:///srv/api.sock\""),
	    { "file:/srv/api.sock", NULL, ENTRY("/srv/api.sock", "socket", 438, 0, 0) } } },
	{ "3.16", STATUS_WARN, .subject = "/run/more.sock", .changes = { /* another ListenStream of the unit */
	    { SOCKET_DROP_INS, NULL, "[" ENTRY("/etc/systemd/system/docker.socket.d/l.conf", "file", 420, 0, 0) "]" },
	    { "file:/etc/systemd/system/docker.socket.d/l.conf", NULL, TEXT("/etc/systemd/system/docker.socket.d/l.conf", "[Socket]\\nListenStream=%t/more.sock\\n") },
	    { "file:/run/more.sock", NULL, ENTRY("/run/more.sock", "socket", 438, 0, 0) } } },
	{ "3.16", STATUS_ERROR, .changes = { { SOCKET, "type", "\"dir\"" } } },
	{ "3.16", STATUS_SKIP, .changes = { { "meta", "endpoint", "\"tcp://127.0.0.1:2376\"" }, WORDS("\"-H\",\"tcp://127.0.0.1:2376\"") } },
	{ "3.16", STATUS_PASS, .subject = "/run/docker.sock", .changes = { { "meta", "endpoint", "\"tcp://127.0.0.1:2376\"" },
	    WORDS("\"-H\",\"unix://\"") } },
	{ "3.16", STATUS_ERROR, .changes = { { "meta", "endpoint", "\"tcp://127.0.0.1:2376\"" }, { PROCESSES, NULL, DENIED },
	    { SOCKET, NULL, GONE } } },
	{ "3.16", STATUS_PASS, .subject = "/run/docker.sock", .changes = { /* the host is mounted elsewhere */
	    { "meta", "root", "\"/mnt\"" }, { "meta", "endpoint", "\"unix:///mnt/run/docker.sock\"" } } },

	/* configuration */
	OWNER("3.17", DAEMON_JSON),
	{ "3.17", STATUS_SKIP, .changes = { { DAEMON_JSON, NULL, GONE } } },
	{ "3.17", STATUS_ERROR, .changes = { { DAEMON_JSON, NULL, GONE }, { PROCESSES, NULL, DENIED } } },
	MODE("3.18", DAEMON_JSON, 384, 402),
	{ "3.18", STATUS_WARN, .subject = "/srv/daemon.json", .changes = { WORDS("\"--config-file\",\"/srv/daemon.json\""),
	    { "file:/srv/daemon.json", NULL, ENTRY("/srv/daemon.json", "file", 438, 0, 0) } } },
	{ "3.18", STATUS_PASS, .changes = { { DAEMON_JSON, "content", NULL }, /* its mode is known all the same */
	    { DAEMON_JSON, "no_content", "{\"state\":\"denied\",\"problem\":\"Permission denied\"}" } } },
	OWNER("3.19", DEFAULT),
	MODE("3.20", DEFAULT, 384, 436),
	{ "3.20", STATUS_SKIP, .changes = { { DEFAULT, NULL, GONE } } },
	{ "3.21", STATUS_SKIP },
	{ "3.21", STATUS_PASS, .changes = { { SYSCONFIG, NULL, ENTRY("/etc/sysconfig/docker", "file", 420, 0, 0) } } },
	{ "3.21", STATUS_WARN, .changes = { { SYSCONFIG, NULL, ENTRY("/etc/sysconfig/docker", "file", 422, 0, 0) } } },
	{ "3.21", STATUS_WARN, .changes = { { SYSCONFIG "-storage", NULL, ENTRY("/etc/sysconfig/docker-storage", "file", 438, 0, 0) } } },
	{ "3.21", STATUS_ERROR, .changes = { { SYSCONFIG, NULL, DENIED } } },
	{ "3.22", STATUS_PASS, .changes = { { SYSCONFIG, NULL, ENTRY("/etc/sysconfig/docker", "file", 420, 0, 0) } } },
	{ "3.22", STATUS_WARN, .changes = { { SYSCONFIG, NULL, ENTRY("/etc/sysconfig/docker", "file", 420, 0, 5) } } },
	{ "3.22", STATUS_ERROR, .changes = { { SYSCONFIG "-network", NULL, DENIED } } },
	OWNER("3.23", CONTAINERD_SOCKET),
	{ "3.23", STATUS_SKIP, .changes = { { CONTAINERD_SOCKET, NULL, GONE } } },
	{ "3.23", STATUS_ERROR, .changes = { { CONTAINERD_SOCKET, NULL, GONE }, { PROCESSES, NULL, DENIED },
	    { INFO, "Containerd", NULL } } },
	MODE("3.24", CONTAINERD_SOCKET, 384, 438),
	{ "3.24", STATUS_WARN, .subject = "/srv/c.sock", .changes = { WORDS("\"--containerd\",\"unix:///srv/c.sock\""),
	    { "file:/srv/c.sock", NULL, ENTRY("/srv/c.sock", "socket", 511, 0, 0) } } },
	{ "3.24", STATUS_WARN, .subject = "/run/docker/containerd/containerd.sock", .changes = { /* the daemon's own */
	    WORDS("\"-H\",\"fd://\""), { INFO, "Containerd", NULL }, { CONTAINERD_SOCKET, "type", "\"dir\"" },
	    { "file:/run/docker/containerd/containerd.sock", NULL, ENTRY("/run/docker/containerd/containerd.sock", "socket", 438, 0, 0) } } },
	{ "3.24", STATUS_WARN, .subject = "/run/two/containerd/containerd.sock", .changes = { /* of a second one */
	    WORDS("\"--exec-root=/run/two\""), { INFO, "Containerd", NULL }, { CONTAINERD_SOCKET, NULL, GONE },
	    { "file:/run/two/containerd/containerd.sock", NULL, ENTRY("/run/two/containerd/containerd.sock", "socket", 438, 0, 0) } } },
	{ "3.24", STATUS_ERROR, .changes = { { CONTAINERD_SOCKET, "type", "\"dir\"" } } },

	/* containerd's configuration */
	{ "F-01", STATUS_PASS },
	{ "F-01", STATUS_WARN, .key = "owner", .changes = { { TOML, "uid", "1000" } } },
	{ "F-01", STATUS_WARN, .key = "owner", .changes = { { TOML, "gid", "1000" } } },
	{ "F-01", STATUS_WARN, .key = "mode", .changes = { { TOML, "mode", "436" } } },
	{ "F-01", STATUS_ERROR, .changes = { { TOML, NULL, DENIED } } },
	{ "F-01", STATUS_ERROR, .changes = { { TOML, "gid", NULL } } },
	{ "F-01", STATUS_SKIP, .changes = { { TOML, NULL, GONE } } },
	{ "F-01", STATUS_WARN, .subject = "/srv/c.toml", .changes = { { PROCESSES, "1.cmdline", "[\"containerd\",\"-c\",\"/srv/c.toml\"]" },
	    { "file:/srv/c.toml", NULL, ENTRY("/srv/c.toml", "file", 438, 0, 0) } } },
	{ "F-02", STATUS_PASS },
	{ "F-02", STATUS_WARN, .key = "grpc.tcp_address", .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[grpc]\\n  tcp_address = ':4444' # open\\n") } } },
	{ "F-02", STATUS_WARN, .key = "grpc.tcp_address", .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "grpc = { tcp_address = \\\"127.0.0.1:4444\\\" }\\n") } } },
	{ "F-02", STATUS_PASS, .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[grpc]\\ntcp_address = ':4444'\\ntcp_tls_ca = '/etc/ca.pem'\\n") } } },
	{ "F-02", STATUS_PASS, .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[plugins.x]\\ntcp_address = ':4444'\\n# [grpc]\\n") } } },
	{ "F-02", STATUS_WARN, .key = "metrics.address", .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[metrics]\\naddress = \\\"0.0.0.0:1338\\\"\\n") } } },
	{ "F-02", STATUS_WARN, .key = "debug.gid", .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[debug]\\naddress='/run/d.sock'\\nuid = 0\\ngid = 100\\n") } } },
	{ "F-02", STATUS_WARN, .key = "plugins.io.containerd.server.v1.grpc-tcp.address", .changes = { { TOML, NULL,
	    TEXT("/etc/containerd/config.toml", "version = 4\\n[plugins.'io.containerd.server.v1.grpc-tcp']\\naddress = '0.0.0.0:1'\\n") } } },
	{ "F-02", STATUS_WARN, .key = "grpc.tcp_address", .changes = { /* by import */
	    { TOML, NULL, TEXT("/etc/containerd/config.toml", "imports = [ 'conf.d/*.toml', ]\\n") },
	    { "tree:/etc/containerd/conf.d", NULL, "[" ENTRY("/etc/containerd/conf.d/a.toml", "file", 420, 0, 0) "]" },
	    { "file:/etc/containerd/conf.d/a.toml", NULL, TEXT("/etc/containerd/conf.d/a.toml", "grpc.tcp_address = '[::]:1'\\n") } } },
	{ "F-02", STATUS_ERROR, .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "imports = ['/etc/other.toml']\\n") } } },
	{ "F-02", STATUS_ERROR, .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "[grpc\\ntcp_address = ':1'\\n") } } },
	{ "F-02", STATUS_ERROR, .changes = { { TOML, NULL, TEXT("/etc/containerd/config.toml", "a = \\\"no end\\n") } } },
	{ "F-02", STATUS_ERROR, .changes = { { TOML, "content", NULL } } },
	{ "F-02", STATUS_ERROR, .changes = { { TOML, NULL, DENIED } } },
	{ "F-02", STATUS_SKIP, .changes = { { TOML, NULL, GONE } } },

	/* environment files */
	{ "F-04", STATUS_PASS },
	{ "F-04", STATUS_WARN, .key = "REGISTRY_PASSWORD", .subject = "/etc/default/docker", .changes = { { DEFAULT, NULL,
	    TEXT("/etc/default/docker", "export REGISTRY_PASSWORD=<masked 1a2b3c4d>\\n") } } },
	{ "F-04", STATUS_WARN, .key = "HTTP_PROXY", .changes = { { DEFAULT, NULL,
	    TEXT("/etc/default/docker", "HTTP_PROXY=\\\"http://<masked 1a2b3c4d>@proxy:3128\\\"\\n") } } },
	{ "F-04", STATUS_PASS, .changes = { { DEFAULT, NULL, TEXT("/etc/default/docker", "# PASSWORD=<masked 1a2b3c4d>\\nTOKEN=\\\"\\\"\\n") } } },
	{ "F-04", STATUS_WARN, .key = "TOKEN", .subject = "/usr/lib/systemd/system/docker.service.d/10-limits.conf", .changes = {
	    { DROP_IN, "content", "\"[Service]\\nEnvironment=A=b \\\"TOKEN=<masked 1a2b3c4d>\\\"\\n\"" } } },
	{ "F-04", STATUS_WARN, .key = "TOKEN", .changes = { { DROP_IN, "content", "\"[Service]\nEnvironment=TOKEN=<masked 1a2b3c4d>\n\"" } } },
	{ "F-04", STATUS_PASS, .changes = { /* names a credential, and is none */
	    { DROP_IN, "content", "\"[Service]\\nLoadCredential=<masked 1a2b3c4d>\\n\"" } } },
	{ "F-04", STATUS_WARN, .key = "API_KEY", .subject = "/srv/env", .changes = {
	    { DROP_IN, "content", "\"[Service]\\nEnvironmentFile=-/srv/env\\n\"" },
	    { "file:/srv/env", NULL, TEXT("/srv/env", "API_KEY=<masked 1a2b3c4d>\\n") } } },
	{ "F-04", STATUS_ERROR, .changes = { { DROP_IN, "content", "\"[Service]\\nEnvironmentFile=/srv/env\\n\"" } } },
	{ "F-04", STATUS_ERROR, .changes = { { DEFAULT, NULL, DENIED } } },
	{ "F-04", STATUS_ERROR, .changes = { { DEFAULT, "content", NULL } } },
	{ "F-04", STATUS_ERROR, .changes = { { DROP_INS, NULL, DENIED } } },
	{ "F-04", STATUS_ERROR, .changes = { { DROP_IN, "content", "7" } } },

	/* docker.socket */
	{ "F-15", STATUS_PASS },
	{ "F-15", STATUS_WARN, .key = "SocketMode", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nListenStream=/run/docker.sock\\nSocketMode=0666\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "SocketMode", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nListenStream=/run/docker.sock\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "SocketMode", .changes = { { SOCKET_UNIT, "content", "\"[Unit]\\nSocketMode=0660\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "SocketMode", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=0660\\nSocketMode=\\n\"" } } },
	{ "F-15", STATUS_PASS, .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode = 666\\n  ; no\\nSocketMode = \\\\\\n# no\\n 600\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "SocketUser", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=660\\nSocketUser=bob\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "2375", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=660\\nListenStream=2375\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "@docker", .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=660\\nListenStream=@docker\\n\"" } } },
	{ "F-15", STATUS_PASS, .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=660\\nListenStream=2375\\nListenStream=\\nListenStream=%t/docker.sock\\n\"" } } },
	{ "F-15", STATUS_WARN, .key = "0.0.0.0:2375", .changes = {
	    { SOCKET_DROP_INS, NULL, "[" ENTRY("/etc/systemd/system/docker.socket.d/l.conf", "file", 420, 0, 0) "]" },
	    { "file:/etc/systemd/system/docker.socket.d/l.conf", NULL, TEXT("/etc/systemd/system/docker.socket.d/l.conf", "[Socket]\\nListenStream=0.0.0.0:2375\\n") } } },
	{ "F-15", STATUS_ERROR, .changes = { { SOCKET_UNIT, "content", "\"[Socket]\\nSocketMode=rw\\n\"" } } },
	{ "F-15", STATUS_ERROR, .changes = { { SOCKET_UNIT, "content", NULL } } },
	{ "F-15", STATUS_ERROR, .changes = { { SOCKET_DROP_INS, NULL, DENIED } } },
	{ "F-15", STATUS_SKIP, .changes = { { SOCKET_UNIT, NULL, GONE }, { "file:/lib/systemd/system/docker.socket", NULL, GONE } } },
	{ "F-15", STATUS_SKIP, .changes = { { "file:/etc/systemd/system/docker.socket", NULL, MASKED("/etc/systemd/system/docker.socket") } } },
};

const struct case_table cases_files = CASE_TABLE(cases);
