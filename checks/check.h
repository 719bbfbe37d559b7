/*
 * check.h: how a check is declared.
 *
 * A check is one function and one row of the table at the end of the same file. It reads facts
 * and gives verdicts through its judge (judge.h); it does no I/O and looks at no options.
 */
#ifndef DOCKASSAY_CHECK_H
#define DOCKASSAY_CHECK_H

#include "facts/facts.h"
#include "report/report.h"

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
	NEEDS_AUDIT = 1 << 11,     /* audit state, and rules: kernel's and files' */
	NEEDS_MOUNTS = 1 << 12,    /* mountinfo, space left for the data root */
	NEEDS_ACCOUNTS = 1 << 13,  /* passwd, group, nsswitch.conf */
	NEEDS_KERNEL = 1 << 14,    /* kernel settings, modules, LSM, clock, swaps */
	NEEDS_RELEASE = 1 << 15,   /* os-release, package databases */
	NEEDS_HOMES = 1 << 16,     /* clients' files below home directories, rootless sockets */
	NEEDS_STATE = 1 << 17,     /* owner, mode and content of files below the data root */
	NEEDS_EXECS = 1 << 18,     /* exec sessions of running containers */
	NEEDS_PLUGINS = 1 << 19,   /* managed plugins */
	NEEDS_USAGE = 1 << 20,     /* disk usage, as the engine counts it: slow */
	NEEDS_CHANGES = 1 << 21,   /* what containers changed in their file systems: slow */
	NEEDS_EVENTS = 1 << 22,    /* what the engine still remembers of the last day */
	NEEDS_LAYERS = 1 << 23,    /* files of image layers on this host's disk: --deep */
	NEEDS_BUILD_FILES = 1 << 24, /* Dockerfiles and Compose files that were named */
	NEEDS_IMAGE_RELEASE = 1 << 25, /* os-release of images, from layers or containers */
	NEEDS_FIREWALL = 1 << 26,  /* what ufw and firewalld are set to */
	NEEDS_STARTUP = 1 << 27,   /* container commands in cron tables and rc scripts */
};

/* Documents that cost much: they are fetched with --deep only; without it their checks SKIP. */
#define NEEDS_DEEP (NEEDS_LAYERS | NEEDS_CHANGES | NEEDS_USAGE)

/* Which function of a check is called, and for what. Exactly one of them is set. */
enum scope {
	SCOPE_HOST, SCOPE_DAEMON, SCOPE_FILE, SCOPE_CONTAINER, SCOPE_IMAGE, SCOPE_NETWORK,
	SCOPE_VOLUME, SCOPE_SWARM, SCOPE_SERVICE, SCOPE_DOCKERFILE, SCOPE_COMPOSE,
	N_SCOPE
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
	/* Ids of checks that may tell of the same fault in other words, comma-separated; NULL: none. */
	const char *related;
	/* The facts alone cannot decide it: it shows them (NOTE, INFO), and a person decides. */
	bool manual;
	/* Why it has no meaning where the engine is Podman, and is a SKIP; NULL: it has one. */
	const char *podman;
	const void *arg;           /* constant data for functions that serve several rows */

	/* Called once; they name their subjects themselves: host, daemon, file and swarm checks. */
	void (*once)(struct judge *j, const struct facts *f, const void *arg);
	/* Called for every container whose inspect document was read. */
	void (*container)(struct judge *j, const struct facts *f, const struct container *c);
	/* Called for every service of a Compose file, told as the container that it becomes. */
	void (*compose)(struct judge *j, const struct facts *f, const struct container *c);
	void (*image)(struct judge *j, const struct facts *f, const struct image *i);
	void (*network)(struct judge *j, const struct facts *f, const struct network *n);
	void (*volume)(struct judge *j, const struct facts *f, const struct volume *v);
	void (*service)(struct judge *j, const struct facts *f, const struct service *s);
	void (*dockerfile)(struct judge *j, const struct facts *f, const struct dockerfile_facts *d);
};

/* What most checks that have no meaning for Podman say. */
#define PODMAN_NO_SETTING "Podman has no daemon with this setting"
#define PODMAN_NO_DOCKERD "Podman runs without dockerd"
#define PODMAN_NO_FILE "Podman keeps nothing in this file of Docker's, and does not read it"
#define PODMAN_NO_CONTAINERD "Podman runs containers without containerd"
#define PODMAN_NO_SWARM "Podman has no Swarm mode"
#define PODMAN_OWN_VERSIONS "Podman's parts have versions of their own"
#define PODMAN_UNTOLD "Podman's API does not tell this"

#define REFS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The checks of one file in checks/. */
struct check_table { const struct check *checks; size_t n; };
#define CHECK_TABLE(array) { (array), sizeof(array) / sizeof((array)[0]) }

/* A section of the catalogue: what belongs together for a reader, from one or more tables. */
struct section {
	const char *id;       /* "5" */
	const char *name;     /* group name, as dbs spells it: "container_runtime" */
	const char *title;    /* "Container runtime" */
	const struct check_table *tables[32]; /* NULL-terminated */
};

extern const struct section catalogue[]; /* ended by a NULL id; catalogue.c */

/* Walks every check in order: for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) */
struct catalogue_walk {
	const struct section *section;
	const struct check *check;
	size_t table, next;
};
bool catalogue_next(struct catalogue_walk *w);
size_t catalogue_size(void);

/* Is this one of the names for the check: "5.4", "check_5_4", "check_5.4"? */
bool check_is_called(const struct check *check, const char *name);
const struct check *catalogue_find(const char *name); /* by such a name; NULL: none */
const struct section *catalogue_section_of(const struct check *check);
const char *scope_name(enum scope scope);

/* Is it one of docker-bench-security's: do its ids number it? */
bool check_is_legacy(const struct check *check);
/* Does it judge build files, and no engine? */
bool check_is_static(const struct check *check);
/* Why it is a SKIP on Podman: of its own, or as all of Swarm; NULL: it is judged. */
const char *check_skip_on_podman(const struct check *check);

#endif
