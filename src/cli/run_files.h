/*
 * run_files.h: the files that a run reads and writes, by its options. No file may be written twice,
 * or written and read: a report that took the place of a key, of another report or of the snapshot
 * that it rests on would be found out too late.
 */
#ifndef DOCKASSAY_RUN_FILES_H
#define DOCKASSAY_RUN_FILES_H

#include "base/arena.h"
#include "options/options.h"

struct run_file {
	const char *path;    /* "-": stdin or stdout */
	const char *said_by; /* "--output sarif:a", "the signature of --digest" */
	const char *option;  /* its name; "": none */
	bool is_written;
	bool is_beside; /* made beside another output, in its folder */
};

struct run_files {
	struct arena *arena;
	const struct options *options;
	size_t n, cap;
	struct run_file *v;
};

void run_files_find(struct run_files *f, struct arena *a, const struct options *o);

/* What is read beside what options and arguments say: the files of a directory. */
void run_files_add_input(struct run_files *f, const char *path, const char *said_by);

/*
 * Files are the same by device and inode where they are there, else by their folder's and their
 * name. Devices and pipes may be written many times; a baseline may be the one that is updated. -1:
 * EXIT_USAGE, and both sides are named. Also where something was to be signed, or listed, and no
 * file is written that could be.
 */
int run_files_check(const struct run_files *f, struct err *err);

#endif
