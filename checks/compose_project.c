/*
 * compose_project.c: Compose files as a whole: volumes, secrets, keys, and what they take from
 * other machines. Reads facts only.
 */
#include "config.h"

#include "compose_rules.h"
#include "runtime.h"

#include <ctype.h>
#include <string.h>

#include "base/words.h"

typedef void (*judge_file)(struct judge *j, const struct facts *f, const struct compose_file *file);

/* A verdict for each file: what cannot be read, or is not all known, is told. */
static void
over_files(struct judge *j, const struct facts *f, judge_file judge)
{
	for (size_t i = 0; i < f->n_compose_files; i++) {
		const struct compose_file *file = &f->compose_files[i];

		judge_about_compose_file(j, file);
		if (judge_can_read_compose(j, file))
			judge(j, f, file);
	}
	judge_about_host(j);
	if (f->n_compose_files == 0)
		judge_skip(j, "no Compose file was named");
}

static void
saw_file(struct judge *j, struct finding *found, const struct compose_file *file, const char *key,
    const struct yaml *v, const char *actual, const char *expected)
{
	judge_saw_line(j, found, key, v != NULL ? v->source : file->path, v != NULL ? v->line : 1,
	    actual, expected);
}

/* What other files would add is not known: then nothing passes. */
static bool
is_all_there(struct judge *j, const struct compose_file *file)
{
	const struct compose_project *p = file->project;

	if (p->n_problems == 0)
		return true;
	judge_error(
	    j, "%s, line %d: %s", p->problems[0].source, p->problems[0].line, p->problems[0].text);
	return false;
}

/* Members of a map at the top of the file. False, and the verdict given, where it is something
 * else. */
static bool
is_map(struct judge *j, const struct yaml *v, const char *key)
{
	if (yaml_is_null(v) || v->kind == YAML_MAP)
		return true;
	judge_error(j, "cannot be told by %s on line %d of %s: %s", key, v->line, v->source,
	    v->problem != NULL ? v->problem : "this is no map");
	return false;
}

/* ---- M-10 ----------------------------------------------------------------------------------- */

static bool
is_sensitive(const char *path)
{
	for (size_t i = 0; mounts_sensitive.paths[i] != NULL; i++) {
		if (path_relation(path, mounts_sensitive.paths[i]) != PATH_APART)
			return true;
	}
	return false;
}

/* external: true, or of old external: {name: x}. */
static bool
is_external(const struct yaml *volume)
{
	const struct yaml *external = yaml_get(volume, "external");

	return !yaml_is_null(external) &&
	       (external->kind == YAML_MAP || compose_says_yes(external));
}

/* True where something was told of the volume. */
static bool
judge_volume(struct judge *j, const struct facts *f, const struct compose_file *file,
    const struct yaml_member *volume)
{
	const struct yaml *o = yaml_at(volume->value, "driver_opts.o"),
			  *device = yaml_at(volume->value, "driver_opts.device");
	const char *path;
	struct finding *found;

	if (is_external(volume->value)) {
		saw_file(j,
		    judge_note(j, volume->key, "the volume %s is made elsewhere: what is it?",
			volume->key),
		    file, judge_fmt(j, "volumes.%s.external", volume->key), volume->value, "true",
		    "");
		return true;
	}
	if (!compose_knows(j, "driver_opts.o", o) ||
	    !compose_knows(j, "driver_opts.device", device))
		return true;
	if (yaml_is_null(o) || yaml_is_null(device) || strstr(o->text, "bind") == NULL)
		return false;
	path = device->text[0] == '/' ? facts_resolve_path(f, device->text) : device->text;
	if (path[0] == '/' && is_sensitive(path))
		found = judge_warn(j, volume->key, "the volume %s is really %s of the host",
		    volume->key, device->text);
	else
		found = judge_note(j, volume->key, "the volume %s is really the directory %s",
		    volume->key, device->text);
	saw_file(j, found, file, judge_fmt(j, "volumes.%s.driver_opts.device", volume->key), device,
	    device->text, "no directory of the host's own");
	return true;
}

static void
hidden_binds(struct judge *j, const struct facts *f, const struct compose_file *file)
{
	const struct yaml *volumes = yaml_get(file->project->model, "volumes");
	size_t n = volumes != NULL && volumes->kind == YAML_MAP ? volumes->n : 0;
	bool told = !is_map(j, volumes, "volumes");

	for (size_t i = 0; i < n; i++)
		told = judge_volume(j, f, file, &volumes->members[i]) || told;
	if (!told && is_all_there(j, file))
		saw_file(j, judge_pass(j, "has no volume that is a directory of the host"), file,
		    "volumes", volumes, judge_fmt(j, "%zu volumes", n), "none with o: bind");
}

COMPOSE_FILES_CHECK(compose_hidden_binds)
{
	(void)arg;
	over_files(j, f, hidden_binds);
}

/* ---- M-24 ----------------------------------------------------------------------------------- */

static void
judge_secret_file(struct judge *j, const struct facts *f, const struct compose_file *file,
    const struct yaml_member *m, const struct yaml *path)
{
	const struct file_facts *found = facts_file(f, compose_path(f->arena, file->project, path));
	const char *mode = judge_fmt(j, "mode %04o", found->mode);
	const char *key = judge_fmt(j, "secrets.%s.file", m->key);

	if (found->origin.state == DOC_GONE)
		saw_file(j,
		    judge_note(j, m->key, "the secret %s comes from %s, which is not here", m->key,
			path->text),
		    file, key, path, path->text, "");
	else if (judge_can_read(j, &found->origin))
		saw_file(j,
		    (found->mode & 07) != 0
			? judge_warn(j, m->key, "every user of this machine can read the secret %s",
			      m->key)
			: judge_pass(
			      j, "the secret %s comes from a file that others cannot read", m->key),
		    file, key, path, mode, "nothing for others: chmod 600");
}

static void
judge_secret(struct judge *j, const struct facts *f, const struct compose_file *file,
    const struct yaml_member *m)
{
	const struct yaml *path = yaml_get(m->value, "file"),
			  *content = yaml_get(m->value, "content"),
			  *name = yaml_get(m->value, "environment"),
			  *driver = yaml_get(m->value, "driver");
	const char *key = judge_fmt(j, "secrets.%s", m->key);

	if (!yaml_is_null(content))
		saw_file(j, judge_warn(j, m->key, "the secret %s is written in the file", m->key),
		    file, judge_fmt(j, "%s.content", key), content,
		    content->written != NULL ? content->written : content->text, "not there");
	else if (!yaml_is_null(path)) {
		if (compose_knows(j, judge_fmt(j, "%s.file", key), path))
			judge_secret_file(j, f, file, m, path);
	} else if (!yaml_is_null(name))
		saw_file(j, judge_pass(j, "the secret %s comes from the environment", m->key), file,
		    judge_fmt(j, "%s.environment", key), name, name->text,
		    "not written in the file");
	else if (is_external(m->value) || !yaml_is_null(driver))
		saw_file(j, judge_pass(j, "the secret %s comes from elsewhere", m->key), file,
		    judge_fmt(j, "%s.external", key), m->value, "true", "not written in the file");
	else
		judge_error(j, "%s on line %d of %s does not say where it comes from", key, m->line,
		    file->path);
}

/* configs are no place for secrets at all; what looks like one was masked. */
static size_t
judge_configs(struct judge *j, const struct compose_file *file)
{
	const struct yaml *configs = yaml_get(file->project->model, "configs");
	size_t told = 0;

	for (size_t i = 0; configs != NULL && configs->kind == YAML_MAP && i < configs->n; i++) {
		const struct yaml_member *m = &configs->members[i];
		const struct yaml *content = yaml_get(m->value, "content");

		if (content == NULL ||
		    !compose_is_masked(content->written != NULL ? content->written : content->text))
			continue;
		told++;
		saw_file(j,
		    judge_warn(j, judge_fmt(j, "config %s", m->key), "the config %s holds a secret",
			m->key),
		    file, judge_fmt(j, "configs.%s.content", m->key), content, "a secret's value",
		    "a secret from a file");
	}
	return told;
}

static void
secret_sources(struct judge *j, const struct facts *f, const struct compose_file *file)
{
	const struct yaml *secrets = yaml_get(file->project->model, "secrets");
	size_t n = secrets != NULL && secrets->kind == YAML_MAP ? secrets->n : 0, told;

	told = judge_configs(j, file) + !is_map(j, secrets, "secrets");
	for (size_t i = 0; i < n; i++)
		judge_secret(j, f, file, &secrets->members[i]);
	if (n == 0 && told == 0 && is_all_there(j, file))
		judge_skip(j, "defines no secrets");
}

COMPOSE_FILES_CHECK(compose_secret_sources)
{
	(void)arg;
	over_files(j, f, secret_sources);
}

/* ---- M-31 ----------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const top_keys[] = { "configs", "include", "models", "name", "networks", "secrets",
	"services", "version", "volumes", NULL };

static const char *const service_keys[] = { "annotations", "attach", "blkio_config", "build", "cap_add",
	"cap_drop", "cgroup", "cgroup_parent", "command", "configs", "container_name", "cpu_count",
	"cpu_percent", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares", "cpus",
	"cpuset", "credential_spec", "depends_on", "deploy", "develop", "device_cgroup_rules", "devices",
	"dns", "dns_opt", "dns_search", "domainname", "entrypoint", "env_file", "environment", "expose",
	"extends", "external_links", "extra_hosts", "gpus", "group_add", "healthcheck", "hostname", "image",
	"init", "ipc", "isolation", "label_file", "labels", "links", "logging", "mac_address", "mem_limit",
	"mem_reservation", "mem_swappiness", "memswap_limit", "models", "network_mode", "networks",
	"oom_kill_disable", "oom_score_adj", "pid", "pids_limit", "platform", "ports", "post_start",
	"pre_stop", "privileged", "profiles", "provider", "pull_policy", "pull_refresh_after", "read_only",
	"restart", "runtime", "scale", "secrets", "security_opt", "shm_size", "stdin_open",
	"stop_grace_period", "stop_signal", "storage_opt", "sysctls", "tmpfs", "tty", "ulimits",
	"use_api_socket", "user", "userns_mode", "uts", "volumes", "volumes_from", "working_dir", NULL };

/* What docker compose up reads over, or keeps for old files only. */
static const struct { const char *path, *why; } without_effect[] = {
	{ "links", "is of old networks: services of one network find each other by name" },
	{ "external_links", "is of old networks: give both a network in common" },
	{ "deploy.placement", "has no effect without a Swarm" },
	{ "deploy.update_config", "has no effect without a Swarm" },
	{ "deploy.rollback_config", "has no effect without a Swarm" },
	{ "deploy.endpoint_mode", "has no effect without a Swarm" },
};
/* clang-format on */

static size_t
judge_names(struct judge *j, const struct compose_file *file, const struct yaml *map,
    const char *const *known, const char *prefix)
{
	size_t told = 0;

	for (size_t i = 0; map != NULL && map->kind == YAML_MAP && i < map->n; i++) {
		const struct yaml_member *m = &map->members[i];
		const char *key = judge_fmt(j, "%s%s", prefix, m->key);

		if (strncmp(m->key, "x-", 2) == 0 || is_one_of(m->key, known))
			continue;
		told++;
		judge_saw_line(j, judge_warn(j, key, "%s is no key that Compose knows", key), key,
		    m->value->source, m->line, "there", "a key of the Compose specification");
	}
	(void)file;
	return told;
}

/* Two readers make two things of it: YAML 1.1 has numbers of base 60. */
static size_t
judge_traps(struct judge *j, const struct facts *f, const struct compose_service *s)
{
	const struct yaml *ports = yaml_get(s->tree, "ports");
	size_t told = 0;

	for (size_t i = 0; ports != NULL && ports->kind == YAML_LIST && i < ports->n; i++) {
		const struct yaml *port = ports->items[i];
		const char *trap = yaml_trap(f->arena, port);

		if (trap == NULL || strchr(port->text, ':') == NULL)
			continue;
		told++;
		compose_saw(j,
		    judge_warn(j, judge_fmt(j, "services.%s.ports %s", s->name, port->text),
			"%s without quotes is %s to older readers of YAML", port->text, trap),
		    s, judge_fmt(j, "services.%s.ports", s->name), port, port->text,
		    judge_fmt(j, "\"%s\"", port->text));
	}
	return told;
}

static bool
is_scaled(const struct yaml *service)
{
	const struct yaml *scale = yaml_get(service, "scale"),
			  *replicas = yaml_at(service, "deploy.replicas");
	struct fact_int a = yaml_int(scale), b = yaml_int(replicas);

	return (a.seen == SEEN && a.v > 1) || (b.seen == SEEN && b.v > 1);
}

static size_t
judge_service_keys(struct judge *j, const struct facts *f, const struct compose_service *s)
{
	const struct yaml *name = yaml_get(s->tree, "container_name");
	const char *prefix = judge_fmt(j, "services.%s.", s->name);
	size_t told = judge_names(j, s->file, s->tree, service_keys, prefix);

	told += judge_traps(j, f, s);
	for (size_t i = 0; i < sizeof without_effect / sizeof without_effect[0]; i++) {
		const struct yaml *v = yaml_at(s->tree, without_effect[i].path);
		const char *key = judge_fmt(j, "%s%s", prefix, without_effect[i].path);

		if (yaml_is_null(v))
			continue;
		told++;
		compose_saw(j, judge_warn(j, key, "%s %s", key, without_effect[i].why), s, key, v,
		    "there", "not there");
	}
	if (!yaml_is_null(name) && is_scaled(s->tree)) {
		const char *key = judge_fmt(j, "%scontainer_name", prefix);

		told++;
		compose_saw(j, judge_warn(j, key, "several containers cannot have one name"), s,
		    key, name, name->text, "no name, or one container");
	}
	return told;
}

static void
keys(struct judge *j, const struct facts *f, const struct compose_file *file)
{
	const struct yaml *model = file->project->model, *version = yaml_get(model, "version");
	size_t told = judge_names(j, file, model, top_keys, "");

	if (!yaml_is_null(version)) {
		told++;
		saw_file(j, judge_warn(j, "version", "version has had no effect for years"), file,
		    "version", version, version->text, "not there");
	}
	for (size_t i = 0; i < file->n_services; i++) {
		const struct compose_service *s = &file->services[i];

		if (s->tree != NULL)
			told += judge_service_keys(j, f, s);
		else if (told++ == 0)
			judge_error(
			    j, "of the service %s: %s", s->name, s->container.origin.problem);
	}
	if (told == 0 && is_all_there(j, file))
		saw_file(j, judge_pass(j, "says nothing that Compose reads over"), file, "services",
		    yaml_get(model, "services"), judge_fmt(j, "%zu services", file->n_services),
		    "keys of the Compose specification");
}

COMPOSE_FILES_CHECK(compose_keys)
{
	(void)arg;
	over_files(j, f, keys);
}

/* ---- M-33 ----------------------------------------------------------------------------------- */

/* A commit or a digest cannot be moved; a branch, a tag, or nothing at all can. */
static bool
is_pinned(const char *address)
{
	const char *digest = strstr(address, "@sha256:"), *mark = strchr(address, '#');
	size_t n = 0;

	if (digest != NULL)
		return strlen(digest + 8) >= 64;
	if (mark == NULL)
		return false;
	while (isxdigit((unsigned char)mark[1 + n]))
		n++;
	return n >= 40 && (mark[1 + n] == '\0' || mark[1 + n] == ':');
}

static void
remote(struct judge *j, const struct facts *f, const struct compose_file *file)
{
	const struct compose_project *p = file->project;

	(void)f;
	for (size_t i = 0; i < p->n_remote; i++) {
		const struct compose_remark *r = &p->remote[i];

		judge_saw_line(j,
		    is_pinned(r->text)
			? judge_note(j, r->text, "takes %s from elsewhere: is it trusted?", r->text)
			: judge_warn(j, r->text, "takes whatever %s is at the time", r->text),
		    "include", r->source, r->line, r->text, "a commit or a digest");
	}
	if (p->n_remote == 0 && is_all_there(j, file))
		saw_file(j, judge_pass(j, "takes nothing from other machines"), file, "include",
		    yaml_get(p->model, "include"), "no address", "local files");
}

COMPOSE_FILES_CHECK(compose_remote)
{
	(void)arg;
	over_files(j, f, remote);
}
