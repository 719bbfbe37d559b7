/*
 * targets.c: the table of targets, and those that need nothing but a parser.
 */
#include "config.h"

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/config_file.h"
#include "policy/waivers.h"
#include "syntax/tar.h"
#include "syntax/toml.h"
#include "syntax/unit_file.h"
#include "syntax/x509.h"
#include "syntax/yaml.h"

void
fuzz_wrong(const char *format, const char *why)
{
	fprintf(stderr, "WRONG: %s: %s\n", format, why);
	abort();
}

static void
waivers(const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct waiver_file *file = arena_alloc(a, sizeof *file);
	struct err err = { 0 };

	if (waivers_parse(a, "waivers.yaml", text, len, file, &err) < 0 && err.msg[0] == '\0')
		fuzz_wrong("waivers", "an error without a message");
	arena_free(a);
}

static void
config(const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct config_file *file = arena_alloc(a, sizeof *file);
	struct err err = { 0 };

	if (config_parse(a, "dockassay.yaml", text, len, file, &err) < 0 && err.msg[0] == '\0')
		fuzz_wrong("config", "an error without a message");
	arena_free(a);
}

static void
tar(const char *text, size_t len)
{
	struct arena *a = arena_new();
	const char *found;

	tar_first(a, text, len, &found);
	arena_free(a);
}

static void
certificates(const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct buf kept = BUF_INIT((size_t)1 << 20);

	x509_read(a, text, len);
	x509_keep_certificates(text, len, &kept);
	if (strstr(buf_str(&kept), "PRIVATE KEY-----") != NULL)
		fuzz_wrong("certificates", "a key was kept");
	buf_free(&kept);
	arena_free(a);
}

static void
words(const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct unit_lines lines = unit_parse(a, text), env = unit_parse_environment(a, text);

	(void)len;
	toml_parse(a, text);
	unit_words(a, text);
	unit_command(a, text, &env);
	(void)lines;
	arena_free(a);
}

const struct fuzz_target fuzz_targets[] = {
	{ "documents", fuzz_documents, "documents of a scan, judged by all checks" },
	{ "formats", fuzz_formats, "the same, rendered in every format, each read back" },
	{ "snapshot", fuzz_snapshot, "a snapshot file, judged, and rendered in every format" },
	{ "report", fuzz_report, "a JSON report, rendered in every format" },
	{ "merge", fuzz_merge, "reports of several hosts as one, rendered in every format" },
	{ "baseline", fuzz_baseline, "a report as a baseline: JSON, NDJSON, SARIF, dbs's log" },
	{ "dockerfile", fuzz_dockerfile, "a Dockerfile, judged" },
	{ "compose", fuzz_compose, "a Compose file, judged" },
	{ "audit", fuzz_audit, "a file of audit rules, judged" },
	{ "daemon", fuzz_daemon, "daemon.json, judged" },
	{ "host", fuzz_host_text, "texts of the host: units, sudoers, passwd, tables of /proc" },
	{ "waivers", waivers, "a waiver file" },
	{ "config", config, "a configuration file" },
	{ "tar", tar, "the first file of an archive" },
	{ "certificates", certificates, "PEM files" },
	{ "words", words, "TOML, systemd's units and environment files" },
	{ "mask", fuzz_mask, "texts that hold secrets: lines, Dockerfiles, JSON, YAML" },
	{ NULL, NULL, NULL },
};

const struct fuzz_target *
fuzz_target_called(const char *name)
{
	for (size_t i = 0; fuzz_targets[i].name != NULL; i++) {
		if (strcmp(fuzz_targets[i].name, name) == 0)
			return &fuzz_targets[i];
	}
	return NULL;
}

void
fuzz_run(const struct fuzz_target *t, const void *bytes, size_t len)
{
	char *text = malloc(len + 1);

	if (text == NULL)
		return;
	memcpy(text, bytes, len);
	text[len] = '\0';
	t->run(text, len);
	free(text);
}
