/*
 * facts_config.c: what is wrong with daemon.json although it is JSON: names twice, names that
 * dockerd does not know, settings that the command line gives as well. It may not judge them.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "facts_internal.h"
#include "facts_settings.h"

#define PROBLEMS_MAX 100

/* Versions of dockerd as 100 * major + minor; 0: before 20.10, and still there in 29. */
#define V(major, minor) ((major)*100 + (minor))

/* clang-format off */
static const struct key { const char *name; int since, removed; } keys[] = {
	{ "allow-direct-routing", V(28, 0), 0 },
	{ "allow-nondistributable-artifacts", 0, 0 }, /* without effect from 28 on, but accepted */
	{ "api-cors-header", 0, V(28, 0) },
	{ "apparmor-profile", V(29, 0), 0 },
	{ "authorization-plugins", 0, 0 },
	{ "bip", 0, 0 },
	{ "bip6", V(28, 0), 0 },
	{ "bridge", 0, 0 },
	{ "bridge-accept-fwmark", V(28, 0), 0 },
	{ "builder", 0, 0 },
	{ "cdi-spec-dirs", V(25, 0), 0 },
	{ "cgroup-parent", 0, 0 },
	{ "cluster-advertise", 0, V(23, 0) },
	{ "cluster-store", 0, V(23, 0) },
	{ "cluster-store-opts", 0, V(23, 0) },
	{ "containerd", 0, 0 },
	{ "containerd-namespace", 0, 0 },
	{ "containerd-plugin-namespace", 0, 0 },
	{ "containerd-plugins-namespace", 0, 0 },
	{ "cpu-rt-period", 0, 0 },
	{ "cpu-rt-runtime", 0, 0 },
	{ "cri-containerd", 0, 0 },
	{ "data-root", 0, 0 },
	{ "debug", 0, 0 },
	{ "default-address-pools", 0, 0 },
	{ "default-cgroupns-mode", 0, 0 },
	{ "default-gateway", 0, 0 },
	{ "default-gateway-v6", 0, 0 },
	{ "default-init", 0, 0 },
	{ "default-ipc-mode", 0, 0 },
	{ "default-network-opts", V(24, 0), 0 },
	{ "default-runtime", 0, 0 },
	{ "default-shm-size", 0, 0 },
	{ "default-ulimits", 0, 0 },
	{ "deprecated-key-path", 0, 0 },
	{ "disable-legacy-registry", 0, V(20, 10) },
	{ "dns", 0, 0 },
	{ "dns-opts", 0, 0 },
	{ "dns-search", 0, 0 },
	{ "exec-opts", 0, 0 },
	{ "exec-root", 0, 0 },
	{ "experimental", 0, 0 },
	{ "features", 0, 0 },
	{ "firewall-backend", V(29, 0), 0 },
	{ "fixed-cidr", 0, 0 },
	{ "fixed-cidr-v6", 0, 0 },
	{ "graph", 0, V(23, 0) },
	{ "group", 0, 0 },
	{ "host-gateway-ip", 0, 0 }, /* the older name, still read */
	{ "host-gateway-ips", V(28, 0), 0 },
	{ "hosts", 0, 0 },
	{ "icc", 0, 0 },
	{ "init", 0, 0 },
	{ "init-path", 0, 0 },
	{ "insecure-registries", 0, 0 },
	{ "ip", 0, 0 },
	{ "ip-forward", 0, 0 },
	{ "ip-forward-no-drop", V(28, 0), 0 },
	{ "ip-masq", 0, 0 },
	{ "ip6tables", 0, 0 },
	{ "iptables", 0, 0 },
	{ "ipv6", 0, 0 },
	{ "labels", 0, 0 },
	{ "live-restore", 0, 0 },
	{ "log-driver", 0, 0 },
	{ "log-format", V(25, 0), 0 },
	{ "log-level", 0, 0 },
	{ "log-opts", 0, 0 },
	{ "max-concurrent-downloads", 0, 0 },
	{ "max-concurrent-uploads", 0, 0 },
	{ "max-download-attempts", 0, 0 },
	{ "metrics-addr", 0, 0 },
	{ "min-api-version", V(29, 0), 0 },
	{ "mtu", 0, 0 },
	{ "network-control-plane-mtu", 0, 0 },
	{ "network-diagnostic-port", 0, 0 },
	{ "no-new-privileges", 0, 0 },
	{ "node-generic-resources", 0, 0 },
	{ "nri-opts", V(29, 0), 0 },
	{ "oom-score-adjust", 0, V(25, 0) },
	{ "pidfile", 0, 0 },
	{ "proxies", V(23, 0), 0 },
	{ "raw-logs", 0, 0 },
	{ "registry-mirrors", 0, 0 },
	{ "rootless", 0, 0 },
	{ "runtimes", 0, 0 },
	{ "seccomp-profile", 0, 0 },
	{ "selinux-enabled", 0, 0 },
	{ "shutdown-timeout", 0, 0 },
	{ "storage-driver", 0, 0 },
	{ "storage-opts", 0, 0 },
	{ "swarm-default-advertise-addr", 0, 0 },
	{ "swarm-raft-election-tick", 0, 0 },
	{ "swarm-raft-heartbeat-tick", 0, 0 },
	{ "tls", 0, 0 },
	{ "tlscacert", 0, 0 },
	{ "tlscert", 0, 0 },
	{ "tlskey", 0, 0 },
	{ "tlsverify", 0, 0 },
	{ "userland-proxy", 0, 0 },
	{ "userland-proxy-path", 0, 0 },
	{ "userns-remap", 0, 0 },
};
/* clang-format on */

static int
compare_key(const void *name, const void *key)
{
	return strcmp(name, ((const struct key *)key)->name);
}

static const struct key *
key_named(const char *name)
{
	return bsearch(name, keys, sizeof keys / sizeof keys[0], sizeof keys[0], compare_key);
}

/* 100 * major + minor of "28.5.2+dfsg4"; 0: not known. */
static int
version_of(const struct fact_str *version)
{
	char *end;
	long major, minor = 0;

	if (version->seen != SEEN)
		return 0;
	major = strtol(version->v, &end, 10);
	if (end != version->v && *end == '.')
		minor = strtol(end + 1, NULL, 10);
	return major > 0 && major < 10000 && minor >= 0 && minor < 100 ? (int)(major * 100 + minor)
								       : 0;
}

struct search {
	struct facts *facts;
	const struct settings *settings;
	const char *text;
	struct config_problem *v;
	size_t cap;
};

/* The line on which a name stands: for the `nth` time (1: the first). */
static int64_t
line_of(const char *text, const char *name, size_t nth)
{
	size_t n = strlen(name);
	int64_t line = 1;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\n')
			line++;
		if (*p == '"' && strncmp(p + 1, name, n) == 0 && p[1 + n] == '"' && --nth == 0)
			return line;
	}
	return 0;
}

static void
add(struct search *s, enum config_fault fault, const char *prefix, const char *name,
    const char *detail)
{
	struct daemon_facts *d = &s->facts->daemon;
	struct arena *a = s->facts->arena;

	if (d->n_config_problems == PROBLEMS_MAX)
		return;
	s->v = arena_grow(a, s->v, d->n_config_problems, &s->cap, sizeof *s->v);
	s->v[d->n_config_problems++] = (struct config_problem){ .fault = fault,
		.name = arena_printf(a, "%.60s%.200s", prefix, name),
		.detail = detail,
		/* a name in an inner object may be another one's, too */
		.line = *prefix != '\0'
			    ? 0
			    : line_of(s->text, name, fault == CONFIG_DUPLICATE ? 2 : 1) };
}

/* ---- names twice ---------------------------------------------------------------------------- */

static void
find_duplicates(struct search *s, const char *prefix, const cJSON *value)
{
	struct arena *a = s->facts->arena;
	size_t n = 0, size = (size_t)cJSON_GetArraySize(value);
	const char **names;
	const cJSON *m;

	if (size == 0)
		return;
	names = arena_alloc(a, sizeof *names * size);
	cJSON_ArrayForEach (m, value) {
		if (m->string != NULL)
			names[n++] = m->string;
		if (cJSON_GetArraySize(m) > 0)
			find_duplicates(s,
			    m->string == NULL ? prefix
					      : arena_printf(a, "%.60s%.60s.", prefix, m->string),
			    m);
	}
	qsort(names, n, sizeof *names, text_compare);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(names[i], names[i - 1]) == 0 &&
		    (i < 2 || strcmp(names[i], names[i - 2]) != 0))
			add(s, CONFIG_DUPLICATE, prefix, names[i],
			    "is there twice: the last one counts");
	}
}

/* ---- names that dockerd does not take ------------------------------------------------------- */

static bool
is_proxy_name(const char *name)
{
	return strcmp(name, "http-proxy") == 0 || strcmp(name, "https-proxy") == 0 ||
	       strcmp(name, "no-proxy") == 0;
}

static void
look_at_name(struct search *s, const char *name)
{
	struct arena *a = s->facts->arena;
	const struct key *key = key_named(name);
	const char *other = settings_file_name(name);
	int version = version_of(&s->facts->engine.version);

	if (key == NULL && other != NULL)
		add(s, CONFIG_MISPLACED, "", name,
		    arena_printf(a, "has no effect in the file: here it is called %s", other));
	else if (key == NULL && is_proxy_name(name))
		add(s, CONFIG_MISPLACED, "", name, "has no effect outside of \"proxies\"");
	else if (key == NULL)
		add(s, CONFIG_UNKNOWN, "", name, "is no setting of dockerd");
	else if (key->removed != 0 && version >= key->removed)
		add(s, CONFIG_REMOVED, "", name,
		    arena_printf(a, "is no setting any more since %d.%d", key->removed / 100,
			key->removed % 100));
	else if (version != 0 && version < key->since)
		add(s, CONFIG_REMOVED, "", name,
		    arena_printf(
			a, "is no setting before %d.%d", key->since / 100, key->since % 100));
}

static void
find_unknown(struct search *s, const cJSON *json)
{
	const cJSON *item, *inner;

	cJSON_ArrayForEach (item, json) {
		look_at_name(s, item->string);
		if (strcmp(item->string, "proxies") != 0)
			continue;
		cJSON_ArrayForEach (inner, item) {
			if (inner->string != NULL && !is_proxy_name(inner->string))
				add(s, CONFIG_UNKNOWN, "proxies.", inner->string,
				    "is no setting of dockerd");
		}
	}
}

/* ---- on both sides -------------------------------------------------------------------------- */

static void
find_conflicts(struct search *s)
{
	for (size_t i = 0; i < s->settings->n; i++) {
		const struct setting *set = &s->settings->v[i];

		/* runtimes are the one setting that dockerd merges */
		if (set->flag.n > 0 && set->file.seen == SEEN && strcmp(set->name, "runtimes") != 0)
			add(s, CONFIG_CONFLICT, "", set->name,
			    "is on the command line as well: dockerd will not start with both");
	}
}

void
find_config_problems(
    struct facts *f, const struct settings *set, const cJSON *json, const char *text)
{
	struct search s = { .facts = f, .settings = set, .text = text };

	find_duplicates(&s, "", json);
	find_unknown(&s, json);
	find_conflicts(&s);
	f->daemon.config_problems = s.v;
}
