/*
 * host_firewall.c: which firewall front end is set up on the host, by its own files. It may not
 * judge, and asks no kernel: to list rules there can make it load modules.
 */
#include "config.h"

#include "host_survey.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RULES_MAX ((size_t)4 << 20)

/* Where rules are kept that are loaded when the host starts. */
static const char *const rule_files[] = { "/etc/ufw/before.rules", "/etc/ufw/after.rules",
	"/etc/ufw/user.rules", "/etc/ufw/before6.rules", "/etc/ufw/after6.rules",
	"/etc/ufw/user6.rules", "/etc/iptables/rules.v4", "/etc/iptables/rules.v6",
	"/etc/sysconfig/iptables", "/etc/sysconfig/ip6tables", "/etc/firewalld/direct.xml", NULL };

/* Value of the last "NAME=value" line; quotes are taken off. NULL: no such line. */
static char *
value_in(struct arena *a, const char *text, const char *name)
{
	size_t n = strlen(name);
	char *found = NULL;

	for (const char *line = text; line != NULL && *line != '\0';) {
		const char *end = strchr(line, '\n'), *p = line + strspn(line, " \t");

		if (strncmp(p, name, n) == 0 && p[n + strspn(p + n, " \t")] == '=') {
			p += n + strspn(p + n, " \t") + 1;
			p += strspn(p, " \t\"'");
			found = arena_strndup(a, p, strcspn(p, "\"' \t\r\n#"));
		}
		line = end != NULL ? end + 1 : NULL;
	}
	return found;
}

/* The value as a text; null where there is no such file or line. */
static void
add_value(struct host *h, struct arena *a, cJSON *o, cJSON *unreadable, const char *member,
    const char *path, const char *name)
{
	size_t len;
	char *text = host_read(h, path, RULES_MAX, &len);
	char *value = text != NULL ? value_in(a, text, name) : NULL;

	if (text == NULL && errno != ENOENT && errno != ENOTDIR)
		survey_add_unreadable(unreadable, path, errno);
	else if (value != NULL)
		survey_add_string(o, member, NULL, value);
	else
		cJSON_AddNullToObject(o, member);
	free(text);
}

/* A rule in the chain that the engine leaves to the administrator, and that does something. */
static bool
is_own_rule(const char *line)
{
	const char *at = strstr(line, "DOCKER-USER");

	line += strspn(line, " \t");
	if (at == NULL || line[0] == '#' || line[0] == ':')
		return false;
	return strstr(line, "-A DOCKER-USER") != NULL || strstr(line, "-I DOCKER-USER") != NULL ||
	       strstr(line, "chain=\"DOCKER-USER\"") != NULL;
}

static void
add_own_rules(struct host *h, cJSON *list, cJSON *unreadable, const char *path)
{
	size_t len;
	char *text = host_read(h, path, RULES_MAX, &len), *save = NULL;

	if (text == NULL) {
		if (errno != ENOENT && errno != ENOTDIR)
			survey_add_unreadable(unreadable, path, errno);
		return;
	}
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *returns = strstr(line, "-j RETURN");

		/* The chain's own last rule is no filter. */
		if (!is_own_rule(line) || (returns != NULL && strstr(line, " -s ") == NULL &&
					      strstr(line, " -i ") == NULL))
			continue;
		survey_add_string(list, "", NULL, path);
		break;
	}
	free(text);
}

struct document
survey_firewall(struct host *h, struct arena *a)
{
	struct document doc = document_named("firewall:frontends", "/etc/ufw, /etc/firewalld");
	cJSON *o = cJSON_CreateObject(), *own = cJSON_CreateArray();
	cJSON *unreadable = cJSON_CreateArray();

	add_value(h, a, o, unreadable, "ufw", "/etc/ufw/ufw.conf", "ENABLED");
	add_value(h, a, o, unreadable, "strict_forward_ports", "/etc/firewalld/firewalld.conf",
	    "StrictForwardPorts");
	for (size_t i = 0; rule_files[i] != NULL; i++)
		add_own_rules(h, own, unreadable, rule_files[i]);
	cJSON_AddItemToObject(o, "docker_user", own);
	cJSON_AddItemToObject(o, "unreadable", unreadable);
	document_set_json(&doc, a, o);
	return doc;
}
