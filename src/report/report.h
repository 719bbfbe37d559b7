/*
 * report.h: the result model. The report owns everything that a writer may print; it knows no
 * format, and no facts.
 *
 * Strings enter through report_text(): valid UTF-8, with control and bidirectional characters
 * and what XML does not allow made visible ("\u{1b}"). A line feed in a message stays. Writers
 * only have to escape for their own syntax.
 */
#ifndef DOCKASSAY_REPORT_H
#define DOCKASSAY_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Ordered: a check's own status is the worst (last) of its findings'. */
enum status { STATUS_SKIP, STATUS_INFO, STATUS_PASS, STATUS_NOTE, STATUS_ERROR, STATUS_WARN };
#define N_STATUS 6

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
#define N_SEVERITY 5

enum subject_kind {
	SUBJECT_HOST, SUBJECT_DAEMON, SUBJECT_FILE, SUBJECT_CONTAINER, SUBJECT_IMAGE,
	SUBJECT_NETWORK, SUBJECT_VOLUME, SUBJECT_SWARM, SUBJECT_SERVICE, SUBJECT_SECRET,
	SUBJECT_DOCKERFILE, SUBJECT_COMPOSE, /* a Dockerfile; a service of a Compose file */
};
#define N_SUBJECT_KIND 12

const char *status_name(enum status s);             /* "pass", "warn", ... */
const char *severity_name(enum severity s);         /* "info" ... "critical" */
const char *subject_kind_name(enum subject_kind k); /* "container", ... */

struct subject {
	enum subject_kind kind;
	const char *name;      /* what a person calls it: "web", "/etc/docker", "nginx:1.25" */
	const char *id;        /* engine's id; "" where there is none */
	const char *image;     /* containers: the image's name; else "" */
	const char *identity;  /* stable identity, see fingerprint below */
	const char *document;  /* where most of its evidence is from; "" where there is none */
};

struct evidence {
	const char *what;      /* "HostConfig.Privileged", "mode", "-p wa" */
	const char *source;    /* NULL: the subject's document; ask evidence_source() */
	int64_t line;          /* 1-based; 0: the source has no lines */
	const char *actual;
	const char *expected;  /* "" where nothing was expected (INFO, NOTE) */
};

/* How a finding stands to an earlier report; only WARN and ERROR are compared. */
enum baseline_mark {
	BASELINE_NONE, BASELINE_NEW, BASELINE_UNCHANGED, BASELINE_CHANGED,
	BASELINE_NEW_CHECK, /* the earlier scan's program did not have the check */
};
#define N_BASELINE_MARK 5

struct finding;
struct check_result;
/* A WARN or ERROR that somebody takes the risk of, or that a baseline knows: it fails no build. */
bool finding_is_accepted(const struct finding *f);
const char *baseline_mark_name(enum baseline_mark m); /* "new", ..., "new-check"; NULL for none */
/* "GET /containers/web/json", "/etc/docker/daemon.json" */
const char *evidence_source(const struct finding *f, const struct evidence *e);
/* The one that the finding holds, or else made in `room`. */
const char *finding_fingerprint(const struct check_result *c, const struct finding *f, char room[65]);

/* Somebody takes the risk of a finding until a day. Strings are never NULL. */
struct waiver {
	const char *justification, *owner;
	const char *expires;                 /* "2026-12-31": valid through the end of that day, UTC */
	const char *approver, *ticket, *risk; /* "" where not given */
	const char *source;                  /* "waivers.yaml:12", or the label it stands in */
};

/* Somebody has decided what the program could not. Strings are never NULL. */
struct attestation {
	const char *by, *on, *until; /* who, and two days; "" where not given */
	const char *evidence;
	const char *source;          /* "waivers.yaml:40" */
};

/*
 * One verdict about one subject, or about one item of it (a mount, a port, a capability).
 *
 * fingerprint: SHA-256, as 64 hex digits, over "dockassay/1", check id, subject kind, subject
 * identity and key, each followed by a NUL. It outlives re-creation of a container, another
 * order, reworded messages; it has no id, time or generated suffix in it. Those that somebody may
 * answer for (WARN, ERROR, NOTE) hold theirs once the report is finished; finding_fingerprint() gives
 * any.
 *
 * There may be a million, nearly all of which say the same of other subjects: so texts, subjects and
 * evidence are shared among them, and are never changed.
 */
struct finding {
	enum status status : 8;
	enum baseline_mark baseline : 8;
	uint32_t n_evidence;
	const struct waiver *waiver;           /* NULL: none */
	const struct attestation *attestation; /* of a NOTE, NULL: none */
	const char *message;
	const char *key;         /* stable name of the violated item; "" for the subject as a whole */
	const char *fingerprint; /* ""; see above */
	const struct subject *subject;
	const struct evidence *evidence; /* not to be looked at while more of it may be added */
};

struct check_result {
	const char *id, *legacy_id, *title, *section, *section_id, *scope; /* legacy_id: "check_5_4" */
	const char *rationale, *remedy;
	int level;             /* CIS profile level 1 or 2; 0: none */
	enum severity severity;
	const char *const *refs; /* NULL-terminated: "CIS Docker 1.6.0 5.4", "NIST 800-53 AC-6" */
	const char *related;     /* "5.5,R-47": checks that may tell of the same fault; "" for none */
	bool manual;             /* a person decides; the program only shows the facts */
	enum status status;
	size_t n_findings, cap_findings;
	struct finding *findings; /* malloc'ed, by the report */
};

/* What could not be read, independent of how many checks wanted it. */
struct notification { const char *source, *message; };

/* What is wrong with a waiver: "expired", "expiring", "broad", "unused", "untrusted". */
struct waiver_notice { const char *kind, *source, *message; };

/* A finding of a baseline that is gone. */
struct resolved {
	const char *check, *title;
	enum severity severity;
	enum status status;
	const char *message, *key;
	char fingerprint[65];
	struct subject subject;
};

/* The earlier report that a scan was compared with. Strings are never NULL. */
struct baseline_source {
	const char *file, *format; /* "json", "ndjson", "sarif", "dbs-json" */
	const char *host, *date;   /* "" where it does not tell */
	size_t n_notes;
	const char *notes[8];      /* where the two cannot be compared */
};
#define BASELINE_NOTES_MAX 8

/* What it rests on beside the documents; see basis.h. Strings are never NULL. */
struct report_option { const char *name, *value; };         /* "max-warn", "3" */
struct report_input { const char *option, *file, *sha256; }; /* "waivers", "waivers.yaml", hex */

/* What kept the scan from doing harm; see sandbox.h. */
struct report_sandbox {
	int landlock; /* version; 0: none */
	bool seccomp, no_new_privs;
	size_t n_capabilities, n_notes;
	const char *capabilities[8], *notes[8];
};
#define SANDBOX_LIST_MAX 8

#define GATE_RULES_MAX 8
#define GATE_NAMED_MAX 10 /* findings that a rule names; the others are counted */

/* A finding that closes the gate; the report's own. */
struct gate_finding {
	const struct check_result *check;
	const struct finding *finding;
	const char *host; /* whose it is, in a merged report; NULL in a single one */
};

/* A rule that closes the gate. */
struct gate_rule {
	const char *name;    /* "--fail-on new" */
	const char *reason;  /* "3 new WARN" */
	int exit_code;       /* what it alone would give */
	size_t n_findings;   /* replicas that share a fingerprint count once */
	size_t n_named;
	struct gate_finding named[GATE_NAMED_MAX]; /* the most severe first */
};

struct gate {
	bool open;
	int exit_code;
	const char *policy;  /* "--fail-on new": what would close it */
	size_t n_rules;
	struct gate_rule rules[GATE_RULES_MAX]; /* by precedence of their exit codes */
};

struct report_store; /* report_store.c */
#define LEFT_OUT_NAMED 1000
#define SELECTION_NOTES_MAX 4

struct report {
	struct arena *arena;
	struct report_store *store; /* what findings share */
	const char *tool_name, *tool_version, *tool_url;
	const char *started, *finished;      /* RFC 3339, UTC; see report_time() */
	const char *host;
	const char *source;                  /* "live", "snapshot", "demo"; "merged": see fleet.h */
	const char *snapshot_sha256;         /* of the file read or written; "": there is none */
	const char *engine_id;               /* the engine's own; "" where it tells none */
	const char *machine_id;              /* a hash: the id is to stay on its machine; "": not read */
	const char *engine_name, *engine_version, *api_version, *engine_os, *kernel, *endpoint;
	const char *root;                    /* where host files were read */
	bool privileged;                     /* the scan had root's rights */
	struct report_sandbox *sandbox;      /* NULL: not told */
	bool all_containers;
	const char *tables_as_of;            /* date of the tables of faults and ends; "" for none */
	int64_t tables_age_days;             /* days from then to the scan; negative: the scan is older */
	const char *selection;               /* one line for a person: "everything", "-c 5.1,5.2" */
	size_t left_out_checks, left_out_subjects; /* by selection; see left_out.h */
	size_t n_left_out_ids, n_left_out_names;   /* those that are named: LEFT_OUT_NAMED at most */
	const char **left_out_ids, **left_out_names; /* of checks; of containers and images */
	size_t n_selection_notes;
	const char *selection_notes[SELECTION_NOTES_MAX]; /* what a reader must know of the selection */
	const char *judged;                  /* by which waivers end; "": see basis.h, not noted */
	size_t n_options, cap_options;
	struct report_option *options;
	size_t n_inputs, cap_inputs;
	struct report_input *inputs;
	size_t n_checks, cap_checks;
	struct check_result *checks;         /* in catalogue order */
	size_t n_notifications, cap_notifications;
	struct notification *notifications;
	size_t findings_by_status[N_STATUS];
	size_t checks_by_status[N_STATUS];
	size_t warns_by_severity[N_SEVERITY];
	int score;                           /* 0-100, see report_finish(); -1: nothing assessed */
	struct baseline_source *baseline; /* NULL: compared with nothing */
	size_t n_new, n_unchanged, n_changed, n_new_check; /* WARN, not waived; replicas count once */
	size_t n_resolved, cap_resolved;
	struct resolved *resolved;
	size_t n_waived, n_attested;
	size_t n_waiver_notices, cap_waiver_notices;
	struct waiver_notice *waiver_notices;
	const char *view;                    /* "--only-failed"; "" where nothing is hidden */
	size_t hidden_findings;
	struct gate gate;
};

struct report *report_new(void);
void report_free(struct report *r); /* NULL is fine */

/* A safe copy of foreign text in the report's arena; at most 4,096 bytes, then "…". */
const char *report_text(struct report *r, const char *s);
#define TEXT_ROOM ((size_t)1 << 18) /* for a buffer of some such texts, in any format's escaping */

/* A time as "2026-01-02T03:04:05Z"; what is none gives `otherwise`. */
const char *report_time(struct report *r, const char *s, const char *otherwise);
#define TIME_UNKNOWN "1970-01-01T00:00:00Z"

/* A SHA-256 in hex; what is none gives "". */
const char *report_digest(const char *s);

/* The result for one check; the strings are taken over as they are (constants). */
struct check_result *report_add_check(struct report *r);
/*
 * The report's own subject like this one; strings are cleaned. `object` is what it was made of, as
 * long as it is there: report_subject_of() finds the subject again, or NULL.
 */
const struct subject *report_subject(
    struct report *r, const struct subject *subject, const void *object);
const struct subject *report_subject_of(
    const struct report *r, enum subject_kind kind, const void *object);
/* `subject` is the report's own. The finding is where it is until the check's next one is added. */
struct finding *report_add_finding(struct report *r, struct check_result *c, enum status status,
    const struct subject *subject, const char *key, const char *message);
void report_add_evidence(struct report *r, struct finding *f, const char *what, const char *source,
    int64_t line, const char *actual, const char *expected);
/* No evidence is added any more: that of all findings may be looked at. */
void report_seal(struct report *r);
void report_notify(struct report *r, const char *source, const char *message); /* drops repeats */

void report_add_option(struct report *r, const char *name, const char *value);
struct report_input *report_add_input(struct report *r); /* to be filled */

struct resolved *report_add_resolved(struct report *r); /* to be filled */
void report_waiver_notice(struct report *r, const char *kind, const char *source,
    const char *message);

/*
 * Totals, statuses, fingerprints (where there is none yet), order: findings by subject kind, name
 * and key, so that two scans can be compared line by line. May be called again when findings were
 * marked, waived or attested.
 * Score: of the severity-weighted findings that are PASS or WARN, the share that is PASS.
 */
void report_finish(struct report *r);

#endif
