/*
 * test_checks_host.c: sections 1, 2 and 3: audit rules, daemon settings, owners and modes, with the
 * traps that others fell into. Each row gives the documents that matter and names one verdict.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "judge.h"

#define P STATUS_PASS
#define W STATUS_WARN
#define E STATUS_ERROR
#define S STATUS_SKIP

static struct facts *
new_facts(void)
{
	struct facts *f = facts_new();

	give(f, "meta", "{\"host\":\"h\",\"started\":\"2026-01-01T00:00:00Z\",\"endpoint\":"
	    "\"unix:///run/docker.sock\",\"local\":true,\"euid\":0,\"dockerd_pid\":9,\"dockerd_problem\":\"\"}");
	give(f, "proc:mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
	return f;
}

static void
give_file(struct facts *f, const char *path, const char *type, unsigned mode, int uid, int gid)
{
	char name[256], body[512];

	snprintf(name, sizeof name, "file:%s", path);
	snprintf(body, sizeof body, "{\"path\":\"%s\",\"real\":\"%s\",\"type\":\"%s\",\"mode\":%u,\"uid\":%d,"
	    "\"gid\":%d,\"owner\":null,\"group\":null,\"size\":0}", path, path, type, mode, uid, gid);
	give(f, name, body);
}

/* The worst finding of one check over these facts. */
static struct finding *
judged(struct report *r, struct facts *f, const char *id)
{
	const struct check *check = catalogue_find(id);
	struct check_result *c;

	facts_finish(f);
	judge_run(r, f, catalogue_section_of(check), check, NULL);
	report_finish(r);
	c = &r->checks[0];
	for (size_t i = 0; i < c->n_findings; i++) {
		if (c->findings[i].status == c->status)
			return &c->findings[i];
	}
	return NULL;
}

static void
expect(struct facts *f, const char *id, enum status status, const char *what)
{
	struct report *r = report_new();
	struct finding *found = judged(r, f, id);

	ck_assert_ptr_nonnull(found);
	ck_assert_msg(found->status == status, "%s (%s): %s: %s", id, what, status_name(found->status),
	    found->message);
	report_free(r);
	facts_free(f);
}

/* ---- audit ---------------------------------------------------------------------------------- */

static const struct {
	enum status status;
	const char *rule; /* what the kernel has */
} audit_rows[] = {
	{ P, "-w /etc/docker -p wa -k docker" },
	{ P, "-w /etc/docker/ -p wa" },
	{ P, "-w /etc/docker" }, /* without -p it watches rwxa */
	{ P, "-a always,exit -F dir=/etc/docker -F perm=wa" },
	{ P, "-a exit,always -S all -F dir=/etc -F perm=rwxa -F key=k" },
	{ P, "-w /etc -p wa" },
	{ W, "-w /etc/docker -p r" },
	{ W, "-w /etc/docker -p w" },
	{ W, "-w /etc/docker2 -p wa" },
	{ W, "-w /etc/docker/daemon.json -p wa" },
	{ W, "-a always,exit -F path=/etc/docker -F perm=wa" }, /* the inode, and nothing in it */
	{ W, "-a never,exit -F dir=/etc/docker" },
	{ W, "# -w /etc/docker -p wa" },
	{ W, "-a always,user -F dir=/etc/docker -F perm=wa" },
	{ STATUS_NOTE, "-a always,exit -F dir=/etc/docker -F perm=wa -F auid>=1000" },
};

START_TEST(loaded_audit_rules_decide)
{
	struct facts *f = new_facts();
	char body[512];

	give_file(f, "/etc/docker", "dir", 0755, 0, 0);
	snprintf(body, sizeof body, "{\"enabled\":1,\"rules\":[\"%s\"]}", audit_rows[_i].rule);
	give(f, "audit:kernel", body);
	expect(f, "1.1.6", audit_rows[_i].status, audit_rows[_i].rule);
}
END_TEST

START_TEST(an_earlier_exclusion_wins)
{
	struct facts *f = new_facts();

	give_file(f, "/etc/docker", "dir", 0755, 0, 0);
	give(f, "audit:kernel", "{\"enabled\":1,\"rules\":[\"-a never,exit -F dir=/etc\",\"-w /etc/docker -p wa\"]}");
	expect(f, "1.1.6", W, "never before always");
}
END_TEST

START_TEST(audit_that_cannot_be_seen_is_no_pass)
{
	struct facts *f = new_facts();

	give_file(f, "/etc/docker", "dir", 0755, 0, 0);
	give(f, "file:/etc/audit/audit.rules", "{\"path\":\"/etc/audit/audit.rules\",\"real\":"
	    "\"/etc/audit/audit.rules\",\"type\":\"file\",\"mode\":416,\"uid\":0,\"gid\":0,\"owner\":null,"
	    "\"group\":null,\"size\":9,\"content\":\"-w /etc/docker -p wa\\n\"}");
	give_problem(f, "tree:/etc/audit/rules.d", DOC_GONE, "not there");
	give_problem(f, "audit:kernel", DOC_DENIED, "needs root");
	expect(f, "1.1.6", E, "kernel denied");

	f = new_facts();
	give_file(f, "/etc/docker", "dir", 0755, 0, 0);
	give(f, "audit:kernel", "{\"enabled\":0,\"rules\":[\"-w /etc/docker -p wa\"]}");
	expect(f, "1.1.6", W, "auditing off");

	f = new_facts();
	give_problem(f, "file:/etc/docker", DOC_GONE, "not there");
	give(f, "audit:kernel", "{\"enabled\":1,\"rules\":[]}");
	expect(f, "1.1.6", S, "nothing to audit");
}
END_TEST

START_TEST(offline_the_files_decide)
{
	struct facts *f = new_facts();

	give_file(f, "/etc/docker", "dir", 0755, 0, 0);
	give(f, "file:/etc/audit/audit.rules", "{\"path\":\"/etc/audit/audit.rules\",\"real\":"
	    "\"/etc/audit/audit.rules\",\"type\":\"file\",\"mode\":416,\"uid\":0,\"gid\":0,\"owner\":null,"
	    "\"group\":null,\"size\":9,\"content\":\"-D\\n-w /etc/docker -p wa\\n\"}");
	give_problem(f, "tree:/etc/audit/rules.d", DOC_GONE, "not there");
	give_problem(f, "audit:kernel", DOC_NOT_HERE, "another system");
	expect(f, "1.1.6", P, "files");
}
END_TEST

/* ---- owners and modes ----------------------------------------------------------------------- */

static const struct {
	const char *id;
	enum status status;
	unsigned mode;
	int uid, gid;
} file_rows[] = {
	{ "3.5", P, 0755, 0, 0 }, { "3.5", W, 0755, 1000, 0 }, { "3.5", W, 0755, 0, 1000 },
	{ "3.6", P, 0755, 0, 0 }, { "3.6", P, 0700, 0, 0 }, { "3.6", P, 0, 0, 0 },
	{ "3.6", W, 0747, 0, 0 }, { "3.6", W, 0622, 0, 0 }, { "3.6", W, 01755, 0, 0 },
};

START_TEST(modes_are_compared_bit_by_bit)
{
	struct facts *f = new_facts();

	give_file(f, "/etc/docker", "dir", file_rows[_i].mode, file_rows[_i].uid, file_rows[_i].gid);
	expect(f, file_rows[_i].id, file_rows[_i].status, "row");
}
END_TEST

START_TEST(files_that_cannot_be_seen_are_no_pass)
{
	struct facts *f = new_facts();

	give_problem(f, "file:/etc/docker", DOC_DENIED, "Permission denied");
	expect(f, "3.6", E, "denied");
	f = new_facts();
	give_problem(f, "file:/etc/docker", DOC_GONE, "not there");
	expect(f, "3.5", S, "gone");
	f = new_facts();
	expect(f, "3.5", E, "not collected");
	f = new_facts();
	give(f, "file:/etc/docker", "{\"mode\":\"755\"}");
	expect(f, "3.6", E, "malformed");
}
END_TEST

/* ---- daemon --------------------------------------------------------------------------------- */

static const struct {
	const char *id;
	enum status status;
	const char *words;   /* dockerd's command line behind its name; NULL: no process seen */
	const char *config;  /* daemon.json; NULL: there is none */
	const char *info;
} daemon_rows[] = {
	{ "2.3", P, "", NULL, "\"Debug\":false" },
	{ "2.3", W, ",\"-l\",\"warn\"", NULL, "\"Debug\":false" },
	{ "2.3", W, ",\"--log-level=error\"", NULL, "\"Debug\":false" },
	{ "2.3", W, "", "{\"log-level\":\"fatal\"}", "\"Debug\":false" },
	{ "2.3", W, "", NULL, "\"Debug\":true" },
	{ "2.3", E, NULL, NULL, "\"Debug\":false" },
	{ "2.4", P, "", NULL, "" },
	{ "2.4", W, ",\"--iptables=false\"", NULL, "" },
	{ "2.4", W, "", "{\"iptables\":false}", "" },
	{ "2.4", E, "", "{\"iptables\":false", "" }, /* not JSON */
	{ "2.4", E, NULL, NULL, "" },
	{ "2.5", P, "", NULL, "\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[\"127.0.0.0/8\",\"::1/128\"],"
	    "\"IndexConfigs\":{\"docker.io\":{\"Secure\":true}}}" },
	{ "2.5", W, "", NULL, "\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[\"10.0.0.0/8\"],"
	    "\"IndexConfigs\":{}}" },
	{ "2.5", W, "", NULL, "\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[],"
	    "\"IndexConfigs\":{\"r:5000\":{\"Secure\":false}}}" },
	{ "2.5", E, "", NULL, "\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[],\"IndexConfigs\":{\"r\":{}}}" },
	{ "2.6", P, "", NULL, "\"Driver\":\"overlay2\"" },
	{ "2.6", W, "", NULL, "\"Driver\":\"aufs\"" },
	{ "2.6", E, "", NULL, "" },
	{ "2.7", P, "", NULL, "" },
	{ "2.7", W, ",\"-H\",\"tcp://0.0.0.0:2375\"", NULL, "" },
	{ "2.7", W, ",\"-H=tcp://0.0.0.0:2376\",\"--tls\"", NULL, "" },
	{ "2.7", P, ",\"-Htcp://0.0.0.0:2376\",\"--tlsverify\"", NULL, "" },
	{ "2.7", W, ",\"-H\",\"tcp://[::]:2376\",\"--tlsverify=false\"", NULL, "" },
	{ "2.7", W, "", "{\"hosts\":[\"unix:///run/docker.sock\",\"tcp://127.0.0.1:2375\"]}", "" },
	{ "2.7", P, "", "{\"hosts\":[\"tcp://0.0.0.0:2376\"],\"tlsverify\":true}", "" },
	{ "2.7", E, NULL, NULL, "" },
	{ "2.9", P, "", NULL, "\"SecurityOptions\":[\"name=rootless\"]" },
	{ "2.9", W, "", "{\"userns-remap\":\"default\"}", "\"SecurityOptions\":[]" },
	{ "2.9", E, "", NULL, "" },
	{ "2.10", P, "", NULL, "" },
	{ "2.10", W, ",\"--cgroup-parent\",\"/x\"", NULL, "" },
	{ "2.10", E, NULL, NULL, "" },
	{ "2.11", S, "", NULL, "\"Driver\":\"overlay2\"" },
	{ "2.11", W, ",\"--storage-opt\",\"dm.basesize=20G\"", NULL, "\"Driver\":\"devicemapper\"" },
	{ "2.11", P, "", NULL, "\"Driver\":\"devicemapper\"" },
	{ "2.12", P, "", NULL, "\"Plugins\":{\"Authorization\":[\"opa\"]}" },
	{ "2.12", W, "", NULL, "\"Plugins\":{\"Authorization\":null}" },
	{ "2.12", E, "", NULL, "\"Plugins\":{\"Authorization\":\"\"}" },
	{ "2.13", P, "", "{\"log-opts\":{\"syslog-address\":\"tcp://logs.example:514\"}}",
	    "\"LoggingDriver\":\"syslog\"" },
	{ "2.13", STATUS_NOTE, "", NULL, "\"LoggingDriver\":\"syslog\"" },
	{ "2.13", W, "", NULL, "\"LoggingDriver\":\"none\"" },
	{ "2.13", E, "", NULL, "" },
	{ "2.14", P, "", NULL, "\"SecurityOptions\":[\"name=no-new-privileges\"]" },
	{ "2.14", W, ",\"--no-new-privileges=false\"", NULL, "\"SecurityOptions\":[]" },
	{ "2.14", P, ",\"--no-new-privileges\"", NULL, "\"SecurityOptions\":[]" },
	{ "2.14", E, NULL, NULL, "\"SecurityOptions\":[]" },
	{ "2.15", P, "", NULL, "\"LiveRestoreEnabled\":true" },
	{ "2.15", W, "", "{\"live-restore\":true}", "\"LiveRestoreEnabled\":false" },
	{ "2.15", S, "", NULL, "\"LiveRestoreEnabled\":false,\"Swarm\":{\"LocalNodeState\":\"active\"}" },
	{ "2.15", E, "", NULL, "" },
	{ "2.16", W, "", NULL, "" },
	{ "2.16", P, ",\"--userland-proxy=false\"", NULL, "" },
	{ "2.16", E, NULL, NULL, "" },
};

START_TEST(the_running_daemon_decides)
{
	struct facts *f = new_facts();
	char body[1024];

	snprintf(body, sizeof body, "{%s}", daemon_rows[_i].info);
	give(f, "GET /version", "{\"Version\":\"20.10.24\"}");
	give(f, "GET /info", body);
	give(f, "GET /version", "{\"Version\":\"20.10.24\"}");
	give(f, "proc:listen", "[]");
	if (daemon_rows[_i].words != NULL) {
		snprintf(body, sizeof body, "[{\"pid\":9,\"ppid\":1,\"comm\":\"dockerd\",\"exe\":\"/usr/bin/dockerd\","
		    "\"uid\":0,\"cmdline\":[\"dockerd\"%s],\"cgroup_container\":null,\"host_pidns\":true}]",
		    daemon_rows[_i].words);
		give(f, "proc:processes", body);
	} else {
		give_problem(f, "proc:processes", DOC_DENIED, "Permission denied");
	}
	if (daemon_rows[_i].config != NULL) {
		size_t n = (size_t)snprintf(body, sizeof body, "{\"type\":\"file\",\"mode\":420,\"uid\":0,\"gid\":0,"
		    "\"content\":\"");

		for (const char *c = daemon_rows[_i].config; *c != '\0'; c++) {
			if (*c == '"')
				body[n++] = '\\';
			body[n++] = *c;
		}
		snprintf(body + n, sizeof body - n, "\"}");
		give(f, "file:/etc/docker/daemon.json", body);
	} else {
		give_problem(f, "file:/etc/docker/daemon.json", DOC_GONE, "not there");
	}
	expect(f, daemon_rows[_i].id, daemon_rows[_i].status, daemon_rows[_i].words ?
	    daemon_rows[_i].words : "no process");
}
END_TEST

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

int
main(void)
{
	Suite *suite = suite_create("checks of host, daemon and files");
	TCase *tc = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, loaded_audit_rules_decide, 0, N(audit_rows));
	tcase_add_test(tc, an_earlier_exclusion_wins);
	tcase_add_test(tc, audit_that_cannot_be_seen_is_no_pass);
	tcase_add_test(tc, offline_the_files_decide);
	tcase_add_loop_test(tc, modes_are_compared_bit_by_bit, 0, N(file_rows));
	tcase_add_test(tc, files_that_cannot_be_seen_are_no_pass);
	tcase_add_loop_test(tc, the_running_daemon_decides, 0, N(daemon_rows));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
