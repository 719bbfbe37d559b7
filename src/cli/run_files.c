/*
 * run_files.c: lists the files of a run, and holds them apart. It may not open one.
 */
#include "config.h"

#include "run_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/config_file.h"

/* ---- the list ------------------------------------------------------------------------------- */

static void
add(struct run_files *f, struct run_file file)
{
	f->v = arena_grow(f->arena, f->v, f->n, &f->cap, sizeof *f->v);
	f->v[f->n++] = file;
}

void
run_files_add_input(struct run_files *f, const char *path, const char *said_by)
{
	add(f, (struct run_file){ path, said_by, "", false, false });
}

static bool
names_files(const struct option_row *row)
{
	return row->arg != NULL &&
	       (strcmp(row->arg, "FORMAT:FILE") == 0 || strcmp(row->arg, "FILE") == 0 ||
		   strcmp(row->arg, "DIR") == 0);
}

/* "sarif:out.sarif" writes out.sarif. */
static const char *
path_in(const struct option_row *row, const char *value)
{
	const char *colon = strcmp(row->arg, "FORMAT:FILE") == 0 ? strchr(value, ':') : NULL;

	return colon != NULL && colon != value ? colon + 1 : value;
}

static void
add_option(struct run_files *f, const struct option_row *row)
{
	const char *said = option_said(f->arena, f->options, row);
	const char *const *values;
	size_t n = option_values(f->options, row, &values);

	for (size_t i = 0; i < n; i++) {
		struct run_file file = { path_in(row, values[i]), said, row->name,
			option_is_output(row), false };

		if (row->type == OPTION_LIST)
			file.said_by = arena_printf(f->arena, "%s %s", said, values[i]);
		add(f, file);
		if (strcmp(row->name, "log") != 0)
			continue;
		file.path = arena_printf(f->arena, "%s.json", file.path);
		file.said_by = arena_printf(f->arena, "the JSON of %s", said);
		file.is_beside = true;
		add(f, file);
	}
}

static bool
is_standard(const struct run_file *file)
{
	return strcmp(file->path, "-") == 0;
}

/* Does the report itself go to stdout, and not only what options send there? */
static bool
prints_report(const struct run_files *f)
{
	const struct options *o = f->options;

	if (o->quiet || (strcmp(o->command, "waive") == 0 && o->n_outputs > 0))
		return false;
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->v[i].option, "output") == 0 && is_standard(&f->v[i]))
			return false;
	}
	return true;
}

/* Is it, or will it be, a file with a name, and no device or pipe? */
static bool
is_named(const struct run_file *file)
{
	struct stat st;

	return !is_standard(file) && (stat(file->path, &st) != 0 || S_ISREG(st.st_mode));
}

static void
add_signatures(struct run_files *f)
{
	size_t n = f->n;

	for (size_t i = 0; i < n && f->options->sign != NULL; i++) {
		struct run_file file = f->v[i];

		if (!file.is_written || !is_named(&file))
			continue;
		file.path = arena_printf(f->arena, "%s.sig", file.path);
		file.said_by = arena_printf(f->arena, "the signature of %s", file.said_by);
		file.is_beside = true;
		add(f, file);
	}
}

void
run_files_find(struct run_files *f, struct arena *a, const struct options *o)
{
	*f = (struct run_files){ .arena = a, .options = o };
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (names_files(option_row(i)) && option_is_used(o, option_row(i)))
			add_option(f, option_row(i));
	}
	if (prints_report(f))
		add(f, (struct run_file){ "-", "the report on stdout", "", true, false });
	add_signatures(f);
	if (o->file != NULL && o->config == NULL)
		run_files_add_input(f, o->file->path, "the configuration");
	for (size_t i = 0; i < o->n_args; i++)
		run_files_add_input(f, o->args[i], o->command);
}

/* ---- held apart ----------------------------------------------------------------------------- */

/* What a path comes to. */
struct place {
	enum { NOWHERE, A_FILE, A_NAME } kind;
	dev_t device; /* of the file, or of the folder that has no such name yet */
	ino_t inode;
	const char *name;
};

static struct place
place_of(struct arena *a, const struct run_file *file)
{
	const char *slash = strrchr(file->path, '/');
	const char *folder = slash == NULL ? "."
			     : slash == file->path
				 ? "/"
				 : arena_strndup(a, file->path, (size_t)(slash - file->path));
	struct place p = { .name = slash != NULL ? slash + 1 : file->path };
	struct stat st;
	int result = is_standard(file) ? fstat(file->is_written ? STDOUT_FILENO : STDIN_FILENO, &st)
				       : stat(file->path, &st);

	if (result == 0)
		p.kind = S_ISREG(st.st_mode) ? A_FILE : NOWHERE;
	else if (!is_standard(file) && stat(folder, &st) == 0)
		p.kind = A_NAME;
	if (p.kind != NOWHERE) {
		p.device = st.st_dev;
		p.inode = st.st_ino;
	}
	return p;
}

static bool
is_same(const struct run_file *a, const struct place *at_a, const struct run_file *b,
    const struct place *at_b)
{
	if (is_standard(a) && is_standard(b) && a->is_written == b->is_written)
		return true;
	return at_a->kind != NOWHERE && at_a->kind == at_b->kind && at_a->device == at_b->device &&
	       at_a->inode == at_b->inode &&
	       (at_a->kind == A_FILE || strcmp(at_a->name, at_b->name) == 0);
}

/* The next scan is compared with this one: that is what --update-baseline is for. */
static bool
is_meant(const struct run_file *read, const struct run_file *written)
{
	return strcmp(read->option, "baseline") == 0 &&
	       strcmp(written->option, "update-baseline") == 0 && !written->is_beside;
}

/* `a` is written. */
static int
refuse(const struct run_file *a, const struct run_file *b, struct err *err)
{
	const char *path = is_standard(a) ? b->path : a->path;

	if (b->is_written)
		return err_set(err, EXIT_USAGE, "%.300s and %.300s would both be written to %.300s",
		    a->said_by, b->said_by, strcmp(path, "-") == 0 ? "stdout" : path);
	return err_set(err, EXIT_USAGE, "%.300s would be written over %.300s, which %.300s reads",
	    a->said_by, strcmp(b->path, "-") == 0 ? "stdin" : b->path, b->said_by);
}

/* Who asks for a signature or a list relies on it. A setting of a file is for other runs, too. */
static int
check_evidence(const struct run_files *f, struct err *err)
{
	bool listed = false, signed_ = false, wants_list = false, wants_signature = false;

	for (size_t i = 0; option_row(i) != NULL; i++) {
		bool said = f->options->from_whom[i].origin == BY_COMMAND_LINE;

		wants_list = wants_list || (said && strcmp(option_row(i)->name, "digest") == 0);
		wants_signature =
		    wants_signature || (said && strcmp(option_row(i)->name, "sign") == 0);
	}
	for (size_t i = 0; i < f->n; i++) {
		if (!f->v[i].is_written || f->v[i].is_beside || !is_named(&f->v[i]))
			continue;
		signed_ = true;
		listed = listed || strcmp(f->v[i].option, "digest") != 0;
	}
	if (wants_list && !listed)
		return err_set(err, EXIT_USAGE,
		    "--digest would list nothing: no output is a file (-o FORMAT:FILE)");
	if (wants_signature && !signed_)
		return err_set(err, EXIT_USAGE,
		    "--sign would sign nothing: no output is a file (-o FORMAT:FILE)");
	return 0;
}

int
run_files_check(const struct run_files *f, struct err *err)
{
	struct place *at = arena_alloc(f->arena, (f->n + 1) * sizeof *at);
	const struct run_file *stdin_of = NULL;
	int result = 0;

	for (size_t i = 0; i < f->n; i++)
		at[i] = place_of(f->arena, &f->v[i]);
	for (size_t i = 0; i < f->n && result == 0; i++) {
		if (!f->v[i].is_written && is_standard(&f->v[i])) {
			if (stdin_of != NULL)
				return err_set(err, EXIT_USAGE,
				    "%.300s and %.300s would both read stdin", stdin_of->said_by,
				    f->v[i].said_by);
			stdin_of = &f->v[i];
		}
		for (size_t k = 0; k < f->n && f->v[i].is_written && result == 0; k++) {
			bool again = k <= i && f->v[k].is_written;

			if (!again && is_same(&f->v[i], &at[i], &f->v[k], &at[k]) &&
			    !is_meant(&f->v[k], &f->v[i]))
				result = refuse(&f->v[i], &f->v[k], err);
		}
	}
	return result < 0 ? -1 : check_evidence(f, err);
}
