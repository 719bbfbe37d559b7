/*
 * html_fleet.h: what the template of a merged report may name beyond html_bindings.h: hosts, and
 * how each check stands on each.
 */
#ifndef DOCKASSAY_HTML_FLEET_H
#define DOCKASSAY_HTML_FLEET_H

#include "html_bindings.h"

/* As html_value() and html_list(), for the object itself. False also where there is one host only.
 */
bool html_fleet_value(const struct html_scope *s, const char *name, struct buf *out);
bool html_fleet_list(const struct html_scope *s, const struct html_scope *inner, const char *name,
    void (*each)(void *ctx, const struct html_scope *item), void *ctx);

#endif
