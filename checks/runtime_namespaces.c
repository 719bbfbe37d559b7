/*
 * runtime_namespaces.c: namespaces that a container shares, its runtime and its kernel settings:
 * 5.10, 5.16, 5.17, 5.21 and. Reads facts only.
 */
#include "config.h"

#include "runtime.h"
#include "tables.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define CHAIN_MAX 16

/* ---- the host's namespaces ------------------------------------------------------------------ */

/* Follows "container:ID" to the mode that is really in force. NULL: cannot be told. */
static const char *
real_mode(const struct facts *f, const struct container *c, size_t offset)
{
	for (int depth = 0; depth < CHAIN_MAX && c != NULL; depth++) {
		const struct fact_str *mode = (const void *)((const char *)c + offset);

		if (mode->seen != SEEN)
			return NULL;
		if (strncmp(mode->v, "container:", 10) != 0)
			return mode->v;
		c = facts_container(f, mode->v + 10);
	}
	return NULL;
}

static void
host_namespace(struct judge *j, const struct facts *f, const struct container *c, size_t offset,
    const char *field, const char *what)
{
	const struct fact_str *own = (const void *)((const char *)c + offset);
	const char *mode = real_mode(f, c, offset);
	struct finding *found;

	if (!judge_knows(j, own->seen, false, field, &c->origin))
		return;
	if (mode == NULL) {
		judge_error(j, "shares its %s with %s, which was not seen", what, own->v);
		return;
	}
	if (strcmp(mode, "host") != 0)
		found = judge_pass(j, "does not share the host's %s", what);
	else if (mode == own->v)
		found = judge_warn(j, "", "shares the host's %s", what);
	else
		found = judge_warn(j, "", "shares the host's %s through another container", what);
	judge_saw(j, found, field, c->origin.source, own->v, "not host");
}

void
check_host_network(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, network_mode), "HostConfig.NetworkMode", "network");
}

void
check_host_pid(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, pid_mode), "HostConfig.PidMode", "processes");
}

void
check_host_ipc(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(j, f, c, offsetof(struct container, ipc_mode), "HostConfig.IpcMode",
	    "shared memory and IPC");
}

void
check_host_uts(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, uts_mode), "HostConfig.UTSMode", "host name");
}

void
check_cgroup_namespace(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *field = "HostConfig.CgroupnsMode", *mode;

	(void)f;
	if (!judge_knows(j, c->cgroupns_mode.seen, false, field, &c->origin))
		return;
	mode = c->cgroupns_mode.v;
	if (strcmp(mode, "host") == 0)
		judge_saw(j, judge_warn(j, "", "sees the host's control groups"), field,
		    c->origin.source, mode, "private");
	else if (strcmp(mode, "private") == 0)
		judge_saw(j, judge_pass(j, "sees its own control group only"), field,
		    c->origin.source, mode, "private");
	else
		judge_error(j, "the engine does not tell its cgroup namespace (\"%s\")", mode);
}

/* ---- other containers' namespaces ----------------------------------------------------------- */

/* Whose namespace is used; NULL: an own one. Compose says service: for its own services. */
static const char *
shared_with(const struct fact_str *mode)
{
	if (strncmp(mode->v, "container:", 10) == 0)
		return mode->v + 10;
	return strncmp(mode->v, "service:", 8) == 0 ? mode->v + 8 : NULL;
}

void
check_shared_namespaces(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct {
		const struct fact_str *mode;
		const char *field, *what;
	} kinds[] = { { &c->network_mode, "HostConfig.NetworkMode", "network" },
		{ &c->pid_mode, "HostConfig.PidMode", "processes" },
		{ &c->ipc_mode, "HostConfig.IpcMode", "ipc" } };
	struct finding *pass;
	size_t told = 0;

	for (size_t i = 0; i < 3; i++) {
		const struct container *other;
		const char *id;

		if (!judge_knows(j, kinds[i].mode->seen, false, kinds[i].field, &c->origin))
			return;
		id = shared_with(kinds[i].mode);
		if (id == NULL)
			continue;
		told++;
		other = facts_container(f, id);
		judge_saw(j,
		    judge_warn(j, kinds[i].what, "shares the %s namespace of %s", kinds[i].what,
			other != NULL ? other->name : id),
		    kinds[i].field, c->origin.source, kinds[i].mode->v, "a namespace of its own");
	}
	if (told > 0)
		return;
	pass = judge_pass(j, "shares no namespace with another container");
	for (size_t i = 0; i < 3; i++)
		judge_saw(j, pass, kinds[i].field, c->origin.source, kinds[i].mode->v,
		    "a namespace of its own");
}

/* ---- runtime -------------------------------------------------------------------------------- */

/* Programs that start a container as the engine's own does, or keep it apart more strictly. */
static const char *const good_runtimes[] = { "runc", "crun", "youki", "sysbox-runc", "runsc",
	"runsc-*", "kata", "kata-*", "containerd-shim-runsc-v1", "containerd-shim-kata*-v2",
	"io.containerd.runc.v1", "io.containerd.runc.v2", "io.containerd.runtime.v1.linux",
	"io.containerd.runsc.v1", "io.containerd.kata*.v2", NULL };

static bool
is_good_runtime(const char *name)
{
	for (size_t i = 0; good_runtimes[i] != NULL; i++) {
		if (fnmatch(good_runtimes[i], name, 0) == 0)
			return true;
	}
	return false;
}

/* Where the engine's configuration leads a handler's name to; "": it does not say. */
static const char *
path_of_runtime(const struct facts *f, const char *name)
{
	const struct engine_facts *e = &f->engine;

	for (size_t i = 0; e->runtimes_seen == SEEN && i < e->n_runtimes; i++) {
		if (strcmp(e->runtimes[i].name, name) == 0)
			return e->runtimes[i].path;
	}
	return "";
}

void
check_runtime_handler(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct engine_facts *e = &f->engine;
	const char *name, *path, *slash, *by_default;

	if (!judge_knows(j, c->runtime.seen, false, "HostConfig.Runtime", &c->origin) ||
	    (!f->about_build_files && (!judge_can_read(j, &e->info_origin) ||
					  !judge_knows(j, e->default_runtime.seen, false,
					      "DefaultRuntime", &e->info_origin))))
		return;
	name = c->runtime.v;
	by_default = e->default_runtime.seen == SEEN ? e->default_runtime.v : "";
	path = path_of_runtime(f, name);
	slash = strrchr(path, '/');
	if (*name == '\0' || strcmp(name, by_default) == 0 ||
	    is_good_runtime(*path == '\0'   ? name
			    : slash != NULL ? slash + 1
					    : path)) {
		struct finding *pass = judge_pass(j, "runs under %s", *name ? name : "the default");

		judge_saw(j, pass, "HostConfig.Runtime", c->origin.source, name,
		    "the default, or one known to be as strict");
		judge_saw(j, pass, "DefaultRuntime", e->info_origin.source, by_default, "");
		return;
	}
	judge_saw(j,
	    judge_warn(j, name, "runs under the runtime %s%s%s%s, not under the engine's default",
		name, *path ? " (" : "", path, *path ? ")" : ""),
	    "HostConfig.Runtime", c->origin.source, name, *by_default ? by_default : "the default");
}

/* ---- kernel settings ------------------------------------------------------------------------ */

/* Values that weaken a container, or what reaches it. Names as sysctl(8) writes them. */
static const struct setting_rule {
	const char *name, *why;
	bool when_zero; /* else: when it is not */
} weak[] = {
	{ "net.ipv4.ip_forward", "forwards packets for others", false },
	{ "net.ipv4.conf.*.forwarding", "forwards packets for others", false },
	{ "net.ipv6.conf.*.forwarding", "forwards packets for others", false },
	{ "net.ipv4.conf.*.route_localnet", "lets others reach its loopback services", false },
	{ "net.ipv4.conf.*.accept_source_route", "lets senders choose the way", false },
	{ "net.ipv6.conf.*.accept_source_route", "lets senders choose the way", false },
	{ "net.ipv4.conf.*.accept_redirects", "lets neighbours turn its routes", false },
	{ "net.ipv6.conf.*.accept_redirects", "lets neighbours turn its routes", false },
	{ "net.ipv4.conf.*.rp_filter", "takes packets with forged senders", true },
	{ "net.ipv4.tcp_syncookies", "has no defence against floods of connections", true },
};

/* What has an own value in each network or IPC namespace; everything else is the host's. */
static const char *const own_settings[] = { "net.*", "fs.mqueue.*", "kernel.msg*", "kernel.sem",
	"kernel.shm*", "kernel.domainname", "kernel.hostname", NULL };

static const char *
why_weak(const char *name, const char *value)
{
	char *end;
	long number = strtol(value, &end, 10);
	bool own = false;

	for (size_t i = 0; own_settings[i] != NULL; i++)
		own = own || fnmatch(own_settings[i], name, 0) == 0;
	if (!own)
		return "reaches beyond the container";
	for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
		if (fnmatch(weak[i].name, name, 0) == 0 && end != value &&
		    (number == 0) == weak[i].when_zero)
			return weak[i].why;
	}
	return NULL;
}

/* "net/ipv4/ip_forward" is the same to sysctl and to runtimes. */
static const char *
dotted(struct judge *j, const char *name)
{
	char *copy = (char *)(uintptr_t)judge_fmt(j, "%s", name);

	for (char *p = copy; *p != '\0'; p++) {
		if (*p == '/')
			*p = '.';
	}
	return copy;
}

void
check_sysctls(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t told = 0;

	(void)f;
	/* The engine leaves the field out where no setting was asked for. */
	if (!judge_knows(j, c->sysctls.seen, true, "HostConfig.Sysctls", &c->origin))
		return;
	for (size_t i = 0; i < c->sysctls.n; i++) {
		const struct pair *set = &c->sysctls.v[i];
		const char *name = dotted(j, set->name), *why = why_weak(name, set->value);

		if (why == NULL)
			continue;
		told++;
		judge_saw(j, judge_warn(j, name, "%s: %s=%s", why, name, set->value),
		    "HostConfig.Sysctls", c->origin.source,
		    judge_fmt(j, "%s=%s", set->name, set->value), "not set, or a safe value");
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "weakens no kernel setting"), "HostConfig.Sysctls",
		    c->origin.source, judge_fmt(j, "%zu settings", c->sysctls.n),
		    "none that weakens");
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-49", .title = "Containers have a cgroup namespace of their own",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW, .needs = NEEDS_CONTAINERS,
	  .rationale = "The names of all control groups tell a container what else runs on its host, and where to reach for it.",
	  .remedy = "Start the container with --cgroupns private, or set \"default-cgroupns-mode\": \"private\" for the daemon.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .related = "M-06", .container = check_cgroup_namespace },
	{ .id = "R-50", .title = "No container uses another container's namespace",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_CONTAINERS,
	  .rationale = "Two containers in one namespace are one to an intruder: loopback services, processes or shared memory of one are the other's.",
	  .remedy = "Give the container a network of its own (--network NAME) and leave --pid and --ipc container:NAME out; leave this check out with -e R-50 where it is meant.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .related = "5.10,5.16,5.17", .container = check_shared_namespaces },
	{ .id = "R-51", .title = "Containers run under the engine's default runtime",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "The runtime does what the engine asks for as root: another program may leave out what confines the container.",
	  .remedy = "Start the container without --runtime, or with gVisor or Kata: --runtime runsc.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .podman = "Podman calls every runtime oci: containers.conf settles which it is",
	  .container = check_runtime_handler },
	{ .id = "R-52", .title = "Kernel settings of a container do not weaken it",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_CONTAINERS,
	  .rationale = "Forwarding, source routes and redirects turn a container into a way to its neighbours; some settings reach beyond it.",
	  .remedy = "Leave the setting out of --sysctl.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .related = "M-28", .container = check_sysctls },
};
/* clang-format on */

const struct check_table checks_runtime_namespaces = CHECK_TABLE(checks);
