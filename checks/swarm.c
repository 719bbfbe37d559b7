/*
 * swarm.c: section 7, Swarm. Where Swarm is off nothing applies. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <string.h>

#define MANAGER_PORT 2377

static void
managers(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t n = 0;
	bool good;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->nodes_origin))
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
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &h->listen_origin))
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
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &f->networks_origin))
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

/* NAME of a "NAME=value"; the whole where there is no "=". */
static const char *
name_in(struct judge *j, const char *text)
{
	return judge_fmt(j, "%.*s", (int)strcspn(text, "="), text);
}

static void
warn_secret(struct judge *j, const struct facts *f, const char *what, const char *key)
{
	judge_saw(j, judge_warn(j, key, "has what looks like a secret in %s", key), what,
	    f->swarm.services_origin.source, "masked", "a Swarm secret");
}

/* The collector masks what looks like a secret, and leaves the rest alone. */
static void
secrets(struct judge *j, const struct facts *f, const struct service *s)
{
	static const char spec[] = "Spec.TaskTemplate.ContainerSpec.";
	const struct origin *origin = &f->swarm.services_origin;
	const char *env = judge_fmt(j, "%sEnv", spec), *args = judge_fmt(j, "%sArgs", spec);
	size_t found = 0;

	if (!judge_knows(j, s->env.seen, true, env, origin) ||
	    !judge_knows(j, s->args.seen, true, args, origin) ||
	    !judge_knows(j, s->labels.seen, true, "Spec.Labels", origin))
		return;
	for (size_t i = 0; i < s->env.n; i++) {
		if (strstr(s->env.v[i], "=") == NULL || strstr(s->env.v[i], "<masked ") == NULL)
			continue;
		found++;
		warn_secret(j, f, env, name_in(j, s->env.v[i]));
	}
	for (size_t i = 0; i < s->args.n; i++) {
		if (strstr(s->args.v[i], "<masked ") == NULL)
			continue;
		found++;
		warn_secret(j, f, args, judge_fmt(j, "argument %zu", i + 1));
	}
	for (size_t i = 0; i < s->labels.n; i++) {
		if (strstr(s->labels.v[i].value, "<masked ") == NULL)
			continue;
		found++;
		warn_secret(j, f, "Spec.Labels", judge_fmt(j, "label %s", s->labels.v[i].name));
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "no variable, argument or label looks like a secret"),
		    env, origin->source, judge_fmt(j, "%zu variables", s->env.n), "no secret");
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
	  .related = "H-24",
	  .once = bound },
	{ .id = "7.3", .title = "Overlay networks are encrypted",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_MEDIUM, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_NETWORKS,
	  .rationale = "Traffic between nodes crosses the network in the clear unless the overlay encrypts it.",
	  .remedy = "Make the network again with encryption: docker network create -d overlay --opt encrypted NAME.",
	  .refs = REFS("CIS Docker 1.6.0 7.3", "NIST 800-53 SC-8", "NIST 800-190 4.3"),
	  .once = overlays },
	{ .id = "7.4", .title = "Services get their secrets as Swarm secrets",
	  .scope = SCOPE_SERVICE, .severity = SEVERITY_HIGH, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_SWARM,
	  .rationale = "A variable, argument or label is shown to everybody who may inspect the service, and lands in logs.",
	  .remedy = "Keep it in a secret: docker secret create NAME FILE, and docker service update --secret-add NAME SERVICE.",
	  .refs = REFS("CIS Docker 1.6.0 7.4", "NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .related = "R-61",
	  .service = secrets },
};
/* clang-format on */

const struct check_table checks_swarm = CHECK_TABLE(checks);
