/*
 * runtime_mounts.c: directories of the host in a container: 5.6, 5.20 and. Reads facts
 * only. Where a mount leads was found out by the facts: links, and volumes that are binds, too.
 */
#include "config.h"

#include "runtime.h"
#include "tables.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#define COMPONENT_MAX 256

/* ---- paths ---------------------------------------------------------------------------------- */

bool
path_within(const char *path, const char *other)
{
	size_t n = strlen(other);

	if (strcmp(other, "/") == 0)
		return true;
	return strncmp(path, other, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

/* Does one component match? A longer one than a file system allows matches nothing. */
static bool
component_matches(const char *s, size_t n, const char *pattern, size_t pattern_n)
{
	char one[COMPONENT_MAX], other[COMPONENT_MAX];

	if (memchr(pattern, '*', pattern_n) == NULL)
		return n == pattern_n && memcmp(s, pattern, n) == 0;
	if (n >= sizeof one || pattern_n >= sizeof other)
		return false;
	snprintf(one, sizeof one, "%.*s", (int)n, s);
	snprintf(other, sizeof other, "%.*s", (int)pattern_n, pattern);
	return fnmatch(other, one, 0) == 0;
}

enum path_relation
path_relation(const char *path, const char *pattern)
{
	for (;;) {
		size_t n, pattern_n;

		path += strspn(path, "/");
		pattern += strspn(pattern, "/");
		if (*path == '\0')
			return *pattern == '\0' ? PATH_SAME : PATH_ABOVE;
		if (*pattern == '\0')
			return PATH_BELOW;
		n = strcspn(path, "/");
		pattern_n = strcspn(pattern, "/");
		if (!component_matches(path, n, pattern, pattern_n))
			return PATH_APART;
		path += n;
		pattern += pattern_n;
	}
}

const char *
path_in(const char *const *list, const char *path)
{
	for (; list != NULL && *list != NULL; list++) {
		enum path_relation relation = path_relation(path, *list);

		if (relation == PATH_SAME || relation == PATH_BELOW)
			return *list;
	}
	return NULL;
}

static const char *
is_called(const char *const *names, const char *path)
{
	const char *slash = strrchr(path, '/'), *last = slash != NULL ? slash + 1 : path;

	for (; names != NULL && *names != NULL; names++) {
		if (strcmp(last, *names) == 0)
			return *names;
	}
	return NULL;
}

/* ---- one rule over all mounts --------------------------------------------------------------- */

const char *
mounted_place(const struct facts *f, const struct mount_rule *rule, const char *path)
{
	const struct fact_str *data = &f->engine.root_dir;

	if (path_in(rule->harmless, path) != NULL)
		return NULL;
	for (size_t i = 0; rule->paths[i] != NULL; i++) {
		enum path_relation relation = path_relation(path, rule->paths[i]);

		if (relation == PATH_SAME || (relation != PATH_APART && !rule->that_alone))
			return rule->paths[i];
	}
	if (rule->data_root && data->seen == SEEN &&
	    (path_within(path, data->v) || path_within(data->v, path)))
		return data->v;
	return is_called(rule->names, path);
}

static void
warn_of_mount(struct judge *j, const struct facts *f, const struct container *c,
    const struct mount_rule *rule, const struct mount_point *m, const char *place)
{
	const char *source = m->host_source.v, *mode = m->rw.v ? "read-write" : "read-only";
	bool linked = strcmp(m->host_path, source) != 0;
	/* Of many places, the one that was found first says little about /. */
	bool holds = path_relation(m->host_path, place) == PATH_ABOVE &&
		     (rule->paths[1] == NULL || strcmp(m->host_path, "/") != 0);
	struct finding *found;

	if (m->rw.seen != SEEN)
		mode = "in an unknown mode";
	if (!m->rw.v && m->rw.seen == SEEN && path_in(rule->told_only, m->host_path) != NULL)
		found = judge_note(j, source, "has %s mounted read-only", source);
	else
		found = judge_warn(j, source, "has %s of the host mounted %s at %s%s%s%s%s", source,
		    mode, m->destination, holds ? ", and with it the place of " : "",
		    holds ? place : "", linked ? ": it is " : "", linked ? m->host_path : "");
	judge_saw(j, found, "Mounts", c->origin.source,
	    judge_fmt(j, "%s -> %s (%s)", m->host_path, m->destination, mode),
	    judge_fmt(j,
		rule->read_only_is_fine ? "read-only, if at all: %s"
					: "nothing in, above or below %s",
		place));
	if (strcmp(m->type, "volume") == 0)
		judge_saw(j, found, "Volumes", f->volumes_origin.source,
		    judge_fmt(j, "%s is %s", m->name, source), "a volume of its own");
}

void
judge_unknown_mount(struct judge *j, const struct facts *f, const struct mount_point *m)
{
	if (judge_can_read(j, &f->volumes_origin))
		judge_error(
		    j, "%s does not tell what its volume %s is", f->volumes_origin.source, m->name);
}

void
judge_mounts(struct judge *j, const struct facts *f, const struct container *c,
    const struct mount_rule *rule)
{
	size_t told = 0, of_host = 0;
	const struct mount_point *unknown = NULL;
	const char *last = NULL;

	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];
		const char *place;

		if (m->host_source.seen == UNSEEN)
			unknown = m;
		if (m->host_source.seen != SEEN)
			continue;
		of_host++;
		place = mounted_place(f, rule, m->host_path);
		if (place == NULL || (last != NULL && strcmp(last, m->host_source.v) == 0) ||
		    (rule->read_only_is_fine && m->rw.seen == SEEN && !m->rw.v))
			continue;
		told++;
		last = m->host_source.v;
		if (!rule->read_only_is_fine ||
		    judge_knows(j, m->rw.seen, false, "Mounts.RW", &c->origin))
			warn_of_mount(j, f, c, rule, m, place);
	}
	if (unknown != NULL)
		judge_unknown_mount(j, f, unknown);
	else if (told == 0 && (!rule->data_root || f->about_build_files ||
				  (judge_can_read(j, &f->engine.info_origin) &&
				      judge_knows(j, f->engine.root_dir.seen, false,
					  "DockerRootDir", &f->engine.info_origin))))
		judge_saw(j,
		    judge_pass(j, "does not mount %s%s", rule->what,
			rule->read_only_is_fine ? " writable" : ""),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%zu mounts, %zu of the host", c->n_mounts, of_host), "none");
}

void
check_mounts(struct judge *j, const struct facts *f, const struct container *c)
{
	judge_mounts(j, f, c, judge_arg(j));
}

/* ---- what is not only a list of places ------------------------------------------------------ */

void
check_propagation(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->propagation, "shared") != 0 && strcmp(m->propagation, "rshared") != 0)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, m->source, "shares mounts below %s with the host", m->source),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%s -> %s (%s)", m->source, m->destination, m->propagation),
		    "private or slave");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "shares no mounts with the host"), "Mounts",
		    c->origin.source, judge_fmt(j, "%zu mounts, none shared", c->n_mounts),
		    "private or slave");
}

/* clang-format off */
static const char *const time_zones[] = { "/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo",
	NULL };

const struct mount_rule mounts_sensitive = {
	.what = "a sensitive directory of the host",
	.paths = (const char *const[]){ "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc",
	    "/root", "/run", "/sys", "/usr", "/bin", "/sbin", "/var/lib/containerd", "/var/lib/docker",
	    "/var/run", NULL },
	.told_only = time_zones,
	.data_root = true,
};
/* clang-format on */

/* 5.6 follows links: this is about the link itself, which may lead elsewhere tomorrow. */
void
check_links(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t links = 0, told = 0, looked = 0;

	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];
		const char *source = m->host_source.v;
		const struct file_facts *file;

		if (m->host_source.seen != SEEN ||
		    mounted_place(f, &mounts_sensitive, source) != NULL)
			continue;
		file = facts_file(f, source);
		if (file->origin.state == DOC_GONE)
			continue; /* the container keeps what nobody can reach by this name any more
				   */
		looked++;
		if (file->origin.state != DOC_OK) {
			if (told++ == 0)
				judge_can_read(j, &file->origin);
			continue;
		}
		links += strcmp(m->host_path, source) != 0;
		if (mounted_place(f, &mounts_sensitive, m->host_path) == NULL)
			continue;
		told++;
		judge_saw(j,
		    judge_warn(j, source, "mounts %s, which is really %s", source, m->host_path),
		    "Mounts", c->origin.source, m->host_path, source);
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "mounts no sensitive directory under another name"),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%zu sources looked at, %zu by a link", looked, links),
		    "what their names say");
}

void
check_writable_binds(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t told = 0;
	const char *last = NULL;

	(void)f;
	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (m->host_source.seen != SEEN || (m->rw.seen == SEEN && !m->rw.v) ||
		    (last != NULL && strcmp(last, m->host_source.v) == 0))
			continue;
		told++;
		last = m->host_source.v;
		judge_saw(j,
		    judge_note(j, last, "can write to %s of the host: does it need to?", last),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%s -> %s (read-write)", last, m->destination), "");
	}
	if (told == 0)
		judge_saw(j, judge_info(j, "", "can write to no directory of the host"), "Mounts",
		    c->origin.source, judge_fmt(j, "%zu mounts", c->n_mounts), "");
}

static bool
is_at_least(const char *version, long major, long minor)
{
	long a = 0, b = 0;

	return sscanf(version, "%ld.%ld", &a, &b) == 2 && (a > major || (a == major && b >= minor));
}

/*
 * Does a read-only bind keep writers out of what is mounted below it? Since API 1.44 the engine
 * asks for that, and since 5.12 kernels can do it.
 */
static bool
is_read_only_all_through(const struct facts *f, const struct mount_point *m)
{
	if (m->top_only_read_only.seen == SEEN && m->top_only_read_only.v)
		return false;
	return is_at_least(f->engine.api_version.v, 1, 44) &&
	       is_at_least(f->engine.kernel.v, 5, 12);
}

/* What a read-only bind leaves writable below it; false: nothing. */
static bool
told_of_depth(
    struct judge *j, const struct facts *f, const struct container *c, const struct mount_point *m)
{
	const struct engine_facts *e = &f->engine;
	const char *below = facts_mount_below(f, m->host_path);

	if (below == NULL || (m->non_recursive.seen == SEEN && m->non_recursive.v))
		return false;
	if (e->is_podman) {
		judge_error(j,
		    "has %s read-only; whether what is mounted below it is, too, Podman "
		    "does not tell",
		    m->source);
		return true;
	}
	if (is_read_only_all_through(f, m))
		return false;
	judge_saw(j,
	    judge_warn(j, m->source, "has %s read-only, but can write to what is mounted below it",
		m->source),
	    "Mounts", c->origin.source,
	    judge_fmt(j, "%s below it, API %s, kernel %s", below, e->api_version.v, e->kernel.v),
	    "API 1.44, kernel 5.12, and not bind-recursive=writable");
	return true;
}

void
check_read_only_depth(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct engine_facts *e = &f->engine;
	const struct origin *version = &e->version_origin;
	size_t read_only = 0, told = 0;

	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->type, "bind") != 0 || m->rw.seen != SEEN || m->rw.v)
			continue;
		if (read_only++ == 0 &&
		    (!judge_can_read(j, &f->host.mounts_origin) ||
			!judge_knows(j, e->api_version.seen, false, "ApiVersion", version) ||
			!judge_knows(j, e->kernel.seen, false, "KernelVersion", version)))
			return;
		told += told_of_depth(j, f, c, m);
	}
	if (told == 0)
		judge_saw(j,
		    judge_pass(j, read_only == 0 ? "has no read-only bind"
						 : "has binds that are read-only all through"),
		    "Mounts", c->origin.source, judge_fmt(j, "%zu read-only binds", read_only),
		    "nothing writable below them");
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
#define PLACES(...) (const char *const[]){ __VA_ARGS__, NULL }

const struct mount_rule mounts_root = {
	.what = "the host's root directory", .paths = PLACES("/"), .that_alone = true,
};

const struct mount_rule mounts_credentials = {
	.what = "places of the host's credentials",
	.paths = PLACES("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/pam.d", "/etc/ssh",
	    "/etc/kubernetes", "/etc/rancher", "/etc/docker", "/etc/cron*", "/var/spool/cron", "/root", "/home/*/.ssh",
	    "/home/*/.docker", "/home/*/.gnupg", "/var/home/*/.ssh", "/var/home/*/.docker"),
};

const struct mount_rule mounts_proc = { .what = "the host's /proc", .paths = PLACES("/proc") };

const struct mount_rule mounts_sys = {
	.what = "the host's /sys", .paths = PLACES("/sys"), .read_only_is_fine = true,
};

const struct mount_rule mounts_dev = {
	.what = "the host's /dev", .paths = PLACES("/dev"),
	.harmless = PLACES("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/log"),
};

const struct mount_rule mounts_data_roots = {
	.what = "what an engine keeps on the host",
	.paths = PLACES("/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/var/lib/kubelet",
	    "/var/lib/rancher", "/home/*/.local/share/docker", "/home/*/.local/share/containers"),
	.data_root = true,
};

const struct mount_rule mounts_runtime_sockets = {
	.what = "the socket of another runtime",
	.paths = PLACES("/run/containerd/containerd.sock", "/run/containerd/containerd.sock.ttrpc",
	    "/run/docker/containerd/containerd.sock", "/run/docker/containerd/containerd-debug.sock",
	    "/run/k3s/containerd/containerd.sock", "/run/crio/crio.sock", "/run/podman/podman.sock",
	    "/run/user/*/podman/podman.sock", "/run/user/*/docker.sock", "/run/buildkit/buildkitd.sock",
	    "/run/user/*/buildkit/buildkitd.sock", "/run/cri-dockerd.sock", "/run/dockershim.sock"),
	.names = PLACES("containerd.sock", "containerd.sock.ttrpc", "crio.sock", "podman.sock",
	    "buildkitd.sock", "cri-dockerd.sock", "dockershim.sock"),
};

const struct mount_rule mounts_buses = {
	.what = "the host's D-Bus or systemd",
	.paths = PLACES("/run/dbus", "/run/systemd", "/run/user/*/bus", "/run/user/*/systemd"),
	.harmless = PLACES("/run/systemd/journal", "/run/systemd/resolve"),
};

const struct mount_rule mounts_kernel = {
	.what = "the host's kernel, modules or boot loader",
	.paths = PLACES("/boot", "/efi", "/lib/modules", "/usr/lib/modules", "/usr/src"),
	.read_only_is_fine = true,
};

const struct mount_rule mounts_cloud_credentials = {
	.what = "credentials for a cloud or a cluster",
	.paths = PLACES("/root/.aws", "/root/.azure", "/root/.kube", "/root/.config/gcloud", "/home/*/.aws",
	    "/home/*/.azure", "/home/*/.kube", "/home/*/.config/gcloud", "/var/home/*/.aws", "/var/home/*/.kube"),
};

const struct mount_rule mounts_logs = {
	.what = "the host's own logs and audit records",
	.paths = PLACES("/var/log/audit", "/var/log/journal", "/var/log/auth.log", "/var/log/secure",
	    "/var/log/syslog", "/var/log/messages", "/var/log/kern.log", "/var/log/wtmp", "/var/log/btmp",
	    "/var/log/lastlog", "/run/log"),
	.read_only_is_fine = true,
};

const struct mount_rule mounts_identity = {
	.what = "files of the host's time, names and accounts",
	.paths = PLACES("/etc/localtime", "/etc/timezone", "/etc/passwd", "/etc/group", "/etc/hosts",
	    "/etc/hostname", "/etc/resolv.conf", "/etc/machine-id"),
	.read_only_is_fine = true, .that_alone = true,
};

/* /info tells the data root, /volumes what is a bind in truth, files which names are links. */
#define MOUNT_NEEDS (NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_VOLUMES | NEEDS_FILES)

static const struct check checks[] = {
	{ .id = "R-01", .title = "The host's root directory is not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = MOUNT_NEEDS,
	  .rationale = "With / in a container every file of the host is, read-only or not: its keys, its secrets, its engine's socket.",
	  .remedy = "Mount the one directory that is needed in place of /.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.6,5.32,R-02,R-04,R-05,R-06,R-07,R-08,R-09,R-10,R-11,R-12",
	  .arg = &mounts_root, .container = check_mounts },
	{ .id = "R-02", .title = "The host's credentials and scheduled jobs are not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = MOUNT_NEEDS,
	  .rationale = "Password hashes, SSH keys and sudo rules open the host to who reads them; a cron file runs as root for who writes it.",
	  .remedy = "Take the mount away; give the container a secret of its own (docker secret, or a file made for it).",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 IA-5", "NIST 800-190 4.4"),
	  .related = "5.6,R-01,R-11", .arg = &mounts_credentials, .container = check_mounts },
	{ .id = "R-03", .title = "No mount reaches a sensitive directory through a link",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "The engine follows a link when it mounts: a harmless name in a Compose file can mean /etc, and reviews see the name only.",
	  .remedy = "Mount by the real path (readlink -f PATH shows it), and see who can change the link.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .related = "5.6", .container = check_links },
	{ .id = "R-04", .title = "The host's /proc is not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = MOUNT_NEEDS,
	  .rationale = "A write to the host's /proc/sys/kernel/core_pattern runs a program as the host's root; reading it shows other processes' environment.",
	  .remedy = "Take the mount away; monitoring agents get what they need with --pid host or from the engine's API.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .related = "5.6,R-01", .arg = &mounts_proc, .container = check_mounts },
	{ .id = "R-05", .title = "The host's /sys is not mounted writable",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "Control groups, kernel debugging and devices are files below /sys: who can write them can leave the container.",
	  .remedy = "Mount it read-only (see R-15 for what lies below), or not at all.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4", "CVE-2022-0492"),
	  .related = "5.6,R-01", .arg = &mounts_sys, .container = check_mounts },
	{ .id = "R-06", .title = "The host's /dev is not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "Terminals, shared memory and sockets of the host are files in /dev, and its disks wherever a device rule lets them be opened.",
	  .remedy = "Name the single device: --device /dev/NAME.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.6,5.18,R-01", .arg = &mounts_dev, .container = check_mounts },
	{ .id = "R-07", .title = "The engine's data directories are not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = MOUNT_NEEDS,
	  .rationale = "The data root holds every container's files, environment and secrets, and what the engine will run next.",
	  .remedy = "Take the mount away; read logs through a logging driver, volumes by their names.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.6,R-01", .arg = &mounts_data_roots, .container = check_mounts },
	{ .id = "R-08", .title = "No socket of another runtime is mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = MOUNT_NEEDS,
	  .rationale = "containerd, CRI-O, Podman and BuildKit start programs as root for who reaches their socket, and know nothing of Docker's rules.",
	  .remedy = "Take the mount away: read-only changes nothing for a socket.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4", "OWASP Docker 1"),
	  .related = "5.6,5.32,R-01", .arg = &mounts_runtime_sockets, .container = check_mounts },
	{ .id = "R-09", .title = "The host's D-Bus and systemd are not mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "Over the system bus root in a container can tell the host's systemd to start a unit, which is a command on the host.",
	  .remedy = "Take the mount away; for logging, /run/systemd/journal alone is enough.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.6,R-01", .arg = &mounts_buses, .container = check_mounts },
	{ .id = "R-10", .title = "The host's kernel and modules are not mounted writable",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "Whoever replaces a module or the boot loader owns the host at its next start.",
	  .remedy = "Mount it read-only: -v /lib/modules:/lib/modules:ro.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.4"),
	  .related = "5.6,R-01", .arg = &mounts_kernel, .container = check_mounts },
	{ .id = "R-11", .title = "No credentials for a cloud or cluster are mounted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = MOUNT_NEEDS,
	  .rationale = "A user's .aws, .kube or gcloud directory opens far more than this host.",
	  .remedy = "Give the workload an identity of its own, or a token that can do one thing.",
	  .refs = REFS("NIST 800-53 IA-5", "NIST 800-190 4.4"),
	  .related = "5.6,R-01,R-02", .arg = &mounts_cloud_credentials, .container = check_mounts },
	{ .id = "R-12", .title = "The host's logs and audit records are not mounted writable",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = MOUNT_NEEDS,
	  .rationale = "Who can write the logs can take out what tells of the break-in.",
	  .remedy = "Mount logs read-only: -v /var/log:/host/log:ro; have an application log to a directory of its own.",
	  .refs = REFS("NIST 800-53 AU-9", "NIST 800-190 4.4"),
	  .related = "5.6,R-01", .arg = &mounts_logs, .container = check_mounts },
	{ .id = "R-13", .title = "Files of time, names and accounts are mounted read-only",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW, .needs = MOUNT_NEEDS,
	  .rationale = "Such files are mounted to be read; writable, they let a container add users to the host or turn its names.",
	  .remedy = "Add :ro to the mount: -v /etc/localtime:/etc/localtime:ro.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .related = "5.6", .arg = &mounts_identity, .container = check_mounts },
	{ .id = "R-14", .title = "Writable directories of the host are needed ones",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO, .needs = MOUNT_NEEDS, .manual = true,
	  .rationale = "What a container can write outlives it: read-only is enough for most configuration and code.",
	  .remedy = "Add :ro to each mount that the container only reads.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .container = check_writable_binds },
	{ .id = "R-15", .title = "Read-only binds are read-only all the way down",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = MOUNT_NEEDS | NEEDS_MOUNTS,
	  .rationale = "Without recursion :ro holds for the top only: another file system mounted below it stays writable.",
	  .remedy = "Use Docker 25 or later on kernel 5.12 or later, and leave bind-recursive=writable out; or bind-recursive=disabled.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .container = check_read_only_depth },
};
/* clang-format on */

const struct check_table checks_runtime_mounts = CHECK_TABLE(checks);
