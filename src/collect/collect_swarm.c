/*
 * collect_swarm.c: what a Swarm's manager tells. It may not judge it.
 *
 * Configurations come with their content, in base64, where no mask would find a secret. So the
 * content is taken out here: what stays of it are the lines in which the mask found one, masked.
 */
#include "config.h"

#include "collect_internal.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "syntax/json.h"

#define CONTENT_MAX ((size_t)1 << 20) /* a configuration has at most 1,000 KiB */

/* Appends the lines of a text that hold something masked. */
static void
keep_masked_lines(const char *text, struct buf *out)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		char *line = xmalloc(n + 1);

		memcpy(line, text, n);
		line[n] = '\0';
		if (strstr(line, "<masked ") != NULL)
			buf_printf(out, "%s\n", line);
		free(line);
		text += n;
		text += *text == '\n';
	}
}

/* The text behind base64, with NULs made visible; "" for what is none. The caller frees. */
static char *
decoded(const char *base64)
{
	size_t n = strlen(base64);
	char *text = xmalloc(n + 4);
	int length = n <= 2 * CONTENT_MAX ? EVP_DecodeBlock((unsigned char *)text,
						(const unsigned char *)base64, (int)n)
					  : -1;

	if (length < 0)
		length = 0;
	while (length > 0 && text[length - 1] == '\0')
		length--; /* what padding stands for */
	for (int i = 0; i < length; i++) {
		if (text[i] == '\0')
			text[i] = '?';
	}
	text[length] = '\0';
	return text;
}

static void
take_out_content(const struct masker *m, cJSON *config)
{
	cJSON *spec = cJSON_GetObjectItemCaseSensitive(config, "Spec");
	const cJSON *data = cJSON_GetObjectItemCaseSensitive(spec, "Data");
	struct buf masked = BUF_INIT(16 * CONTENT_MAX), kept = BUF_INIT(16 * CONTENT_MAX);
	char *text;

	if (!cJSON_IsString(data))
		return;
	text = decoded(data->valuestring);
	mask_lines(m, text, strlen(text), &masked);
	free(text);
	keep_masked_lines(buf_str(&masked), &kept);
	cJSON_ReplaceItemInObjectCaseSensitive(spec, "Data", cJSON_CreateString(buf_str(&kept)));
	buf_free(&masked);
	buf_free(&kept);
}

static int
take_configs(void *ctx, const struct document *doc, struct err *err)
{
	struct collector *c = ctx;
	struct document without = *doc;
	struct err ignored;
	cJSON *json = doc->state == DOC_OK ? json_parse(doc->body, doc->len, &ignored) : NULL,
	      *item;
	char *text;
	int result;

	if (!cJSON_IsArray(json)) {
		/* What cannot be read cannot be masked either. */
		if (doc->state == DOC_OK)
			without = (struct document){ .name = doc->name,
				.from = doc->from,
				.state = DOC_FAILED,
				.problem = "the answer is no list",
				.body = "" };
		cJSON_Delete(json);
		return collector_take(c, &without, err);
	}
	cJSON_ArrayForEach (item, json)
		take_out_content(&c->masker, item);
	text = cJSON_PrintUnformatted(json);
	cJSON_Delete(json);
	without.json = NULL;
	without.body = text != NULL ? text : "";
	without.len = strlen(without.body);
	result = collector_take(c, &without, err);
	cJSON_free(text);
	return result;
}

int
collect_swarm(struct collector *c, struct err *err)
{
	static const char *const paths[] = { "/swarm", "/nodes", "/services", "/secrets" };

	if ((c->options->needs & NEEDS_SWARM) == 0 || c->swarm_state == NULL ||
	    c->swarm_state[0] == '\0' || strcmp(c->swarm_state, "inactive") == 0)
		return 0;
	if (engine_get_all(c->engine, paths, 4, collector_take, c, err) < 0)
		return -1;
	return engine_get(c->engine, "/configs", take_configs, c, err);
}
