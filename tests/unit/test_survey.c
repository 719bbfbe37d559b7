/*
 * test_survey.c: what is read of a host's kernel, cron tables, firewall and packages, below a root
 * that the test makes.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts_util.h"
#include "host/host_kernel.h"
#include "host/host_survey.h"

static char root[64];
static struct host *host;
static struct arena *arena;
static const struct masker masker = { "salt" };

static void
make_root(void)
{
	struct err err;

	strcpy(root, "/tmp/dockassay-survey-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	ck_assert_int_eq(chdir(root), 0);
	host = host_new(root, &err);
	ck_assert_ptr_nonnull(host);
	arena = arena_new();
}

static void
remove_root(void)
{
	host_free(host);
	arena_free(arena);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(setenv("ROOT", root, 1), 0);
	ck_assert_int_eq(system("rm -rf \"$ROOT\""), 0);
}

/* Writes a file below the root, with the directories above it. */
static void
put(const char *path, const char *text)
{
	char dir[256];
	FILE *f;

	for (const char *p = strchr(path, '/'); p != NULL; p = strchr(p + 1, '/')) {
		snprintf(dir, sizeof dir, "%.*s", (int)(p - path), path);
		mkdir(dir, 0755);
	}
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void
expect(struct document doc, const char *body)
{
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_str_eq(doc.body, body);
}

/* ---- startup -------------------------------------------------------------------------------- */

static const struct {
	const char *line;
	bool found;
} script_rows[] = {
	{ "@reboot root docker run -d x", true },
	{ "0 3 * * * root /usr/bin/docker  start x", true },
	{ "cd /srv && docker-compose up -d", true },
	{ "x=$(podman create y)", true },
	{ "(nerdctl run x)", true },
	{ "docker compose -f x.yml up", true },
	{ "  # docker run x", false },
	{ "0 3 * * * root docker system prune -f", false },
	{ "my-docker run x", false },
	{ "dockerd run x", false },
	{ "echo docker", false },
	{ "/opt/x.docker run", false },
};

START_TEST(container_commands_are_found)
{
	struct document doc;

	make_root();
	put("etc/crontab", script_rows[_i].line);
	doc = survey_startup(host, arena, &masker);
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_msg((strstr(doc.body, "\"line\":1") != NULL) == script_rows[_i].found, "%s: %s",
	    script_rows[_i].line, doc.body);
	remove_root();
}
END_TEST

START_TEST(lines_are_joined_and_masked)
{
	make_root();
	expect(survey_startup(host, arena, &masker), "{\"files\":0,\"lines\":[],\"unreadable\":[]}");
	put("etc/cron.d/b", "#\n\ndocker run \\\n  --privileged x\n");
	put("etc/cron.d/a", "docker run x\\");
	put("etc/cron.d/.placeholder", "docker run x\n");
	put("etc/cron.daily/deep/c", "docker run x\n");
	mkfifo("etc/cron.d/f", 0600);
	ck_assert_int_eq(symlink("loop", "etc/rc.local"), 0);
	ck_assert_int_eq(symlink("rc.local", "etc/loop"), 0);
	expect(survey_startup(host, arena, &masker),
	    "{\"files\":2,\"lines\":["
	    "{\"path\":\"/etc/cron.d/a\",\"line\":1,\"text\":\"docker run x\\\\\"},"
	    "{\"path\":\"/etc/cron.d/b\",\"line\":3,\"text\":\"docker run    --privileged x\"}],"
	    "\"unreadable\":[\"/etc/rc.local (Too many levels of symbolic links)\"]}");
	put("etc/cron.d/a", "docker run --password=hunter2 x\n");
	ck_assert_ptr_null(strstr(survey_startup(host, arena, &masker).body, "hunter2"));
	remove_root();
}
END_TEST

/* ---- firewall ------------------------------------------------------------------------------- */

static const struct {
	const char *text, *value; /* of ufw.conf; NULL: none */
} ufw_rows[] = {
	{ "# comment\nENABLED=yes\nLOGLEVEL=low\n", "yes" },
	{ "ENABLED=no\n", "no" },
	{ "ENABLED=no\nENABLED = \"yes\" # on\n", "yes" },
	{ "#ENABLED=yes\n", NULL },
	{ "NOT_ENABLED=yes\n", NULL },
	{ "", NULL },
};

START_TEST(front_ends_are_read_from_their_files)
{
	char wanted[64];
	struct document doc;

	make_root();
	put("etc/ufw/ufw.conf", ufw_rows[_i].text);
	doc = survey_firewall(host, arena);
	snprintf(wanted, sizeof wanted, "{\"ufw\":%s%s%s,", ufw_rows[_i].value ? "\"" : "",
	    ufw_rows[_i].value ? ufw_rows[_i].value : "null", ufw_rows[_i].value ? "\"" : "");
	ck_assert_msg(strncmp(doc.body, wanted, strlen(wanted)) == 0, "%s", doc.body);
	remove_root();
}
END_TEST

static const struct {
	const char *rule;
	bool counts;
} rule_rows[] = {
	{ "-A DOCKER-USER -i eth0 -j DROP", true },
	{ "-A DOCKER-USER -j ufw-user-forward", true },
	{ "-A DOCKER-USER -s 10.0.0.0/8 -j RETURN", true },
	{ "-A DOCKER-USER -j RETURN", false },
	{ ":DOCKER-USER - [0:0]", false },
	{ "# -A DOCKER-USER -j DROP", false },
	{ "-A FORWARD -j DOCKER-USER", false },
};

START_TEST(own_rules_are_found)
{
	struct document doc;

	make_root();
	put("etc/ufw/after.rules", rule_rows[_i].rule);
	doc = survey_firewall(host, arena);
	ck_assert_msg((strstr(doc.body, "[\"/etc/ufw/after.rules\"]") != NULL) ==
			  rule_rows[_i].counts,
	    "%s: %s", rule_rows[_i].rule, doc.body);
	remove_root();
}
END_TEST

/* ---- packages ------------------------------------------------------------------------------- */

START_TEST(packages_are_found_by_their_program)
{
	make_root();
	expect(survey_packages(host, arena), "{\"managers\":[],\"packages\":[],\"unreadable\":[]}");
	put("var/lib/dpkg/status", "Package: a\nVersion: 1\n\nPackage: docker-ce\nStatus: install ok "
				   "installed\nMaintainer: Docker <x@y>\nVersion: 5:28.5.2-1\n\nPackage: "
				   "docker.io\nVersion: 2\n");
	put("var/lib/dpkg/info/docker-ce.list", "/.\n/usr/share/doc/dockerd\n/usr/bin/dockerd\n");
	/* removed, with its configuration left */
	put("var/lib/dpkg/info/docker.io.list", "/etc/default/docker\n");
	put("var/lib/rpm/rpmdb.sqlite", "");
	expect(survey_packages(host, arena),
	    "{\"managers\":[\"dpkg\",\"rpm\"],\"packages\":[{\"manager\":\"dpkg\",\"name\":\"docker-ce\","
	    "\"version\":\"5:28.5.2-1\",\"maintainer\":\"Docker <x@y>\",\"program\":\"/usr/bin/dockerd\"}],"
	    "\"unreadable\":[]}");
	remove_root();

	make_root();
	put("lib/apk/db/installed", "C:Q1x\nP:docker\nV:1-r0\n\nC:Q1y\nP:docker-engine\nV:28.3.3-r1\nm:Jake "
				    "<j@x>\nF:usr/bin\nR:docker-proxy\nR:dockerd\n\n");
	expect(survey_packages(host, arena),
	    "{\"managers\":[\"apk\"],\"packages\":[{\"manager\":\"apk\",\"name\":\"docker-engine\","
	    "\"version\":\"28.3.3-r1\",\"maintainer\":\"Jake <j@x>\",\"program\":\"/usr/bin/dockerd\"}],"
	    "\"unreadable\":[]}");
	remove_root();
}
END_TEST

/* ---- kernel --------------------------------------------------------------------------------- */

START_TEST(a_root_that_nothing_runs_on_has_no_kernel)
{
	make_root();
	ck_assert(!kernel_serves(host));
	/* A directory that looks like /proc is none. */
	put("proc/sys/kernel/kptr_restrict", "2\n");
	ck_assert_int_eq(symlink("1", "proc/self"), 0);
	ck_assert(!kernel_serves(host));
	ck_assert_int_eq(kernel_settings(host, arena, 0).state, DOC_NOT_HERE);
	ck_assert_int_eq(kernel_security(host, arena).state, DOC_NOT_HERE);
	ck_assert_int_eq(kernel_modules(host, arena).state, DOC_NOT_HERE);
	ck_assert_int_eq(kernel_swaps(host, arena).state, DOC_NOT_HERE);
	ck_assert_int_eq(kernel_clock(host, arena).state, DOC_NOT_HERE);
	ck_assert_int_eq(host_space(host, arena, "/").state, DOC_NOT_HERE);
	remove_root();
}
END_TEST

START_TEST(the_running_kernel_is_read)
{
	struct err err;
	struct document doc;

	arena = arena_new();
	host = host_new("/", &err);
	ck_assert(kernel_serves(host));
	doc = kernel_settings(host, arena, getpid());
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_ptr_nonnull(strstr(doc.body, "\"kernel.randomize_va_space\":\""));
	ck_assert_ptr_nonnull(strstr(doc.body, "\"net.ipv4.ip_forward\":\""));
	/* Whose network it would be is not known of a process that is not there. */
	doc = kernel_settings(host, arena, 99999999);
	ck_assert_ptr_nonnull(strstr(doc.body, "\"net.ipv4.ip_forward\":{\"problem\":"));
	ck_assert_ptr_nonnull(strstr(doc.body, "\"kernel.randomize_va_space\":\""));
	doc = host_space(host, arena, "/");
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_int_eq(host_space(host, arena, "/no/such/place").state, DOC_FAILED);
	ck_assert_int_eq(host_space(host, arena, "/etc/passwd").state, DOC_FAILED);
	host_free(host);
	arena_free(arena);
}
END_TEST

START_TEST(numbers_of_the_kernel_are_whole)
{
	static const struct {
		const char *text;
		enum seen seen;
		int64_t v;
	} rows[] = {
		{ "\"1\"", SEEN, 1 },
		{ "\"-1\"", SEEN, -1 },
		{ "\"\"", UNSEEN, 0 },
		{ "\"1 2\"", UNSEEN, 0 },
		{ "\"99999999999999999999\"", UNSEEN, 0 },
		{ "null", ABSENT, 0 },
		{ "1", UNSEEN, 0 },
		{ "{\"problem\":\"no\"}", UNSEEN, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct facts *f = facts_new();
		char body[100];
		struct fact_int n;

		snprintf(body, sizeof body, "{\"kernel.x\":%s}", rows[i].text);
		give(f, "proc:sys", body);
		n = kernel_number(kernel_text(&f->host.kernel.settings, "kernel.x"));
		ck_assert_msg(n.seen == rows[i].seen, "%s", rows[i].text);
		ck_assert(n.seen != SEEN || n.v == rows[i].v);
		ck_assert_int_eq(
		    kernel_text(&f->host.kernel.settings, "kernel.y")->value.seen, UNSEEN);
		facts_free(f);
	}
}
END_TEST

START_TEST(the_socket_is_named_as_the_host_does)
{
	static const struct {
		const char *root, *endpoint, *wanted;
	} rows[] = {
		{ "/", "unix:///run/docker.sock", "/run/docker.sock" },
		{ "/host", "unix:///host/run/docker.sock", "/run/docker.sock" },
		{ "/host/", "unix:///host/run/docker.sock", "/run/docker.sock" },
		{ "/host", "unix:///hosted/run/docker.sock", "/hosted/run/docker.sock" },
		{ "/host", "unix:///run/docker.sock", "/run/docker.sock" },
		{ "/", "tcp://127.0.0.1:2375", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct facts *f = facts_new();
		char meta[100];

		snprintf(meta, sizeof meta, "{\"root\":\"%s\",\"endpoint\":\"%s\"}", rows[i].root,
		    rows[i].endpoint);
		give(f, "meta", meta);
		ck_assert_pstr_eq(facts_engine_socket(f), rows[i].wanted);
		facts_free(f);
	}
}
END_TEST

START_TEST(a_scan_knows_its_own_container)
{
	static const struct {
		const char *meta;
		bool own;
	} rows[] = {
		{ "{\"ancestry\":[44,43]}", true },
		{ "{\"ancestry\":[43]}", true },
		{ "{\"ancestry\":[4,3]}", false },
		{ "{\"ancestry\":\"43\"}", false },
		{ "{}", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct facts *f = facts_new();

		give(f, "meta", rows[i].meta);
		give(f, "GET /containers/json", "[{\"Id\":\"abc\",\"Names\":[\"/assay\"]}]");
		give(f, "GET /containers/abc/json",
		    "{\"Id\":\"abc\",\"Name\":\"/assay\",\"State\":{\"Status\":\"running\",\"Pid\":43}}");
		facts_finish(f);
		ck_assert_uint_eq(f->n_containers, 1);
		ck_assert_msg(f->containers[0].is_own == rows[i].own, "%s", rows[i].meta);
		facts_free(f);
	}
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

int
main(void)
{
	Suite *suite = suite_create("survey");
	TCase *tc = tcase_create("survey");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, container_commands_are_found, 0, N(script_rows));
	tcase_add_test(tc, lines_are_joined_and_masked);
	tcase_add_loop_test(tc, front_ends_are_read_from_their_files, 0, N(ufw_rows));
	tcase_add_loop_test(tc, own_rules_are_found, 0, N(rule_rows));
	tcase_add_test(tc, packages_are_found_by_their_program);
	tcase_add_test(tc, a_root_that_nothing_runs_on_has_no_kernel);
	tcase_add_test(tc, the_running_kernel_is_read);
	tcase_add_test(tc, numbers_of_the_kernel_are_whole);
	tcase_add_test(tc, the_socket_is_named_as_the_host_does);
	tcase_add_test(tc, a_scan_knows_its_own_container);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
