/*
 * bench_engine.c SOCKET N SNAPSHOT: a fake engine with N containers; says "ready" when it listens.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "fake_engine.h"

int
main(int argc, char **argv)
{
	struct world *w;
	struct err err;
	int listener;

	if (argc != 4) {
		fputs("usage: bench_engine SOCKET N SNAPSHOT\n", stderr);
		return EXIT_FAILURE;
	}
	w = world_new(argv[3], strtoul(argv[2], NULL, 10), &err);
	if (w == NULL) {
		fprintf(stderr, "bench_engine: %s\n", err.msg);
		return EXIT_FAILURE;
	}
	listener = fake_engine_listen(argv[1]);
	if (listener < 0) {
		perror(argv[1]);
		return EXIT_FAILURE;
	}
	puts("ready");
	fflush(stdout);
	fake_engine_serve(listener, w, 0);
}
