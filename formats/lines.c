/*
 * lines.c: one finding a line with fixed columns, for grep, cut and awk.
 */
#include "config.h"

#include "format.h"

/* A column ends at a tab, and a line at its end: neither is left in the text. */
static void
column(struct sink *s, const char *text, const char *end)
{
	for (; *text != '\0'; text++)
		sink_write(s, *text == '\t' || *text == '\n' || *text == '\r' ? " " : text, 1);
	sink_puts(s, end);
}

static void
line(struct sink *s, const struct check_result *c, const struct finding *f)
{
	column(s, status_name(f->status), "\t");
	column(s, severity_name(c->severity), "\t");
	column(s, c->id, "\t");
	column(s, subject_kind_name(f->subject->kind), "\t");
	column(s, f->subject->name, "\t");
	column(s, f->key, "\t");
	column(s, f->message, "\n");
}

/* `host` is the first column, where there are many; NULL: there is one. */
static void
lines(struct sink *s, const struct report *r, const char *host)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (host != NULL)
				column(s, host, "\t");
			line(s, &r->checks[i], &r->checks[i].findings[k]);
		}
	}
}

static int
write_lines(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	lines(s, r, NULL);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h, (void)err;
	lines(p->sink, r, r->host);
	return 0;
}

static const struct fleet_writer fleet = { NULL, write_host, NULL };

const struct format format_lines = {
	.name = "lines",
	.extension = "tsv",
	.media_type = "text/tab-separated-values",
	.summary = "one finding a line, tab-separated, for grep and awk",
	.write = write_lines,
	.fleet = &fleet,
};
