/*
 * services.c: section 7, what single services of a Swarm may do. The same faults as containers have
 * (section 5), seen where they are ordered: on every node to come. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "runtime.h"
#include "tables.h"

#include <string.h>
#include <strings.h>

#define SPEC "Spec.TaskTemplate.ContainerSpec."
#define TASK "Spec.TaskTemplate."

static const char *
source_of(const struct facts *f)
{
	return f->swarm.services_origin.source;
}

static bool
knows(struct judge *j, const struct facts *f, enum seen seen, const char *what)
{
	return judge_knows(j, seen, true, what, &f->swarm.services_origin);
}

/* ---- its image: what the service does not say, the image decides ---------------------------- */

/* The image by the name without digest that the service gives; NULL: it is not on this node. */
static const struct image *
image_of(const struct facts *f, const struct service *s)
{
	size_t n = strcspn(s->image, "@");

	for (size_t i = 0; i < f->n_images; i++) {
		const struct fact_list *tags = &f->images[i].tags;

		for (size_t k = 0; tags->seen == SEEN && k < tags->n; k++) {
			if (strncmp(tags->v[k], s->image, n) == 0 && tags->v[k][n] == '\0')
				return &f->images[i];
		}
	}
	return NULL;
}

/* False: the verdict was given, because the image cannot tell. */
static bool
knows_image(struct judge *j, const struct facts *f, const struct service *s, const struct image **i)
{
	if (!judge_can_read(j, &f->images_origin))
		return false;
	*i = image_of(f, s);
	if (*i != NULL)
		return judge_can_read(j, &(*i)->origin);
	judge_error(j, "it leaves that to its image %s, which is not on this node", s->image);
	return false;
}

static void
non_root(struct judge *j, const struct facts *f, const struct service *s)
{
	const struct image *image = NULL;
	const char *user, *where = source_of(f), *what = SPEC "User";
	size_t n, zeros = 0;

	if (!knows(j, f, s->user.seen, what))
		return;
	user = s->user.seen == SEEN ? s->user.v : "";
	if (*user == '\0') {
		if (!knows_image(j, f, s, &image) ||
		    !judge_knows(j, image->user.seen, true, "Config.User", &image->origin))
			return;
		user = image->user.seen == SEEN ? image->user.v : "";
		where = image->origin.source;
		what = "Config.User";
	}
	n = strcspn(user, ":");
	while (zeros < n && user[zeros] == '0')
		zeros++;
	if (zeros == n || (n == 4 && strncmp(user, "root", 4) == 0))
		judge_saw(j,
		    judge_warn(j, "", "runs as root%s", image ? ", as its image does" : ""), what,
		    where, user, "a user other than root");
	else if (strspn(user, "0123456789") == n)
		judge_saw(j, judge_pass(j, "runs as user %.*s", (int)n, user), what, where, user,
		    "a user other than root");
	else
		judge_saw(j,
		    judge_note(j, "", "runs as \"%.*s\": what number that is, its image says",
			(int)n, user),
		    what, where, user, "a user whose number is not 0");
}

static bool
is_check(const struct fact_list *test)
{
	return test->n > 0 && strcmp(test->v[0], "NONE") != 0;
}

static void
health_check(struct judge *j, const struct facts *f, const struct service *s)
{
	const struct image *image = NULL;
	const struct fact_list *test = &s->healthcheck;
	const char *where = source_of(f), *what = SPEC "Healthcheck.Test";

	if (s->is_job) {
		judge_skip(j, "is a job, which ends by itself");
		return;
	}
	if (!knows(j, f, test->seen, what))
		return;
	if (test->n == 0) {
		if (!knows_image(j, f, s, &image) || !judge_knows(j, image->healthcheck.seen, true,
							 "Config.Healthcheck.Test", &image->origin))
			return;
		test = &image->healthcheck;
		where = image->origin.source;
		what = "Config.Healthcheck.Test";
	}
	judge_saw(j,
	    is_check(test) ? judge_pass(j, "has a health check%s", image ? " by its image" : "")
			   : judge_warn(j, "", "has no health check"),
	    what, where, judge_join(j, test), "CMD or CMD-SHELL");
}

/* ---- rights --------------------------------------------------------------------------------- */

static void
read_only(struct judge *j, const struct facts *f, const struct service *s)
{
	bool on = s->read_only.seen == SEEN && s->read_only.v;

	if (!knows(j, f, s->read_only.seen, SPEC "ReadOnly"))
		return;
	judge_saw(j,
	    on ? judge_pass(j, "has a read-only root filesystem")
	       : judge_warn(j, "", "may write to its root filesystem"),
	    SPEC "ReadOnly", source_of(f), on ? "true" : "false", "true");
}

/* What the default set of capabilities has, and what is harmless beside it. */
static bool
is_harmless(const char *capability)
{
	static const char *const names[] = { "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "SETGID",
		"SETUID", "SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL",
		"AUDIT_WRITE", "MKNOD", "NET_RAW" };

	if (strncasecmp(capability, "CAP_", 4) == 0)
		capability += 4;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcasecmp(capability, names[i]) == 0)
			return true;
	}
	return false;
}

static size_t
warn_capabilities(struct judge *j, const struct facts *f, const struct service *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->cap_add.n; i++) {
		const char *name = s->cap_add.v[i];

		if (is_harmless(name))
			continue;
		n++;
		judge_saw(j, judge_warn(j, name, "has the capability %s", name),
		    SPEC "CapabilityAdd", source_of(f), name, "none beyond the default");
	}
	return n;
}

static size_t
warn_unconfined(struct judge *j, const struct facts *f, const struct service *s)
{
	const struct {
		const char *what, *key, *actual;
		bool bad;
	} rows[] = {
		{ SPEC "Privileges.Seccomp.Mode", "seccomp", "unconfined",
		    s->seccomp_mode.seen == SEEN && strcmp(s->seccomp_mode.v, "unconfined") == 0 },
		{ SPEC "Privileges.AppArmor.Mode", "apparmor", "disabled",
		    s->apparmor_mode.seen == SEEN && strcmp(s->apparmor_mode.v, "disabled") == 0 },
		{ SPEC "Privileges.SELinuxContext.Disable", "selinux", "true",
		    s->selinux_disabled.seen == SEEN && s->selinux_disabled.v },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!rows[i].bad)
			continue;
		n++;
		judge_saw(j, judge_warn(j, rows[i].key, "switches %s off", rows[i].key),
		    rows[i].what, source_of(f), rows[i].actual, "not set, or a profile");
	}
	return n;
}

static void
privileges(struct judge *j, const struct facts *f, const struct service *s)
{
	if (!knows(j, f, s->cap_add.seen, SPEC "CapabilityAdd") ||
	    !knows(j, f, s->seccomp_mode.seen, SPEC "Privileges.Seccomp.Mode") ||
	    !knows(j, f, s->apparmor_mode.seen, SPEC "Privileges.AppArmor.Mode") ||
	    !knows(j, f, s->selinux_disabled.seen, SPEC "Privileges.SELinuxContext.Disable"))
		return;
	if (warn_capabilities(j, f, s) + warn_unconfined(j, f, s) == 0)
		judge_saw(j, judge_pass(j, "has no rights beyond the default"),
		    SPEC "CapabilityAdd", source_of(f), judge_join(j, &s->cap_add),
		    "none, and no LSM switched off");
}

/* A service's mounts as a container's: so that one rule judges both. */
static struct mount_point *
as_mount_points(const struct facts *f, const struct service *s)
{
	struct mount_point *v = arena_alloc(f->arena, sizeof *v * (s->n_mounts + 1));

	for (size_t i = 0; i < s->n_mounts; i++) {
		const struct service_mount *m = &s->mounts[i];

		v[i] = (struct mount_point){ .type = m->type,
			.source = m->source,
			.destination = m->target,
			.name = strcmp(m->type, "volume") == 0 ? m->source : "",
			.driver = "",
			.propagation = "",
			.rw = { SEEN, m->read_only.seen != SEEN || !m->read_only.v } };
		facts_locate_mount(f, &v[i]);
	}
	return v;
}

static void
mounts(struct judge *j, const struct facts *f, const struct service *s)
{
	struct container c = { .name = s->name, .origin = f->swarm.services_origin };

	for (size_t i = 0; i < s->n_mounts; i++) {
		if (!knows(j, f, s->mounts[i].read_only.seen, SPEC "Mounts[].ReadOnly"))
			return;
	}
	/* A service without mounts has no such member. */
	c.mounts_seen = s->mounts_seen == ABSENT ? SEEN : s->mounts_seen;
	c.n_mounts = s->n_mounts;
	c.mounts = as_mount_points(f, s);
	judge_mounts(j, f, &c, &mounts_sensitive);
}

/* ---- limits and restarts -------------------------------------------------------------------- */

static void
limits(struct judge *j, const struct facts *f, const struct service *s)
{
	const struct {
		const char *key, *what;
		const struct fact_int *fact;
	} rows[] = {
		{ "memory", TASK "Resources.Limits.MemoryBytes", &s->memory_limit },
		{ "cpu", TASK "Resources.Limits.NanoCPUs", &s->cpu_limit },
		{ "pids", TASK "Resources.Limits.Pids", &s->pids_limit },
	};
	struct finding *found;
	size_t missing = 0;

	for (size_t i = 0; i < 3; i++) {
		if (!knows(j, f, rows[i].fact->seen, rows[i].what))
			return;
	}
	for (size_t i = 0; i < 3; i++) {
		if (rows[i].fact->seen == SEEN && rows[i].fact->v > 0)
			continue;
		missing++;
		judge_saw(j, judge_warn(j, rows[i].key, "has no limit of %s", rows[i].key),
		    rows[i].what, source_of(f), "not set", "more than 0");
	}
	if (missing > 0)
		return;
	found = judge_pass(j, "memory, CPU time and processes are limited");
	for (size_t i = 0; i < 3; i++)
		judge_saw(j, found, rows[i].what, source_of(f),
		    judge_fmt(j, "%lld", (long long)rows[i].fact->v), "more than 0");
}

#define SLOW_NS 5000000000LL /* Swarm's own default */

static void
restarts(struct judge *j, const struct facts *f, const struct service *s)
{
	bool never, bounded, slow;

	if (!knows(j, f, s->restart_condition.seen, TASK "RestartPolicy.Condition") ||
	    !knows(j, f, s->restart_attempts.seen, TASK "RestartPolicy.MaxAttempts") ||
	    !knows(j, f, s->restart_delay.seen, TASK "RestartPolicy.Delay"))
		return;
	never = s->restart_condition.seen == SEEN && strcmp(s->restart_condition.v, "none") == 0;
	bounded = s->restart_attempts.seen == SEEN && s->restart_attempts.v > 0;
	slow = s->restart_delay.seen == ABSENT || s->restart_delay.v >= SLOW_NS;
	judge_saw(j,
	    never || bounded || slow
		? judge_pass(j,
		      never	? "is not started again"
		      : bounded ? "is started again %lld times at most"
				: "is started again, with a pause",
		      (long long)s->restart_attempts.v)
		: judge_warn(j, "", "is started again without end, and without a pause"),
	    TASK "RestartPolicy.Delay", source_of(f),
	    s->restart_delay.seen == ABSENT
		? "not set (5 s)"
		: judge_fmt(j, "%lld ms", (long long)(s->restart_delay.v / 1000000)),
	    "a number of attempts, or a delay of 5 s or more");
}

static void
updates(struct judge *j, const struct facts *f, const struct service *s)
{
	const struct fact_str *action = &s->update_failure;
	bool goes_on;

	if (s->is_job) {
		judge_skip(j, "is a job, which is not updated step by step");
		return;
	}
	if (!knows(j, f, action->seen, "Spec.UpdateConfig.FailureAction"))
		return;
	goes_on = action->seen == SEEN && strcmp(action->v, "continue") == 0;
	judge_saw(j,
	    goes_on ? judge_warn(j, "", "goes on with an update whose tasks fail")
		    : judge_pass(j, "a failing update stops"),
	    "Spec.UpdateConfig.FailureAction", source_of(f),
	    action->seen == SEEN ? action->v : "not set (pause)", "pause or rollback");
}

/* ---- what is pulled, shown and logged ------------------------------------------------------- */

static void
digest(struct judge *j, const struct facts *f, const struct service *s)
{
	if (s->image[0] == '\0') {
		judge_error(j, "%s does not name its image", source_of(f));
		return;
	}
	judge_saw(j,
	    strstr(s->image, "@sha256:") != NULL
		? judge_pass(j, "its image is pinned by a digest")
		: judge_warn(
		      j, "", "its image is named by a tag only: nodes may get different ones"),
	    SPEC "Image", source_of(f), s->image, "NAME:TAG@sha256:...");
}

/* Ports of engines, orchestrators and stores that no stranger should reach. */
static const char *
admin_port(int64_t port)
{
	static const struct {
		int64_t port;
		const char *of;
	} rows[] = { { 22, "SSH" }, { 2375, "the engine" }, { 2376, "the engine" },
		{ 2377, "Swarm managers" }, { 2379, "etcd" }, { 6443, "Kubernetes" },
		{ 10250, "kubelet" }, { 3306, "MySQL" }, { 5432, "PostgreSQL" }, { 6379, "Redis" },
		{ 9200, "Elasticsearch" }, { 11211, "memcached" }, { 27017, "MongoDB" },
		{ 5984, "CouchDB" }, { 1433, "SQL Server" }, { 8086, "InfluxDB" } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].port == port)
			return rows[i].of;
	}
	return NULL;
}

static void
ports(struct judge *j, const struct facts *f, const struct service *s)
{
	size_t found = 0;

	if (!knows(j, f, s->ports_seen, "Endpoint.Ports"))
		return;
	for (size_t i = 0; i < s->n_ports; i++) {
		const struct service_port *p = &s->ports[i];
		const char *of =
		    admin_port(p->target) ? admin_port(p->target) : admin_port(p->published);
		const char *key = judge_fmt(
		    j, "%lld->%lld/%s", (long long)p->published, (long long)p->target, p->protocol);

		if (of == NULL)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, key, "publishes the port of %s on %s", of,
			strcmp(p->mode, "host") == 0 ? "the nodes that run it" : "every node"),
		    "Endpoint.Ports", source_of(f), judge_fmt(j, "%s (%s)", key, p->mode),
		    "no port of management or of a store");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "publishes no port of management or of a store"),
		    "Endpoint.Ports", source_of(f), judge_fmt(j, "%zu ports", s->n_ports),
		    "no port of management or of a store");
}

static void
host_ports(struct judge *j, const struct facts *f, const struct service *s)
{
	size_t found = 0;

	if (!knows(j, f, s->ports_seen, "Endpoint.Ports"))
		return;
	for (size_t i = 0; i < s->n_ports; i++) {
		const struct service_port *p = &s->ports[i];
		const char *key = judge_fmt(
		    j, "%lld->%lld/%s", (long long)p->published, (long long)p->target, p->protocol);

		if (strcmp(p->mode, "host") != 0)
			continue;
		found++;
		judge_saw(j, judge_warn(j, key, "publishes %s past the routing mesh", key),
		    "Endpoint.Ports", source_of(f), "host", "ingress");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "publishes nothing past the routing mesh"),
		    "Endpoint.Ports", source_of(f), judge_fmt(j, "%zu ports", s->n_ports),
		    "none in host mode");
}

static void
logs(struct judge *j, const struct facts *f, const struct service *s)
{
	bool none = s->log_driver.seen == SEEN && strcmp(s->log_driver.v, "none") == 0;

	if (!knows(j, f, s->log_driver.seen, TASK "LogDriver.Name"))
		return;
	judge_saw(j,
	    none ? judge_warn(j, "", "keeps no log")
		 : judge_pass(j, "keeps a log by %s",
		       s->log_driver.seen == SEEN ? s->log_driver.v : "the daemon's driver"),
	    TASK "LogDriver.Name", source_of(f),
	    s->log_driver.seen == SEEN ? s->log_driver.v : "not set (the daemon's)", "not none");
}

/* ---- secrets -------------------------------------------------------------------------------- */

static void
secret_modes(struct judge *j, const struct facts *f, const struct service *s)
{
	size_t wide = 0;

	if (!knows(j, f, s->secrets_seen, SPEC "Secrets"))
		return;
	if (s->n_secrets == 0) {
		judge_skip(j, "has no secrets");
		return;
	}
	for (size_t i = 0; i < s->n_secrets; i++) {
		const struct service_file *file = &s->secrets[i];

		if (!knows(j, f, file->mode.seen, SPEC "Secrets[].File.Mode"))
			return;
		if (file->mode.seen == SEEN && (file->mode.v & 077) == 0)
			continue;
		wide++;
		judge_saw(j, judge_warn(j, file->name, "every user in it may read %s", file->name),
		    SPEC "Secrets", source_of(f),
		    judge_fmt(j, "%04llo",
			(unsigned long long)(file->mode.seen == SEEN ? file->mode.v : 0444)),
		    "0400");
	}
	if (wide == 0)
		judge_saw(j, judge_pass(j, "only their owner may read its secrets"), SPEC "Secrets",
		    source_of(f), judge_fmt(j, "%zu secrets", s->n_secrets), "0400");
}

static void
placement(struct judge *j, const struct facts *f, const struct service *s)
{
	if (!knows(j, f, s->constraints.seen, TASK "Placement.Constraints"))
		return;
	judge_saw(j,
	    s->constraints.n > 0 ? judge_info(j, "", "runs only on nodes that fit its constraints")
				 : judge_info(j, "", "may run on every node"),
	    TASK "Placement.Constraints", source_of(f), judge_join(j, &s->constraints), "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "S-12", .title = "Secrets of services are for their owner only",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "By default every user in the container can read a secret's file, not only the one that needs it.",
	  .remedy = "docker service update --secret-rm NAME --secret-add source=NAME,target=NAME,uid=1000,mode=0400 SERVICE",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .service = secret_modes },
	{ .id = "S-13", .title = "Services do not run as root",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_HIGH, .needs = NEEDS_INFO | NEEDS_SWARM | NEEDS_IMAGES,
	  .rationale = "A service that runs as root does so on every node that it is sent to.",
	  .remedy = "docker service update --user 1000:1000 SERVICE, or a USER with a number in its Dockerfile.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.1", "NIST 800-190 4.4"), .related = "4.1",
	  .service = non_root },
	{ .id = "S-14", .title = "Services have a read-only root filesystem",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "What cannot be written cannot be replaced by an intruder.",
	  .remedy = "docker service update --read-only SERVICE, with --mount type=tmpfs,target=/tmp where it has to write.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.4"), .related = "5.13",
	  .service = read_only },
	{ .id = "S-15", .title = "Services have no rights beyond the default",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_HIGH, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A capability or a switched-off filter is given away on every node at once.",
	  .remedy = "docker service update --cap-rm NAME SERVICE; take unconfined and disabled profiles out of the stack file.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"), .related = "5.4,5.22",
	  .service = privileges },
	{ .id = "S-16", .title = "Services mount no sensitive directory",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_CRITICAL, .needs = NEEDS_INFO | NEEDS_SWARM | NEEDS_FILES,
	  .rationale = "A bind of /etc or of the engine's socket hands over each node that the service gets to.",
	  .remedy = "docker service update --mount-rm TARGET SERVICE; use volumes, configs and secrets in its place.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"), .related = "5.6,5.32",
	  .service = mounts },
	{ .id = "S-17", .title = "Memory, CPU time and processes of services are limited",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "One service without limits can take down every node that it runs on.",
	  .remedy = "docker service update --limit-memory 512M --limit-cpu 1 --limit-pids 200 SERVICE",
	  .refs = REFS("NIST 800-53 SC-6", "NIST 800-190 4.4"), .related = "5.11,5.12,5.29",
	  .service = limits },
	{ .id = "S-18", .title = "Services are not started again without end",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A service that fails at once and starts at once wears out its nodes and hides its fault.",
	  .remedy = "docker service update --restart-max-attempts 5 --restart-delay 5s SERVICE",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.3"), .related = "5.15",
	  .service = restarts },
	{ .id = "S-19", .title = "A failing update of a service stops",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "An update that goes on although its tasks fail ends with no task that works.",
	  .remedy = "docker service update --update-failure-action rollback SERVICE",
	  .refs = REFS("NIST 800-53 CP-10", "NIST 800-53 CM-3", "NIST 800-190 4.3"),
	  .service = updates },
	{ .id = "S-20", .title = "Images of services are pinned by a digest",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A tag can be moved: then nodes run different programs under one name.",
	  .remedy = "docker service update --image NAME:TAG@sha256:... SERVICE (the client adds the digest where it can reach the registry).",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.1"),
	  .service = digest },
	{ .id = "S-21", .title = "Services publish no port of management or of a store",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A port published by the routing mesh is open on every node, also on those without a task of the service.",
	  .remedy = "docker service update --publish-rm PORT SERVICE; let other services reach it over an overlay network.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.3"),
	  .service = ports },
	{ .id = "S-22", .title = "Services have a health check",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_SWARM | NEEDS_IMAGES,
	  .rationale = "Without one Swarm sends requests to tasks that hang, and calls an update a success that broke all.",
	  .remedy = "docker service update --health-cmd 'COMMAND' SERVICE, or a HEALTHCHECK in its Dockerfile.",
	  .refs = REFS("NIST 800-53 SI-13", "NIST 800-190 4.3"), .related = "5.27",
	  .service = health_check },
	{ .id = "S-23", .title = "Where services may run was thought about",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_INFO, .needs = NEEDS_INFO | NEEDS_SWARM, .manual = true,
	  .rationale = "A service with data worth protecting should not share nodes with those that face the network.",
	  .remedy = "Label nodes, and constrain the service: docker service update --constraint-add node.labels.zone==inner SERVICE",
	  .refs = REFS("NIST 800-53 SC-7(21)", "NIST 800-190 4.3"),
	  .service = placement },
	{ .id = "S-24", .title = "Services keep a log",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "Without a log nobody can tell later what a service did, or what was done to it.",
	  .remedy = "docker service update --log-driver local SERVICE, or the driver of your log store.",
	  .refs = REFS("NIST 800-53 AU-2", "NIST 800-53 AU-12", "NIST 800-190 4.3"),
	  .service = logs },
	{ .id = "S-28", .title = "Services publish nothing past the routing mesh",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_INFO, .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "In host mode a port is opened by each node for itself, past the mesh's balancing and its rules.",
	  .remedy = "docker service update --publish-rm PORT --publish-add published=PORT,target=PORT,mode=ingress SERVICE",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.3"),
	  .service = host_ports },
};
/* clang-format on */

const struct check_table checks_services = CHECK_TABLE(checks);
