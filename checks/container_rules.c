/*
 * container_rules.c: what the rules about containers share. It may not know a single rule.
 */
#include "config.h"

#include "container_rules.h"

#include <string.h>
#include <strings.h>

#include "base/dates.h"
#include "base/words.h"

void
judge_field(struct judge *j, const struct container *c, bool good, const char *when_good,
    const char *when_bad, const char *field, const char *actual, const char *expected)
{
	judge_saw(j, good ? judge_pass(j, "%s", when_good) : judge_warn(j, "", "%s", when_bad),
	    field, c->origin.source, actual, expected);
}

const char *
integer_text(struct judge *j, const struct fact_int *v)
{
	return v->seen == SEEN ? judge_fmt(j, "%lld", (long long)v->v) : "not set";
}

bool
judge_age(struct judge *j, const struct fact_int *then, const char *field, const struct origin *o,
    int64_t *days)
{
	int64_t now;

	if (!judge_knows(j, then->seen, false, field, o) || !judge_knows_time(j, &now))
		return false;
	if (then->v > now + DAY_SECONDS) {
		judge_error(j, "%s lies in the future of the scan: the clocks differ", field);
		return false;
	}
	*days = then->v < now ? days_between(then->v, now) : 0;
	return true;
}

bool
user_is_root(const char *user)
{
	size_t n = strcspn(user, ":"), zeros = strspn(user, "0");

	return zeros >= n || (n == 4 && strncmp(user, "root", 4) == 0);
}

bool
image_is_called(const struct container *c, const char *word)
{
	const char *name = c->image_name.seen == SEEN ? c->image_name.v : "";
	size_t n = strlen(word), end = strcspn(name, "@");

	for (size_t i = 0; i + n <= end; i++) {
		if (strncasecmp(name + i, word, n) == 0)
			return true;
	}
	return false;
}

const char *
env_value(const struct fact_list *env, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = env->n; env->seen == SEEN && i > 0; i--) {
		if (strncmp(env->v[i - 1], name, n) == 0 && env->v[i - 1][n] == '=')
			return env->v[i - 1] + n + 1;
	}
	return NULL;
}
