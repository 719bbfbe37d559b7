/*
 * versions.c: judges versions against the tables of known faults (cves.c) and of ends (eol.c).
 * Reads facts only.
 *
 * A distribution mends its own builds without moving to the next version. So a version that carries
 * its mark and lies in a range of faults is for a person to look up (NOTE), neither WARN nor PASS.
 */
#include "config.h"

#include "tables.h"
#include "versions.h"

#include <string.h>

#include "eol.h"
#include "version.h"
#include "base/dates.h"

#define TABLE_OLD_DAYS 90

struct subject_version {
	const char *name, *text, *what;
	const struct origin *origin;
	struct version version;
	bool vendor; /* built by a distribution or vendor */
};

static const char *const component_names[] = {
	[COMPONENT_ENGINE] = "the engine",
	[COMPONENT_CONTAINERD] = "containerd",
	[COMPONENT_RUNC] = "runc",
	[COMPONENT_DESKTOP] = "Docker Desktop",
	[COMPONENT_KERNEL] = "the kernel",
};

/* Older engines have no Components: then only the engine's own version is told. */
static const char *
component_text(const struct engine_facts *e, enum component component)
{
	static const char *const names[] = { [COMPONENT_ENGINE] = "Engine",
		[COMPONENT_CONTAINERD] = "containerd",
		[COMPONENT_RUNC] = "runc" };
	const char *text = map_get(&e->components, names[component]);

	return text != NULL || component != COMPONENT_ENGINE || e->version.seen != SEEN
		   ? text
		   : e->version.v;
}

/*
 * Podman tells what the runtime that it uses says of itself: "OCI Runtime (crun)" has "crun version
 * 1.28\ncommit: ...". Gives the verdict where that is not runc.
 */
static bool
knows_podmans_runc(struct judge *j, const struct engine_facts *e, struct subject_version *s)
{
	static const char part[] = "OCI Runtime (", word[] = " version ";
	const char *text = NULL, *version = NULL;

	for (size_t i = 0; text == NULL && i < e->components.n; i++) {
		if (strncmp(e->components.v[i].name, part, sizeof part - 1) == 0)
			text = e->components.v[i].value;
	}
	if (text != NULL)
		version = strchr(text, ' ');
	if (version == NULL || version == text || strncmp(version, word, sizeof word - 1) != 0) {
		judge_error(j, "%s does not tell which runtime is used", e->version_origin.source);
		return false;
	}
	if (strncmp(text, "runc version ", 13) != 0) {
		judge_skip(j, "containers are run by %.*s, unless another runtime is asked for",
		    (int)(version - text), text);
		return false;
	}
	version += sizeof word - 1;
	s->text = judge_fmt(j, "%.*s", (int)strcspn(version, " \n"), version);
	return true;
}

static bool
knows_component(
    struct judge *j, const struct facts *f, enum component component, struct subject_version *s)
{
	const struct engine_facts *e = &f->engine;

	s->what = "Components";
	if (!judge_knows(
		j, e->components.seen, component == COMPONENT_ENGINE, s->what, &e->version_origin))
		return false;
	if (component == COMPONENT_RUNC && e->is_podman)
		return knows_podmans_runc(j, e, s);
	s->text = component_text(e, component);
	if (s->text == NULL || *s->text == '\0') {
		judge_error(j, "%s names no version of %s", e->version_origin.source, s->name);
		return false;
	}
	return true;
}

static bool
knows_desktop(struct judge *j, const struct facts *f, struct subject_version *s)
{
	static const char name[] = "Docker Desktop ";
	const struct fact_str *platform = &f->engine.platform;

	s->what = "Platform.Name";
	if (!judge_knows(j, platform->seen, true, s->what, &f->engine.version_origin))
		return false;
	if (platform->seen == ABSENT || strncmp(platform->v, name, sizeof name - 1) != 0) {
		judge_skip(j, "the engine is not Docker Desktop's");
		return false;
	}
	s->text = platform->v + sizeof name - 1;
	return true;
}

/* Docker's own old versions end in -ce; Desktop's end in a build number. */
static bool
is_vendors(enum component component, const char *added)
{
	return component != COMPONENT_DESKTOP && *added != '\0' && strcmp(added, "-ce") != 0;
}

static bool
knows_version(
    struct judge *j, const struct facts *f, enum component component, struct subject_version *s)
{
	*s = (struct subject_version){ .name = component_names[component],
		.origin = &f->engine.version_origin };
	if (!judge_can_read(j, s->origin))
		return false;
	if (component == COMPONENT_KERNEL) {
		s->what = "KernelVersion";
		if (!judge_knows(j, f->engine.kernel.seen, false, s->what, s->origin))
			return false;
		s->text = f->engine.kernel.v;
	} else if (!(component == COMPONENT_DESKTOP ? knows_desktop(j, f, s)
						    : knows_component(j, f, component, s))) {
		return false;
	}
	if (!version_parse(&s->version, s->text)) {
		judge_error(j, "the version of %s is none: \"%s\"", s->name, s->text);
		return false;
	}
	s->vendor = is_vendors(component, s->version.added);
	return true;
}

/* ---- faults --------------------------------------------------------------------------------- */

/* What serves Kubernetes, and so uses containerd's CRI plugin. */
static bool
serves_kubernetes(const struct facts *f)
{
	static const char *const names[] = { "kubelet", "k3s", "k3s-server", "k3s-agent", "rke2" };

	for (size_t i = 0; i < f->host.n_processes; i++) {
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
			if (strcmp(f->host.processes[i].comm, names[k]) == 0)
				return true;
		}
	}
	return false;
}

/* Does the condition hold? The verdict is given where it does not, or cannot be known. */
static bool
applies(struct judge *j, const struct facts *f, enum condition condition)
{
	const struct engine_facts *e = &f->engine;
	const char *why = NULL;
	bool known = true;

	if (condition == ALWAYS)
		return true;
	if (!judge_can_read(j, condition == WITH_CRI ? &f->host.processes_origin : &e->info_origin))
		return false;
	if (condition == WITH_CRI && !serves_kubernetes(f))
		why = "containerd serves no Kubernetes here, so that its CRI plugin is not asked";
	if (condition == WITH_AUTHZ) {
		known = judge_knows(j, e->authorization_plugins.seen, true, "Plugins.Authorization",
		    &e->info_origin);
		why = e->authorization_plugins.n == 0 ? "no authorization plugin is in use" : NULL;
	} else if (condition == WITH_USERNS) {
		known = judge_knows(
		    j, e->security_options.seen, false, "SecurityOptions", &e->info_origin);
		why = engine_security_option(e, "userns") == NULL ? "users are not remapped" : NULL;
	} else if (condition == WITH_SWARM) {
		known = judge_knows(
		    j, e->swarm_state.seen, false, "Swarm.LocalNodeState", &e->info_origin);
		why =
		    known && strcmp(e->swarm_state.v, "inactive") == 0 ? "Swarm mode is off" : NULL;
	} else if (condition == WITH_CGROUP1) {
		known =
		    judge_knows(j, e->cgroup_version.seen, false, "CgroupVersion", &e->info_origin);
		why = known && strcmp(e->cgroup_version.v, "2") == 0
			  ? "the host has version 2 of control groups"
			  : NULL;
	}
	if (known && why != NULL)
		judge_skip(j, "%s", why);
	return known && why == NULL;
}

static const struct version_range *
range_of(const struct cve *cve, const struct version *v)
{
	for (const struct version_range *r = cve->ranges; r->from != NULL; r++) {
		struct version from, fixed;

		version_parse(&from, *r->from != '\0' ? r->from : "0");
		version_parse(&fixed, *r->fixed != '\0' ? r->fixed : "999999999");
		if (version_compare(v, &from) >= 0 && version_compare(v, &fixed) < 0)
			return r;
	}
	return NULL;
}

/* A later version of the branch that got the fix. */
static bool
mended(const struct cve *cve, const struct version *v)
{
	for (const struct version_range *r = cve->ranges; r->from != NULL; r++) {
		struct version fixed;

		version_parse(&fixed, r->fixed);
		if (v->part[0] == fixed.part[0] && v->part[1] == fixed.part[1] &&
		    version_compare(v, &fixed) >= 0)
			return true;
	}
	return false;
}

static const char *
ranges_text(struct judge *j, const struct cve *cve)
{
	const char *text = "not";

	for (const struct version_range *r = cve->ranges; r->from != NULL; r++)
		text = judge_fmt(j, "%s%s %s%s%s%s", text, r == cve->ranges ? "" : ",",
		    *r->from != '\0' ? "from " : "", r->from, *r->from != '\0' ? " " : "",
		    *r->fixed != '\0' ? judge_fmt(j, "before %s", r->fixed) : "on");
	return text;
}

static struct finding *
fault(struct judge *j, const struct facts *f, const struct cve *cve,
    const struct subject_version *s, const char *fixed)
{
	bool mirantis = f->engine.platform.seen == SEEN &&
			strstr(f->engine.platform.v, "Mirantis") != NULL &&
			cve->component == COMPONENT_ENGINE;

	if (mirantis)
		return judge_note(j, "",
		    "%s %s: Mirantis counts its fixes otherwise: ask it for %s", s->name, s->text,
		    cve->cve);
	if (s->vendor)
		return judge_note(j, "",
		    "%s %s is in the range of %s, but its builder may have mended it: see the "
		    "builder's security tracker",
		    s->name, s->text, cve->cve);
	return judge_warn(j, "", "%s %s has the fault %s: %s%s", s->name, s->text, cve->cve,
	    *fixed != '\0' ? "fixed in " : "no fix is known", fixed);
}

void
judge_cve(struct judge *j, const struct facts *f, const void *arg)
{
	const struct cve *cve = arg;
	const struct version_range *range;
	struct subject_version s;
	struct finding *found;

	if (!knows_version(j, f, cve->component, &s) || !applies(j, f, cve->condition))
		return;
	range = range_of(cve, &s.version);
	if (range != NULL)
		found = fault(j, f, cve, &s, range->fixed);
	else if (cve->outside_unknown && !mended(cve, &s.version))
		found = judge_note(j, "",
		    "%s %s is not among the versions that the table tells about: see %s", s.name,
		    s.text, cve->cve);
	else
		found = judge_pass(j, "%s %s is not affected", s.name, s.text);
	judge_saw(j, found, s.what, s.origin->source, s.text, ranges_text(j, cve));
	judge_saw(
	    j, found, "table of faults", cve->source, judge_fmt(j, "as of %s", cve->as_of), "");
}

/* ---- ends ----------------------------------------------------------------------------------- */

/* A branch that has not ended is a PASS only while the table is fresh enough to know. */
static struct finding *
alive(struct judge *j, const char *name, const struct eol *e, int64_t now)
{
	int64_t as_of = now;

	date_parse(EOL_AS_OF, &as_of);
	if (*e->ends == '\0' && days_between(as_of, now) > 2 * TABLE_OLD_DAYS)
		return judge_note(j, "",
		    "%s had no announced end on %s: whether it has one by now is not known", name,
		    EOL_AS_OF);
	return *e->ends != '\0' ? judge_pass(j, "%s gets fixes until %s", name, e->ends)
				: judge_pass(j, "%s gets fixes", name);
}

static void
judge_end(struct judge *j, const struct subject_version *s, const char *product, int64_t now)
{
	const struct eol *e = eol_find(product, s->text);
	/* "Debian GNU/Linux 12 (bookworm)" has its version in it. */
	const char *name = strstr(s->name, e != NULL ? e->branch : s->text) != NULL
			       ? s->name
			       : judge_fmt(j, "%s %s", s->name, s->text);
	struct finding *found;
	int64_t ends = 0;
	bool ended;

	if (e == NULL) {
		found = judge_note(j, "",
		    "%s is not in the table of branches: see whether it is maintained", name);
		judge_saw(
		    j, found, s->what, s->origin->source, s->text, "a branch that gets fixes");
		return;
	}
	ended = date_parse(e->ends, &ends) && days_between(ends, now) > 0;
	if (ended && s->vendor)
		found = judge_note(j, "",
		    "the branch of %s ended on %s; whether its builder still mends it, the "
		    "builder's "
		    "security tracker says",
		    name, e->ends);
	else if (ended)
		found = judge_warn(j, "", "%s gets no fixes since %s", name, e->ends);
	else
		found = alive(j, name, e, now);
	judge_saw(j, found, s->what, s->origin->source, s->text, "a branch that gets fixes");
	judge_saw(j, found, "table of ends", e->source, judge_fmt(j, "as of %s", EOL_AS_OF), "");
}

void
judge_branch(struct judge *j, const struct facts *f, const void *arg)
{
	const struct branch_rule *rule = arg;
	struct subject_version s;
	int64_t now;

	if (knows_version(j, f, rule->component, &s) && judge_knows_time(j, &now))
		judge_end(j, &s, rule->product, now);
}

void
judge_release(
    struct judge *j, const struct facts *f, const struct origin *o, const struct os_release *r)
{
	struct subject_version s = {
		.name = r->pretty_name, .text = r->version_id, .what = "VERSION_ID", .origin = o
	};
	int64_t now;

	(void)f;
	if (!judge_can_read(j, o) || !judge_knows_time(j, &now))
		return;
	if (*r->id == '\0') {
		judge_error(j, "%s does not say which system this is", o->source);
		return;
	}
	if (!eol_knows(r->id) || *s.text == '\0') {
		judge_saw(j,
		    judge_note(j, "",
			"%s is not in the table of ends: see whether it is maintained",
			*s.name != '\0' ? s.name : r->id),
		    "ID", o->source, r->id, "a system that gets fixes");
		return;
	}
	judge_end(j, &s, r->id, now);
}

static void
distribution(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	judge_release(j, f, &f->host.release.origin, &f->host.release.release);
}

static void
table_age(struct judge *j, const struct facts *f, const void *arg)
{
	int64_t now, as_of;
	long long days;

	(void)f, (void)arg;
	if (!judge_knows_time(j, &now) || !date_parse(EOL_AS_OF, &as_of))
		return;
	days = (long long)days_between(as_of, now);
	judge_saw(j,
	    days > TABLE_OLD_DAYS
		? judge_warn(j, "",
		      "the tables are %lld days older than the scan: what was found "
		      "since is not in them",
		      days)
		: judge_pass(j, "the tables were made %s",
		      days > 0 ? judge_fmt(j, "%lld days before the scan", days)
			       : "no earlier than the scan"),
	    "tables", "built in", EOL_AS_OF, judge_fmt(j, "at most %d days old", TABLE_OLD_DAYS));
}

/* clang-format off */
#define BRANCH(component, product) &(const struct branch_rule){ (component), (product) }

static const struct check checks[] = {
	{ .id = "X-53", .title = "containerd's branch gets fixes",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "When its branch has ended, a fault that is found in containerd stays open.",
	  .remedy = "Update containerd to a branch that its makers still maintain, together with the engine.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-53 SA-22", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = BRANCH(COMPONENT_CONTAINERD, "containerd"), .once = judge_branch },
	{ .id = "X-54", .title = "runc's branch gets fixes",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "runc builds the walls around every container; without fixes the known ways through them stay open.",
	  .remedy = "Update runc to one of the three newest minor releases, together with the engine.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-53 SA-22", "NIST 800-190 4.5"),
	  .arg = BRANCH(COMPONENT_RUNC, "runc"), .once = judge_branch },
	{ .id = "X-55", .title = "The host's distribution gets fixes",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .needs = NEEDS_INFO | NEEDS_RELEASE,
	  .rationale = "Kernel, libraries and engine packages come from the distribution; when it ends, they stay as faulty as they are.",
	  .remedy = "Upgrade the host to a release that its distribution still maintains.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-53 SA-22", "NIST 800-190 4.5"),
	  .once = distribution },
	{ .id = "X-56", .title = "The kernel's branch gets fixes",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "Containers share the host's kernel: a hole in it is a hole in all of them.",
	  .remedy = "Run a longterm kernel that kernel.org or the distribution still maintains.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-53 SA-22", "NIST 800-190 4.5"),
	  .arg = BRANCH(COMPONENT_KERNEL, "linux"), .once = judge_branch },
	{ .id = "X-57", .title = "The tables of faults and ends are fresh",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO,
	  .rationale = "A table knows nothing of what was found after it was made.",
	  .remedy = "Update dockassay.",
	  .refs = REFS("NIST 800-53 RA-5", "NIST 800-190 4.5"),
	  .once = table_age },
};

static const struct check engine_checks[] = {
	{ .id = "1.2.2", .title = "The engine's branch gets fixes",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .level = 1, .needs = NEEDS_INFO,
	  .rationale = "Faults that are found in an engine whose branch has ended are not mended, and everybody can read how to use them.",
	  .remedy = "Update the engine to a release that is still maintained: see the release notes of Docker Engine, or the distribution's.",
	  .refs = REFS("CIS Docker 1.6.0 1.2.2", "NIST 800-53 SI-2", "NIST 800-53 SA-22", "NIST 800-190 4.5"),
	  .podman = PODMAN_OWN_VERSIONS,
	  .arg = BRANCH(COMPONENT_ENGINE, "docker-engine"), .once = judge_branch },
};
/* clang-format on */

const struct check_table checks_versions = CHECK_TABLE(checks);
const struct check_table checks_engine_version = CHECK_TABLE(engine_checks);
