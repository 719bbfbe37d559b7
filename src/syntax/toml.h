/*
 * toml.h: reads TOML as far as containerd's configuration uses it, flattened into dotted keys.
 *
 * "[grpc]" with "tcp_address = ''" becomes grpc.tcp_address. Elements of arrays share their
 * array's key; tables of an array of tables share its name; quotes are taken off keys and
 * strings; numbers, booleans and dates stay as they are written.
 */
#ifndef DOCKASSAY_TOML_H
#define DOCKASSAY_TOML_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct toml_entry { const char *key, *value; int64_t line; };

struct toml {
	size_t n;
	const struct toml_entry *v;
	int64_t bad_line; /* where the text could not be understood; 0: it was, to its end */
};

struct toml toml_parse(struct arena *a, const char *text);

/* The last entry with this key; NULL: none. */
const struct toml_entry *toml_find(const struct toml *t, const char *key);

#endif
