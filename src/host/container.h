/*
 * container.h: does this program run in a container, so that "/" is not the host's?
 */
#ifndef DOCKASSAY_CONTAINER_H
#define DOCKASSAY_CONTAINER_H

#include <stdbool.h>

bool container_is_around_us(void);

/*
 * The same from the text of /proc/self/mountinfo, and whether there is a mark that a runtime leaves
 * (/.dockerenv, /run/.containerenv). A mark alone proves nothing: disk images are made from images
 * of containers. Nor does an overlay as root: live systems have one.
 */
bool container_in_mounts(const char *mountinfo, bool marked);

#endif
