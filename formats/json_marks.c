/*
 * json_marks.c: marks and subjects of findings as JSON. It may not decide anything by them.
 */
#include "config.h"

#include "json_marks.h"

static void
waiver(struct json_writer *w, const struct waiver *v)
{
	if (v == NULL) {
		jw_null(w, "waiver");
		return;
	}
	jw_object(w, "waiver");
	jw_string(w, "justification", v->justification);
	jw_string(w, "owner", v->owner);
	jw_string(w, "expires", v->expires);
	jw_string(w, "approver", v->approver);
	jw_string(w, "ticket", v->ticket);
	jw_string(w, "risk", v->risk);
	jw_string(w, "source", v->source);
	jw_end_object(w);
}

static void
attestation(struct json_writer *w, const struct attestation *a)
{
	if (a == NULL) {
		jw_null(w, "attestation");
		return;
	}
	jw_object(w, "attestation");
	jw_string(w, "by", a->by);
	jw_string(w, "on", a->on);
	jw_string(w, "until", a->until);
	jw_string(w, "evidence", a->evidence);
	jw_string(w, "source", a->source);
	jw_end_object(w);
}

void
json_marks(struct json_writer *w, const struct finding *f)
{
	if (f->baseline == BASELINE_NONE)
		jw_null(w, "baseline");
	else
		jw_string(w, "baseline", baseline_mark_name(f->baseline));
	waiver(w, f->waiver);
	attestation(w, f->attestation);
}

void
json_subject(struct json_writer *w, const struct subject *s)
{
	jw_object(w, "subject");
	jw_string(w, "kind", subject_kind_name(s->kind));
	jw_string(w, "name", s->name);
	jw_string(w, "id", s->id);
	jw_string(w, "image", s->image);
	jw_end_object(w);
}
