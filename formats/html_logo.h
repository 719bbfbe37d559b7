/*
 * html_logo.h: a picture for the cover of the HTML report.
 */
#ifndef DOCKASSAY_HTML_LOGO_H
#define DOCKASSAY_HTML_LOGO_H

#include "base/arena.h"
#include "base/err.h"

/*
 * A PNG, JPEG or SVG file as a data: URI, in the arena. NULL, with EXIT_USAGE, for what is none of
 * them or larger than 512 KiB: the file's content decides, not its name.
 */
const char *html_logo(struct arena *a, const char *path, struct err *err);

#endif
