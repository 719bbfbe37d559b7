/*
 * host.h: reads files of the scanned host below its root, and never anything else.
 *
 * Links are followed inside the root only (openat2 with RESOLVE_IN_ROOT): an absolute link means
 * a path below the root. Nothing is written or executed; only regular files are read, up to a
 * limit; other kinds are looked at without being opened.
 */
#ifndef DOCKASSAY_HOST_H
#define DOCKASSAY_HOST_H

#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "document.h"
#include "mask.h"

#define HOST_FILE_MAX ((size_t)4 << 20) /* bytes of one file */
#define HOST_TREE_MAX 4096              /* entries of one tree */

struct host;

/* -1 (EXIT_USAGE) where the root cannot be opened. */
struct host *host_new(const char *root, struct err *err);
void host_free(struct host *h); /* NULL is fine */
bool host_is_this_machine(const struct host *h); /* the root is "/" */

/*
 * The document about one path; `content` asks for what is in it as well, masked unless m is NULL. Everything in the
 * document is in the arena. DOC_GONE: not there.
 */
struct document host_file(struct host *h, struct arena *a, const char *path, bool content,
    const struct masker *m);

/* All below a directory, to a depth of 4, sorted by path. */
struct document host_tree(struct host *h, struct arena *a, const char *path);

/* Reads a small text, such as of /proc; NULL with errno set. The caller frees. */
char *host_read(struct host *h, const char *path, size_t max, size_t *len);

/* Paths of a tree's entries that end in `suffix`; NULL-terminated, in the arena. */
const char *const *host_names(struct host *h, struct arena *a, const char *dir, const char *suffix);

/* openat2() below the root; -1 with errno. For host_proc.c. */
int host_open(struct host *h, const char *path, int flags);

#endif
