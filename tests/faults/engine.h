/*
 * engine.h: an engine that answers from the demonstration snapshot, and misbehaves at one endpoint.
 */
#ifndef DOCKASSAY_TEST_ENGINE_H
#define DOCKASSAY_TEST_ENGINE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* What a fault leaves of a document. */
enum outcome {
	LOST,    /* nothing: every verdict stays or becomes ERROR, and the report names the document */
	AWAY,    /* nothing, nor of what is asked for then: the same, and something is named */
	GONE,    /* HTTP 404: that it is gone may be told as well: skipped, or a container without image */
	SPOILT,  /* something: no verdict gets better */
	OTHER,   /* other texts, which mean something else: a whole report is all that can be asked for */
	SAME,    /* all of it: no verdict becomes another */
	MORE,    /* all of it, and what is taken for the next answer: no verdict but ERROR is new */
};

struct fault {
	const char *name;
	enum outcome outcome;
	bool lists_only;
	bool resets; /* the connection, in place of closing it */
	bool of_one; /* is tried at all of a kind, and at the first of them */
	/* Answers a request whose right answer is `body`; the connection is closed afterwards. */
	void (*answer)(int fd, const char *body);
};
extern const struct fault faults[]; /* ended by a NULL name; answers.c */

void engine_ok(int fd, const char *body);
void engine_respond(int fd, const char *status, const char *headers, const char *body,
    size_t promised); /* as Content-Length */

/* The demonstration, with a few of its containers and their images. */
struct engine_body { char *name, *body; int status; };
struct engine_counts { int injected, strange_requests; };
struct engine_data {
	size_t n, cap;
	struct engine_body *v;
	volatile struct engine_counts *counts; /* shared by all processes of one engine */
};
void engine_load(struct engine_data *d);
/* Secrets, for who is to hide them; with escape, all strings are written as hard to read as JSON can
 * be: plant.c */
/* More runtimes, and directories of devices, than anybody looks at; all in plant.c. */
void engine_name_many(struct engine_data *d);
void engine_plant(struct engine_data *d, bool escape);
void engine_free_data(struct engine_data *d);

/* Does a document's name fit? One star stands for an id. */
bool engine_is(const char *name, const char *pattern);

/*
 * Serves a listening socket, a process for each connection; `fault` at `pattern` (NULL: none). Does
 * not return.
 */
void engine_serve(int listener, const struct engine_data *d, const struct fault *fault,
    const char *pattern) __attribute__((noreturn));

#endif
