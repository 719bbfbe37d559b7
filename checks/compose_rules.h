/*
 * compose_rules.h: rules that only Compose files have. What is true of containers as well is judged
 * by the functions of runtime.h.
 */
#ifndef DOCKASSAY_COMPOSE_RULES_H
#define DOCKASSAY_COMPOSE_RULES_H

#include "judge.h"
#include "buildfiles/compose.h"

#define COMPOSE_CHECK(name) \
	void name(struct judge *j, const struct facts *f, const struct container *c)
#define COMPOSE_FILES_CHECK(name) \
	void name(struct judge *j, const struct facts *f, const void *arg)

/* compose_service.c */
COMPOSE_CHECK(compose_unconfined);
COMPOSE_CHECK(compose_namespaces);
COMPOSE_CHECK(compose_user);
COMPOSE_CHECK(compose_ports);
COMPOSE_CHECK(compose_health);
COMPOSE_CHECK(compose_image);
COMPOSE_CHECK(compose_pull);
COMPOSE_CHECK(compose_oom);
COMPOSE_CHECK(compose_logging);
COMPOSE_CHECK(compose_init);
COMPOSE_CHECK(compose_resolver);

/* compose_text.c: what is written in the file, and what is done with it */
COMPOSE_CHECK(compose_secrets);
COMPOSE_CHECK(compose_env_file);
COMPOSE_CHECK(compose_build);
COMPOSE_CHECK(compose_development);
COMPOSE_CHECK(compose_hooks);

/* compose_project.c: the file as a whole */
COMPOSE_FILES_CHECK(compose_hidden_binds);
COMPOSE_FILES_CHECK(compose_secret_sources);
COMPOSE_FILES_CHECK(compose_keys);
COMPOSE_FILES_CHECK(compose_remote);

/* A value that the check looks at is known; otherwise the verdict is given. NULL is known. */
bool compose_knows(struct judge *j, const char *key, const struct yaml *v);

/* true, yes, on, 1 ...: what Compose takes for true, or for no boolean at all. */
bool compose_says_yes(const struct yaml *v);

/* Evidence at the place of a value; where it is NULL, at the service. */
void compose_saw(struct judge *j, struct finding *f, const struct compose_service *s,
    const char *key, const struct yaml *v, const char *actual, const char *expected);

/* The words of a value that holds a secret: "<masked 1a2b3c4d>". */
bool compose_is_masked(const char *text);

#endif
