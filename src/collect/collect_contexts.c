/*
 * collect_contexts.c: reads the Docker contexts of the host's users: where their clients connect
 * to. Keys in them are not read, only whether there are any. It may not judge them.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect_internal.h"
#include "syntax/json.h"

#define HOMES_MAX 200
#define CONTEXTS_MAX 200 /* of one user */
#define META_MAX ((size_t)1 << 20)

static const char below_home[] = "/.docker/contexts/meta";

/* The sixth field of /etc/passwd of those who may log in: home directories, without repeats. */
static struct path_list
find_homes(struct collector *c)
{
	struct path_list homes = { 0 };
	size_t len;
	char *passwd = host_read(c->host, "/etc/passwd", HOST_FILE_MAX, &len), *save = NULL;

	for (char *line = passwd != NULL ? strtok_r(passwd, "\n", &save) : NULL;
	     line != NULL && homes.n < HOMES_MAX; line = strtok_r(NULL, "\n", &save)) {
		char *field = line;
		size_t n;

		for (int i = 0; field != NULL && i < 5; i++) {
			field = strchr(field, ':');
			field = field != NULL ? field + 1 : NULL;
		}
		n = field != NULL ? strcspn(field, ":") : 0;
		if (n > 1 && field[0] == '/')
			path_list_add(c, &homes, arena_strndup(c->arena, field, n));
	}
	free(passwd);
	return homes;
}

/* HOME/.docker/contexts/meta/ID/meta.json has its certificates in .../tls/ID/docker. */
static bool
has_tls(struct collector *c, const char *home, const char *meta)
{
	const char *id = meta + strlen(home) + strlen(below_home) + 1;
	const char *dir = arena_printf(
	    c->arena, "%s/.docker/contexts/tls/%.*s/docker", home, (int)strcspn(id, "/"), id);
	const char *const *names = host_names(c->host, c->arena, dir, ".pem");

	return names[0] != NULL;
}

static void
add_context(struct collector *c, cJSON *list, const char *home, const char *path)
{
	cJSON *o = cJSON_CreateObject(), *meta = NULL;
	struct buf masked = BUF_INIT(8 * META_MAX);
	struct err why = { .msg = "" };
	size_t len = 0;
	char *text = host_read(c->host, path, META_MAX, &len);

	if (text == NULL) {
		err_set(&why, EXIT_INCOMPLETE, "%s", strerror(errno));
	} else if ((meta = json_parse(text, len, &why)) != NULL) {
		cJSON_Delete(meta);
		mask_json(&c->masker, text, len, &masked);
		meta = cJSON_Parse(buf_str(&masked));
	}
	cJSON_AddStringToObject(o, "path", path);
	cJSON_AddBoolToObject(o, "tls", has_tls(c, home, path));
	cJSON_AddStringToObject(o, "problem", why.msg);
	cJSON_AddItemToObject(o, "meta", meta != NULL ? meta : cJSON_CreateNull());
	cJSON_AddItemToArray(list, o);
	buf_free(&masked);
	free(text);
}

static void
add_home(struct collector *c, cJSON *contexts, cJSON *unreadable, const char *home)
{
	const char *dir = arena_printf(c->arena, "%s%s", home, below_home);
	const char *const *names;
	int fd = host_open(c->host, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK);

	if (fd < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			cJSON_AddItemToArray(unreadable, cJSON_CreateString(arena_printf(c->arena,
							     "%s: %s", dir, strerror(errno))));
		return;
	}
	close(fd);
	names = host_names(c->host, c->arena, dir, "/meta.json");
	for (size_t i = 0; i < CONTEXTS_MAX && names[i] != NULL; i++)
		add_context(c, contexts, home, names[i]);
}

int
collect_contexts(struct collector *c, struct err *err)
{
	struct path_list homes = find_homes(c);
	cJSON *o = cJSON_CreateObject();
	cJSON *contexts = cJSON_AddArrayToObject(o, "contexts");
	cJSON *unreadable = cJSON_AddArrayToObject(o, "unreadable");

	if (homes.n == 0)
		cJSON_AddItemToArray(unreadable, cJSON_CreateString("/etc/passwd: names no homes"));
	for (size_t i = 0; i < homes.n; i++)
		add_home(c, contexts, unreadable, homes.v[i]);
	return collector_document(c, "client:contexts", "/etc/passwd", o, err);
}
