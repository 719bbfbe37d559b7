/*
 * volumes.c: section P, the engine's volumes: what is behind them, and who uses them. Reads facts
 * only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <string.h>

#include "base/words.h"

static const char *
option(const struct volume *v, const char *name)
{
	const char *value = map_get(&v->options, name);

	return value != NULL ? value : "";
}

static bool
has_word(const char *options, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = options; *p != '\0'; p += *p == ',') {
		size_t length = strcspn(p, ",");

		if (length == n && strncmp(p, word, n) == 0)
			return true;
		p += length;
	}
	return false;
}

/* ---- what is behind a volume ---------------------------------------------------------------- */

static bool
is_local(struct judge *j, const struct facts *f, const struct volume *v)
{
	if (strcmp(v->driver, "local") != 0) {
		judge_skip(j, "is kept by the driver %s (see P-05)", v->driver);
		return false;
	}
	return judge_knows(j, v->options.seen, true, "Options", &f->volumes_origin);
}

static void
hidden_bind(struct judge *j, const struct facts *f, const struct volume *v)
{
	const char *device = option(v, "device"), *o = option(v, "o"), *path, *sensitive = NULL;
	bool bind = has_word(o, "bind") || has_word(o, "rbind");
	bool disk = strncmp(device, "/dev/", 5) == 0 && !bind;
	struct finding *found;

	if (!is_local(j, f, v))
		return;
	path = *device == '/' ? facts_resolve_path(f, device) : device;
	if (bind)
		sensitive = mounted_place(f, &mounts_sensitive, path);
	if (disk)
		found = judge_warn(j, device, "is the device %s of the host", device);
	else if (sensitive != NULL)
		found = judge_warn(j, device, "is another name for %s of the host", device);
	else if (bind)
		found = judge_pass(j, "is another name for %s, which is harmless", device);
	else
		found = judge_pass(j, "is no other name for a part of the host");
	judge_saw(j, found, "Volumes", f->volumes_origin.source,
	    bind || disk ? judge_fmt(j, "device=%s o=%s", path, o) : "no bind, no device",
	    "nothing of the host's own");
}

static bool
is_network_type(const char *type)
{
	static const char *const types[] = { "nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs",
		"fuse.sshfs", "glusterfs", "ceph", NULL };

	return is_one_of(type, types);
}

static void
network_options(struct judge *j, const struct facts *f, const struct volume *v)
{
	const char *o = option(v, "o"), *type = option(v, "type"),
		   *source = f->volumes_origin.source;
	size_t found = 0;

	if (!is_local(j, f, v))
		return;
	if (!is_network_type(type)) {
		judge_skip(j, "is not on the network");
		return;
	}
	if (strstr(o, "<masked ") != NULL && ++found)
		judge_saw(j,
		    judge_warn(j, "password", "shows its password to all who may ask the engine"),
		    "Volumes", source, o, "credentials=FILE");
	if (!has_word(o, "nosuid") && ++found)
		judge_saw(j, judge_warn(j, "nosuid", "obeys setuid programs of the server"),
		    "Volumes", source, o, "nosuid");
	if (!has_word(o, "nodev") && ++found)
		judge_saw(j, judge_warn(j, "nodev", "obeys device files of the server"), "Volumes",
		    source, o, "nodev");
	if (found == 0)
		judge_saw(j, judge_pass(j, "is mounted with care from the network (%s)", type),
		    "Volumes", source, o, "nosuid, nodev, no password");
}

static void
own_driver(struct judge *j, const struct facts *f, const struct volume *v)
{
	bool local = strcmp(v->driver, "local") == 0;

	judge_saw(j,
	    local ? judge_pass(j, "is kept by the engine itself")
		  : judge_warn(j, v->driver, "is kept by the plugin %s", v->driver),
	    "Volumes", f->volumes_origin.source, v->driver, "local");
}

/* ---- who uses it ---------------------------------------------------------------------------- */

static const char *
user_names(struct judge *j, const struct volume *v, bool writers)
{
	const char *text = "";

	for (size_t i = 0; i < v->n_users && strlen(text) < 200; i++) {
		if (!writers || v->users[i].writes)
			text = judge_fmt(j, "%s%s%s", text, *text != '\0' ? ", " : "",
			    v->users[i].container->name);
	}
	return *text != '\0' ? text : "none";
}

static void
in_use(struct judge *j, const struct facts *f, const struct volume *v)
{
	struct finding *found;

	if (v->n_users == 0 && !judge_can_read(j, &f->users_origin))
		return;
	if (v->n_users > 0)
		found = judge_pass(j, "is in use");
	else if (facts_has_all_containers(f))
		found = judge_warn(j, "", "is used by no container");
	else
		found = judge_note(
		    j, "", "is used by no container that runs; stopped ones were not looked at");
	judge_saw(j, found, "containers", f->containers_origin.source, user_names(j, v, false),
	    "at least one");
}

static void
shared(struct judge *j, const struct facts *f, const struct volume *v)
{
	size_t writers = 0;

	if (!judge_can_read(j, &f->users_origin))
		return;
	if (v->n_users == 0) {
		judge_skip(j, "is used by no container (see P-03)");
		return;
	}
	for (size_t i = 0; i < v->n_users; i++)
		writers += v->users[i].writes;
	judge_saw(j,
	    writers > 1 ? judge_warn(j, "",
			      "is written by %zu containers: each can mislead the others", writers)
			: judge_pass(j, "is written by one container at most"),
	    "containers", f->containers_origin.source, user_names(j, v, true), "one at most");
}

/* ---- on the host's disk --------------------------------------------------------------------- */

static void
world_writable(struct judge *j, const struct facts *f, const struct volume *v)
{
	const struct file_facts *dir;
	bool open;

	if (strcmp(v->driver, "local") != 0) {
		judge_skip(j, "is not on this host's disk");
		return;
	}
	dir = facts_file(f, v->mountpoint);
	if (!judge_can_read(j, &dir->origin))
		return;
	open = (dir->mode & 0002) != 0 && (dir->mode & 01000) == 0;
	judge_saw(j,
	    open ? judge_warn(j, "", "can be written by every user that reaches it")
		 : judge_pass(j, "is not open for everybody"),
	    "mode", judge_fmt(j, "file:%s", dir->path), judge_fmt(j, "%04o", dir->mode),
	    "not writable for others, or sticky");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "P-01", .title = "No volume is another name for a sensitive part of the host",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_INFO | NEEDS_VOLUMES | NEEDS_FILES,
	  .rationale = "A volume with the option bind looks like any other, and hands out what it is another name for.",
	  .remedy = "Remove the volume (docker volume rm NAME), and make one without device and o=bind.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.6,M-10",
	  .volume = hidden_bind },
	{ .id = "P-02", .title = "Volumes of the network are mounted with care",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_VOLUMES,
	  .rationale = "Mount options are shown to all who may list volumes; setuid programs and devices come from whoever owns the server.",
	  .remedy = "Give credentials=FILE in place of a password, and add nosuid,nodev to the option o.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-53 SC-8", "NIST 800-190 4.4"),
	  .volume = network_options },
	{ .id = "P-03", .title = "No volume is left over",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_INFO,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_VOLUMES,
	  .rationale = "Forgotten volumes keep data that nobody looks after any more.",
	  .remedy = "See what is in them, and remove them: docker volume prune.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-53 MP-6", "NIST 800-190 4.4"),
	  .volume = in_use },
	{ .id = "P-04", .title = "Volumes have one writer at most",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS | NEEDS_VOLUMES,
	  .rationale = "By a shared volume a container that was broken into changes what others read and run.",
	  .remedy = "Mount the volume read-only where reading is enough: -v NAME:/data:ro.",
	  .refs = REFS("NIST 800-53 AC-4", "NIST 800-190 4.4"),
	  .volume = shared },
	{ .id = "P-05", .title = "Volumes are kept by the engine itself",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_LOW,
	  .needs = NEEDS_VOLUMES,
	  .rationale = "A volume plugin reads and writes all data of its volumes, and acts on the host as root.",
	  .remedy = "See whether the plugin is needed and who maintains it: docker plugin ls.",
	  .refs = REFS("NIST 800-53 CM-11", "NIST 800-190 4.4"),
	  .volume = own_driver },
	{ .id = "P-06", .title = "Volumes are not open for everybody",
	  .scope = SCOPE_VOLUME, .severity = SEVERITY_LOW,
	  .needs = NEEDS_VOLUMES | NEEDS_STATE,
	  .rationale = "In a directory that everybody may write to, any user of any container that mounts it can replace the data.",
	  .remedy = "Take the right away: chmod o-w on the volume's directory.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.4"),
	  .volume = world_writable },
};
/* clang-format on */

const struct check_table checks_volumes = CHECK_TABLE(checks);
