/*
 * fuzz.h: what is fuzzed. A target takes any bytes and must come back: a crash, a sanitizer's
 * report, a leak, or abort() where an answer cannot be right is a find.
 *
 * libfuzzer.c drives one target with libFuzzer; replay.c runs files through targets in any build.
 */
#ifndef DOCKASSAY_FUZZ_H
#define DOCKASSAY_FUZZ_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/targets.h"

struct fuzz_target {
	const char *name;
	/* The text is NUL-terminated, and its own: reading past it is found. */
	void (*run)(const char *text, size_t len);
	const char *summary;
};

extern const struct fuzz_target fuzz_targets[]; /* ended by a NULL name; targets.c */

const struct fuzz_target *fuzz_target_called(const char *name); /* NULL: none */
void fuzz_run(const struct fuzz_target *t, const void *bytes, size_t len);

/* Is what is tried one of very many, and no input that was kept? libfuzzer.c, replay.c */
bool fuzz_hurries(void);

/* Ends with a message and a core: the program under test answered what it may not. */
void fuzz_wrong(const char *format, const char *why) __attribute__((noreturn));

/* rendered.c: every format's text is what the format claims to be, of one host and of many. */
void fuzz_render_all(const struct report *r);
void fuzz_render_json(const struct report *r);
void fuzz_render_fleet(
    const struct fleet *f, const struct format *format, fleet_report_fn next, void *ctx);

/* judged.c: facts from documents, judged by all checks, rendered. */
void fuzz_documents(const char *text, size_t len);
void fuzz_formats(const char *text, size_t len);
void fuzz_snapshot(const char *text, size_t len);
void fuzz_report(const char *text, size_t len);
void fuzz_baseline(const char *text, size_t len);
void fuzz_dockerfile(const char *text, size_t len);
void fuzz_compose(const char *text, size_t len);
void fuzz_audit(const char *text, size_t len);
void fuzz_daemon(const char *text, size_t len);
void fuzz_host_text(const char *text, size_t len);

void fuzz_merge(const char *text, size_t len); /* merged.c */
void fuzz_mask(const char *text, size_t len);  /* masked.c */

#endif
