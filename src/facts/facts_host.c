/*
 * facts_host.c: decodes what the host's files and /proc say.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum file_type
type_named(const char *name)
{
	if (strcmp(name, "file") == 0)
		return FILE_REGULAR;
	if (strcmp(name, "dir") == 0)
		return FILE_DIR;
	if (strcmp(name, "socket") == 0)
		return FILE_SOCKET;
	return strcmp(name, "symlink") == 0 ? FILE_SYMLINK : FILE_OTHER;
}

static struct origin
malformed(const char *source)
{
	return (struct origin){ DOC_FAILED, source, "the document about it is malformed" };
}

/* "state" and "problem" of what could not be had; what is neither is malformed. */
static struct origin
problem_in(struct facts *f, const cJSON *json, const char *source)
{
	struct fact_str state = json_str(f->arena, json, "state");
	struct origin o = malformed(source);
	enum doc_state parsed;

	if (state.seen == SEEN && doc_state_parse(state.v, &parsed) == 0 && parsed != DOC_OK) {
		o.state = parsed;
		o.problem = json_text(f->arena, json, "problem");
	}
	return o;
}

static void
decode_content(struct facts *f, struct file_facts *file, const cJSON *json)
{
	const cJSON *none = json_at(json, "no_content", NULL);

	file->content = json_str(f->arena, json, "content");
	file->modified = json_int(json, "modified");
	if (file->content.seen == SEEN)
		file->content_origin = (struct origin){ DOC_OK, file->origin.source, "" };
	else if (none != NULL)
		file->content_origin = problem_in(f, none, file->origin.source);
	else if (file->content.seen == UNSEEN)
		file->content_origin = malformed(file->origin.source);
	else
		file->content_origin = (struct origin){ DOC_FAILED, file->origin.source,
			file->type == FILE_REGULAR ? "its content was not collected"
						   : "is no regular file" };
}

/* What a link leads to. Of a link that has no target in its document nothing is known. */
static const struct file_facts *
decode_target(struct facts *f, const struct file_facts *link, const cJSON *json)
{
	const cJSON *target = json_at(json, "target", NULL);
	struct file_facts *file = arena_alloc(f->arena, sizeof *file);

	file->path = file->real = link->path;
	file->origin = (struct origin){ DOC_OK, link->path, "" };
	file->content_origin = file->origin;
	if (target != NULL)
		decode_file(f, file, target);
	else
		file->origin = file->content_origin =
		    (struct origin){ DOC_FAILED, link->path, "what it leads to was not collected" };
	return file;
}

void
decode_file(struct facts *f, struct file_facts *file, const cJSON *json)
{
	struct fact_int mode = json_int(json, "mode"), uid = json_int(json, "uid");
	struct fact_int gid = json_int(json, "gid");
	struct fact_str owner = json_str(f->arena, json, "owner"),
			group = json_str(f->arena, json, "group");
	struct fact_str real = json_str(f->arena, json, "real"),
			type = json_str(f->arena, json, "type");

	if (mode.seen != SEEN || mode.v < 0 || mode.v > 07777 || uid.seen != SEEN ||
	    gid.seen != SEEN || type.seen != SEEN) {
		file->origin = problem_in(f, json, file->origin.source);
		file->content_origin = file->origin;
		return;
	}
	file->real = real.seen == SEEN ? real.v : file->path;
	file->type = type_named(type.v);
	file->mode = (unsigned)mode.v;
	file->uid = uid.v;
	file->gid = gid.v;
	file->owner = owner.seen == SEEN ? owner.v : NULL;
	file->group = group.seen == SEEN ? group.v : NULL;
	file->acl = json_list(f->arena, json, "acl");
	decode_content(f, file, json);
	if (file->type == FILE_SYMLINK)
		file->target = decode_target(f, file, json);
}

void
decode_tree(struct facts *f, struct file_list *list, const cJSON *json)
{
	const cJSON *item;
	struct file_facts *v;

	if (!is_list_of(&list->origin, json, "path"))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		struct file_facts *file = &v[list->n++];

		file->path = json_text(f->arena, item, "path");
		file->real = file->path;
		file->origin = (struct origin){ DOC_OK, file->path, "" };
		decode_file(f, file, item);
	}
	list->v = v;
}

void
decode_processes(struct facts *f, const cJSON *json)
{
	struct process_list *l = &workings_of(f)->processes;

	if (!cJSON_IsArray(json)) {
		f->host.processes_origin.state = DOC_FAILED;
		f->host.processes_origin.problem = "the document is malformed";
		return;
	}
	*l = process_list_decode(f->arena, json);
	f->host.n_processes = l->n;
	f->host.processes = l->v;
	f->host.processes_cut = l->cut;
}

void
decode_listen(struct facts *f, const cJSON *json)
{
	const cJSON *item;
	struct listen_facts *v;

	if (!cJSON_IsArray(json)) {
		f->host.listen_origin.state = DOC_FAILED;
		f->host.listen_origin.problem = "the document is malformed";
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		struct fact_str comm = json_str(f->arena, item, "comm");
		struct fact_str proto = json_str(f->arena, item, "proto");
		struct fact_str address = json_str(f->arena, item, "address");
		struct fact_int port = json_int(item, "port");

		/* A listener that cannot be told is none that is not there. */
		if (proto.seen != SEEN || address.seen != SEEN || port.seen != SEEN) {
			f->host.listen_origin.state = DOC_FAILED;
			f->host.listen_origin.problem = "the document is malformed";
			return;
		}
		v[f->host.n_listen++] = (struct listen_facts){ .proto = proto.v,
			.address = address.v,
			.port = port.v,
			.pid = json_int(item, "pid"),
			.comm = comm.seen == SEEN ? comm.v : NULL };
	}
	f->host.listen = v;
}

/* The kernel writes a blank in a path as \040, and so on. */
static char *
unescape(char *s)
{
	char *to = s;

	for (const char *from = s; *from != '\0'; to++) {
		if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
		    from[2] <= '7' && from[3] >= '0' && from[3] <= '7') {
			*to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
	return s;
}

/* 36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue */
static bool
decode_mount_line(char *line, struct mount_facts *m)
{
	char *save = NULL, *words[6], *word;

	for (size_t i = 0; i < 6; i++) {
		words[i] = strtok_r(i == 0 ? line : NULL, " ", &save);
		if (words[i] == NULL)
			return false;
	}
	while ((word = strtok_r(NULL, " ", &save)) != NULL && strcmp(word, "-") != 0)
		;
	m->device = words[2];
	m->root = unescape(words[3]);
	m->mount_point = unescape(words[4]);
	m->options = words[5];
	m->fs_type = strtok_r(NULL, " ", &save);
	word = strtok_r(NULL, " ", &save);
	m->source = word != NULL ? unescape(word) : "";
	return m->fs_type != NULL;
}

void
decode_mountinfo(struct facts *f, const char *text)
{
	char *copy = arena_strdup(f->arena, text), *save = NULL;
	struct mount_facts *v = NULL;
	size_t cap = 0;

	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		v = arena_grow(f->arena, v, f->host.n_mounts, &cap, sizeof *v);
		if (!decode_mount_line(line, &v[f->host.n_mounts])) {
			f->host.mounts_origin.state = DOC_FAILED;
			f->host.mounts_origin.problem = "a line of it cannot be understood";
			return;
		}
		f->host.n_mounts++;
	}
	f->host.mounts = v;
}

/* ---- accounts ------------------------------------------------------------------------------- */

/* Cuts a line into fields at ':'; returns how many there were (at most max). */
static size_t
cut(char *line, char **field, size_t max)
{
	size_t n = 0;

	while (n < max) {
		field[n++] = line;
		line = strchr(line, ':');
		if (line == NULL)
			break;
		*line++ = '\0';
	}
	return n;
}

/* A line that the system's own library would not read is none: numbers are digits. */
static bool
number(const char *text, int64_t *n)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 10 || text[digits] != '\0')
		return false;
	*n = strtoll(text, NULL, 10);
	return true;
}

/* Lines of "+" take a directory service's users in, where nsswitch.conf says compat. */
static void
decode_accounts(struct facts *f, const char *text, bool *includes)
{
	char *copy = arena_strdup(f->arena, text), *save = NULL, *field[7];
	struct account *v = NULL, account;
	size_t cap = 0;

	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		*includes = *includes || line[0] == '+';
		if (line[0] == '#' || line[0] == '+' || line[0] == '-' || cut(line, field, 7) < 4 ||
		    !number(field[2], &account.uid) || !number(field[3], &account.gid))
			continue;
		account.name = field[0];
		v = arena_grow(f->arena, v, f->host.n_accounts, &cap, sizeof *v);
		v[f->host.n_accounts++] = account;
	}
	f->host.accounts = v;
}

static void
decode_groups(struct facts *f, const char *text, bool *includes)
{
	char *copy = arena_strdup(f->arena, text), *save = NULL, *field[4];
	struct group *v = NULL;
	size_t cap = 0;
	int64_t gid;

	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		const char **members;
		char *inner = NULL;
		struct group *g;

		*includes = *includes || line[0] == '+';
		if (line[0] == '#' || line[0] == '+' || line[0] == '-' || cut(line, field, 4) < 4 ||
		    !number(field[2], &gid))
			continue;
		v = arena_grow(f->arena, v, f->host.n_groups, &cap, sizeof *v);
		g = &v[f->host.n_groups++];
		*g = (struct group){ .name = field[0], .gid = gid };
		members = arena_alloc(f->arena, sizeof *members * (strlen(field[3]) / 2 + 2));
		for (char *m = strtok_r(field[3], ", \t\r", &inner); m != NULL;
		     m = strtok_r(NULL, ", \t\r", &inner))
			members[g->n++] = m;
		g->members = members;
	}
	f->host.groups = v;
}

/* Are these asked of files only? Lines look like "group: files systemd". */
static struct fact_bool
only_files(struct facts *f, const char *text, const char *const *databases, bool includes)
{
	struct fact_bool fact = { SEEN, true };
	char *copy = arena_strdup(f->arena, text), *save = NULL;

	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		char *inner = NULL, *word;
		bool asked = false;

		line[strcspn(line, "#")] = '\0';
		word = strtok_r(line, " \t:", &inner);
		for (size_t i = 0; word != NULL && databases[i] != NULL; i++)
			asked = asked || strcmp(word, databases[i]) == 0;
		while (asked && (word = strtok_r(NULL, " \t", &inner)) != NULL) {
			bool compat = strcmp(word, "compat") == 0 && !includes;

			if (strcmp(word, "files") != 0 && strcmp(word, "systemd") != 0 && !compat &&
			    word[0] != '[')
				fact.v = false;
		}
	}
	return fact;
}

void
join_accounts(struct facts *f)
{
	const struct file_facts *passwd = facts_file(f, "/etc/passwd");
	const struct file_facts *group = facts_file(f, "/etc/group");
	const struct file_facts *nss = facts_file(f, "/etc/nsswitch.conf");
	bool includes = false;

	f->host.accounts_origin =
	    passwd->content.seen != SEEN ? passwd->content_origin : group->content_origin;
	if (passwd->content.seen == SEEN)
		decode_accounts(f, passwd->content.v, &includes);
	if (group->content.seen == SEEN)
		decode_groups(f, group->content.v, &includes);
	if (nss->origin.state == DOC_GONE) {
		f->host.nss_is_files = (struct fact_bool){ SEEN, !includes };
		f->host.sudo.files_only = (struct fact_bool){ SEEN, true };
	} else if (nss->content.seen == SEEN) {
		static const char *const users[] = { "passwd", "group", NULL };
		static const char *const sudoers[] = { "sudoers", NULL };

		f->host.nss_is_files = only_files(f, nss->content.v, users, includes);
		f->host.sudo.files_only = only_files(f, nss->content.v, sudoers, false);
	}
}

/* The first place counts, and the second where the first is not there: see os-release(5). */
void
join_release(struct facts *f)
{
	static const char *const places[] = { "/etc/os-release", "/usr/lib/os-release" };

	for (size_t i = 0; i < 2; i++) {
		const struct file_facts *file = facts_file(f, places[i]);

		f->host.release.origin = file->origin;
		if (file->content.seen == SEEN)
			f->host.release.release = os_release_parse(f->arena, file->content.v);
		else if (file->origin.state == DOC_OK)
			f->host.release.origin = (struct origin){ DOC_FAILED, file->path,
				"its content was not collected" };
		if (file->origin.state != DOC_GONE)
			return;
	}
}
