/*
 * daemon.c: section 2, the daemon's configuration. What the running engine says of itself decides;
 * then its command line; then its configuration file. Reads facts only.
 */
#include "config.h"

#include "paths.h"
#include "tables.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_NEEDS (NEEDS_INFO | NEEDS_CONFIG | NEEDS_PROCESSES)

static bool
is_podman(struct judge *j, const struct facts *f)
{
	if (f->engine.is_podman)
		judge_skip(j, "Podman has no daemon with this setting");
	return f->engine.is_podman;
}

/* /info was read, and it has the field; otherwise the verdict is given. */
static bool
knows_info(struct judge *j, const struct facts *f, enum seen seen, bool absent_ok, const char *what)
{
	return judge_can_read(j, &f->engine.info_origin) &&
	       judge_knows(j, seen, absent_ok, what, &f->engine.info_origin);
}

struct in_force {
	const char *value, *source;
};

/* A setting that the engine does not tell: from its command line, then its file. */
static bool
reads_setting(struct judge *j, const struct facts *f, const char *name, struct in_force *s)
{
	struct setting both = daemon_setting(&f->daemon, name);

	*s = (struct in_force){ NULL, "dockerd's command line and configuration" };
	if (both.flag_seen == UNSEEN) {
		judge_can_read(j, f->daemon.process_origin.state != DOC_OK
				      ? &f->daemon.process_origin
				      : &(const struct origin){
					    DOC_FAILED, "dockerd's command line", "not readable" });
		return false;
	}
	if (both.flag_seen == SEEN) {
		*s = (struct in_force){ both.flag.v[both.flag.n - 1], "dockerd's command line" };
		return true;
	}
	if (both.file_seen == UNSEEN) {
		judge_can_read(j, &f->daemon.config_origin);
		return false;
	}
	if (both.file_seen == SEEN && both.file.n > 0)
		*s = (struct in_force){ both.file.v[both.file.n - 1], f->daemon.config_path };
	return true;
}

/* Where the file says other than the engine does, the finding tells so. */
static const char *
drift(struct judge *j, const struct facts *f, const char *name, const char *running)
{
	struct setting s = daemon_setting(&f->daemon, name);

	if (s.file_seen != SEEN || s.file.n == 0 || strcmp(s.file.v[s.file.n - 1], running) == 0)
		return "";
	return judge_fmt(
	    j, " (%s says %s: restart the daemon)", f->daemon.config_path, s.file.v[s.file.n - 1]);
}

/* ---- 2.2 ------------------------------------------------------------------------------------- */

static void
icc(struct judge *j, const struct facts *f, const void *arg)
{
	const struct network *bridge = NULL;
	const char *value;

	(void)arg;
	if (is_podman(j, f) || !judge_can_read(j, &f->networks_origin))
		return;
	for (size_t i = 0; i < f->n_networks; i++) {
		const struct network *n = &f->networks[i];
		const char *is_default =
		    map_get(&n->options, "com.docker.network.bridge.default_bridge");

		if (n->origin.state != DOC_OK) {
			judge_can_read(j, &n->origin);
			return;
		}
		if (is_default != NULL && strcmp(is_default, "true") == 0)
			bridge = n;
	}
	if (bridge == NULL) {
		judge_skip(j, "there is no default bridge");
		return;
	}
	value = map_get(&bridge->options, "com.docker.network.bridge.enable_icc");
	if (value == NULL) {
		judge_error(
		    j, "the default bridge does not say whether containers may talk to each other");
		return;
	}
	judge_saw(j,
	    strcmp(value, "false") == 0
		? judge_pass(j, "containers on the default bridge cannot talk to each other%s",
		      drift(j, f, "icc", value))
		: judge_warn(j, "", "containers on the default bridge may talk to each other%s",
		      drift(j, f, "icc", value)),
	    "com.docker.network.bridge.enable_icc", bridge->origin.source, value, "false");
}

/* ---- 2.3 ------------------------------------------------------------------------------------- */

static void
log_level(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force level;
	const char *value;

	(void)arg;
	if (is_podman(j, f) || !knows_info(j, f, f->engine.debug.seen, false, "Debug"))
		return;
	if (f->engine.debug.v) {
		judge_saw(j, judge_warn(j, "debug", "the daemon runs in debug mode"), "Debug",
		    f->engine.info_origin.source, "true", "false");
		return;
	}
	if (!reads_setting(j, f, "log-level", &level))
		return;
	value = level.value != NULL ? level.value : "info";
	judge_saw(j,
	    strcmp(value, "info") == 0 ? judge_pass(j, "the log level is info")
				       : judge_warn(j, "", "the log level is %s", value),
	    "log-level", level.source, value, "info");
}

/* ---- 2.4 ------------------------------------------------------------------------------------- */

static void
iptables(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	if (is_podman(j, f) || !reads_setting(j, f, "iptables", &s))
		return;
	judge_saw(j,
	    s.value != NULL && strcmp(s.value, "false") == 0
		? judge_warn(j, "", "the daemon may not write firewall rules")
		: judge_pass(j, "the daemon writes its firewall rules"),
	    "iptables", s.source, s.value ? s.value : "not set (true)", "true");
}

/* ---- 2.5 ------------------------------------------------------------------------------------- */

static bool
is_loopback(const char *cidr)
{
	char address[64];
	struct in_addr v4;
	struct in6_addr v6;
	size_t n = strcspn(cidr, "/");
	long bits = cidr[n] == '/' ? strtol(cidr + n + 1, NULL, 10) : -1;

	if (n >= sizeof address)
		return false;
	memcpy(address, cidr, n);
	address[n] = '\0';
	if (inet_pton(AF_INET, address, &v4) == 1)
		return (ntohl(v4.s_addr) >> 24) == 127 && bits >= 8;
	return inet_pton(AF_INET6, address, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6) && bits == 128;
}

static void
insecure_registries(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	size_t n = 0;

	(void)arg;
	if (!knows_info(j, f, e->insecure_cidrs.seen, e->is_podman,
		"RegistryConfig.InsecureRegistryCIDRs") ||
	    !knows_info(j, f, e->insecure_indexes.seen, false, "RegistryConfig.IndexConfigs"))
		return;
	for (size_t i = 0; i < e->insecure_cidrs.n; i++) {
		if (is_loopback(e->insecure_cidrs.v[i]))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(j, e->insecure_cidrs.v[i], "registries in %s are not verified",
			e->insecure_cidrs.v[i]),
		    "InsecureRegistryCIDRs", e->info_origin.source, e->insecure_cidrs.v[i],
		    "127.0.0.0/8 and ::1/128 only");
	}
	for (size_t i = 0; i < e->insecure_indexes.n; i++, n++)
		judge_saw(j,
		    judge_warn(j, e->insecure_indexes.v[i], "the registry %s is not verified",
			e->insecure_indexes.v[i]),
		    "IndexConfigs[].Secure", e->info_origin.source, "false", "true");
	if (n == 0)
		judge_saw(j, judge_pass(j, "every registry but those on this host is verified"),
		    "InsecureRegistryCIDRs", e->info_origin.source,
		    judge_join(j, &e->insecure_cidrs), "127.0.0.0/8 and ::1/128 only");
}

/* ---- 2.6 ------------------------------------------------------------------------------------- */

static void
aufs(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	if (!knows_info(j, f, f->engine.driver.seen, false, "Driver"))
		return;
	judge_saw(j,
	    strcmp(f->engine.driver.v, "aufs") == 0
		? judge_warn(j, "", "the storage driver is aufs")
		: judge_pass(j, "the storage driver is not aufs"),
	    "Driver", f->engine.info_origin.source, f->engine.driver.v, "not aufs");
}

/* ---- 2.7 ------------------------------------------------------------------------------------- */

static bool
is_true(const char *v)
{
	return v != NULL && strcmp(v, "true") == 0;
}

static void
judge_listener(struct judge *j, const char *where, const char *source, bool tls, bool verified)
{
	const char *shown = judge_fmt(j, "%s, %s", where,
	    verified ? "tlsverify"
	    : tls    ? "tls"
		     : "no TLS");

	judge_saw(j,
	    verified ? judge_pass(j, "%s asks for client certificates", where)
		     : judge_warn(j, where, "%s is open to whoever can reach it%s", where,
			   tls ? ": clients are not verified" : ", without TLS"),
	    "listener", source, shown, "tlsverify, or no TCP listener");
}

static void
remote_api(struct judge *j, const struct facts *f, const void *arg)
{
	struct setting hosts = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *list = hosts.flag_seen == SEEN ? &hosts.flag : &hosts.file;
	struct in_force tls, verify;
	bool verified;
	size_t n = 0;

	(void)arg;
	if (is_podman(j, f) || !reads_setting(j, f, "tlsverify", &verify) ||
	    !reads_setting(j, f, "tls", &tls))
		return;
	if (hosts.flag_seen != SEEN && hosts.file_seen == UNSEEN) {
		judge_can_read(j, &f->daemon.config_origin);
		return;
	}
	verified = is_true(verify.value);
	for (size_t i = 0; i < list->n; i++) {
		if (strncmp(list->v[i], "tcp://", 6) != 0)
			continue;
		n++;
		judge_listener(j, list->v[i],
		    hosts.flag_seen == SEEN ? "dockerd's command line" : f->daemon.config_path,
		    is_true(tls.value), verified);
	}
	/* What the kernel shows beside that: a socket that systemd opened, for one. */
	for (size_t i = 0; n == 0 && i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];

		if (strcmp(l->proto, "tcp") != 0 || l->pid.seen != SEEN ||
		    f->daemon.pid.seen != SEEN || l->pid.v != f->daemon.pid.v ||
		    (l->port != 2375 && l->port != 2376))
			continue;
		n++;
		judge_listener(j, judge_fmt(j, "tcp://%s:%lld", l->address, (long long)l->port),
		    f->host.listen_origin.source, is_true(tls.value), verified);
	}
	if (n == 0)
		judge_saw(j, judge_pass(j, "the API listens on UNIX sockets only"), "hosts",
		    hosts.flag_seen == SEEN ? "dockerd's command line" : f->daemon.config_path,
		    list->n > 0 ? judge_join(j, list) : "not set (the UNIX socket)",
		    "no TCP, or tlsverify");
}

/* ---- settings that only the command line and the file tell ------------------------------------
 */

static void
default_ulimits(struct judge *j, const struct facts *f, const void *arg)
{
	struct setting both = daemon_setting(&f->daemon, "default-ulimits");
	struct in_force s;

	(void)arg;
	if (is_podman(j, f) || !reads_setting(j, f, "default-ulimits", &s))
		return;
	judge_saw(j,
	    s.value != NULL
		? judge_note(j, "", "default ulimits are set: see whether they fit")
		: judge_note(j, "", "no default ulimits are set: containers get the daemon's own"),
	    "default-ulimits", s.source, judge_join(j, both.flag.n > 0 ? &both.flag : &both.file),
	    "");
}

static void
cgroup_parent(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	if (is_podman(j, f) || !reads_setting(j, f, "cgroup-parent", &s))
		return;
	judge_saw(j,
	    s.value == NULL || *s.value == '\0'
		? judge_pass(j, "the default cgroup parent is used")
		: judge_warn(j, s.value,
		      "containers go to the cgroup %s: confirm that its limits fit", s.value),
	    "cgroup-parent", s.source, s.value ? s.value : "not set", "not set");
}

static void
base_device_size(struct judge *j, const struct facts *f, const void *arg)
{
	struct setting both = daemon_setting(&f->daemon, "storage-opts");
	const struct fact_list *list = both.flag_seen == SEEN ? &both.flag : &both.file;
	struct in_force s;

	(void)arg;
	if (!knows_info(j, f, f->engine.driver.seen, false, "Driver"))
		return;
	if (strcmp(f->engine.driver.v, "devicemapper") != 0) {
		judge_skip(j, "the storage driver is %s: only devicemapper has this setting",
		    f->engine.driver.v);
		return;
	}
	if (!reads_setting(j, f, "storage-opts", &s))
		return;
	for (size_t i = 0; i < list->n; i++) {
		if (strstr(list->v[i], "dm.basesize") == NULL)
			continue;
		judge_saw(j, judge_warn(j, "", "the base device size was changed"), "storage-opts",
		    s.source, list->v[i], "no dm.basesize");
		return;
	}
	judge_saw(j, judge_pass(j, "the base device size is the default"), "storage-opts", s.source,
	    judge_join(j, list), "no dm.basesize");
}

static void
userland_proxy(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	if (is_podman(j, f) || !reads_setting(j, f, "userland-proxy", &s))
		return;
	judge_saw(j,
	    s.value != NULL && strcmp(s.value, "false") == 0
		? judge_pass(j, "the userland proxy is off")
		: judge_warn(j, "", "the userland proxy is on%s",
		      f->daemon.docker_proxy_running.v ? ", and running" : ""),
	    "userland-proxy", s.source, s.value ? s.value : "not set (true)", "false");
}

/* ---- what /info says ----------------------------------------------------------------------------
 */

static void
user_namespace(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;

	(void)arg;
	if (!knows_info(j, f, e->security_options.seen, false, "SecurityOptions"))
		return;
	judge_saw(j,
	    engine_security_option(e, "userns") || engine_security_option(e, "rootless")
		? judge_pass(j, "users of containers are mapped to others on the host")
		: judge_warn(j, "", "root of a container is root of the host"),
	    "SecurityOptions", e->info_origin.source, judge_join(j, &e->security_options),
	    "name=userns or name=rootless");
}

static void
authorization(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *plugins = &f->engine.authorization_plugins;

	(void)arg;
	if (is_podman(j, f) || !knows_info(j, f, plugins->seen, true, "Plugins.Authorization"))
		return;
	judge_saw(j,
	    plugins->n > 0 ? judge_pass(j, "requests need a plugin's leave")
			   : judge_warn(j, "", "who reaches the API may ask for everything"),
	    "Plugins.Authorization", f->engine.info_origin.source, judge_join(j, plugins),
	    "a plugin");
}

static void
central_logging(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const local[] = { "json-file", "local", "journald", "none", "db", "" };
	const char *driver;

	(void)arg;
	if (is_podman(j, f) ||
	    !knows_info(j, f, f->engine.logging_driver.seen, false, "LoggingDriver"))
		return;
	driver = f->engine.logging_driver.v;
	for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
		if (strcmp(driver, local[i]) != 0)
			continue;
		judge_saw(j, judge_warn(j, "", "logs stay on this host (%s)", driver),
		    "LoggingDriver", f->engine.info_origin.source, driver,
		    "a driver that sends them away");
		return;
	}
	judge_saw(j, judge_pass(j, "logs are sent away by %s", driver), "LoggingDriver",
	    f->engine.info_origin.source, driver, "a driver that sends them away");
}

static void
no_new_privileges(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	struct in_force s;

	(void)arg;
	if (is_podman(j, f) ||
	    !knows_info(j, f, e->security_options.seen, false, "SecurityOptions"))
		return;
	if (engine_security_option(e, "no-new-privileges") != NULL) {
		judge_saw(j, judge_pass(j, "containers cannot gain privileges, by default"),
		    "SecurityOptions", e->info_origin.source, "name=no-new-privileges",
		    "name=no-new-privileges");
		return;
	}
	if (!judge_knows(j, e->version.seen, false, "Version", &e->version_origin))
		return;
	/* Engines before 24.0 do not tell. */
	if (strtol(e->version.v, NULL, 10) >= 24) {
		judge_saw(j,
		    judge_warn(j, "", "containers may gain privileges by default%s",
			drift(j, f, "no-new-privileges", "false")),
		    "SecurityOptions", e->info_origin.source, judge_join(j, &e->security_options),
		    "name=no-new-privileges");
		return;
	}
	if (!reads_setting(j, f, "no-new-privileges", &s))
		return;
	judge_saw(j,
	    is_true(s.value) ? judge_pass(j, "containers cannot gain privileges, by default")
			     : judge_warn(j, "", "containers may gain privileges by default"),
	    "no-new-privileges", s.source, s.value ? s.value : "not set (false)", "true");
}

static void
live_restore(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;

	(void)arg;
	if (is_podman(j, f) || !knows_info(j, f, e->live_restore.seen, false, "LiveRestoreEnabled"))
		return;
	if (e->swarm_state.seen == SEEN && strcmp(e->swarm_state.v, "active") == 0) {
		judge_skip(j, "live restore does not go with Swarm mode");
		return;
	}
	judge_saw(j,
	    e->live_restore.v ? judge_pass(j, "containers go on when the daemon stops")
			      : judge_warn(j, "", "containers stop with the daemon%s",
				    drift(j, f, "live-restore", "false")),
	    "LiveRestoreEnabled", e->info_origin.source, e->live_restore.v ? "true" : "false",
	    "true");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "2.2", .title = "Containers on the default bridge cannot talk to each other",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 1, .needs = NEEDS_INFO | NEEDS_NETWORKS | NEEDS_CONFIG,
	  .rationale = "Containers that were never meant to know each other share the default bridge.",
	  .remedy = "Set \"icc\": false in daemon.json and restart the daemon.",
	  .refs = REFS("CIS Docker 1.6.0 2.2", "CIS Docker 1.8.0 2.2", "NIST 800-53 SC-7", "NIST 800-190 4.5"),
	  .once = icc },
	{ .id = "2.3", .title = "The daemon's log level is info",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "Debug logs hold secrets; stricter levels lose what an investigation needs.",
	  .remedy = "Set \"log-level\": \"info\" and \"debug\": false in daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.3", "CIS Docker 1.8.0 2.3", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .once = log_level },
	{ .id = "2.4", .title = "The daemon may write firewall rules",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "Without its rules networks are not kept apart, or somebody keeps them by hand.",
	  .remedy = "Take \"iptables\": false out of daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.4", "CIS Docker 1.8.0 2.4", "NIST 800-53 SC-7", "NIST 800-190 4.5"),
	  .once = iptables },
	{ .id = "2.5", .title = "No insecure registries are allowed",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .level = 1, .needs = NEEDS_INFO,
	  .rationale = "Images from a registry that is not verified can be replaced on their way.",
	  .remedy = "Take the registry out of \"insecure-registries\" and give it a certificate.",
	  .refs = REFS("CIS Docker 1.6.0 2.5", "CIS Docker 1.8.0 2.5", "NIST 800-53 SC-8", "NIST 800-190 4.5"),
	  .once = insecure_registries },
	{ .id = "2.6", .title = "The storage driver is not aufs",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 1, .needs = NEEDS_INFO,
	  .rationale = "The driver is no longer maintained; it has crashed kernels.",
	  .remedy = "Move to overlay2: set \"storage-driver\": \"overlay2\".",
	  .refs = REFS("CIS Docker 1.6.0 2.6", "CIS Docker 1.8.0 2.6", "NIST 800-53 CM-6", "NIST 800-190 4.5"),
	  .once = aufs },
	{ .id = "2.7", .title = "The remote API verifies its clients",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_CRITICAL, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "An API on TCP without client certificates gives root to whoever reaches it.",
	  .remedy = "Take tcp:// out of the hosts, or set tlsverify with tlscacert, tlscert and tlskey.",
	  .refs = REFS("CIS Docker 1.6.0 2.7", "CIS Docker 1.8.0 2.8", "NIST 800-53 IA-3", "NIST 800-190 4.5"),
	  .once = remote_api },
	{ .id = "2.8", .title = "Default ulimits were thought about",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "Without defaults one container may use up files and processes for all.",
	  .remedy = "Set \"default-ulimits\" in daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.8", "CIS Docker 1.8.0 2.9", "NIST 800-53 SC-6", "NIST 800-190 4.5"),
	  .once = default_ulimits },
	{ .id = "2.9", .title = "Users of containers are remapped",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 2, .needs = NEEDS_INFO,
	  .rationale = "With remapping, root of a container is nobody on the host.",
	  .remedy = "Set \"userns-remap\": \"default\" in daemon.json, or run the engine rootless.",
	  .refs = REFS("CIS Docker 1.6.0 2.9", "CIS Docker 1.8.0 2.10", "NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .once = user_namespace },
	{ .id = "2.10", .title = "The default cgroup parent is used",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .level = 2, .needs = CONFIG_NEEDS,
	  .rationale = "Another parent may have other limits than those that were agreed on.",
	  .remedy = "Take \"cgroup-parent\" out of daemon.json, or confirm its limits.",
	  .refs = REFS("CIS Docker 1.6.0 2.10", "CIS Docker 1.8.0 2.11", "NIST 800-53 CM-6", "NIST 800-190 4.5"),
	  .once = cgroup_parent },
	{ .id = "2.11", .title = "The base device size is the default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .level = 2, .needs = CONFIG_NEEDS,
	  .rationale = "A larger base size lets every container use more of the disk.",
	  .remedy = "Take dm.basesize out of \"storage-opts\".",
	  .refs = REFS("CIS Docker 1.6.0 2.11", "CIS Docker 1.8.0 2.12", "NIST 800-53 SC-5", "NIST 800-190 4.5"),
	  .once = base_device_size },
	{ .id = "2.12", .title = "An authorization plugin decides on requests",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 2, .needs = NEEDS_INFO,
	  .rationale = "By itself the engine allows everything to everybody who may ask.",
	  .remedy = "Install an authorization plugin and name it in \"authorization-plugins\".",
	  .refs = REFS("CIS Docker 1.6.0 2.12", "CIS Docker 1.8.0 2.13", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .once = authorization },
	{ .id = "2.13", .title = "Logs leave the host",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 2, .needs = NEEDS_INFO,
	  .rationale = "Who takes over a host can change the logs that are on it.",
	  .remedy = "Set \"log-driver\" to syslog, fluentd, gelf or another that sends logs away.",
	  .refs = REFS("CIS Docker 1.6.0 2.13", "CIS Docker 1.8.0 2.14", "NIST 800-53 AU-4(1)", "NIST 800-190 4.5"),
	  .once = central_logging },
	{ .id = "2.14", .title = "Containers cannot gain privileges by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "What the daemon sets for all is not forgotten for one.",
	  .remedy = "Set \"no-new-privileges\": true in daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.14", "CIS Docker 1.8.0 2.15", "NIST 800-53 AC-6(10)", "NIST 800-190 4.5"),
	  .once = no_new_privileges },
	{ .id = "2.15", .title = "Containers outlive a restart of the daemon",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .level = 1, .needs = NEEDS_INFO | NEEDS_CONFIG,
	  .rationale = "Where updates of the daemon stop all services, they are put off.",
	  .remedy = "Set \"live-restore\": true in daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.15", "CIS Docker 1.8.0 2.16", "NIST 800-53 CP-10", "NIST 800-190 4.5"),
	  .once = live_restore },
	{ .id = "2.16", .title = "The userland proxy is off",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .level = 1, .needs = CONFIG_NEEDS,
	  .rationale = "The proxy is one more privileged process a port; the kernel can do its work.",
	  .remedy = "Set \"userland-proxy\": false in daemon.json.",
	  .refs = REFS("CIS Docker 1.6.0 2.16", "CIS Docker 1.8.0 2.17", "NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .once = userland_proxy },
};
/* clang-format on */

const struct check_table checks_daemon = CHECK_TABLE(checks);
