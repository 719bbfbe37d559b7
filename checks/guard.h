/*
 * guard.h: judges whether a file can be changed or read by others than those who may.
 */
#ifndef DOCKASSAY_GUARD_H
#define DOCKASSAY_GUARD_H

#include "judge.h"

struct guard {
	unsigned forbidden;  /* bits of the mode that must not be set */
	bool root_group;     /* the group has to be root, too, where root is the owner */
	bool any_owner;      /* whoever it belongs to; only the mode is judged */
	size_t n_users;      /* these may own it, beside root and the daemon's user */
	const struct account *users;
};

/*
 * One PASS, or a WARN each for owner (key "owner") and mode (key "mode"), about the file's real
 * path. What could not be looked at is an ERROR; what is not there gives nothing.
 */
void judge_guard(struct judge *j, const struct facts *f, const struct file_facts *file,
    const struct guard *guard);

/* The same for all in a directory; of links, what they lead to. True: there was something. */
bool judge_guarded_tree(struct judge *j, const struct facts *f, const char *dir,
    const struct guard *guard);

/*
 * Guards for what lies in home directories: all of them, and one of them. False: that home is not
 * to be judged; the verdict was given.
 */
bool judge_can_see_homes(struct judge *j, const struct facts *f);
bool judge_can_see_home(struct judge *j, const struct home_facts *home);

/* ERRORs for what is below HOME/PART and could not be looked at; how many. */
size_t judge_unreadable(struct judge *j, const struct home_facts *home, const char *part);

/* A path below a home. */
const char *home_path(struct judge *j, const struct home_facts *home, const char *below);

/* A list of paths that were judged: a file is judged once, under however many names. */
struct judged { size_t n, cap; const char **v; };
bool is_new(const struct facts *f, struct judged *seen, const char *path);

#endif
