/*
 * endpoint.c: settles which engine is meant, and which TLS files go with it. It may not look into
 * those files, nor connect.
 */
#include "config.h"

#include "endpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "docker_context.h"

/* An empty variable says nothing, as for the docker command. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *
endpoint_file_if_there(struct arena *a, const char *dir, const char *name)
{
	const char *path = arena_printf(a, "%s/%s", dir, name);
	struct stat st;

	/* One that cannot be looked at is there: whoever reads it says why it cannot be. */
	if (dir[0] == '\0' || (stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR)))
		return NULL;
	return path;
}

static bool
begins(const char *text, const char *with)
{
	return text != NULL && strncmp(text, with, strlen(with)) == 0;
}

static bool
names_tls_files(const struct endpoint_options *o)
{
	return o->tls_ca != NULL || o->tls_cert != NULL || o->tls_key != NULL;
}

/*
 * As for the docker command, with one difference: who names a certificate wants TLS, and who names
 * an authority, or the engine's name, wants the engine verified.
 */
static int
settle_tls(struct arena *a, const char *dir, const struct endpoint_options *o, struct endpoint *e,
    struct err *err)
{
	struct tls_settings *tls = &e->tls;
	bool https = begins(e->address, "https://");
	bool asked = o->tls || variable("DOCKER_TLS") != NULL;

	if (!https && !begins(e->address, "tcp://") && !begins(e->address, "http://")) {
		if (o->tls || o->tls_verify || o->tls_name != NULL || names_tls_files(o))
			return err_set(err, EXIT_USAGE,
			    "TLS is for an engine at tcp://host:port: --host says where that is");
		return 0;
	}
	tls->verify = o->tls_verify || variable("DOCKER_TLS_VERIFY") != NULL || o->tls_ca != NULL ||
		      o->tls_name != NULL || (!asked && (names_tls_files(o) || https));
	tls->on = asked || tls->verify;
	tls->name = o->tls_name;
	if (!tls->on)
		return 0;
	if (variable("DOCKER_CERT_PATH") != NULL)
		dir = variable("DOCKER_CERT_PATH");
	tls->ca = o->tls_ca != NULL ? o->tls_ca : endpoint_file_if_there(a, dir, "ca.pem");
	tls->cert = o->tls_cert != NULL ? o->tls_cert : endpoint_file_if_there(a, dir, "cert.pem");
	tls->key = o->tls_key != NULL ? o->tls_key : endpoint_file_if_there(a, dir, "key.pem");
	if (tls->verify && tls->ca == NULL && !https)
		return err_set(err, EXIT_USAGE,
		    "there is no %s/ca.pem to verify the engine with: --tlscacert says where it is",
		    dir);
	return 0;
}

static int
contradiction(const char *context, struct err *err)
{
	return err_set(err, EXIT_USAGE,
	    "the context \"%s\" says how TLS is done: --tls, --tlsverify, --tlscacert, --tlscert "
	    "and --tlskey go with --host or DOCKER_HOST",
	    context);
}

/* Who names the certificate's name wants it looked at. */
static int
unverified(const char *context, struct err *err)
{
	return err_set(err, EXIT_USAGE,
	    "--tls-server-name is for an engine that is verified by TLS, and the context \"%s\" "
	    "has no TLS, or skips verification",
	    context);
}

/* --host and --context contradict each other: the table of options sees to that. */
int
endpoint_resolve(
    struct arena *a, const struct endpoint_options *o, struct endpoint *e, struct err *err)
{
	const char *dir = docker_config_dir(a), *context = o->context;

	*e = (struct endpoint){ .address = o->host, .said_by = "--host" };
	if (o->host == NULL && (context == NULL || strcmp(context, "default") == 0)) {
		e->address = variable("DOCKER_HOST");
		e->said_by = "DOCKER_HOST";
	}
	if (e->address == NULL && context == NULL)
		context = variable("DOCKER_CONTEXT");
	if (e->address == NULL && context == NULL &&
	    docker_context_current(a, dir, &context, err) < 0)
		return -1;
	if (e->address != NULL || context == NULL || strcmp(context, "default") == 0)
		return settle_tls(a, dir, o, e, err);
	if (o->tls || o->tls_verify || names_tls_files(o))
		return contradiction(context, err);
	e->tls.name = o->tls_name;
	if (docker_context_read(a, dir, context, e, err) < 0)
		return -1;
	return o->tls_name == NULL || (e->tls.on && e->tls.verify) ? 0 : unverified(context, err);
}
