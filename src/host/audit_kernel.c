/*
 * audit_kernel.c: reads loaded audit rules over netlink and writes them as auditctl would. Text
 * of `auditctl -l` is no source: it may show a rule that excludes like one that watches.
 */
#include "config.h"

#include "audit_kernel.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"

#define RULES_MAX 20000

struct state {
	bool known;
	struct audit_status status;
};

struct question {
	struct nlmsghdr header;
	char nothing[4];
};

static int
ask(int fd, uint16_t type)
{
	struct question q = { .header = { .nlmsg_len = NLMSG_LENGTH(0),
				  .nlmsg_type = type,
				  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
				  .nlmsg_seq = 1 } };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	return sendto(fd, &q, q.header.nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0
		   ? -1
		   : 0;
}

static const char *
perms_text(uint32_t perms, char out[5])
{
	size_t n = 0;

	if (perms & AUDIT_PERM_READ)
		out[n++] = 'r';
	if (perms & AUDIT_PERM_WRITE)
		out[n++] = 'w';
	if (perms & AUDIT_PERM_EXEC)
		out[n++] = 'x';
	if (perms & AUDIT_PERM_ATTR)
		out[n++] = 'a';
	out[n] = '\0';
	return out;
}

/* Field names that matter here; any other filter is written as "f<number>", which narrows too. */
static const char *
field_name(uint32_t field)
{
	switch (field) {
	case AUDIT_WATCH:
		return "path";
	case AUDIT_DIR:
		return "dir";
	case AUDIT_PERM:
		return "perm";
	case AUDIT_FILTERKEY:
		return "key";
	case AUDIT_ARCH:
		return "arch";
	case AUDIT_LOGINUID:
		return "auid";
	case AUDIT_UID:
		return "uid";
	case AUDIT_EUID:
		return "euid";
	case AUDIT_EXE:
		return "exe";
	default:
		return NULL;
	}
}

static const char *
operator_text(uint32_t flags)
{
	switch (flags & AUDIT_OPERATORS) {
	case AUDIT_NOT_EQUAL:
		return "!=";
	case AUDIT_GREATER_THAN:
		return ">";
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return ">=";
	case AUDIT_LESS_THAN:
		return "<";
	case AUDIT_LESS_THAN_OR_EQUAL:
		return "<=";
	default:
		return "=";
	}
}

static void
add_field(struct buf *b, const struct audit_rule_data *rule, uint32_t i, const char **strings,
    size_t *left)
{
	uint32_t field = rule->fields[i], value = rule->values[i];
	const char *name = field_name(field);
	bool text = (field >= AUDIT_SUBJ_USER && field <= AUDIT_SUBJ_CLR) ||
		    (field >= AUDIT_OBJ_USER && field <= AUDIT_OBJ_LEV_HIGH) ||
		    field == AUDIT_WATCH || field == AUDIT_DIR || field == AUDIT_FILTERKEY ||
		    field == AUDIT_EXE;
	char perms[5];

	if (name != NULL)
		buf_printf(b, " -F %s%s", name, operator_text(rule->fieldflags[i]));
	else
		buf_printf(b, " -F f%u%s", field, operator_text(rule->fieldflags[i]));
	if (text && value <= *left) {
		for (uint32_t k = 0; k < value; k++) {
			char c = (*strings)[k];

			/* Blanks would end the word: what is odd is written as it can be. */
			buf_printf(b, c > ' ' && c < 0x7f ? "%c" : "?", c);
		}
		*strings += value;
		*left -= value;
	} else if (field == AUDIT_PERM) {
		buf_puts(b, perms_text(value, perms));
	} else {
		buf_printf(b, "%u", value);
	}
}

/* As auditctl asks it: the last word of the mask is not for system calls. */
static bool
is_for_all_calls(const struct audit_rule_data *rule)
{
	for (size_t i = 0; i + 1 < AUDIT_BITMASK_SIZE; i++) {
		if (rule->mask[i] != UINT32_MAX)
			return false;
	}
	return true;
}

/* How auditctl would begin the rule; NULL: its list has nothing to do with files. */
static const char *
rule_action(const struct audit_rule_data *rule)
{
	switch (rule->flags & ~(uint32_t)AUDIT_FILTER_PREPEND) {
	case AUDIT_FILTER_EXIT:
		if (!is_for_all_calls(rule))
			return rule->action == AUDIT_ALWAYS ? "-a always,exit -S some"
							    : "-a never,exit -S some";
		return rule->action == AUDIT_ALWAYS ? "-a always,exit -S all"
						    : "-a never,exit -S all";
	case AUDIT_FILTER_TASK:
		return rule->action == AUDIT_NEVER ? "-a never,task" : NULL;
	default:
		return NULL;
	}
}

static void
add_rule(cJSON *rules, const struct audit_rule_data *rule, size_t size)
{
	struct buf b = BUF_INIT(65536);
	const char *strings = rule->buf, *action;
	size_t left;

	if (size < sizeof *rule || rule->field_count > AUDIT_MAX_FIELDS)
		return;
	action = rule_action(rule);
	if (action == NULL)
		return;
	left = size - sizeof *rule < rule->buflen ? size - sizeof *rule : rule->buflen;
	buf_puts(&b, action);
	for (uint32_t i = 0; i < rule->field_count; i++)
		add_field(&b, rule, i, &strings, &left);
	cJSON_AddItemToArray(rules, cJSON_CreateString(buf_str(&b)));
	buf_free(&b);
}

/* An older kernel answers with a shorter structure: what it does not say stays 0. */
static void
note_state(struct state *state, const void *payload, size_t size)
{
	memset(&state->status, 0, sizeof state->status);
	memcpy(&state->status, payload, size < sizeof state->status ? size : sizeof state->status);
	state->known = true;
}

/* Reads the kernel's answer to one question; 0, or an errno. */
static int
listen_for(int fd, uint16_t type, cJSON *rules, struct state *state)
{
	_Alignas(struct nlmsghdr) char reply[65536];
	const struct nlmsghdr *m;
	size_t seen = 0;

	for (;;) {
		ssize_t n = recv(fd, reply, sizeof reply, 0);
		/* Padded, so that what is left is never less than nothing. */
		unsigned left = n > 0 ? NLMSG_ALIGN((unsigned)n) : 0;

		if (n < 0)
			return errno == EAGAIN ? ETIMEDOUT : errno;
		memset(reply + n, 0, left - (size_t)n);
		for (m = (const void *)reply; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
			if (m->nlmsg_type == NLMSG_ERROR) {
				const struct nlmsgerr *e = NLMSG_DATA(m);

				if (e->error != 0)
					return -e->error;
				if (type == AUDIT_GET && state->known)
					return 0;
			} else if (m->nlmsg_type == NLMSG_DONE) {
				return 0;
			} else if (m->nlmsg_type == AUDIT_GET) {
				note_state(state, NLMSG_DATA(m), m->nlmsg_len - NLMSG_HDRLEN);
				if (type == AUDIT_GET)
					return 0;
			} else if (m->nlmsg_type == AUDIT_LIST_RULES && rules != NULL) {
				if (seen++ == RULES_MAX)
					return EFBIG; /* the rest could exclude what these cover */
				add_rule(rules, NLMSG_DATA(m), m->nlmsg_len - NLMSG_HDRLEN);
			}
		}
	}
}

static int
read_rules(cJSON *rules, struct state *state)
{
	struct timeval patience = { .tv_sec = 2 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT), error;

	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	error = ask(fd, AUDIT_GET) < 0 ? errno : listen_for(fd, AUDIT_GET, NULL, state);
	if (error == 0)
		error = ask(fd, AUDIT_LIST_RULES) < 0
			    ? errno
			    : listen_for(fd, AUDIT_LIST_RULES, rules, state);
	close(fd);
	return error;
}

struct document
audit_kernel(struct arena *a)
{
	struct document doc = document_named("audit:kernel", "kernel");
	cJSON *o = cJSON_CreateObject(), *rules = cJSON_AddArrayToObject(o, "rules");
	struct state state = { .known = false };
	int error = read_rules(rules, &state);

	if (error != 0) {
		cJSON_Delete(o);
		doc.state = error == EPERM || error == EACCES ? DOC_DENIED : DOC_FAILED;
		doc.problem =
		    doc.state == DOC_DENIED
			? "needs CAP_AUDIT_CONTROL, as root has it in the host's own namespaces"
		    : error == EFBIG ? "there are more rules than are looked at"
		    : error == EPROTONOSUPPORT || error == ECONNREFUSED
			? "this kernel has no audit support, or keeps it from user namespaces"
			: arena_strdup(a, strerror(error));
	} else {
		cJSON_AddNumberToObject(o, "enabled", state.status.enabled);
		cJSON_AddNumberToObject(o, "pid", state.status.pid);
		cJSON_AddNumberToObject(o, "failure", state.status.failure);
		cJSON_AddNumberToObject(o, "lost", state.status.lost);
		cJSON_AddNumberToObject(o, "backlog", state.status.backlog);
		cJSON_AddNumberToObject(o, "backlog_limit", state.status.backlog_limit);
		document_set_json(&doc, a, o);
	}
	return doc;
}
