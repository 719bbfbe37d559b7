/*
 * runtime_agents.c: containers that manage other containers, and those that mine for others. Their
 * rows are in operations.c. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"

#include <string.h>
#include <strings.h>

#include "base/words.h"

/* The mount by which it has an engine's socket; NULL: none. */
static const struct mount_point *
socket_mount(struct judge *j, const struct facts *f, const struct container *c)
{
	for (size_t i = 0; i < c->n_mounts; i++) {
		if (engine_socket_below(j, f, &c->mounts[i]) != NULL)
			return &c->mounts[i];
	}
	return NULL;
}

/* ---- proxies before the socket -------------------------------------------------------------- */

static bool
is_on(const struct fact_list *env, const char *name)
{
	const char *value = env_value(env, name);

	return value != NULL && *value != '\0' && strcmp(value, "0") != 0 &&
	       strcasecmp(value, "false") != 0;
}

/* What makes a proxy that lets POST through as good as the socket itself. */
static const char *const powers[] = { "CONTAINERS", "EXEC", "SERVICES", "BUILD", "IMAGES",
	"PLUGINS", "SWARM", "TASKS", NULL };

void
check_socket_proxy(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin))
		return;
	if (!image_is_called(c, "socket-proxy")) {
		judge_skip(j, "is no proxy of the engine's socket");
		return;
	}
	if (!judge_knows(j, c->env.seen, false, "Config.Env", &c->origin))
		return;
	if (env_value(&c->env, "POST") == NULL) {
		judge_saw(j,
		    judge_note(
			j, "", "is a proxy whose environment does not tell what it lets through"),
		    "Config.Env", c->origin.source, "no POST", "POST=0");
		return;
	}
	for (size_t i = 0; is_on(&c->env, "POST") && powers[i] != NULL; i++) {
		if (!is_on(&c->env, powers[i]))
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, powers[i], "lets requests through that change %s", powers[i]),
		    "Config.Env", c->origin.source, judge_fmt(j, "POST=1 %s=1", powers[i]),
		    "POST=0");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "is a proxy that lets through what reads only"),
		    "Config.Env", c->origin.source,
		    judge_fmt(j, "POST=%s", env_value(&c->env, "POST")), "POST=0");
}

/* ---- agents
 * -------------------------------------------------------------------------------------- */

void
check_update_agent(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char *const agents[] = { "watchtower", "ouroboros", "shepherd", "wud",
		"whats-up-docker", "dockcheck", NULL };
	const struct mount_point *m;
	bool agent = false;

	if (!judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin) ||
	    !judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; agents[i] != NULL; i++)
		agent = agent || image_is_called(c, agents[i]);
	m = agent ? socket_mount(j, f, c) : NULL;
	judge_saw(j,
	    m != NULL ? judge_warn(j, "", "replaces containers by itself, with the engine's socket")
		      : judge_pass(j, "replaces no containers by itself"),
	    "Config.Image", c->origin.source, c->image_name.v, "no agent that has the socket");
}

/* ---- miners
 * -------------------------------------------------------------------------------------- */

static const char *
program_of(struct judge *j, const char *command)
{
	size_t n = strcspn(command, " ");
	const char *name = command;

	for (size_t i = 0; i < n; i++) {
		if (command[i] == '/')
			name = command + i + 1;
	}
	return judge_fmt(j, "%.*s", (int)(n - (size_t)(name - command)), name);
}

static bool
is_miner(struct judge *j, const char *command)
{
	static const char *const programs[] = { "xmrig", "xmr-stak", "kinsing", "kdevtmpfsi",
		"minerd", "cpuminer", "ethminer", "nbminer", "cgminer", "bfgminer", "ccminer",
		"t-rex", "lolMiner", "phoenixminer", "srbminer", "kthreaddi", "sysrv", "watchbog",
		NULL };
	static const char *const words[] = { "stratum+tcp://", "stratum+ssl://", "--donate-level",
		"--coin=monero", "--algo=rx/0", NULL };

	for (size_t i = 0; words[i] != NULL; i++) {
		if (strstr(command, words[i]) != NULL)
			return true;
	}
	return is_one_of(program_of(j, command), programs);
}

void
check_miners(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!is_running(c)) {
		if (judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
			judge_skip(j, "does not run");
		return;
	}
	if (!judge_can_read(j, &c->top_origin))
		return;
	for (size_t i = 0; i < c->n_commands; i++) {
		const char *command = c->commands[i].text;

		if (!is_miner(j, command))
			continue;
		judge_saw(j, judge_warn(j, "", "runs what mines: %s", program_of(j, command)),
		    "Processes", c->commands[i].source, command, "no miner");
		return;
	}
	judge_saw(j, judge_pass(j, "runs no known miner"), "Processes", c->top_origin.source,
	    judge_fmt(j, "%zu processes", c->n_commands), "no miner");
}
