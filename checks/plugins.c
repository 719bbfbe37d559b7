/*
 * plugins.c: section 1, managed plugins: containers that the engine runs for itself, with rights
 * that somebody granted when they were installed. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <string.h>
#include <strings.h>

/* Capabilities with which a process can take over the host. */
static bool
is_powerful(const char *capability)
{
	static const char *const names[] = { "ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE",
		"SYS_RAWIO", "DAC_READ_SEARCH", "BPF", "MAC_ADMIN", "SYS_BOOT" };

	if (strncasecmp(capability, "CAP_", 4) == 0)
		capability += 4;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcasecmp(capability, names[i]) == 0)
			return true;
	}
	return false;
}

/* Places of the host from which everything else can be changed. */
static bool
is_sensitive(const char *path)
{
	static const char *const places[] = { "/boot", "/dev", "/etc", "/lib", "/proc", "/root",
		"/run", "/sbin", "/bin", "/sys", "/usr", "/var/lib/docker", "/var/run" };

	if (strcmp(path, "/") == 0)
		return true;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (strcmp(path, places[i]) == 0)
			return true;
	}
	return strstr(path, "docker.sock") != NULL || strstr(path, "containerd.sock") != NULL;
}

static bool
knows_plugin(struct judge *j, const struct facts *f, const struct plugin *p)
{
	const struct {
		const char *name;
		enum seen seen;
	} all[] = {
		{ "Enabled", p->enabled.seen },
		{ "Config.Linux.Capabilities", p->capabilities.seen },
		{ "Config.Linux.AllowAllDevices", p->all_devices.seen },
		{ "Config.PidHost", p->host_pid.seen },
		{ "Config.IpcHost", p->host_ipc.seen },
		{ "Config.Network.Type", p->network.seen },
		{ "Settings.Mounts", p->mounts.seen },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		/* Lists and names that are empty may be null; Enabled always has a value. */
		if (!judge_knows(j, all[i].seen, i > 0, all[i].name, &f->plugins_origin))
			return false;
	}
	return true;
}

/* One right that a plugin should not need without a good reason. */
static void
right(struct judge *j, const struct facts *f, const struct plugin *p, const char *key,
    const char *what, const char *actual, size_t *n)
{
	++*n;
	judge_saw(j,
	    judge_warn(
		j, judge_fmt(j, "%s:%s", p->name, key), "the plugin %s has %s", p->name, key),
	    what, f->plugins_origin.source, actual, "not granted");
}

static size_t
judge_plugin(struct judge *j, const struct facts *f, const struct plugin *p)
{
	size_t n = 0;

	if (p->network.seen == SEEN && strcmp(p->network.v, "host") == 0)
		right(j, f, p, "the host's network", "Config.Network.Type", "host", &n);
	if (p->host_pid.seen == SEEN && p->host_pid.v)
		right(j, f, p, "the host's processes", "Config.PidHost", "true", &n);
	if (p->host_ipc.seen == SEEN && p->host_ipc.v)
		right(j, f, p, "the host's shared memory", "Config.IpcHost", "true", &n);
	if (p->all_devices.seen == SEEN && p->all_devices.v)
		right(j, f, p, "all devices", "Config.Linux.AllowAllDevices", "true", &n);
	for (size_t i = 0; i < p->capabilities.n; i++) {
		if (is_powerful(p->capabilities.v[i]))
			right(j, f, p, p->capabilities.v[i], "Config.Linux.Capabilities",
			    p->capabilities.v[i], &n);
	}
	for (size_t i = 0; i < p->mounts.n; i++) {
		if (is_sensitive(p->mounts.v[i]))
			right(j, f, p, p->mounts.v[i], "Settings.Mounts", p->mounts.v[i], &n);
	}
	return n;
}

static void
managed_plugins(struct judge *j, const struct facts *f, const void *arg)
{
	size_t powerful = 0, off = 0;
	bool known = true;

	(void)arg;
	judge_about_host(j);
	if (!judge_can_read(j, &f->plugins_origin))
		return;
	for (size_t i = 0; known && i < f->n_plugins; i++) {
		const struct plugin *p = &f->plugins[i];

		known = knows_plugin(j, f, p);
		if (known && !p->enabled.v)
			off++;
		else if (known)
			powerful += judge_plugin(j, f, p);
	}
	if (known && powerful == 0)
		judge_saw(j,
		    f->n_plugins == 0
			? judge_pass(j, "no plugins are installed")
			: judge_pass(j,
			      "no plugin that runs has rights over the host (%zu of %zu are off)",
			      off, f->n_plugins),
		    "plugins", f->plugins_origin.source, judge_fmt(j, "%zu", f->n_plugins),
		    "none with rights over the host");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-42", .title = "Managed plugins have no rights over the host",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_PLUGINS,
	  .rationale = "A plugin gets at installation what it asks for, once, and is in no list of containers afterwards.",
	  .remedy = "docker plugin disable NAME what nobody uses; docker plugin inspect NAME tells what the others were granted.",
	  .refs = REFS("NIST 800-53 CM-11", "NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .podman = "Podman has no managed plugins",
	  .once = managed_plugins },
};
/* clang-format on */

const struct check_table checks_plugins = CHECK_TABLE(checks);
