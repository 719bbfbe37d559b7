/*
 * daemon_registry.c: section 2, registries, their mirrors, and proxies on the way. Reads facts
 * only.
 */
#include "config.h"

#include "address.h"
#include "daemon.h"
#include "tables.h"

#include <string.h>

/* ---- 2.5 ------------------------------------------------------------------------------------ */

void
check_insecure_registries(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	size_t n = 0;

	(void)arg;
	if (!knows_info(j, f, e->insecure_cidrs.seen, e->is_podman,
		"RegistryConfig.InsecureRegistryCIDRs") ||
	    !knows_info(j, f, e->insecure_indexes.seen, false, "RegistryConfig.IndexConfigs"))
		return;
	for (size_t i = 0; i < e->insecure_cidrs.n; i++) {
		if (network_is_loopback(e->insecure_cidrs.v[i]))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(j, e->insecure_cidrs.v[i], "registries in %s are not verified",
			e->insecure_cidrs.v[i]),
		    "RegistryConfig.InsecureRegistryCIDRs", e->info_origin.source,
		    e->insecure_cidrs.v[i], "127.0.0.0/8 and ::1/128 only");
	}
	for (size_t i = 0; i < e->insecure_indexes.n; i++) {
		/* The engine trusts loopback anyway: naming it changes nothing. */
		if (address_is_loopback(address_split(e->insecure_indexes.v[i]).host))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(j, e->insecure_indexes.v[i], "the registry %s is not verified",
			e->insecure_indexes.v[i]),
		    "RegistryConfig.IndexConfigs", e->info_origin.source, "Secure: false",
		    "Secure: true");
	}
	if (n == 0) {
		struct finding *found =
		    judge_pass(j, "every registry but those on this host is verified");

		judge_saw(j, found, "RegistryConfig.InsecureRegistryCIDRs", e->info_origin.source,
		    judge_join(j, &e->insecure_cidrs), "127.0.0.0/8 and ::1/128 only");
		judge_saw(j, found, "RegistryConfig.IndexConfigs", e->info_origin.source,
		    judge_fmt(j, "Secure: false for %s", judge_join(j, &e->insecure_indexes)),
		    "Secure: true");
	}
}

/* ---- D-21, D-22 ----------------------------------------------------------------------------- */

static void
mirrors(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *list = &f->engine.registry_mirrors;
	size_t n = 0;

	(void)arg;
	/* null is how newer engines write that there is none */
	if (!knows_info(j, f, list->seen, true, "RegistryConfig.Mirrors"))
		return;
	for (size_t i = 0; i < list->n; i++) {
		if (strncmp(list->v[i], "https://", 8) == 0 ||
		    address_is_loopback(address_split(list->v[i]).host))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(
			j, list->v[i], "images come from the mirror %s without TLS", list->v[i]),
		    "RegistryConfig.Mirrors", f->engine.info_origin.source, list->v[i], "https://");
	}
	if (n == 0)
		judge_saw(j,
		    list->n > 0 ? judge_pass(j, "mirrors are asked by https")
				: judge_pass(j, "there are no mirrors"),
		    "RegistryConfig.Mirrors", f->engine.info_origin.source, judge_join(j, list),
		    "https://, or none");
}

/* "http://user:password@proxy": the engine writes xxxxx for both, and our mask takes the rest. */
static bool
has_credentials(const char *url)
{
	const char *authority = strstr(url, "://");
	const char *at;

	authority = authority != NULL ? authority + 3 : url;
	at = strchr(authority, '@');
	return at != NULL && at < authority + strcspn(authority, "/?#");
}

static void
proxies(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	const struct {
		const char *name;
		const struct fact_str *fact;
	} all[] = { { "HttpProxy", &e->http_proxy }, { "HttpsProxy", &e->https_proxy } };
	struct finding *found;
	size_t n = 0;

	(void)arg;
	for (size_t i = 0; i < 2; i++) {
		if (!knows_info(j, f, all[i].fact->seen, false, all[i].name))
			return;
	}
	for (size_t i = 0; i < 2; i++) {
		if (!has_credentials(all[i].fact->v))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(j, all[i].name, "the proxy's password is part of %s", all[i].name),
		    all[i].name, e->info_origin.source, all[i].fact->v, "no user and password");
	}
	if (n > 0)
		return;
	found = judge_pass(j, "no proxy's password is in the daemon's configuration");
	for (size_t i = 0; i < 2; i++)
		judge_saw(j, found, all[i].name, e->info_origin.source, all[i].fact->v,
		    "no user and password");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-21", .title = "Registry mirrors are asked by https",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "Whoever is on the way to a mirror in clear decides what a tag means.",
	  .remedy = "Name mirrors with https:// in \"registry-mirrors\", or pull by digest.",
	  .refs = REFS("NIST 800-53 SC-8", "NIST 800-190 4.2"),
	  .podman = PODMAN_UNTOLD,
	  .once = mirrors },
	{ .id = "D-22", .title = "No password is part of the daemon's proxy settings",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "The setting is in a unit file or daemon.json, where many can read it, and gets into logs and bug reports.",
	  .remedy = "Use a proxy that knows the host by its address or certificate, or one on this host that adds the password.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-190 4.4"),
	  .once = proxies },
};
/* clang-format on */

const struct check_table checks_daemon_registry = CHECK_TABLE(checks);
