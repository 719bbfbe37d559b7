/*
 * sandbox.c: the order in which rights are given up. It may not know what a scan does with the
 * rest.
 */
#include "config.h"

#include "sandbox.h"

#include <linux/capability.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc_links.h"

/* LeakSanitizer, at the end, starts a process that traces this one. */
#ifdef SANITIZED
#define IS_TRACED true
#else
#define IS_TRACED false
#endif

/*
 * dac_read_search reads any file; sys_ptrace looks at the links of any process in /proc;
 * audit_control asks for the kernel's audit rules. dac_override connects to sockets of other users
 * and writes outputs into their folders; it opens nothing else for writing where Landlock holds.
 */
static const struct {
	unsigned number;
	const char *name;
} kept[SANDBOX_CAPABILITIES] = {
	{ CAP_DAC_OVERRIDE, "dac_override" },
	{ CAP_DAC_READ_SEARCH, "dac_read_search" },
	{ CAP_SYS_PTRACE, "sys_ptrace" },
	{ CAP_AUDIT_CONTROL, "audit_control" },
};

static void
note(struct sandbox *s, const char *text)
{
	if (text != NULL && s->n_notes < SANDBOX_NOTES)
		s->notes[s->n_notes++] = text;
}

/* In both words of each set; what is not held now cannot be gained. */
static const char *
drop_capabilities(struct sandbox *s)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { 0 }, { 0 } };
	uint32_t keep[2] = { 0, 0 };

	if (syscall(SYS_capget, &header, data) != 0)
		return "capabilities: they cannot be asked for";
	for (size_t i = 0; i < SANDBOX_CAPABILITIES; i++)
		keep[kept[i].number / 32] |= (uint32_t)1 << kept[i].number % 32;
	for (size_t i = 0; i < 2; i++) {
		data[i].effective &= keep[i];
		data[i].permitted = data[i].effective;
		data[i].inheritable = 0;
	}
	if (syscall(SYS_capset, &header, data) != 0)
		return "capabilities: they cannot be dropped";
	for (size_t i = 0; i < SANDBOX_CAPABILITIES; i++) {
		if (data[kept[i].number / 32].effective & (uint32_t)1 << kept[i].number % 32)
			s->capabilities[s->n_capabilities++] = kept[i].name;
	}
	return NULL;
}

/*
 * A limit of one byte keeps a dump from files and from programs that core_pattern names: to those a
 * limit of none means nothing.
 */
static void
prevent_dumps(void)
{
	const struct rlimit one = { 1, 1 };

	setrlimit(RLIMIT_CORE, &one);
	if (!IS_TRACED)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Landlock takes the right to look at other processes' links: somebody has to do it instead. */
static bool
has_links(struct sandbox *s, const struct sandbox_plan *plan)
{
	if (plan->root == NULL)
		return true;
	s->links = proc_links_start(plan->root, plan);
	return s->links != NULL;
}

void
sandbox_enter(struct sandbox *s, const struct sandbox_plan *plan)
{
	const char *filter;

	*s = (struct sandbox){ .off = plan->off };
	if (plan->off) {
		note(s, "--no-sandbox was given");
		return;
	}
	prevent_dumps();
	s->no_new_privs = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
	if (!s->no_new_privs) {
		note(s, "no_new_privs: the kernel has none, and so nothing else holds");
		return;
	}
	if (!plan->starts_programs)
		note(s, drop_capabilities(s));
	else
		note(s, "capabilities and Landlock: ssh is started, and needs what it needs");
	if (!plan->starts_programs && landlock_version() > 0 && !has_links(s, plan))
		note(s, "Landlock: no process could be started that looks at /proc instead");
	else if (!plan->starts_programs)
		note(s, landlock_enter(plan, &s->landlock));
	filter = IS_TRACED ? "seccomp: this program was built with a sanitizer, which needs more"
			   : seccomp_enter(plan);
	note(s, filter);
	/* Not what the kernel says: a container's runtime may have set a filter, too. */
	s->seccomp = filter == NULL;
}

void
sandbox_end(struct sandbox *s)
{
	proc_links_end(s->links);
	s->links = NULL;
}
