/*
 * runtime_devices.c: devices of the host in a container: 5.18 and. Reads facts only.
 */
#include "config.h"

#include "runtime.h"
#include "tables.h"

#include <string.h>

/* ---- 5.18: any device ----------------------------------------------------------------------- */

static size_t
warn_each(struct judge *j, const struct container *c, const struct fact_list *list,
    const char *what, const char *field)
{
	for (size_t i = 0; i < list->n; i++)
		judge_saw(j, judge_warn(j, list->v[i], "%s %s", what, list->v[i]), field,
		    c->origin.source, list->v[i], "none");
	return list->n;
}

static size_t
warn_of_binds(struct judge *j, const struct container *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];
		const char *source = m->host_source.v;

		if (m->host_source.seen != SEEN || !path_within(m->host_path, "/dev") ||
		    path_in(mounts_dev.harmless, m->host_path) != NULL)
			continue;
		n++;
		judge_saw(j, judge_warn(j, source, "has %s of the host mounted", source), "Mounts",
		    c->origin.source, m->host_path, "nothing below /dev");
	}
	return n;
}

/* The engine says null for empty lists, and old ones know no requests at all. */
static bool
knows_devices(struct judge *j, const struct container *c)
{
	const struct origin *o = &c->origin;

	return judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", o) &&
	       judge_knows(j, c->devices.seen, true, "HostConfig.Devices", o);
}

void
check_devices(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char rules[] = "HostConfig.DeviceCgroupRules";
	const struct origin *o = &c->origin;
	bool told = judge_gap(j, rules, o) == NULL; /* else R-20 says so */
	struct finding *pass;
	size_t n = 0;

	(void)f;
	if (!knows_devices(j, c) ||
	    (told && !judge_knows(j, c->device_cgroup_rules.seen, true, rules, o)) ||
	    !judge_knows(j, c->device_requests.seen, true, "HostConfig.DeviceRequests", o) ||
	    !judge_knows(j, c->mounts_seen, false, "Mounts", o) ||
	    warned_privileged(j, c, "gives it every device of the host"))
		return;
	n += warn_each(j, c, &c->devices, "has the device", "HostConfig.Devices");
	n += warn_each(j, c, &c->device_cgroup_rules, "may use devices by the rule", rules);
	n += warn_each(j, c, &c->device_requests, "asks for devices:", "HostConfig.DeviceRequests");
	n += warn_of_binds(j, c);
	if (n > 0)
		return;
	pass = judge_pass(j, "has no device of the host");
	judge_saw(j, pass, "HostConfig.Devices", o->source, "none", "none");
	if (told)
		judge_saw(j, pass, rules, o->source, "none", "none");
	judge_saw(j, pass, "HostConfig.DeviceRequests", o->source, "none", "none");
	judge_saw(j, pass, "Mounts", o->source, "none below /dev", "none below /dev");
}

/* ---- rules: "c 1:3 rwm" --------------------------------------------------------------------- */

struct device_rule {
	char type;
	bool any_major, any_minor, opens;
	unsigned long major, minor;
};

/* Reads "*" or a number of at most 9 digits; NULL: neither. */
static const char *
read_number(const char *s, bool *any, unsigned long *number)
{
	size_t digits = strspn(s, "0123456789");

	*any = *s == '*';
	*number = 0;
	if (*any)
		return s + 1;
	if (digits == 0 || digits > 9)
		return NULL;
	for (size_t i = 0; i < digits; i++)
		*number = *number * 10 + (unsigned long)(s[i] - '0');
	return s + digits;
}

static bool
parse_rule(const char *s, struct device_rule *r)
{
	r->type = s[0];
	if (strchr("abc", s[0]) == NULL || s[0] == '\0' || s[1] != ' ')
		return false;
	s = read_number(s + 2, &r->any_major, &r->major);
	if (s == NULL || *s != ':')
		return false;
	s = read_number(s + 1, &r->any_minor, &r->minor);
	if (s == NULL || *s != ' ' || s[1] == '\0' || strspn(s + 1, "rwm") != strlen(s + 1))
		return false;
	r->opens = strpbrk(s + 1, "rw") != NULL;
	return true;
}

/* What a rule opens that holds the host; NULL: nothing of that. */
static const char *
opened_by(const struct device_rule *r)
{
	if (!r->opens)
		return NULL; /* m makes nodes only */
	if (r->type == 'a' || (r->type == 'c' && r->any_major))
		return "every device";
	if (r->type == 'b')
		return "disks";
	/* mem is 1:1, kmem 1:2, port 1:4; the rest of major 1 is null, zero, random. */
	if (r->major == 1 && (r->any_minor || r->minor == 1 || r->minor == 2 || r->minor == 4))
		return "the host's memory";
	return NULL;
}

void
check_device_rules(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *field = "HostConfig.DeviceCgroupRules";
	size_t told = 0;

	(void)f;
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    warned_privileged(j, c, "lets it use every device of the host") ||
	    !judge_knows(j, c->device_cgroup_rules.seen, true, field, &c->origin))
		return;
	for (size_t i = 0; i < c->device_cgroup_rules.n; i++) {
		const char *text = c->device_cgroup_rules.v[i], *what;
		struct device_rule rule;

		if (!parse_rule(text, &rule)) {
			told++;
			judge_error(j, "its device rule \"%s\" cannot be understood", text);
			continue;
		}
		what = opened_by(&rule);
		if (what == NULL)
			continue;
		told++;
		judge_saw(j, judge_warn(j, text, "may open %s by its rule %s", what, text), field,
		    c->origin.source, text, "single character devices");
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "has no rule that opens disks or memory"), field,
		    c->origin.source, judge_join(j, &c->device_cgroup_rules),
		    "none, or single character devices");
}

/* ---- devices by their names ----------------------------------------------------------------- */

/* The host's path in "HOST:CONTAINER:PERMS": names like by-path/pci-0000:00:1f.2 have colons. */
static const char *
host_path_of(struct judge *j, const struct facts *f, const char *device)
{
	const char *end = strstr(device, ":/");
	size_t n = end != NULL ? (size_t)(end - device) : strcspn(device, ":");

	return facts_resolve_path(f, judge_fmt(j, "%.*s", (int)(n < 4000 ? n : 4000), device));
}

static size_t
warn_of_devices(struct judge *j, const struct facts *f, const struct container *c,
    const char *const *patterns, const char *what)
{
	size_t told = 0;

	for (size_t i = 0; i < c->devices.n; i++) {
		const char *path = host_path_of(j, f, c->devices.v[i]), *place = NULL;

		for (size_t k = 0; patterns[k] != NULL && place == NULL; k++) {
			if (path_relation(path, patterns[k]) != PATH_APART)
				place = patterns[k];
		}
		if (place == NULL)
			continue;
		told++;
		judge_saw(j,
		    judge_warn(j, c->devices.v[i], "has %s of the host, which is %s", path, what),
		    "HostConfig.Devices", c->origin.source, c->devices.v[i],
		    judge_fmt(j, "not %s", place));
	}
	return told;
}

/* A directory stands for all devices in it. */
static const char *const raw_devices[] = { "/dev/sd*", "/dev/hd*", "/dev/vd*", "/dev/xvd*",
	"/dev/nvme*", "/dev/mmcblk*", "/dev/md*", "/dev/dm-*", "/dev/mapper/*", "/dev/disk/*",
	"/dev/nbd*", "/dev/rbd*", "/dev/zd*", "/dev/loop*", "/dev/sg*", "/dev/mem", "/dev/kmem",
	"/dev/port", NULL };

static const char *const kernel_devices[] = { "/dev/fuse", "/dev/kvm", "/dev/net/tun",
	"/dev/vhost-*", "/dev/vfio/*", "/dev/uinput", "/dev/input/*", "/dev/hidraw*", "/dev/dri/*",
	"/dev/kfd", "/dev/nvidia*", "/dev/bus/usb/*", NULL };

void
check_raw_devices(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!knows_devices(j, c) || warned_privileged(j, c, "gives it every disk of the host"))
		return;
	if (warn_of_devices(j, f, c, raw_devices, "a disk or memory") == 0)
		judge_saw(j, judge_pass(j, "has no disk or memory of the host"),
		    "HostConfig.Devices", c->origin.source, judge_join(j, &c->devices),
		    "no disk, no memory");
}

void
check_kernel_devices(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!knows_devices(j, c))
		return;
	if (c->privileged.v)
		judge_skip(j, "is privileged, and has every device by that (see 5.5)");
	else if (warn_of_devices(j, f, c, kernel_devices, "a wide way into the kernel") == 0)
		judge_saw(j, judge_pass(j, "has no device that reaches deep into the kernel"),
		    "HostConfig.Devices", c->origin.source, judge_join(j, &c->devices),
		    "no kvm, fuse, tun, GPU, USB or input device");
}

void
check_device_requests(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *field = "HostConfig.DeviceRequests";

	(void)f;
	/* API versions before 1.40 know no such field, and no such devices. */
	if (!judge_knows(j, c->device_requests.seen, true, field, &c->origin))
		return;
	for (size_t i = 0; i < c->device_requests.n; i++) {
		const char *text = c->device_requests.v[i];
		bool all = strstr(text, "count=-1") != NULL;

		judge_saw(j,
		    all ? judge_warn(j, text, "asks for all devices of a driver: %s", text)
			: judge_note(j, text, "asks for devices: %s: are they needed?", text),
		    field, c->origin.source, text, all ? "a number of them, or their ids" : "");
	}
	if (c->device_requests.n == 0)
		judge_saw(j, judge_pass(j, "asks for no GPU or other device by a driver"), field,
		    c->origin.source, "none", "none");
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-20", .title = "No device rule opens disks or memory",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = NEEDS_CONTAINERS,
	  .rationale = "A rule for all block devices lets root in the container make a node for the host's disk and write to it.",
	  .remedy = "Leave --device-cgroup-rule out, or name one character device: 'c 189:* rmw'.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.5,5.18", .container = check_device_rules },
	{ .id = "R-21", .title = "No disk or memory of the host is passed to a container",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = NEEDS_CONTAINERS,
	  .rationale = "A raw disk is every file of the host without its permissions.",
	  .remedy = "Mount the file system on the host and give the container a volume on it; leave --device out.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.5,5.18", .container = check_raw_devices },
	{ .id = "R-22", .title = "No device reaches deep into the kernel",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_CONTAINERS,
	  .rationale = "KVM, FUSE, TUN, GPUs and USB have large interfaces in the kernel, where faults are found every year.",
	  .remedy = "Leave --device out where the workload can do without; else run it on a host of its own. Leave this check out with -e R-22 where it is meant.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .related = "5.18", .container = check_kernel_devices },
	{ .id = "R-23", .title = "Containers ask for single GPUs, not for all",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW, .needs = NEEDS_CONTAINERS,
	  .rationale = "A driver's hook runs as root on the host before the container does, and hands over each device that was asked for.",
	  .remedy = "Name the devices: --gpus '\"device=0\"' in place of --gpus all.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4", "CVE-2024-0132"),
	  .related = "5.18", .container = check_device_requests },
};
/* clang-format on */

const struct check_table checks_runtime_devices = CHECK_TABLE(checks);
