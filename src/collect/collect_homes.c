/*
 * collect_homes.c: clients' files below the home directories of the host's own accounts. Of a
 * client's configuration only the names of what it keeps leave this file, and never a value.
 */
#include "config.h"

#include "collect_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "syntax/json.h"

#define HOMES_MAX 2000
#define USERS_OF_HOME_MAX 32
#define NAMES_MAX 256 /* looked at in one directory */
#define FILES_MAX 128 /* told of one home */
#define REGISTRIES_MAX 256

struct home {
	const char *dir, *user;
	long long uid;
};
struct homes {
	size_t n, cap;
	struct home *v;
};

/* ---- configuration -------------------------------------------------------------------------- */

/* Members of a login that are secrets; true or false of each would already tell too much. */
static bool
keeps_secret(const cJSON *login)
{
	static const char *const names[] = { "auth", "password", "identitytoken", "registrytoken" };

	for (size_t i = 0; i < 4; i++) {
		const cJSON *v = cJSON_GetObjectItemCaseSensitive(login, names[i]);

		if (cJSON_IsString(v) && v->valuestring[0] != '\0')
			return true;
	}
	return false;
}

static void
add_logins(const cJSON *config, cJSON *out)
{
	cJSON *stored = cJSON_AddArrayToObject(out, "stored");
	cJSON *elsewhere = cJSON_AddArrayToObject(out, "elsewhere");
	const cJSON *logins = cJSON_GetObjectItemCaseSensitive(config, "auths"), *login;
	int n = 0;

	cJSON_ArrayForEach (login, logins) {
		if (n++ < REGISTRIES_MAX)
			cJSON_AddItemToArray(keeps_secret(login) ? stored : elsewhere,
			    cJSON_CreateString(login->string));
	}
}

/* Proxies with a password go into every container as variables. */
static void
add_proxies(const cJSON *config, cJSON *out)
{
	cJSON *list = cJSON_AddArrayToObject(out, "proxies_with_password");
	const cJSON *all = cJSON_GetObjectItemCaseSensitive(config, "proxies"), *one, *v;
	int n = 0;

	cJSON_ArrayForEach (one, all) {
		cJSON_ArrayForEach (v, one) {
			const char *at = cJSON_IsString(v) ? strstr(v->valuestring, "://") : NULL;

			if (at == NULL || n == REGISTRIES_MAX || strchr(at + 3, '@') == NULL ||
			    memchr(at + 3, ':', strcspn(at + 3, "@")) == NULL)
				continue;
			n++;
			cJSON_AddItemToArray(list, cJSON_CreateString(v->string));
		}
	}
}

/* {"stored":["registry"],"elsewhere":[...],"helper":"pass"|null,"helpers":1,"proxies_with_password":[]}
 */
static void
reduce_config(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	struct err err;
	cJSON *config = json_parse(text, n, &err), *o = cJSON_CreateObject();
	const cJSON *helper = cJSON_GetObjectItemCaseSensitive(config, "credsStore");
	const cJSON *helpers = cJSON_GetObjectItemCaseSensitive(config, "credHelpers");
	char *reduced;

	if (!cJSON_IsObject(config)) {
		cJSON_AddStringToObject(o, "malformed", config == NULL ? err.msg : "not an object");
	} else {
		add_logins(config, o);
		add_proxies(config, o);
		cJSON_AddItemToObject(o, "helper",
		    cJSON_IsString(helper) ? cJSON_CreateString(helper->valuestring)
					   : cJSON_CreateNull());
		cJSON_AddNumberToObject(o, "helpers", cJSON_GetArraySize(helpers));
	}
	reduced = cJSON_PrintUnformatted(o);
	if (reduced != NULL)
		mask_json(m, reduced, strlen(reduced), out);
	cJSON_free(reduced);
	cJSON_Delete(o);
	cJSON_Delete(config);
}

/* ---- one home ------------------------------------------------------------------------------- */

struct shelf {
	struct collector *c;
	struct arena *arena;
	cJSON *files;
	int n;
	bool cut; /* there is more than was looked at */
};

static bool
put(struct shelf *s, cJSON *entry)
{
	if (s->n == FILES_MAX) {
		s->cut = true;
		cJSON_Delete(entry);
		return false;
	}
	cJSON_AddItemToArray(s->files, entry);
	s->n++;
	return true;
}

/* Tells of one file; true where it is there and could be looked at. */
static bool
tell(struct shelf *s, const char *path, host_cleaner *clean)
{
	cJSON *o = host_entry(s->c->host, s->arena, path, clean, &s->c->masker);
	bool seen = cJSON_GetObjectItemCaseSensitive(o, "state") == NULL;

	if (entry_is_gone(o)) {
		cJSON_Delete(o);
		return false;
	}
	return put(s, o) && seen;
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return n > k && strcmp(name + n - k, suffix) == 0;
}

/* The names in a directory. One that is there and cannot be read is told of as such. */
static const char *const *
names_in(struct shelf *s, const char *dir)
{
	static const char *const none[] = { NULL };
	size_t left_out;
	const char *const *names = host_list(s->c->host, s->arena, dir, NAMES_MAX, &left_out);
	struct document problem;
	cJSON *o;

	s->cut = s->cut || left_out > 0;
	if (names != NULL)
		return names;
	host_set_problem(&problem, s->arena, errno);
	if (problem.state == DOC_GONE)
		return none;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "path", dir);
	cJSON_AddStringToObject(o, "state", doc_state_name(problem.state));
	cJSON_AddStringToObject(o, "problem", problem.problem);
	put(s, o);
	return none;
}

static void
tell_those(struct shelf *s, const char *dir, const char *suffix)
{
	for (const char *const *name = names_in(s, dir); *name != NULL; name++) {
		if (ends_in(*name, suffix))
			tell(s, arena_printf(s->arena, "%s/%s", dir, *name), NULL);
	}
}

/* contexts/tls/CONTEXT/ENDPOINT/key.pem */
static void
tell_contexts(struct shelf *s, const char *dir, int depth)
{
	for (const char *const *name = names_in(s, dir); *name != NULL && !s->cut; name++) {
		const char *path = arena_printf(s->arena, "%s/%s", dir, *name);

		if (depth < 2)
			tell_contexts(s, path, depth + 1);
		else if (ends_in(*name, ".pem"))
			tell(s, path, NULL);
	}
}

static void
tell_home(struct shelf *s, const char *dir)
{
	const char *docker = arena_printf(s->arena, "%s/.docker", dir);
	const char *unit = arena_printf(s->arena, "%s/.config/systemd/user/docker.service", dir);
	const char *plugins = arena_printf(s->arena, "%s/cli-plugins", docker);

	if (tell(s, docker, NULL)) {
		tell(s, arena_printf(s->arena, "%s/config.json", docker), reduce_config);
		tell_those(s, docker, ".pem");
		tell_contexts(s, arena_printf(s->arena, "%s/contexts/tls", docker), 0);
		if (tell(s, plugins, NULL))
			tell_those(s, plugins, "");
	}
	tell(s, arena_printf(s->arena, "%s/.config/docker/daemon.json", dir), NULL);
	tell(s, unit, NULL);
	tell_those(s, arena_printf(s->arena, "%s.d", unit), ".conf");
}

/* ---- all homes ------------------------------------------------------------------------------ */

static int
compare_homes(const void *a, const void *b)
{
	const struct home *x = a, *y = b;
	int order = strcmp(x->dir, y->dir);

	return order != 0 ? order : (x->uid > y->uid) - (x->uid < y->uid);
}

/* name:x:uid:gid:gecos:home:shell */
static void
add_account(struct collector *c, struct homes *h, char *line)
{
	char *field[7], *slash;
	size_t n = 0;

	while (n < 7 && line != NULL) {
		field[n++] = line;
		line = strchr(line, ':');
		if (line != NULL)
			*line++ = '\0';
	}
	if (n < 6 || field[5][0] != '/')
		return;
	while ((slash = strrchr(field[5], '/')) != NULL && slash[1] == '\0')
		*slash = '\0'; /* "/" itself becomes "", which is what paths below it want */
	h->v = arena_grow(c->arena, h->v, h->n, &h->cap, sizeof *h->v);
	h->v[h->n++] = (struct home){ arena_strdup(c->arena, field[5]),
		arena_strdup(c->arena, field[0]), strtoll(field[2], NULL, 10) };
}

/* File systems that other machines answer for: looking there may hang, or wake up hundreds. */
static bool
is_remote_type(const char *type, size_t n)
{
	static const char *const types[] = { "nfs", "nfs4", "cifs", "smb3", "smbfs", "autofs",
		"afs", "ceph", "lustre", "gpfs", "beegfs", "glusterfs", "fuse.sshfs",
		"fuse.glusterfs", "fuse.s3fs" };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (strlen(types[i]) == n && strncmp(types[i], type, n) == 0)
			return true;
	}
	return false;
}

static struct path_list
remote_mounts(struct collector *c)
{
	struct path_list list = { 0 };
	size_t len;
	char *text = host_read(c->host, "/proc/self/mountinfo", HOST_FILE_MAX, &len), *save = NULL;

	for (char *line = text != NULL ? strtok_r(text, "\n", &save) : NULL; line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		char *type = strstr(line, " - "), *point = line;

		for (int i = 0; i < 4 && point != NULL; i++) {
			point = strchr(point, ' ');
			point += point != NULL;
		}
		if (type == NULL || point == NULL ||
		    !is_remote_type(type + 3, strcspn(type + 3, " ")))
			continue;
		point[strcspn(point, " ")] = '\0';
		path_list_add(c, &list, point);
	}
	free(text);
	return list;
}

static bool
is_remote(const struct path_list *mounts, const char *dir)
{
	for (size_t i = 0; i < mounts->n; i++) {
		size_t n = strlen(mounts->v[i]);

		if (strncmp(dir, mounts->v[i], n) == 0 && (dir[n] == '\0' || dir[n] == '/'))
			return true;
	}
	return false;
}

/* Whether a home is there, and whether what is in it can be looked at. */
static struct document
try_home(struct host *h, struct arena *a, const char *dir)
{
	struct document problem = { .state = DOC_OK };
	int fd = host_open(h, dir, O_PATH | O_DIRECTORY);

	if (fd < 0) {
		host_set_problem(&problem, a, errno);
		return problem;
	}
	close(fd);
	fd = host_open(h, arena_printf(a, "%s/.docker", dir), O_PATH);
	if (fd >= 0)
		close(fd);
	else if (errno == EACCES)
		host_set_problem(&problem, a, errno);
	return problem;
}

/* What is said of one home that is there; NULL: it is not. */
static cJSON *
home_json(struct collector *c, const struct home *home, bool remote)
{
	const char *dir = home->dir[0] != '\0' ? home->dir : "/";
	struct arena *a = arena_new();
	struct document problem = { .state = DOC_NOT_HERE,
		.problem = "it is on another machine's file system, which is left alone" };
	struct shelf s = { .c = c, .arena = a };
	cJSON *o;

	if (!remote)
		problem = try_home(c->host, a, dir);
	if (problem.state == DOC_GONE) {
		arena_free(a);
		return NULL;
	}
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "dir", dir);
	if (problem.state != DOC_OK) {
		cJSON_AddStringToObject(o, "state", doc_state_name(problem.state));
		cJSON_AddStringToObject(o, "problem", problem.problem);
	}
	s.files = cJSON_AddArrayToObject(o, "files");
	if (problem.state == DOC_OK)
		tell_home(&s, home->dir);
	cJSON_AddBoolToObject(o, "cut", s.cut);
	arena_free(a);
	return o;
}

static cJSON *
homes_json(struct collector *c, struct homes *h)
{
	struct path_list mounts = remote_mounts(c);
	cJSON *all = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(all, "homes");
	size_t told = 0, left_out = 0, next;

	for (size_t i = 0; i < h->n; i = next) {
		cJSON *o = NULL, *users;

		for (next = i + 1; next < h->n && strcmp(h->v[next].dir, h->v[i].dir) == 0; next++)
			;
		if (told == HOMES_MAX)
			left_out++;
		else
			o = home_json(c, &h->v[i], is_remote(&mounts, h->v[i].dir));
		if (o == NULL)
			continue;
		told++;
		users = cJSON_AddArrayToObject(o, "users");
		for (size_t k = i; k < next && k < i + USERS_OF_HOME_MAX; k++) {
			cJSON *user = cJSON_CreateObject();

			cJSON_AddStringToObject(user, "name", h->v[k].user);
			cJSON_AddNumberToObject(user, "uid", (double)h->v[k].uid);
			cJSON_AddItemToArray(users, user);
		}
		cJSON_AddItemToArray(list, o);
	}
	cJSON_AddNumberToObject(all, "left_out", (double)left_out);
	return all;
}

/* "homes":
 * {"homes":[{"dir":"/root","users":[{"name","uid"}],"files":[FILE],"cut":false}],"left_out":0} */
int
collect_homes(struct collector *c, struct err *err)
{
	struct document doc = document_named("homes", "/etc/passwd");
	struct homes h = { 0, 0, NULL };
	size_t len;
	char *text = host_read(c->host, "/etc/passwd", HOST_FILE_MAX, &len), *save = NULL;

	if (text == NULL) {
		host_set_problem(&doc, c->arena, errno);
		return collector_emit(c, &doc, err);
	}
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		if (line[0] != '#')
			add_account(c, &h, line);
	}
	free(text);
	if (h.n > 1)
		qsort(h.v, h.n, sizeof *h.v, compare_homes);
	return collector_document(c, "homes", "/etc/passwd", homes_json(c, &h), err);
}
