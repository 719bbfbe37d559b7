/*
 * check.h: how a check is declared.
 *
 * A check is one function and one row of the table at the end of the same file. It reads facts
 * and gives verdicts through its judge (judge.h); it does no I/O and looks at no options.
 */
#ifndef DOCKASSAY_CHECK_H
#define DOCKASSAY_CHECK_H

#include "facts.h"
#include "report.h"

struct judge;

/* Documents that a check wants. What no selected check needs is not fetched. */
enum need {
	NEEDS_INFO = 1 << 0,       /* /info; /version is always read */
	NEEDS_CONTAINERS = 1 << 1, /* list and inspect */
	NEEDS_TOP = 1 << 2,        /* process list of each running container */
	NEEDS_IMAGES = 1 << 3,     /* list and inspect */
	NEEDS_HISTORY = 1 << 4,    /* of images */
	NEEDS_NETWORKS = 1 << 5,   /* list and inspect */
	NEEDS_VOLUMES = 1 << 6,
	NEEDS_SWARM = 1 << 7,      /* /swarm /nodes /services /secrets, where Swarm is on */
	NEEDS_FILES = 1 << 8,      /* owner and mode of Docker's files */
	NEEDS_PROCESSES = 1 << 9,  /* /proc: processes, listeners */
	NEEDS_CONFIG = 1 << 10,    /* dockerd's command line and daemon.json */
	NEEDS_AUDIT = 1 << 11,     /* audit rules: kernel's and files' */
	NEEDS_MOUNTS = 1 << 12,    /* mountinfo */
	NEEDS_ACCOUNTS = 1 << 13,  /* passwd, group, nsswitch.conf */
};

/* Which function of a check is called, and for what. Exactly one of them is set. */
enum scope {
	SCOPE_HOST, SCOPE_DAEMON, SCOPE_FILE, SCOPE_CONTAINER, SCOPE_IMAGE, SCOPE_NETWORK,
	SCOPE_VOLUME, SCOPE_SWARM,
};

struct check {
	const char *id;            /* "5.4": CIS Docker Benchmark 1.6.0, as dbs numbers them */
	const char *title;         /* what holds when it passes: "Containers are not privileged" */
	enum scope scope;
	enum severity severity;
	int level;                 /* CIS level 1 or 2; 0: not CIS */
	unsigned needs;            /* of enum need */
	const char *rationale;     /* why it matters: one or two sentences, ours */
	const char *remedy;        /* what to do, in words and commands */
	const char *const *refs;   /* NULL-terminated; REFS(...) */
	const void *arg;           /* constant data for functions that serve several rows */

	/* Called once; they name their subjects themselves: host, daemon, file and swarm checks. */
	void (*once)(struct judge *j, const struct facts *f, const void *arg);
	/* Called for every container whose inspect document was read. */
	void (*container)(struct judge *j, const struct facts *f, const struct container *c);
	void (*image)(struct judge *j, const struct facts *f, const struct image *i);
	void (*network)(struct judge *j, const struct facts *f, const struct network *n);
	void (*volume)(struct judge *j, const struct facts *f, const struct volume *v);
};

#define REFS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* A section of the catalogue: one file in checks/, one line in catalogue.c. */
struct section {
	const char *id;       /* "5" */
	const char *name;     /* group name, as dbs spells it: "container_runtime" */
	const char *title;    /* "Container runtime" */
	const struct check *checks;
	size_t n;
};

extern const struct section section_host;    /* checks/host.c: 1.1.* */
extern const struct section section_daemon;  /* checks/daemon.c: 2.* */
extern const struct section section_files;   /* checks/files.c: 3.* */
extern const struct section section_images;  /* checks/images.c: 4.* */
extern const struct section section_runtime; /* checks/runtime.c: 5.* */
extern const struct section section_swarm;   /* checks/swarm.c: 7.* */

extern const struct section *const catalogue[]; /* NULL-terminated, in order; catalogue.c */

/* By any name that a person may use: "5.4", "check_5_4", "check_5.4". NULL: no such check. */
const struct check *catalogue_find(const char *name);
const struct section *catalogue_section_of(const struct check *check);
const char *scope_name(enum scope scope);

#endif
