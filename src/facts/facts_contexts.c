/*
 * facts_contexts.c: decodes the Docker contexts of the host's users. It may not judge them.
 */
#include "config.h"

#include <string.h>

#include "facts_internal.h"

void
decode_contexts(struct facts *f, const cJSON *json)
{
	const cJSON *list = json_at(json, "contexts", NULL), *item;
	struct client_context *v;

	f->unreadable_contexts = json_list(f->arena, json, "unreadable");
	if (!is_list_of(&f->contexts_origin, list, "path"))
		return;
	if (f->unreadable_contexts.seen != SEEN) {
		f->contexts_origin.state = DOC_FAILED;
		f->contexts_origin.problem = "the document about them is malformed";
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list)
		v[f->n_contexts++] =
		    (struct client_context){ .path = json_text(f->arena, item, "path"),
			    .problem = json_text(f->arena, item, "problem"),
			    .has_tls = json_bool(item, "tls"),
			    .name = json_str(f->arena, item, "meta.Name"),
			    .host = json_str(f->arena, item, "meta.Endpoints.docker.Host"),
			    .skip_verify = json_bool(item, "meta.Endpoints.docker.SkipTLSVerify") };
	f->contexts = v;
}
