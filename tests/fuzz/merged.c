/*
 * merged.c: the target that joins what it gets as `merge` joins files: NUL ends each. One that
 * begins with "earlier" and a line feed is an earlier report, as --baseline names them. What is no
 * report, such as a snapshot, is to be told of.
 */
#include "config.h"

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "format.h"
#include "fleet/fleet_read.h"
#include "options/options.h"

#define FILES_MAX 6

struct files {
	struct arena *arena;
	size_t n;
	int fd[FILES_MAX];
	struct fleet_inputs reports;
	const char *earlier;
};

/* Files without a place on a disk, which the program opens by name as it does any. */
static void
add_file(struct files *files, const char *text, size_t len)
{
	static const char earlier[] = "earlier\n";
	bool is_earlier = strncmp(text, earlier, strlen(earlier)) == 0;
	int fd = memfd_create("report", MFD_CLOEXEC);
	const char *name;
	struct err err;

	if (fd < 0)
		abort();
	if (is_earlier) {
		text += strlen(earlier);
		len -= strlen(earlier);
	}
	if (write(fd, text, len) != (ssize_t)len)
		abort();
	files->fd[files->n++] = fd;
	name = arena_printf(files->arena, "/proc/self/fd/%d", fd);
	if (is_earlier && files->earlier == NULL)
		files->earlier = name;
	else if (fleet_inputs_add(&files->reports, files->arena, name, &err) < 0)
		fuzz_wrong("merge", err.msg);
}

/* What has to add up, whatever the reports say. */
static void
hold_counts(const struct fleet *f, size_t n_files)
{
	size_t sums[N_STATUS] = { 0 };

	if (f->n_hosts + f->n_unread + f->n_replaced != n_files)
		fuzz_wrong("merge", "a file is neither merged, nor replaced, nor unread");
	for (size_t h = 0; h < f->n_hosts; h++) {
		for (int i = 0; i < N_STATUS; i++)
			sums[i] += f->hosts[h].findings_by_status[i];
		for (size_t k = 0; k < h; k++) {
			if (strcmp(f->hosts[h].name, f->hosts[k].name) == 0)
				fuzz_wrong("merge", "two hosts have one name");
		}
	}
	for (int i = 0; i < N_STATUS; i++) {
		if (sums[i] != f->total->findings_by_status[i])
			fuzz_wrong("merge", "the total is not the sum of the hosts");
	}
	for (size_t c = 0; c < f->total->n_checks; c++) {
		size_t n = 0;

		for (int i = 0; i < N_FLEET_STATUS; i++)
			n += f->checks[c].hosts_by_status[i];
		if (n != f->n_hosts)
			fuzz_wrong("merge", "a check does not stand in one way on each host");
	}
	if (f->total->gate.open && (f->n_unread > 0 || f->n_clean != f->n_hosts))
		fuzz_wrong("merge", "the gate is open, and a host's is not, or was not read");
}

struct reading {
	struct fleet_reader *reader;
	struct report *report;
};

static const struct report *
next_report(void *ctx, const struct fleet_host *h, struct err *err)
{
	struct reading *x = ctx;

	report_free(x->report);
	x->report = fleet_read_again(x->reader, h, err);
	if (x->report == NULL)
		fuzz_wrong("merge", err->msg);
	return x->report;
}

static void
merge(struct fleet_reader *rd, const struct files *files)
{
	struct err err = { 0 };
	struct reading reading = { .reader = rd };
	struct fleet *f = fleet_collect(rd, &files->reports, &err);

	if (f == NULL) {
		if (err.msg[0] == '\0')
			fuzz_wrong("merge", "an error without a message");
		return;
	}
	hold_counts(f, files->reports.n);
	f->total->view = "";
	for (size_t i = 0; formats[i] != NULL; i++) {
		if (formats[i]->fleet != NULL)
			fuzz_render_fleet(f, formats[i], next_report, &reading);
	}
	report_free(reading.report);
	fleet_free(f);
}

void
fuzz_merge(const char *text, size_t len)
{
	struct files files = { .arena = arena_new() };
	struct policy p = { .view = { .summary = "" } };
	struct options o;
	struct fleet_reader rd = { .options = &o, .policy = &p };
	struct err err = { 0 };
	const char *end = text + len;

	options_default(&o);
	if (policy_read(&p, &o, true, files.arena, &err) < 0)
		fuzz_wrong("merge", err.msg);
	for (; text < end && files.n < FILES_MAX; text += strlen(text) + 1)
		add_file(&files, text, strlen(text));
	rd.baseline = files.earlier;
	if (rd.baseline == NULL || fleet_read_baseline(&rd, files.arena, &err) == 0)
		merge(&rd, &files);
	else if (err.msg[0] == '\0')
		fuzz_wrong("merge", "an error without a message");
	policy_free(&p);
	for (size_t i = 0; i < files.n; i++)
		close(files.fd[i]);
	arena_free(files.arena);
}
