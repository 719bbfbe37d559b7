/*
 * host.h: reads files of the scanned host below its root, and never anything else.
 *
 * Links are followed inside the root only (open_in_root.h): an absolute link means
 * a path below the root. Nothing is written or executed; only regular files are read, up to a
 * limit; other kinds are looked at without being opened.
 */
#ifndef DOCKASSAY_HOST_H
#define DOCKASSAY_HOST_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "snapshot/document.h"
#include "snapshot/mask.h"

#define HOST_FILE_MAX ((size_t)4 << 20) /* bytes of one file */
#define HOST_TREE_MAX 4096              /* entries of one tree */

struct host;
struct proc_links;

/* -1 (EXIT_USAGE) where the root cannot be opened. */
struct host *host_new(const char *root, struct err *err);
void host_free(struct host *h); /* NULL is fine */
/* Who reads the links of other processes for it; borrowed. NULL: nobody has to. */
void host_set_links(struct host *h, struct proc_links *links);
bool host_is_this_machine(const struct host *h); /* the root is "/" */

/*
 * The document about one path; `content` asks for what is in it as well, masked unless m is NULL. Everything in the
 * document is in the arena. DOC_GONE: not there.
 */
struct document host_file(struct host *h, struct arena *a, const char *path, bool content,
    const struct masker *m);
/* One that is there by name only: it was not looked at, and `problem` says why. */
struct document host_file_unread(
    struct host *h, struct arena *a, const char *path, const char *problem);

/* The same with another cleaner of contents: what must not leave the host is left out by it. */
typedef void host_cleaner(const struct masker *m, const char *text, size_t n, struct buf *out);
struct document host_file_cleaned(struct host *h, struct arena *a, const char *path,
    host_cleaner *clean, const struct masker *m);

/* As a member of a greater document: where there is no file, with "state" and "problem". */
cJSON *host_entry(struct host *h, struct arena *a, const char *path, host_cleaner *clean,
    const struct masker *m);

/* The same from what stat() said. */
cJSON *host_entry_of(struct host *h, struct arena *a, const char *path, const struct stat *st);

/* State and problem that an errno means. */
void host_set_problem(struct document *doc, struct arena *a, int error);

/* All below a directory, to a depth of 4, sorted by path. */
struct document host_tree(struct host *h, struct arena *a, const char *path);

/* The same for those files of one directory that are called PREFIX*. */
struct document host_tree_of(struct host *h, struct arena *a, const char *path, const char *prefix);

/*
 * Names in one directory, sorted, at most max; NULL with errno where it cannot be read. *left_out
 * says how many more there are.
 */
const char *const *host_list(struct host *h, struct arena *a, const char *dir, size_t max,
    size_t *left_out);

/* The path that a path leads to; NULL with errno. */
const char *host_real(struct host *h, struct arena *a, const char *path);

/* Reads a small text, such as of /proc; NULL with errno set. The caller frees. */
char *host_read(struct host *h, const char *path, size_t max, size_t *len);

/* Paths of a tree's entries that end in `suffix`; NULL-terminated, in the arena. */
const char *const *host_names(struct host *h, struct arena *a, const char *dir, const char *suffix);

/* open() below the root; -1 with errno. */
int host_open(struct host *h, const char *path, int flags);

#endif
