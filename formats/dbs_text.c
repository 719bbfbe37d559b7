/*
 * dbs_text.c: the lines of docker-bench-security, for scripts that look for "[WARN] 5.4" or
 * "Score:".
 */
#include "config.h"

#include "format.h"

#include <string.h>

static const struct look {
	const char *tag, *color;
} looks[N_STATUS] = {
	[STATUS_SKIP] = { "INFO", "\033[1;34m" },
	[STATUS_INFO] = { "INFO", "\033[1;34m" },
	[STATUS_PASS] = { "PASS", "\033[1;32m" },
	[STATUS_NOTE] = { "NOTE", "\033[1;33m" },
	[STATUS_ERROR] = { "INFO", "\033[1;34m" },
	[STATUS_WARN] = { "WARN", "\033[1;31m" },
};

/* A line is one there: a message never makes two. */
static void
one_line(struct sink *s, const char *text)
{
	for (; *text != '\0'; text++)
		sink_write(s, *text == '\n' ? " " : text, 1);
}

static void
tag(struct sink *s, const struct format_options *o, enum status status)
{
	if (o->color)
		sink_printf(s, "%s[%s]\033[0m ", looks[status].color, looks[status].tag);
	else
		sink_printf(s, "[%s] ", looks[status].tag);
}

static void
check(struct sink *s, const struct format_options *o, const struct check_result *c)
{
	unsigned n = 0;

	tag(s, o, c->status);
	sink_printf(s, "%s - ", c->id);
	one_line(s, c->title);
	sink_puts(s, c->manual ? " (Manual)\n" : " (Automated)\n");
	for (size_t i = 0; i < c->n_findings && c->status != STATUS_PASS; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status != c->status || (o->item_limit > 0 && n == o->item_limit))
			continue;
		n++;
		tag(s, o, c->status);
		sink_puts(s, "     * ");
		one_line(s, f->message);
		sink_puts(s, ": ");
		one_line(s, f->subject->name);
		sink_puts(s, "\n");
	}
}

static void
remedies(struct sink *s, const struct format_options *o, const struct report *r)
{
	sink_puts(s, "\n\nSection B - Remediation measures\n\n");
	for (size_t i = 0; i < r->n_checks; i++) {
		if (r->checks[i].status != STATUS_WARN)
			continue;
		tag(s, o, STATUS_INFO);
		sink_printf(s, "%s - ", r->checks[i].id);
		one_line(s, r->checks[i].remedy);
		sink_puts(s, "\n");
	}
}

static int
write_dbs_text(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	const char *section = "";

	(void)err;
	sink_puts(s, "# ");
	one_line(s, r->tool_name);
	sink_puts(s, " ");
	one_line(s, r->tool_version);
	sink_puts(s, ", in the manner of Docker Bench for Security v1.6.0\n");
	sink_printf(s, "Initializing %s\n\n\nSection A - Check results\n", r->started);
	for (size_t i = 0; i < r->n_checks; i++) {
		if (strcmp(section, r->checks[i].section_id) != 0) {
			section = r->checks[i].section_id;
			sink_puts(s, "\n");
			tag(s, o, STATUS_INFO);
			sink_printf(s, "%s - ", section);
			one_line(s, r->checks[i].section);
			sink_puts(s, "\n");
		}
		check(s, o, &r->checks[i]);
	}
	if (o->remedies)
		remedies(s, o, r);
	sink_puts(s, "\n\nSection C - Score\n\n");
	tag(s, o, STATUS_INFO);
	sink_printf(s, "Checks: %zu\n", r->n_checks);
	tag(s, o, STATUS_INFO);
	sink_printf(s, "Score: %ld\n\n",
	    (long)r->checks_by_status[STATUS_PASS] - (long)r->checks_by_status[STATUS_WARN]);
	return 0;
}

const struct format format_dbs_text = {
	.name = "dbs-text",
	.extension = "dbs.txt",
	.media_type = "text/plain",
	.summary = "docker-bench-security's lines, for scripts that look for them",
	.write = write_dbs_text,
};
