/*
 * location.c: gives findings a place that files and lines can tell. It may not use what changes
 * when a container is made again.
 */
#include "config.h"

#include "location.h"

#include <ctype.h>
#include <string.h>

static bool
is_build_file(const struct finding *f)
{
	return f->subject->kind == SUBJECT_DOCKERFILE || f->subject->kind == SUBJECT_COMPOSE;
}

/* The file that the first evidence with a line lies in; NULL: no evidence has one. */
static const char *
file_with_line(const struct finding *f)
{
	for (size_t i = 0; i < f->n_evidence; i++) {
		if (f->evidence[i].line > 0)
			return evidence_source(f, &f->evidence[i]);
	}
	return NULL;
}

/*
 * Parts that a path cannot have, or that lead elsewhere ("", ".", ".."), get a name, and what other
 * systems take for the end of a part does not stay.
 */
static void
put_path(struct buf *b, const char *path)
{
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (n == 0 || strspn(path, ".") == n)
			buf_puts(b, "_");
		for (size_t i = 0; i < n; i++)
			buf_putc(b, path[i] == '\\' || path[i] == '\n' ? '_' : path[i]);
		path += n;
		if (*path == '/') {
			buf_puts(b, "/");
			path++;
			if (*path == '\0')
				buf_puts(b, "_");
		}
	}
}

void
location_path(struct buf *b, const struct finding *f)
{
	const char *file = file_with_line(f);

	if (is_build_file(f) && file == NULL)
		file = f->subject->name;
	if (f->subject->kind == SUBJECT_FILE)
		file = f->subject->name;
	/* What is no path, such as "kernel", is a source but no file. */
	if (file != NULL && (is_build_file(f) || file[0] == '/')) {
		while (strncmp(file, "./", 2) == 0)
			file += 2;
		file += strspn(file, "/");
		put_path(b, *file != '\0' ? file : "root");
		return;
	}
	buf_printf(b, "docker/%s", subject_kind_name(f->subject->kind));
	if (strcmp(subject_kind_name(f->subject->kind), f->subject->name) != 0) {
		buf_puts(b, "/");
		put_path(b, f->subject->name[0] != '\0' ? f->subject->name : ".");
	}
}

void
location_on_host(struct buf *b, const char *host, const struct finding *f)
{
	if (!is_build_file(f)) {
		size_t n = strlen(host);

		if (strspn(host, ".") == n)
			buf_puts(b, "_");
		for (size_t i = 0; i < n; i++)
			buf_putc(b, strchr("/\\\n", host[i]) != NULL ? '_' : host[i]);
		buf_puts(b, "/");
	}
	location_path(b, f);
}

void
location_uri(struct buf *b, const char *path)
{
	for (const char *p = path; *p != '\0'; p++) {
		if (isalnum((unsigned char)*p) || strchr("-._~/", *p) != NULL)
			buf_putc(b, *p);
		else
			buf_printf(b, "%%%02X", (unsigned char)*p);
	}
}

int64_t
location_line(const struct finding *f)
{
	for (size_t i = 0; i < f->n_evidence; i++) {
		if (f->evidence[i].line > 0)
			return f->evidence[i].line;
	}
	return 1;
}

void
location_subject(struct buf *b, const struct finding *f)
{
	const char *kind = subject_kind_name(f->subject->kind);

	buf_puts(b, kind);
	if (strcmp(kind, f->subject->name) != 0)
		buf_printf(b, " %s", f->subject->name);
}
