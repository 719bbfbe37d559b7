/*
 * facts_settings.c: reads dockerd's command line as pflag does, and its configuration file, into
 * settings by one name. It may not judge a setting.
 */
#include "config.h"

#include "facts_settings.h"

#include <string.h>

#include "syntax/json.h"

enum kind { TEXT, BOOLEAN };

/*
 * Flags whose name differs from daemon.json's, that have a letter, or that take no value: one
 * missing here would take the next word for its value.
 */
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
	{ "restart", 'r', "restart", BOOLEAN },
	{ "version", 'v', "version", BOOLEAN },
	{ "help", 'h', "help", BOOLEAN },
	{ "insecure-registry", 0, "insecure-registries", TEXT },
	{ "registry-mirror", 0, "registry-mirrors", TEXT },
	{ "storage-opt", 0, "storage-opts", TEXT },
	{ "log-opt", 0, "log-opts", TEXT },
	{ "default-ulimit", 0, "default-ulimits", TEXT },
	{ "default-address-pool", 0, "default-address-pools", TEXT },
	{ "default-network-opt", 0, "default-network-opts", TEXT },
	{ "authorization-plugin", 0, "authorization-plugins", TEXT },
	{ "cdi-spec-dir", 0, "cdi-spec-dirs", TEXT },
	{ "cluster-store-opt", 0, "cluster-store-opts", TEXT },
	{ "dns-opt", 0, "dns-opts", TEXT },
	{ "exec-opt", 0, "exec-opts", TEXT },
	{ "feature", 0, "features", TEXT },
	{ "host-gateway-ip", 0, "host-gateway-ips", TEXT },
	{ "node-generic-resource", 0, "node-generic-resources", TEXT },
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
	{ "allow-direct-routing", 0, "allow-direct-routing", BOOLEAN },
	{ "userland-proxy", 0, "userland-proxy", BOOLEAN },
	{ "live-restore", 0, "live-restore", BOOLEAN },
	{ "no-new-privileges", 0, "no-new-privileges", BOOLEAN },
	{ "selinux-enabled", 0, "selinux-enabled", BOOLEAN },
	{ "experimental", 0, "experimental", BOOLEAN },
	{ "init", 0, "init", BOOLEAN },
	{ "raw-logs", 0, "raw-logs", BOOLEAN },
	{ "rootless", 0, "rootless", BOOLEAN },
	{ "cri-containerd", 0, "cri-containerd", BOOLEAN },
	{ "disable-legacy-registry", 0, "disable-legacy-registry", BOOLEAN },
	{ "validate", 0, "validate", BOOLEAN },
};

#define N_FLAGS (sizeof flags / sizeof flags[0])

/* NULL where there are too many to be dockerd's. */
static struct setting *
setting_named(struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->v[i].name, name) == 0)
			return &s->v[i];
	}
	if (s->n == SETTINGS_MAX) {
		s->too_many = true;
		return NULL;
	}
	s->v = arena_grow(s->arena, s->v, s->n, &s->cap, sizeof *s->v);
	s->caps = arena_grow(s->arena, s->caps, s->n, &s->caps_cap, sizeof *s->caps);
	s->v[s->n] = (struct setting){ .name = name };
	s->caps[s->n].flag = s->caps[s->n].file = 0;
	return &s->v[s->n++];
}

static void
append(struct arena *a, struct fact_list *list, size_t *cap, const char *value)
{
	const char **v = (const char **)(uintptr_t)list->v;

	v = arena_grow(a, v, list->n, cap, sizeof *v);
	v[list->n++] = value;
	list->v = v;
	list->seen = SEEN;
}

static void
append_file(struct settings *s, struct setting *set, const char *value)
{
	append(s->arena, &set->file, &s->caps[set - s->v].file, value);
}

/* ---- the command line ----------------------------------------------------------------------- */

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
	for (size_t i = 0; i < N_FLAGS; i++) {
		if (strlen(flags[i].flag) == n && strncmp(flags[i].flag, word, n) == 0)
			return &flags[i];
	}
	return NULL;
}

static const struct flag *
short_flag(char letter)
{
	for (size_t i = 0; i < N_FLAGS; i++) {
		if (letter != '\0' && flags[i].letter == letter)
			return &flags[i];
	}
	return NULL;
}

const char *
settings_file_name(const char *flag)
{
	const struct flag *f = long_flag(flag, strlen(flag));

	return f != NULL && strcmp(f->name, flag) != 0 ? f->name : NULL;
}

static void
set_flag(struct settings *s, const char *name, enum kind kind, const char *value)
{
	struct setting *set = setting_named(s, name);

	if (kind == BOOLEAN)
		value = boolean_text(value != NULL ? value : "true");
	if (set != NULL)
		append(s->arena, &set->flag, &s->caps[set - s->v].flag, value != NULL ? value : "");
}

/* "-H tcp://:1", "-Htcp://:1", "-H=tcp://:1", and letters in one word: "-DH tcp://:1". */
static size_t
parse_letters(struct settings *s, const char *word, const char *next)
{
	for (const char *p = word + 1; *p != '\0'; p++) {
		const struct flag *f = short_flag(*p);

		if (f == NULL)
			return 1;
		if (f->kind == BOOLEAN && p[1] != '=') {
			set_flag(s, f->name, BOOLEAN, NULL);
			continue;
		}
		if (p[1] == '\0') {
			set_flag(s, f->name, TEXT, next);
			return 2;
		}
		set_flag(s, f->name, f->kind, p[1] == '=' ? p + 2 : p + 1);
		return 1;
	}
	return 1;
}

/* Reads one word and, where its flag takes a value from there, the next; returns words used. */
static size_t
parse_word(struct settings *s, const char *word, const char *next)
{
	const struct flag *f;
	const char *value;
	size_t n;

	if (word[0] != '-' || word[1] == '\0')
		return 1;
	if (word[1] != '-')
		return parse_letters(s, word, next);
	word += 2;
	n = strcspn(word, "=");
	value = word[n] == '=' ? word + n + 1 : NULL;
	f = long_flag(word, n);
	if (f != NULL) {
		bool from_next = value == NULL && f->kind == TEXT;

		set_flag(s, f->name, f->kind, from_next ? next : value);
		return from_next ? 2 : 1;
	}
	set_flag(s, arena_strndup(s->arena, word, n), TEXT, value != NULL ? value : next);
	return value != NULL ? 1 : 2;
}

void
settings_from_cmdline(struct settings *s, const struct fact_list *words)
{
	for (size_t i = 1; i < words->n;) {
		if (strcmp(words->v[i], "--") == 0)
			return;
		i += parse_word(s, words->v[i], i + 1 < words->n ? words->v[i + 1] : NULL);
	}
}

const char *
settings_flag(const struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->v[i].name, name) == 0 && s->v[i].flag.n > 0)
			return s->v[i].flag.v[s->v[i].flag.n - 1];
	}
	return NULL;
}

/* ---- the file ------------------------------------------------------------------------------- */

static const char *
value_text(struct arena *a, const cJSON *v)
{
	if (cJSON_IsBool(v))
		return cJSON_IsTrue(v) ? "true" : "false";
	if (cJSON_IsNumber(v))
		return arena_printf(a, "%.17g", v->valuedouble);
	if (cJSON_IsString(v))
		return arena_strdup(a, v->valuestring);
	return cJSON_IsNull(v) ? "" : "...";
}

/* What is inside an object, as "name=value"; objects in it as "entitlements.device=true". */
static void
append_members(struct settings *s, struct setting *set, const char *prefix, const cJSON *object)
{
	struct arena *a = s->arena;
	const cJSON *m;

	cJSON_ArrayForEach (m, object) {
		const char *name = arena_printf(a, "%.60s%.60s", prefix, m->string);

		if (cJSON_IsObject(m) && json_at(m, "Hard", NULL) != NULL) /* a ulimit */
			append_file(s, set,
			    arena_printf(a, "%s=%lld:%lld", name, (long long)json_int(m, "Soft").v,
				(long long)json_int(m, "Hard").v));
		else if (cJSON_IsObject(m))
			append_members(s, set, arena_printf(a, "%s.", name), m);
		else
			append_file(s, set, arena_printf(a, "%s=%s", name, value_text(a, m)));
	}
}

void
settings_from_config(struct settings *s, const cJSON *json)
{
	const cJSON *item, *inner;

	cJSON_ArrayForEach (item, json) {
		struct setting *set = setting_named(s, arena_strdup(s->arena, item->string));

		if (set == NULL)
			return;
		/* a name that comes twice: the last one counts, as it does for dockerd */
		set->file = (struct fact_list){ SEEN, 0, NULL };
		s->caps[set - s->v].file = 0;
		if (cJSON_IsArray(item)) {
			cJSON_ArrayForEach (inner, item)
				append_file(s, set, value_text(s->arena, inner));
		} else if (cJSON_IsObject(item)) {
			append_members(s, set, "", item);
		} else if (!cJSON_IsNull(item)) {
			append_file(s, set, value_text(s->arena, item));
		}
	}
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
