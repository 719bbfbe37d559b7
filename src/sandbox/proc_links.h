/*
 * proc_links.h: where the links of /proc/PID lead to. The kernel shows them to who may trace that
 * process, and Landlock takes that from whoever it holds. So a helper process, which parses nothing
 * and is started before, looks at them: asked for a number and one of a few names, it answers with
 * the link's text.
 */
#ifndef DOCKASSAY_PROC_LINKS_H
#define DOCKASSAY_PROC_LINKS_H

#include <stddef.h>
#include <sys/types.h>

struct proc_links;
struct sandbox_plan;

/* Starts the helper for the /proc below a root; NULL with errno. */
struct proc_links *proc_links_start(const char *root, const struct sandbox_plan *plan);
void proc_links_end(struct proc_links *l); /* NULL is fine */

/*
 * The text of "exe", "root", "ns/pid", "ns/mnt" or "fd/N" of a process, cut at size - 1 bytes and ended with
 * a NUL; its length, or -1 with errno. The first asks the helper, the second looks below a root itself.
 */
ssize_t proc_links_ask(struct proc_links *l, long pid, const char *name, char *out, size_t size);
ssize_t proc_links_read(int root, long pid, const char *name, char *out, size_t size);

/* Many links, without waiting for the answer to each; `each` gets them in order, or NULL with errno. */
struct proc_link { long pid; char name[24]; };
typedef void proc_link_fn(void *ctx, size_t i, const char *text);
void proc_links_ask_all(struct proc_links *l, const struct proc_link *links, size_t n,
    proc_link_fn *each, void *ctx);

#endif
