/*
 * docker_context.c: reads the docker command's contexts. It may not connect to them, nor read their
 * keys. Files and names may be anybody's: sizes and numbers are bounded.
 */
#include "config.h"

#include "docker_context.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/regular_file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/words.h"
#include "options/options.h"
#include "syntax/json.h"

#define META_MAX ((size_t)1 << 20)
#define CONTEXTS_MAX 200
#define NAMES_SHOWN 300 /* bytes */

const char *
docker_config_dir(struct arena *a)
{
	const char *dir = getenv("DOCKER_CONFIG"), *home = getenv("HOME");

	if (dir != NULL && dir[0] != '\0')
		return dir;
	return home != NULL && home[0] == '/' ? arena_printf(a, "%s/.docker", home) : "";
}

/* The JSON in a file; NULL with errno 0 where it is none. */
static cJSON *
read_json(const char *path, struct err *err)
{
	size_t len;
	char *text = regular_file_read(path, META_MAX, &len);
	cJSON *json;

	if (text == NULL)
		return NULL;
	json = json_parse(text, len, err);
	free(text);
	errno = 0;
	return json;
}

int
docker_context_current(struct arena *a, const char *dir, const char **name, struct err *err)
{
	const char *path = arena_printf(a, "%s/config.json", dir), *current;
	struct err why = { .msg = "" };
	struct stat st;
	cJSON *json;

	*name = NULL;
	if (dir[0] == '\0' || (stat(path, &st) == 0 && st.st_size == 0))
		return 0;
	json = read_json(path, &why);
	if (json == NULL && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (json == NULL)
		return err_set(err, EXIT_USAGE,
		    "cannot tell the current context from %s: %s (--host names an engine)", path,
		    errno != 0 ? regular_file_problem(errno) : why.msg);
	current = json_text(a, json, "currentContext");
	cJSON_Delete(json);
	*name = current[0] != '\0' ? current : NULL;
	return 0;
}

/* ---- names, for who mistyped one ------------------------------------------------------------ */

struct names {
	size_t n, cap;
	const char **v; /* NULL-terminated */
};

static struct names
context_names(struct arena *a, const char *dir)
{
	struct names names = { 0, 0, NULL };
	const char *meta = arena_printf(a, "%s/contexts/meta", dir);
	DIR *d = opendir(meta);
	struct dirent *entry;

	while (d != NULL && names.n < CONTEXTS_MAX && (entry = readdir(d)) != NULL) {
		struct err ignored;
		cJSON *json = NULL;
		const char *name;

		if (entry->d_name[0] != '.')
			json = read_json(
			    arena_printf(a, "%s/%s/meta.json", meta, entry->d_name), &ignored);
		name = json_text(a, json, "Name");
		cJSON_Delete(json);
		if (name[0] == '\0')
			continue;
		names.v = arena_grow(a, names.v, names.n, &names.cap, sizeof *names.v);
		names.v[names.n++] = name;
	}
	if (d != NULL)
		closedir(d);
	names.v = arena_grow(a, names.v, names.n, &names.cap, sizeof *names.v);
	names.v[names.n] = NULL;
	return names;
}

static int
unknown_context(struct arena *a, const char *dir, const char *name, struct err *err)
{
	struct names names = context_names(a, dir);
	const char *near = nearest_name(name, names.v);
	struct buf list = BUF_INIT(NAMES_SHOWN);

	if (names.n == 0)
		return err_set(err, EXIT_USAGE, "no context is called \"%s\": there is none in %s",
		    name, dir[0] != '\0' ? dir : "~/.docker");
	if (near != NULL)
		return err_set(err, EXIT_USAGE, "no context is called \"%s\": did you mean \"%s\"?",
		    name, near);
	qsort(names.v, names.n, sizeof *names.v, text_compare);
	for (size_t i = 0; i < names.n; i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", names.v[i]);
	err_set(err, EXIT_USAGE, "no context is called \"%s\": there are default, %s%s", name,
	    buf_str(&list), list.failed ? " ..." : "");
	buf_free(&list);
	return -1;
}

/* ---- one context ---------------------------------------------------------------------------- */

int
docker_context_read(
    struct arena *a, const char *dir, const char *name, struct endpoint *e, struct err *err)
{
	char id[65];
	const char *path, *tls;
	struct err why = { .msg = "" };
	cJSON *json;

	sha256_hex(name, strlen(name), id);
	path = arena_printf(a, "%s/contexts/meta/%s/meta.json", dir, id);
	tls = arena_printf(a, "%s/contexts/tls/%s/docker", dir, id);
	json = read_json(path, &why);
	if (json == NULL && (errno == ENOENT || errno == ENOTDIR))
		return unknown_context(a, dir, name, err);
	if (json == NULL)
		return err_set(err, EXIT_USAGE, "cannot read the context \"%s\": %s: %s", name,
		    path, errno != 0 ? regular_file_problem(errno) : why.msg);
	e->said_by = arena_printf(a, "the context \"%s\"", name);
	e->address = json_text(a, json, "Endpoints.docker.Host");
	e->tls.ca = endpoint_file_if_there(a, tls, "ca.pem");
	e->tls.cert = endpoint_file_if_there(a, tls, "cert.pem");
	e->tls.key = endpoint_file_if_there(a, tls, "key.pem");
	e->tls.verify = !json_bool(json, "Endpoints.docker.SkipTLSVerify").v;
	/* Plain HTTP where nothing is said of TLS; but never to https://. */
	e->tls.on = !e->tls.verify || e->tls.ca != NULL || e->tls.cert != NULL ||
		    e->tls.key != NULL || strncmp(e->address, "https://", 8) == 0;
	cJSON_Delete(json);
	if (e->address[0] == '\0')
		return err_set(
		    err, EXIT_USAGE, "%s has no address of an engine: see %s", e->said_by, path);
	return 0;
}
