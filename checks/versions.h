/*
 * versions.h: what a row about versions says, and the functions that judge it.
 */
#ifndef DOCKASSAY_VERSIONS_H
#define DOCKASSAY_VERSIONS_H

#include "judge.h"

enum component {
	COMPONENT_ENGINE, COMPONENT_CONTAINERD, COMPONENT_RUNC, COMPONENT_DESKTOP, COMPONENT_KERNEL,
};

/* What has to hold beside the version, or the fault cannot be used. */
enum condition {
	ALWAYS,
	WITH_AUTHZ,   /* an authorization plugin decides about requests */
	WITH_USERNS,  /* the daemon remaps users */
	WITH_SWARM,   /* Swarm mode is on */
	WITH_CGROUP1, /* the host uses version 1 of control groups */
	WITH_CRI,     /* containerd serves Kubernetes: not what an engine does with it */
};

/* Affected: from `from` on ("": from the first), before `fixed` ("": no fix is known). */
struct version_range { const char *from, *fixed; };

#define RANGES_MAX 10

struct cve {
	const char *cve;
	enum component component;
	enum condition condition;
	const char *source;  /* where the ranges were read */
	const char *as_of;   /* and when: YYYY-MM */
	/* Versions outside the ranges were not looked at by the source: they are no PASS. */
	bool outside_unknown;
	struct version_range ranges[RANGES_MAX]; /* ended by a NULL from */
};

void judge_cve(struct judge *j, const struct facts *f, const void *arg); /* arg: struct cve */

/* Is the component's branch maintained, by eol.h? arg: struct branch_rule. */
struct branch_rule { enum component component; const char *product; };
void judge_branch(struct judge *j, const struct facts *f, const void *arg);

/* Is a system maintained, by its os-release and eol.h? Gives the verdict, whatever it is. */
void judge_release(struct judge *j, const struct facts *f, const struct origin *o,
    const struct os_release *r);

#endif
