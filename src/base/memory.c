/*
 * memory.c: memory, or the end of the program. It may not allocate anything itself.
 */
#include "config.h"

#include "memory.h"

#include <cjson/cJSON.h>
#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "output.h"

void
out_of_memory(void)
{
	static const char msg[] = "dockassay: out of memory\n";

	if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0) {
		/* nothing is left to be told, or to tell it with */
	}
	output_remove_unfinished();
	_exit(EXIT_INCOMPLETE);
}

static void *
or_end(void *p)
{
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
memory_get(size_t size)
{
	return or_end(malloc(size ? size : 1));
}

void *
memory_get_zeroed(size_t n, size_t size)
{
	return or_end(n == 0 || size == 0 ? calloc(1, 1) : calloc(n, size));
}

void *
memory_resize(void *p, size_t size)
{
	return or_end(realloc(p, size ? size : 1));
}

char *
memory_copy(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(memory_get(n), s, n);
}

void *
xmalloc(size_t size)
{
	return memory_get_zeroed(1, size);
}

void *
xrealloc(void *p, size_t size)
{
	return memory_resize(p, size);
}

char *
xstrdup(const char *s)
{
	return memory_copy(s);
}

/* ---- libcrypto, which says who asks --------------------------------------------------------- */

static void *
crypto_get(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return size == 0 ? NULL : memory_get(size);
}

static void
crypto_give_back(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	free(p);
}

/* Nothing at all is what it expects of a size of 0. */
static void *
crypto_resize(void *p, size_t size, const char *file, int line)
{
	if (size > 0)
		return memory_resize(p, size);
	crypto_give_back(p, file, line);
	return NULL;
}

void
memory_rule(void)
{
	cJSON_Hooks hooks = { memory_get, free };

	cJSON_InitHooks(&hooks);
	xmlMemSetup(free, memory_get, memory_resize, memory_copy);
	CRYPTO_set_mem_functions(crypto_get, crypto_resize, crypto_give_back);
}
