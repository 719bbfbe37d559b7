/*
 * libfuzzer.c: hands libFuzzer's inputs to the target that FUZZ_TARGET names.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct fuzz_target *target; /* libFuzzer hands no context through */

bool
fuzz_hurries(void)
{
	return true;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_TARGET");

	(void)argc, (void)argv;
	target = name != NULL ? fuzz_target_called(name) : NULL;
	if (target == NULL) {
		fputs("FUZZ_TARGET names no target; there are:", stderr);
		for (size_t i = 0; fuzz_targets[i].name != NULL; i++)
			fprintf(stderr, " %s", fuzz_targets[i].name);
		fputs("\n", stderr);
		exit(2);
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	fuzz_run(target, bytes, len);
	return 0;
}
