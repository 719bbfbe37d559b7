/*
 * test_processes.c: whose a process is, by files of /proc as kernels and engines write them; and
 * that whatever is missing in them leaves the question to the engine.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts_util.h"
#include "facts/process_list.h"
#include "judge.h"
#include "host/host_proc.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define POD "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct arena *arena;
static char root[64];

/* ---- a /proc -------------------------------------------------------------------------------- */

/* "|" ends a word of the command line, ";" a line of cgroup. NULL: the file cannot be read. */
struct process {
	long pid;
	const char *comm, *cgroup, *cmdline, *exe, *ns;
};

#define INIT                                                                                       \
	{                                                                                          \
		1, "systemd", "0::/init.scope", "/sbin/init|", "/usr/lib/systemd/systemd", "host"  \
	}
#define IN(pid, cgroup, cmdline)                                                                   \
	{                                                                                          \
		pid, "app", cgroup, cmdline, "/usr/bin/app", "own"                                 \
	}

static void
put(long pid, const char *name, const char *text, char from, char to)
{
	char path[256];
	FILE *f;

	if (text == NULL)
		return;
	snprintf(path, sizeof path, "%s/proc/%ld/%s", root, pid, name);
	f = fopen(path, "w");
	ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
	for (; *text != '\0'; text++)
		fputc(*text == from ? to : *text, f);
	fclose(f);
}

static void
put_link(long pid, const char *name, const char *target)
{
	char path[256];

	snprintf(path, sizeof path, "%s/proc/%ld/%s", root, pid, name);
	if (target != NULL)
		ck_assert_int_eq(symlink(target, path), 0);
}

static void
put_process(const struct process *p)
{
	char path[256];

	snprintf(path, sizeof path, "%s/proc/%ld", root, p->pid);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	snprintf(path, sizeof path, "%s/proc/%ld/ns", root, p->pid);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	put(p->pid, "comm", p->comm, '\0', '\0');
	put(p->pid, "cgroup", p->cgroup, ';', '\n');
	put(p->pid, "cmdline", p->cmdline, '|', '\0');
	put(p->pid, "status", "Name:\tx\nPPid:\t1\nUid:\t0\t0\t0\t0\n", '\0', '\0');
	put_link(p->pid, "exe", p->exe);
	put_link(p->pid, "ns/pid", p->ns);
}

static void
make_root(void)
{
	char path[256];

	arena = arena_new();
	strcpy(root, "/tmp/test-processes-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	snprintf(path, sizeof path, "%s/proc", root);
	ck_assert_int_eq(mkdir(path, 0755), 0);
}

static void
remove_root(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", root);
	ck_assert_int_eq(system(command), 0);
	arena_free(arena);
}

/* The document about it, as a scan makes it. */
static struct document
processes(void)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	struct host *h = host_new(root, &err);
	struct masker m;
	struct document doc;

	ck_assert_msg(h != NULL, "%s", err.msg);
	masker_init(&m);
	doc = proc_processes(h, arena, &m);
	host_free(h);
	return doc;
}

/* The commands of a container as "one;two;"; "?": /proc does not prove them. */
static const char *
commands_of(const struct document *doc, const struct container_place *c)
{
	cJSON *json = cJSON_Parse(doc->body);
	struct process_list list = process_list_decode(arena, json);
	const struct process_facts *const *v = process_list_of(&list, arena, c);
	char *all = arena_strdup(arena, "");

	cJSON_Delete(json);
	if (v == NULL)
		return "?";
	for (; *v != NULL; v++)
		all = arena_printf(arena, "%s%s;", all, process_command(arena, *v));
	return all;
}

/* ---- whose ---------------------------------------------------------------------------------- */

#define V1(path)                                                                                   \
	"12:pids:" path ";5:devices:" path ";1:name=systemd:" path                                 \
	";0::/system.slice/docker.service"
#define CONTAINER                                                                                  \
	{                                                                                          \
		A, "runc", "", 100                                                                 \
	}

static const struct {
	const char *what;
	struct container_place container;
	const char *commands;
	struct process processes[6];
} rows[] = {
	{ "cgroup v2, cgroupfs", CONTAINER, "nginx -g x;nginx: worker;",
	    { INIT, IN(100, "0::/docker/" A, "nginx|-g|x|"),
		IN(101, "0::/docker/" A, "nginx: worker|"), IN(102, "0::/docker/" B, "other|") } },
	{ "cgroup v2, systemd", CONTAINER, "a;b;",
	    { INIT, IN(100, "0::/system.slice/docker-" A ".scope", "a|"),
		IN(101, "0::/system.slice/docker-" A ".scope/below", "b|"),
		IN(102, "0::/system.slice/docker.service", "dockerd|") } },
	{ "cgroup v1: devices count", CONTAINER, "a;",
	    { INIT, IN(100, V1("/docker/" A), "a|"),
		IN(101, "5:devices:/;4:memory:/docker/" A ";0::/", "moved away|") } },
	{ "cgroup v1, several controllers in a line", CONTAINER, "a;b;",
	    { INIT, IN(100, "4:cpu,devices:/docker/" A, "a|"),
		IN(101, "4:devices,cpu:/docker/" A, "b|"),
		IN(102, "4:xdevices:/docker/" A ";0::/", "c|") } },
	{ "Podman's conmon is beside the container", { A, "oci", "private", 100 }, "a;b;",
	    { INIT, IN(100, "0::/machine.slice/libpod-" A ".scope/container", "a|"),
		IN(101, "0::/machine.slice/libpod-" A ".scope/container", "b|"),
		IN(102, "0::/machine.slice/libpod-conmon-" A ".scope", "conmon|") } },
	{ "in a pod of Podman, rootless", { A, "oci", "", 100 }, "a;",
	    { INIT,
		IN(100,
		    "0::/user.slice/user-1.slice/user@1.service/user.slice/user-libpod_pod_" POD
		    ".slice/libpod-" A ".scope/container",
		    "a|"),
		IN(101,
		    "0::/user.slice/user-1.slice/user@1.service/user.slice/user-libpod_pod_" POD
		    ".slice/libpod-" B ".scope/container",
		    "b|") } },
	{ "Podman, cgroupfs", { A, "oci", "", 100 }, "a;",
	    { INIT, IN(100, "0::/libpod_parent/libpod-" A, "a|"),
		IN(101, "0::/libpod_parent/libpod-conmon-" A, "conmon|") } },
	{ "seen from another cgroup namespace", CONTAINER, "a;",
	    { INIT, IN(100, "0::/../../docker/" A, "a|") } },
	{ "an engine in a container: all below is the outer one's", CONTAINER, "dockerd;inner;",
	    { INIT, IN(100, "0::/docker/" A, "dockerd|"),
		IN(101, "0::/docker/" A "/docker/" B, "inner|") } },
	{ "and the inner one has its own", { B, "runc", "", 101 }, "inner;",
	    { INIT, IN(100, "0::/docker/" A, "dockerd|"),
		IN(101, "0::/docker/" A "/docker/" B, "inner|") } },
	{ "a group that is named after another container is not that container's",
	    { B, "runc", "", 101 }, "b;",
	    { INIT, IN(100, "0::/docker/" A "/docker/" B, "in A|"),
		IN(101, "0::/docker/" B, "b|") } },
	{ "a name that only begins alike", CONTAINER, "a;",
	    { INIT, IN(100, "0::/docker/" A, "a|"), IN(101, "0::/docker/" A "-x", "b|"),
		IN(102, "0::/docker/" A "0/y", "c|") } },
	{ "without words the name counts", CONTAINER, "[app];[app];sh;",
	    { INIT, IN(100, "0::/docker/" A, ""), IN(101, "0::/docker/" A, "||"),
		IN(102, "0::/docker/" A, "sh||") } },
	{ "shared namespaces", { A, "runc", "host", 100 }, "a;",
	    { INIT, { 100, "app", "0::/docker/" A, "a|", "/usr/bin/app", "host" } } },
	{ "and a program that was replaced meanwhile", CONTAINER, "a;",
	    { INIT, { 100, "app", "0::/docker/" A, "a|", "/usr/bin/app (deleted)", "own" } } },

	{ "hidepid=2: no process 1", CONTAINER, "?", { IN(100, "0::/docker/" A, "a|") } },
	{ "hidepid=1: nothing of it", CONTAINER, "?",
	    { { 1, NULL, NULL, NULL, NULL, NULL }, IN(100, "0::/docker/" A, "a|") } },
	{ "a group was not read", CONTAINER, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|"), IN(101, NULL, "b|") } },
	{ "the first process's neither", CONTAINER, "?", { INIT, IN(100, NULL, "a|") } },
	{ "no group by which an engine goes", CONTAINER, "?",
	    { INIT, IN(100, "3:memory:/docker/" A, "a|") } },
	{ "malformed", CONTAINER, "?", { INIT, IN(100, "0:;:;devices;9:devices;;", "a|") } },
	{ "a command line was not read", CONTAINER, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|"), IN(101, "0::/docker/" A, NULL) } },
	{ "the first process has ended", CONTAINER, "?", { INIT, IN(101, "0::/docker/" A, "a|") } },
	{ "and its number is another's", CONTAINER, "?", { INIT, IN(100, "0::/docker/" B, "b|") } },
	{ "it left the group", CONTAINER, "?",
	    { INIT, IN(100, "0::/", "a|"), IN(101, "0::/docker/" A, "b|") } },
	{ "no control groups, as in rootless engines", CONTAINER, "?",
	    { INIT, IN(100, "0::/user.slice/user-1.slice/session-1.scope", "a|") } },
	{ "the engine counts in another namespace", { A, "runc", "", 1 }, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|") } },
	{ "the engine told no process", { A, "runc", "", 0 }, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|") } },
	{ "a short id", { "aaaa", "runc", "", 100 }, "?",
	    { INIT, IN(100, "0::/docker/aaaa", "a|") } },
	{ "a machine, by its runtime", { A, "kata-qemu", "", 100 }, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|") } },
	{ "no runtime was told", { A, "", "", 100 }, "?",
	    { INIT, IN(100, "0::/docker/" A, "a|") } },
	{ "gVisor, by its program", { A, "oci", "", 100 }, "?",
	    { INIT, { 100, "exe", "0::/machine.slice/libpod-" A ".scope", "runsc-sandbox|",
			"/usr/bin/runsc", "own" } } },
	{ "a machine, by its program", { A, "oci", "host", 100 }, "?",
	    { INIT,
		{ 100, "qemu", "0::/kata/" A, "qemu|", "/usr/bin/qemu-system-x86_64", "host" } } },
	{ "the program was not read", CONTAINER, "?",
	    { INIT, { 100, "a", "0::/docker/" A, "a|", NULL, "own" } } },
	{ "nor the namespace", CONTAINER, "?",
	    { INIT, { 100, "a", "0::/docker/" A, "a|", "/a", NULL } } },
	{ "the host's namespace, which the engine does not know of", CONTAINER, "?",
	    { INIT, { 100, "vmm", "0::/docker/" A, "a|", "/usr/bin/vmm", "host" } } },
};

START_TEST(a_container_has_the_processes_of_its_group)
{
	struct document doc;

	for (const struct process *p = rows[_i].processes; p->pid != 0; p++)
		put_process(p);
	doc = processes();
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_msg(strcmp(commands_of(&doc, &rows[_i].container), rows[_i].commands) == 0,
	    "%s: %s", rows[_i].what, commands_of(&doc, &rows[_i].container));
}
END_TEST

static const struct process secret[] = { INIT,
	IN(100, "0::/docker/" A, "mysqld|--password=hunter2|") };

START_TEST(secrets_in_command_lines_are_masked)
{
	struct container_place c = CONTAINER;
	struct document doc;

	put_process(&secret[0]);
	put_process(&secret[1]);
	doc = processes();
	ck_assert_ptr_null(strstr(doc.body, "hunter2"));
	ck_assert_ptr_nonnull(strstr(commands_of(&doc, &c), "mysqld --password=<masked "));
}
END_TEST

START_TEST(a_list_that_was_cut_proves_nothing)
{
	struct container_place c = CONTAINER;
	struct document doc;
	char *cut;

	put_process(&secret[0]);
	put_process(&secret[1]);
	doc = processes();
	ck_assert_str_ne(commands_of(&doc, &c), "?");
	cut = arena_printf(arena, "%.*s,{\"left_out\":true}]", (int)doc.len - 1, doc.body);
	doc.body = cut;
	ck_assert_str_eq(commands_of(&doc, &c), "?");
}
END_TEST

/* ---- what becomes of it --------------------------------------------------------------------- */

#define CONTAINERS "[{\"Id\":\"" A "\",\"Names\":[\"/web\"],\"State\":\"running\"}]"
#define INSPECT                                                                                    \
	"{\"Id\":\"" A "\",\"Name\":\"/web\",\"State\":{\"Status\":\"running\",\"Pid\":100},"      \
	"\"HostConfig\":{\"Runtime\":\"runc\",\"PidMode\":\"\"}}"

static const struct process sshd[] = { INIT, IN(100, "0::/docker/" A, "sleep|9|"),
	IN(101, "0::/docker/" A, "/usr/sbin/sshd|-D|") };

/* With what the engine says to it: NULL: nothing, "": it failed. */
static const struct facts *
facts_with(const char *top)
{
	struct facts *f = facts_new();
	struct document doc;

	for (size_t i = 0; i < 3; i++)
		put_process(&sshd[i]);
	doc = processes();
	give(f, "meta", "{\"version\":1}");
	give(f, "GET /containers/json", CONTAINERS);
	give(f, "GET /containers/" A "/json", INSPECT);
	give(f, "proc:processes", doc.body);
	if (top != NULL && top[0] != '\0')
		give(f, "GET /containers/" A "/top", top);
	else if (top != NULL)
		give_problem(f, "GET /containers/" A "/top", DOC_REFUSED, "HTTP 500: no ps");
	facts_finish(f);
	return f;
}

static const struct {
	const char *top, *origin, *command, *source;
	size_t n;
} fact_rows[] = {
	{ NULL, "proc:processes", "/usr/sbin/sshd -D", "/proc/101/cmdline", 2 },
	{ "", "proc:processes", "/usr/sbin/sshd -D", "/proc/101/cmdline", 2 },
	{ "{\"Titles\":[\"PID\",\"CMD\"],\"Processes\":[[\"1\",\"sleep 9\"]]}",
	    "GET /containers/" A "/top", "sleep 9", "GET /containers/" A "/top", 1 },
};

START_TEST(evidence_names_where_it_was_read)
{
	const struct facts *f = facts_with(fact_rows[_i].top);
	const struct container *c = &f->containers[0];

	ck_assert_uint_eq(f->n_containers, 1);
	ck_assert_int_eq(c->top_origin.state, DOC_OK);
	ck_assert_str_eq(c->top_origin.source, fact_rows[_i].origin);
	ck_assert_uint_eq(c->n_commands, fact_rows[_i].n);
	ck_assert_str_eq(c->commands[c->n_commands - 1].text, fact_rows[_i].command);
	ck_assert_str_eq(c->commands[c->n_commands - 1].source, fact_rows[_i].source);
	ck_assert_uint_eq(c->n_processes, 2);
	facts_free((struct facts *)(uintptr_t)f);
}
END_TEST

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

int
main(void)
{
	Suite *suite = suite_create("processes");
	TCase *cases = tcase_create("processes");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(cases, make_root, remove_root);
	tcase_add_loop_test(cases, a_container_has_the_processes_of_its_group, 0, N(rows));
	tcase_add_test(cases, secrets_in_command_lines_are_masked);
	tcase_add_test(cases, a_list_that_was_cut_proves_nothing);
	tcase_add_loop_test(cases, evidence_names_where_it_was_read, 0, N(fact_rows));
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
