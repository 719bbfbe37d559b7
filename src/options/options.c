/*
 * options.c: the table of options, and the command line. It may not act on any option.
 */
#include "config.h"

#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define FLAG OPTION_FLAG
#define TEXT OPTION_TEXT
#define NUMBER OPTION_NUMBER
#define LIST OPTION_LIST

#define AT(field) offsetof(struct options, field)

/* Who uses an option. */
#define SCAN USED_BY_SCAN
#define WAIVE USED_BY_WAIVE
#define MERGE USED_BY_MERGE
#define DIFF USED_BY_DIFF
#define VERIFY USED_BY_VERIFY
#define PING USED_BY_PING
#define LISTING USED_BY_LIST
#define OF_REPORT USED_OF_REPORT
#define ENGINE (SCAN | WAIVE | PING)
#define JUDGE (SCAN | USED_BY_DEMO | USED_BY_RENDER | WAIVE)
#define REPORT (JUDGE | OF_REPORT | MERGE)
#define ANY (~0U)

/* clang-format off */
static const struct option_row rows[] = {
	{ "host", 'H', TEXT, AT(host), ENGINE, "ADDR", "engine: unix:///path, tcp://host:port or ssh://user@host (default: as docker, or found)" },
	{ "context", 0, TEXT, AT(context), ENGINE, "NAME", "engine: a context of the docker command (default: DOCKER_CONTEXT, or the current one)" },
	{ "tls", 0, FLAG, AT(tls), ENGINE, NULL, "use TLS, without verifying the engine unless more is said" },
	{ "tlsverify", 0, FLAG, AT(tls_verify), ENGINE, NULL, "use TLS and verify the engine (as DOCKER_TLS_VERIFY)" },
	{ "tlscacert", 0, TEXT, AT(tls_ca), ENGINE, "FILE", "verify the engine with this CA certificate (default: ca.pem in DOCKER_CERT_PATH or ~/.docker)" },
	{ "tlscert", 0, TEXT, AT(tls_cert), ENGINE, "FILE", "client certificate (default: cert.pem there)" },
	{ "tlskey", 0, TEXT, AT(tls_key), ENGINE, "FILE", "its key (default: key.pem there)" },
	{ "tls-server-name", 0, TEXT, AT(tls_name), ENGINE, "NAME", "the name that the engine's certificate has to have, if not the address's" },
	{ "root", 0, TEXT, AT(root), ENGINE, "DIR", "read the host's files below DIR (a mounted host or disk image)" },
	{ "from", 0, TEXT, AT(from), SCAN | WAIVE, "FILE", "scan a recorded snapshot in place of this host" },
	{ "snapshot", 0, TEXT, AT(snapshot), JUDGE, "FILE", "record what is read, with secrets masked, in FILE" },
	{ "all", 'a', FLAG, AT(all), JUDGE, NULL, "look at containers that do not run, too" },
	{ "timeout", 0, NUMBER, AT(timeout), ENGINE, "SECONDS", "time for the whole scan (default 300)" },
	{ "request-timeout", 0, NUMBER, AT(request_timeout), ENGINE, "SECONDS", "time for one request (default 10)" },
	{ "jobs", 0, NUMBER, AT(jobs), ENGINE, "N", "requests at once (default: 4, and up to 16 where a distant engine answers slowly)" },
	{ "timings", 0, FLAG, AT(timings), JUDGE | OF_REPORT, NULL, "tell on stderr what each phase of a scan took, and memory" },

	{ "deep", 0, FLAG, AT(deep), SCAN | WAIVE, NULL, "also what takes long: files of image layers (root), changes in containers, disk usage" },
	{ "dockerfile", 0, LIST, AT(n_dockerfiles), SCAN | WAIVE, "FILE", "judge a Dockerfile, and no engine; may be given several times" },
	{ "compose", 0, LIST, AT(n_compose_files), SCAN | WAIVE, "FILE", "judge a Compose file, and no engine; may be given several times" },

	{ "profile", 0, TEXT, AT(profile), JUDGE, "NAME", "which checks: standard (default), full, cis-level1, cis-level2, dbs" },
	{ "include-checks", 'c', TEXT, AT(include), JUDGE | MERGE, "LIST", "only these checks: ids, prefixes (5, 5.4*), groups, comma-separated" },
	{ "exclude-checks", 'e', TEXT, AT(exclude), JUDGE | MERGE, "LIST", "leave these checks out" },
	{ "severity", 0, TEXT, AT(severity), JUDGE | MERGE, "NAME", "only checks of this severity and above" },
	{ "level", 0, TEXT, AT(level), JUDGE | MERGE, "N", "only checks of the CIS benchmark's level 1, or (2) levels 1 and 2" },
	{ "section", 0, TEXT, AT(section), JUDGE | MERGE, "LIST", "only checks of these sections, by number or name" },
	{ "scope", 0, TEXT, AT(scope), JUDGE | MERGE, "LIST", "only checks that look at these: host, daemon, file, container, image ..." },
	{ "automated", 0, FLAG, AT(automated), JUDGE | MERGE, NULL, "only what the program decides" },
	{ "include", 'i', TEXT, AT(subjects_in), JUDGE, "LIST", "only containers and images whose name contains or matches one of these" },
	{ "exclude", 'x', TEXT, AT(subjects_out), JUDGE, "LIST", "leave out containers and images whose name contains or matches one" },
	{ "labels", 't', TEXT, AT(labels), JUDGE, "LIST", "only containers and images with one of these labels (NAME or NAME=VALUE)" },
	{ "changed-since", 0, TEXT, AT(changed_since), JUDGE | VERIFY, "FILE", "only containers and images that FILE, an earlier JSON report, does not know by id" },
	{ "users", 'u', TEXT, AT(users), JUDGE, "LIST", "users who may be in the docker group" },

	{ "format", 'f', TEXT, AT(format), REPORT | DIFF | LISTING, "NAME", "format on stdout (default text)" },
	{ "output", 'o', LIST, AT(n_outputs), REPORT, "FORMAT:FILE", "write another report; may be given several times; - is stdout" },
	{ "output-mode", 0, TEXT, AT(output_mode), REPORT, "MODE", "permissions of the files that are written, in octal (default 600)" },
	{ "digest", 0, TEXT, AT(digest), REPORT, "FILE", "write the SHA-256 sums of all files that were written, for sha256sum -c" },
	{ "sign", 0, TEXT, AT(sign), REPORT, "FILE", "sign each file that is written, as NAME.sig, with this private key (PEM)" },
	{ "sign-passphrase", 0, TEXT, AT(sign_passphrase), REPORT, "FILE", "the key's passphrase: the first line of FILE (/dev/fd/3: of a descriptor)" },
	{ "log", 'l', TEXT, AT(log_file), JUDGE | OF_REPORT, "FILE", "text report in FILE, and FILE.json as docker-bench-security writes it" },
	{ "no-remediation", 'p', FLAG, AT(no_remedies), REPORT, NULL, "do not say what to do about findings" },
	{ "limit", 'n', NUMBER, AT(limit), REPORT, "N", "list at most N items of one check in text and dbs-json (default: all)" },
	{ "no-color", 'b', FLAG, AT(no_color), REPORT, NULL, "no colours" },
	{ "color", 0, TEXT, AT(color), REPORT, "WHEN", "auto, always or never" },
	{ "quiet", 'q', FLAG, AT(quiet), REPORT, NULL, "print no report on stdout: files and exit code only" },
	{ "junit-by", 0, TEXT, AT(junit_by), REPORT, "WHAT", "junit: a testcase for each check (the default) or subject of a check" },
	{ "templates", 0, TEXT, AT(templates), REPORT, "DIR", "take the HTML template from DIR" },
	{ "title", 0, TEXT, AT(title), REPORT, "TEXT", "title of the HTML report" },
	{ "organization", 0, TEXT, AT(organization), REPORT, "TEXT", "whose report it is, for the HTML report's cover" },
	{ "logo", 0, TEXT, AT(logo), REPORT, "FILE", "a PNG, JPEG or SVG for the HTML report's cover, at most 512 KiB" },

	{ "show", 0, TEXT, AT(show), REPORT, "LIST", "print only these: statuses, severities, new, unchanged, waived ...; changes no verdict" },
	{ "only-failed", 0, FLAG, AT(only_failed), REPORT, NULL, "print only WARN and ERROR" },
	{ "sarif-all", 0, FLAG, AT(sarif_all), REPORT, NULL, "SARIF with all findings: PASS, SKIP, waived ones with suppressions" },

	{ "baseline", 0, TEXT, AT(baseline), REPORT | VERIFY, "FILE", "compare with an earlier report (json, ndjson, sarif, dbs's log): only new WARN close the gate" },
	{ "update-baseline", 0, TEXT, AT(update_baseline), JUDGE | OF_REPORT, "FILE", "write this scan's JSON report to FILE, for later --baseline" },
	{ "new-checks", 0, TEXT, AT(new_checks), REPORT, "WHAT", "findings of checks that the baseline did not have: ignore (default) or fail" },
	{ "fail-on", 0, TEXT, AT(fail_on), REPORT, "LIST", "what closes the gate: warn (default), info ... critical and above, new, changed, new:high, never" },
	{ "hard-fail-on", 0, TEXT, AT(hard_fail), REPORT, "LIST", "checks whose WARN closes the gate whatever else is said" },
	{ "soft-fail-on", 0, TEXT, AT(soft_fail), REPORT, "LIST", "checks whose WARN never closes the gate" },
	{ "max-warn", 0, NUMBER, AT(max_warn), REPORT, "N", "close the gate above N WARN findings" },
	{ "min-score", 0, NUMBER, AT(min_score), REPORT, "N", "close the gate below a score of N (0 to 100)" },
	{ "exit-code", 0, NUMBER, AT(exit_code), REPORT, "N", "exit with N in place of 1" },
	{ "exit-zero", 0, FLAG, AT(exit_zero), REPORT, NULL, "tell the verdict, but exit with 0 for it" },
	{ "incomplete", 0, TEXT, AT(incomplete), REPORT, "WHAT", "what cannot be assessed: fail (exit 3, the default) or ignore" },

	{ "waivers", 0, TEXT, AT(waivers), REPORT | VERIFY, "FILE", "YAML: findings that somebody answers for, and NOTEs that somebody has decided" },
	{ "max-waiver-days", 0, NUMBER, AT(max_waiver_days), REPORT, "N", "do not accept waivers for longer than N days" },
	{ "strict-waivers", 0, FLAG, AT(strict_waivers), REPORT, NULL, "expired, soon expiring, over-broad and unused waivers close the gate" },
	{ "trust-labels", 0, FLAG, AT(trust_labels), JUDGE, NULL, "accept waivers in the labels of containers and images (dockassay.waive=ID:REASON)" },

	{ "config", 0, TEXT, AT(config), ANY, "FILE", "settings (default: dockassay.yaml or .dockassay.yaml, here or in a folder above)" },
	{ "no-config", 0, FLAG, AT(no_config), ANY, NULL, "read no configuration file" },
	{ "no-sandbox", 0, FLAG, AT(no_sandbox), ANY, NULL, "do not give up rights before the scan (see docs/sandbox.md)" },
	{ "ping", 0, FLAG, AT(ping), SCAN | PING, NULL, "only ask whether an engine answers (exit 0 or 3)" },
	{ "help", 'h', FLAG, AT(help), ANY, NULL, "this text" },
	{ "version", 0, FLAG, AT(version), ANY, NULL, "name and version" },
};
/* clang-format on */

#define N_ROWS (sizeof rows / sizeof rows[0])
#define LONG_BASE 1000 /* getopt's value for a row without a letter: LONG_BASE + index */

static const char usage[] =
    "Usage: dockassay [scan] [OPTION]...          scan this host and report\n"
    "       dockassay demo [OPTION]...            the same over the built-in demonstration "
    "snapshot\n"
    "       dockassay render FILE [OPTION]...     an earlier JSON report or snapshot in other formats\n"
    "       dockassay merge FILE...|DIR|-         reports of many hosts as one, in any format\n"
    "       dockassay diff OLD NEW [-f FORMAT]    what is new, changed and resolved between two reports\n"
    "       dockassay verify REPORT SNAPSHOT      does a JSON report follow from its snapshot?\n"
    "       dockassay scan --dockerfile FILE --compose FILE\n"
    "                                             judge build files; no engine is asked\n"
    "       dockassay waive [FILE] [OPTION]...    a waiver file to fill in, from a scan or a "
    "report\n"
    "       dockassay config check|show|schema    what the configuration file and the environment "
    "say\n"
    "       dockassay completion bash|zsh|fish    completions for a shell\n"
    "       dockassay list checks|profiles|formats|groups|exit-codes|engines\n"
    "       dockassay explain ID                  one check: why, and what to do\n"
    "\n";

void
options_help(void)
{
	fputs(usage, stdout);
	for (size_t i = 0; i < N_ROWS; i++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%c --%s%s%s", rows[i].letter ? '-' : ' ',
		    rows[i].letter ? rows[i].letter : ' ', rows[i].letter ? ',' : ' ', rows[i].name,
		    rows[i].arg ? " " : "", rows[i].arg ? rows[i].arg : "");
		printf("  %-30s %s\n", left, rows[i].help);
	}
	puts("\nExit codes:");
	for (const struct exit_meaning *e = exit_meanings; e->meaning != NULL; e++)
		printf("  %-4d %s\n", e->code, e->meaning);
	puts(exit_precedence);
}

/* Levenshtein's distance for short names; two rows of the table are enough. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[65], n = strlen(a), m = strlen(b);

	if (n > 64 || m > 64)
		return 99;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (best > row[j] + 1)
				best = row[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[m];
}

const char *
nearest_name(const char *typed, const char *const *names)
{
	const char *best = NULL;
	size_t least = strlen(typed) / 3 + 2;

	for (; *names != NULL; names++) {
		size_t d = distance(typed, *names);

		if (d < least) {
			least = d;
			best = *names;
		}
	}
	return best;
}

static int
unknown_option(const char *typed, struct err *err)
{
	const char *names[N_ROWS + 1] = { NULL };
	char name[65];
	const char *near;

	if (typed[0] != '-' || typed[1] != '-')
		return err_set(err, EXIT_USAGE, "unknown option %s: see dockassay --help", typed);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + 2, "="), typed + 2);
	for (size_t i = 0; i < N_ROWS; i++)
		names[i] = rows[i].name;
	near = nearest_name(name, names);
	if (near == NULL)
		return err_set(err, EXIT_USAGE, "unknown option --%s: see dockassay --help", name);
	return err_set(err, EXIT_USAGE, "unknown option --%s: did you mean --%s?", name, near);
}

/* ---- values ---------------------------------------------------------------------------------- */

_Static_assert(N_ROWS <= MAX_OPTIONS, "MAX_OPTIONS is too small");

const struct option_row *
option_row(size_t i)
{
	return i < N_ROWS ? &rows[i] : NULL;
}

bool
option_is_in_environment(const struct option_row *row)
{
	return row->offset != AT(ping) && row->offset != AT(help) && row->offset != AT(version);
}

bool
option_is_in_file(const struct option_row *row)
{
	return option_is_in_environment(row) && row->offset != AT(config) &&
	       row->offset != AT(no_config);
}

/* Where the values of a LIST go, by the offset of their number. */
static const struct {
	size_t number, values, max;
} lists[] = {
	{ AT(n_outputs), AT(outputs), MAX_OUTPUTS },
	{ AT(n_dockerfiles), AT(dockerfiles), MAX_BUILD_FILES },
	{ AT(n_compose_files), AT(compose_files), MAX_BUILD_FILES },
};

size_t
option_values(const struct options *o, const struct option_row *row, const char *const **values)
{
	const char *field = (const char *)o + row->offset;

	*values = (const char *const *)(const void *)field;
	if (row->type == OPTION_TEXT)
		return **values != NULL;
	for (size_t i = 0; row->type == OPTION_LIST && i < sizeof lists / sizeof lists[0]; i++) {
		if (lists[i].number == row->offset) {
			*values = (const char *const *)(const void *)((const char *)o +
								      lists[i].values);
			return *(const size_t *)(const void *)field;
		}
	}
	return 0;
}

bool
option_is_output(const struct option_row *row)
{
	static const size_t outputs[] = { AT(snapshot), AT(n_outputs), AT(log_file),
		AT(update_baseline), AT(digest) };

	for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
		if (row->offset == outputs[i])
			return true;
	}
	return false;
}

enum option_use
option_use(const struct option_row *row)
{
	static const size_t selects[] = { AT(all), AT(profile), AT(include), AT(exclude),
		AT(severity), AT(level), AT(section), AT(scope), AT(automated), AT(subjects_in),
		AT(subjects_out), AT(labels), AT(users) };
	static const size_t decides[] = { AT(new_checks), AT(fail_on),
		AT(hard_fail), AT(soft_fail), AT(max_warn), AT(min_score), AT(exit_code),
		AT(exit_zero), AT(incomplete), AT(max_waiver_days), AT(strict_waivers),
		AT(trust_labels) };

	for (size_t i = 0; i < sizeof selects / sizeof selects[0]; i++) {
		if (row->offset == selects[i])
			return OPTION_SELECTS;
	}
	for (size_t i = 0; i < sizeof decides / sizeof decides[0]; i++) {
		if (row->offset == decides[i])
			return OPTION_DECIDES;
	}
	if (row->offset == AT(show) || row->offset == AT(only_failed))
		return OPTION_SHOWS;
	return OPTION_ACTS;
}

const char *const *
option_choices(const struct option_row *row)
{
	static const char *const whens[] = { "auto", "always", "never", NULL };
	static const char *const units[] = { "check", "subject", NULL };
	static const char *const whats[] = { "fail", "ignore", NULL };

	if (row->offset == AT(color))
		return whens;
	if (row->offset == AT(junit_by))
		return units;
	return row->offset == AT(incomplete) || row->offset == AT(new_checks) ? whats : NULL;
}

/* How a message calls the option, by who gave the value. */
struct label { char text[512]; };

static struct label
label_of(const struct option_row *row, const char *label)
{
	struct label l;

	snprintf(l.text, sizeof l.text, "%s%s", label != NULL ? "" : "--",
	    label != NULL ? label : row->name);
	return l;
}

static int
add_value(struct options *o, const struct option_row *row, const char *value, const char *label,
    struct err *err)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		size_t *n = (size_t *)(void *)((char *)o + lists[i].number);
		const char **values = (const char **)(void *)((char *)o + lists[i].values);

		if (lists[i].number != row->offset)
			continue;
		if (*n == lists[i].max)
			return err_set(err, EXIT_USAGE, "%s: more than %zu values",
			    label_of(row, label).text, lists[i].max);
		values[(*n)++] = value;
	}
	return 0;
}

static int
set_value(struct options *o, const struct option_row *row, const char *value, const char *label,
    struct err *err)
{
	char *field = (char *)o + row->offset, *end;

	switch (row->type) {
	case OPTION_FLAG:
		*(bool *)(void *)field = strcmp(value, "true") == 0;
		return 0;
	case OPTION_TEXT:
		*(const char **)(void *)field = value;
		return 0;
	case OPTION_LIST:
		return add_value(o, row, value, label, err);
	case OPTION_NUMBER:
		break;
	}
	*(long *)(void *)field = strtol(value, &end, 10);
	if (*value == '\0' || *end != '\0' || *(long *)(void *)field < 0 ||
	    *(long *)(void *)field > 1000000)
		return err_set(err, EXIT_USAGE, "%s wants a number of 0 to 1000000, not \"%s\"",
		    label_of(row, label).text, value);
	return 0;
}

/* Options of which one takes the place of the others: what is scanned, how stdout looks. */
static const size_t rivals[][5] = {
	{ AT(host), AT(context) },
	{ AT(host), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(context), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(root), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(color), AT(no_color) },
	{ AT(format), AT(quiet) },
	{ AT(show), AT(only_failed) },
	{ AT(config), AT(no_config) },
};
#define N_RIVALS (sizeof rivals / sizeof rivals[0])
#define N_RIVAL (sizeof rivals[0] / sizeof rivals[0][0])

static bool
in_group(size_t group, size_t offset)
{
	for (size_t i = 0; i < N_RIVAL && rivals[group][i] != 0; i++) {
		if (rivals[group][i] == offset)
			return true;
	}
	return false;
}

/* Has somebody who goes before said this, or what takes its place? */
static bool
is_settled(const struct options *o, const struct option_row *row, enum setting_origin origin)
{
	if (o->from_whom[row - rows].origin > origin)
		return true;
	for (size_t g = 0; g < N_RIVALS; g++) {
		for (size_t i = 0; in_group(g, row->offset) && i < N_ROWS; i++) {
			enum setting_origin rival = o->from_whom[i].origin;

			if (in_group(g, rows[i].offset) && rival > origin && rival != BY_COMMAND)
				return true;
		}
	}
	return false;
}

int
option_give(struct options *o, const struct option_row *row, const char *value,
    struct setting_from from, struct err *err)
{
	if (is_settled(o, row, from.origin))
		return 0;
	o->from_whom[row - rows] = from;
	return set_value(o, row, value, from.label, err);
}

static int
one_of(const struct option_row *row, const char *label, const char *value,
    const char *const *choices, struct err *err)
{
	char list[128] = "";

	for (size_t i = 0; choices[i] != NULL; i++) {
		if (strcmp(value, choices[i]) == 0)
			return 0;
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i > 0 ? ", " : "",
		    choices[i]);
	}
	return err_set(err, EXIT_USAGE, "%s is one of %s, not \"%s\"", label_of(row, label).text, list,
	    value);
}

static int
check_outputs(const struct options *o, struct err *err)
{
	const char *mode = o->output_mode != NULL ? o->output_mode : "600";
	unsigned long bits = strtoul(mode, NULL, 8);

	if (strspn(mode, "01234567") != strlen(mode) || strlen(mode) < 3 || strlen(mode) > 4 ||
	    (bits & 0600) != 0600 || (bits & ~0644UL) != 0)
		return err_set(err, EXIT_USAGE,
		    "--output-mode wants the owner's 600 and who else may read, such as 640 or 644, "
		    "not \"%.32s\"",
		    mode);
	if (o->sign_passphrase != NULL && o->sign == NULL)
		return err_set(err, EXIT_USAGE, "--sign-passphrase opens the key of --sign");
	return 0;
}

int
options_check(const struct options *o, struct err *err)
{
	const char *live;

	for (size_t i = 0; i < N_ROWS; i++) {
		const char *const *choices = option_choices(&rows[i]);
		const char *const *value =
		    (const char *const *)(const void *)((const char *)o + rows[i].offset);

		if (choices != NULL &&
		    one_of(&rows[i], o->from_whom[i].label, *value, choices, err) < 0)
			return -1;
	}
	if (check_outputs(o, err) < 0)
		return -1;
	if (o->host != NULL && o->context != NULL)
		return err_set(err, EXIT_USAGE,
		    "--host and --context both say where the engine is: give one");
	live = o->host != NULL ? "--host" : o->context != NULL ? "--context"
					: o->root != NULL      ? "--root"
							       : NULL;
	if (o->n_dockerfiles + o->n_compose_files > 0 && (o->from != NULL || live != NULL))
		return err_set(err, EXIT_USAGE,
		    "--dockerfile and --compose ask no engine: they do not go with %s",
		    live != NULL ? live : "--from");
	if (o->from != NULL && live != NULL)
		return err_set(
		    err, EXIT_USAGE, "--from replays a snapshot: it does not go with %s", live);
	return 0;
}

/* ---- command line ---------------------------------------------------------------------------- */

static void
build_getopt(char *letters, struct option *longs)
{
	*letters++ = ':';
	for (size_t i = 0; i < N_ROWS; i++) {
		longs[i] = (struct option){ .name = rows[i].name,
			.has_arg = rows[i].type == FLAG ? no_argument : required_argument,
			.val = LONG_BASE + (int)i };
		if (rows[i].letter == 0)
			continue;
		*letters++ = rows[i].letter;
		if (rows[i].type != FLAG)
			*letters++ = ':';
	}
	*letters = '\0';
}

static const struct option_row *
row_of(int value)
{
	if (value >= LONG_BASE)
		return &rows[value - LONG_BASE];
	for (size_t i = 0; i < N_ROWS; i++) {
		if (rows[i].letter == value)
			return &rows[i];
	}
	return NULL;
}

void
options_default(struct options *o)
{
	*o = (struct options){ .command = "scan",
		.color = "auto",
		.incomplete = "fail",
		.new_checks = "ignore",
		.junit_by = "check",
		.max_warn = -1,
		.min_score = -1,
		.exit_code = EXIT_FINDINGS };
}

void
options_free(struct options *o)
{
	arena_free(o->arena);
	o->arena = NULL;
}

int
options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	char letters[2 * N_ROWS + 2];
	struct option longs[N_ROWS + 1] = { { 0 } };
	int value;

	options_default(o);
	build_getopt(letters, longs);
	opterr = 0;
	optind = 1;
	while ((value = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		char letter[3] = { '-', (char)optopt, '\0' };

		if (value == ':')
			return err_set(err, EXIT_USAGE, "%s wants a value",
			    optopt < LONG_BASE ? letter : argv[optind - 1]);
		if (value == '?')
			return unknown_option(
			    optopt > 0 && optopt < LONG_BASE ? letter : argv[optind - 1], err);
		if (option_give(o, row_of(value), optarg != NULL ? optarg : "true",
			(struct setting_from){ BY_COMMAND_LINE, NULL }, err) < 0)
			return -1;
	}
	o->args = argv + optind;
	o->n_args = (size_t)(argc - optind);
	if (o->n_args > 0) {
		o->command = o->args[0];
		o->args++;
		o->n_args--;
	}
	return options_fit(o, err) < 0 ? -1 : options_check(o, err);
}
