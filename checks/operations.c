/*
 * operations.c: section 6, how the engine is looked after: what has piled up, who manages, and
 * what this scan could not see. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#define IMAGES_FEW 10 /* no sprawl with fewer, used or not */
#define STOPPED_MAX 25
#define TOLD_MAX 8

/* ---- 6.1, 6.2
 * ------------------------------------------------------------------------------------ */

static void
image_sprawl(struct judge *j, const struct facts *f, const void *arg)
{
	const char *source = f->images_origin.source;
	size_t used = 0, n = f->n_images;
	struct finding *found;
	bool sprawl;

	(void)arg;
	if (!judge_can_read(j, &f->images_origin) || !judge_can_read(j, &f->users_origin))
		return;
	for (size_t i = 0; i < n; i++)
		used += f->images[i].n_users > 0;
	sprawl = n >= IMAGES_FEW && used * 2 < n;
	if (!sprawl)
		found = judge_pass(j, "%zu images, of which containers use %zu", n, used);
	else if (facts_has_all_containers(f))
		found = judge_warn(j, "", "%zu images, of which containers use %zu only", n, used);
	else
		found = judge_note(j, "",
		    "%zu images, of which containers that run use %zu only; "
		    "stopped ones were not looked at",
		    n, used);
	judge_saw(j, found, "images in use", source, judge_fmt(j, "%zu of %zu", used, n),
	    judge_fmt(j, "half of them, or less than %d in all", IMAGES_FEW));
}

static void
container_sprawl(struct judge *j, const struct facts *f, const void *arg)
{
	const struct origin *o = &f->engine.info_origin;
	const struct engine_facts *e = &f->engine;
	const struct fact_int *all = &e->n_containers;
	struct fact_int stopped = { SEEN, all->v - e->n_running.v - e->n_paused.v };
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, o) || !judge_knows(j, all->seen, false, "Containers", o) ||
	    !judge_knows(j, e->n_running.seen, false, "ContainersRunning", o) ||
	    !judge_knows(j, e->n_paused.seen, false, "ContainersPaused", o))
		return;
	found = stopped.v <= STOPPED_MAX
		    ? judge_pass(j, "%s containers, of which %s do not run", integer_text(j, all),
			  integer_text(j, &stopped))
		    : judge_warn(j, "", "%s containers, of which %s do not run",
			  integer_text(j, all), integer_text(j, &stopped));
	judge_saw(j, found, "Containers", o->source,
	    judge_fmt(j, "%s; %s running, %s paused", integer_text(j, all),
		integer_text(j, &e->n_running), integer_text(j, &e->n_paused)),
	    judge_fmt(j, "%d that do not run at most", STOPPED_MAX));
}

/* ---- past sessions
 * ------------------------------------------------------------------------------- */

/* The health check's own command, as an event tells it. */
static bool
is_health_check(struct judge *j, const struct container *c, const char *command)
{
	const struct fact_list *test = &c->healthcheck;
	const char *text = "";

	if (test->seen != SEEN || test->n < 2)
		return false;
	if (strcmp(test->v[0], "CMD-SHELL") == 0)
		return strncmp(command, "/bin/sh -c ", 11) == 0 &&
		       strcmp(command + 11, test->v[1]) == 0;
	for (size_t i = 1; i < test->n && i < 64; i++)
		text = judge_fmt(j, "%s%s%s", text, i > 1 ? " " : "", test->v[i]);
	return strcmp(command, text) == 0;
}

static int
compare_events(const void *a, const void *b)
{
	const struct exec_event *const *x = a, *const *y = b;
	int order = strcmp((*x)->container_name, (*y)->container_name);

	return order != 0 ? order : strcmp((*x)->command, (*y)->command);
}

/* One container's sessions: v[0..n), ordered by command. */
static void
tell_events(struct judge *j, const struct facts *f, const struct exec_event **v, size_t n)
{
	const struct container *c = facts_container(f, v[0]->container_id);
	const char *programs = "", *last = "";
	size_t sessions = 0, told = 0;

	/* Without its health check, that would be taken for somebody's command. */
	if (c != NULL && c->origin.state != DOC_GONE && !judge_can_read(j, &c->origin))
		return;
	for (size_t i = 0; i < n; i++) {
		const char *command = v[i]->command;
		const char *program = judge_fmt(j, "%.*s", (int)strcspn(command, " "), command);

		if (c != NULL && is_health_check(j, c, command))
			continue;
		sessions++;
		if (strcmp(program, last) == 0 || told++ >= TOLD_MAX)
			continue;
		programs = judge_fmt(j, "%s%s%s", programs, *programs != '\0' ? ", " : "", program);
		last = program;
	}
	if (sessions > 0)
		judge_saw(j,
		    judge_note(j, v[0]->container_name,
			"%zu command%s in %s by docker exec within a day: was that you?", sessions,
			sessions == 1 ? " was started" : "s were started", v[0]->container_name),
		    "exec_create", f->events_origin.source, programs, "");
}

static void
exec_events(struct judge *j, const struct facts *f, const void *arg)
{
	const struct exec_event **v;
	size_t n = f->n_exec_events;

	(void)arg;
	if (!judge_can_read(j, &f->events_origin) || !judge_can_read(j, &f->containers_origin))
		return;
	v = arena_alloc(f->arena, sizeof *v * (n + 1));
	for (size_t i = 0; i < n; i++)
		v[i] = &f->exec_events[i];
	if (n > 1)
		qsort(v, n, sizeof *v, compare_events);
	for (size_t i = 0, next; i < n; i = next) {
		for (next = i;
		     next < n && strcmp(v[next]->container_name, v[i]->container_name) == 0; next++)
			;
		tell_events(j, f, v + i, next - i);
	}
	judge_saw(j,
	    judge_info(j, "all",
		"the engine remembers %zu exec sessions of the last day, health "
		"checks included; it keeps its last 256 events only",
		n),
	    "exec_create", f->events_origin.source, judge_fmt(j, "%zu", n), "");
}

/* ---- who watches
 * --------------------------------------------------------------------------------- */

static const char *const watchers[] = { "falco", "tetragon", "tracee", "sysdig", "osqueryd",
	"wazuh", "falcon-sensor", "auditbeat", "kubearmor", "neuvector", "crowdsec", NULL };

static const char *
watcher_in(const struct facts *f, const char **where)
{
	for (size_t w = 0; watchers[w] != NULL; w++) {
		for (size_t i = 0; i < f->n_containers; i++) {
			*where = "container";
			if (image_is_called(&f->containers[i], watchers[w]))
				return watchers[w];
		}
		for (size_t i = 0; i < f->host.n_processes; i++) {
			*where = "process";
			if (strncmp(f->host.processes[i].comm, watchers[w], strlen(watchers[w])) ==
			    0)
				return watchers[w];
		}
	}
	return NULL;
}

static void
threat_detection(struct judge *j, const struct facts *f, const void *arg)
{
	const char *where = "", *found;
	bool processes = f->host.processes_origin.state == DOC_OK;

	(void)arg;
	if (!judge_can_read(j, &f->containers_origin) ||
	    (!processes && f->host.processes_origin.state != DOC_NOT_HERE &&
		!judge_can_read(j, &f->host.processes_origin)))
		return;
	found = watcher_in(f, &where);
	judge_saw(j,
	    found != NULL ? judge_info(j, "", "%s runs here, as a %s", found, where)
			  : judge_note(j, "",
				"nothing known runs here that watches containers at "
				"work%s",
				processes ? "" : "; the host's processes were not seen"),
	    "containers and processes", f->containers_origin.source, found != NULL ? found : "none",
	    "");
}

/* ---- what this scan saw
 * -------------------------------------------------------------------------- */

struct coverage {
	size_t asked, failed;
	const char *first;
};

/* What nobody asked for is not missed: only answers that did not come are. */
static void
count(struct coverage *v, const struct origin *o)
{
	if (o->source == NULL || strcmp(o->problem, "was not collected") == 0)
		return;
	v->asked++;
	if (o->state != DOC_DENIED && o->state != DOC_REFUSED && o->state != DOC_FAILED)
		return;
	if (v->failed++ == 0)
		v->first = o->source;
}

static struct coverage
coverage_of(const struct facts *f)
{
	const struct origin *lists[] = { &f->engine.version_origin, &f->engine.info_origin,
		&f->containers_origin, &f->images_origin, &f->networks_origin, &f->volumes_origin,
		&f->events_origin, &f->host.processes_origin, &f->host.listen_origin,
		&f->host.mounts_origin, &f->host.routes_origin, &f->host.audit.kernel_origin,
		&f->host.accounts_origin };
	struct coverage v = { 0, 0, "" };

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		count(&v, lists[i]);
	for (size_t i = 0; i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];

		count(&v, &c->origin);
		count(&v, &c->top_origin);
		count(&v, &c->changes_origin);
		for (size_t k = 0; k < c->n_execs; k++)
			count(&v, &c->execs[k].origin);
	}
	for (size_t i = 0; i < f->n_images; i++) {
		count(&v, &f->images[i].origin);
		count(&v, &f->images[i].history_origin);
	}
	for (size_t i = 0; i < f->n_networks; i++)
		count(&v, &f->networks[i].origin);
	return v;
}

static void
scan_coverage(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_int *all = &f->engine.n_containers;
	struct coverage v = coverage_of(f);
	size_t found = 0;

	(void)arg;
	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_can_read(j, &f->containers_origin) ||
	    !judge_knows(j, all->seen, false, "Containers", &f->engine.info_origin))
		return;
	if (v.failed > 0) {
		judge_error(
		    j, "%zu of %zu answers did not come, %s first", v.failed, v.asked, v.first);
		return;
	}
	if (!facts_has_all_containers(f) && ++found)
		judge_saw(j,
		    judge_warn(j, "stopped", "%zu of %s containers were looked at: -a looks at all",
			f->n_containers, integer_text(j, all)),
		    "Containers", f->engine.info_origin.source, integer_text(j, all),
		    judge_fmt(j, "%zu", f->n_containers));
	if (f->host.local && !f->host.privileged && ++found)
		judge_saw(j, judge_warn(j, "root", "the scan ran without root's rights"),
		    "effective user", "meta", "not 0", "0");
	if (!f->host.local && ++found)
		judge_saw(j,
		    judge_warn(j, "host", "the engine's host was not looked at: %s",
			f->host.elsewhere[0] != '\0' ? f->host.elsewhere : "it is another machine"),
		    "endpoint", "meta", f->endpoint, "an engine of this machine");
	if (f->connection_weakness[0] != '\0' && ++found)
		judge_saw(j, judge_warn(j, "connection", "%s", f->connection_weakness), "endpoint",
		    "meta", f->endpoint, "a UNIX socket, ssh, or verified TLS");
	if (found == 0)
		judge_saw(j, judge_pass(j, "all %zu answers came, about all containers", v.asked),
		    "Containers", f->engine.info_origin.source, integer_text(j, all),
		    judge_fmt(j, "%zu", f->n_containers));
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "6.1", .title = "Images that nobody uses do not pile up",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_IMAGES,
	  .rationale = "Old images stay startable with all their known faults, and hide the few that are in use.",
	  .remedy = "Remove what no container uses, on a schedule: docker image prune -a --filter until=720h.",
	  .refs = REFS("CIS Docker 1.6.0 6.1", "NIST 800-53 CM-8", "NIST 800-190 4.1"),
	  .related = "I-28",
	  .once = image_sprawl },
	{ .id = "6.2", .title = "Containers that ended do not pile up",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 1,
	  .needs = NEEDS_INFO,
	  .rationale = "Among many dead containers nobody sees the one that should not be there, and each keeps its data and secrets.",
	  .remedy = "Remove them, on a schedule: docker container prune --filter until=720h.",
	  .refs = REFS("CIS Docker 1.6.0 6.2", "NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .related = "R-67",
	  .once = container_sprawl },
	{ .id = "O-01", .title = "Containers with a health check are healthy",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "An unhealthy container goes on running: nothing but its status tells that it does not do its work.",
	  .remedy = "See why: docker inspect --format '{{json .State.Health}}' NAME.",
	  .refs = REFS("NIST 800-53 SI-13", "NIST 800-190 4.4"),
	  .container = check_healthy },
	{ .id = "O-02", .title = "Commands started in containers are accounted for",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS | NEEDS_EVENTS, .manual = true,
	  .rationale = "docker exec leaves no trace in the container: the engine's events are the only one, and they are soon gone.",
	  .remedy = "Ask whoever used docker exec what for; send the engine's events to a log: docker events --format json.",
	  .refs = REFS("NIST 800-53 AU-6", "NIST 800-190 4.4"),
	  .related = "5.23,5.24",
	  .podman = PODMAN_UNTOLD,
	  .once = exec_events },
	{ .id = "O-04", .title = "Something watches what containers do",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS | NEEDS_PROCESSES, .manual = true,
	  .rationale = "A scan sees how containers were started; only a watcher at run time sees what an intruder does in one.",
	  .remedy = "Run a detector such as Falco, Tetragon or Tracee, and let somebody read what it says.",
	  .refs = REFS("NIST 800-53 SI-4", "NIST 800-190 4.4"),
	  .once = threat_detection },
	{ .id = "O-06", .title = "Proxies of the engine's socket let through what reads only",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A proxy that lets containers be made is as good as the socket: one request makes a privileged container.",
	  .remedy = "Set POST=0, and allow single sections only, such as CONTAINERS=1.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .container = check_socket_proxy },
	{ .id = "O-07", .title = "No container replaces others by itself",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_VOLUMES | NEEDS_FILES | NEEDS_CONFIG,
	  .rationale = "An agent that pulls and starts whatever a tag names by now brings a broken or hostile image into service unseen, and holds the engine's socket.",
	  .remedy = "Let a pipeline that tests images deploy them; or limit the agent to notifying.",
	  .refs = REFS("NIST 800-53 CM-3", "NIST 800-190 4.4"),
	  .related = "5.32",
	  .container = check_update_agent },
	{ .id = "O-08", .title = "Pages of management are not published on every address",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_CONTAINERS | NEEDS_NETWORKS,
	  .rationale = "Who gets past the login of such a page, or finds none, has the containers, the data or the host.",
	  .remedy = "Publish the page on 127.0.0.1 and reach it by a VPN or an SSH tunnel: -p 127.0.0.1:9443:9443.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-53 AC-17", "NIST 800-190 4.4"),
	  .related = "5.14",
	  .container = check_management_pages },
	{ .id = "O-09", .title = "No known cryptocurrency miner runs",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_CRITICAL,
	  .needs = NEEDS_CONTAINERS | NEEDS_TOP,
	  .rationale = "A miner in a container is the usual sign that the engine's API or the service in it was broken into.",
	  .remedy = "Cut the host off, keep the container for analysis (docker pause NAME, docker diff NAME), and find how it came in.",
	  .refs = REFS("NIST 800-53 SI-4", "NIST 800-190 4.4"),
	  .container = check_miners },
	{ .id = "O-10", .title = "The scan saw the whole engine",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "What was not looked at is not safe: a scan says nothing of what it could not see.",
	  .remedy = "Run the scan on the engine's own host, as root, with -a.",
	  .refs = REFS("NIST 800-53 CA-7"),
	  .once = scan_coverage },
};
/* clang-format on */

const struct check_table checks_operations = CHECK_TABLE(checks);
