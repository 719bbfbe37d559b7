/*
 * targets.c: finds out which report goes where, and writes them. It may not change a report.
 */
#include "config.h"

#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "base/words.h"
#include "fleet/fleet.h"

#define WIDTH_MAX 160
#define WIDTH_OTHERWISE 100

static int
unknown_format(const char *name, struct err *err)
{
	const char *names[32] = { NULL }, *near;

	for (size_t i = 0; i < 31 && formats[i] != NULL; i++)
		names[i] = formats[i]->name;
	near = nearest_name(name, names);
	return err_set(err, EXIT_USAGE, "no format is called \"%s\"%s%s%s", name,
	    near ? ": did you mean " : ": see dockassay list formats", near ? near : "",
	    near ? "?" : "");
}

static int
add_target(struct targets *t, const char *format, const char *path, bool plain, struct err *err)
{
	const struct format *f = format_find(format);

	if (f == NULL)
		return unknown_format(format, err);
	t->v[t->n++] = (struct target){ f, path, plain };
	return 0;
}

/* "sarif:out.sarif", or "out.sarif" whose suffix names the format. */
static int
add_output(struct targets *t, const char *output, struct arena *a, struct err *err)
{
	const char *colon = strchr(output, ':'), *dot = strrchr(output, '.');

	if (colon != NULL && colon != output && colon[1] != '\0')
		return add_target(
		    t, arena_strndup(a, output, (size_t)(colon - output)), colon + 1, false, err);
	if (colon == NULL && dot != NULL && format_find(dot + 1) != NULL)
		return add_target(t, dot + 1, output, false, err);
	return err_set(err, EXIT_USAGE, "-o wants FORMAT:FILE, not \"%s\"", output);
}

int
targets_find(struct targets *t, const struct options *o, struct arena *a, struct err *err)
{
	const char *text = o->as_dbs ? "dbs-text" : "text";
	bool stdout_taken = false;

	*t = (struct targets){ .n = 0 };
	for (size_t i = 0; i < o->n_outputs; i++) {
		if (add_output(t, o->outputs[i], a, err) < 0)
			return -1;
		stdout_taken = stdout_taken || strcmp(t->v[t->n - 1].path, "-") == 0;
	}
	if (o->log_file != NULL) {
		if (add_target(t, text, o->log_file, true, err) < 0 ||
		    add_target(t, "dbs-json", arena_printf(a, "%s.json", o->log_file), true, err) <
			0)
			return -1;
	}
	if (o->format != NULL && stdout_taken)
		return err_set(err, EXIT_USAGE, "two reports would go to stdout");
	if (!o->quiet && !stdout_taken)
		return add_target(t, o->format != NULL ? o->format : text, "-", false, err);
	return 0;
}

static bool
wants_color(const struct options *o)
{
	const char *force = getenv("CLICOLOR_FORCE"), *no = getenv("NO_COLOR");

	if (o->no_color || strcmp(o->color, "never") == 0)
		return false;
	if (strcmp(o->color, "always") == 0)
		return true;
	if (no != NULL && *no != '\0')
		return false;
	return (force != NULL && *force != '\0' && strcmp(force, "0") != 0) ||
	       isatty(STDOUT_FILENO);
}

static unsigned
terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col < 40)
		return WIDTH_OTHERWISE;
	return size.ws_col > WIDTH_MAX ? WIDTH_MAX : size.ws_col;
}

static bool
locale_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && *v != '\0')
			return strstr(v, "UTF-8") != NULL || strstr(v, "utf8") != NULL;
	}
	return false;
}

static struct format_options
format_options_of(const struct target *t, const struct options *o)
{
	bool to_stdout = strcmp(t->path, "-") == 0;

	return (struct format_options){
		.color = to_stdout && !t->plain && wants_color(o),
		.remedies = !o->no_remedies,
		.utf8 = to_stdout && locale_is_utf8(),
		.width = to_stdout ? terminal_width() : WIDTH_OTHERWISE,
		.item_limit = (unsigned)o->limit,
		.junit_by_subject = strcmp(o->junit_by, "subject") == 0,
		.template_dir = o->templates,
		.title = o->title,
		.organization = o->organization,
		.logo = o->logo,
		.sarif_all = o->sarif_all,
	};
}

/* Makes the file appear; where its writer or sink has failed, nothing does. */
static int
close_target(const struct target *t, struct outputs *outputs, struct output_file *file,
    struct sink *sink, int written, struct err *err)
{
	if (written == 0 && sink_error(sink) == 0)
		return outputs_commit(outputs, file, err);
	output_abandon(file);
	if (written < 0)
		return err_wrap(err, "%s", t->path);
	return err_set(err, EXIT_OUTPUT, "cannot write %s: %s",
	    strcmp(t->path, "-") == 0 ? "stdout" : t->path, strerror(sink->error));
}

static int
write_target(const struct target *t, const struct targets *all, const struct report *r,
    const struct options *o, struct err *err)
{
	int64_t start = timings_now();
	struct format_options fo = format_options_of(t, o);
	struct output_file file;
	struct sink sink;
	int result;

	if (outputs_open(all->outputs, &file, t->path, err) < 0)
		return -1;
	sink_to_file(&sink, file.file);
	result = t->format->write(r, &fo, &sink, err);
	result = close_target(t, all->outputs, &file, &sink, result, err);
	if (result == 0 && all->timings != NULL)
		timings_tell_format(all->timings, t->format->name, start, sink.written);
	return result;
}

/* The first error is kept, others are told at once. */
static void
note_error(struct err *first, const struct err *one)
{
	if (first->msg[0] == '\0') {
		*first = *one;
		return;
	}
	fputs("dockassay: ", stderr);
	text_print(stderr, one->msg);
	fputs("\n", stderr);
}

int
targets_write(
    const struct targets *t, const struct report *r, const struct options *o, struct err *err)
{
	int result = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct err one = { .code = EXIT_GATE_OPEN };

		if (write_target(&t->v[i], t, r, o, &one) == 0)
			continue;
		note_error(err, &one);
		result = -1;
	}
	return result;
}

/* ---- many hosts ----------------------------------------------------------------------------- */

/* A document that is open while the hosts go by. */
struct page {
	const struct target *target;
	struct format_options options;
	struct output_file file;
	struct sink sink;
	struct fleet_page page;
	int result; /* -1: failed, and nothing is written to it any more */
	struct err err;
};

int
targets_hold_fleet(const struct targets *t, struct err *err)
{
	char names[400] = "";

	for (size_t i = 0; formats[i] != NULL; i++) {
		if (formats[i]->fleet != NULL)
			snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
			    names[0] != '\0' ? ", " : "", formats[i]->name);
	}
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].format->fleet == NULL)
			return err_set(err, EXIT_USAGE,
			    "a document of format %s is about one host: render each report, or "
			    "merge into "
			    "%s",
			    t->v[i].format->name, names);
	}
	return 0;
}

static void
begin_page(struct page *x, const struct target *t, const struct outputs *outputs,
    const struct fleet *f, const struct options *o)
{
	const struct fleet_writer *w = t->format->fleet;

	*x = (struct page){ .target = t, .options = format_options_of(t, o) };
	if (outputs_open(outputs, &x->file, t->path, &x->err) < 0) {
		x->result = -1;
		x->target = NULL;
		return;
	}
	sink_to_file(&x->sink, x->file.file);
	x->page = (struct fleet_page){ .fleet = f, .options = &x->options, .sink = &x->sink };
	if (w->begin != NULL)
		x->result = w->begin(&x->page, &x->err);
}

static int
write_hosts(struct page *pages, size_t n, const struct fleet *f, fleet_report_fn next, void *ctx,
    struct err *err)
{
	bool wanted = false;

	for (size_t i = 0; i < n; i++)
		wanted = wanted ||
			 (pages[i].result == 0 && pages[i].target->format->fleet->host != NULL);
	for (size_t h = 0; wanted && h < f->n_hosts; h++) {
		const struct report *r = next(ctx, &f->hosts[h], err);

		if (r == NULL)
			return -1;
		for (size_t i = 0; i < n; i++) {
			struct page *x = &pages[i];

			if (x->result == 0 && x->target->format->fleet->host != NULL)
				x->result = x->target->format->fleet->host(
				    &x->page, r, &f->hosts[h], &x->err);
		}
	}
	return 0;
}

int
targets_write_fleet(const struct targets *t, const struct fleet *f, fleet_report_fn next, void *ctx,
    const struct options *o, struct err *err)
{
	struct page *pages = xmalloc((t->n + 1) * sizeof *pages);
	struct err unread = { .code = EXIT_GATE_OPEN };
	int result = 0;

	for (size_t i = 0; i < t->n; i++)
		begin_page(&pages[i], &t->v[i], t->outputs, f, o);
	if (write_hosts(pages, t->n, f, next, ctx, &unread) < 0) {
		note_error(err, &unread);
		result = -1;
	}
	for (size_t i = 0; i < t->n; i++) {
		struct page *x = &pages[i];
		bool opened = x->target != NULL;

		if (opened && x->target->format->fleet->end != NULL)
			x->target->format->fleet->end(&x->page);
		if (opened && unread.msg[0] != '\0' && x->result == 0)
			output_abandon(&x->file);
		else if (opened)
			x->result = close_target(
			    x->target, t->outputs, &x->file, &x->sink, x->result, &x->err);
		if (x->result < 0)
			note_error(err, &x->err);
		result = x->result < 0 ? -1 : result;
	}
	free(pages);
	return result;
}
