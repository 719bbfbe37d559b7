/*
 * compose_service.c: services of Compose files: what is said of them otherwise than of containers,
 * or is several checks of containers in one. Reads facts only.
 */
#include "config.h"

#include "compose_rules.h"
#include "container_rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool
compose_knows(struct judge *j, const char *key, const struct yaml *v)
{
	if (v == NULL || (v->problem == NULL && v->kind == YAML_SCALAR))
		return true;
	judge_error(j, "cannot be told by %s on line %d of %s: %s", key, v->line, v->source,
	    v->problem != NULL ? v->problem : "this is no single value");
	return false;
}

bool
compose_says_yes(const struct yaml *v)
{
	static const char *const no[] = { "false", "no", "off", "n", "f", "0", NULL };

	if (yaml_is_null(v))
		return false;
	for (size_t i = 0; no[i] != NULL; i++) {
		if (strcasecmp(v->text, no[i]) == 0)
			return false;
	}
	return true;
}

void
compose_saw(struct judge *j, struct finding *f, const struct compose_service *s, const char *key,
    const struct yaml *v, const char *actual, const char *expected)
{
	judge_saw_line(j, f, key, v != NULL ? v->source : s->source, v != NULL ? v->line : s->line,
	    v != NULL ? actual : "not set", expected);
}

/* ---- M-04 ----------------------------------------------------------------------------------- */

void
compose_unconfined(struct judge *j, const struct facts *f, const struct container *c)
{
	static const struct {
		const char *name, *value, *what;
	} off[] = {
		{ "seccomp", "unconfined", "runs without seccomp" },
		{ "apparmor", "unconfined", "runs without AppArmor" },
		{ "systempaths", "unconfined", "sees all of /proc and /sys" },
		{ "label", "disable", "runs without SELinux" },
	};
	size_t told = 0;

	(void)f;
	if (!judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	for (size_t i = 0; i < sizeof off / sizeof off[0]; i++) {
		if (!has_security_opt(c, off[i].name, off[i].value))
			continue;
		told++;
		judge_saw(j, judge_warn(j, off[i].name, "%s", off[i].what),
		    "HostConfig.SecurityOpt", c->origin.source,
		    judge_fmt(j, "%s:%s", off[i].name, off[i].value), "not there");
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "turns no confinement off"), "HostConfig.SecurityOpt",
		    c->origin.source, judge_join(j, &c->security_opt),
		    "nothing unconfined, no label:disable");
}

/* ---- M-06 ----------------------------------------------------------------------------------- */

void
compose_namespaces(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct {
		const struct fact_str *mode;
		const char *field, *key, *what;
	} all[] = {
		{ &c->network_mode, "HostConfig.NetworkMode", "network", "network" },
		{ &c->pid_mode, "HostConfig.PidMode", "pid", "processes" },
		{ &c->ipc_mode, "HostConfig.IpcMode", "ipc", "shared memory and IPC" },
		{ &c->uts_mode, "HostConfig.UTSMode", "uts", "host name" },
		{ &c->userns_mode, "HostConfig.UsernsMode", "userns", "user namespace" },
		{ &c->cgroupns_mode, "HostConfig.CgroupnsMode", "cgroup", "control groups" },
	};
	struct finding *pass;
	size_t told = 0;

	(void)f;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const struct fact_str *mode = all[i].mode;

		if (!judge_knows(j, mode->seen, true, all[i].field, &c->origin)) {
			told++;
			continue;
		}
		if (mode->seen == SEEN && strncmp(mode->v, "container:", 10) == 0) {
			told++;
			judge_saw(j,
			    judge_note(j, all[i].key,
				"shares the %s of the container %s, which is not in the file",
				all[i].what, mode->v + 10),
			    all[i].field, c->origin.source, mode->v, "");
		} else if (mode->seen == SEEN && strcmp(mode->v, "host") == 0) {
			told++;
			judge_saw(j, judge_warn(j, all[i].key, "shares the host's %s", all[i].what),
			    all[i].field, c->origin.source, "host", "not host");
		}
	}
	if (told > 0)
		return;
	pass = judge_pass(j, "shares no namespace of the host");
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		judge_saw(j, pass, all[i].field, c->origin.source,
		    all[i].mode->seen == SEEN ? all[i].mode->v : "", "not host");
}

/* ---- M-12 ----------------------------------------------------------------------------------- */

void
compose_user(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->user.seen, true, "Config.User", &c->origin))
		return;
	if (c->user.seen == ABSENT || *c->user.v == '\0')
		judge_saw(j, judge_note(j, "", "names no user: it runs as its image says"),
		    "Config.User", c->origin.source, "", "");
	else if (user_is_root(c->user.v))
		judge_saw(j, judge_warn(j, "", "runs as root"), "Config.User", c->origin.source,
		    c->user.v, "a user other than root");
	else
		judge_saw(j, judge_pass(j, "runs as %s", c->user.v), "Config.User",
		    c->origin.source, c->user.v, "a user other than root");
}

/* ---- M-19 ----------------------------------------------------------------------------------- */

/* Who reaches these orders machines about: Docker, Swarm, Kubernetes, SSH. Nobody does by loopback.
 */
static bool
is_admin_port(const struct port_binding *p)
{
	static const int64_t ports[] = { 22, 2375, 2376, 2377, 4243, 6443, 10250 };
	int64_t inside = strtol(p->container_port, NULL, 10);

	if (strncmp(p->host_ip, "127.", 4) == 0 || strcmp(p->host_ip, "::1") == 0)
		return false;
	for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
		if (p->host_port == ports[i] || inside == ports[i])
			return true;
	}
	return false;
}

void
compose_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char field[] = "HostConfig.PortBindings";
	size_t told = 0;
	int64_t last = -1;

	(void)f;
	if (!judge_knows(j, c->ports_seen, false, field, &c->origin))
		return;
	if (c->network_mode.seen == SEEN && strcmp(c->network_mode.v, "host") == 0) {
		judge_skip(j, "uses the host's network: it publishes no ports, it has them all");
		return;
	}
	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];
		bool low = p->host_port > 0 && p->host_port < 1024, admin = is_admin_port(p);
		const char *key =
		    judge_fmt(j, "%lld->%s", (long long)p->host_port, p->container_port);

		if ((!low && !admin) ||
		    (p->host_port == last && i > 0 &&
			strcmp(p->container_port, c->ports[i - 1].container_port) == 0))
			continue;
		told++;
		last = p->host_port;
		judge_saw(j,
		    admin
			? judge_warn(j, key, "publishes a port by which machines are administered")
			: judge_warn(j, key, "publishes the privileged port %lld",
			      (long long)p->host_port),
		    field, c->origin.source, key,
		    admin ? "no such port published" : "a port of 1024 or above");
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "publishes no privileged and no administrative port"),
		    field, c->origin.source, judge_fmt(j, "%zu ports", c->n_ports), "none");
}

/* ---- M-20 ----------------------------------------------------------------------------------- */

void
compose_health(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char field[] = "Config.Healthcheck.Test";

	(void)f;
	if (!judge_knows(j, c->healthcheck.seen, true, field, &c->origin))
		return;
	if (c->healthcheck.seen == ABSENT)
		judge_saw(j, judge_note(j, "", "has no health check, unless its image brings one"),
		    field, c->origin.source, "", "");
	else if (c->healthcheck.n == 0 || strcmp(c->healthcheck.v[0], "NONE") == 0)
		judge_saw(j, judge_warn(j, "", "turns its health check off"), field,
		    c->origin.source, judge_join(j, &c->healthcheck), "CMD or CMD-SHELL");
	else
		judge_saw(j, judge_pass(j, "has a health check"), field, c->origin.source,
		    judge_join(j, &c->healthcheck), "CMD or CMD-SHELL");
}

/* ---- M-21, M-32: the image ------------------------------------------------------------------ */

/* The part of an image's name that can move: its tag. NULL: a digest, which cannot. */
static const char *
tag_of(const char *image)
{
	const char *slash = strrchr(image, '/'), *name = slash != NULL ? slash : image;
	const char *colon = strchr(name, ':');

	if (strchr(name, '@') != NULL)
		return NULL;
	return colon != NULL && colon[1] != '\0' ? colon + 1 : "latest";
}

static bool
is_built(const struct container *c)
{
	return !yaml_is_null(yaml_get(c->compose->tree, "build"));
}

void
compose_image(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *image = yaml_get(c->compose->tree, "image");
	const char *tag;

	(void)f;
	if (is_built(c)) {
		judge_skip(j, "is built here: its Dockerfile says what it is made from");
		return;
	}
	if (!compose_knows(j, "image", image))
		return;
	if (yaml_is_null(image)) {
		judge_error(j, "names neither an image nor a build");
		return;
	}
	tag = tag_of(image->text);
	compose_saw(j,
	    tag != NULL && strcmp(tag, "latest") == 0
		? judge_warn(j, "", "runs whatever %s is at the time", image->text)
		: judge_pass(j, "names a %s of its image", tag != NULL ? "version" : "digest"),
	    c->compose, "image", image, image->text, "a version's tag, or a digest");
}

void
compose_pull(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *image = yaml_get(c->compose->tree, "image"),
			  *policy = yaml_get(c->compose->tree, "pull_policy");
	bool never, moves;

	(void)f;
	if (is_built(c)) {
		judge_skip(j, "is built here");
		return;
	}
	if (!compose_knows(j, "pull_policy", policy) || !compose_knows(j, "image", image))
		return;
	if (yaml_is_null(image)) {
		judge_error(j, "names neither an image nor a build");
		return;
	}
	never = !yaml_is_null(policy) && strcmp(policy->text, "never") == 0;
	moves = tag_of(image->text) != NULL && strcmp(tag_of(image->text), "latest") == 0;
	compose_saw(j,
	    never && moves ? judge_warn(j, "", "keeps an old %s for ever", image->text)
			   : judge_pass(j, "gets newer images under the same name"),
	    c->compose, "pull_policy", policy, policy != NULL ? policy->text : "",
	    "not never for an image without a version");
}

/* ---- M-25, M-29, M-27, M-35 ----------------------------------------------------------------- */

void
compose_logging(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char driver[] = "HostConfig.LogConfig.Type",
			  options[] = "HostConfig.LogConfig.Config";
	const char *name, *size;
	struct finding *found;

	(void)f;
	if (!judge_knows(j, c->log_driver.seen, true, driver, &c->origin) ||
	    !judge_knows(j, c->log_options.seen, true, options, &c->origin))
		return;
	name = c->log_driver.seen == SEEN ? c->log_driver.v : "";
	size = map_get(&c->log_options, "max-size");
	if (strcmp(name, "none") == 0)
		found = judge_warn(j, "none", "keeps no log");
	else if (*name != '\0' && strcmp(name, "json-file") != 0)
		found = judge_pass(j, "writes its log with %s, which does not grow here", name);
	else if (size != NULL && strcmp(size, "-1") != 0)
		found = judge_pass(j, "has a log of at most %s a file", size);
	else
		found = judge_warn(j, "unbounded", "sets no limit for the size of its log");
	judge_saw(j, found, driver, c->origin.source, name, "not none");
	if (strcmp(name, "none") != 0)
		judge_saw(j, found, options, c->origin.source, size != NULL ? size : "no max-size",
		    "max-size, unless the driver is local or writes elsewhere");
}

void
compose_oom(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char disable[] = "HostConfig.OomKillDisable",
			  score[] = "HostConfig.OomScoreAdj";
	const char *number;
	struct finding *pass;

	(void)f;
	if (!judge_knows(j, c->oom_kill_disable.seen, false, disable, &c->origin) ||
	    !judge_knows(j, c->oom_score_adj.seen, false, score, &c->origin))
		return;
	number = judge_fmt(j, "%lld", (long long)c->oom_score_adj.v);
	if (c->oom_kill_disable.v)
		judge_saw(j, judge_warn(j, "oom_kill_disable", "is not ended when memory runs out"),
		    disable, c->origin.source, "true", "false");
	if (c->oom_score_adj.v < 0)
		judge_saw(j,
		    judge_warn(
			j, "oom_score_adj", "is ended later than others when memory runs out"),
		    score, c->origin.source, number, "0 or above");
	if (c->oom_kill_disable.v || c->oom_score_adj.v < 0)
		return;
	pass = judge_pass(j, "is treated like others when memory runs out");
	judge_saw(j, pass, disable, c->origin.source, "false", "false");
	judge_saw(j, pass, score, c->origin.source, number, "0 or above");
}

void
compose_init(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *init = yaml_get(c->compose->tree, "init");

	(void)f;
	if (!compose_knows(j, "init", init))
		return;
	if (compose_says_yes(init))
		compose_saw(j, judge_info(j, "", "has an init process"), c->compose, "init", init,
		    init->text, "");
	else
		compose_saw(j,
		    judge_note(
			j, "", "has no init process: does its program wait for its children?"),
		    c->compose, "init", init, init != NULL ? init->text : "", "");
}

/* Names that lead elsewhere than they should; and servers that tell where names lead. */
void
compose_resolver(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *dns = yaml_get(c->compose->tree, "dns");
	size_t n = yaml_is_null(dns) ? 0 : dns->kind == YAML_LIST ? dns->n : 1;

	check_extra_hosts(j, f, c);
	for (size_t i = 0; i < n; i++) {
		const struct yaml *server = dns->kind == YAML_LIST ? dns->items[i] : dns;

		if (compose_knows(j, "dns", server))
			compose_saw(j,
			    judge_note(j, judge_fmt(j, "dns %s", server->text),
				"asks the name server %s: is it trusted?", server->text),
			    c->compose, "dns", server, server->text, "");
	}
}
