/*
 * host_kernel.c: section 1, the kernel that all containers share: its security modules, what it has
 * loaded, its clock and its swap. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "tables.h"

#include <string.h>

#define KERNEL_NEEDS (NEEDS_INFO | NEEDS_KERNEL)

/* ---- H-12, H-13: security modules
 * ---------------------------------------------------------------- */

static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; (at = strstr(at, word)) != NULL; at += n) {
		if ((at == list || at[-1] == ',') && (at[n] == '\0' || at[n] == ','))
			return true;
	}
	return false;
}

static void
judge_selinux(struct judge *j, const struct kernel_texts *s)
{
	const struct kernel_text *mode = kernel_text(s, "selinux");
	bool enforces;

	if (mode->value.seen != SEEN) {
		judge_error(j, "whether SELinux enforces could not be read: %s",
		    mode->value.seen == ABSENT ? "/sys/fs/selinux is not there" : mode->problem);
		return;
	}
	enforces = strcmp(mode->value.v, "1") == 0;
	judge_saw(j,
	    enforces ? judge_pass(j, "SELinux is enforced")
		     : judge_warn(j, "selinux", "SELinux only logs what it would forbid"),
	    "selinux", s->origin.source, mode->value.v, "1 (enforcing)");
}

/* The engine confines by AppArmor only where it found apparmor_parser, too. */
static void
judge_apparmor(
    struct judge *j, const struct facts *f, const struct kernel_text *seen, const char *source)
{
	const struct engine_facts *e = &f->engine;
	bool used = engine_security_option(e, "apparmor") != NULL;
	struct finding *found;

	if (!judge_can_read(j, &e->info_origin) ||
	    !judge_knows(j, e->security_options.seen, false, "SecurityOptions", &e->info_origin))
		return;
	found = used ? judge_pass(j, "AppArmor is on, and the engine uses it")
		     : judge_warn(
			   j, "engine", "the kernel has AppArmor, but the engine does not use it");
	judge_saw(j, found, seen->name, source, seen->value.v, "apparmor");
	judge_saw(j, found, "SecurityOptions", e->info_origin.source,
	    judge_join(j, &e->security_options), "name=apparmor");
}

/* Where the list of modules cannot be read: what else there is to see of them. */
static void
judge_without_list(struct judge *j, const struct facts *f, const struct kernel_texts *s)
{
	const struct kernel_text *lsm = kernel_text(s, "lsm");
	const struct kernel_text *apparmor = kernel_text(s, "apparmor");
	const struct kernel_text *selinux = kernel_text(s, "selinux");
	const struct engine_facts *e = &f->engine;
	bool apparmor_is_off = apparmor->value.seen == ABSENT ||
			       (apparmor->value.seen == SEEN && apparmor->value.v[0] != 'Y');
	struct finding *found;

	if (apparmor->value.seen == SEEN && apparmor->value.v[0] == 'Y') {
		judge_apparmor(j, f, apparmor, s->origin.source);
	} else if (selinux->value.seen == SEEN) {
		judge_selinux(j, s);
	} else if (apparmor_is_off && selinux->value.seen == ABSENT) {
		found = judge_warn(j, "", "neither AppArmor nor SELinux is on");
		judge_saw(j, found, "apparmor", s->origin.source,
		    apparmor->value.seen == SEEN ? apparmor->value.v : "not in this kernel", "Y");
		judge_saw(j, found, "selinux", s->origin.source, "not in this kernel", "1");
	} else if (engine_security_option(e, "apparmor") != NULL) {
		judge_saw(j, judge_pass(j, "the engine says that it uses AppArmor"),
		    "SecurityOptions", e->info_origin.source, judge_join(j, &e->security_options),
		    "name=apparmor");
	} else {
		judge_error(j, "which security modules are on could not be read: %s",
		    lsm->value.seen == UNSEEN	     ? lsm->problem
		    : apparmor->value.seen == UNSEEN ? apparmor->problem
						     : selinux->problem);
	}
}

static void
mandatory_access(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_texts *s = &f->host.kernel.security;
	const struct kernel_text *lsm = kernel_text(s, "lsm");

	(void)arg;
	if (!judge_can_read(j, &s->origin) || !is_engines_kernel(j, f))
		return;
	if (lsm->malformed)
		judge_error(j, "the list of security modules %s", lsm->problem);
	else if (lsm->value.seen != SEEN)
		judge_without_list(j, f, s);
	else if (has_word(lsm->value.v, "selinux"))
		judge_selinux(j, s);
	else if (has_word(lsm->value.v, "apparmor"))
		judge_apparmor(j, f, lsm, s->origin.source);
	else
		judge_saw(j, judge_warn(j, "", "neither AppArmor nor SELinux is on"), "lsm",
		    s->origin.source, lsm->value.v, "apparmor or selinux among them");
}

static void
lockdown(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_texts *s = &f->host.kernel.security;
	const struct kernel_text *t = kernel_text(s, "lockdown");
	bool known;

	(void)arg;
	if (!judge_can_read(j, &s->origin) || !is_engines_kernel(j, f))
		return;
	if (t->value.seen == ABSENT) {
		judge_skip(j, "this kernel has no lockdown");
		return;
	}
	known = t->value.seen == SEEN && (strstr(t->value.v, "[none]") != NULL ||
					     strstr(t->value.v, "[integrity]") != NULL ||
					     strstr(t->value.v, "[confidentiality]") != NULL);
	if (!known) {
		judge_error(j, "the lockdown mode could not be read: %s",
		    t->value.seen == SEEN ? t->value.v : t->problem);
		return;
	}
	judge_saw(j,
	    strstr(t->value.v, "[none]") == NULL
		? judge_pass(j, "the kernel is locked down against root")
		: judge_warn(j, "", "root may change the running kernel"),
	    "lockdown", s->origin.source, t->value.v, "[integrity] or [confidentiality]");
}

/* ---- H-17: clock
 * --------------------------------------------------------------------------------- */

#define NO_BOUND_US 16000000 /* what the kernel says when nobody has told it for long */

static void
clock_is_set(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_facts *k = &f->host.kernel;
	struct finding *found;
	bool bounded;

	(void)arg;
	if (!judge_can_read(j, &k->clock_origin) || !is_engines_kernel(j, f) ||
	    !judge_knows(j, k->synchronised.seen, false, "synchronised", &k->clock_origin) ||
	    !judge_knows(j, k->max_error_us.seen, false, "max_error_us", &k->clock_origin))
		return;
	bounded = k->max_error_us.v < NO_BOUND_US;
	if (k->synchronised.v)
		found = judge_pass(j, "the clock is synchronised");
	else if (bounded)
		found = judge_note(j, "",
		    "the clock is steered, but marked as not synchronised: chrony without rtcsync "
		    "does so");
	else
		found = judge_warn(j, "", "the clock is not synchronised");
	judge_saw(j, found, "synchronised", k->clock_origin.source,
	    k->synchronised.v ? "true" : "false", "true");
	judge_saw(
	    j, found, "max_error_us", k->clock_origin.source, number_text(j, &k->max_error_us), "");
}

/* ---- H-34, H-35, H-37: modules and swap
 * ----------------------------------------------------------- */

static bool
is_loaded(const struct fact_list *modules, const char *name)
{
	for (size_t i = 0; i < modules->n; i++) {
		if (strcmp(modules->v[i], name) == 0)
			return true;
	}
	return false;
}

/* The modules are known; otherwise the verdict is given. */
static bool
knows_modules(struct judge *j, const struct facts *f)
{
	const struct kernel_facts *k = &f->host.kernel;

	if (k->modules_origin.state == DOC_GONE) {
		judge_skip(j, "%s", k->modules_origin.problem);
		return false;
	}
	return judge_can_read(j, &k->modules_origin) && is_engines_kernel(j, f);
}

static void
module_loading(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_facts *k = &f->host.kernel;
	const struct kernel_text *closed = kernel_text(&k->settings, "kernel.modules_disabled");
	struct fact_int number = kernel_number(closed);
	struct finding *found;

	(void)arg;
	if (!knows_modules(j, f) || !judge_can_read(j, &k->settings.origin))
		return;
	if (number.seen == UNSEEN) {
		judge_error(j, "kernel.modules_disabled could not be read: %s", closed->problem);
		return;
	}
	found = number.v == 1
		    ? judge_info(j, "", "no more modules can be loaded until the next start")
		    : judge_note(j, "", "modules can be loaded: could that end once all is up?");
	judge_saw(j, found, closed->name, k->settings.origin.source,
	    closed->value.seen == SEEN ? closed->value.v : "not in this kernel", "");
	judge_saw(j, found, "modules", k->modules_origin.source,
	    judge_fmt(j, "%zu loaded, overlay %s, br_netfilter %s", k->modules.n,
		is_loaded(&k->modules, "overlay") ? "among them" : "not among them",
		is_loaded(&k->modules, "br_netfilter") ? "among them" : "not among them"),
	    "");
}

static void
rare_protocols(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const rare[] = { "dccp", "sctp", "rds", "tipc" };
	const struct kernel_facts *k = &f->host.kernel;
	size_t n = 0;

	(void)arg;
	if (!knows_modules(j, f))
		return;
	for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++) {
		if (!is_loaded(&k->modules, rare[i]))
			continue;
		n++;
		judge_saw(j, judge_warn(j, rare[i], "the protocol %s is loaded", rare[i]), "",
		    k->modules_origin.source, rare[i], "not loaded, where nothing uses it");
	}
	if (n == 0)
		judge_saw(j, judge_pass(j, "none of dccp, sctp, rds and tipc is loaded"), "",
		    k->modules_origin.source, judge_fmt(j, "%zu modules", k->modules.n),
		    "none of dccp, sctp, rds, tipc");
}

static void
swap_space(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_facts *k = &f->host.kernel;

	(void)arg;
	if (!judge_can_read(j, &k->swaps_origin) || !is_engines_kernel(j, f))
		return;
	if (k->n_swaps == 0)
		judge_saw(j, judge_info(j, "", "the host does not swap"), "",
		    k->swaps_origin.source, "no swap space", "");
	for (size_t i = 0; i < k->n_swaps; i++) {
		const struct swap *s = &k->swaps[i];
		struct finding *found;

		if (s->in_memory.seen == SEEN && s->in_memory.v)
			found = judge_info(j, s->path, "%s swaps into memory", s->path);
		else if (s->encrypted.seen == SEEN && s->encrypted.v)
			found = judge_info(j, s->path, "%s is encrypted", s->path);
		else if (s->encrypted.seen == SEEN)
			found = judge_note(j, s->path,
			    "%s is not encrypted: secrets in memory may end there", s->path);
		else
			found = judge_note(
			    j, s->path, "%s is a file: is its file system encrypted?", s->path);
		judge_saw(j, found, "", k->swaps_origin.source,
		    judge_fmt(j, "%s, %s", s->path, s->type), "");
	}
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-12", .title = "AppArmor or SELinux is enforced",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .needs = KERNEL_NEEDS,
	  .rationale = "Rules that root cannot lift hold a process that broke out of its namespaces.",
	  .remedy = "Enable AppArmor (lsm=...,apparmor and the package apparmor) or SELinux (SELINUX=enforcing), and restart the engine.",
	  .refs = REFS("NIST 800-53 AC-3(3)", "NIST 800-190 4.5"), .related = "5.2,5.3",
	  .once = mandatory_access },
	{ .id = "H-13", .title = "The running kernel is locked down",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = KERNEL_NEEDS,
	  .rationale = "Lockdown keeps even root, and so whoever breaks out, from changing the kernel's memory.",
	  .remedy = "Start the kernel with lockdown=integrity, best together with Secure Boot.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.5"),
	  .once = lockdown },
	{ .id = "H-17", .title = "The clock is synchronised",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = KERNEL_NEEDS,
	  .rationale = "Logs of several hosts tell a story, and certificates expire in time, only when the clocks agree.",
	  .remedy = "Run chrony (with rtcsync) or systemd-timesyncd: timedatectl set-ntp true.",
	  .refs = REFS("NIST 800-53 AU-8", "NIST 800-190 4.5"),
	  .once = clock_is_set },
	{ .id = "H-34", .title = "Kernel modules are loaded only while the host starts",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = KERNEL_NEEDS,
	  .rationale = "A module runs with the kernel's rights; a host that loads none later cannot be given one.",
	  .remedy = "Once overlay, br_netfilter and all else is loaded: sysctl -w kernel.modules_disabled=1.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"), .manual = true,
	  .once = module_loading },
	{ .id = "H-35", .title = "Rare network protocols are not loaded",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "Little used protocols are little tested, and any user may open a socket of one that is loaded.",
	  .remedy = "Put install NAME /bin/false for dccp, sctp, rds and tipc in /etc/modprobe.d/, and unload them.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .once = rare_protocols },
	{ .id = "H-37", .title = "Swapped memory is encrypted",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = KERNEL_NEEDS,
	  .rationale = "Secrets of containers that are swapped out stay on the disk, where they outlive the container.",
	  .remedy = "Swap to an encrypted device (crypttab with the option swap), to zram, or not at all.",
	  .refs = REFS("NIST 800-53 SC-28", "NIST 800-190 4.5"), .manual = true,
	  .once = swap_space },
};
/* clang-format on */

const struct check_table checks_host_kernel = CHECK_TABLE(checks);
