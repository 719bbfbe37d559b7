/*
 * proc_dockerd.c: what /proc says of the process that serves the API: its limits, its control
 * groups, its root. It may not judge them.
 */
#include "config.h"

#include "host_proc.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SMALL ((size_t)1 << 16)

static char *
read_of(struct host *h, long pid, const char *what)
{
	char path[64];
	size_t len;

	snprintf(path, sizeof path, "/proc/%ld/%s", pid, what);
	return host_read(h, path, SMALL, &len);
}

/* "Max open files            1024                 524288               files" */
static void
add_limits(cJSON *to, const char *limits, const char *title, const char *soft, const char *hard)
{
	const char *at = strstr(limits, title);
	char words[2][32];

	if (at == NULL || sscanf(at + strlen(title), " %31s %31s", words[0], words[1]) != 2)
		return;
	for (size_t i = 0; i < 2; i++) {
		const char *name = i == 0 ? soft : hard;
		char *end;
		double v = strtod(words[i], &end);

		if (name != NULL && strcmp(words[i], "unlimited") == 0)
			cJSON_AddNumberToObject(to, name, -1);
		else if (name != NULL && *end == '\0')
			cJSON_AddNumberToObject(to, name, v);
	}
}

/*
 * When it was started, in seconds since 1970: field 22 of its stat, behind its name, which may hold
 * anything, counts from the machine's start.
 */
static void
add_start(cJSON *to, const char *stat)
{
	const char *at = stat != NULL ? strrchr(stat, ')') : NULL;
	struct timespec up;
	unsigned long long ticks;

	if (at == NULL ||
	    sscanf(at + 1,
		" %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
		" %*s %llu",
		&ticks) != 1 ||
	    clock_gettime(CLOCK_BOOTTIME, &up) != 0)
		return;
	cJSON_AddNumberToObject(to, "started",
	    (double)(time(NULL) - up.tv_sec + (time_t)(ticks / (unsigned)sysconf(_SC_CLK_TCK))));
}

static void
add_lines(cJSON *list, char *text)
{
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		cJSON_AddItemToArray(list, cJSON_CreateString(line));
}

static cJSON *
root_of(struct host *h, long pid)
{
	char target[4096];

	return proc_readlink(h, pid, "root", target, sizeof target) > 0 ? cJSON_CreateString(target)
									: cJSON_CreateNull();
}

struct document
proc_dockerd(struct host *h, struct arena *a, long pid, const char *problem)
{
	struct document doc = { .name = "proc:dockerd",
		.from = arena_printf(a, "/proc/%ld", pid),
		.problem = "",
		.body = "" };
	char *limits = pid > 0 ? read_of(h, pid, "limits") : NULL;
	char *cgroups = limits != NULL ? read_of(h, pid, "cgroup") : NULL;
	struct buf clean = BUF_INIT(8 * SMALL);
	cJSON *o, *list;
	char *text, *stat;

	if (cgroups == NULL) {
		doc.state = errno == EACCES || errno == EPERM ? DOC_DENIED : DOC_FAILED;
		doc.problem = pid <= 0 ? problem : arena_strdup(a, strerror(errno));
		if (pid <= 0)
			doc.state = DOC_FAILED;
		free(limits);
		return doc;
	}
	o = cJSON_CreateObject();
	stat = read_of(h, pid, "stat");
	add_start(o, stat);
	free(stat);
	add_limits(cJSON_AddObjectToObject(o, "limits"), limits, "Max open files", "files_soft",
	    "files_hard");
	add_limits(
	    cJSON_GetObjectItem(o, "limits"), limits, "Max processes", "processes_soft", NULL);
	list = cJSON_AddArrayToObject(o, "cgroups");
	add_lines(list, cgroups);
	cJSON_AddItemToObject(o, "root", root_of(h, pid));
	text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	mask_repair(text != NULL ? text : "", text != NULL ? strlen(text) : 0, &clean);
	doc.body = arena_strndup(a, buf_str(&clean), clean.len);
	doc.len = clean.len;
	cJSON_free(text);
	buf_free(&clean);
	free(limits);
	free(cgroups);
	return doc;
}
