/*
 * enterprise.c: section 8, Docker Enterprise. Its products (UCP and DTR, now Mirantis Kubernetes
 * Engine and Secure Registry) have interfaces of their own, which are not asked. Where the engine
 * is not theirs, nothing here applies. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <string.h>

static void
enterprise(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_str *platform = &f->engine.platform;
	const struct origin *origin = &f->engine.version_origin;
	const char *name;

	if (!judge_can_read(j, origin) ||
	    !judge_knows(j, platform->seen, true, "Platform.Name", origin))
		return;
	name = platform->seen == SEEN ? platform->v : "";
	if (strstr(name, "Mirantis") == NULL && strstr(name, "Enterprise") == NULL) {
		judge_skip(j, "this engine is not part of Docker Enterprise (Mirantis)");
		return;
	}
	judge_saw(j, judge_note(j, "", "see there: %s", (const char *)arg), "Platform.Name",
	    origin->source, name, "");
}

/* clang-format off */
#define ENTERPRISE(id_, title_, level_, rationale_, where_) \
	{ .id = id_, .title = title_, .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .level = level_, \
	  .needs = NEEDS_INFO, .manual = true, .rationale = rationale_, .remedy = where_, \
	  .refs = REFS("docker-bench-security " id_, "NIST 800-190 4.3"), .arg = where_, .once = enterprise }

static const struct check checks[] = {
	ENTERPRISE("8.1.1", "Accounts come from a directory service", 0,
	    "Accounts kept in one place end when their owner leaves.",
	    "Mirantis Kubernetes Engine, Admin Settings, Authentication and Authorization: LDAP or SAML"),
	ENTERPRISE("8.1.2", "Certificates come from a trusted authority", 0,
	    "A certificate that every browser warns of teaches people to click warnings away.",
	    "Mirantis Kubernetes Engine, Admin Settings, Certificates: a certificate of your own authority"),
	ENTERPRISE("8.1.3", "Users without privileges have client bundles", 0,
	    "A client bundle ties each command to the rights of the one who gives it.",
	    "Mirantis Kubernetes Engine, My Profile, Client Bundles: one for each user"),
	ENTERPRISE("8.1.4", "Roles limit what users may do", 0,
	    "Who may do everything will do something by mistake.",
	    "Mirantis Kubernetes Engine, Access Control: grants that name role, subject and resources"),
	ENTERPRISE("8.1.5", "Only signed images may run", 0,
	    "A signature is the only proof of who made an image.",
	    "Mirantis Kubernetes Engine, Admin Settings, Docker Content Trust: run only signed images"),
	ENTERPRISE("8.1.6", "Sessions per user are limited", 0,
	    "A limit makes a stolen session show.",
	    "Mirantis Kubernetes Engine, Admin Settings, Authentication: per-user session limit of 3 or less"),
	ENTERPRISE("8.1.7", "Sessions end by themselves", 0,
	    "A session that never ends is open for whoever finds the screen.",
	    "Mirantis Kubernetes Engine, Admin Settings, Authentication: lifetime and renewal threshold in minutes"),
	ENTERPRISE("8.2.1", "The registry scans its images", 0,
	    "A known fault in an image can be found before it runs.",
	    "Mirantis Secure Registry, System, Security: image scanning on"),
};
/* clang-format on */

const struct check_table checks_enterprise = CHECK_TABLE(checks);
