/*
 * image_step.h: what one step of an image's history is: CreatedBy, taken apart.
 */
#ifndef DOCKASSAY_IMAGE_STEP_H
#define DOCKASSAY_IMAGE_STEP_H

#include <stddef.h>

enum step_kind { STEP_BLANK, STEP_RUN, STEP_ADD, STEP_OTHER };

struct step {
	enum step_kind kind;
	const char *text;      /* of RUN: the shell's; of ADD: what follows it */
	size_t n;
	const char *arguments; /* of RUN: "|2 VERSION=1 NAME=a b ", the build's arguments */
	size_t n_arguments;
};

/*
 * The classic builder writes "/bin/sh -c #(nop)  CMD [...]" and "/bin/sh -c apt-get update",
 * BuildKit "CMD [...]" and "RUN /bin/sh -c apt-get update # buildkit". Anything else is read as a
 * command: RUN in exec form looks like that, and so does what docker commit writes.
 */
struct step step_read(const char *text); /* points into the text */

#endif
