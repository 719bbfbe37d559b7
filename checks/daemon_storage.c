/*
 * daemon_storage.c: section 2, the storage driver and what is below it. Reads facts only.
 */
#include "config.h"

#include "daemon.h"
#include "tables.h"

#include <string.h>

#include "base/words.h"

static bool
knows_driver(struct judge *j, const struct facts *f)
{
	return knows_info(j, f, f->engine.driver.seen, false, "Driver");
}

/* ---- 2.6, D-01, D-02 ------------------------------------------------------------------------ */

static void
judge_driver(struct judge *j, const struct facts *f, const char *bad)
{
	const char *driver = f->engine.driver.v;

	judge_saw(j,
	    strcmp(driver, bad) == 0 ? judge_warn(j, "", "the storage driver is %s", bad)
				     : judge_pass(j, "the storage driver is not %s", bad),
	    "Driver", f->engine.info_origin.source, driver, judge_fmt(j, "not %s", bad));
}

void
check_aufs(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	if (knows_driver(j, f))
		judge_driver(j, f, "aufs");
}

static void
devicemapper(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	if (knows_driver(j, f))
		judge_driver(j, f, "devicemapper");
}

static void
maintained_driver(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const good[] = { "overlay2", "overlayfs", "btrfs", "zfs",
		"fuse-overlayfs", "native", "erofs", "stargz", "soci", "nydus", NULL };
	static const char *const bad[] = { "aufs", "devicemapper", "overlay", "vfs", NULL };
	const char *driver, *source = f->engine.info_origin.source;

	(void)arg;
	if (!knows_driver(j, f))
		return;
	driver = f->engine.driver.v;
	/* What Docker calls overlay2 is Podman's overlay. */
	if (is_one_of(driver, good) || (f->engine.is_podman && strcmp(driver, "overlay") == 0))
		judge_saw(j, judge_pass(j, "the storage driver %s is maintained", driver), "Driver",
		    source, driver, "a maintained driver");
	else if (is_one_of(driver, bad))
		judge_saw(j,
		    judge_warn(j, "",
			strcmp(driver, "vfs") == 0
			    ? "the storage driver %s copies every layer in full: it is for tests"
			    : "the storage driver %s is no longer maintained",
			driver),
		    "Driver", source, driver, "overlay2 or overlayfs");
	else
		judge_saw(j,
		    judge_note(j, "",
			"whether the storage driver %s is maintained is not known to "
			"this program",
			driver),
		    "Driver", source, driver, "a maintained driver");
}

/* ---- D-03, D-04, 2.11 ----------------------------------------------------------------------- */

static void
d_type(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	const char *value;

	(void)arg;
	if (!knows_driver(j, f) || !knows_info(j, f, e->driver_status.seen, true, "DriverStatus"))
		return;
	value = map_get(&e->driver_status, "Supports d_type");
	if (value == NULL) {
		judge_skip(j, "the storage driver %s does not say: it does without, or checked it",
		    e->driver.v);
		return;
	}
	judge_saw(j,
	    is_true(value)
		? judge_pass(j, "the file system below the layers tells types of files")
		: judge_warn(j, "", "the file system below the layers tells no types of files"),
	    "DriverStatus", e->info_origin.source, judge_fmt(j, "Supports d_type: %s", value),
	    "Supports d_type: true");
}

static void
image_store(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	const char *type;

	(void)arg;
	if (!knows_driver(j, f) || !knows_info(j, f, e->driver_status.seen, true, "DriverStatus"))
		return;
	type = map_get(&e->driver_status, "driver-type");
	judge_saw(j,
	    type != NULL
		? judge_info(j, "",
		      "images are in containerd's store (%s): their ids are digests of "
		      "manifests, and ctr sees them as well",
		      e->driver.v)
		: judge_info(j, "", "images are in the engine's own store (%s)", e->driver.v),
	    "DriverStatus", e->info_origin.source,
	    type != NULL ? judge_fmt(j, "driver-type: %s", type) : "no driver-type", "");
}

void
check_base_device_size(struct judge *j, const struct facts *f, const void *arg)
{
	struct fact_list options;
	struct in_force s;

	(void)arg;
	if (!knows_driver(j, f))
		return;
	if (strcmp(f->engine.driver.v, "devicemapper") != 0) {
		judge_skip(j, "the storage driver is %s: only devicemapper has this setting",
		    f->engine.driver.v);
		return;
	}
	if (!reads_setting(j, f, "storage-opts", &s))
		return;
	options = setting_values(f, "storage-opts");
	for (size_t i = 0; i < options.n; i++) {
		if (strncmp(options.v[i], "dm.basesize", 11) != 0)
			continue;
		judge_saw(j, judge_warn(j, "", "the base device size was changed"), "storage-opts",
		    s.source, options.v[i], "no dm.basesize");
		return;
	}
	judge_saw(j, judge_pass(j, "the base device size is the default"), "storage-opts", s.source,
	    options.n > 0 ? judge_join(j, &options) : "not set", "no dm.basesize");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-01", .title = "The storage driver is not devicemapper",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .level = 1, .needs = NEEDS_INFO, .related = "D-02",
	  .rationale = "The driver left the engine with version 25; on loop devices it loses data when the host goes down.",
	  .remedy = "Save images and data, set \"storage-driver\": \"overlay2\", and load them again.",
	  .refs = REFS("CIS Docker 1.8.0 2.7", "NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .once = devicemapper },
	{ .id = "D-02", .title = "The storage driver is maintained",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO, .related = "2.6,D-01",
	  .rationale = "Faults of a driver that nobody maintains stay, and stand in the way of updates of the engine.",
	  .remedy = "Move to overlay2 or, with containerd's image store, to overlayfs.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-190 4.4"),
	  .once = maintained_driver },
	{ .id = "D-03", .title = "The file system below the layers tells types of files",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "Without d_type overlay drivers show deleted files again, and cannot remove others.",
	  .remedy = "Make the data root's file system anew: mkfs.xfs -n ftype=1, or ext4.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.4"),
	  .once = d_type },
	{ .id = "D-04", .title = "It is known which store holds the images",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = NEEDS_INFO, .manual = true,
	  .rationale = "Another store has other ids and other tools: an inventory of the wrong one is empty.",
	  .remedy = "Look for images where the engine keeps them: docker image ls; ctr -n moby images ls for containerd's store.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .podman = "Podman has one store of images, and says so by its storage driver",
	  .once = image_store },
};
/* clang-format on */

const struct check_table checks_daemon_storage = CHECK_TABLE(checks);
