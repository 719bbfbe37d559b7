/*
 * collect.h: reads everything that the selected checks need, once, from the live host. It judges
 * nothing.
 */
#ifndef DOCKASSAY_COLLECT_H
#define DOCKASSAY_COLLECT_H

#include <stdbool.h>

#include "snapshot/document.h"

struct proc_links;
#include "engine/endpoint.h"

struct container;

struct collect_options {
	struct endpoint_options endpoint; /* where the engine is; nothing said: it is found */
	const char *root;    /* "/" or --root DIR */
	bool root_is_said;   /* by the user: the engine's host is there */
	unsigned needs;      /* enum need */
	bool all_containers, deep;
	size_t n_dockerfiles, n_compose_files;
	const char *const *dockerfiles, *const *compose_files; /* collect_build_files() only */
	long request_timeout_ms, total_timeout_ms; /* 0: 10 s and 300 s */
	long connections;    /* to the engine at once; 0: as many as it takes */
	const char *now;     /* RFC 3339 time for start and end; NULL: the clock */
	struct proc_links *links; /* see proc_links.h; NULL: not needed */
	const char *tool;    /* "dockassay 0.1.0" */
	void (*tell)(const char *note); /* what the user should know beside the report */
	/*
	 * NULL: all. Containers that are not wanted are listed, but neither inspected nor asked for
	 * their processes, unless a wanted one shares their namespaces. Only what a list tells is
	 * set in `listed`.
	 */
	bool (*wants)(void *ctx, const struct container *listed);
	void *wants_ctx;
};

/*
 * Hands every document to each sink. -1 (EXIT_INCOMPLETE) when no engine answers, with one line
 * that says what was tried and what to do.
 */
int collect_live(const struct collect_options *o, const struct document_sink *sinks, size_t n_sinks,
    struct err *err);

/*
 * The same for build files, without any engine. -1 (EXIT_USAGE) where one is not there: its name is
 * wrong. One that is there and cannot be read is a document that says so.
 */
int collect_build_files(const struct collect_options *o, const struct document_sink *sinks,
    size_t n_sinks, struct err *err);

#endif
