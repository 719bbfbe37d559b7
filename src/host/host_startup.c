/*
 * host_startup.c: looks for container commands in cron tables and rc scripts. It may not judge
 * them; it keeps the lines that it finds, and nothing else of the files.
 */
#include "config.h"

#include "host_survey.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define SCRIPT_MAX ((size_t)1 << 20)
#define FILES_MAX 2000
#define LINES_MAX 500
#define TEXT_MAX 2000

static const char *const scripts[] = { "/etc/rc.local", "/etc/rc.d/rc.local", "/etc/crontab",
	"/etc/anacrontab", NULL };
static const char *const script_dirs[] = { "/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily",
	"/etc/cron.weekly", "/etc/cron.monthly", "/etc/local.d", "/var/spool/cron",
	"/var/spool/cron/crontabs", "/var/spool/cron/tabs", NULL };

struct survey {
	struct host *host;
	struct arena *arena;
	const struct masker *masker;
	cJSON *lines, *unreadable;
	size_t files, found;
};

void
survey_add_string(cJSON *o, const char *name, const struct masker *m, const char *text)
{
	struct buf b = BUF_INIT((size_t)1 << 20);

	if (m != NULL)
		mask_lines(m, text, strlen(text), &b);
	else
		mask_repair(text, strlen(text), &b);
	if (cJSON_IsArray(o))
		cJSON_AddItemToArray(o, cJSON_CreateString(buf_str(&b)));
	else
		cJSON_AddStringToObject(o, name, buf_str(&b));
	buf_free(&b);
}

void
survey_add_unreadable(cJSON *list, const char *path, int error)
{
	struct buf b = BUF_INIT(8192);
	bool denied = error == EACCES || error == EPERM;

	buf_printf(
	    &b, "%s (%s%s)", path, strerror(error), denied && geteuid() != 0 ? ", needs root" : "");
	survey_add_string(list, "", NULL, buf_str(&b));
	buf_free(&b);
}

/* Is there a command of one of these names in the line, with a blank behind it? */
static bool
starts_containers(const char *line)
{
	static const char *const programs[] = { "docker", "podman", "nerdctl", "docker-compose" };
	static const char *const verbs[] = { " run ", " create ", " start ", " up", " exec " };

	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
		size_t n = strlen(programs[i]);

		for (const char *at = line; (at = strstr(at, programs[i])) != NULL; at += n) {
			bool begins = at == line || (!isalnum((unsigned char)at[-1]) &&
							strchr("-_.", at[-1]) == NULL);

			if (!begins || (at[n] != ' ' && at[n] != '\t'))
				continue;
			for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++) {
				if (strstr(at + n, verbs[k]) != NULL)
					return true;
			}
		}
	}
	return false;
}

static void
add_line(struct survey *s, const char *path, long number, const char *text)
{
	cJSON *o;

	if (text[strspn(text, " \t")] == '#' || !starts_containers(text) || s->found++ >= LINES_MAX)
		return;
	o = cJSON_CreateObject();
	survey_add_string(o, "path", NULL, path);
	cJSON_AddNumberToObject(o, "line", (double)number);
	survey_add_string(
	    o, "text", s->masker, arena_strndup(s->arena, text, strnlen(text, TEXT_MAX)));
	cJSON_AddItemToArray(s->lines, o);
}

/* Lines that end in a backslash go on in the next one. */
static void
read_script(struct survey *s, const char *path)
{
	size_t len;
	char *text = host_read(s->host, path, SCRIPT_MAX, &len), *line, *end;
	long number = 0, first = 0;
	struct buf whole = BUF_INIT(SCRIPT_MAX);

	if (text == NULL) {
		if (errno != ENOENT && errno != ENOTDIR && errno != EINVAL)
			survey_add_unreadable(s->unreadable, path, errno);
		return;
	}
	s->files++;
	for (line = text; line != NULL; line = end) {
		size_t n;

		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		number++;
		first = first == 0 ? number : first;
		n = strlen(line);
		if (n > 0 && line[n - 1] == '\\' && end != NULL) {
			line[n - 1] = ' ';
			buf_puts(&whole, line);
			continue;
		}
		buf_puts(&whole, line);
		add_line(s, path, first, buf_str(&whole));
		buf_free(&whole);
		first = 0;
	}
	buf_free(&whole);
	free(text);
}

static void
read_scripts(struct survey *s, const char *dir)
{
	int fd = host_open(s->host, dir, O_RDONLY | O_DIRECTORY);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	const char **paths = NULL;
	size_t n = 0, cap = 0;

	if (d == NULL) {
		if (errno != ENOENT && errno != ENOTDIR)
			survey_add_unreadable(s->unreadable, dir, errno);
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
			continue;
		if (n == FILES_MAX) {
			survey_add_unreadable(s->unreadable, dir, EFBIG);
			break;
		}
		paths = arena_grow(s->arena, paths, n, &cap, sizeof *paths);
		paths[n++] = arena_printf(s->arena, "%s/%s", dir, entry->d_name);
	}
	closedir(d);
	if (n > 0)
		qsort(paths, n, sizeof *paths, text_compare);
	for (size_t i = 0; i < n; i++)
		read_script(s, paths[i]);
}

struct document
survey_startup(struct host *h, struct arena *a, const struct masker *m)
{
	struct document doc = document_named("startup:engine", "cron tables and rc scripts");
	struct survey s = { h, a, m, cJSON_CreateArray(), cJSON_CreateArray(), 0, 0 };
	cJSON *o = cJSON_CreateObject();

	for (size_t i = 0; scripts[i] != NULL; i++)
		read_script(&s, scripts[i]);
	for (size_t i = 0; script_dirs[i] != NULL; i++)
		read_scripts(&s, script_dirs[i]);
	cJSON_AddNumberToObject(o, "files", (double)s.files);
	cJSON_AddItemToObject(o, "lines", s.lines);
	cJSON_AddItemToObject(o, "unreadable", s.unreadable);
	document_set_json(&doc, a, o);
	return doc;
}
