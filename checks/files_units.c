/*
 * files_units.c: F-01 to F-04, F-15: what units, environment files and containerd's configuration
 * say, and who can change it. Reads facts only.
 */
#include "config.h"

#include "guard.h"
#include "paths.h"
#include "tables.h"
#include "syntax/unit_file.h"

#include <stdlib.h>
#include <string.h>

#define FILE_NEEDS (NEEDS_INFO | NEEDS_FILES | NEEDS_CONFIG)

/* ---- F-01, F-02 ----------------------------------------------------------------------------- */

static void
containerd_config_guard(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 07133, .root_group = true };
	struct places places = find_places(j, f, PLACE_CONTAINERD_CONFIG);

	(void)arg;
	for (size_t i = 0; i < places.n; i++)
		judge_guard(j, f, places.v[i], &guard);
	if (places.n == 0 && places.why_none != NULL)
		judge_skip(j, "%s", places.why_none);
}

/* A setting under the name that it has had, and under the plugin's since version 4. */
static const char *
containerd_setting(
    const struct facts *f, const char *old, const char *plugin, const struct unit_setting **found)
{
	const char *value = containerd_value(f, old, found);

	return value != NULL ? value : containerd_value(f, plugin, found);
}

static bool
is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strncmp(address, "localhost:", 10) == 0 ||
	       strncmp(address, "[::1]:", 6) == 0;
}

static void
warn_containerd(struct judge *j, const struct unit_setting *s, const char *why)
{
	judge_saw_line(j, judge_warn(j, s->key, "%s %s", s->value, why), s->key, s->file, s->line,
	    s->value, "not set");
}

static void
containerd_endpoints(struct judge *j, const struct facts *f, const void *arg)
{
	const struct containerd_config *c = &f->host.containerd;
	const struct unit_setting *tcp = NULL, *ca = NULL, *metrics = NULL, *uid = NULL,
				  *gid = NULL;
	size_t warned = 0;

	(void)arg;
	if (c->origin.state == DOC_GONE) {
		judge_skip(j, "there is no %s: containerd's defaults have none", c->path);
		return;
	}
	judge_about_file(j, c->path);
	if (!judge_can_read(j, &c->origin))
		return;
	containerd_setting(
	    f, "grpc.tcp_address", "plugins.io.containerd.server.v1.grpc-tcp.address", &tcp);
	containerd_setting(
	    f, "grpc.tcp_tls_ca", "plugins.io.containerd.server.v1.grpc-tcp.tls_ca", &ca);
	containerd_setting(
	    f, "metrics.address", "plugins.io.containerd.server.v1.metrics.address", &metrics);
	containerd_setting(f, "debug.uid", "plugins.io.containerd.server.v1.debug.uid", &uid);
	containerd_setting(f, "debug.gid", "plugins.io.containerd.server.v1.debug.gid", &gid);
	if (tcp != NULL && tcp->value[0] != '\0' && (ca == NULL || ca->value[0] == '\0'))
		warned++, warn_containerd(j, tcp, "serves the API without asking for certificates");
	if (metrics != NULL && metrics->value[0] != '\0' && !is_loopback(metrics->value))
		warned++, warn_containerd(j, metrics, "shows metrics to the network");
	if (uid != NULL && strcmp(uid->value, "0") != 0)
		warned++, warn_containerd(j, uid, "is a user who may use the debug socket");
	if (gid != NULL && strcmp(gid->value, "0") != 0)
		warned++, warn_containerd(j, gid, "is a group that may use the debug socket");
	if (warned == 0)
		judge_saw(j, judge_pass(j, "containerd serves its UNIX socket only"), "content",
		    c->path, judge_fmt(j, "%zu settings", c->n),
		    "no TCP address, no debug socket for others");
}

/* ---- F-03 ----------------------------------------------------------------------------------- */

static void
rootless_settings(struct judge *j, const struct facts *f, const void *arg)
{
	size_t some = 0;

	(void)arg;
	if (!judge_can_see_homes(j, f))
		return;
	for (size_t i = 0; i < f->host.n_homes; i++) {
		const struct home_facts *home = &f->host.homes[i];
		const struct guard guard = {
			.forbidden = 0022, .n_users = home->n_users, .users = home->users
		};
		const char *dir = home_path(j, home, ".config/");

		if (!judge_can_see_home(j, home)) {
			some++;
			continue;
		}
		for (size_t k = 0; k < home->n_files; k++) {
			if (strncmp(home->files[k].path, dir, strlen(dir)) != 0)
				continue;
			some++;
			judge_guard(j, f, &home->files[k], &guard);
		}
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no local user has settings for an engine of their own");
}

/* ---- F-04 ----------------------------------------------------------------------------------- */

static bool
looks_secret(const char *value)
{
	return strstr(value, "<masked") != NULL;
}

static void
warn_secret(struct judge *j, const char *name, const char *file, int64_t line)
{
	judge_saw_line(j, judge_warn(j, name, "%s holds what looks like a secret", name), name,
	    file, line, "a value that is masked", "no secret");
}

static void
judge_environment_file(struct judge *j, const struct environment_file *e)
{
	size_t warned = 0;

	judge_about_file(j, e->path);
	if (!judge_can_read(j, &e->file->content_origin))
		return;
	for (size_t i = 0; i < e->n; i++) {
		if (!looks_secret(e->v[i].value))
			continue;
		warned++;
		warn_secret(j, e->v[i].key, e->path, e->v[i].line);
	}
	if (warned == 0)
		judge_saw(j, judge_pass(j, "no value in it looks like a secret"), "content",
		    e->path, judge_fmt(j, "%zu variables", e->n), "no secret by name or by look");
}

/* Environment="A=b" "C=d": one setting, several variables. */
static void
judge_unit_environment(struct judge *j, const struct facts *f)
{
	const struct unit_facts *u = &f->host.service;
	size_t warned = 0, seen = 0;

	judge_about_host(j);
	if (u->origin.state == DOC_GONE || !judge_can_read(j, &u->origin))
		return;
	for (size_t i = 0; i < u->n; i++) {
		struct fact_list words;

		if (strcmp(u->v[i].key, "Environment") != 0)
			continue;
		words = unit_words(f->arena, u->v[i].value);
		judge_about_file(j, u->v[i].file);
		for (size_t k = 0; k < words.n; k++) {
			const char *name =
			    judge_fmt(j, "%.*s", (int)strcspn(words.v[k], "="), words.v[k]);

			seen++;
			if (!looks_secret(words.v[k]))
				continue;
			warned++;
			warn_secret(j, name, u->v[i].file, u->v[i].line);
		}
	}
	if (warned == 0 && u->n_fragments > 0) {
		judge_about_file(j, u->fragments[0]->path);
		judge_saw(j, judge_pass(j, "no variable that it sets looks like a secret"),
		    "Environment", u->fragments[0]->path, judge_fmt(j, "%zu variables", seen),
		    "no secret by name or by look");
	}
}

static void
environment_secrets(struct judge *j, const struct facts *f, const void *arg)
{
	size_t some = f->host.service.origin.state != DOC_GONE;

	(void)arg;
	for (size_t i = 0; i < f->host.n_environment_files; i++) {
		const struct environment_file *e = &f->host.environment_files[i];

		if (e->file->origin.state == DOC_GONE)
			continue;
		some++;
		judge_environment_file(j, e);
	}
	judge_unit_environment(j, f);
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "there is no docker.service, and no environment file of the daemon");
}

/* ---- F-15 ----------------------------------------------------------------------------------- */

static void
judge_socket_mode(struct judge *j, const struct unit_facts *u)
{
	const struct unit_setting *s = NULL;
	const char *text = unit_value(u, "Socket", "SocketMode", &s);
	char *end;
	unsigned long mode;

	if (text == NULL) {
		judge_saw(j,
		    judge_warn(j, "SocketMode", "has no SocketMode, which means 0666: everybody"),
		    "SocketMode", u->fragments[0]->path, "not set", "0660 or stricter");
		return;
	}
	mode = strtoul(text, &end, 8);
	if (*end != '\0' || end == text) {
		judge_error(j, "SocketMode=%s is no mode", text);
		return;
	}
	judge_saw_line(j,
	    (mode & ~0660ul) == 0
		? judge_pass(j, "gives its sockets mode %04lo", mode)
		: judge_warn(j, "SocketMode", "gives its sockets mode %04lo", mode),
	    "SocketMode", s->file, s->line, text, "0660 or stricter");
}

static void
judge_socket_user(struct judge *j, const struct unit_facts *u)
{
	const struct unit_setting *s = NULL;
	const char *user = unit_value(u, "Socket", "SocketUser", &s);

	/* Without one it is root. */
	if (user != NULL && strcmp(user, "root") != 0 && strcmp(user, "0") != 0)
		judge_saw_line(j, judge_warn(j, "SocketUser", "gives its sockets to %s", user),
		    "SocketUser", s->file, s->line, user, "root");
}

static void
judge_streams(struct judge *j, const struct unit_facts *u)
{
	for (size_t i = 0; i < u->n; i++) {
		const struct unit_setting *s = &u->v[i];

		if (strcmp(s->section, "Socket") != 0 || strcmp(s->key, "ListenStream") != 0 ||
		    s->value[0] == '/' || s->value[0] == '%')
			continue;
		judge_saw_line(j,
		    judge_warn(
			j, s->value, "listens on %s, which no mode of a file guards", s->value),
		    "ListenStream", s->file, s->line, s->value, "paths of UNIX sockets");
	}
}

static void
socket_unit(struct judge *j, const struct facts *f, const void *arg)
{
	const struct unit_facts *u = &f->host.socket_unit;

	(void)arg;
	if (u->origin.state == DOC_GONE || u->masked) {
		judge_skip(j, u->masked ? "docker.socket is masked" : "there is no docker.socket");
		return;
	}
	if (!judge_can_read(j, &u->origin))
		return;
	judge_about_file(j, u->fragments[0]->path);
	judge_socket_mode(j, u);
	judge_socket_user(j, u);
	judge_streams(j, u);
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "F-01", .title = "containerd's configuration is root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "It names programs that containerd runs as root, and addresses where it listens.",
	  .remedy = "chown root:root FILE; chmod 644 FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .once = containerd_config_guard },
	{ .id = "F-02", .title = "containerd serves nothing to the network",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "Its API makes its users root, past all that the daemon checks; and it knows no passwords.",
	  .remedy = "Take tcp_address, the debug socket's uid and gid, and wide metrics addresses out of FILE; restart containerd.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .once = containerd_endpoints },
	{ .id = "F-03", .title = "Settings of rootless engines are their users' alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_HOMES | NEEDS_CONFIG,
	  .rationale = "Who can change them decides what the user's engine runs, and for whom it listens.",
	  .remedy = "chown the file to its user; chmod go-w FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .once = rootless_settings },
	{ .id = "F-04", .title = "Environment files of the daemon hold no secrets",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "Units and their environment files are readable by everybody, and so is what systemctl show says.",
	  .remedy = "Move the value out of FILE: systemd's LoadCredential=, or a proxy that needs no password.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .once = environment_secrets },
	{ .id = "F-15", .title = "docker.socket opens a UNIX socket for root and one group only",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS,
	  .rationale = "systemd makes the API's socket from this unit, with mode 666 where nothing is said, at every start.",
	  .remedy = "systemctl edit docker.socket: SocketMode=0660, SocketUser=root, and a path for ListenStream.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .once = socket_unit },
};
/* clang-format on */

const struct check_table checks_files_units = CHECK_TABLE(checks);
