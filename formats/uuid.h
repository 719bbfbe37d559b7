/*
 * uuid.h: identifiers that formats demand and that stay the same for the same thing: version 5 in
 * form, made from a SHA-256 of what they stand for.
 */
#ifndef DOCKASSAY_UUID_H
#define DOCKASSAY_UUID_H

/* Of two texts, such as "observation" and a fingerprint. */
void uuid_of(char uuid[37], const char *kind, const char *name);

#endif
