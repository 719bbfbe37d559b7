/*
 * facts_daemon.c: finds dockerd among the processes, and joins its command line with its
 * configuration file. It may not judge a setting.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, BOOLEAN };

/* Flags whose name differs from daemon.json's, that have a letter, or that take no value. */
static const struct flag {
	const char *flag;
	char letter;
	const char *name;
	enum kind kind;
} flags[] = {
	{ "host", 'H', "hosts", TEXT },
	{ "debug", 'D', "debug", BOOLEAN },
	{ "log-level", 'l', "log-level", TEXT },
	{ "group", 'G', "group", TEXT },
	{ "graph", 'g', "data-root", TEXT },
	{ "pidfile", 'p', "pidfile", TEXT },
	{ "storage-driver", 's', "storage-driver", TEXT },
	{ "bridge", 'b', "bridge", TEXT },
	{ "insecure-registry", 0, "insecure-registries", TEXT },
	{ "registry-mirror", 0, "registry-mirrors", TEXT },
	{ "storage-opt", 0, "storage-opts", TEXT },
	{ "log-opt", 0, "log-opts", TEXT },
	{ "default-ulimit", 0, "default-ulimits", TEXT },
	{ "authorization-plugin", 0, "authorization-plugins", TEXT },
	{ "exec-opt", 0, "exec-opts", TEXT },
	{ "add-runtime", 0, "runtimes", TEXT },
	{ "label", 0, "labels", TEXT },
	{ "tls", 0, "tls", BOOLEAN },
	{ "tlsverify", 0, "tlsverify", BOOLEAN },
	{ "icc", 0, "icc", BOOLEAN },
	{ "iptables", 0, "iptables", BOOLEAN },
	{ "ip6tables", 0, "ip6tables", BOOLEAN },
	{ "ip-forward", 0, "ip-forward", BOOLEAN },
	{ "ip-forward-no-drop", 0, "ip-forward-no-drop", BOOLEAN },
	{ "ip-masq", 0, "ip-masq", BOOLEAN },
	{ "ipv6", 0, "ipv6", BOOLEAN },
	{ "userland-proxy", 0, "userland-proxy", BOOLEAN },
	{ "live-restore", 0, "live-restore", BOOLEAN },
	{ "no-new-privileges", 0, "no-new-privileges", BOOLEAN },
	{ "selinux-enabled", 0, "selinux-enabled", BOOLEAN },
	{ "experimental", 0, "experimental", BOOLEAN },
	{ "init", 0, "init", BOOLEAN },
	{ "raw-logs", 0, "raw-logs", BOOLEAN },
	{ "rootless", 0, "rootless", BOOLEAN },
	{ "cri-containerd", 0, "cri-containerd", BOOLEAN },
	{ "validate", 0, "validate", BOOLEAN },
	{ "allow-nondistributable-artifacts", 0, "allow-nondistributable-artifacts", TEXT },
};

struct settings {
	struct arena *arena;
	struct setting *v;
	size_t n, cap;
};

static struct setting *
setting_named(struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->v[i].name, name) == 0)
			return &s->v[i];
	}
	s->v = arena_grow(s->arena, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n] = (struct setting){ .name = name };
	return &s->v[s->n++];
}

static void
append(struct arena *a, struct fact_list *list, const char *value)
{
	const char **v = arena_alloc(a, sizeof *v * (list->n + 1));

	if (list->n > 0)
		memcpy(v, list->v, sizeof *v * list->n);
	v[list->n++] = value;
	list->v = v;
	list->seen = SEEN;
}

/* Go's ParseBool takes 1, t, TRUE and so on. */
static const char *
boolean_text(const char *value)
{
	static const char *const yes[] = { "1", "t", "T", "true", "TRUE", "True" };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
		if (strcmp(value, yes[i]) == 0)
			return "true";
	}
	return "false";
}

static const struct flag *
long_flag(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		if (strlen(flags[i].flag) == n && strncmp(flags[i].flag, word, n) == 0)
			return &flags[i];
	}
	return NULL;
}

static const struct flag *
short_flag(char letter)
{
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		if (letter != '\0' && flags[i].letter == letter)
			return &flags[i];
	}
	return NULL;
}

static void
set_flag(struct settings *s, const char *name, enum kind kind, const char *value)
{
	append(s->arena, &setting_named(s, name)->flag,
	    kind == BOOLEAN ? boolean_text(value != NULL ? value : "true")
	    : value != NULL ? value
			    : "");
}

/* Reads one word and, where its flag takes a value from there, the next; returns words used. */
static size_t
parse_word(struct settings *s, const char *word, const char *next)
{
	const char *eq = strchr(word, '='), *value = eq != NULL ? eq + 1 : NULL;
	const struct flag *f;
	enum kind kind;

	if (word[0] != '-' || word[1] == '\0')
		return 1;
	if (word[1] != '-') {
		f = short_flag(word[1]);
		if (f == NULL)
			return 1;
		if (f->kind == BOOLEAN || word[2] != '\0') {
			set_flag(s, f->name, f->kind,
			    word[2] == '='	 ? word + 3
			    : f->kind == BOOLEAN ? NULL
						 : word + 2);
			return 1;
		}
		set_flag(s, f->name, TEXT, next);
		return 2;
	}
	word += 2;
	f = long_flag(word, strcspn(word, "="));
	kind = f != NULL ? f->kind : TEXT;
	if (value == NULL && kind == TEXT) {
		set_flag(s, f != NULL ? f->name : word, kind, next);
		return 2;
	}
	set_flag(s, f != NULL ? f->name : arena_strndup(s->arena, word, strcspn(word, "=")), kind,
	    value);
	return 1;
}

static void
parse_cmdline(struct settings *s, const struct fact_list *words)
{
	for (size_t i = 1; i < words->n;) {
		if (strcmp(words->v[i], "--") == 0)
			return;
		i += parse_word(s, words->v[i], i + 1 < words->n ? words->v[i + 1] : NULL);
	}
}

static const char *
value_text(struct arena *a, const cJSON *v)
{
	if (cJSON_IsBool(v))
		return cJSON_IsTrue(v) ? "true" : "false";
	if (cJSON_IsNumber(v))
		return arena_printf(a, "%.17g", v->valuedouble);
	if (cJSON_IsString(v))
		return arena_strdup(a, v->valuestring);
	if (cJSON_IsObject(v) && json_at(v, "Hard", NULL) != NULL) /* a ulimit */
		return arena_printf(a, "%lld:%lld", (long long)json_int(v, "Soft").v,
		    (long long)json_int(v, "Hard").v);
	return "...";
}

static void
parse_config(struct settings *s, const cJSON *json)
{
	const cJSON *item, *inner;

	cJSON_ArrayForEach (item, json) {
		struct setting *set = setting_named(s, arena_strdup(s->arena, item->string));

		set->file = (struct fact_list){ SEEN, 0, NULL };
		if (cJSON_IsArray(item)) {
			cJSON_ArrayForEach (inner, item)
				append(s->arena, &set->file, value_text(s->arena, inner));
		} else if (cJSON_IsObject(item)) {
			cJSON_ArrayForEach (inner, item)
				append(s->arena, &set->file,
				    arena_printf(s->arena, "%s=%s", inner->string,
					value_text(s->arena, inner)));
		} else if (!cJSON_IsNull(item)) {
			append(s->arena, &set->file, value_text(s->arena, item));
		}
	}
}

/* ---- which process ----------------------------------------------------------------------------
 */

static const struct process_facts *
only_named(const struct facts *f, const char *comm, size_t *n)
{
	const struct process_facts *found = NULL;

	*n = 0;
	for (size_t i = 0; i < f->host.n_processes; i++) {
		if (strcmp(f->host.processes[i].comm, comm) == 0) {
			++*n;
			found = &f->host.processes[i];
		}
	}
	return *n == 1 ? found : NULL;
}

static const struct process_facts *
find_dockerd(struct facts *f)
{
	struct workings *w = workings_of(f);
	size_t n;

	f->daemon.process_origin = f->host.processes_origin;
	if (f->host.processes_origin.state != DOC_OK)
		return NULL;
	for (size_t i = 0; w->dockerd_pid.seen == SEEN && i < f->host.n_processes; i++) {
		if (f->host.processes[i].pid == w->dockerd_pid.v)
			return &f->host.processes[i];
	}
	if (w->dockerd_pid.seen != SEEN && w->dockerd_problem[0] == '\0' &&
	    only_named(f, "dockerd", &n) != NULL)
		return only_named(f, "dockerd", &n);
	f->daemon.process_origin = (struct origin){ DOC_FAILED, "proc:processes",
		w->dockerd_problem[0] != '\0' ? w->dockerd_problem
					      : "no dockerd process is visible" };
	return NULL;
}

static const struct process_facts *
find_containerd(const struct facts *f)
{
	size_t n;
	const struct process_facts *only = only_named(f, "containerd", &n);

	for (size_t i = 0; n > 1 && i < f->host.n_processes; i++) {
		const struct process_facts *p = &f->host.processes[i];

		if (strcmp(p->comm, "containerd") == 0 && f->daemon.pid.seen == SEEN &&
		    p->ppid == f->daemon.pid.v)
			return p;
	}
	return only;
}

static const char *
last_value(const struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->v[i].name, name) == 0 && s->v[i].flag.n > 0)
			return s->v[i].flag.v[s->v[i].flag.n - 1];
	}
	return NULL;
}

static void
read_config(struct facts *f, struct settings *s)
{
	struct daemon_facts *d = &f->daemon;
	const struct file_facts *file = facts_file(f, d->config_path);
	struct err err;
	cJSON *json;

	d->config_origin = file->content_origin;
	if (file->content.seen != SEEN)
		return;
	json = json_parse(file->content.v, strlen(file->content.v), &err);
	if (!cJSON_IsObject(json)) {
		d->config_origin = (struct origin){ DOC_FAILED, file->origin.source,
			json == NULL ? arena_strdup(f->arena, err.msg) : "not a JSON object" };
		d->config_error_line = (struct fact_int){ SEEN,
			json_error_line(file->content.v, strlen(file->content.v)) };
	} else {
		parse_config(s, json);
	}
	cJSON_Delete(json);
}

void
join_daemon(struct facts *f)
{
	struct daemon_facts *d = &f->daemon;
	struct settings s = { .arena = f->arena };
	const struct process_facts *p = find_dockerd(f), *containerd;
	const char *config;

	if (p != NULL) {
		d->pid = (struct fact_int){ SEEN, p->pid };
		d->uid = p->uid;
		if (p->exe != NULL)
			d->exe = (struct fact_str){ SEEN, p->exe };
		d->cmdline = p->cmdline;
		if (p->cmdline.seen == SEEN)
			parse_cmdline(&s, &p->cmdline);
	}
	containerd = find_containerd(f);
	if (containerd != NULL && containerd->exe != NULL)
		d->containerd_exe = (struct fact_str){ SEEN, containerd->exe };
	if (containerd != NULL)
		d->containerd_cmdline = containerd->cmdline;
	config = last_value(&s, "config-file");
	d->config_path = config != NULL ? config : "/etc/docker/daemon.json";
	d->config_path_known = d->cmdline.seen == SEEN;
	read_config(f, &s);
	d->settings = s.v;
	d->n_settings = s.n;
	d->docker_proxy_running.seen = f->host.processes_origin.state == DOC_OK ? SEEN : UNSEEN;
	for (size_t i = 0; i < f->host.n_processes; i++) {
		if (strcmp(f->host.processes[i].comm, "docker-proxy") == 0)
			d->docker_proxy_running.v = true;
	}
}

void
parse_daemon_command(struct facts *f, struct daemon_facts *d, const struct fact_list *words)
{
	struct settings s = { .arena = f->arena };

	parse_cmdline(&s, words);
	d->cmdline = *words;
	d->settings = s.v;
	d->n_settings = s.n;
	d->config_origin.state = DOC_GONE;
}

struct setting
daemon_setting(const struct daemon_facts *d, const char *name)
{
	struct setting s = { .name = name };

	for (size_t i = 0; i < d->n_settings; i++) {
		if (strcmp(d->settings[i].name, name) == 0)
			s = d->settings[i];
	}
	s.flag_seen = d->cmdline.seen != SEEN ? UNSEEN : s.flag.n > 0 ? SEEN : ABSENT;
	s.file_seen = d->config_origin.state == DOC_OK	   ? (s.file.seen == SEEN ? SEEN : ABSENT)
		      : d->config_origin.state == DOC_GONE ? ABSENT
							   : UNSEEN;
	return s;
}

const char *
daemon_containerd_config(const struct facts *f)
{
	const struct fact_list *words = &f->daemon.containerd_cmdline;

	for (size_t i = 0; i < words->n; i++) {
		if ((strcmp(words->v[i], "--config") == 0 || strcmp(words->v[i], "-c") == 0) &&
		    i + 1 < words->n)
			return words->v[i + 1];
		if (strncmp(words->v[i], "--config=", 9) == 0)
			return words->v[i] + 9;
	}
	return "/etc/containerd/config.toml";
}
