/*
 * build_look.h: how a check looks at one Dockerfile: what it goes through, what it finds, and what
 * could not be known. A check is look_begin(), finds, look_end(): PASS is said only there, and only
 * where nothing was found and nothing stayed unknown.
 */
#ifndef DOCKASSAY_BUILD_LOOK_H
#define DOCKASSAY_BUILD_LOOK_H

#include "judge.h"
#include "shell_text.h"
#include "buildfiles/dockerfile.h"

#define LOOK_KEYS_MAX 100 /* findings of one check about one file; the rest is counted */

struct look {
	struct judge *j;
	const struct facts *f;
	const struct dockerfile_facts *facts;
	const struct dockerfile *d;
	struct arena *a;              /* until look_end() */
	size_t at, stage;             /* of look_next(): the stage that its instruction is in */
	size_t n_keys, n_more;
	const char *keys[LOOK_KEYS_MAX];
	size_t n_unknown;
	int64_t unknown_line;
	const char *unknown;          /* the first thing that could not be known */
};

/* False: the file is not written in a known language, or has an error; the verdict is given. */
bool look_begin(struct look *l, struct judge *j, const struct facts *f,
    const struct dockerfile_facts *d);

/* What is found, and where. `key` is made unique by "#2" where there are several alike. */
struct look_item {
	const char *key;
	int64_t line;
	const char *what, *actual, *expected; /* evidence */
};

void look_warn(struct look *l, const struct look_item *item, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void look_note(struct look *l, const struct look_item *item, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void look_unknown(struct look *l, int64_t line, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same for a variable without a value; false where it has one. */
bool look_is_unknown(struct look *l, int64_t line, const char *what, const struct df_value *v);

/* ERROR for what is unknown; PASS where nothing was said; item's key is not used. */
void look_end(struct look *l, const struct look_item *item, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* SKIP where nothing was said and nothing is unknown. */
void look_end_skip(struct look *l, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define KIND(kind) (1u << (kind))

/* The next instruction of these kinds, ONBUILD's included; NULL: no more. */
const struct df_instruction *look_next(struct look *l, unsigned kinds);

size_t look_final(const struct look *l);                   /* the last stage */
bool look_ships(const struct look *l, size_t stage);       /* the final image has it in it */
const char *look_stage_name(struct look *l, size_t stage); /* alias, or "stage 2" */

/*
 * Does the final stage build on a FROM whose variable may name another stage of the file? Then what
 * that one does is not known, which is noted.
 */
bool look_open_base(struct look *l);

/* The last instruction of the kind in force in the final stage, through the stages it builds on. */
const struct df_instruction *look_in_force(const struct look *l, enum df_kind kind);

/*
 * The commands of a RUN. False: there are none that could be read; where that leaves something
 * unknown, it is noted.
 */
bool look_commands(struct look *l, const struct df_instruction *run, struct shell_text *t);
int64_t look_line(const struct df_instruction *run, const struct shell_command *c);

/* The first part of an image's name, without tag and digest; and these. */
struct image_name {
	const char *host;       /* "docker.io" where none is written */
	const char *path;       /* "library/debian" for debian */
	const char *tag;        /* "" */
	const char *digest;     /* "sha256:..."; "" */
};
struct image_name image_name_read(struct arena *a, const char *text);

/* The value of one setting of a flag's list, "from" of "type=bind,from=x"; NULL. */
const char *look_setting(struct arena *a, const char *list, const char *name);

#define DOCKERFILE_CHECK(name) \
	void name(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)

/* build_stages.c */
DOCKERFILE_CHECK(check_final_user);
DOCKERFILE_CHECK(check_final_health);
DOCKERFILE_CHECK(check_one_in_force);
DOCKERFILE_CHECK(check_exec_form);
DOCKERFILE_CHECK(check_expose_ssh);
DOCKERFILE_CHECK(check_expose_valid);
DOCKERFILE_CHECK(check_workdir);
DOCKERFILE_CHECK(check_onbuild);
DOCKERFILE_CHECK(check_maintainer);
DOCKERFILE_CHECK(check_build_rights);
DOCKERFILE_CHECK(check_pragmas);

/* build_images.c */
DOCKERFILE_CHECK(check_tag_pinned);
DOCKERFILE_CHECK(check_digest_pinned);
DOCKERFILE_CHECK(check_registries);
DOCKERFILE_CHECK(check_end_of_life);
DOCKERFILE_CHECK(check_frontend);

/* build_sources.c */
DOCKERFILE_CHECK(check_add_local);
DOCKERFILE_CHECK(check_add_remote);
DOCKERFILE_CHECK(check_secrets);
DOCKERFILE_CHECK(check_credential_files);
DOCKERFILE_CHECK(check_context);

/* build_commands.c: `arg` is a struct run_rule for the first */
DOCKERFILE_CHECK(check_sin);
DOCKERFILE_CHECK(check_pipefail);
DOCKERFILE_CHECK(check_docker_inside);

/* build_packages.c */
DOCKERFILE_CHECK(check_versions_pinned);
DOCKERFILE_CHECK(check_lean_install);
DOCKERFILE_CHECK(check_build_tools);

struct run_rule {
	enum shell_sin sin;
	const char *fault;      /* "a download is piped into a shell" */
	const char *good;       /* "no download is piped into a shell" */
	bool modes;             /* COPY and ADD --chmod are looked at, too */
	bool environment;       /* so are ENV and ARG */
	bool downloads;         /* so is ADD */
};

#endif
