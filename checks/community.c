/*
 * community.c: section C, ids that docker-bench-security has beside the benchmark's. Reads facts
 * only.
 */
#include "config.h"

#include "daemon.h"
#include "tables.h"

#include <string.h>

/* ---- C.1, C.1.1 ----------------------------------------------------------------------------- */

static bool
knows_architecture(struct judge *j, const struct facts *f)
{
	return knows_info(j, f, f->engine.architecture.seen, false, "Architecture");
}

static void
architecture(struct judge *j, const struct facts *f, const void *arg)
{
	/* As uname says, and as Go does (Podman). */
	static const char *const released[] = { "x86_64", "amd64", "aarch64", "arm64", "armv7l",
		"arm", "ppc64le", "s390x" };
	const char *name = f->engine.architecture.v;
	bool known = false;

	(void)arg;
	if (!knows_architecture(j, f))
		return;
	for (size_t i = 0; i < sizeof released / sizeof released[0]; i++)
		known = known || strcmp(name, released[i]) == 0;
	judge_saw(j,
	    known ? judge_pass(j, "the engine is released for %s", name)
		  : judge_warn(
			j, "", "the engine is not released for %s: updates come from others", name),
	    "Architecture", f->engine.info_origin.source, name,
	    "x86_64, aarch64, armv7l, ppc64le or s390x");
}

static void
architecture_shown(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	if (knows_architecture(j, f))
		judge_saw(j,
		    judge_info(j, "", "images for %s are run here", f->engine.architecture.v),
		    "Architecture", f->engine.info_origin.source, f->engine.architecture.v, "");
}

/* ---- C.2 ------------------------------------------------------------------------------------ */

static void
legacy_registry(struct judge *j, const struct facts *f, const void *arg)
{
	const struct origin *o = &f->engine.version_origin;
	int version = engine_version(f);
	struct in_force s;

	(void)arg;
	if (!judge_can_read(j, o) || !judge_knows(j, f->engine.version.seen, false, "Version", o))
		return;
	if (version == 0) {
		judge_error(j, "the version %s is none that can be compared", f->engine.version.v);
		return;
	}
	if (version >= 1712) {
		judge_saw(j,
		    judge_pass(j, "engine %s knows no registry of version 1", f->engine.version.v),
		    "Version", o->source, f->engine.version.v, "17.12 or newer");
		return;
	}
	if (!reads_setting(j, f, "disable-legacy-registry", &s))
		return;
	judge_saw(j,
	    is_true(s.value)
		? judge_pass(j, "registries of version 1 are not asked")
		: judge_warn(j, "", "images may come from registries of version 1, unverified"),
	    "disable-legacy-registry", s.source, s.value ? s.value : "not set (false)", "true");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "C.1", .title = "The engine is released for this architecture",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = NEEDS_INFO,
	  .rationale = "Elsewhere somebody else builds the engine, and its security updates come when they do.",
	  .remedy = "See who builds the packages, and whether they follow the engine's security announcements.",
	  .refs = REFS("NIST 800-53 SI-2"),
	  .once = architecture },
	{ .id = "C.1.1", .title = "The engine's architecture is the expected one",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = NEEDS_INFO, .manual = true,
	  .rationale = "Images for another architecture run in an emulator or not at all.",
	  .remedy = "Compare it with the inventory.",
	  .refs = REFS("NIST 800-53 CM-8"),
	  .once = architecture_shown },
	{ .id = "C.2", .title = "Registries of version 1 are not asked",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = CONFIG_NEEDS,
	  .rationale = "The old protocol does not verify what it delivers.",
	  .remedy = "Update the engine; before 17.12 set \"disable-legacy-registry\": true.",
	  .refs = REFS("NIST 800-53 CM-7"),
	  .podman = PODMAN_NO_SETTING,
	  .once = legacy_registry },
};
/* clang-format on */

const struct check_table checks_community = CHECK_TABLE(checks);
