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

#include "text.h"

#define WIDTH_MAX 160
#define WIDTH_OTHERWISE 100

static int
unknown_format(const char *name, struct err *err)
{
	const char *names[32] = { NULL }, *near;

	for (size_t i = 0; formats[i] != NULL && i < 31; i++)
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
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->v[i].path, path) == 0)
			return err_set(err, EXIT_USAGE, "two reports would go to %s",
			    strcmp(path, "-") == 0 ? "stdout" : path);
	}
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

static int
write_target(const struct target *t, struct outputs *outputs, const struct report *r,
    const struct options *o, struct err *err)
{
	bool to_stdout = strcmp(t->path, "-") == 0;
	struct format_options fo = {
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
	struct output_file file;
	struct sink sink;

	if (output_open(&file, t->path, err) < 0)
		return -1;
	sink_to_file(&sink, file.file);
	if (t->format->write(r, &fo, &sink, err) < 0) {
		output_abandon(&file);
		return err_wrap(err, "%s", t->path);
	}
	if (sink_error(&sink) != 0) {
		err_set(err, EXIT_OUTPUT, "cannot write %s: %s", to_stdout ? "stdout" : t->path,
		    strerror(sink_error(&sink)));
		output_abandon(&file);
		return -1;
	}
	return outputs_commit(outputs, &file, err);
}

int
targets_write(
    const struct targets *t, const struct report *r, const struct options *o, struct err *err)
{
	int failed = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct err one = { .code = EXIT_GATE_OPEN };

		if (write_target(&t->v[i], t->outputs, r, o, &one) == 0)
			continue;
		if (failed) {
			fputs("dockassay: ", stderr);
			text_print(stderr, one.msg);
			fputs("\n", stderr);
		} else {
			*err = one;
		}
		failed = 1;
	}
	return failed ? -1 : 0;
}
