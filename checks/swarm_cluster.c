/*
 * swarm_cluster.c: section 7, the cluster itself: its keys and certificates, its nodes, and what is
 * kept of it. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "syntax/x509.h"

#define NODE_CERT_HOURS_MAX (90 * 24) /* Swarm's own default */
#define ROOT_CA_DAYS_LEFT 90
#define NODE_CERT_DAYS_LEFT 7
#define TASK_HISTORY_MAX 5

/* /swarm was read, and it has the field; otherwise the verdict is given. */
static bool
knows_swarm(
    struct judge *j, const struct facts *f, enum seen seen, bool absent_ok, const char *what)
{
	return judge_can_read(j, &f->swarm.swarm_origin) &&
	       judge_knows(j, seen, absent_ok, what, &f->swarm.swarm_origin);
}

/* ---- keys ----------------------------------------------------------------------------------- */

static void
autolock(struct judge *j, const struct facts *f, const void *arg)
{
	static const char what[] = "Spec.EncryptionConfig.AutoLockManagers";
	const struct fact_bool *on = &f->swarm.autolock;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !knows_swarm(j, f, on->seen, false, what))
		return;
	judge_saw(j,
	    on->v ? judge_pass(j, "managers are locked after a restart")
		  : judge_warn(j, "", "a manager's disk holds the keys to the Swarm in the clear"),
	    what, f->swarm.swarm_origin.source, on->v ? "true" : "false", "true");
}

/* What no interface tells: a person knows when it was done last. */
static void
rotation(struct judge *j, const struct facts *f, const void *arg)
{
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &f->swarm.swarm_origin))
		return;
	if (f->swarm.autolock.seen == SEEN && !f->swarm.autolock.v && arg != NULL) {
		judge_skip(
		    j, "managers are not locked, so that there is no key to change (see 7.5)");
		return;
	}
	judge_note(j, "", "when %s changed last is told by no interface: confirm it by hand",
	    arg != NULL ? (const char *)arg : "the tokens to join were");
}

static void
node_cert_lifetime(struct judge *j, const struct facts *f, const void *arg)
{
	static const char what[] = "Spec.CAConfig.NodeCertExpiry";
	const struct fact_int *hours = &f->swarm.node_cert_hours;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !knows_swarm(j, f, hours->seen, false, what))
		return;
	judge_saw(j,
	    hours->v <= NODE_CERT_HOURS_MAX
		? judge_pass(j, "certificates of nodes live for %lld hours", (long long)hours->v)
		: judge_warn(
		      j, "", "certificates of nodes live for %lld hours", (long long)hours->v),
	    what, f->swarm.swarm_origin.source, judge_fmt(j, "%lld hours", (long long)hours->v),
	    judge_fmt(j, "%d hours (90 days) or less", NODE_CERT_HOURS_MAX));
}

/* The first certificate of a PEM text; false: the verdict was given. */
static bool
reads_certificate(struct judge *j, const struct facts *f, const char *pem, const char *source,
    struct certificate *cert)
{
	struct certificates all = x509_read(f->arena, pem, strlen(pem));

	if (all.n == 0) {
		judge_error(j, "%s holds no certificate that can be read%s%s", source,
		    *all.problem != '\0' ? ": " : "", all.problem);
		return false;
	}
	*cert = all.v[0];
	return true;
}

static void
judge_days_left(struct judge *j, const struct certificate *cert, int64_t now, int64_t wanted,
    const char *what, const char *source)
{
	int64_t days = days_between(now, cert->not_after);
	const char *left = judge_days(j, days);
	struct finding *found;

	if (cert->not_after <= now)
		found = judge_warn(j, "", "the certificate of %s has expired", cert->subject);
	else if (days <= wanted)
		found =
		    judge_warn(j, "", "the certificate of %s expires in %s", cert->subject, left);
	else
		found = judge_pass(j, "the certificate of %s is good for %s", cert->subject, left);
	judge_saw(j, found, what, source, judge_fmt(j, "%s left", left),
	    judge_fmt(j, "more than %lld days", (long long)wanted));
}

static void
root_ca(struct judge *j, const struct facts *f, const void *arg)
{
	static const char what[] = "TLSInfo.TrustRoot";
	struct certificate cert;
	int64_t now;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) ||
	    !knows_swarm(j, f, f->swarm.trust_root.seen, false, what) ||
	    !judge_knows_time(j, &now) ||
	    !reads_certificate(j, f, f->swarm.trust_root.v, f->swarm.swarm_origin.source, &cert))
		return;
	judge_days_left(j, &cert, now, ROOT_CA_DAYS_LEFT, what, f->swarm.swarm_origin.source);
}

static void
root_ca_rotated(struct judge *j, const struct facts *f, const void *arg)
{
	struct certificate cert;
	int64_t now;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) ||
	    !knows_swarm(j, f, f->swarm.trust_root.seen, false, "TLSInfo.TrustRoot") ||
	    !judge_knows_time(j, &now) ||
	    !reads_certificate(j, f, f->swarm.trust_root.v, f->swarm.swarm_origin.source, &cert))
		return;
	judge_saw(j,
	    judge_note(j, "", "the root CA is %s old%s: is that within your policy?",
		judge_days(j, days_between(cert.not_before, now)),
		f->swarm.root_rotation.seen == SEEN && f->swarm.root_rotation.v
		    ? ", and is being changed now"
		    : ""),
	    "TLSInfo.TrustRoot", f->swarm.swarm_origin.source, cert.subject, "");
}

static void
node_cert(struct judge *j, const struct facts *f, const void *arg)
{
	const struct origin *origin = &f->swarm.node_cert_origin;
	struct certificate cert;
	int64_t now;

	(void)arg;
	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.swarm_state.seen, false, "Swarm.LocalNodeState",
		&f->engine.info_origin))
		return;
	if (strcmp(f->engine.swarm_state.v, "inactive") == 0) {
		judge_skip(j, "Swarm mode is off");
		return;
	}
	if (!judge_can_read(j, origin) || !judge_knows_time(j, &now) ||
	    !reads_certificate(j, f, f->swarm.node_cert.v, origin->source, &cert))
		return;
	judge_days_left(j, &cert, now, NODE_CERT_DAYS_LEFT, "notAfter", origin->source);
}

static void
external_cas(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *urls = &f->swarm.external_cas;
	size_t bad = 0;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) ||
	    !knows_swarm(j, f, urls->seen, true, "Spec.CAConfig.ExternalCAs"))
		return;
	for (size_t i = 0; i < urls->n; i++) {
		if (strncmp(urls->v[i], "https://", 8) == 0)
			continue;
		bad++;
		judge_saw(j, judge_warn(j, urls->v[i], "asks the CA %s in the clear", urls->v[i]),
		    "Spec.CAConfig.ExternalCAs", f->swarm.swarm_origin.source, urls->v[i],
		    "https://");
	}
	if (bad == 0)
		judge_saw(j, judge_pass(j, "no certificate authority is asked in the clear"),
		    "Spec.CAConfig", f->swarm.swarm_origin.source, judge_join(j, urls),
		    "https:// only");
}

/* ---- addresses ------------------------------------------------------------------------------ */

static void
planes(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	const char *data;
	bool same;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) ||
	    !judge_knows(j, e->swarm_node_addr.seen, false, "Swarm.NodeAddr", &e->info_origin) ||
	    !judge_can_read(j, &f->swarm.state_origin) ||
	    !judge_knows(
		j, f->swarm.data_path_addr.seen, true, "DataPathAddr", &f->swarm.state_origin))
		return;
	data = f->swarm.data_path_addr.seen == SEEN ? f->swarm.data_path_addr.v : "";
	same = *data == '\0' || strcmp(data, e->swarm_node_addr.v) == 0;
	judge_saw(j,
	    same ? judge_warn(
		       j, "", "containers' traffic goes by the address that manages the Swarm")
		 : judge_pass(j, "containers' traffic has an address of its own"),
	    "DataPathAddr", f->swarm.state_origin.source,
	    judge_fmt(
		j, "%s (management: %s)", *data != '\0' ? data : "not set", e->swarm_node_addr.v),
	    "another address than the management's");
}

static void
address_pools(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *pools = &f->swarm.address_pools;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !knows_swarm(j, f, pools->seen, true, "DefaultAddrPool"))
		return;
	judge_saw(j,
	    pools->n > 0
		? judge_info(j, "", "overlay networks get their addresses from chosen pools")
		: judge_info(j, "",
		      "overlay networks get addresses of 10.0.0.0/8: see that no route "
		      "of yours is in it"),
	    "DefaultAddrPool", f->swarm.swarm_origin.source, judge_join(j, pools), "");
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static bool
is_manager(const struct node *n)
{
	return strcmp(n->role, "manager") == 0;
}

static void
drained(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t workers = 0, found = 0;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->nodes_origin))
		return;
	for (size_t i = 0; i < s->n_nodes; i++)
		workers += !is_manager(&s->nodes[i]);
	if (workers == 0) {
		judge_skip(j, "there are no workers: managers have to do the work");
		return;
	}
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];

		if (!is_manager(n))
			continue;
		if (!judge_knows(
			j, n->availability.seen, false, "Spec.Availability", &s->nodes_origin))
			return;
		if (strcmp(n->availability.v, "active") != 0)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, n->hostname, "the manager %s runs services, too", n->hostname),
		    "Spec.Availability", s->nodes_origin.source, n->availability.v, "drain");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "managers run no services"), "Spec.Availability",
		    s->nodes_origin.source, judge_fmt(j, "%zu workers", workers), "drain");
}

static bool
warn_node(struct judge *j, const struct facts *f, const struct node *n, const char *version)
{
	const char *source = f->swarm.nodes_origin.source;
	bool down = strcmp(n->state.v, "ready") != 0;

	if (down)
		judge_saw(j,
		    judge_warn(j, n->hostname, "the node %s is %s", n->hostname, n->state.v),
		    "Status.State", source, n->state.v, "ready");
	else if (strcmp(n->engine_version.v, version) != 0)
		judge_saw(j,
		    judge_warn(j, n->hostname, "the node %s has engine %s, others have %s",
			n->hostname, n->engine_version.v, version),
		    "Description.Engine.EngineVersion", source, n->engine_version.v, version);
	else
		return false;
	return true;
}

static void
nodes_alike(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t found = 0;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->nodes_origin))
		return;
	if (s->n_nodes == 0) {
		judge_error(j, "%s lists no node, not even this one", s->nodes_origin.source);
		return;
	}
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];

		if (!judge_knows(j, n->state.seen, false, "Status.State", &s->nodes_origin) ||
		    !judge_knows(j, n->engine_version.seen, false,
			"Description.Engine.EngineVersion", &s->nodes_origin))
			return;
	}
	for (size_t i = 0; i < s->n_nodes; i++)
		found += warn_node(j, f, &s->nodes[i], s->nodes[0].engine_version.v);
	if (found == 0)
		judge_saw(j, judge_pass(j, "all nodes are ready, with the same engine"),
		    "Status.State", s->nodes_origin.source,
		    judge_fmt(j, "%zu nodes, engine %s", s->n_nodes, s->nodes[0].engine_version.v),
		    "ready, the same engine");
}

/* ---- what is kept --------------------------------------------------------------------------- */

static void
snapshots(struct judge *j, const struct facts *f, const void *arg)
{
	static const char what[] = "Spec.Raft.KeepOldSnapshots";
	const struct fact_int *kept = &f->swarm.keep_old_snapshots;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !knows_swarm(j, f, kept->seen, true, what))
		return;
	judge_saw(j,
	    kept->v > 0
		? judge_warn(j, "", "%lld old snapshots are kept, with secrets that were removed",
		      (long long)kept->v)
		: judge_pass(j, "no old snapshots are kept"),
	    what, f->swarm.swarm_origin.source, judge_fmt(j, "%lld", (long long)kept->v), "0");
}

static void
history(struct judge *j, const struct facts *f, const void *arg)
{
	static const char what[] = "Spec.Orchestration.TaskHistoryRetentionLimit";
	const struct fact_int *limit = &f->swarm.task_history;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !knows_swarm(j, f, limit->seen, false, what))
		return;
	judge_saw(j,
	    limit->v > TASK_HISTORY_MAX
		? judge_warn(j, "", "%lld ended tasks of each slot are kept", (long long)limit->v)
		: judge_pass(
		      j, "at most %lld ended tasks of each slot are kept", (long long)limit->v),
	    what, f->swarm.swarm_origin.source, judge_fmt(j, "%lld", (long long)limit->v),
	    judge_fmt(j, "%d or less", TASK_HISTORY_MAX));
}

static void
swarm_used(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	bool used;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->services_origin) ||
	    !judge_can_read(j, &s->nodes_origin))
		return;
	used = s->n_services > 0 || s->n_nodes > 1;
	judge_saw(j,
	    used ? judge_pass(j, "%zu nodes run %zu services", s->n_nodes, s->n_services)
		 : judge_warn(j, "", "Swarm mode is on, with this node alone and no service"),
	    "services", s->services_origin.source,
	    judge_fmt(j, "%zu nodes, %zu services", s->n_nodes, s->n_services),
	    "a service, or a second node");
}

/* clang-format off */
#define SWARM (NEEDS_INFO | NEEDS_SWARM)

static const struct check checks[] = {
	{ .id = "7.5", .title = "Managers are locked after a restart",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1, .needs = SWARM,
	  .rationale = "Without auto-lock, who copies a manager's disk has the keys of the Swarm and all its secrets.",
	  .remedy = "docker swarm update --autolock, and keep the key that it prints somewhere else.",
	  .refs = REFS("CIS Docker 1.6.0 7.5", "NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .once = autolock },
	{ .id = "7.6", .title = "The key that unlocks managers is changed",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_INFO, .level = 1, .needs = SWARM, .manual = true,
	  .rationale = "Whoever had the key once has it until it is changed.",
	  .remedy = "docker swarm unlock-key --rotate",
	  .refs = REFS("CIS Docker 1.6.0 7.6", "NIST 800-53 SC-12", "NIST 800-190 4.3"),
	  .arg = "the key was", .once = rotation },
	{ .id = "7.7", .title = "Certificates of nodes live for 90 days at most",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1, .needs = SWARM,
	  .rationale = "A stolen certificate opens the Swarm until it expires.",
	  .remedy = "docker swarm update --cert-expiry 48h (the default is 2160h).",
	  .refs = REFS("CIS Docker 1.6.0 7.7", "NIST 800-53 SC-17", "NIST 800-190 4.3"),
	  .once = node_cert_lifetime },
	{ .id = "7.8", .title = "The Swarm's root CA is changed in time",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1, .needs = SWARM, .manual = true,
	  .rationale = "Who had the root CA's key once can make nodes until it is changed; its certificate lives for 20 years.",
	  .remedy = "docker swarm ca --rotate",
	  .refs = REFS("CIS Docker 1.6.0 7.8", "NIST 800-53 SC-12", "NIST 800-190 4.3"), .related = "S-01",
	  .once = root_ca_rotated },
	{ .id = "7.9", .title = "Management and containers' traffic have addresses of their own",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_LOW, .level = 1, .needs = SWARM,
	  .rationale = "On one network, a container that listens in may hear and disturb what manages the Swarm.",
	  .remedy = "Make the Swarm, and join it, with two interfaces: docker swarm init --advertise-addr A --data-path-addr B",
	  .refs = REFS("CIS Docker 1.6.0 7.9", "NIST 800-53 SC-7", "NIST 800-190 4.3"),
	  .once = planes },
	{ .id = "S-01", .title = "The Swarm's root CA does not expire soon",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_HIGH, .needs = SWARM,
	  .rationale = "When the root CA expires, no node can talk to another any more.",
	  .remedy = "docker swarm ca --rotate",
	  .refs = REFS("NIST 800-53 SC-17", "NIST 800-190 4.3"), .related = "7.8",
	  .once = root_ca },
	{ .id = "S-02", .title = "This node's certificate does not expire soon",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_HIGH, .needs = SWARM,
	  .rationale = "Swarm renews it at half of its life: one that is about to expire tells that the node reaches no manager.",
	  .remedy = "See why the node cannot renew it (docker info, the daemon's log); else leave and join the Swarm again.",
	  .refs = REFS("NIST 800-53 SC-17", "NIST 800-190 4.3"),
	  .once = node_cert },
	{ .id = "S-03", .title = "Managers run no services beside workers",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_LOW, .needs = SWARM,
	  .rationale = "A service on a manager that gets out of its container has the Swarm's keys.",
	  .remedy = "docker node update --availability drain NODE",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.3"),
	  .once = drained },
	{ .id = "S-04", .title = "All nodes are ready and have the same engine",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .needs = SWARM,
	  .rationale = "A node that is away or behind misses fixes and orders, secrets that were taken back among them.",
	  .remedy = "Update or remove the node: docker node rm NODE.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-53 SI-2", "NIST 800-190 4.3"),
	  .once = nodes_alike },
	{ .id = "S-05", .title = "No old snapshots of the Swarm are kept",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_LOW, .needs = SWARM,
	  .rationale = "An old snapshot still has the secrets that were removed since.",
	  .remedy = "docker swarm update --max-snapshots 0",
	  .refs = REFS("NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .once = snapshots },
	{ .id = "S-06", .title = "Few ended tasks are kept",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_INFO, .needs = SWARM,
	  .rationale = "Ended tasks keep their containers, with all that is in them, on the nodes.",
	  .remedy = "docker swarm update --task-history-limit 5",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.3"),
	  .once = history },
	{ .id = "S-07", .title = "The tokens to join the Swarm are changed",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .needs = SWARM, .manual = true,
	  .rationale = "Whoever has seen a token can add a node, and a manager's token gives them the whole Swarm.",
	  .remedy = "docker swarm join-token --rotate worker; docker swarm join-token --rotate manager",
	  .refs = REFS("NIST 800-53 IA-5(1)", "NIST 800-190 4.3"),
	  .once = rotation },
	{ .id = "S-08", .title = "External authorities are asked by TLS",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .needs = SWARM,
	  .rationale = "A request for a certificate in the clear can be answered by anybody.",
	  .remedy = "docker swarm update --external-ca protocol=cfssl,url=https://...",
	  .refs = REFS("NIST 800-53 SC-8", "NIST 800-190 4.3"),
	  .once = external_cas },
	{ .id = "S-25", .title = "Overlay networks' addresses do not clash with yours",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_INFO, .needs = SWARM, .manual = true,
	  .rationale = "Where an overlay has the addresses of another network, traffic goes to the wrong one.",
	  .remedy = "Choose the pool when the Swarm is made: docker swarm init --default-addr-pool 10.20.0.0/16",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.3"),
	  .once = address_pools },
	{ .id = "S-27", .title = "Swarm mode is used where it is on",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .needs = SWARM,
	  .rationale = "A Swarm that nobody uses listens on ports, and takes nodes that know a token, for nothing.",
	  .remedy = "docker swarm leave --force",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.3"),
	  .once = swarm_used },
};
/* clang-format on */

const struct check_table checks_swarm_cluster = CHECK_TABLE(checks);
