/*
 * left_out.c: what a selection left out, counted and named. It may not select.
 */
#include "config.h"

#include "left_out.h"

static void
add_names(struct buf *b, const char *const *names, size_t n, size_t named, size_t all)
{
	size_t shown = n < named ? n : named;

	for (size_t i = 0; i < shown; i++)
		buf_printf(b, "%s%s", i == 0 ? " (" : ", ", names[i]);
	if (shown > 0 && all > shown)
		buf_printf(b, " and %zu more", all - shown);
	buf_puts(b, shown > 0 ? ")" : "");
}

void
left_out_text(const struct report *r, size_t named, struct buf *b)
{
	if (r->left_out_checks > 0) {
		buf_printf(
		    b, "%zu check%s", r->left_out_checks, r->left_out_checks == 1 ? "" : "s");
		add_names(b, r->left_out_ids, r->n_left_out_ids, named, r->left_out_checks);
	}
	if (r->left_out_subjects > 0) {
		buf_printf(b, "%s%zu of the containers and images",
		    r->left_out_checks > 0 ? ", " : "", r->left_out_subjects);
		add_names(b, r->left_out_names, r->n_left_out_names, named, r->left_out_subjects);
	}
}

void
left_out_sentence(const struct report *r, struct buf *b)
{
	if (r->left_out_checks + r->left_out_subjects == 0)
		return;
	buf_printf(b, "Left out by the selection (%s): ", r->selection);
	left_out_text(r, LEFT_OUT_NAMED, b);
}
