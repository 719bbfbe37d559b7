/*
 * daemon_api.c: section 2, who can reach the API and what it lets them do: from what the engine
 * itself warns of, its settings, and the sockets that the kernel shows. Reads facts only.
 */
#include "config.h"

#include "address.h"
#include "daemon.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

/* ---- where the API listens on TCP ----------------------------------------------------------- */

enum openness { VERIFIED, ENCRYPTED, OPEN };

struct endpoint {
	const char *where; /* "tcp://0.0.0.0:2375" */
	const char *what, *source;
	struct address address;
	enum openness openness;
};

#define ENDPOINTS_MAX 64
#define WARNINGS_MAX 100

struct endpoints {
	size_t n;
	struct endpoint v[ENDPOINTS_MAX];
	bool by_systemd;     /* some listener is handed over by systemd */
	bool tells_warnings; /* the engine names what is open among its hosts */
};

static bool
has_port(const struct endpoints *all, long port)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].address.port == port)
			return true;
	}
	return false;
}

static void
add(struct endpoints *all, struct endpoint e)
{
	if (all->n < ENDPOINTS_MAX)
		all->v[all->n++] = e;
}

/*
 * The engine lists its hosts that lack TLS, or do not verify: "API is accessible on http://0.0.0.0:
 * 2375 without encryption". It knows what environment and defaults of its version made of settings.
 */
static void
add_from_warnings(struct judge *j, const struct facts *f, struct endpoints *all)
{
	static const char phrase[] = "API is accessible on http";
	const struct engine_facts *e = &f->engine;

	for (size_t i = 0; i < e->warnings.n; i++) {
		const char *at = strstr(e->warnings.v[i], phrase), *address;
		bool tls;

		if (at == NULL)
			continue;
		at += sizeof phrase - 1;
		tls = *at == 's';
		address = strstr(at, "://");
		if (address == NULL)
			continue;
		address = judge_fmt(j, "tcp://%.*s", (int)strcspn(address + 3, " \n"), address + 3);
		add(all, (struct endpoint){ address, "Warnings", e->info_origin.source,
			     address_split(address), tls ? ENCRYPTED : OPEN });
	}
}

/* "tcp://...", and a word without a scheme, which dockerd takes for TCP. */
static bool
is_tcp(const char *host)
{
	host += strspn(host, " \t");
	return strncmp(host, "tcp://", 6) == 0 || (*host != '\0' && strstr(host, "://") == NULL);
}

/* What settings make of a host. Where only TLS is asked for, newer engines verify, too: then the
 * engine's own list decides, which has it already if it is open. */
static enum openness
by_settings(const struct in_force *tls, const struct in_force *verify, bool engine_tells)
{
	if (is_true(verify->value))
		return VERIFIED;
	if (verify->value != NULL)
		return ENCRYPTED;
	if (is_true(tls->value))
		return engine_tells ? VERIFIED : ENCRYPTED;
	return OPEN;
}

static bool
add_from_settings(struct judge *j, const struct facts *f, struct endpoints *all)
{
	struct fact_list hosts;
	struct in_force first, tls, verify;

	if (!reads_setting(j, f, "hosts", &first) || !reads_setting(j, f, "tlsverify", &verify) ||
	    !reads_setting(j, f, "tls", &tls))
		return false;
	hosts = setting_values(f, "hosts");
	for (size_t i = 0; i < hosts.n; i++) {
		struct address a = address_split(hosts.v[i]);

		if (strncmp(hosts.v[i], "fd:", 3) == 0)
			all->by_systemd = true;
		if (!is_tcp(hosts.v[i]))
			continue;
		if (a.port == 0)
			a.port = tls.value != NULL || verify.value != NULL ? 2376 : 2375;
		if (a.host[0] == '\0')
			strcpy(a.host, "localhost"); /* dockerd's default, and not every address */
		if (!has_port(all, a.port))
			add(all, (struct endpoint){ hosts.v[i], "hosts", first.source, a,
				     by_settings(&tls, &verify, all->tells_warnings) });
	}
	return true;
}

/* A port of dockerd that is not the API's. */
static bool
is_explained(const struct facts *f, long port)
{
	static const char *const settings[] = { "metrics-addr", "network-diagnostic-port" };
	const struct engine_facts *e = &f->engine;
	bool swarm = e->swarm_state.seen == SEEN && strcmp(e->swarm_state.v, "inactive") != 0;

	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		struct fact_list values = setting_values(f, settings[i]);
		const char *last = values.n > 0 ? values.v[values.n - 1] : "";

		if (address_split(last).port == port || strtol(last, NULL, 10) == port)
			return true;
	}
	if (swarm && (port == 2377 || port == 7946))
		return true;
	for (size_t i = 0; swarm && i < e->swarm_remote_managers.n; i++) {
		if (address_split(e->swarm_remote_managers.v[i]).port == port)
			return true;
	}
	return false;
}

/* Without a look at dockerd's descriptors no listener can be told to be its own. */
static bool
sees_sockets(const struct facts *f)
{
	const struct host_facts *h = &f->host;
	bool read = false;

	for (size_t i = 0; i < h->sockets_read.n; i++)
		read = read || strcmp(h->sockets_read.v[i], "dockerd") == 0;
	for (size_t i = 0; i < h->sockets_unreadable.n; i++)
		read = read && strcmp(h->sockets_unreadable.v[i], "dockerd") != 0;
	return read && h->sockets_unreadable.seen == SEEN;
}

/* What systemd was told to listen on, for those who cannot see the sockets themselves. */
static bool
add_from_unit(struct judge *j, const struct facts *f, struct endpoints *all,
    const struct in_force *tls, const struct in_force *verify)
{
	const struct unit_facts *unit = &f->host.socket_unit;

	if (unit->origin.state != DOC_OK) {
		if (judge_can_read(j, &f->host.sockets_origin))
			judge_error(
			    j, "systemd holds the daemon's sockets: only root can see which");
		return false;
	}
	for (size_t i = 0; i < unit->n; i++) {
		const struct unit_setting *s = &unit->v[i];
		const char *where;

		if (strcmp(s->section, "Socket") != 0 || strcmp(s->key, "ListenStream") != 0 ||
		    strchr("/@%", s->value[0]) != NULL)
			continue;
		where = s->value[strspn(s->value, "0123456789")] == '\0'
			    ? judge_fmt(j, "tcp://[::]:%s", s->value)
			    : judge_fmt(j, "tcp://%s", s->value);
		add(all, (struct endpoint){ where, "ListenStream", s->file, address_split(where),
			     by_settings(tls, verify, false) });
	}
	return true;
}

/* What the kernel shows beside that: a socket of systemd's, or of settings that were changed. */
static bool
add_from_kernel(struct judge *j, const struct facts *f, struct endpoints *all)
{
	struct in_force tls = { NULL, NULL }, verify = { NULL, NULL };
	bool good = true, blind = false;

	if (!judge_can_read(j, &f->host.listen_origin) || !reads_setting(j, f, "tls", &tls) ||
	    !reads_setting(j, f, "tlsverify", &verify))
		return false;
	for (size_t i = 0; i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];
		bool ours = l->pid.seen == SEEN && f->daemon.pid.seen == SEEN &&
			    l->pid.v == f->daemon.pid.v;
		const char *where = judge_fmt(j,
		    strchr(l->address, ':') != NULL ? "tcp://[%s]:%lld" : "tcp://%s:%lld",
		    l->address, (long long)l->port);

		if (strcmp(l->proto, "tcp") != 0 || has_port(all, (long)l->port))
			continue;
		if (l->pid.seen != SEEN && (l->port == 2375 || l->port == 2376)) {
			judge_error(j, "who listens on %s could not be seen", where);
			good = false;
		}
		if (!ours || is_explained(f, (long)l->port))
			continue;
		if (f->engine.swarm_state.seen != SEEN && l->port != 2375 && l->port != 2376)
			blind = true; /* it may be Swarm's */
		else
			add(all, (struct endpoint){ where, "listener", f->host.listen_origin.source,
				     address_split(where), by_settings(&tls, &verify, false) });
	}
	if (blind) {
		if (judge_can_read(j, &f->engine.info_origin))
			judge_error(j, "whether Swarm listens here could not be read");
		good = false;
	}
	if (all->by_systemd && good && !sees_sockets(f))
		good = add_from_unit(j, f, all, &tls, &verify);
	return good;
}

/* All that can be known; false: some of it could not, and that is said. */
static bool
find_endpoints(struct judge *j, const struct facts *f, struct endpoints *all)
{
	*all = (struct endpoints){ .n = 0 };
	all->tells_warnings =
	    f->engine.info_origin.state == DOC_OK && f->engine.warnings.seen != UNSEEN;
	add_from_warnings(j, f, all);
	return add_from_settings(j, f, all) && add_from_kernel(j, f, all);
}

/* ---- 2.7, D-05 ------------------------------------------------------------------------------ */

static void
saw_no_tcp(struct judge *j, const struct facts *f, struct finding *finding)
{
	struct fact_list hosts = setting_values(f, "hosts");

	judge_saw(j, finding, "hosts", "dockerd's command line and configuration",
	    hosts.n > 0 ? judge_join(j, &hosts) : "not set (the UNIX socket)", "no TCP");
	judge_saw(j, finding, "listeners of dockerd", f->host.listen_origin.source,
	    "none on TCP that serves the API", "no TCP");
}

void
check_remote_api(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const meanings[] = { "asks for client certificates",
		"lets in whoever can reach it: clients are not verified",
		"lets in whoever can reach it, without TLS" };
	static const char *const actual[] = { "tlsverify", "tls", "no TLS" };
	struct endpoints all;
	bool complete;

	(void)arg;
	complete = find_endpoints(j, f, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct endpoint *e = &all.v[i];
		const char *meaning = meanings[e->openness];

		judge_saw(j,
		    e->openness == VERIFIED ? judge_pass(j, "%s %s", e->where, meaning)
					    : judge_warn(j, e->where, "%s %s", e->where, meaning),
		    e->what, e->source, judge_fmt(j, "%s, %s", e->where, actual[e->openness]),
		    "tlsverify, or no TCP listener");
	}
	if (complete && all.n == 0)
		saw_no_tcp(j, f, judge_pass(j, "the API listens on UNIX sockets only"));
}

static void
exposed_api(struct judge *j, const struct facts *f, const void *arg)
{
	struct endpoints all;
	size_t n = 0;
	bool complete;

	(void)arg;
	complete = find_endpoints(j, f, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct endpoint *e = &all.v[i];

		if (address_is_loopback(e->address.host))
			continue;
		n++;
		judge_saw(j,
		    judge_warn(j, e->where, "the API is offered to the network on %s", e->where),
		    e->what, e->source, e->where, "UNIX sockets, ssh, or a loopback address");
	}
	if (complete && n == 0 && all.n == 0) {
		saw_no_tcp(j, f, judge_pass(j, "the API listens on UNIX sockets only"));
	} else if (complete && n == 0) {
		struct finding *found = judge_pass(j, "the API can be reached from this host only");

		for (size_t i = 0; i < all.n; i++)
			judge_saw(j, found, all.v[i].what, all.v[i].source, all.v[i].where,
			    "a loopback address");
	}
}

/* ---- 2.12, 2.18, D-27, D-29 ----------------------------------------------------------------- */

void
check_authorization(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *plugins = &f->engine.authorization_plugins;

	(void)arg;
	if (!knows_info(j, f, plugins->seen, true, "Plugins.Authorization"))
		return;
	judge_saw(j,
	    plugins->n > 0 ? judge_pass(j, "requests need a plugin's leave")
			   : judge_warn(j, "", "who reaches the API may ask for everything"),
	    "Plugins.Authorization", f->engine.info_origin.source, judge_join(j, plugins),
	    "a plugin");
}

void
check_experimental(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_bool *on = &f->engine.experimental;

	(void)arg;
	if (!knows_info(j, f, on->seen, false, "ExperimentalBuild"))
		return;
	judge_saw(j,
	    on->v ? judge_warn(j, "", "experimental features are on%s",
			drift(j, f, "experimental", "true"))
		  : judge_pass(j, "experimental features are off"),
	    "ExperimentalBuild", f->engine.info_origin.source, on->v ? "true" : "false", "false");
}

/* A warning without what changes in it from host to host: its first line, without an address. */
static const char *
warning_key(struct judge *j, const char *warning)
{
	size_t n;
	const char *at;

	while (*warning == '\n' || *warning == ' ')
		warning++;
	at = strstr(warning, " on http");
	n = at != NULL ? (size_t)(at - warning) : strcspn(warning, "\n");
	return judge_fmt(j, "%.*s", (int)(n < 100 ? n : 100), warning);
}

static void
engine_warnings(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *warnings = &f->engine.warnings;

	(void)arg;
	/* null is how the engine writes an empty list */
	if (!knows_info(j, f, warnings->seen, true, "Warnings"))
		return;
	for (size_t i = 0; i < warnings->n && i < WARNINGS_MAX; i++) {
		const char *key = warning_key(j, warnings->v[i]);
		bool repeated = false;

		for (size_t k = 0; k < i && !repeated; k++)
			repeated = strcmp(warning_key(j, warnings->v[k]), key) == 0;
		if (!repeated)
			judge_saw(j, judge_warn(j, key, "the engine says: %s", warnings->v[i]),
			    "Warnings", f->engine.info_origin.source, warnings->v[i], "none");
	}
	if (warnings->n == 0)
		judge_saw(j, judge_pass(j, "the engine has no warnings"), "Warnings",
		    f->engine.info_origin.source, "none", "none");
}

/* What MinAPIVersion is unless somebody lowers it; 0: of a version after this program's. */
static int
lowest_minor(int version)
{
	if (version < 2500)
		return 12;
	if (version < 2900)
		return 24;
	if (version < 2903)
		return 44;
	return version < 3000 ? 40 : 0;
}

static void
min_api_version(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	int version = engine_version(f), least;
	long minor;

	(void)arg;
	if (!judge_can_read(j, &e->version_origin) ||
	    !judge_knows(j, e->version.seen, false, "Version", &e->version_origin) ||
	    !judge_knows(j, e->min_api_version.seen, false, "MinAPIVersion", &e->version_origin))
		return;
	minor = strncmp(e->min_api_version.v, "1.", 2) == 0
		    ? strtol(e->min_api_version.v + 2, NULL, 10)
		    : 0;
	least = version != 0 ? lowest_minor(version) : 0;
	if (minor == 0 || least == 0) {
		judge_error(
		    j, "the oldest API of engine %s is not known to this program", e->version.v);
		return;
	}
	judge_saw(j,
	    minor >= least ? judge_pass(j, "the engine speaks no older API than it was made for")
			   : judge_warn(j, "", "the engine was told to speak the old API %s",
				 e->min_api_version.v),
	    "MinAPIVersion", e->version_origin.source, e->min_api_version.v,
	    judge_fmt(j, "1.%d or newer", least));
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-05", .title = "The API is not offered to the network",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS, .related = "2.7,D-27,H-21",
	  .rationale = "Every address that the API listens on can be tried by others; ssh reaches the UNIX socket as well.",
	  .remedy = "Take tcp:// out of the hosts and of docker.socket; use docker -H ssh://USER@HOST instead.",
	  .refs = REFS("NIST 800-53 AC-17", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = exposed_api },
	{ .id = "D-27", .title = "The engine has no warnings",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO, .related = "2.7,2.17,D-05",
	  .rationale = "The engine says itself what it cannot enforce here and what is about to stop working.",
	  .remedy = "See docker info, below \"WARNING\", and put each of them right.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .podman = PODMAN_UNTOLD,
	  .once = engine_warnings },
	{ .id = "D-29", .title = "The engine speaks no older API than it was made for",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO,
	  .rationale = "Old versions of the API lack checks and defaults that newer clients rely on.",
	  .remedy = "Take min-api-version out of daemon.json and DOCKER_MIN_API_VERSION out of the unit; update the clients.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = min_api_version },
};
/* clang-format on */

const struct check_table checks_daemon_api = CHECK_TABLE(checks);
