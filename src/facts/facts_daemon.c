/*
 * facts_daemon.c: finds dockerd among the processes, and joins its command line with its
 * configuration file and with the files that these name. It may not judge a setting.
 */
#include "config.h"

#include <string.h>

#include "facts_internal.h"
#include "facts_settings.h"

#define START_SLACK 1 /* seconds that the kernel's count of a process's start may be off */

/* ---- which process -------------------------------------------------------------------------- */

static const struct process_facts *
only_named(const struct facts *f, const char *comm, size_t *n)
{
	const struct process_facts *found = NULL;

	*n = 0;
	for (size_t i = 0; i < f->host.n_processes; i++) {
		if (strcmp(f->host.processes[i].comm, comm) == 0) {
			++*n;
			found = &f->host.processes[i];
		}
	}
	return *n == 1 ? found : NULL;
}

static const struct process_facts *
find_dockerd(struct facts *f)
{
	struct workings *w = workings_of(f);
	size_t n;

	f->daemon.process_origin = f->host.processes_origin;
	if (f->engine.is_podman)
		f->daemon.process_origin = (struct origin){ DOC_NOT_HERE, "proc:processes",
			"Podman runs without dockerd" };
	if (f->daemon.process_origin.state != DOC_OK)
		return NULL;
	for (size_t i = 0; w->dockerd_pid.seen == SEEN && i < f->host.n_processes; i++) {
		if (f->host.processes[i].pid == w->dockerd_pid.v)
			return &f->host.processes[i];
	}
	if (w->dockerd_pid.seen != SEEN && w->dockerd_problem[0] == '\0' &&
	    only_named(f, "dockerd", &n) != NULL)
		return only_named(f, "dockerd", &n);
	f->daemon.process_origin = (struct origin){ DOC_FAILED, "proc:processes",
		w->dockerd_problem[0] != '\0' ? w->dockerd_problem
					      : "no dockerd process is visible" };
	return NULL;
}

static const struct process_facts *
find_containerd(const struct facts *f)
{
	size_t n;
	const struct process_facts *only = only_named(f, "containerd", &n);

	for (size_t i = 0; n > 1 && i < f->host.n_processes; i++) {
		const struct process_facts *p = &f->host.processes[i];

		if (strcmp(p->comm, "containerd") == 0 && f->daemon.pid.seen == SEEN &&
		    p->ppid == f->daemon.pid.v)
			return p;
	}
	return only;
}

/* ---- what /proc says of it ------------------------------------------------------------------ */

void
decode_dockerd(struct facts *f, const cJSON *json)
{
	static const struct field fields[] = {
		{ "started", FIELD_INT, offsetof(struct daemon_facts, started) },
		{ "limits.files_soft", FIELD_INT, offsetof(struct daemon_facts, files_soft) },
		{ "limits.files_hard", FIELD_INT, offsetof(struct daemon_facts, files_hard) },
		{ "limits.processes_soft", FIELD_INT,
		    offsetof(struct daemon_facts, processes_soft) },
		{ "cgroups", FIELD_LIST, offsetof(struct daemon_facts, cgroups) },
		{ "root", FIELD_STR, offsetof(struct daemon_facts, root) },
	};

	decode_fields(f->arena, json, fields, sizeof fields / sizeof fields[0], &f->daemon);
}

/* dockerd's own proxies only: another engine on the host may have its own. */
static struct fact_bool
proxy_running(const struct facts *f)
{
	struct fact_bool fact = { UNSEEN, false };

	if (f->host.processes_origin.state != DOC_OK || f->daemon.pid.seen != SEEN)
		return fact;
	fact.seen = SEEN;
	for (size_t i = 0; i < f->host.n_processes; i++) {
		const struct process_facts *p = &f->host.processes[i];

		if (strcmp(p->comm, "docker-proxy") == 0 && p->ppid == f->daemon.pid.v)
			fact.v = true;
	}
	return fact;
}

/* ---- files that settings name --------------------------------------------------------------- */

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static void
read_config(struct facts *f, struct settings *s)
{
	struct daemon_facts *d = &f->daemon;
	const struct file_facts *file = facts_file(f, d->config_path);
	const char *text = file->content.seen == SEEN ? file->content.v : "";
	struct err err;
	cJSON *json;

	d->config_origin = file->content_origin;
	d->config_is_newer = d->started.seen == SEEN && file->modified.seen == SEEN &&
			     file->modified.v > d->started.v + START_SLACK;
	if (file->content.seen != SEEN)
		return;
	if (is_blank(text))
		return; /* dockerd takes an empty file for one without settings */
	json = json_parse(text, strlen(text), &err);
	if (!cJSON_IsObject(json)) {
		d->config_origin = (struct origin){ DOC_FAILED, file->origin.source,
			json == NULL ? arena_strdup(f->arena, err.msg) : "not a JSON object" };
		d->config_error_line =
		    (struct fact_int){ SEEN, json_error_line(text, strlen(text)) };
	} else {
		settings_from_config(s, json);
		find_config_problems(f, s, json, text);
	}
	cJSON_Delete(json);
}

static const char *
last_of(const struct setting *s)
{
	if (s->flag_seen == SEEN)
		return s->flag.v[s->flag.n - 1];
	return s->file_seen == SEEN && s->file.n > 0 ? s->file.v[s->file.n - 1] : NULL;
}

/* Any mention of tlsverify, also as false, turns TLS on. */
static bool
has_tls(const struct daemon_facts *d)
{
	struct setting tls = daemon_setting(d, "tls"), verify = daemon_setting(d, "tlsverify");
	const char *on = last_of(&tls);

	return last_of(&verify) != NULL || (on != NULL && strcmp(on, "true") == 0);
}

static void
read_certificates(
    struct facts *f, const char *setting, const char *standard, struct certificate_file *to)
{
	struct setting s = daemon_setting(&f->daemon, setting);
	const struct file_facts *file;

	to->path = last_of(&s);
	if (to->path == NULL && has_tls(&f->daemon))
		to->path = standard;
	if (to->path == NULL)
		return;
	file = facts_file(f, to->path);
	to->origin = file->content_origin;
	if (file->content.seen != SEEN)
		return;
	to->certificates = x509_read(f->arena, file->content.v, strlen(file->content.v));
}

/* The profile of which the engine says that it holds for every container. */
static void
read_seccomp(struct facts *f)
{
	const char *option = engine_security_option(&f->engine, "seccomp");
	const struct file_facts *file;
	struct err err;
	cJSON *json;

	if (option == NULL || strncmp(option, "profile=/", 9) != 0)
		return;
	file = facts_file(f, option + 8);
	f->daemon.seccomp_origin = file->content_origin;
	if (file->content.seen != SEEN)
		return;
	json = json_parse(file->content.v, strlen(file->content.v), &err);
	if (json == NULL) {
		f->daemon.seccomp_origin.state = DOC_FAILED;
		f->daemon.seccomp_origin.problem = "is no JSON file";
	} else {
		f->daemon.seccomp_default_action = json_str(f->arena, json, "defaultAction");
	}
	cJSON_Delete(json);
}

static void
join_files(struct facts *f, struct settings *s)
{
	struct daemon_facts *d = &f->daemon;
	const char *config = settings_flag(s, "config-file");

	d->config_path = config != NULL ? config : "/etc/docker/daemon.json";
	d->config_path_known = d->cmdline.seen == SEEN;
	read_config(f, s);
	if (s->too_many) {
		d->config_origin.state = DOC_FAILED;
		d->config_origin.problem = "has more settings than dockerd knows";
		d->cmdline.seen = UNSEEN;
	}
	d->settings = s->v;
	d->n_settings = s->n;
	read_certificates(f, "tlscacert", "/root/.docker/ca.pem", &d->tls_ca);
	read_certificates(f, "tlscert", "/root/.docker/cert.pem", &d->tls_cert);
	read_seccomp(f);
}

void
join_daemon(struct facts *f)
{
	struct daemon_facts *d = &f->daemon;
	struct settings s = { .arena = f->arena };
	const struct process_facts *p = find_dockerd(f), *containerd;

	if (p != NULL) {
		d->pid = (struct fact_int){ SEEN, p->pid };
		d->uid = p->uid;
		if (p->exe != NULL)
			d->exe = (struct fact_str){ SEEN, p->exe };
		d->cmdline = p->cmdline;
		if (p->cmdline.seen == SEEN)
			settings_from_cmdline(&s, &p->cmdline);
	}
	containerd = find_containerd(f);
	if (containerd != NULL && containerd->exe != NULL)
		d->containerd_exe = (struct fact_str){ SEEN, containerd->exe };
	if (containerd != NULL)
		d->containerd_cmdline = containerd->cmdline;
	d->docker_proxy_running = proxy_running(f);
	join_files(f, &s);
}

void
parse_daemon_command(struct facts *f, struct daemon_facts *d, const struct fact_list *words)
{
	struct settings s = { .arena = f->arena };

	settings_from_cmdline(&s, words);
	d->cmdline = *words;
	d->settings = s.v;
	d->n_settings = s.n;
	d->config_origin.state = DOC_GONE;
}

const char *
daemon_containerd_config(const struct facts *f)
{
	const struct fact_list *words = &f->daemon.containerd_cmdline;

	for (size_t i = 0; i < words->n; i++) {
		if ((strcmp(words->v[i], "--config") == 0 || strcmp(words->v[i], "-c") == 0) &&
		    i + 1 < words->n)
			return words->v[i + 1];
		if (strncmp(words->v[i], "--config=", 9) == 0)
			return words->v[i] + 9;
	}
	return "/etc/containerd/config.toml";
}
