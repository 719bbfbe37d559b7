/*
 * oom.c: lets every allocation of a program fail once. It is preloaded (LD_PRELOAD) into the very
 * program that is to be tested, and may not need anything of it.
 *
 * A first run is watched: at each allocation it forks, and in the child that one allocation fails.
 * A child that ends at once with 3 and "out of memory" has done what it should, and costs a fork
 * only. What goes on with less memory is run again alone, from the beginning, in a directory with
 * an old report, and judged by what it leaves behind: the exit code, a message, and of every output
 * either the old one or the whole new one. Of the others a sample is run in that way, too.
 *
 * environment: OOM_DIR     an empty directory, for outputs with relative names
 *              OOM_STEP    every which allocation fails (1: every one)
 *              OOM_SAMPLE  how many of those that ended at once are run again (default 50)
 */
#define _GNU_SOURCE

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_OUT_OF_MEMORY 3
#define EXIT_SUSPECT 77 /* a probe that was about to leave something behind */
#define OUTPUTS_MAX 32
#define SUSPECTS_MAX 100000
#define MESSAGES_MAX 65536
#define RUN_SECONDS 60

static const char old_report[] = "an old report\n";

/* ---- allocations ---------------------------------------------------------------------------- */

/* What is shared by all processes of one driver. */
static struct shared {
	long allocations, probed, suspects[SUSPECTS_MAX];
	size_t n_suspects;
} * shared;

static enum { WATCH_NOTHING, PROBE_EACH, FAIL_ONE, COUNT_ONLY } mode;
static long count, failing, step = 1;
static bool is_probe;
static int probe_messages;

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);

/* dlsym() itself may allocate, before the real functions are known. */
static _Alignas(max_align_t) char early[16384];
static size_t early_used;

static void *
early_alloc(size_t size)
{
	void *p = early + early_used;

	size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	if (size > sizeof early - early_used)
		return NULL;
	early_used += size;
	return p;
}

static bool
is_early(const void *p)
{
	return (const char *)p >= early && (const char *)p < early + sizeof early;
}

/* A file of its own, at the same place: what a probe reads, the run has yet to read. */
static void
reopen(int fd)
{
	char path[32];
	int own;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	own = open(path, O_RDONLY | O_CLOEXEC);
	if (own < 0)
		return;
	lseek(own, lseek(fd, 0, SEEK_CUR), SEEK_SET);
	dup2(own, fd);
	close(own);
}

/* In a child of the watched run: nothing that it does may reach the run's own files. */
static void
become_probe(void)
{
	/* Not /dev/null, whose mode an output's would become. */
	int null = memfd_create("probe", 0);

	is_probe = true;
	mode = FAIL_ONE;
	failing = count;
	dup2(null, STDOUT_FILENO);
	dup2(probe_messages, STDERR_FILENO);
	for (int fd = 3; fd < 64; fd++) {
		int flags = fd == probe_messages || fd == null ? -1 : fcntl(fd, F_GETFL);

		if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY)
			dup2(null, fd);
		else if (flags >= 0)
			reopen(fd);
	}
	alarm(RUN_SECONDS);
}

static void
probe(void)
{
	static const char wanted[] = "out of memory\n";
	char got[256] = "";
	int status = 0;
	ssize_t n;
	pid_t pid;

	if (ftruncate(probe_messages, 0) != 0)
		abort();
	lseek(probe_messages, 0, SEEK_SET);
	mode = WATCH_NOTHING;
	pid = fork();
	if (pid == 0) {
		become_probe();
		return;
	}
	waitpid(pid, &status, 0);
	mode = PROBE_EACH;
	shared->probed++;
	n = pread(probe_messages, got, sizeof got - 1, 0);
	got[n > 0 ? n : 0] = '\0';
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OUT_OF_MEMORY &&
	    strstr(got, wanted) != NULL)
		return;
	if (shared->n_suspects < SUSPECTS_MAX)
		shared->suspects[shared->n_suspects++] = count;
}

/* Does the allocation that is asked for now fail? */
static bool
fails(void)
{
	int error = errno;

	if (mode == WATCH_NOTHING)
		return false;
	count++;
	if (mode == PROBE_EACH && count % step == 0)
		probe();
	errno = error;
	if (mode != FAIL_ONE || count != failing)
		return false;
	errno = ENOMEM;
	return true;
}

static void
find_real(void)
{
	static bool looking;

	if (looking)
		return;
	looking = true;
	*(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
	*(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
	*(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
	looking = false;
}

void *
malloc(size_t size)
{
	if (real_malloc == NULL)
		find_real();
	if (real_malloc == NULL)
		return early_alloc(size);
	return fails() ? NULL : real_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	if (real_malloc == NULL)
		find_real();
	if (real_malloc == NULL)
		return n != 0 && size > SIZE_MAX / n ? NULL : early_alloc(n * size);
	return fails() ? NULL : real_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	if (is_early(p)) {
		void *q = malloc(size);

		if (q != NULL)
			memcpy(q, p, size);
		return q;
	}
	if (real_malloc == NULL)
		find_real();
	return fails() ? NULL : real_realloc(p, size);
}

void
free(void *p)
{
	static void (*real_free)(void *);

	if (p == NULL || is_early(p))
		return;
	if (real_free == NULL)
		*(void **)&real_free = dlsym(RTLD_NEXT, "free");
	real_free(p);
}

/* ---- what a probe must not do, and nobody has to wait for ----------------------------------- */

int
rename(const char *from, const char *to)
{
	static int (*real)(const char *, const char *);

	if (is_probe)
		_exit(EXIT_SUSPECT);
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "rename");
	return real(from, to);
}

int
unlink(const char *path)
{
	static int (*real)(const char *);

	if (is_probe)
		return 0;
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "unlink");
	return real(path);
}

/* Who makes a new file is about to write a report. */
int
open(const char *path, int flags, ...)
{
	static int (*real)(const char *, int, ...);
	mode_t bits = 0;
	va_list ap;

	if (is_probe && (flags & O_EXCL) != 0)
		_exit(EXIT_SUSPECT);
	if ((flags & O_CREAT) != 0) {
		va_start(ap, flags);
		bits = va_arg(ap, mode_t);
		va_end(ap);
	}
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "open");
	return real(path, flags, bits);
}

int
fsync(int fd)
{
	(void)fd;
	return 0;
}

/* ---- the driver ----------------------------------------------------------------------------- */

struct output {
	char name[256];
	char *bytes;
	size_t size;
};

static struct output outputs[OUTPUTS_MAX];
static size_t n_outputs, n_wrong, n_harmless, n_ended, n_reported;
static int whole_code;

static void
die(const char *what)
{
	fprintf(stderr, "oom: %s: %s\n", what, strerror(errno));
	_exit(99);
}

static char *
slurp(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	char *bytes;

	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	*size = (size_t)st.st_size;
	bytes = real_malloc(*size + 1);
	if (bytes == NULL || read(fd, bytes, *size) != (ssize_t)*size)
		die(path);
	bytes[*size] = '\0';
	close(fd);
	return bytes;
}

/* Calls back for each file in the directory. */
static void
each_file(void (*call)(const char *name))
{
	DIR *d = opendir(".");
	struct dirent *e;

	if (d == NULL)
		die("OOM_DIR");
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] != '.' || strlen(e->d_name) > 2)
			call(e->d_name);
	}
	closedir(d);
}

static void
remember(const char *name)
{
	struct output *o = &outputs[n_outputs];

	if (n_outputs++ == OUTPUTS_MAX)
		die("too many outputs");
	snprintf(o->name, sizeof o->name, "%s", name);
	o->bytes = slurp(name, &o->size);
}

static void
take_away(const char *name)
{
	unlink(name);
}

/* Old reports where the new ones go; what a run prints is no file that it replaces. */
static void
lay_out(void)
{
	each_file(take_away);
	for (size_t i = 0; i < n_outputs; i++) {
		int fd;

		if (strncmp(outputs[i].name, "std", 3) == 0)
			continue;
		fd = open(outputs[i].name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd < 0 || write(fd, old_report, sizeof old_report - 1) < 0)
			die(outputs[i].name);
		close(fd);
	}
}

static const char *run_fault; /* what is wrong with the files that a run left */
static bool run_old, run_new;

static void
judge_file(const char *name)
{
	size_t size;
	char *bytes = slurp(name, &size);
	const struct output *o = NULL;

	for (size_t i = 0; i < n_outputs; i++) {
		if (strcmp(outputs[i].name, name) == 0)
			o = &outputs[i];
	}
	if (strncmp(name, "std", 3) == 0) {
		if (strcmp(name, "stdout") == 0 && o != NULL &&
		    (size != o->size || memcmp(bytes, o->bytes, size) != 0))
			run_old = true;
	} else if (o == NULL) {
		run_fault = "a file is left behind that is no output";
	} else if (size == o->size && memcmp(bytes, o->bytes, size) == 0) {
		run_new = true;
	} else if (strcmp(bytes, old_report) == 0) {
		run_old = true;
	} else {
		run_fault = "an output is neither the old nor the new one";
	}
	free(bytes);
}

static void
redirect(const char *name, int to)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);

	if (fd < 0)
		die(name);
	dup2(fd, to);
	close(fd);
}

static int
wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void
wrong(long n, int code, const char *why)
{
	size_t size;
	char *said = slurp("stderr", &size);

	n_wrong++;
	fprintf(stderr, "oom: allocation %ld: exit %d: %s (stderr: %.300s)\n", n, code, why, said);
	free(said);
}

static void
judge_run(long n, int code)
{
	size_t size;
	char *said = slurp("stderr", &size);
	bool told = strstr(said, "out of memory") != NULL ||
		    strcasestr(said, "Cannot allocate memory") != NULL;

	run_fault = NULL;
	run_old = run_new = false;
	each_file(judge_file);
	if (code >= 1000)
		wrong(n, code, "killed by a signal");
	else if (run_fault != NULL)
		wrong(n, code, run_fault);
	else if (!told && code != whole_code)
		wrong(n, code, "ends otherwise, and does not say why");
	else if (!told && run_old)
		wrong(n, code, "an output is missing or another, and nothing is said");
	else if (told && (code < 2 || code > 4))
		wrong(n, code, "says that memory is out, and its exit code does not");
	else if (!told)
		n_harmless++;
	else if (code == EXIT_OUT_OF_MEMORY)
		n_ended++;
	else
		n_reported++;
	free(said);
}

/* One whole run in which allocation `n` fails. Returns in the child only. */
static bool
run_alone(long n)
{
	pid_t pid;

	lay_out();
	pid = fork();
	if (pid == 0) {
		redirect("stdout", STDOUT_FILENO);
		redirect("stderr", STDERR_FILENO);
		alarm(RUN_SECONDS);
		count = 0;
		failing = n;
		mode = FAIL_ONE;
		return true;
	}
	judge_run(n, wait_for(pid));
	return false;
}

static long
number(const char *name, long otherwise)
{
	const char *v = getenv(name);

	return v != NULL ? atol(v) : otherwise;
}

static bool
watched_run(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		redirect("stdout", STDOUT_FILENO);
		redirect("stderr", STDERR_FILENO);
		count = 0;
		mode = PROBE_EACH;
		return true;
	}
	whole_code = wait_for(pid);
	return false;
}

static void __attribute__((destructor)) tell_count(void)
{
	if (mode == PROBE_EACH)
		shared->allocations = count;
}

static void __attribute__((constructor)) drive(void)
{
	const char *dir = getenv("OOM_DIR");
	long sample, spread;

	find_real();
	if (dir == NULL)
		return;
	shared =
	    mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	probe_messages = memfd_create("messages", MFD_CLOEXEC);
	if (shared == MAP_FAILED || probe_messages < 0 || chdir(dir) != 0)
		die("cannot begin");
	step = number("OOM_STEP", 1);
	sample = number("OOM_SAMPLE", 50);
	if (watched_run())
		return;
	if (whole_code >= 1000)
		die("the watched run was killed");
	each_file(remember);
	for (size_t i = 0; i < shared->n_suspects; i++) {
		if (run_alone(shared->suspects[i]))
			return;
	}
	spread = shared->allocations / (sample + 1);
	for (long n = 1; spread > 0 && n <= sample; n++) {
		if (run_alone(n * spread))
			return;
	}
	fprintf(stderr,
	    "oom: %ld allocations, %ld failed, %zu looked at closely: %zu harmless, %zu ended with "
	    "3, "
	    "%zu reported; %zu wrong\n",
	    shared->allocations, shared->probed,
	    shared->n_suspects + (size_t)(spread > 0 ? sample : 0), n_harmless, n_ended, n_reported,
	    n_wrong);
	_exit(n_wrong != 0);
}
