/*
 * collect_kernel.c: which documents about the running kernel, and which surveys of the host's
 * files, are wanted for the needs. It may not judge them.
 */
#include "config.h"

#include "check.h"
#include "collect_internal.h"
#include "host/host_kernel.h"
#include "host/host_survey.h"

static struct document
settings(struct collector *c, struct arena *a)
{
	return kernel_settings(c->host, a, c->dockerd_pid);
}

static struct document
security(struct collector *c, struct arena *a)
{
	return kernel_security(c->host, a);
}

static struct document
modules(struct collector *c, struct arena *a)
{
	return kernel_modules(c->host, a);
}

static struct document
swaps(struct collector *c, struct arena *a)
{
	return kernel_swaps(c->host, a);
}

static struct document
clock_state(struct collector *c, struct arena *a)
{
	return kernel_clock(c->host, a);
}

static struct document
space(struct collector *c, struct arena *a)
{
	static const struct document unknown = { .name = "space:data-root",
		.from = "host",
		.state = DOC_FAILED,
		.problem = "the engine does not say where its data is",
		.body = "" };

	if (c->root_dir == NULL || c->root_dir[0] != '/')
		return unknown;
	return host_space(c->host, a, c->root_dir);
}

static struct document
startup(struct collector *c, struct arena *a)
{
	return survey_startup(c->host, a, &c->masker);
}

static struct document
firewall(struct collector *c, struct arena *a)
{
	return survey_firewall(c->host, a);
}

static struct document
packages(struct collector *c, struct arena *a)
{
	return survey_packages(c->host, a);
}

static const struct wanted {
	unsigned needs; /* any of these */
	struct document (*read)(struct collector *c, struct arena *a);
} wanted[] = {
	{ NEEDS_KERNEL | NEEDS_PROCESSES, settings },
	{ NEEDS_KERNEL, security },
	{ NEEDS_KERNEL, modules },
	{ NEEDS_KERNEL, swaps },
	{ NEEDS_KERNEL, clock_state },
	{ NEEDS_MOUNTS, space },
	{ NEEDS_STARTUP, startup },
	{ NEEDS_FIREWALL, firewall },
	{ NEEDS_RELEASE, packages },
};

int
collect_kernel(struct collector *c, struct err *err)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < sizeof wanted / sizeof wanted[0]; i++) {
		struct arena *a = arena_new();
		struct document doc;

		if (c->options->needs & wanted[i].needs) {
			doc = wanted[i].read(c, a);
			result = collector_emit(c, &doc, err);
		}
		arena_free(a);
	}
	return result;
}
