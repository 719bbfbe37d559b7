/*
 * collect_access.c: who may act for whom: sudo's rules, subordinate ids, the sockets of rootless
 * engines. It may not judge them.
 */
#include "config.h"

#include "check.h"
#include "collect_internal.h"

#include <errno.h>
#include <string.h>

#define SUDOERS_MAX 256
#define USERS_MAX 2000

/* How long a mark "NOPASSWD:" or "PASSWD:" is that s begins with, blanks before ':' included. */
static size_t
mark_length(const char *s, size_t n)
{
	static const char name[] = "PASSWD";
	size_t at = n > 2 && strncmp(s, "NO", 2) == 0 ? 2 : 0;

	if (n - at <= sizeof name - 1 || strncmp(s + at, name, sizeof name - 1) != 0)
		return 0;
	for (at += sizeof name - 1; at < n && (s[at] == ' ' || s[at] == '\t'); at++)
		;
	return at < n && s[at] == ':' ? at + 1 : 0;
}

/*
 * "NOPASSWD:" is a mark of sudo's grammar and names no password: what stands between such marks is
 * masked as other texts are.
 */
static void
mask_sudoers(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	size_t from = 0;

	for (size_t i = 0; i < n;) {
		size_t length = mark_length(text + i, n - i);

		if (length == 0) {
			i++;
			continue;
		}
		mask_lines(m, text + from, i - from, out);
		buf_add(out, text + i, length);
		from = i += length;
	}
	mask_lines(m, text + from, n - from, out);
}

/* sudo itself passes over names with a dot in them, and over those that end in '~'. */
static bool
is_rules_file(const char *name)
{
	return strchr(name, '.') == NULL && name[strlen(name) - 1] != '~';
}

static int
collect_sudoers(struct collector *c, struct err *err)
{
	static const char dir[] = "/etc/sudoers.d";
	struct arena *a = arena_new();
	size_t left_out;
	const char *const *names = host_list(c->host, a, dir, SUDOERS_MAX, &left_out);
	int result = collector_cleaned(c, "/etc/sudoers", mask_sudoers, err);

	if (result == 0)
		result = collector_tree(c, dir, err);
	for (size_t i = 0; result == 0 && names != NULL && names[i] != NULL; i++) {
		if (is_rules_file(names[i]))
			result = collector_cleaned(
			    c, arena_printf(a, "%s/%s", dir, names[i]), mask_sudoers, err);
	}
	arena_free(a);
	return result;
}

/*
 * "tree:/run/user": each user's directory and, of all that is in it, the sockets of engines: the
 * rest is nobody's business, and may be a file system that answers slowly.
 */
static int
collect_rootless(struct collector *c, struct err *err)
{
	static const char dir[] = "/run/user";
	static const char *const sockets[] = { "docker.sock", "podman/podman.sock" };
	struct arena *a = arena_new();
	size_t left_out;
	const char *const *names = host_list(c->host, a, dir, USERS_MAX, &left_out);
	struct document doc = document_named("tree:/run/user", dir);
	cJSON *list;
	int result;

	if (names == NULL || left_out > 0) {
		host_set_problem(&doc, a, names == NULL ? errno : EFBIG);
		result = collector_emit(c, &doc, err);
		arena_free(a);
		return result;
	}
	list = cJSON_CreateArray();
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *path = arena_printf(a, "%s/%s", dir, names[i]);

		cJSON_AddItemToArray(list, host_entry(c->host, a, path, NULL, NULL));
		for (size_t k = 0; k < 2; k++) {
			cJSON *o = host_entry(
			    c->host, a, arena_printf(a, "%s/%s", path, sockets[k]), NULL, NULL);

			if (entry_is_gone(o))
				cJSON_Delete(o);
			else
				cJSON_AddItemToArray(list, o);
		}
	}
	arena_free(a);
	return collector_document(c, doc.name, dir, list, err);
}

bool
entry_is_gone(const cJSON *entry)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(entry, "state");

	return cJSON_IsString(state) && strcmp(state->valuestring, "gone") == 0;
}

int
collect_access(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;

	if (needs & (NEEDS_FILES | NEEDS_ACCOUNTS) &&
	    (collector_file(c, "/etc/subuid", true, err) < 0 ||
		collector_file(c, "/etc/subgid", true, err) < 0))
		return -1;
	if (needs & NEEDS_ACCOUNTS && collect_sudoers(c, err) < 0)
		return -1;
	if ((needs & NEEDS_HOMES) == 0)
		return 0;
	return collect_rootless(c, err) < 0 ? -1 : collect_homes(c, err);
}
