/*
 * outputs.c: digests and signatures of what was written. It may not know what is in the files.
 */
#include "config.h"

#include "outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "base/sign.h"

struct written {
	char *path; /* absolute, links followed */
	char sha256[65];
};

struct outputs {
	const char *digest; /* NULL: no list is wanted */
	mode_t mode;
	struct signer *signer; /* NULL: nothing is signed */
	size_t n;
	struct written *v;
};

struct outputs *
outputs_new(const struct options *o, struct err *err)
{
	struct outputs *out = xmalloc(sizeof *out);

	*out = (struct outputs){ .digest = o->digest, .mode = 0600 };
	if (o->output_mode != NULL)
		out->mode = (mode_t)strtoul(o->output_mode, NULL, 8);
	if (o->sign == NULL)
		return out;
	out->signer = signer_new(o->sign, o->sign_passphrase, err);
	if (out->signer != NULL)
		return out;
	outputs_free(out);
	return NULL;
}

void
outputs_free(struct outputs *out)
{
	if (out == NULL)
		return;
	for (size_t i = 0; i < out->n; i++)
		free(out->v[i].path);
	free(out->v);
	signer_free(out->signer);
	free(out);
}

/* The digest of what was written to a file that is still open; in pieces: it may be a gigabyte. */
static int
digest_of(const struct output_file *f, char sha256[65], struct err *err)
{
	enum { PIECE = 1 << 18 };
	struct sha256 *h;
	char *piece;
	off_t at = 0;
	ssize_t n = 1;
	int result = 0;

	if (fflush(f->file) != 0)
		return err_set(err, EXIT_OUTPUT, "cannot write %s: %s", f->path, strerror(errno));
	h = sha256_new();
	piece = xmalloc(PIECE);
	for (; n > 0; at += n) {
		n = pread(fileno(f->file), piece, PIECE, at);
		if (n > 0)
			sha256_add(h, piece, (size_t)n);
	}
	if (n < 0)
		result =
		    err_set(err, EXIT_OUTPUT, "cannot read %s again: %s", f->path, strerror(errno));
	sha256_end(h, sha256);
	free(piece);
	return result;
}

/* The same bytes at once, for a signature of them. An empty file has none. */
static int
map_file(FILE *file, const char *path, void **bytes, size_t *n, struct err *err)
{
	struct stat st;

	*bytes = NULL;
	if (fflush(file) != 0 || fstat(fileno(file), &st) != 0)
		return err_set(err, EXIT_OUTPUT, "cannot write %s: %s", path, strerror(errno));
	*n = (size_t)st.st_size;
	if (*n == 0)
		return 0;
	*bytes = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	if (*bytes != MAP_FAILED)
		return 0;
	*bytes = NULL;
	return err_set(err, EXIT_OUTPUT, "cannot read %s again: %s", path, strerror(errno));
}

int
outputs_open(const struct outputs *out, struct output_file *f, const char *path, struct err *err)
{
	return output_open(f, path, out != NULL ? out->mode : 0600, err);
}

static int
write_signature(const struct outputs *out, const char *path, const unsigned char *signature,
    size_t len, struct err *err)
{
	size_t n = strlen(path);
	char *name = xmalloc(n + sizeof ".sig");
	struct output_file f;
	int result;

	memcpy(name, path, n + 1);
	strcat(name, ".sig");
	result = outputs_open(out, &f, name, err);
	free(name);
	if (result < 0)
		return -1;
	fwrite(signature, 1, len, f.file);
	return output_commit(&f, err);
}

static void
remember(struct outputs *out, const char *path, const char *sha256)
{
	struct written *w;
	char *real = realpath(path, NULL);

	out->v = xrealloc(out->v, (out->n + 1) * sizeof *out->v);
	w = &out->v[out->n++];
	w->path = real != NULL ? real : xstrdup(path);
	memcpy(w->sha256, sha256, sizeof w->sha256);
}

static int
sign_file(const struct outputs *out, const struct output_file *f, unsigned char **signature,
    size_t *len, struct err *err)
{
	void *bytes;
	size_t n = 0;

	if (map_file(f->file, f->path, &bytes, &n, err) < 0)
		return -1;
	*signature = signer_sign(out->signer, bytes != NULL ? bytes : "", n, len, err);
	if (bytes != NULL)
		munmap(bytes, n);
	return *signature != NULL ? 0 : err_wrap(err, "%s", f->path);
}

/* What can be said of the bytes before they have their name, as far as anybody wants to know. */
static int
seal(const struct outputs *out, const struct output_file *f, char sha256[65],
    unsigned char **signature, size_t *len, struct err *err)
{
	if (out->digest != NULL && digest_of(f, sha256, err) < 0)
		return -1;
	return out->signer != NULL ? sign_file(out, f, signature, len, err) : 0;
}

int
outputs_commit(struct outputs *out, struct output_file *f, struct err *err)
{
	unsigned char *signature = NULL;
	char sha256[65] = "", *path;
	size_t len = 0;
	int result;

	if (out == NULL || f->temporary == NULL)
		return output_commit(f, err);
	if (seal(out, f, sha256, &signature, &len, err) < 0) {
		output_abandon(f);
		return -1;
	}
	path = xstrdup(f->path);
	result = output_commit(f, err);
	if (result == 0)
		remember(out, path, sha256);
	if (result == 0 && signature != NULL)
		result = write_signature(out, path, signature, len, err);
	free(signature);
	free(path);
	return result;
}

/* ---- the list of digests -------------------------------------------------------------------- */

/* As sha256sum(1) writes it; a name is escaped where it would break the line. */
static void
write_line(FILE *file, const char *sha256, const char *name)
{
	fprintf(file, "%s%s  ", strpbrk(name, "\\\n") != NULL ? "\\" : "", sha256);
	for (; *name != '\0'; name++) {
		if (*name == '\n')
			fputs("\\n", file);
		else if (*name == '\\')
			fputs("\\\\", file);
		else
			putc(*name, file);
	}
	putc('\n', file);
}

/* Names below the list's own folder are told from there, so that the folder can be carried away. */
static const char *
name_from(const char *folder, const char *path)
{
	size_t n = folder != NULL ? strlen(folder) : 0;

	if (n > 1 && strncmp(path, folder, n) == 0 && path[n] == '/')
		return path + n + 1;
	return path;
}

static char *
folder_of(const char *path)
{
	char *copy = xstrdup(path), *slash = strrchr(copy, '/'), *real;

	if (slash != NULL)
		slash[slash == copy] = '\0';
	real = realpath(slash != NULL ? copy : ".", NULL);
	free(copy);
	return real;
}

int
outputs_finish(struct outputs *out, struct err *err)
{
	struct output_file f;
	char *folder;

	if (out == NULL || out->digest == NULL)
		return 0;
	if (outputs_open(out, &f, out->digest, err) < 0)
		return -1;
	folder = folder_of(f.path);
	for (size_t i = 0; i < out->n; i++)
		write_line(f.file, out->v[i].sha256, name_from(folder, out->v[i].path));
	free(folder);
	return outputs_commit(out, &f, err);
}
