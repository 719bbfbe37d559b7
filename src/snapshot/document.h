/*
 * document.h: one raw answer of the scanned host, as it was given.
 *
 * Everything the program knows comes from documents. The live collector and the replay of a
 * snapshot hand the same documents to the same `struct document_sink`s, one at a time and in the
 * same order; so a replay cannot differ from the scan that it replays.
 *
 * Names of documents:
 *   meta                      JSON: when, where and with which rights the scan was made (see below)
 *   GET /info                 body of an Engine API answer; the path without the version prefix
 *   GET /containers/ID/json   and so on: one document a request
 *   GET /events               JSON, an event a line: the day before the scan began
 *   file:/etc/docker          JSON: one host file or directory, see "file documents"
 *   tree:/etc/docker/certs.d  JSON: array of file documents without contents, sorted by path; a
 *                             link has what it leads to as its "target"
 *   tree:/run/user            the same, of users' directories and their engines' sockets only
 *   state:containers          JSON: {"total":9,"looked_into":9,"files":[file documents with "kind"
 *                             and "count"]}: Docker's files of all containers, those of one kind,
 *                             owner and mode as one; kinds: directory, config.v2.json, log
 *   homes                     JSON: {"homes":[{"dir":"/root","users":[{"name","uid"}],"files":[file
 *                             documents],"cut":false}],"left_out":0}: clients' files of local users
 *   proc:mountinfo            text of /proc/1/mountinfo (or /proc/self/mountinfo)
 *   proc:processes            JSON: [{"pid","ppid","comm","exe","uid","cmdline":[...],
 *                             "cgroup":"/docker/64 hex"|null,"cgroup_container":"64 hex"|null,
 *                             "host_pidns":bool|null}]; a process in a container has "seccomp":0|1|2,
 *                             "no_new_privs":0|1, "cap_bounding":"16 hex". A last {"left_out":true}:
 *                             there are more than are looked at. Where it proves what runs in a
 *                             container (process_list.h), GET /containers/ID/top is not asked for
 *   proc:listen               JSON: [{"proto":"tcp","address":"0.0.0.0","port":2375,"pid":12,
 *                             "comm":"dockerd"}]; pid and comm null where not visible
 *   proc:dockerd              JSON: {"limits":{"files_soft":1024,"files_hard":-1,
 *                             "processes_soft":100},"cgroups":["0::/system.slice"],"root":"/"}:
 *                             the process that serves the API; -1 is unlimited
 *   client:contexts           JSON: {"contexts":[{"path":".../meta.json","tls":true,"problem":"",
 *                             "meta":{...}}],"unreadable":["/home/x: Permission denied"]}: the
 *                             Docker contexts of the users in /etc/passwd
 *   proc:sockets              JSON: {"read":["dockerd"],"unreadable":["containerd"]}: of which
 *                             programs the sockets could be looked at, to find listeners' owners
 *   proc:routes               text of /proc/PID/net/route: IPv4 routes where the engine is
 *   proc:sys                  JSON: {"kernel.kptr_restrict":"1","kernel.sysrq":null,
 *                             "fs.protected_fifos":{"problem":"Permission denied"}}: settings by
 *                             the names of sysctl(8): read, seen not to be there, not readable
 *   kernel:security           JSON, values as in proc:sys: {"lsm":"capability,apparmor",
 *                             "lockdown":"[none] integrity confidentiality","apparmor":"Y",
 *                             "selinux":null}
 *   kernel:modules            JSON: names of the loaded modules; DOC_GONE: a kernel without any
 *   kernel:swaps              JSON: [{"path":"/dev/dm-1","type":"partition|file","memory":false,
 *                             "encrypted":bool|null}]
 *   kernel:clock              JSON: {"synchronised":true,"max_error_us":1234}, from adjtimex(2)
 *   space:data-root           JSON: {"path","block_size","blocks","blocks_available","inodes",
 *                             "inodes_free"} of the file system below the engine's data
 *   startup:engine            JSON: {"files":12,"lines":[{"path":"/etc/crontab","line":3,
 *                             "text":"..."}],"unreadable":[]}: container commands in cron tables
 *                             and rc scripts
 *   firewall:frontends        JSON: {"ufw":"yes"|null,"strict_forward_ports":"yes"|null,
 *                             "docker_user":["/etc/ufw/after.rules"],"unreadable":[]}
 *   packages:engine           JSON: {"managers":["dpkg"],"packages":[{"manager","name","version",
 *                             "maintainer","program":"/usr/bin/dockerd"}],"unreadable":[]}
 *   audit:kernel              JSON: {"enabled":1,"pid":612,"failure":1,"lost":0,"backlog":0,
 *                             "backlog_limit":8192,"rules":["-w /etc/docker -p wa", ...]}: the
 *                             audit state, and the rules loaded in the kernel, in its order,
 *                             written in auditctl's syntax
 *   tree:/etc/audit/rules.d   names of rule files; each is then a file document with content
 *   layers:ID                 JSON: {"layers":3,"entries":1234,"files":[{"path","mode","uid","gid",
 *                             "capable"}]}: regular files in an image's layers that are setuid or
 *                             setgid, or have capabilities
 *   release:ID                text: lines of the os-release in an image
 *   dockerfile:PATH           text of a Dockerfile that was named; PATH as it was given
 *   dockerignore:PATH         JSON: what is left out of that Dockerfile's context: {"path":
 *                             ".dockerignore","patterns":3}; gone where there is no such file
 *   compose:PATH              text of a Compose file that was named, or that one refers to
 *   env:PATH                  text: the assignments of an .env file; DOC_GONE where there is none
 *   file:web.env              a relative path: what a Compose file names, from where it was read
 *
 * `meta`: {"version":1,"tool":"dockassay 0.1.0","started":"2026-01-02T03:04:05Z","finished":...,
 *   "host":"name","endpoint":"unix:///run/docker.sock","api_version":"1.41","root":"/",
 *   "euid":0,"local":true,"elsewhere":"","connection_weakness":"","kernel":"6.1.0",
 *   "all_containers":false,"deep":false,"build_files":false}; "elsewhere" says why the
 *   engine's host is not the one whose files can be read. It is the first document; a scan of build
 *   files ("build_files":true) has no documents of an engine, and says which files it was told to read:
 *   "dockerfiles":["Dockerfile"],"compose_files":[],"directory":"/work","home":"/root": where
 *   relative paths and ~ lead to;
 *   "finished" comes as a second one, `meta:end` {"finished":...}, the last.
 *
 * File documents: {"path":"/etc/docker","real":"/etc/docker","links":["/var/run -> /run"],
 *   "type":"file|dir|socket|symlink|fifo|block|char","mode":420,"uid":0,"gid":0,"owner":"root"|null,
 *   "group":"docker"|null,"size":12,"content":"..."}; `content` only where it was asked for; of
 *   files for TLS it is the certificates, and never a key.
 *   mode is st_mode & 07777, as a decimal number. Numbers of uid and gid are the host's. Sockets
 *   have "acl":["user:1000:rw-"], whom an access list names, null where it could not be read. Of
 *   content that could not be had, "no_content":{"state","problem"} says why. In other documents a
 *   file that could not be looked at is {"path","state","problem"}, and so is a home.
 */
#ifndef DOCKASSAY_DOCUMENT_H
#define DOCKASSAY_DOCUMENT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* The kernel's list of AppArmor profiles and their modes, as a file document. */
#define APPARMOR_PROFILES "/sys/kernel/security/apparmor/profiles"

/* Why there is no body. What checks make of it: see judge.h. */
enum doc_state {
	DOC_OK,        /* body was read to its end */
	DOC_GONE,      /* HTTP 404, or ENOENT: seen not to be there */
	DOC_DENIED,    /* EACCES, EPERM, HTTP 401/403, or needs root */
	DOC_REFUSED,   /* any other HTTP error; 503 "not a swarm manager" for one */
	DOC_FAILED,    /* no answer, time-out, cut off, too large, I/O error */
	DOC_NOT_HERE,  /* no meaning on this system, such as host files of a remote engine */
};

struct document {
	const char *name;     /* as above */
	const char *from;     /* endpoint or path that it was really read from */
	enum doc_state state;
	int http_status;      /* 0 where the document did not come over HTTP */
	const char *problem;  /* for a person; "" when DOC_OK */
	const char *body;     /* NUL-terminated, secrets masked; "" unless DOC_OK */
	size_t len;
	const struct cJSON *json; /* the body, where whoever made the document read it; or NULL */
};

/* One that is well, without a body as yet. */
struct document document_named(const char *name, const char *from);
/* Gives it a body, in the arena; frees the JSON. */
void document_set_json(struct document *doc, struct arena *a, struct cJSON *json);

const char *doc_state_name(enum doc_state state); /* "ok", "gone", "denied", ... */

/* All of it in the arena. */
struct document document_copy(struct arena *a, const struct document *doc);
int doc_state_parse(const char *name, enum doc_state *state); /* -1: unknown name */

/*
 * Where documents go: into the facts, and into a snapshot file. The document and all its strings
 * are borrowed for the call only.
 */
struct document_sink {
	int (*take)(void *ctx, const struct document *doc, struct err *err);
	void *ctx;
};

#endif
