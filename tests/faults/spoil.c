/*
 * spoil.c: spoils every field of every document of the demonstration snapshot, one at a time: makes
 * it null, gives it another type, takes it out. What was WARN, ERROR or NOTE about a subject may
 * stay so or become ERROR; it may not become PASS, INFO or SKIP, and may not be gone without an
 * ERROR.
 *
 * usage: spoil [--all] [DOCUMENT]
 * Each field is tried with one of its values, and two ways of being wrong; with --all with every
 * value that it has anywhere in the snapshot, and every way. DOCUMENT: those whose names begin like
 * that.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "judge.h"
#include "verdicts.h"
#include "base/embedded.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

#define CONTAINERS_KEPT 3
#define IDS_MAX 8
#define NAME_MAX_BYTES 600

struct doc {
	char *name, *problem, *text;
	enum doc_state state;
	cJSON *json; /* NULL: a text */
};

/* The few containers and images on which a document is tried: the whole host takes long to judge.
 */
struct host {
	size_t n_containers, n_images;
	const char *containers[IDS_MAX], *images[IDS_MAX];
};

struct tried {
	size_t n, cap;
	char **v;
};

struct spoiler {
	bool all;
	size_t n_docs, cap_docs, n_spoilt, n_changed, n_wrong;
	struct doc *docs;
	struct tried tried; /* fields, with the value that they had */
	/* the document that is being spoilt */
	const struct doc *doc;
	struct host host;
	struct verdicts before;
	cJSON *copy;
};

static const struct way {
	const char *json;
	bool always;
} ways[] = {
	{ "null", true },
	{ "[[{\"spoilt\":[]}]]", true },
	{ "{\"spoilt\":1}", false },
	{ "\"spoilt\"", false },
	{ "77777", false },
	{ "true", false },
};

/*
 * Where null, or no such member, is how an engine says that there is none: it is an answer, and a
 * check may pass on it. A row stands for all that is below it. "*" is any name, "#" any element.
 */
static const struct {
	const char *document, *path;
} nothing_is_an_answer[] = {
	{ "GET /configs", "#.Spec.Data" },
	{ "GET /containers/*/json", "Config.Labels.*" },
	{ "GET /containers/*/json", "Config.User" },
	{ "GET /containers/*/json", "ExecIDs" },
	{ "GET /containers/*/json", "HostConfig.DeviceCgroupRules" },
	{ "GET /containers/*/json", "HostConfig.Devices" },
	{ "GET /containers/*/json", "HostConfig.ExtraHosts" },
	{ "GET /containers/*/json", "HostConfig.GroupAdd" },
	{ "GET /containers/*/json", "HostConfig.Links" },
	{ "GET /containers/*/json", "HostConfig.OomKillDisable" },
	{ "GET /containers/*/json", "HostConfig.SecurityOpt" },
	{ "GET /containers/*/json", "HostConfig.Sysctls" },
	{ "GET /containers/*/json", "HostConfig.Tmpfs" },
	{ "GET /containers/*/json", "HostConfig.VolumesFrom" },
	{ "GET /containers/*/json", "NetworkSettings.Networks.*" },
	{ "GET /containers/*/json", "NetworkSettings.Ports" },
	{ "GET /images/*/json", "Config.Cmd" },
	{ "GET /images/*/json", "Config.Env" },
	{ "GET /images/*/json", "Config.ExposedPorts" },
	{ "GET /images/*/json", "Config.OnBuild" },
	{ "GET /images/*/json", "Config.StopSignal" },
	{ "GET /info", "RegistryConfig.IndexConfigs.*" },
	{ "GET /info", "Runtimes.*" },
	{ "GET /services", "#.Endpoint" },
	{ "GET /services", "#.Spec.TaskTemplate.ContainerSpec" },
	{ "GET /services", "#.Spec.TaskTemplate.LogDriver" },
	{ "GET /services", "#.Spec.TaskTemplate.RestartPolicy" },
	{ "GET /services", "#.Spec.UpdateConfig" },
	{ "GET /volumes", "Volumes" },
	{ "client:contexts", "contexts#.meta" },
	{ "kernel:security", "lockdown" },
	{ "proc:sys", "*" },
};

/* ---- the snapshot --------------------------------------------------------------------------- */

static int
keep(void *ctx, const struct document *d, struct err *err)
{
	struct spoiler *s = ctx;
	struct doc *doc;

	(void)err;
	if (s->n_docs == s->cap_docs) {
		s->cap_docs = s->cap_docs * 2 + 64;
		s->docs = xrealloc(s->docs, s->cap_docs * sizeof *s->docs);
	}
	doc = &s->docs[s->n_docs++];
	*doc = (struct doc){ .name = xstrdup(d->name),
		.problem = xstrdup(d->problem),
		.state = d->state,
		.text = xstrdup(d->body) };
	doc->json = json_parse(doc->text, strlen(doc->text), &(struct err){ 0 });
	return 0;
}

static const cJSON *
body_of(const struct spoiler *s, const char *name)
{
	for (size_t i = 0; i < s->n_docs; i++) {
		if (strcmp(s->docs[i].name, name) == 0)
			return s->docs[i].json;
	}
	fprintf(stderr, "the demonstration has no %s\n", name);
	exit(EXIT_FAILURE);
}

static const char *
text_at(const cJSON *json, const char *path)
{
	const cJSON *v = json_at(json, path, NULL);

	return cJSON_IsString(v) ? v->valuestring : "";
}

/* ---- a smaller host ------------------------------------------------------------------------- */

static bool
among(const char *const *ids, size_t n, const char *id, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(ids[i]) == len && strncmp(ids[i], id, len) == 0)
			return true;
	}
	return false;
}

static bool
has_container(const struct host *h, const char *id)
{
	return among(h->containers, h->n_containers, id, strcspn(id, "/"));
}

static bool
has_image(const struct host *h, const char *id)
{
	return among(h->images, h->n_images, id, strcspn(id, "/"));
}

static bool
is_on(const struct host *h, const struct doc *d)
{
	static const char *const of_images[] = { "GET /images/", "layers:", "release:" };

	if (strcmp(d->name, "GET /containers/json") == 0 ||
	    strcmp(d->name, "GET /images/json") == 0)
		return true;
	if (strncmp(d->name, "GET /containers/", 16) == 0)
		return has_container(h, d->name + 16);
	if (strncmp(d->name, "GET /exec/", 10) == 0)
		return has_container(h, text_at(d->json, "ContainerID"));
	for (size_t i = 0; i < 3; i++) {
		if (strncmp(d->name, of_images[i], strlen(of_images[i])) == 0)
			return has_image(h, d->name + strlen(of_images[i]));
	}
	return true;
}

/* The body; of a list only what the host has. Free it. */
static cJSON *
body_on(const struct host *h, const struct doc *d)
{
	bool containers = strcmp(d->name, "GET /containers/json") == 0;
	cJSON *copy = cJSON_Duplicate(d->json, true), *item, *next;

	if (!containers && strcmp(d->name, "GET /images/json") != 0)
		return copy;
	for (item = copy->child; item != NULL; item = next) {
		const char *id = text_at(item, "Id");

		next = item->next;
		if (containers ? !has_container(h, id) : !has_image(h, id))
			cJSON_Delete(cJSON_DetachItemViaPointer(copy, item));
	}
	return copy;
}

static void
add_image(struct host *h, const char *id)
{
	if (h->n_images < IDS_MAX && !has_image(h, id))
		h->images[h->n_images++] = id;
}

/* Those that the document is about, and a few others where it is about the engine. */
static struct host
host_for(const struct spoiler *s, const struct doc *d)
{
	struct host h = { 0 };
	const char *wanted =
	    strncmp(d->name, "GET /exec/", 10) == 0 ? text_at(d->json, "ContainerID") : d->name;
	const cJSON *item;
	bool named = false;

	cJSON_ArrayForEach (item, body_of(s, "GET /containers/json"))
		named = named || strstr(wanted, text_at(item, "Id")) != NULL;
	cJSON_ArrayForEach (item, body_of(s, "GET /containers/json")) {
		const char *id = text_at(item, "Id"), *image = text_at(item, "ImageID");

		if (strstr(wanted, id) == NULL && strstr(wanted, image) == NULL &&
		    (named || h.n_containers >= CONTAINERS_KEPT))
			continue;
		if (h.n_containers < IDS_MAX)
			h.containers[h.n_containers++] = id;
		add_image(&h, image);
	}
	cJSON_ArrayForEach (item, body_of(s, "GET /images/json")) {
		if (strstr(wanted, text_at(item, "Id")) != NULL)
			add_image(&h, text_at(item, "Id"));
	}
	return h;
}

/* ---- judging -------------------------------------------------------------------------------- */

static void
take(struct facts *f, const struct doc *d, const char *text)
{
	struct err err;
	struct document document = { .name = d->name,
		.from = "demo",
		.state = d->state,
		.problem = d->problem,
		.body = text,
		.len = strlen(text) };

	if (facts_take(f, &document, &err) < 0) {
		fprintf(stderr, "%s: %s\n", d->name, err.msg);
		exit(EXIT_FAILURE);
	}
}

static struct verdicts
verdicts_on(const struct facts *f)
{
	struct report *r = report_new();
	struct verdicts got;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (!check_is_static(w.check))
			judge_run(r, f, w.section, w.check, NULL);
	}
	got = verdicts_of(r);
	report_free(r);
	return got;
}

/* Judges the host with the document as it is now in `copy`. */
static struct verdicts
judge(const struct spoiler *s)
{
	struct facts *f = facts_new();
	struct verdicts got;

	for (size_t i = 0; i < s->n_docs; i++) {
		const struct doc *d = &s->docs[i];
		bool list = strcmp(d->name, "GET /containers/json") == 0 ||
			    strcmp(d->name, "GET /images/json") == 0;
		cJSON *body = d == s->doc ? s->copy : list ? body_on(&s->host, d) : NULL;
		char *text = body != NULL ? cJSON_PrintUnformatted(body) : NULL;

		if (is_on(&s->host, d))
			take(f, d, text != NULL ? text : d->text);
		cJSON_free(text);
		if (d != s->doc)
			cJSON_Delete(body);
	}
	facts_finish(f);
	got = verdicts_on(f);
	facts_free(f);
	return got;
}

/* ---- spoiling ------------------------------------------------------------------------------- */

/* A name without what only tells two documents of a kind apart. */
static void
kind_of(const char *name, char *kind, size_t size)
{
	static const char *const kinds[] = { "GET /containers/", "GET /images/", "GET /networks/",
		"GET /exec/", "layers:", "release:" };

	snprintf(kind, size, "%s", name);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const char *rest = name + strlen(kinds[i]);

		if (strncmp(name, kinds[i], strlen(kinds[i])) == 0 && strlen(rest) > 20)
			snprintf(kind, size, "%s*%s", kinds[i], rest + strcspn(rest, "/"));
	}
}

static bool
may_be_nothing(const char *kind, const char *path)
{
	char below[NAME_MAX_BYTES];

	for (size_t i = 0; i < sizeof nothing_is_an_answer / sizeof nothing_is_an_answer[0]; i++) {
		const char *pattern = nothing_is_an_answer[i].path;

		snprintf(below, sizeof below, "%s.*", pattern);
		if (strcmp(nothing_is_an_answer[i].document, kind) == 0 &&
		    (fnmatch(pattern, path, 0) == 0 || fnmatch(below, path, 0) == 0))
			return true;
	}
	return false;
}

struct attempt {
	struct spoiler *spoiler;
	const char *path, *way;
};

static void
complain(void *ctx, const struct verdict *was, const struct verdict *is)
{
	const struct attempt *t = ctx;

	t->spoiler->n_wrong++;
	printf("%s: %s %s: %s of %s was %s, and %s\n", t->spoiler->doc->name, t->path, t->way,
	    was->check, was->subject, status_name(was->status),
	    is != NULL ? status_name(is->status) : "is not told of");
}

static void
try(struct spoiler *s, const char *path, const char *way)
{
	struct verdicts after = judge(s);
	struct attempt t = { s, path, way };

	s->n_spoilt++;
	s->n_changed += verdicts_compare(&s->before, &after, complain, &t);
	verdicts_free(&after);
}

static bool
is_of_type(const cJSON *item, const cJSON *value)
{
	return (item->type & 0xff) == (value->type & 0xff) ||
	       (cJSON_IsBool(item) && cJSON_IsBool(value));
}

/* The item takes the value's place in the document, and gets its own back. */
static void
spoil(struct spoiler *s, cJSON *item, const char *kind, const char *path)
{
	static char other[] = "spoilt";
	bool nothing = may_be_nothing(kind, path);
	cJSON saved = *item;

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		cJSON *value = cJSON_Parse(ways[i].json);

		/* In the place of null any type might be right, but for one. */
		if ((s->all || ways[i].always) && !is_of_type(item, value) &&
		    !(cJSON_IsNull(value) && nothing) && !(cJSON_IsNull(item) && !ways[i].always)) {
			item->type = value->type;
			item->child = value->child;
			item->valuestring = value->valuestring;
			item->valuedouble = value->valuedouble;
			try(s, path, ways[i].json);
			*item = saved;
		}
		cJSON_Delete(value);
	}
	if (item->string == NULL || nothing || !s->all)
		return;
	item->string = other;
	try(s, path, "taken out");
	item->string = saved.string;
}

/* Was the field tried before, in a document of this kind: with this value, or at all? */
static bool
was_tried(struct spoiler *s, const char *kind, const char *path, const cJSON *item)
{
	struct tried *t = &s->tried;
	char field[NAME_MAX_BYTES * 2];
	char *value = s->all ? cJSON_PrintUnformatted(item) : NULL;

	snprintf(field, sizeof field, "%s %s %.100s", kind, path, value != NULL ? value : "");
	cJSON_free(value);
	for (size_t i = t->n; i-- > 0;) {
		if (strcmp(t->v[i], field) == 0)
			return true;
	}
	if (t->n == t->cap) {
		t->cap = t->cap * 2 + 512;
		t->v = xrealloc(t->v, t->cap * sizeof *t->v);
	}
	t->v[t->n++] = xstrdup(field);
	return false;
}

static void
walk(struct spoiler *s, cJSON *parent, const char *kind, const char *path)
{
	char below[NAME_MAX_BYTES];
	cJSON *item;

	cJSON_ArrayForEach (item, parent) {
		snprintf(below, sizeof below, "%.400s%s%.150s", path, *path != '\0' ? "." : "",
		    item->string != NULL ? item->string : "#");
		if (!was_tried(s, kind, below, item))
			spoil(s, item, kind, below);
		walk(s, item, kind, below);
	}
}

static void
spoil_document(struct spoiler *s, const struct doc *d)
{
	char kind[NAME_MAX_BYTES];

	kind_of(d->name, kind, sizeof kind);
	s->doc = d;
	s->host = host_for(s, d);
	s->copy = body_on(&s->host, d);
	s->before = judge(s);
	walk(s, s->copy, kind, "");
	verdicts_free(&s->before);
	cJSON_Delete(s->copy);
}

static void
free_all(struct spoiler *s)
{
	for (size_t i = 0; i < s->n_docs; i++) {
		free(s->docs[i].name);
		free(s->docs[i].problem);
		free(s->docs[i].text);
		cJSON_Delete(s->docs[i].json);
	}
	free(s->docs);
	for (size_t i = 0; i < s->tried.n; i++)
		free(s->tried.v[i]);
	free(s->tried.v);
}

int
main(int argc, char **argv)
{
	const struct embedded *demo = embedded_find("demo.ndjson");
	struct spoiler s = { .all = argc > 1 && strcmp(argv[1], "--all") == 0 };
	const char *only = argc > 1 + s.all ? argv[1 + s.all] : "";
	struct document_sink sink = { keep, &s };
	struct err err;
	char hash[65];

	if (snapshot_replay("demo", (const char *)demo->bytes, demo->size, &sink, 1, hash, &err) <
	    0) {
		fprintf(stderr, "%s\n", err.msg);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < s.n_docs; i++) {
		if (s.docs[i].json != NULL && strncmp(s.docs[i].name, "meta", 4) != 0 &&
		    strncmp(s.docs[i].name, only, strlen(only)) == 0)
			spoil_document(&s, &s.docs[i]);
	}
	free_all(&s);
	printf("spoil: %zu fields spoilt, %zu verdicts became others, %zu wrong\n", s.n_spoilt,
	    s.n_changed, s.n_wrong);
	return s.n_wrong == 0 && s.n_spoilt > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
