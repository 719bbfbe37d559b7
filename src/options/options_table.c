/*
 * options_table.c: the table of options: a new option is a row here. It may not act on any option.
 */
#include "config.h"

#include "options_internal.h"

#include <stdio.h>

#define FLAG OPTION_FLAG
#define TEXT OPTION_TEXT
#define NUMBER OPTION_NUMBER
#define LIST OPTION_LIST

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
const struct option_row option_rows[] = {
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

_Static_assert(
    sizeof option_rows / sizeof option_rows[0] <= MAX_OPTIONS, "MAX_OPTIONS is too small");

size_t
option_count(void)
{
	return sizeof option_rows / sizeof option_rows[0];
}

const struct option_row *
option_row(size_t i)
{
	return i < option_count() ? &option_rows[i] : NULL;
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
	static const size_t decides[] = { AT(new_checks), AT(fail_on), AT(hard_fail), AT(soft_fail),
		AT(max_warn), AT(min_score), AT(exit_code), AT(exit_zero), AT(incomplete),
		AT(max_waiver_days), AT(strict_waivers), AT(trust_labels) };

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

static const char usage[] =
    "Usage: dockassay [scan] [OPTION]...          scan this host and report\n"
    "       dockassay demo [OPTION]...            the same over the built-in demonstration "
    "snapshot\n"
    "       dockassay render FILE [OPTION]...     an earlier JSON report or snapshot in other "
    "formats\n"
    "       dockassay merge FILE...|DIR|-         reports of many hosts as one, in any format\n"
    "       dockassay diff OLD NEW [-f FORMAT]    what is new, changed and resolved between two "
    "reports\n"
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
	for (size_t i = 0; i < option_count(); i++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%c --%s%s%s", option_rows[i].letter ? '-' : ' ',
		    option_rows[i].letter ? option_rows[i].letter : ' ',
		    option_rows[i].letter ? ',' : ' ', option_rows[i].name,
		    option_rows[i].arg ? " " : "", option_rows[i].arg ? option_rows[i].arg : "");
		printf("  %-30s %s\n", left, option_rows[i].help);
	}
	puts("\nExit codes:");
	for (const struct exit_meaning *e = exit_meanings; e->meaning != NULL; e++)
		printf("  %-4d %s\n", e->code, e->meaning);
	puts(exit_precedence);
}
