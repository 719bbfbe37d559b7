/*
 * sandbox.h: takes from this process what the rest of its work does not need, before anything of
 * the scanned host is parsed: whoever finds a way in through hostile bytes finds nothing to do
 * there.
 *
 *   no_new_privs   nothing that is started gains rights
 *   capabilities   all but those that reading a host takes
 *   Landlock       no file is written outside of the outputs' folders, nothing is executed; where
 *                  no engine is asked, only the files that were named are read, and nothing is
 *                  connected
 *   seccomp        no other programs, no processes, no tracing, mounting, modules, namespaces,
 *                  keys ...
 *   no core dumps  in which environment and memory would lie
 *
 * What a kernel or a container's runtime does not allow is left out, and told.
 */
#ifndef DOCKASSAY_SANDBOX_H
#define DOCKASSAY_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

struct proc_links;

struct sandbox_plan {
	bool off;	      /* somebody wants none */
	bool asks_engine;     /* over the network or a socket; and any file may be read */
	bool starts_programs; /* ssh: it gets what it needs, and so has this process */
	const char *root;     /* of the host whose /proc is read; NULL: none is */
	size_t n_reads, n_writes;
	const char *const *reads;  /* files and folders; not looked at where an engine is asked */
	const char *const *writes; /* outputs, whether they are there or not; "-" is passed over */
};

#define SANDBOX_CAPABILITIES 4
#define SANDBOX_NOTES 6

/* What holds by this process itself, whatever else is around it. Strings are constants. */
struct sandbox {
	bool off;
	int landlock; /* version of its interface; 0: it does not hold */
	bool seccomp, no_new_privs;
	size_t n_capabilities, n_notes;
	const char *capabilities[SANDBOX_CAPABILITIES]; /* that are left: "dac_read_search" */
	const char *notes[SANDBOX_NOTES];		/* what does not hold, and why */
	struct proc_links *links;			/* see proc_links.h; NULL: not needed */
};

/* Cannot be taken back, for this process and all that it starts. */
void sandbox_enter(struct sandbox *s, const struct sandbox_plan *plan);
void sandbox_end(struct sandbox *s); /* ends the helper process, where there is one */

/*
 * The parts; NULL, or what the kernel does not do. Landlock may hold for all that: see *version. In
 * landlock.c and seccomp.c.
 */
const char *landlock_enter(const struct sandbox_plan *plan, int *version);
int landlock_version(void); /* 0: there is none */
const char *seccomp_enter(const struct sandbox_plan *plan);

#endif
