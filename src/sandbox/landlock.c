/*
 * landlock.c: which files may be opened, and how, by the kernel's Landlock. It may not know why.
 *
 * The numbers are the kernel's (linux/landlock.h), written here because headers are older than
 * kernels: what a kernel does not know is not asked of it.
 */
#include "config.h"

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"

#define SYS_CREATE_RULESET 444 /* the same on every architecture */
#define SYS_ADD_RULE 445
#define SYS_RESTRICT_SELF 446
#define ASK_VERSION 1
#define RULE_PATH_BENEATH 1

enum {
	FS_EXECUTE = 1 << 0,
	FS_WRITE_FILE = 1 << 1,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_REMOVE_FILE = 1 << 5,
	FS_MAKE_REG = 1 << 8,
	FS_VERSION_1 = (1 << 13) - 1, /* all of the first version */
	FS_REFER = 1 << 13,	      /* 2: to rename between folders */
	FS_TRUNCATE = 1 << 14,	      /* 3 */
	FS_IOCTL_DEV = 1 << 15,	      /* 5 */
	NET_BIND_TCP = 1 << 0,	      /* 4 */
	NET_CONNECT_TCP = 1 << 1,
	SCOPE_ABSTRACT_SOCKET = 1 << 0, /* 6: of processes outside */
	SCOPE_SIGNAL = 1 << 1,
};

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

struct path_attr {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((packed));

int
landlock_version(void)
{
	long version = syscall(SYS_CREATE_RULESET, NULL, 0, ASK_VERSION);

	return version > 0 ? (int)version : 0;
}

static struct ruleset_attr
restrictions(int version, bool asks_engine)
{
	struct ruleset_attr a = { .fs = FS_VERSION_1 };

	if (version >= 2)
		a.fs |= FS_REFER;
	if (version >= 3)
		a.fs |= FS_TRUNCATE;
	if (version >= 4)
		a.net = asks_engine ? NET_BIND_TCP : NET_BIND_TCP | NET_CONNECT_TCP;
	if (version >= 5)
		a.fs |= FS_IOCTL_DEV;
	if (version >= 6)
		a.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
	return a;
}

static size_t
size_for(int version)
{
	return version >= 6   ? sizeof(struct ruleset_attr)
	       : version >= 4 ? offsetof(struct ruleset_attr, scoped)
			      : offsetof(struct ruleset_attr, net);
}

/* A path that is not there gets no rule: it cannot be opened, either. */
static void
allow(int ruleset, const char *path, uint64_t rights)
{
	struct path_attr a = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
	struct stat st;

	if (a.parent_fd < 0)
		return;
	if (fstat(a.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= FS_READ_FILE | FS_WRITE_FILE;
	a.allowed = rights;
	syscall(SYS_ADD_RULE, ruleset, RULE_PATH_BENEATH, &a, 0);
	close(a.parent_fd);
}

/* A file appears beside its name first; what is no regular file is written to as it is. */
static void
allow_output(int ruleset, const char *path)
{
	char *real = realpath(path, NULL), *copy = xstrdup(real != NULL ? real : path), *slash;
	struct stat st;

	if (stat(path, &st) == 0 && (real == NULL || !S_ISREG(st.st_mode))) {
		allow(ruleset, path, FS_WRITE_FILE);
	} else {
		slash = strrchr(copy, '/');
		if (slash != NULL)
			slash[slash == copy] = '\0';
		allow(ruleset, slash != NULL ? copy : ".",
		    FS_MAKE_REG | FS_REMOVE_FILE | FS_WRITE_FILE | FS_READ_FILE);
	}
	free(copy);
	free(real);
}

/* What the C library and others open by themselves. */
static const char *const always_read[] = { "/etc", "/usr", "/lib", "/lib64", "/proc/self",
	"/dev/null", "/dev/urandom", NULL };

static void
allow_all(int ruleset, const struct sandbox_plan *plan)
{
	const uint64_t read = FS_READ_FILE | FS_READ_DIR;

	if (plan->asks_engine)
		allow(ruleset, "/", read);
	for (size_t i = 0; !plan->asks_engine && always_read[i] != NULL; i++)
		allow(ruleset, always_read[i], read);
	for (size_t i = 0; !plan->asks_engine && i < plan->n_reads; i++)
		allow(ruleset, plan->reads[i], read);
	for (size_t i = 0; i < plan->n_writes; i++) {
		if (strcmp(plan->writes[i], "-") != 0)
			allow_output(ruleset, plan->writes[i]);
	}
}

const char *
landlock_enter(const struct sandbox_plan *plan, int *version)
{
	int has = landlock_version(), error;
	struct ruleset_attr a = restrictions(has, plan->asks_engine);
	long ruleset, result;

	*version = 0;
	if (has == 0)
		return errno == EPERM ? "Landlock: this container does not allow it"
				      : "Landlock: this kernel has none";
	ruleset = syscall(SYS_CREATE_RULESET, &a, size_for(has), 0);
	if (ruleset < 0)
		return "Landlock: the kernel refuses the rules";
	allow_all((int)ruleset, plan);
	result = syscall(SYS_RESTRICT_SELF, ruleset, 0);
	error = errno;
	close((int)ruleset);
	if (result != 0)
		return error == E2BIG ? "Landlock: too many sandboxes are around this one"
				      : "Landlock: the kernel refuses it";
	*version = has;
	return has < 3 ? "Landlock: before Linux 6.2 it does not see that a file is emptied" : NULL;
}
