/*
 * text_page.c: lines, tags and labels of reports for people at a terminal. It may not choose what
 * is told.
 */
#include "config.h"

#include "text_page.h"

#include <string.h>

#include "base/buf.h"

static const struct look {
	const char *tag, *color;
} looks[N_STATUS] = {
	[STATUS_SKIP] = { "SKIP", "\033[90m" },
	[STATUS_INFO] = { "INFO", "\033[34m" },
	[STATUS_PASS] = { "PASS", "\033[32m" },
	[STATUS_NOTE] = { "NOTE", "\033[33m" },
	[STATUS_ERROR] = { "ERROR", "\033[35m" },
	[STATUS_WARN] = { "WARN", "\033[31m" },
};

void
text_tag(const struct text_page *p, enum status status)
{
	if (p->options->color)
		sink_printf(p->sink, "%s[%s]\033[0m", looks[status].color, looks[status].tag);
	else
		sink_printf(p->sink, "[%s]", looks[status].tag);
}

/* Columns of a UTF-8 text: its characters, since wide ones are rare in names. */
static size_t
columns(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/*
 * What a log or terminal without UTF-8 cannot show becomes "?". A line ends where we want it to: a
 * name cannot begin one that looks like a verdict.
 */
void
text_word(const struct text_page *p, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\n' || c == '\t')
			sink_puts(p->sink, " ");
		else if (c < 0x80 || p->options->utf8)
			sink_write(p->sink, s + i, 1);
		else if ((c & 0xc0) != 0x80)
			sink_puts(p->sink, "?");
	}
}

void
text_indent(const struct text_page *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sink_puts(p->sink, " ");
}

/* Prints words from column `at`, wrapped, with a hanging indent; ends the line. */
void
text_wrapped(const struct text_page *p, const char *text, size_t at, size_t indent)
{
	size_t width = p->options->width;
	bool first = true;

	text += strspn(text, "\n"); /* nothing is printed before it, but a label */
	while (*text != '\0') {
		size_t n = strcspn(text, " \n"), cols = columns(text, n);

		if (*text == '\n') {
			sink_puts(p->sink, "\n");
			text++;
			if (*text != '\n' && *text != '\0')
				text_indent(p, indent);
			at = indent;
			first = true;
			continue;
		}
		if (!first && width > 0 && at + 1 + cols > width) {
			sink_puts(p->sink, "\n");
			text_indent(p, indent);
			at = indent;
		} else if (!first && n > 0) {
			sink_puts(p->sink, " ");
			at++;
		}
		text_word(p, text, n);
		at += cols;
		first = first && n == 0;
		text += n;
		if (*text == ' ')
			text++;
	}
	sink_puts(p->sink, "\n");
}

void
text_counts(const struct text_page *p, const char *name, const size_t counts[N_STATUS])
{
	static const enum status order[] = { STATUS_WARN, STATUS_ERROR, STATUS_NOTE, STATUS_PASS,
		STATUS_INFO, STATUS_SKIP };

	sink_puts(p->sink, name);
	for (size_t i = 0; i < N_STATUS; i++) {
		sink_printf(p->sink, "%s%zu ", i > 0 ? "  " : "", counts[order[i]]);
		text_tag(p, order[i]);
	}
	sink_puts(p->sink, "\n");
}

void
text_labelled(const struct text_page *p, const char *label, const char *text)
{
	sink_printf(p->sink, "%-11s", label);
	text_wrapped(p, text, 11, 11);
}

/* Which rule closes the gate, by which findings, and what to do about them. */
static void
gate_rule(const struct text_page *p, const struct gate_rule *rule)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	buf_printf(&line, "%s: %s", rule->name, rule->reason);
	text_labelled(p, "Closed by", buf_str(&line));
	for (size_t i = 0; i < rule->n_named; i++) {
		const struct gate_finding *g = &rule->named[i];

		buf_free(&line);
		if (g->host != NULL)
			buf_printf(&line, "%s: ", g->host);
		buf_printf(&line, "%s %s, %s %s: %s", g->check->id,
		    severity_name(g->check->severity), subject_kind_name(g->finding->subject->kind),
		    g->finding->subject->name, g->finding->message);
		sink_puts(p->sink, "           * ");
		text_wrapped(p, buf_str(&line), 13, 13);
	}
	if (rule->n_findings > rule->n_named)
		sink_printf(
		    p->sink, "           * and %zu more\n", rule->n_findings - rule->n_named);
	buf_free(&line);
}

void
text_gate(const struct text_page *p, const struct report *r)
{
	const struct gate *g = &r->gate;
	struct buf line = BUF_INIT(TEXT_ROOM);

	buf_printf(
	    &line, "%s, exit code %d (%s)", g->open ? "open" : "closed", g->exit_code, g->policy);
	text_labelled(p, "Gate", buf_str(&line));
	buf_free(&line);
	for (size_t i = 0; i < g->n_rules; i++)
		gate_rule(p, &g->rules[i]);
}

size_t
text_tag_width(enum status status)
{
	return strlen(looks[status].tag) + 2;
}
