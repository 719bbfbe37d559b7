/*
 * merge.c: the command that joins reports of many hosts. It may not know any format.
 */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "format.h"
#include "run_files.h"
#include "targets.h"
#include "base/text.h"
#include "fleet/fleet_read.h"
#include "policy/basis.h"
#include "policy/view.h"

#define TOLD_MAX 20 /* files, by name */

/* Were checks chosen for this merge? The profile of a scan is none of its business. */
static bool
selects(const struct options *o)
{
	return o->include != NULL || o->exclude != NULL || o->severity != NULL ||
	       o->level != NULL || o->section != NULL || o->scope != NULL || o->automated;
}

/* The files of directories and lists, too, have to be others than those that are written. */
static int
read_inputs(struct fleet_inputs *in, const struct options *o, struct arena *a, struct err *err)
{
	struct run_files files;

	if (o->n_args == 0)
		return err_set(err, EXIT_USAGE,
		    "usage: dockassay merge REPORT...|DIR|- [-f FORMAT] [-o FORMAT:FILE]");
	for (size_t i = 0; i < o->n_args; i++) {
		if (fleet_inputs_add(in, a, o->args[i], err) < 0)
			return -1;
	}
	run_files_find(&files, a, o);
	for (size_t i = 0; i < in->n; i++)
		run_files_add_input(&files, in->v[i], "merge");
	return run_files_check(&files, err);
}

/* Only what was compared with an earlier report can be new. */
static int
check_compared(
    const struct fleet *f, const struct policy *p, const struct fleet_reader *rd, struct err *err)
{
	bool compared = rd->baseline != NULL || f->n_compared > 0;

	return gate_policy_check(&p->gate, compared, err);
}

struct reading {
	struct fleet_reader *reader;
	const struct view *view;
	struct report *full, shown;
};

/* The report of a host, as far as it is to be shown; it lives until the next is asked for. */
static const struct report *
next_report(void *ctx, const struct fleet_host *h, struct err *err)
{
	struct reading *x = ctx;

	report_free(x->full);
	x->full = fleet_read_again(x->reader, h, err);
	if (x->full == NULL)
		return NULL;
	view_of(&x->shown, x->full, x->view);
	basis_show(&x->shown, x->reader->options);
	return &x->shown;
}

/* Whatever the format: what is not in the result is told, the first of it by name. */
static void
tell_left_out(const struct fleet *f)
{
	for (size_t i = 0; i < f->n_unread && i < TOLD_MAX; i++) {
		fputs("dockassay: not merged: ", stderr);
		text_print(stderr, f->unread[i].problem);
		fputs("\n", stderr);
	}
	if (f->n_unread > TOLD_MAX)
		fprintf(
		    stderr, "dockassay: not merged: %zu more reports\n", f->n_unread - TOLD_MAX);
	if (f->n_replaced == 0)
		return;
	fprintf(stderr, "dockassay: %zu older report%s of the same hosts left out, such as ",
	    f->n_replaced, f->n_replaced == 1 ? "" : "s");
	text_print(stderr, f->replaced[0].file);
	fputs(" for ", stderr);
	text_print(stderr, f->replaced[0].by_file);
	fputs("\n", stderr);
}

static int
merge(struct fleet_reader *rd, const struct policy *p, const struct fleet_inputs *in,
    const struct targets *t, const struct options *o, struct err *err)
{
	struct reading reading = { .reader = rd, .view = &p->view };
	struct fleet *f = fleet_collect(rd, in, err);
	int code = EXIT_USAGE;

	if (f != NULL)
		tell_left_out(f);
	if (f != NULL && check_compared(f, p, rd, err) == 0) {
		f->total->view = report_text(f->total, p->view.summary);
		code = f->total->gate.exit_code;
		if (targets_write_fleet(t, f, next_report, &reading, o, err) < 0 ||
		    outputs_finish(t->outputs, err) < 0)
			code = err->code;
	}
	report_free(reading.full);
	fleet_free(f);
	return code;
}

int
command_merge(const struct options *o, struct err *err)
{
	struct options rest = *o;
	struct arena *a = arena_new();
	struct selection s = { 0 };
	struct policy p = { .view = { .summary = "" } };
	struct fleet_reader rd = { .options = o, .policy = &p, .baseline = o->baseline };
	struct fleet_inputs in = { 0 };
	struct targets t = { 0 };
	int code = EXIT_USAGE, result;

	rest.baseline = NULL; /* one for each host: the reader's */
	result = read_inputs(&in, o, a, err);
	if (result == 0 && selects(o)) {
		rest.profile = "full";
		result = selection_parse(&s, &rest, err);
		rd.selection = &s;
	}
	if (result == 0)
		result = targets_find(&t, &rest, a, err);
	if (result == 0)
		result = targets_hold_fleet(&t, err);
	if (result == 0 && (t.outputs = outputs_new(o, err)) == NULL)
		result = -1;
	if (result == 0)
		result = policy_read(&p, &rest, true, a, err);
	if (result == 0 && rd.baseline != NULL)
		result = fleet_read_baseline(&rd, a, err);
	if (result == 0)
		code = merge(&rd, &p, &in, &t, o, err);
	policy_free(&p);
	outputs_free(t.outputs);
	if (rd.selection != NULL)
		selection_free(&s);
	arena_free(a);
	return code;
}
