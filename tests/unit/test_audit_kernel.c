/*
 * test_audit_kernel.c: what becomes of the kernel's answers about audit, right and wrong ones. The
 * kernel is a child behind a socket of our own: socket() is wrapped.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "host/audit_kernel.h"

int __wrap_socket(int domain, int type, int protocol);
int __real_socket(int domain, int type, int protocol);

/* Answers a question of this type; false: the kernel says nothing more. */
static bool (*kernel)(int fd, uint16_t type);
static pid_t child;
static struct arena *arena;

int
__wrap_socket(int domain, int type, int protocol)
{
	int pair[2];
	struct nlmsghdr question;

	if (domain != AF_NETLINK || kernel == NULL)
		return __real_socket(domain, type, protocol);
	ck_assert_int_eq(protocol, NETLINK_AUDIT);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	child = fork();
	if (child == 0) {
		close(pair[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		while (recv(pair[1], &question, sizeof question, MSG_TRUNC) > 0 &&
		       kernel(pair[1], question.nlmsg_type))
			;
		pause();
	}
	close(pair[1]);
	return pair[0];
}

static void
setup(void)
{
	arena = arena_new();
	child = 0;
}

static void
teardown(void)
{
	kernel = NULL;
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	arena_free(arena);
}

static struct document
ask(bool (*answers)(int fd, uint16_t type))
{
	kernel = answers;
	return audit_kernel(arena);
}

/* ---- what the kernel says
 * ------------------------------------------------------------------------ */

static bool
say(int fd, uint16_t type, const void *payload, size_t n)
{
	_Alignas(struct nlmsghdr) char message[4096] = { 0 };
	struct nlmsghdr *m = (void *)message;

	*m = (struct nlmsghdr){ .nlmsg_len = (uint32_t)(NLMSG_HDRLEN + n), .nlmsg_type = type };
	memcpy(NLMSG_DATA(m), payload, n);
	return send(fd, message, m->nlmsg_len, MSG_NOSIGNAL) == (ssize_t)m->nlmsg_len;
}

static bool
refuse(int fd, int error)
{
	struct nlmsgerr e = { .error = -error };

	return say(fd, NLMSG_ERROR, &e, sizeof e);
}

static bool
tell_state(int fd)
{
	struct audit_status s = {
		.enabled = 1, .failure = 2, .pid = 612, .backlog_limit = 8192, .lost = 3
	};

	return refuse(fd, 0) && say(fd, AUDIT_GET, &s, sizeof s);
}

struct field {
	uint32_t field, op, value;
	const char *text;
};

/* A rule as the kernel keeps it: texts one behind the other, their lengths as values. */
static bool
tell_rule(int fd, uint32_t flags, uint32_t action, uint32_t calls, const struct field *fields)
{
	_Alignas(struct audit_rule_data) char bytes[sizeof(struct audit_rule_data) + 1024] = { 0 };
	struct audit_rule_data *r = (void *)bytes;

	r->flags = flags;
	r->action = action;
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		r->mask[i] = calls;
	for (; fields->field != 0; fields++) {
		uint32_t i = r->field_count++;

		r->fields[i] = fields->field;
		r->fieldflags[i] = fields->op;
		r->values[i] = fields->value;
		if (fields->text != NULL) {
			r->values[i] = (uint32_t)strlen(fields->text);
			memcpy(r->buf + r->buflen, fields->text, r->values[i]);
			r->buflen += r->values[i];
		}
	}
	return say(fd, AUDIT_LIST_RULES, bytes, sizeof *r + r->buflen);
}

#define ALL UINT32_MAX
#define WATCH(path)                                                                                \
	{                                                                                          \
		AUDIT_WATCH, AUDIT_EQUAL, 0, path                                                  \
	}
#define PERM(bits)                                                                                 \
	{                                                                                          \
		AUDIT_PERM, AUDIT_EQUAL, bits, NULL                                                \
	}
#define KEY(key)                                                                                   \
	{                                                                                          \
		AUDIT_FILTERKEY, AUDIT_EQUAL, 0, key                                               \
	}
#define FIELDS(...) ((const struct field[]){ __VA_ARGS__, { 0, 0, 0, NULL } })

static bool
several_rules(int fd, uint16_t type)
{
	if (type == AUDIT_GET)
		return tell_state(fd);
	return refuse(fd, 0) &&
	       tell_rule(fd, AUDIT_FILTER_EXIT, AUDIT_ALWAYS, ALL,
		   FIELDS(WATCH("/usr/bin/dockerd"), PERM(AUDIT_PERM_WRITE | AUDIT_PERM_ATTR),
		       KEY("docker"))) &&
	       tell_rule(fd, AUDIT_FILTER_EXIT | AUDIT_FILTER_PREPEND, AUDIT_NEVER, ALL,
		   FIELDS({ AUDIT_DIR, AUDIT_NOT_EQUAL, 0, "/etc/a b\n\"" }, PERM(15))) &&
	       tell_rule(fd, AUDIT_FILTER_EXIT, AUDIT_ALWAYS, 7,
		   FIELDS({ AUDIT_LOGINUID, AUDIT_GREATER_THAN_OR_EQUAL, 1000, NULL },
		       { AUDIT_UID, AUDIT_LESS_THAN, 7, NULL },
		       { AUDIT_EUID, AUDIT_GREATER_THAN, 0, NULL },
		       { AUDIT_ARCH, AUDIT_LESS_THAN_OR_EQUAL, 9, NULL },
		       { AUDIT_EXE, AUDIT_EQUAL, 0, "/x" }, { AUDIT_PPID, AUDIT_EQUAL, 5, NULL },
		       { AUDIT_SUBJ_TYPE, AUDIT_EQUAL, 0, "t" })) &&
	       tell_rule(fd, AUDIT_FILTER_EXIT, AUDIT_NEVER, 0, FIELDS(KEY("k"))) &&
	       tell_rule(fd, AUDIT_FILTER_TASK, AUDIT_NEVER, ALL, FIELDS(KEY("t"))) &&
	       /* lists that have nothing to do with files */
	       tell_rule(fd, AUDIT_FILTER_TASK, AUDIT_ALWAYS, ALL, FIELDS(KEY("no"))) &&
	       tell_rule(fd, AUDIT_FILTER_USER, AUDIT_NEVER, ALL, FIELDS(KEY("no"))) &&
	       say(fd, NLMSG_DONE, "", 0);
}

START_TEST(rules_are_written_as_auditctl_would)
{
	struct document doc = ask(several_rules);

	ck_assert_str_eq(doc.problem, "");
	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_str_eq(doc.body,
	    "{\"rules\":["
	    "\"-a always,exit -S all -F path=/usr/bin/dockerd -F perm=wa -F key=docker\","
	    "\"-a never,exit -S all -F dir!=/etc/a?b?\\\" -F perm=rwxa\","
	    "\"-a always,exit -S some -F auid>=1000 -F uid<7 -F euid>0 -F arch<=9 -F exe=/x -F "
	    "f18=5 -F f15=t\","
	    "\"-a never,exit -S some -F key=k\","
	    "\"-a never,task -F key=t\"],"
	    "\"enabled\":1,\"pid\":612,\"failure\":2,\"lost\":3,\"backlog\":0,\"backlog_limit\":"
	    "8192}");
}
END_TEST

/* ---- what no kernel should say
 * ------------------------------------------------------------------- */

static bool
lying_rules(int fd, uint16_t type)
{
	_Alignas(struct audit_rule_data) char bytes[sizeof(struct audit_rule_data) + 4] = { 0 };
	struct audit_rule_data *r = (void *)bytes;
	uint32_t half = 1; /* an old kernel's state: the mask, and half of the rest */

	if (type == AUDIT_GET)
		return say(fd, AUDIT_GET, (uint32_t[]){ half, 1 }, 8);
	r->flags = AUDIT_FILTER_EXIT;
	r->action = AUDIT_ALWAYS;
	memset(r->mask, 0xff, sizeof r->mask);
	r->field_count = 2;
	r->fields[0] = AUDIT_WATCH;
	r->values[0] = 4000; /* longer than the rule */
	r->fields[1] = AUDIT_FILTERKEY;
	r->values[1] = 4;
	r->buflen = 9000; /* so is this */
	memcpy(r->buf, "abcd", 4);
	say(fd, AUDIT_LIST_RULES, bytes, sizeof bytes);
	r->field_count = AUDIT_MAX_FIELDS + 1;
	say(fd, AUDIT_LIST_RULES, bytes, sizeof bytes);
	say(fd, AUDIT_LIST_RULES, bytes, sizeof *r - 1);
	send(fd, "short", 5, MSG_NOSIGNAL);
	return say(fd, NLMSG_DONE, "", 0);
}

START_TEST(lengths_are_not_believed)
{
	struct document doc = ask(lying_rules);

	ck_assert_int_eq(doc.state, DOC_OK);
	ck_assert_str_eq(doc.body,
	    "{\"rules\":[\"-a always,exit -S all -F path=4000 -F key=abcd\"],"
	    "\"enabled\":1,\"pid\":0,\"failure\":0,\"lost\":0,\"backlog\":0,\"backlog_limit\":0}");
}
END_TEST

static bool
endless_rules(int fd, uint16_t type)
{
	if (type == AUDIT_GET)
		return tell_state(fd);
	while (tell_rule(fd, AUDIT_FILTER_EXIT, AUDIT_ALWAYS, ALL, FIELDS(WATCH("/a"))))
		;
	return false;
}

static bool
no_rights(int fd, uint16_t type)
{
	return type == AUDIT_GET ? tell_state(fd) : refuse(fd, EPERM);
}

static bool
no_audit(int fd, uint16_t type)
{
	(void)type;
	return refuse(fd, ECONNREFUSED);
}

static bool
no_answer(int fd, uint16_t type)
{
	return type == AUDIT_GET && tell_state(fd);
}

static bool
other_error(int fd, uint16_t type)
{
	(void)type;
	return refuse(fd, ENOMEM);
}

/* Where rules are not all known, what is known of them is no answer: others could exclude it. */
START_TEST(half_an_answer_is_none)
{
	static const struct {
		bool (*kernel)(int fd, uint16_t type);
		enum doc_state state;
		const char *problem;
	} answers[] = {
		{ endless_rules, DOC_FAILED, "there are more rules than are looked at" },
		{ no_rights, DOC_DENIED,
		    "needs CAP_AUDIT_CONTROL, as root has it in the host's own namespaces" },
		{ no_audit, DOC_FAILED,
		    "this kernel has no audit support, or keeps it from user namespaces" },
		{ no_answer, DOC_FAILED, "Connection timed out" },
		{ other_error, DOC_FAILED, "Cannot allocate memory" },
	};
	struct document doc = ask(answers[_i].kernel);

	ck_assert_int_eq(doc.state, answers[_i].state);
	ck_assert_str_eq(doc.problem, answers[_i].problem);
	ck_assert_str_eq(doc.body, "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit_kernel");
	TCase *t = tcase_create("audit_kernel");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, rules_are_written_as_auditctl_would);
	tcase_add_test(t, lengths_are_not_believed);
	tcase_add_loop_test(t, half_an_answer_is_none, 0, 5);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
