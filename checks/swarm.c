/*
 * swarm.c: section 7, Swarm. Where Swarm is off nothing applies. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <string.h>

#define MANAGER_PORT 2377

/* True where this node is an active manager; otherwise the verdict is given. */
static bool
is_manager(struct judge *j, const struct facts *f)
{
	const struct engine_facts *e = &f->engine;

	if (!judge_can_read(j, &e->info_origin) ||
	    !judge_knows(j, e->swarm_state.seen, false, "Swarm.LocalNodeState", &e->info_origin))
		return false;
	if (strcmp(e->swarm_state.v, "inactive") == 0) {
		judge_skip(j, "Swarm mode is off");
		return false;
	}
	if (strcmp(e->swarm_state.v, "active") != 0) {
		judge_error(j, "the Swarm is %s: nothing can be asked of it", e->swarm_state.v);
		return false;
	}
	if (!judge_knows(
		j, e->swarm_control.seen, false, "Swarm.ControlAvailable", &e->info_origin))
		return false;
	if (!e->swarm_control.v) {
		judge_skip(j, "this node is a worker: scan a manager");
		return false;
	}
	return true;
}

static void
managers(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t n = 0;
	bool good;

	(void)arg;
	if (!is_manager(j, f) || !judge_can_read(j, &s->nodes_origin))
		return;
	for (size_t i = 0; i < s->n_nodes; i++)
		n += strcmp(s->nodes[i].role, "manager") == 0;
	good = n % 2 == 1 && n <= 7 && (n >= 3 || s->n_nodes < 3);
	judge_saw(j,
	    good ? judge_pass(j, "%zu of %zu nodes are managers", n, s->n_nodes)
		 : judge_warn(j, "", "%zu of %zu nodes are managers", n, s->n_nodes),
	    "Spec.Role", s->nodes_origin.source,
	    judge_fmt(j, "%zu managers, %zu nodes", n, s->n_nodes),
	    "an odd number, 3 to 7 (1 where there are fewer than 3 nodes)");
}

static void
bound(struct judge *j, const struct facts *f, const void *arg)
{
	const struct host_facts *h = &f->host;
	const struct listen_facts *found = NULL;
	bool everywhere = false;

	(void)arg;
	if (!is_manager(j, f) || !judge_can_read(j, &h->listen_origin))
		return;
	for (size_t i = 0; i < h->n_listen; i++) {
		const struct listen_facts *l = &h->listen[i];

		if (l->port != MANAGER_PORT || strcmp(l->proto, "tcp") != 0)
			continue;
		found = l;
		everywhere = strcmp(l->address, "0.0.0.0") == 0 || strcmp(l->address, "::") == 0;
		if (everywhere)
			break;
	}
	if (found == NULL) {
		judge_error(j, "no listener on port %d was seen: the manager may use another port",
		    MANAGER_PORT);
		return;
	}
	judge_saw(j,
	    everywhere ? judge_warn(j, "", "managers are listened to on every address")
		       : judge_pass(j, "managers are listened to on one address"),
	    "listener", h->listen_origin.source,
	    judge_fmt(j, "%s port %d", found->address, MANAGER_PORT), "one address");
}

static void
overlays(struct judge *j, const struct facts *f, const void *arg)
{
	size_t n = 0;

	(void)arg;
	if (!is_manager(j, f) || !judge_can_read(j, &f->networks_origin))
		return;
	for (size_t i = 0; i < f->n_networks; i++) {
		const struct network *net = &f->networks[i];
		const char *value;

		if (strcmp(net->driver, "overlay") != 0)
			continue;
		n++;
		judge_about_network(j, net);
		if (!judge_can_read(j, &net->origin) ||
		    !judge_knows(j, net->options.seen, true, "Options", &net->origin))
			continue;
		value = map_get(&net->options, "encrypted");
		if (value != NULL && strcmp(value, "false") != 0)
			judge_saw(j, judge_pass(j, "is encrypted"), "Options.encrypted",
			    net->origin.source, *value ? value : "(set)", "set");
		else
			judge_saw(j,
			    judge_warn(j, "", "is not encrypted%s",
				net->ingress.seen == SEEN && net->ingress.v
				    ? " (the Swarm's own ingress network)"
				    : ""),
			    "Options.encrypted", net->origin.source, value ? value : "absent",
			    "set");
	}
	judge_about_swarm(j);
	if (n == 0)
		judge_skip(j, "there is no overlay network");
}

static size_t
warn_secrets(struct judge *j, const struct facts *f, const struct service *s)
{
	size_t found = 0;

	judge_about_service(j, s);
	for (size_t i = 0; i < s->env.n; i++) {
		const char *value = strchr(s->env.v[i], '=');
		const char *name;

		/* The collector masks what looks like a secret, and leaves the rest alone. */
		if (value == NULL || strstr(value, "<masked ") == NULL)
			continue;
		found++;
		name = judge_fmt(j, "%.*s", (int)(value - s->env.v[i]), s->env.v[i]);
		judge_saw(j,
		    judge_warn(j, name, "has what looks like a secret in the variable %s", name),
		    "ContainerSpec.Env", f->swarm.services_origin.source, name, "a Swarm secret");
	}
	return found;
}

static void
secrets(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t found = 0;

	(void)arg;
	if (!is_manager(j, f) || !judge_can_read(j, &s->services_origin) ||
	    !judge_can_read(j, &s->secrets_origin))
		return;
	for (size_t i = 0; i < s->n_services; i++) {
		if (s->services[i].env.seen == UNSEEN) {
			judge_about_service(j, &s->services[i]);
			judge_error(j, "its variables are not as expected");
			found++;
			continue;
		}
		found += warn_secrets(j, f, &s->services[i]);
	}
	judge_about_swarm(j);
	if (found > 0)
		return;
	if (s->n_services == 0)
		judge_skip(j, "there are no services");
	else
		judge_saw(j, judge_pass(j, "no variable of a service looks like a secret"),
		    "ContainerSpec.Env", s->services_origin.source,
		    judge_fmt(j, "%zu services, %lld Swarm secrets", s->n_services,
			(long long)s->n_secrets.v),
		    "no secret in a variable");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "7.1", .title = "The Swarm has as many managers as it needs",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "Every manager can order every node about; too few, or an even number, and the Swarm stops when one fails.",
	  .remedy = "Promote or demote nodes until there are 3, 5 or 7 managers: docker node promote NODE.",
	  .refs = REFS("CIS Docker 1.6.0 7.1", "NIST 800-53 CP-10", "NIST 800-190 4.3"),
	  .once = managers },
	{ .id = "7.2", .title = "Swarm managers listen on one address",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_PROCESSES,
	  .rationale = "A manager that listens everywhere can be reached from networks that have no business with it.",
	  .remedy = "Choose the address when the Swarm is made: docker swarm init --listen-addr ADDRESS:2377.",
	  .refs = REFS("CIS Docker 1.6.0 7.2", "NIST 800-53 SC-7", "NIST 800-190 4.3"),
	  .once = bound },
	{ .id = "7.3", .title = "Overlay networks are encrypted",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_NETWORKS,
	  .rationale = "Traffic between nodes crosses the network in the clear unless the overlay encrypts it.",
	  .remedy = "Make the network again with encryption: docker network create -d overlay --opt encrypted NAME.",
	  .refs = REFS("CIS Docker 1.6.0 7.3", "NIST 800-53 SC-8", "NIST 800-190 4.3"),
	  .once = overlays },
	{ .id = "7.4", .title = "Services get their secrets as Swarm secrets",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A variable is shown to everybody who may inspect the service, and lands in logs.",
	  .remedy = "Keep it in a secret: docker secret create NAME FILE, and docker service update --secret-add NAME SERVICE.",
	  .refs = REFS("CIS Docker 1.6.0 7.4", "NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .related = "R-61",
	  .once = secrets },
};
/* clang-format on */

const struct check_table checks_swarm = CHECK_TABLE(checks);
