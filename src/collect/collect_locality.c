/*
 * collect_locality.c: gathers what tells whether the engine's host is this one. It may not decide.
 */
#include "config.h"

#include "collect_internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/sha256.h"
#include "host/container.h"
#include "host/host_proc.h"
#include "syntax/json.h"

#define ID_MAX 256

/* Engines since 23.0 keep their id there; "" where there is none to be read. */
static const char *
id_below(struct collector *c, const char *data_root)
{
	size_t len;
	char *text = data_root[0] == '/'
			 ? host_read(c->host, arena_printf(c->arena, "%s/engine-id", data_root),
			       ID_MAX, &len)
			 : NULL;
	const char *id =
	    text != NULL ? arena_strndup(c->arena, text, strcspn(text, " \t\r\n")) : "";

	free(text);
	return id;
}

/*
 * machine-id(5) asks that the id be kept on its machine. A hash of it tells two of them apart as
 * well. "uninitialized" is what an image has that was never started.
 */
static const char *
machine_id(struct collector *c)
{
	static const char *const files[] = { "/etc/machine-id", "/var/lib/dbus/machine-id" };
	char id[33] = "", hash[65];
	size_t len = 0;
	char *text = NULL;

	for (size_t i = 0; text == NULL && i < sizeof files / sizeof files[0]; i++)
		text = host_read(c->host, files[i], ID_MAX, &len);
	if (text != NULL && strspn(text, "0123456789abcdef") == 32)
		memcpy(id, text, 32);
	free(text);
	if (id[0] == '\0')
		return "";
	sha256_hex_of((const char *const[]){ PACKAGE_NAME, id }, 2, hash);
	return arena_strdup(c->arena, hash);
}

static bool
has_our_mounts(struct collector *c)
{
	char its[64], ours[64];

	return c->dockerd_pid > 0 && host_is_this_machine(c->host) &&
	       proc_readlink(c->host, c->dockerd_pid, "ns/mnt", its, sizeof its) > 0 &&
	       proc_readlink(c->host, (long)getpid(), "ns/mnt", ours, sizeof ours) > 0 &&
	       strcmp(its, ours) == 0;
}

static bool
engine_is_seen(struct collector *c)
{
	const char *socket = engine_socket(c->engine), *comm;
	long pid = socket != NULL && host_is_this_machine(c->host) ? proc_socket_peer(socket) : 0;

	comm = pid > 0 ? proc_comm(c->host, c->arena, pid) : NULL;
	return comm != NULL && (strcmp(comm, "dockerd") == 0 || strcmp(comm, "podman") == 0);
}

/* Is a directory in the mount of "/"? No, where the kernel (before Linux 5.8) does not tell. */
static bool
is_in_root_mount(const char *directory)
{
	struct statx root, other;

	return statx(AT_FDCWD, "/", 0, STATX_MNT_ID, &root) == 0 &&
	       statx(AT_FDCWD, directory, 0, STATX_MNT_ID, &other) == 0 &&
	       root.stx_mask & other.stx_mask & STATX_MNT_ID && root.stx_mnt_id == other.stx_mnt_id;
}

void
collector_locate(struct collector *c, const struct document *version, const struct document *info)
{
	struct err ignored;
	struct arena *a = c->arena;
	/* Where /info is refused, as by a proxy, /version tells the kernel at least. */
	const struct document *of = info->state == DOC_OK ? info : version;
	cJSON *json = json_parse(of->body, of->len, &ignored);
	struct utsname here;
	struct locality_evidence e = {
		.root = c->options->root,
		.root_is_said = c->options->root_is_said,
		.address_is_here = connection_is_here(c->connection),
		.engine_is_seen = engine_is_seen(c),
		.in_container = c->in_container,
		.root_is_no_mount = is_in_root_mount(c->options->root),
		.name = json_text(a, json, "Name"),
		.kernel = json_text(a, json, "KernelVersion"),
		.id = json_text(a, json, "ID"),
		.id_here = id_below(c, json_text(a, json, "DockerRootDir")),
	};

	cJSON_Delete(json);
	c->dockerd_pid =
	    proc_find_dockerd(c->host, a, engine_socket(c->engine), &c->dockerd_problem);
	e.engine_has_our_mounts = e.in_container && has_our_mounts(c);
	uname(&here);
	e.our_name = here.nodename;
	e.our_kernel = here.release;
	c->locality = locality_of(a, &e, &c->elsewhere);
	if (c->locality == HOST_IS_HERE) {
		c->machine = machine_id(c);
	} else {
		c->dockerd_pid = 0;
		c->dockerd_problem = c->elsewhere;
	}
}
