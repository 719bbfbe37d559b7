/*
 * replay.c: runs files through targets: what was found stays found in every build.
 * Usage: replay list | replay TARGET FILE...
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "base/output.h"

#define INPUT_MAX ((size_t)16 << 20)

bool
fuzz_hurries(void)
{
	return false;
}

static int
list(void)
{
	for (size_t i = 0; fuzz_targets[i].name != NULL; i++)
		printf("%-12s %s\n", fuzz_targets[i].name, fuzz_targets[i].summary);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct fuzz_target *target;

	if (argc == 2 && strcmp(argv[1], "list") == 0)
		return list();
	target = argc > 1 ? fuzz_target_called(argv[1]) : NULL;
	if (target == NULL) {
		fputs("usage: replay list | replay TARGET FILE...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		struct err err;
		size_t len;
		char *text = input_read(argv[i], INPUT_MAX, &len, &err);

		if (text == NULL) {
			fprintf(stderr, "%s\n", err.msg);
			return 2;
		}
		fuzz_run(target, text, len);
		free(text);
	}
	return 0;
}
