/*
 * measure.c TIMES COMMAND...: runs a command several times, its stdout thrown away, and prints
 * "MEDIAN_MS FASTEST_MS CPU_MS PEAK_KIB EXIT_CODE"; CPU_MS is the least of user and system time. It
 * may not look at what the command does.
 */
#include "config.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
cpu_ms(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 +
	       (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

/* The command's wait status; kept are the most memory and the least processor time. */
static int
run_once(char **command, long *peak, double *cpu)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, command[0], &actions, NULL, command, environ) != 0 ||
	    wait4(pid, &status, 0, &usage) < 0) {
		perror(command[0]);
		exit(EXIT_FAILURE);
	}
	posix_spawn_file_actions_destroy(&actions);
	if (usage.ru_maxrss > *peak)
		*peak = usage.ru_maxrss;
	if (*cpu == 0 || cpu_ms(&usage) < *cpu)
		*cpu = cpu_ms(&usage);
	return status;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	double *ms = calloc(n + 1, sizeof *ms), cpu = 0;
	long peak = 0;
	int status = 0;

	if (n == 0 || ms == NULL) {
		fputs("usage: measure TIMES COMMAND...\n", stderr);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < n; i++) {
		double start = now_ms();

		status = run_once(argv + 2, &peak, &cpu);
		ms[i] = now_ms() - start;
	}
	qsort(ms, n, sizeof *ms, compare);
	printf("%.2f %.2f %.2f %ld %d\n", n % 2 ? ms[n / 2] : (ms[n / 2 - 1] + ms[n / 2]) / 2,
	    ms[0], cpu, peak, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	free(ms);
	return EXIT_SUCCESS;
}
