/*
 * paths.c: where this engine's files are. It may not judge them.
 */
#include "config.h"

#include "paths.h"

#include <string.h>

const char *
setting_in_force(const struct facts *f, const char *name, bool *known)
{
	struct setting s = daemon_setting(&f->daemon, name);

	*known = s.flag_seen != UNSEEN && (s.flag_seen == SEEN || s.file_seen != UNSEEN);
	if (s.flag_seen == SEEN)
		return s.flag.v[s.flag.n - 1];
	return s.file_seen == SEEN && s.file.n > 0 ? s.file.v[s.file.n - 1] : NULL;
}

static void
add(struct places *p, const struct file_facts *file)
{
	if (file->origin.state == DOC_GONE || p->n == PLACES_MAX)
		return;
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->v[i]->real, file->real) == 0)
			return;
	}
	p->v[p->n++] = file;
}

static void
add_path(struct places *p, const struct facts *f, const char *path)
{
	if (path != NULL && path[0] == '/')
		add(p, facts_file(f, path));
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

static void
add_units(struct judge *j, struct places *p, const struct facts *f, const char *unit)
{
	static const char *const dirs[] = { "/etc/systemd/system", "/run/systemd/system",
		"/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system" };

	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		const char *path = judge_fmt(j, "%s/%s", dirs[i], unit);
		struct file_list drop_ins = facts_tree(f, judge_fmt(j, "%s.d", path));

		add_path(p, f, path);
		for (size_t k = 0; k < drop_ins.n; k++)
			add(p, &drop_ins.v[k]);
	}
	p->why_none = judge_fmt(j, "there is no unit %s", unit);
}

static void
add_sockets(struct places *p, const struct facts *f)
{
	struct setting s = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &s.flag, &s.file };

	if (strncmp(f->endpoint, "unix://", 7) == 0)
		add_path(p, f, facts_path_below_root(f, f->endpoint + 7));
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			if (strncmp(lists[k]->v[i], "unix://", 7) == 0)
				add_path(p, f, lists[k]->v[i] + 7);
		}
	}
	if (p->n == 0)
		add_path(p, f, "/run/docker.sock");
	p->why_none = "the engine has no UNIX socket";
}

static void
add_containerd_socket(struct places *p, const struct facts *f)
{
	bool known;
	const char *address = setting_in_force(f, "containerd", &known);

	if (address != NULL)
		add_path(p, f, address);
	else if (f->engine.containerd_address.seen == SEEN)
		add_path(p, f, f->engine.containerd_address.v);
	else
		add_path(p, f, "/run/containerd/containerd.sock");
	p->why_none = "there is no containerd socket where it is expected";
}

static void
add_tls(struct judge *j, struct places *p, const struct facts *f, const char *setting)
{
	bool known, known2;
	const char *path = setting_in_force(f, setting, &known);

	p->why_none = "TLS is not set up for the API";
	if (!known)
		judge_error(j, "whether the daemon uses TLS could not be seen"), p->why_none = NULL;
	else if (path == NULL && setting_in_force(f, "tlsverify", &known2) != NULL)
		add_path(p, f,
		    strcmp(setting, "tlscacert") == 0 ? "/root/.docker/ca.pem"
		    : strcmp(setting, "tlscert") == 0 ? "/root/.docker/cert.pem"
						      : "/root/.docker/key.pem");
	else
		add_path(p, f, path);
}

static void
add_certs(struct judge *j, struct places *p, const struct facts *f)
{
	struct file_list tree = facts_tree(f, "/etc/docker/certs.d");

	p->why_none = "there are no registry certificates in /etc/docker/certs.d";
	if (tree.origin.state != DOC_GONE && !judge_can_read(j, &tree.origin)) {
		p->why_none = NULL;
		return;
	}
	for (size_t i = 0; i < tree.n; i++) {
		if (tree.v[i].type != FILE_DIR)
			add(p, &tree.v[i]);
	}
}

/* What --config of the running containerd says, or its default. */
static const char *
containerd_config(const struct facts *f)
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

struct places
find_places(struct judge *j, const struct facts *f, enum place place)
{
	static const struct {
		enum place place;
		const char *path;
	} fixed[] = {
		{ PLACE_RUN_CONTAINERD, "/run/containerd" },
		{ PLACE_ETC_DOCKER, "/etc/docker" },
		{ PLACE_DEFAULT, "/etc/default/docker" },
		{ PLACE_SYSCONFIG, "/etc/sysconfig/docker" },
	};
	struct places p = { .n = 0 };

	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
		if (fixed[i].place != place)
			continue;
		add_path(&p, f, fixed[i].path);
		p.why_none = judge_fmt(j, "there is no %s", fixed[i].path);
	}
	if (place == PLACE_CONTAINERD_CONFIG) {
		add_path(&p, f, containerd_config(f));
		p.why_none = "containerd has no configuration file";
	} else if (place == PLACE_DOCKERD)
		add_program(j, &p, f, &f->daemon.exe, "dockerd");
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
		add_units(j, &p, f, "docker.service");
	else if (place == PLACE_SOCKET_UNIT)
		add_units(j, &p, f, "docker.socket");
	else if (place == PLACE_API_SOCKETS)
		add_sockets(&p, f);
	else if (place == PLACE_CONTAINERD_SOCKET)
		add_containerd_socket(&p, f);
	else if (place == PLACE_TLS_CA)
		add_tls(j, &p, f, "tlscacert");
	else if (place == PLACE_TLS_CERT)
		add_tls(j, &p, f, "tlscert");
	else if (place == PLACE_TLS_KEY)
		add_tls(j, &p, f, "tlskey");
	else if (place == PLACE_CERTS)
		add_certs(j, &p, f);
	else if (place == PLACE_DAEMON_JSON) {
		add_path(&p, f, f->daemon.config_path);
		p.why_none = judge_fmt(j, "there is no %s", f->daemon.config_path);
	} else if (place == PLACE_DATA_ROOT) {
		if (judge_knows(j, f->engine.root_dir.seen, false, "DockerRootDir",
			&f->engine.info_origin)) {
			add_path(&p, f, f->engine.root_dir.v);
			p.why_none = "the data root is not there";
		}
	}
	return p;
}
