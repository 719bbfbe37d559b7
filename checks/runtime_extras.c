/*
 * runtime_extras.c: what else a container is given: names of hosts, groups, links, other
 * containers' mounts, annotations. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"

/* ---- names of hosts ------------------------------------------------------------------------- */

static const char *const well_known[] = { "docker.io", "registry-1.docker.io", "index.docker.io",
	"auth.docker.io", "production.cloudflare.docker.com", "ghcr.io", "quay.io", "gcr.io",
	"registry.k8s.io", "mcr.microsoft.com", "public.ecr.aws", "registry.gitlab.com",
	"github.com", "api.github.com", "raw.githubusercontent.com", "gitlab.com", "bitbucket.org",
	"metadata.google.internal", "deb.debian.org", "security.debian.org", "archive.ubuntu.com",
	"security.ubuntu.com", "dl-cdn.alpinelinux.org", "pypi.org", "files.pythonhosted.org",
	"registry.npmjs.org", "registry.yarnpkg.com", "rubygems.org", "proxy.golang.org",
	"sum.golang.org", "crates.io", "static.crates.io", "repo.maven.apache.org",
	"repo1.maven.org", "login.microsoftonline.com", "accounts.google.com", "sts.amazonaws.com",
	NULL };

/* Why "NAME:ADDRESS" should not be there; NULL: it may. */
static const char *
wrong_host(const char *name, const char *address)
{
	bool loopback = strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
			strcmp(address, "[::1]") == 0;

	if (strcmp(name, "localhost") == 0 && !loopback)
		return "takes localhost elsewhere";
	if (is_one_of(name, well_known))
		return "takes a well-known name elsewhere";
	if (strcmp(address, "169.254.169.254") == 0)
		return "gives the cloud's metadata service another name";
	return NULL;
}

void
check_extra_hosts(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!judge_knows(j, c->extra_hosts.seen, true, "HostConfig.ExtraHosts", &c->origin))
		return;
	for (size_t i = 0; i < c->extra_hosts.n; i++) {
		const char *entry = c->extra_hosts.v[i];
		size_t n = strcspn(entry, ":=");
		const char *name = judge_fmt(j, "%.*s", (int)n, entry);
		const char *why = wrong_host(name, entry[n] != '\0' ? entry + n + 1 : "");

		if (why == NULL)
			continue;
		found++;
		judge_saw(j, judge_warn(j, name, "%s: %s", why, entry), "HostConfig.ExtraHosts",
		    c->origin.source, entry, "no such name");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "has no well-known name taken elsewhere"),
		    "HostConfig.ExtraHosts", c->origin.source, judge_join(j, &c->extra_hosts), "");
}

/* ---- the cloud's metadata ------------------------------------------------------------------- */

/* What virtual machines of clouds say of their maker, and whose they are. */
static const struct {
	const char *vendor, *cloud;
} clouds[] = { { "Amazon EC2", "Amazon EC2" }, { "Google", "Google Cloud" },
	{ "Microsoft Corporation", "Azure or Hyper-V" }, { "DigitalOcean", "DigitalOcean" },
	{ "Hetzner", "Hetzner Cloud" }, { "OpenStack Foundation", "OpenStack" },
	{ "Alibaba Cloud", "Alibaba Cloud" }, { "OracleCloud", "Oracle Cloud" },
	{ "Vultr", "Vultr" }, { "Scaleway", "Scaleway" }, { "Akamai", "Akamai" } };

static const char *
cloud_of(const struct file_facts *vendor)
{
	const char *text = vendor->content.seen == SEEN ? vendor->content.v : "";

	for (size_t i = 0; i < sizeof clouds / sizeof clouds[0]; i++) {
		if (strncmp(text, clouds[i].vendor, strlen(clouds[i].vendor)) == 0)
			return clouds[i].cloud;
	}
	return NULL;
}

/* Firewalls and hop limits may stand between: what they do cannot be told from here. */
void
check_metadata(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct file_facts *vendor = facts_file(f, "/sys/class/dmi/id/sys_vendor");
	const char *cloud = cloud_of(vendor), *mode;

	if (!judge_knows(j, c->network_mode.seen, false, "HostConfig.NetworkMode", &c->origin))
		return;
	if (vendor->origin.state != DOC_GONE && !judge_can_read(j, &vendor->origin))
		return;
	mode = c->network_mode.v;
	if (cloud == NULL)
		judge_skip(j, "the host is no virtual machine of a known cloud");
	else if (strcmp(mode, "none") == 0)
		judge_saw(j, judge_info(j, "", "has no network"), "HostConfig.NetworkMode",
		    c->origin.source, mode, "");
	else if (strcmp(mode, "host") == 0)
		judge_saw(j,
		    judge_note(j, "",
			"is to %s the host itself: nothing keeps it from the host's "
			"metadata and credentials",
			cloud),
		    "HostConfig.NetworkMode", c->origin.source, mode, "not host");
	else
		judge_saw(j,
		    judge_info(j, "",
			"may reach %s's metadata, unless a firewall or a hop limit of 1 "
			"keeps it from there",
			cloud),
		    "HostConfig.NetworkMode", c->origin.source, mode, "");
}

/* ---- groups --------------------------------------------------------------------------------- */

static const char *const strong[] = { "root", "docker", "disk", "shadow", "kmem", "sudo", "wheel",
	"lxd", "incus", "libvirt", NULL };

/* The host's name for a group that gives power over it; NULL: it gives none. */
static const char *
strong_group(const struct facts *f, int64_t gid)
{
	const char *path = facts_engine_socket(f);
	const struct file_facts *socket = facts_file(f, path != NULL ? path : "/run/docker.sock");

	if (socket->origin.state == DOC_OK && socket->gid == gid && gid != 0)
		return "the group of the engine's socket";
	for (size_t i = 0; i < f->host.n_groups; i++) {
		if (f->host.groups[i].gid == gid && is_one_of(f->host.groups[i].name, strong))
			return f->host.groups[i].name;
	}
	return gid == 0 ? "root" : NULL;
}

/* Looks at one group; false: what its number means could not be known, and the verdict is given. */
static bool
look_at_group(struct judge *j, const struct facts *f, const struct container *c, const char *group,
    size_t *found)
{
	char *end;
	long long number = strtoll(group, &end, 10);
	bool is_number = *group != '\0' && *end == '\0';
	const char *what = !is_number && is_one_of(group, strong) ? group : NULL;

	if (is_number)
		what = number == 0 ? "root" : NULL;
	if (is_number && number != 0 && f->about_build_files) {
		judge_saw(j,
		    judge_note(j, group, "is in the group %s: which of the host's is that?", group),
		    "HostConfig.GroupAdd", c->origin.source, group, "");
		++*found;
		return true;
	}
	if (is_number && number != 0) {
		if (!judge_can_read(j, &f->host.accounts_origin))
			return false;
		what = strong_group(f, number);
	}
	if (what == NULL)
		return true;
	++*found;
	judge_saw(j,
	    judge_warn(j, group, "is in the group %s%s%s%s", group, is_number ? " (" : "",
		is_number ? what : "", is_number ? ")" : ""),
	    "HostConfig.GroupAdd", c->origin.source, group, "no group with power over the host");
	return true;
}

/* Are the numbers of its groups others on the host? False with the verdict given in *known. */
static bool
groups_are_mapped(struct judge *j, const struct facts *f, const struct container *c, bool *known)
{
	const struct origin *info = &f->engine.info_origin;

	*known =
	    f->about_build_files ||
	    (judge_can_read(j, info) &&
		judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions", info) &&
		judge_knows(j, c->userns_mode.seen, true, "HostConfig.UsernsMode", &c->origin));
	return *known && !(c->userns_mode.seen == SEEN && strcmp(c->userns_mode.v, "host") == 0) &&
	       (engine_security_option(&f->engine, "userns") != NULL ||
		   engine_security_option(&f->engine, "rootless") != NULL);
}

void
check_added_groups(struct judge *j, const struct facts *f, const struct container *c)
{
	bool known = true;
	size_t found = 0;

	if (!judge_knows(j, c->group_add.seen, true, "HostConfig.GroupAdd", &c->origin))
		return;
	if (c->group_add.n > 0 && groups_are_mapped(j, f, c, &known)) {
		judge_skip(j, "its groups have other numbers on the host (see 2.9)");
		return;
	}
	for (size_t i = 0; known && i < c->group_add.n; i++)
		known = look_at_group(j, f, c, c->group_add.v[i], &found);
	if (known && found == 0)
		judge_saw(j, judge_pass(j, "is in no group with power over the host"),
		    "HostConfig.GroupAdd", c->origin.source, judge_join(j, &c->group_add), "");
}

/* ---- other containers ----------------------------------------------------------------------- */

void
check_links_to_containers(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->links.seen, true, "HostConfig.Links", &c->origin))
		return;
	judge_field(j, c, c->links.n == 0, "uses no legacy links",
	    "uses legacy links, which copy other containers' environment into its own",
	    "HostConfig.Links", judge_join(j, &c->links), "none");
}

/* "NAME" or "ID", with ":ro" or ":rw" behind it; labels and z may follow as well. */
static bool
takes_read_only(const char *from, size_t *name)
{
	*name = strcspn(from, ":");
	for (const char *p = from + *name; *p != '\0'; p += strcspn(p, ",")) {
		p += strspn(p, ":,");
		if (strncmp(p, "ro", 2) == 0 && (p[2] == '\0' || p[2] == ','))
			return true;
	}
	return false;
}

void
check_volumes_from(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!judge_knows(j, c->volumes_from.seen, true, "HostConfig.VolumesFrom", &c->origin))
		return;
	if (c->volumes_from.n == 0)
		judge_saw(j, judge_pass(j, "takes no other container's mounts"),
		    "HostConfig.VolumesFrom", c->origin.source, "none", "none");
	for (size_t i = 0; i < c->volumes_from.n; i++) {
		const char *from = c->volumes_from.v[i], *name;
		const struct container *other;
		size_t n;
		bool read_only = takes_read_only(from, &n);

		name = judge_fmt(j, "%.*s", (int)n, from);
		other = facts_container(f, name);
		name = other != NULL ? other->name : name;
		judge_saw(j,
		    read_only
			? judge_note(j, name, "may read all that is mounted into %s", name)
			: judge_warn(j, name,
			      "may write to all that is mounted into %s, whatever that is", name),
		    "HostConfig.VolumesFrom", c->origin.source, from, "volumes by name");
	}
}

/* ---- annotations ---------------------------------------------------------------------------- */

/* What runtimes and plugins obey. Podman writes two of systemd's properties itself. */
static bool
is_order(const char *name)
{
	static const char *const prefixes[] = { "run.oci.", "io.katacontainers.config.",
		"org.systemd.property.", "cdi.k8s.io/", "io.kubernetes.cri-o.Devices",
		"io.kubernetes.cri-o.userns-mode", "io.containerd.nri.", NULL };
	static const char *const podmans[] = { "org.systemd.property.KillSignal",
		"org.systemd.property.TimeoutStopUSec", NULL };

	for (size_t i = 0; prefixes[i] != NULL; i++) {
		if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return !is_one_of(name, podmans);
	}
	return strstr(name, ".nri.io") != NULL;
}

/* Engines before API 1.43 have none; later ones leave the member out for none. */
static bool
engine_has_annotations(const struct facts *f)
{
	const struct fact_str *newest = &f->engine.api_version;

	return f->about_build_files || newest->seen != SEEN || api_minor(newest->v) >= 43;
}

void
check_annotations(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char field[] = "HostConfig.Annotations";
	size_t found = 0;

	if (c->annotations.seen != SEEN && judge_gap(j, field, &c->origin) != NULL &&
	    !engine_has_annotations(f)) {
		judge_skip(j, "the engine's API %s knows no annotations (1.43 does)",
		    f->engine.api_version.v);
		return;
	}
	if (!judge_knows(j, c->annotations.seen, true, field, &c->origin))
		return;
	for (size_t i = 0; i < c->annotations.n; i++) {
		const struct pair *a = &c->annotations.v[i];

		if (!is_order(a->name))
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, a->name, "tells the runtime past the engine: %s", a->name),
		    "HostConfig.Annotations", c->origin.source, a->value, "no such annotation");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "has no annotation that the runtime obeys"),
		    "HostConfig.Annotations", c->origin.source,
		    judge_fmt(j, "%zu annotations", c->annotations.n), "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-75", .title = "Well-known names lead where they should",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Who decides where a registry's or a package server's name leads decides what a container downloads.",
	  .remedy = "Start the container without the --add-host; let DNS tell such names.",
	  .refs = REFS("NIST 800-53 SC-20", "NIST 800-190 4.4"),
	  .related = "M-27",
	  .container = check_extra_hosts },
	{ .id = "R-76", .title = "Containers are kept from the cloud's metadata",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS | NEEDS_KERNEL, .manual = true,
	  .rationale = "At 169.254.169.254 clouds hand out the machine's credentials to whoever asks from it, and that may be a container.",
	  .remedy = "Demand IMDSv2 with a hop limit of 1, or drop it for containers: iptables -I DOCKER-USER -d 169.254.169.254 -j DROP; and do not use --network host.",
	  .refs = REFS("NIST 800-53 AC-4", "NIST 800-190 4.4"),
	  .related = "5.10",
	  .container = check_metadata },
	{ .id = "R-77", .title = "Containers are in no powerful group",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_FILES | NEEDS_ACCOUNTS,
	  .rationale = "A group's number means the same on the host: with the docker group a mounted socket is writable, with the disk group a device.",
	  .remedy = "Start the container without the --group-add; give the files that it needs a group of their own.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .container = check_added_groups },
	{ .id = "R-78", .title = "Legacy links are not used",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A link puts the variables of the other container, passwords among them, into this one's environment.",
	  .remedy = "Put both containers on a network of their own and use names: docker network create NAME.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .podman = "Podman has no links between containers",
	  .container = check_links_to_containers },
	{ .id = "R-79", .title = "No container takes all mounts of another",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "With --volumes-from whatever is mounted into the other container, sockets and secrets too, comes along unseen.",
	  .remedy = "Mount the volumes that are needed by their names, read-only where that is enough: -v NAME:/data:ro.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .container = check_volumes_from },
	{ .id = "R-84", .title = "No annotation goes past the engine",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Runtimes obey annotations that the engine does not understand: hooks, devices and another kernel among them.",
	  .remedy = "Start the container without --annotation, or see what the runtime makes of it.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .container = check_annotations },
};
/* clang-format on */

const struct check_table checks_runtime_extras = CHECK_TABLE(checks);
