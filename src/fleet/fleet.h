/*
 * fleet.h: the reports of many hosts as one result. In memory are only what is counted: a few
 * hundred bytes a host, a byte for each of its checks, and a few messages a check. The reports
 * themselves are read one at a time: once to be counted, once to be written.
 */
#ifndef DOCKASSAY_FLEET_H
#define DOCKASSAY_FLEET_H

#include "policy/gate.h"
#include "report/report.h"

/* How a check stands on a host, beside the statuses: the worst of what nobody has accepted. */
#define FLEET_ACCEPTED N_STATUS	    /* only what somebody has accepted is WARN or ERROR */
#define FLEET_ABSENT (N_STATUS + 1) /* its report has no result of the check */
#define N_FLEET_STATUS (N_STATUS + 2)
#define FLEET_CHECKS_MAX 4096 /* in all reports together */
#define FLEET_GROUPS_MAX 16   /* messages that are told of one check; the others are counted */

/* A report and what it comes to. Strings are never NULL. */
struct fleet_host {
	const char *name; /* no other host's: where two share one, the engine or file is in it */
	const char *host; /* as its report calls it */
	const char *engine_id; /* "" where the engine tells none */
	const char *machine_id;
	const char *file;
	char sha256[65]; /* of the file */
	const char *started, *finished, *tool_version, *engine_name, *engine_version, *endpoint;
	int64_t time; /* of `finished` */
	size_t findings_by_status[N_STATUS], checks_by_status[N_STATUS];
	size_t open_by_severity[N_SEVERITY]; /* WARN that nobody has accepted */
	size_t n_waived, n_new;
	int score; /* -1: nothing assessed */
	bool gate_open;
	bool unidentified; /* it may be one of those that share its name */
	unsigned char *statuses; /* of each check of the fleet */
	size_t n_statuses;
};

/* A report that could not be read, or that another one replaces. */
struct fleet_unread {
	const char *file, *problem;
};
struct fleet_replaced {
	const char *file, *host, *finished, *by_file;
};

/* What findings of one check say: WARN that nobody has accepted, and ERROR. */
struct fleet_group {
	enum status status;
	const char *message; /* ids are "…" */
	size_t n_hosts, n_findings;
	const char *host; /* the first that was met, as its report calls it */
	size_t last;	  /* fleet.c's own */
};

struct fleet_check {
	size_t hosts_by_status[N_FLEET_STATUS];
	size_t n_groups, n_more; /* findings that are told by no group */
	struct fleet_group groups[FLEET_GROUPS_MAX];
};

/* A version of the program, and on how many hosts it ran. */
struct fleet_version {
	const char *version;
	size_t n_hosts;
};
#define FLEET_VERSIONS_MAX 32

struct fleet {
	struct arena *arena;
	/*
	 * The whole as a report: the checks that any host has, in the order of the catalogue, with
	 * their worst status and without findings; counts, gate and notices of all hosts together.
	 */
	struct report *total;
	struct fleet_check *checks; /* one for each of total->checks */
	size_t n_hosts, cap_hosts;
	struct fleet_host *hosts;	 /* by name */
	const struct fleet_host **worst; /* the same, the worst first */
	size_t *failing, n_failing;	 /* checks that warn on any host, the worst first */
	size_t n_clean, n_compared;	 /* hosts whose gate is open; that have a baseline */
	size_t n_unread, cap_unread;
	struct fleet_unread *unread;
	size_t n_replaced, cap_replaced;
	struct fleet_replaced *replaced;
	size_t n_versions;
	struct fleet_version versions[FLEET_VERSIONS_MAX];
	struct fleet_count *count; /* fleet.c's own */
};

struct fleet *fleet_new(void);
void fleet_free(struct fleet *f); /* NULL is fine */

/*
 * Counts a report that is marked and decided; `file` and `sha256` are where it is from. `warnings`
 * are what counts for --max-warn. -1: EXIT_USAGE, it has too many checks that no other has.
 */
int fleet_add(struct fleet *f, const struct report *r, const char *file, const char *sha256,
    size_t warnings, struct err *err);
void fleet_add_unread(struct fleet *f, const char *file, const char *problem);

/*
 * Of several reports of one engine of one host (fleet_identity.h) the newest stays, and the others
 * are `replaced`. True where there were such: then the hosts that are left are to be counted again, into what
 * fleet_again() gives.
 */
bool fleet_drop_older(struct fleet *f);
struct fleet *fleet_again(
    const struct fleet *f); /* knows what is unread and replaced, and no host */

/* Order, names, totals and the gate. To be called once, before anything is written. */
void fleet_finish(struct fleet *f, const struct gate_policy *policy);

/* The number of a check; it is looked for from `near` on. SIZE_MAX: no host has it. */
size_t fleet_find_check(const struct fleet *f, const char *id, size_t near);

/* "accepted", "absent", or the name of a status. */
const char *fleet_status_name(unsigned status);

/* How a check stands on a host. */
unsigned fleet_status(const struct fleet_host *h, size_t check);

#endif
