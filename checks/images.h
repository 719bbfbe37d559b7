/*
 * images.h: the functions behind section 4's table, by file.
 */
#ifndef DOCKASSAY_IMAGES_H
#define DOCKASSAY_IMAGES_H

#include "judge.h"
#include "shell_text.h"
#include "base/buf.h"

#define IMAGE_CHECK(name) void name(struct judge *j, const struct facts *f, const struct image *i)
#define IMAGES_CHECK(name) void name(struct judge *j, const struct facts *f, const void *arg)

/* images_config.c: as what, and with what, a container of the image starts */
void check_non_root(struct judge *j, const struct facts *f, const struct container *c);
IMAGE_CHECK(check_image_user);
IMAGE_CHECK(check_image_health);
IMAGE_CHECK(check_exposed_ports); /* arg: struct port_rule */
IMAGE_CHECK(check_image_volumes);
IMAGE_CHECK(check_image_command);
IMAGE_CHECK(check_on_build);
IMAGE_CHECK(check_stop_signal);
IMAGE_CHECK(check_tls_environment);
IMAGE_CHECK(check_loader_environment);
IMAGE_CHECK(check_path_environment);

struct port_rule {
	const char *const *ports; /* NULL-terminated: "22/tcp" */
	const char *what;         /* "SSH" */
};

/* images_history.c: how it was made */
IMAGE_CHECK(check_packages);
IMAGE_CHECK(check_add);
IMAGE_CHECK(check_remote_add);
IMAGE_CHECK(check_image_secrets);
IMAGE_CHECK(check_history_sin); /* arg: struct sin_rule */
IMAGES_CHECK(check_verified_packages);

struct sin_rule {
	enum shell_sin sin;
	const char *says;     /* "runs a script that it downloads" */
	const char *clean;    /* "no step runs a script that it downloads" */
	const char *expected; /* of CreatedBy */
};

/* images_origin.c: where it is from, and by what it is called */
IMAGES_CHECK(check_base_images);
IMAGES_CHECK(check_content_trust);
IMAGES_CHECK(check_validated);
IMAGE_CHECK(check_image_tag);
void check_pinned(struct judge *j, const struct facts *f, const struct container *c);
IMAGE_CHECK(check_registry);

/* images_state.c: how old it is, who uses it, what lies in it */
IMAGES_CHECK(check_rebuilt);
IMAGE_CHECK(check_setid_files);
IMAGES_CHECK(check_dangling);
IMAGE_CHECK(check_image_age);
IMAGE_CHECK(check_provenance);
IMAGE_CHECK(check_image_release);
IMAGE_CHECK(check_platform);
IMAGE_CHECK(check_image_size);
IMAGES_CHECK(check_unused);
IMAGES_CHECK(check_build_cache);

/* images_common.c: what several of these files say in the same way */
#define AGE_MAX_DAYS 90

const char *image_name(const struct image *i);
const char *image_megabytes(struct judge *j, int64_t bytes); /* "1.2 GB", "340 MB" */

/* A few names for a message, and the number of those left out. */
struct names { struct buf text; size_t n; };
#define NAMES_INIT { BUF_INIT(4000), 0 }
void names_add(struct names *names, const char *name);
const char *names_text(struct judge *j, struct names *names); /* ends the list */

bool has_images(struct judge *j, const struct facts *f); /* else the verdict was given */

#endif
