/*
 * mask.h: takes secrets out of documents before anybody sees them: facts, snapshot, report.
 *
 * A value is masked when its name looks like a secret's (DB_PASSWORD=..., a label "api.token",
 * --password X) or when it does itself (a private key, an access key, a URL with a password). What
 * is left is "<masked 1a2b3c4d>": a digest salted anew for each scan, so that two equal secrets in
 * one scan can be told to be equal, and nothing can be tried against it elsewhere. Nothing, a switch
 * (true, no, 0), a reference (${NAME}, /run/secrets/x) and the name of a file are no secrets.
 */
#ifndef DOCKASSAY_MASK_H
#define DOCKASSAY_MASK_H

#include <stdbool.h>

#include "base/buf.h"

struct masker {
	char salt[33];
};

void masker_init(struct masker *m); /* draws the salt */

/* Does a variable, label or option of this name hold a secret? */
bool mask_name_is_secret(const char *name, size_t n);

/* A value that is no secret, whatever its name: nothing, a switch, or a pointer to the value. */
bool mask_is_placeholder(const char *value, size_t n);

/*
 * How long the secret is that begins at s[i] and is one by its looks, and where it begins: behind
 * the "://" of a URL. 0: there is none.
 */
size_t mask_look_at(const char *s, size_t n, size_t i, size_t *from);

/* The same for the password of "curl -u NAME:PASSWORD", in a text that is no script: mask_words.h. */
size_t mask_login_at(const char *s, size_t n, size_t i, size_t *from);

/*
 * Where the value of a secret-looking NAME=value (with colon: or NAME: value), or --name value,
 * begins; n where there is none.
 */
size_t mask_named_secret(const char *s, size_t n, bool colon);

/* May a secret begin at s[0], by its first two characters? Says no to nearly all of a text. */
bool mask_may_begin(const char *s);

/*
 * Appends one text, masked and repaired. The value of a secret's name reaches to its end; with colon it
 * may be NAME: value.
 */
void mask_string(const struct masker *m, const char *s, size_t n, bool colon, struct buf *out);

/* Appends what is left of a secret: "<masked 1a2b3c4d>". */
void mask_value(const struct masker *m, const char *value, size_t n, struct buf *out);

/*
 * Appends a JSON text with the secrets in its strings masked and broken UTF-8 repaired; the rest is kept
 * byte for byte. What counts is what a string says: it may be written with escapes. The text must be
 * JSON.
 */
void mask_json(const struct masker *m, const char *json, size_t n, struct buf *out);

/* Appends a plain text, line by line, masked and repaired in the same way. */
void mask_lines(const struct masker *m, const char *text, size_t n, struct buf *out);

/*
 * Appends a Dockerfile, whose lines and words stay what they are: masked values are quoted where
 * they would fall apart.
 */
void mask_dockerfile(const struct masker *m, const char *text, size_t n, struct buf *out);

/*
 * Appends YAML that Compose reads, masked so that it stays YAML with the same lines. References
 * to variables stay, and so does all structure. The text must be YAML.
 */
void mask_yaml(const struct masker *m, const char *text, size_t n, struct buf *out);

/*
 * Appends the history of an image (GET /images/ID/history): as JSON, but what its steps ran keeps its
 * words.
 */
void mask_history(const struct masker *m, const char *json, size_t n, struct buf *out);

/* Only the repair: for texts that hold no secrets but have names like "passwd:". */
void mask_repair(const char *text, size_t n, struct buf *out);

#endif
