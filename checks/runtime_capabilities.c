/*
 * runtime_capabilities.c: which parts of root's power a container has: 5.4, R-24 to R-48 and
 * C.5.3.*. Reads facts only.
 */
#include "config.h"

#include "runtime.h"
#include "tables.h"

#include <string.h>
#include <strings.h>

#define BIT(number) (UINT64_C(1) << (number))
#define LIST_MAX 1000 /* there are far fewer capabilities than that */

/* In the kernel's order: include/uapi/linux/capability.h. */
static const char *const names[CAPABILITIES] = { "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH",
	"FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
	"NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
	"SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT",
	"SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE",
	"AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM",
	"BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF", "CHECKPOINT_RESTORE" };

/* What Docker gives without being asked: CHOWN ... AUDIT_WRITE, 14 of them. */
#define DOCKER_DEFAULT UINT64_C(0xa80425fb)
/* MKNOD, NET_RAW, AUDIT_WRITE: not Podman's, which in version 4 tells them as dropped from all. */
#define NOT_PODMANS UINT64_C(0x28002000)
#define PODMAN_ALL 20 /* Podman tells ALL by its names, with those of the default set left out */

int
capability_number(const char *name)
{
	if (strncasecmp(name, "CAP_", 4) == 0)
		name += 4;
	for (int i = 0; i < CAPABILITIES; i++) {
		if (strcasecmp(name, names[i]) == 0)
			return i;
	}
	return -1;
}

const char *
capability_name(int number)
{
	return number >= 0 && number < CAPABILITIES ? names[number] : "";
}

static bool
is_all(const char *name)
{
	return strcasecmp(strncasecmp(name, "CAP_", 4) == 0 ? name + 4 : name, "ALL") == 0;
}

static bool
names_all(const struct fact_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (is_all(list->v[i]))
			return true;
	}
	return false;
}

/* Those that a list names one by one. */
static uint64_t
named(const struct fact_list *list)
{
	uint64_t set = 0;

	for (size_t i = 0; i < list->n; i++) {
		int number = capability_number(list->v[i]);

		if (number >= 0)
			set |= BIT(number);
	}
	return set;
}

/*
 * In the engine's own order: ALL that is added loses what is dropped; what is added by its name
 * comes after what is dropped.
 */
struct capabilities
container_capabilities(const struct container *c, bool podman)
{
	struct capabilities none = { 0, EVERY_CAPABILITY }, set = { 0, 0 };
	uint64_t added, dropped;

	if (c->privileged.seen != SEEN || c->cap_add.seen == UNSEEN || c->cap_drop.seen == UNSEEN ||
	    c->cap_add.n > LIST_MAX || c->cap_drop.n > LIST_MAX)
		return none;
	added = named(&c->cap_add);
	dropped = named(&c->cap_drop);
	if (podman) {
		set.held = (c->privileged.v ? EVERY_CAPABILITY & ~dropped : 0) | added;
		/* Its default set is within Docker's, but for what containers.conf says. */
		set.unknown = DOCKER_DEFAULT & ~set.held & ~dropped;
		if (names_all(&c->cap_drop) || c->privileged.v)
			set.unknown = 0;
	} else if (c->privileged.v) {
		set.held = EVERY_CAPABILITY;
	} else if (names_all(&c->cap_add)) {
		set.held = EVERY_CAPABILITY & ~dropped;
	} else {
		set.held = (names_all(&c->cap_drop) ? 0 : DOCKER_DEFAULT & ~dropped) | added;
	}
	return set;
}

/* What a verdict about capabilities needs to know. The engine says null for a list without names.
 */
static bool
can_judge(struct judge *j, const struct container *c)
{
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->cap_add.seen, true, "HostConfig.CapAdd", &c->origin) ||
	    !judge_knows(j, c->cap_drop.seen, true, "HostConfig.CapDrop", &c->origin))
		return false;
	if (c->cap_add.n <= LIST_MAX && c->cap_drop.n <= LIST_MAX)
		return true;
	judge_error(j, "%s names more capabilities than there are", c->origin.source);
	return false;
}

static void
saw_lists(struct judge *j, struct finding *found, const struct container *c, const char *add,
    const char *drop)
{
	judge_saw(j, found, "HostConfig.CapAdd", c->origin.source, judge_join(j, &c->cap_add), add);
	judge_saw(
	    j, found, "HostConfig.CapDrop", c->origin.source, judge_join(j, &c->cap_drop), drop);
}

static void
saw_kernel(struct judge *j, struct finding *found, const struct facts *f, const struct container *c,
    const char *expected)
{
	judge_saw(j, found, "CapBnd", f->host.processes_origin.source,
	    judge_fmt(j, "%016llx", (unsigned long long)c->bounding.v), expected);
}

/* Has the kernel granted it, whatever the engine was asked for? */
static bool
kernel_grants(const struct container *c, int number)
{
	return c->bounding.seen == SEEN && (c->bounding.v & BIT(number)) != 0;
}

/* ---- 5.4: anything beyond the default ------------------------------------------------------- */

static size_t
warn_of_added(struct judge *j, const struct container *c, const char *name, const char *sent)
{
	judge_saw(j,
	    judge_warn(j, name, "has %s%s",
		strcmp(name, "ALL") == 0 ? "every capability: " : "the capability ", name),
	    "HostConfig.CapAdd", c->origin.source, sent, "none beyond the engine's default");
	return 1;
}

/* Names as they were sent that no capability has: the engine knew them, we do not. */
static size_t
warn_of_unknown_names(struct judge *j, const struct container *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->cap_add.n; i++) {
		if (capability_number(c->cap_add.v[i]) < 0 && !is_all(c->cap_add.v[i]))
			n += warn_of_added(j, c, c->cap_add.v[i], c->cap_add.v[i]);
	}
	return n;
}

void
check_capabilities(struct judge *j, const struct facts *f, const struct container *c)
{
	struct capabilities set = container_capabilities(c, f->engine.is_podman);
	uint64_t beyond = set.held & ~DOCKER_DEFAULT;
	size_t told = 0;

	if (!can_judge(j, c) || warned_privileged(j, c, "gives it every capability"))
		return;
	if (names_all(&c->cap_add) && beyond != 0)
		told += warn_of_added(j, c, "ALL", judge_join(j, &c->cap_add));
	for (int i = 0; i < CAPABILITIES; i++) {
		if (!names_all(&c->cap_add) && (beyond & BIT(i)) != 0)
			told += warn_of_added(j, c, names[i], judge_join(j, &c->cap_add));
		if ((beyond & BIT(i)) == 0 && (DOCKER_DEFAULT & BIT(i)) == 0 &&
		    kernel_grants(c, i)) {
			told++;
			saw_kernel(j,
			    judge_warn(j, names[i],
				"has the capability %s, though the engine was not asked for it",
				names[i]),
			    f, c, "none beyond the engine's default");
		}
	}
	told += warn_of_unknown_names(j, c);
	if (told == 0) {
		struct finding *pass = judge_pass(j, "has no capability beyond the default");

		saw_lists(j, pass, c, "none beyond the engine's default", "");
		if (c->bounding.seen == SEEN)
			saw_kernel(j, pass, f, c, "none beyond the engine's default");
	}
}

/* ---- one capability ------------------------------------------------------------------------- */

static void
warn_of_held(struct judge *j, const struct container *c, int number)
{
	const char *name = names[number];
	bool by_default = (named(&c->cap_add) & BIT(number)) == 0 && !names_all(&c->cap_add);
	struct finding *found = judge_warn(j, name,
	    by_default ? "keeps the default capability %s" : "has the capability %s", name);

	saw_lists(j, found, c, by_default ? "" : judge_fmt(j, "not %s", name),
	    by_default ? judge_fmt(j, "%s or ALL", name) : "");
}

void
judge_capability(
    struct judge *j, const struct facts *f, const struct container *c, const char *name)
{
	int number = capability_number(name);
	struct capabilities set = container_capabilities(c, f->engine.is_podman);
	struct finding *found;

	if (!can_judge(j, c))
		return;
	if ((set.held & BIT(number)) != 0) {
		if (!warned_privileged(j, c, "gives it every capability"))
			warn_of_held(j, c, number);
	} else if (kernel_grants(c, number)) {
		found = judge_warn(j, name, "has the capability %s, as the kernel says", name);
		saw_kernel(j, found, f, c, judge_fmt(j, "not bit %d, %s", number, name));
	} else if ((set.unknown & BIT(number)) != 0 && c->bounding.seen != SEEN) {
		judge_error(j,
		    "may have %s or not: Podman tells only how it differs from a default set that "
		    "containers.conf settles, and its process could not be looked at",
		    name);
	} else {
		found = judge_pass(j, "does not have %s", name);
		saw_lists(j, found, c, judge_fmt(j, "not %s", name), "");
		if (c->bounding.seen == SEEN)
			saw_kernel(j, found, f, c, judge_fmt(j, "not bit %d", number));
	}
}

void
check_capability(struct judge *j, const struct facts *f, const struct container *c)
{
	judge_capability(j, f, c, judge_arg(j));
}

void
check_every_capability(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!can_judge(j, c))
		return;
	if (c->privileged.v)
		judge_skip(j, "is privileged, and has them all by that (see 5.5)");
	else if (f->engine.is_podman && c->cap_add.n >= PODMAN_ALL)
		judge_saw(j,
		    judge_warn(j, "ALL", "is given %zu capabilities, as by ALL", c->cap_add.n),
		    "HostConfig.CapAdd", c->origin.source, judge_join(j, &c->cap_add),
		    "those that are needed, by name");
	else if (names_all(&c->cap_add))
		judge_saw(j, judge_warn(j, "ALL", "is given all capabilities at once"),
		    "HostConfig.CapAdd", c->origin.source, judge_join(j, &c->cap_add),
		    "those that are needed, by name");
	else
		judge_saw(j, judge_pass(j, "is not given all capabilities at once"),
		    "HostConfig.CapAdd", c->origin.source, judge_join(j, &c->cap_add), "not ALL");
}

/* Podman lists what --cap-drop ALL took away, one by one, and so does not tell it from the rest. */
static bool
podman_tells_not(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!f->engine.is_podman || (named(&c->cap_drop) & ~NOT_PODMANS) == 0)
		return false;
	judge_error(j, "drops %s: whether it dropped all first, Podman does not tell",
	    judge_join(j, &c->cap_drop));
	return true;
}

void
check_dropped_first(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;

	if (!can_judge(j, c) || warned_privileged(j, c, "gives it back all that was dropped"))
		return;
	if (names_all(&c->cap_drop) && !names_all(&c->cap_add))
		found = judge_pass(j, "drops all capabilities and is given those it needs");
	else if (podman_tells_not(j, f, c))
		return;
	else
		found =
		    judge_warn(j, "", "keeps default capabilities without saying which it needs");
	saw_lists(j, found, c, "not ALL", "ALL");
}

/* ---- the tables ----------------------------------------------------------------------------- */

/* clang-format off */
#define CAPABILITY(id_, name_, severity_, rationale_, related_) \
	{ .id = id_, .title = "Containers do not have the capability " name_, \
	  .scope = SCOPE_CONTAINER, .severity = severity_, \
	  .needs = NEEDS_CONTAINERS | NEEDS_PROCESSES, .rationale = rationale_, \
	  .remedy = "Leave --cap-add " name_ ", --cap-add ALL and --privileged out.", \
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4", "OWASP Docker 3"), \
	  .related = related_, .arg = name_, .container = check_capability }

/* Those of the default set have to be dropped. */
#define DEFAULT_CAPABILITY(id_, name_, severity_, rationale_) \
	{ .id = id_, .title = "Containers do not keep the default capability " name_, \
	  .scope = SCOPE_CONTAINER, .severity = severity_, \
	  .needs = NEEDS_CONTAINERS | NEEDS_PROCESSES, .rationale = rationale_, \
	  .remedy = "Start the container with --cap-drop " name_ ", or --cap-drop ALL and what it needs.", \
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4", "OWASP Docker 3"), \
	  .related = "5.4,5.5,R-47,R-48", .arg = name_, .container = check_capability }

static const struct check community[] = {
	CAPABILITY("C.5.3.1", "DAC_READ_SEARCH", SEVERITY_HIGH,
	    "It opens files by handle: a known program reads any file of the host's file system with it.",
	    "5.4,5.5,R-47"),
	CAPABILITY("C.5.3.2", "SYS_MODULE", SEVERITY_CRITICAL,
	    "Who may load a module runs own code in the host's kernel.", "5.4,5.5,R-47"),
	CAPABILITY("C.5.3.3", "SYS_ADMIN", SEVERITY_CRITICAL,
	    "It is most of what root may do: mounts, namespaces, release agents of control groups, and so the way out.",
	    "5.4,5.5,R-47"),
	CAPABILITY("C.5.3.4", "SYS_PTRACE", SEVERITY_HIGH,
	    "It reads and changes other processes; with the host's processes in sight it takes them over.",
	    "5.4,5.5,R-47"),
};

static const struct check checks[] = {
	CAPABILITY("R-24", "NET_ADMIN", SEVERITY_HIGH,
	    "It changes addresses, routes and firewall rules, and opens much kernel code that has been broken before.",
	    "5.4,5.5,R-47"),
	DEFAULT_CAPABILITY("R-25", "NET_RAW", SEVERITY_LOW,
	    "With raw sockets a container forges packets and answers for its neighbours on the same bridge."),
	CAPABILITY("R-26", "SYS_RAWIO", SEVERITY_CRITICAL,
	    "It opens the host's memory and I/O ports, past every file permission.", "5.4,5.5,R-47"),
	CAPABILITY("R-27", "SYS_BOOT", SEVERITY_HIGH,
	    "It allows to load another kernel, and to restart the host where namespaces do not stop that.",
	    "5.4,5.5,R-47"),
	CAPABILITY("R-28", "SYS_TIME", SEVERITY_MEDIUM,
	    "The clock is the host's: setting it spoils certificates, logs and locks of all.", "5.4,5.5,R-47"),
	DEFAULT_CAPABILITY("R-29", "SYS_CHROOT", SEVERITY_INFO,
	    "Few services call chroot; it has been a step of ways out of containers."),
	CAPABILITY("R-30", "SYS_RESOURCE", SEVERITY_MEDIUM,
	    "It passes limits of processes, files and disk space that protect the others.", "5.4,5.5,R-47"),
	CAPABILITY("R-31", "SYS_NICE", SEVERITY_LOW,
	    "It takes CPU time from others: priorities, real-time scheduling, moving memory.", "5.4,5.5,R-47"),
	CAPABILITY("R-32", "SYSLOG", SEVERITY_MEDIUM,
	    "The kernel's log and addresses that it shows are what an attack on the kernel needs first.",
	    "5.4,5.5,R-47"),
	CAPABILITY("R-33", "MAC_ADMIN", SEVERITY_CRITICAL,
	    "It rewrites the policy of AppArmor or Smack, which then confines nobody.", "5.4,5.5,R-47"),
	CAPABILITY("R-34", "MAC_OVERRIDE", SEVERITY_CRITICAL,
	    "It passes by mandatory access control as if there were none.", "5.4,5.5,R-47"),
	CAPABILITY("R-35", "BPF", SEVERITY_CRITICAL,
	    "Own programs in the kernel can watch the whole host, and the verifier before them has often been fooled.",
	    "5.4,5.5,R-47"),
	CAPABILITY("R-36", "PERFMON", SEVERITY_HIGH,
	    "It watches the kernel and other processes closely enough to draw secrets out.", "5.4,5.5,R-47"),
	CAPABILITY("R-37", "CHECKPOINT_RESTORE", SEVERITY_HIGH,
	    "It follows /proc/PID/map_files and chooses process ids: part of what SYS_ADMIN could.", "5.4,5.5,R-47"),
	CAPABILITY("R-38", "AUDIT_CONTROL", SEVERITY_HIGH,
	    "It turns the host's audit off, or changes what is recorded.", "5.4,5.5,R-47"),
	CAPABILITY("R-39", "AUDIT_READ", SEVERITY_MEDIUM,
	    "Audit records tell what all users and services of the host do.", "5.4,5.5,R-47"),
	DEFAULT_CAPABILITY("R-40", "DAC_OVERRIDE", SEVERITY_INFO,
	    "Root with it reads and writes every file of its mounts, whatever their modes say."),
	DEFAULT_CAPABILITY("R-41", "SETFCAP", SEVERITY_LOW,
	    "It puts capabilities on files, for whoever runs them later: needed when images are built, hardly when they run."),
	DEFAULT_CAPABILITY("R-42", "MKNOD", SEVERITY_LOW,
	    "It makes device files: with a mount of the host, ones that others use."),
	CAPABILITY("R-43", "LINUX_IMMUTABLE", SEVERITY_MEDIUM,
	    "It takes the protection off files that were made immutable or append-only, such as logs.",
	    "5.4,5.5,R-47"),
	CAPABILITY("R-44", "IPC_LOCK", SEVERITY_LOW,
	    "Locked memory cannot be swapped out: it is taken from the others.", "5.4,5.5,R-47"),
	CAPABILITY("R-45", "WAKE_ALARM", SEVERITY_LOW,
	    "It sets timers that wake the host from sleep: no container's business.", "5.4,5.5,R-47"),
	CAPABILITY("R-46", "BLOCK_SUSPEND", SEVERITY_LOW,
	    "It keeps the host from sleeping: no container's business.", "5.4,5.5,R-47"),
	{ .id = "R-47", .title = "No container is given all capabilities at once",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL, .needs = NEEDS_CONTAINERS,
	  .rationale = "ALL means what the kernel knows today and all that it will learn: nobody chose that.",
	  .remedy = "Name the capabilities: --cap-drop ALL --cap-add NET_BIND_SERVICE.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4", "OWASP Docker 3"),
	  .related = "5.4," CAPABILITY_IDS, .container = check_every_capability },
	{ .id = "R-48", .title = "Containers drop all capabilities and add what they need",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO, .needs = NEEDS_CONTAINERS,
	  .rationale = "Most services need none of the defaults; a list of what is needed says so, and stays small.",
	  .remedy = "Start the container with --cap-drop ALL and one --cap-add for each that it fails without.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4", "OWASP Docker 3"),
	  .related = "5.5,R-25,R-29,R-40,R-41,R-42,M-03", .container = check_dropped_first },
};
/* clang-format on */

const struct check_table checks_community_capabilities = CHECK_TABLE(community);
const struct check_table checks_runtime_capabilities = CHECK_TABLE(checks);
