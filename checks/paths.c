/*
 * paths.c: where this engine's files are. It may not judge them.
 */
#include "config.h"

#include "paths.h"

#include <string.h>

#include "syntax/unit_file.h"

const char *
setting_in_force(const struct facts *f, const char *name, bool *known)
{
	struct setting s = daemon_setting(&f->daemon, name);

	*known = s.flag_seen != UNSEEN && (s.flag_seen == SEEN || s.file_seen != UNSEEN);
	if (s.flag_seen == SEEN)
		return s.flag.v[s.flag.n - 1];
	return s.file_seen == SEEN && s.file.n > 0 ? s.file.v[s.file.n - 1] : NULL;
}

bool
is_daemon_user(const struct facts *f, int64_t uid)
{
	return uid == 0 || (f->daemon.uid.seen == SEEN && f->daemon.uid.v == uid);
}

const char *
unit_path(struct judge *j, const char *value)
{
	return strncmp(value, "%t/", 3) == 0 ? judge_fmt(j, "/run/%s", value + 3) : value;
}

/* Of a link in a tree, what it leads to is what counts: the link's own mode says nothing. */
static void
append(struct places *p, const struct facts *f, const struct file_facts *file)
{
	if (file->type == FILE_SYMLINK && file->target != NULL)
		file = file->target;
	if (file->origin.state == DOC_GONE)
		return;
	p->v = arena_grow(f->arena, p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = file;
}

static void
add(struct places *p, const struct facts *f, const struct file_facts *file)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->v[i]->real, file->real) == 0)
			return;
	}
	append(p, f, file);
}

static void
add_path(struct places *p, const struct facts *f, const char *path)
{
	if (path != NULL && path[0] == '/')
		add(p, f, facts_file(f, path));
}

/* The other programs of an engine lie beside it, as a rule: /usr/local/bin, /opt/docker/bin ... */
static void
add_beside(struct judge *j, struct places *p, const struct facts *f, const struct fact_str *exe,
    const char *name)
{
	const char *last = exe->seen == SEEN ? strrchr(exe->v, '/') : NULL;

	if (last != NULL)
		add_path(p, f, judge_fmt(j, "%.*s/%s", (int)(last - exe->v), exe->v, name));
}

static void
add_program(struct judge *j, struct places *p, const struct facts *f, const struct fact_str *exe,
    const char *name)
{
	if (exe != NULL && exe->seen == SEEN) {
		add_path(p, f, exe->v);
		return;
	}
	add_path(p, f, judge_fmt(j, "/usr/bin/%s", name));
	add_path(p, f, judge_fmt(j, "/usr/sbin/%s", name));
	if (p->n == 0)
		add_beside(j, p, f, &f->daemon.exe, name);
	if (p->n == 0)
		add_beside(j, p, f, &f->daemon.containerd_exe, name);
	p->why_none = judge_fmt(
	    j, "%s is not installed in /usr/bin or /usr/sbin, nor beside the engine", name);
}

/* It runs, so it is somewhere: only where is not known. */
static void
add_dockerd(struct judge *j, struct places *p, const struct facts *f)
{
	add_program(j, p, f, &f->daemon.exe, "dockerd");
	if (p->n > 0)
		return;
	judge_error(j, "where the dockerd program is could not be seen");
	p->why_none = NULL;
}

/* A directory whose contents are not known may hold what should be judged. */
static void
demand_tree(struct judge *j, struct places *p, const struct facts *f, const char *dir)
{
	struct file_list tree = facts_tree(f, dir);

	if (tree.origin.state == DOC_OK || tree.origin.state == DOC_GONE)
		return;
	judge_about_file(j, dir);
	judge_can_read(j, &tree.origin);
	p->why_none = NULL;
}

/* Every file of this name, in force or not, and the drop-ins that are in force. */
static void
add_units(struct judge *j, struct places *p, const struct facts *f, const struct unit_facts *u)
{
	const char *type = strrchr(u->name, '.') + 1;

	p->why_none = u->masked ? judge_fmt(j, "%s is masked", u->name)
				: judge_fmt(j, "there is no unit %s", u->name);
	for (size_t i = 0; unit_dirs[i] != NULL; i++) {
		const struct file_facts *file =
		    facts_file(f, judge_fmt(j, "%s/%s", unit_dirs[i], u->name));

		/* A link to /dev/null is how a unit is masked. */
		if (file->origin.state != DOC_OK || file->type == FILE_REGULAR)
			add(p, f, file);
	}
	for (size_t i = 0; i < u->n_drop_ins; i++) {
		if (u->drop_ins[i]->origin.state != DOC_OK || u->drop_ins[i]->type == FILE_REGULAR)
			add(p, f, u->drop_ins[i]);
	}
	for (size_t i = 0; unit_dirs[i] != NULL; i++) {
		demand_tree(j, p, f, judge_fmt(j, "%s/%s.d", unit_dirs[i], u->name));
		demand_tree(j, p, f, judge_fmt(j, "%s/%s.d", unit_dirs[i], type));
	}
}

static void
add_unit_sockets(struct judge *j, struct places *p, const struct facts *f)
{
	const struct unit_facts *u = &f->host.socket_unit;

	for (size_t i = 0; i < u->n; i++) {
		if (strcmp(u->v[i].section, "Socket") == 0 &&
		    strcmp(u->v[i].key, "ListenStream") == 0)
			add_path(p, f, unit_path(j, u->v[i].value));
	}
}

static void
add_sockets(struct judge *j, struct places *p, const struct facts *f)
{
	struct setting s = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &s.flag, &s.file };

	add_path(p, f, facts_engine_socket(f));
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			const char *host = lists[k]->v[i];

			if (strcmp(host, "unix://") == 0)
				add_path(p, f, "/run/docker.sock");
			else if (strncmp(host, "unix://", 7) == 0)
				add_path(p, f, host + 7);
			else if (strncmp(host, "fd://", 5) == 0)
				add_unit_sockets(j, p, f);
		}
	}
	if (p->n == 0 && s.flag.n + s.file.n == 0)
		add_path(p, f, "/run/docker.sock");
	p->why_none = "the engine has no UNIX socket";
	if (p->n == 0 && s.flag_seen == UNSEEN) {
		judge_error(j, "where the daemon listens is not known: its command line could not "
			       "be read");
		p->why_none = NULL;
	}
}

static bool
is_socket(const struct facts *f, const char *path)
{
	const struct file_facts *file = facts_file(f, path);

	/* What cannot be looked at may be one. */
	return file->origin.state == DOC_OK ? file->type == FILE_SOCKET
					    : file->origin.state != DOC_GONE;
}

/* Where the daemon was told, or says, it is; else the system's, else the daemon's own. */
static void
add_containerd_socket(struct judge *j, struct places *p, const struct facts *f)
{
	bool known, known_root;
	const char *address = setting_in_force(f, "containerd", &known);
	const char *exec_root = setting_in_force(f, "exec-root", &known_root);
	const char *defaults[] = { "/run/containerd/containerd.sock",
		judge_fmt(j, "%s/containerd/containerd.sock",
		    exec_root != NULL ? exec_root : "/run/docker") };

	p->why_none = "there is no containerd socket where it is expected";
	if (f->engine.is_podman)
		return;
	if (address == NULL && f->engine.containerd_address.seen == SEEN)
		address = f->engine.containerd_address.v;
	if (address != NULL && address[0] != '\0') {
		add_path(p, f, strncmp(address, "unix://", 7) == 0 ? address + 7 : address);
		return;
	}
	for (size_t i = 0; i < 2 && p->n == 0; i++) {
		if (is_socket(f, defaults[i]))
			add_path(p, f, defaults[i]);
	}
	if (p->n > 0 || known)
		return;
	judge_error(j, "where containerd listens is not known: the daemon's command line and "
		       "configuration could not be read");
	p->why_none = NULL;
}

/* The TLS file that a setting names. The daemon must have it; only its place may be unknown. */
static void
add_named_tls(struct judge *j, struct places *p, const struct facts *f, const char *path)
{
	if (path[0] != '/')
		judge_error(
		    j, "%s is relative to a directory of the daemon that is not known", path);
	else if (facts_file(f, path)->origin.state == DOC_GONE)
		judge_error(j, "%s, which the daemon was told to use, is not there", path);
	else
		add_path(p, f, path);
	p->why_none = NULL;
}

static void
add_tls(
    struct judge *j, struct places *p, const struct facts *f, const char *setting, const char *file)
{
	bool known, known_verify, known_tls;
	const char *path = setting_in_force(f, setting, &known);
	const char *verify = setting_in_force(f, "tlsverify", &known_verify);
	const char *tls = setting_in_force(f, "tls", &known_tls);
	bool on = (verify != NULL && strcmp(verify, "true") == 0) ||
		  (tls != NULL && strcmp(tls, "true") == 0 && strcmp(setting, "tlscacert") != 0);

	p->why_none = "TLS is not set up for the API";
	if (!known || !known_verify || !known_tls) {
		judge_error(j, "whether the daemon uses TLS could not be seen");
		p->why_none = NULL;
	} else if (path != NULL && path[0] != '\0') {
		add_named_tls(j, p, f, path);
	} else if (on && f->daemon.uid.seen == SEEN && f->daemon.uid.v == 0) {
		add_named_tls(j, p, f, judge_fmt(j, "/root/.docker/%s", file));
	} else if (on) {
		judge_error(j, "TLS is on, and where the daemon's user has its files is not known");
		p->why_none = NULL;
	}
}

static void
add_certs(struct judge *j, struct places *p, const struct facts *f)
{
	static const char dir[] = "/etc/docker/certs.d";
	struct file_list tree = facts_tree(f, dir);

	p->why_none = "there are no registry certificates in /etc/docker/certs.d";
	demand_tree(j, p, f, dir);
	for (size_t i = 0; i < tree.n; i++) {
		const struct file_facts *file = &tree.v[i];

		if (file->target != NULL && file->target->type == FILE_DIR) {
			judge_about_file(j, file->path);
			judge_error(j, "leads to a directory that was not looked into");
			p->why_none = NULL;
		} else if (file->type != FILE_DIR) {
			append(p, f, file); /* names in a tree do not repeat */
		}
	}
}

static void
add_containerd_config(struct judge *j, struct places *p, const struct facts *f)
{
	const char *path = daemon_containerd_config(f);

	add_path(p, f, path);
	p->why_none = judge_fmt(j, "there is no %s", path);
	if (p->n > 0 || f->daemon.containerd_cmdline.seen == SEEN)
		return;
	if (!judge_can_read(j, &f->host.processes_origin))
		p->why_none = NULL;
}

static void
add_daemon_json(struct judge *j, struct places *p, const struct facts *f)
{
	add_path(p, f, f->daemon.config_path);
	p->why_none = judge_fmt(j, "there is no %s", f->daemon.config_path);
	if (p->n > 0 || f->daemon.config_path_known)
		return;
	judge_error(j, "where the daemon's configuration is is not known: its command line could "
		       "not be read");
	p->why_none = NULL;
}

/* /etc/docker, and the directory of a configuration file elsewhere. */
static void
add_config_dirs(struct judge *j, struct places *p, const struct facts *f)
{
	const char *slash = strrchr(f->daemon.config_path, '/');

	add_path(p, f, "/etc/docker");
	if (slash != NULL && slash != f->daemon.config_path && f->daemon.config_path_known)
		add_path(p, f,
		    judge_fmt(
			j, "%.*s", (int)(slash - f->daemon.config_path), f->daemon.config_path));
	p->why_none = "there is no /etc/docker";
}

/* The engine works in it: where it is not there, these are another system's files. */
static void
add_data_root(struct judge *j, struct places *p, const struct facts *f)
{
	const char *root = f->engine.root_dir.v;

	if (!judge_knows(
		j, f->engine.root_dir.seen, false, "DockerRootDir", &f->engine.info_origin))
		return;
	add_path(p, f, root);
	if (p->n == 0)
		judge_error(j, "the engine's data root %s is not there", root);
}

struct places
find_places(struct judge *j, const struct facts *f, enum place place)
{
	static const struct {
		enum place place;
		const char *path;
	} fixed[] = {
		{ PLACE_RUN_CONTAINERD, "/run/containerd" },
		{ PLACE_DEFAULT, "/etc/default/docker" },
		{ PLACE_SYSCONFIG, "/etc/sysconfig/docker-network" },
		{ PLACE_SYSCONFIG, "/etc/sysconfig/docker-storage" },
		{ PLACE_SYSCONFIG, "/etc/sysconfig/docker" },
	};
	struct places p = { .n = 0 };

	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
		if (fixed[i].place != place)
			continue;
		add_path(&p, f, fixed[i].path);
		p.why_none = judge_fmt(j, "there is no %s", fixed[i].path);
	}
	if (place == PLACE_CONTAINERD_CONFIG)
		add_containerd_config(j, &p, f);
	else if (place == PLACE_DOCKERD)
		add_dockerd(j, &p, f);
	else if (place == PLACE_CONTAINERD)
		add_program(j, &p, f, &f->daemon.containerd_exe, "containerd");
	else if (place == PLACE_SHIM)
		add_program(j, &p, f, NULL, "containerd-shim");
	else if (place == PLACE_SHIM_V1)
		add_program(j, &p, f, NULL, "containerd-shim-runc-v1");
	else if (place == PLACE_SHIM_V2)
		add_program(j, &p, f, NULL, "containerd-shim-runc-v2");
	else if (place == PLACE_RUNC)
		add_program(j, &p, f, NULL, "runc");
	else if (place == PLACE_SERVICE)
		add_units(j, &p, f, &f->host.service);
	else if (place == PLACE_SOCKET_UNIT)
		add_units(j, &p, f, &f->host.socket_unit);
	else if (place == PLACE_API_SOCKETS)
		add_sockets(j, &p, f);
	else if (place == PLACE_CONTAINERD_SOCKET)
		add_containerd_socket(j, &p, f);
	else if (place == PLACE_TLS_CA)
		add_tls(j, &p, f, "tlscacert", "ca.pem");
	else if (place == PLACE_TLS_CERT)
		add_tls(j, &p, f, "tlscert", "cert.pem");
	else if (place == PLACE_TLS_KEY)
		add_tls(j, &p, f, "tlskey", "key.pem");
	else if (place == PLACE_CERTS)
		add_certs(j, &p, f);
	else if (place == PLACE_DAEMON_JSON)
		add_daemon_json(j, &p, f);
	else if (place == PLACE_ETC_DOCKER)
		add_config_dirs(j, &p, f);
	else if (place == PLACE_DATA_ROOT)
		add_data_root(j, &p, f);
	return p;
}
