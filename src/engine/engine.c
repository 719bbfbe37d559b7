/*
 * engine.c: asks an engine, by libcurl, with GET and nothing else. It may not look into answers
 * beyond what tells whether there is one: JSON or not, API version, error message.
 */
#include "config.h"

#include "engine.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/memory.h"
#include "syntax/json.h"

#define PATH_MAX_BYTES 512
#define WINDOW 32		       /* requests on the way, or answered before their turn */
#define WAITING_MAX ((size_t)64 << 20) /* bytes of answers before their turn */
#define SLOW_US 20000		       /* an answer that was mostly waited for */

struct request {
	CURL *easy; /* prepared once; what differs is set for each request */
	const char *path;
	struct buf body;
	char error[CURL_ERROR_SIZE];
	CURLcode result;
	bool done, bytes; /* bytes: the answer is no JSON */
	bool header_ended;
};

struct engine {
	struct connection *connection;
	const char *wanted_version; /* NULL: the newest */
	char prefix[24];	    /* "/v1.41"; "" before the version is settled */
	char version[16], note[160];
	long request_timeout_ms;
	int64_t deadline_ms;
	size_t body_max;
	CURLM *multi;
	long connections, connections_max; /* requests on the way at once, now and at most */
	long running;
	size_t waiting; /* bytes of answers that came before their turn */
	struct request requests[WINDOW];
};

/* "1.41" as 1041; 0 for what is no version. */
static int
version_number(const char *text)
{
	int major, minor;
	char rest;

	if (sscanf(text, "%3d.%3d%c", &major, &minor, &rest) != 2 || major < 1 || minor < 0)
		return 0;
	return major * 1000 + minor;
}

/* An answer that is too large stops its transfer: the engine may not fill our memory. */
static size_t
keep_body(char *bytes, size_t size, size_t n, void *ctx)
{
	struct buf *body = ctx;

	buf_add(body, bytes, size * n);
	return body->failed ? 0 : size * n;
}

/* libcurl takes a connection that closes in the header for an answer without a body. */
static size_t
look_at_header(char *line, size_t size, size_t n, void *ctx)
{
	struct request *rq = ctx;

	rq->header_ended = line[0] == '\r' || line[0] == '\n';
	return size * n;
}

/* What all requests of a handle have in common. */
static void
prepare(struct engine *e, struct request *rq)
{
	connection_prepare(e->connection, rq->easy);
	curl_easy_setopt(rq->easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(rq->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(rq->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(rq->easy, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	curl_easy_setopt(rq->easy, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(rq->easy, CURLOPT_WRITEDATA, &rq->body);
	curl_easy_setopt(rq->easy, CURLOPT_HEADERFUNCTION, look_at_header);
	curl_easy_setopt(rq->easy, CURLOPT_HEADERDATA, rq);
	curl_easy_setopt(rq->easy, CURLOPT_ERRORBUFFER, rq->error);
	curl_easy_setopt(rq->easy, CURLOPT_PRIVATE, rq);
}

/*
 * An engine behind a socket of this machine shares its processors with us: more than a few requests
 * at once only make each other wait. One that is far away is mostly waited for, and is asked more
 * at once when its answers turn out to be slow.
 */
static void
limit_connections(struct engine *e, long wanted)
{
	bool here = connection_socket(e->connection) != NULL;
	long most = wanted > 0 ? wanted : here ? ENGINE_CONNECTIONS : ENGINE_CONNECTIONS_MAX;

	e->connections_max = connection_limit(e->connection, most < WINDOW ? most : WINDOW);
	e->connections = wanted > 0 || e->connections_max < ENGINE_CONNECTIONS ? e->connections_max
									       : ENGINE_CONNECTIONS;
	curl_multi_setopt(e->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, e->connections_max);
	curl_multi_setopt(e->multi, CURLMOPT_MAXCONNECTS, e->connections_max);
}

struct engine *
engine_new(const struct engine_options *o, struct err *err)
{
	struct engine *e;

	if (o->api_version != NULL && version_number(o->api_version) == 0) {
		err_set(err, EXIT_USAGE, "DOCKER_API_VERSION is no version: \"%s\" (1.41 is one)",
		    o->api_version);
		return NULL;
	}
	e = xmalloc(sizeof *e);
	e->connection = o->connection;
	e->wanted_version = o->api_version;
	e->request_timeout_ms = o->request_timeout_ms;
	e->deadline_ms = clock_ms() + o->total_timeout_ms;
	e->body_max = o->body_max;
	curl_global_init_mem(
	    CURL_GLOBAL_DEFAULT, memory_get, free, memory_resize, memory_copy, memory_get_zeroed);
	e->multi = curl_multi_init();
	for (size_t i = 0; i < WINDOW; i++)
		e->requests[i].easy = curl_easy_init();
	if (e->multi == NULL || e->requests[WINDOW - 1].easy == NULL) {
		err_set(err, EXIT_INCOMPLETE, "libcurl could not be started");
		engine_free(e);
		return NULL;
	}
	for (size_t i = 0; i < WINDOW; i++)
		prepare(e, &e->requests[i]);
	limit_connections(e, o->connections);
	return e;
}

void
engine_free(struct engine *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < WINDOW; i++) {
		if (e->requests[i].easy != NULL)
			curl_easy_cleanup(e->requests[i].easy);
	}
	if (e->multi != NULL)
		curl_multi_cleanup(e->multi);
	free(e);
}

const char *
engine_api_version(const struct engine *e)
{
	return e->version;
}

const char *
engine_address(const struct engine *e)
{
	return connection_address(e->connection);
}

const char *
engine_socket(const struct engine *e)
{
	return connection_socket(e->connection);
}

const char *
engine_api_note(const struct engine *e)
{
	return e->note;
}

/* ---- from an answer to a document ----------------------------------------------------------- */

static enum doc_state
state_of_status(long status)
{
	if (status >= 200 && status < 300)
		return DOC_OK;
	if (status == 404)
		return DOC_GONE;
	if (status == 401 || status == 403)
		return DOC_DENIED;
	return DOC_REFUSED;
}

/* Engines explain errors as {"message": "..."}; "" where this one does not. */
static const char *
message_of(struct arena *a, const struct buf *body)
{
	struct err ignored;
	cJSON *json = json_parse(buf_str(body), body->len, &ignored);
	const char *message = json_text(a, json, "message");

	cJSON_Delete(json);
	return message;
}

static const char *
transfer_problem(struct engine *e, struct arena *a, const struct request *rq)
{
	const char *text = rq->error[0] ? rq->error : curl_easy_strerror(rq->result), *problem;

	if (rq->body.failed)
		return arena_printf(a, "the answer is larger than %zu bytes", e->body_max);
	if (rq->result == CURLE_OPERATION_TIMEDOUT)
		return clock_ms() >= e->deadline_ms ? "no answer before the scan's time-out"
						    : "no complete answer within the time-out";
	problem = connection_problem(e->connection, a, rq->easy, rq->result, text);
	if (problem != NULL)
		return problem;
	/* libcurl takes what has no header for HTTP/0.9, and refuses it. */
	return rq->result == CURLE_UNSUPPORTED_PROTOCOL || rq->result == CURLE_WEIRD_SERVER_REPLY
		   ? "the answer is not HTTP"
		   : arena_strdup(a, text);
}

static bool
is_json(const char *text, size_t len, struct err *err)
{
	cJSON *json = json_parse(text, len, err);

	cJSON_Delete(json);
	return json != NULL;
}

/* Events are told one a line; none is an empty answer. */
static bool
are_events(const struct document *doc, struct err *err)
{
	const char *line = doc->body, *end = doc->body + doc->len;

	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((stop != NULL ? stop : end) - line);

		/* What is parsed has to end with a NUL. */
		if (n > 0 && *line != '\r') {
			char *copy = xmalloc(n + 1);
			bool good = is_json(memcpy(copy, line, n), n, err);

			free(copy);
			if (!good)
				return false;
		}
		line += n + 1;
	}
	return true;
}

static void
judge_body(struct document *doc, struct arena *a)
{
	struct err err;
	bool events = strcmp(doc->name, "GET /events") == 0;

	if (!events)
		doc->json = json_read(a, doc->body, doc->len, &err);
	if (events ? are_events(doc, &err) : doc->json != NULL)
		return;
	doc->state = DOC_FAILED;
	doc->problem = arena_printf(a, "the answer is not JSON: %s", err.msg);
}

static int
give(struct engine *e, struct request *rq, engine_take take, void *ctx, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = { .from = engine_address(e), .problem = "", .body = "" };
	long status = 0;
	int result;

	doc.name = arena_printf(a, "GET %.*s", (int)strcspn(rq->path, "?"), rq->path);
	curl_easy_getinfo(rq->easy, CURLINFO_RESPONSE_CODE, &status);
	if (rq->result != CURLE_OK) {
		doc.state = DOC_FAILED;
		doc.problem = transfer_problem(e, a, rq);
	} else {
		doc.http_status = (int)status;
		doc.state = state_of_status(status);
		doc.body = buf_str(&rq->body);
		doc.len = rq->body.len;
		if (doc.state == DOC_OK && !rq->bytes) {
			judge_body(&doc, a);
		} else if (doc.state != DOC_OK) {
			const char *why =
			    connection_http_problem(e->connection, status, buf_str(&rq->body));

			if (why == NULL)
				why = message_of(a, &rq->body);
			doc.problem =
			    arena_printf(a, "HTTP %ld%s%s", status, *why ? ": " : "", why);
		}
	}
	if (doc.state != DOC_OK) {
		doc.body = "";
		doc.len = 0;
	}
	result = take(ctx, &doc, err);
	arena_free(a);
	return result;
}

/* ---- transfers ------------------------------------------------------------------------------ */

static void
finish(struct engine *e, struct request *rq, CURLcode result)
{
	curl_off_t us = 0;

	rq->result = result == CURLE_OK && !rq->header_ended ? CURLE_PARTIAL_FILE : result;
	rq->done = true;
	e->running--;
	e->waiting += rq->body.len;
	curl_easy_getinfo(rq->easy, CURLINFO_TOTAL_TIME_T, &us);
	if (us > SLOW_US && e->connections < e->connections_max)
		e->connections++;
	curl_multi_remove_handle(e->multi, rq->easy);
}

static void
note_finished(struct engine *e)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(e->multi, &left)) != NULL) {
		struct request *rq;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&rq);
		finish(e, rq, msg->data.result);
	}
}

/* Lets transfers go on until something can be done: `rq` is there, or another may be started. */
static void
wait_for(struct engine *e, struct request *rq, bool more)
{
	int running;

	while (!rq->done && !(more && e->running < e->connections)) {
		if (curl_multi_perform(e->multi, &running) != CURLM_OK) {
			finish(e, rq, CURLE_RECV_ERROR);
			return;
		}
		connection_serve(e->connection);
		note_finished(e);
		if (!rq->done && !(more && e->running < e->connections))
			curl_multi_poll(e->multi, NULL, 0, 1000, NULL);
	}
}

static void
start(struct engine *e, struct request *rq, const char *path, size_t max)
{
	char url[PATH_MAX_BYTES + 256];
	int64_t left = e->deadline_ms - clock_ms();
	long timeout = left < e->request_timeout_ms ? (long)left : e->request_timeout_ms;

	rq->path = path;
	rq->body = (struct buf)BUF_INIT(max);
	rq->error[0] = '\0';
	rq->done = rq->bytes = rq->header_ended = false;
	snprintf(url, sizeof url, "%s%s%s", connection_base(e->connection), e->prefix, path);
	curl_easy_setopt(rq->easy, CURLOPT_URL, url);
	curl_easy_setopt(rq->easy, CURLOPT_TIMEOUT_MS, timeout < 1 ? 1L : timeout);
	curl_easy_setopt(rq->easy, CURLOPT_CONNECTTIMEOUT_MS, timeout < 1 ? 1L : timeout);
	curl_multi_add_handle(e->multi, rq->easy);
	e->running++;
}

/* Hands on an answer whose turn it is. */
static int
hand_on(struct engine *e, struct request *rq, engine_take take, void *ctx, struct err *err)
{
	int result = take != NULL ? give(e, rq, take, ctx, err) : 0;

	e->waiting -= rq->body.len;
	buf_free(&rq->body);
	return result;
}

int
engine_get_all(struct engine *e, const char *const *paths, size_t n, engine_take take, void *ctx,
    struct err *err)
{
	size_t started = 0, given = 0;
	int result = 0;

	while (given < n) {
		struct request *next = &e->requests[given % WINDOW];
		bool more;

		while (started < n && started - given < WINDOW && e->running < e->connections &&
		       (started == given || e->waiting < WAITING_MAX)) {
			start(e, &e->requests[started % WINDOW], paths[started], e->body_max);
			started++;
		}
		more = started < n && started - given < WINDOW && e->waiting < WAITING_MAX;
		wait_for(e, next, more);
		if (!next->done)
			continue;
		if (hand_on(e, next, result == 0 ? take : NULL, ctx, err) < 0) {
			result = -1;
			n = started;
		}
		given++;
	}
	return result;
}

int
engine_get_bytes(
    struct engine *e, const char *path, size_t max, engine_take take, void *ctx, struct err *err)
{
	struct request *rq = &e->requests[0];

	start(e, rq, path, max);
	rq->bytes = true;
	wait_for(e, rq, false);
	return hand_on(e, rq, take, ctx, err);
}

int
engine_get(struct engine *e, const char *path, engine_take take, void *ctx, struct err *err)
{
	return engine_get_all(e, &path, 1, take, ctx, err);
}

/* ---- the first request ---------------------------------------------------------------------- */

struct hello {
	struct engine *engine;
	engine_take take;
	void *ctx;
};

/* Why there is no connection is the system's to say; libcurl words it by its port. */
static const char *
access_problem(const struct engine *e, const struct document *doc, long error)
{
	bool unconnected = engine_socket(e) != NULL ||
			   strncmp(doc->problem, "Failed to connect", 17) == 0 ||
			   strncmp(doc->problem, "connect to ", 11) == 0;

	return unconnected && error != 0 ? strerror((int)error) : doc->problem;
}

static int
no_answer(const struct engine *e, const struct document *doc, struct err *err)
{
	const char *address = engine_address(e), *socket = engine_socket(e);
	long error = 0;

	if (doc->http_status != 0 || strncmp(doc->problem, "the answer", 10) == 0)
		return err_set(err, EXIT_INCOMPLETE, "%s answers, but not like a Docker Engine: %s",
		    address, doc->problem);
	curl_easy_getinfo(e->requests[0].easy, CURLINFO_OS_ERRNO, &error);
	if (socket != NULL && error == EACCES)
		return err_set(err, EXIT_INCOMPLETE,
		    "permission denied on %s: run as root or join the docker group", socket);
	return err_set(err, EXIT_INCOMPLETE, "no engine answers on %s: %s%s", address,
	    access_problem(e, doc, error),
	    socket != NULL ? ": is dockerd running? --host says where it is" : "");
}

/* The newest version that both sides have, or the one that is wanted, where both have it. */
static void
settle_version(struct engine *e, const char *oldest, const char *newest)
{
	int low = version_number(oldest), high = version_number(newest),
	    wanted = e->wanted_version != NULL ? version_number(e->wanted_version) : 0;
	const char *top = high < version_number(ENGINE_API_NEWEST) ? newest : ENGINE_API_NEWEST;
	const char *use = low > version_number(top) ? oldest : top;

	if (wanted != 0 && wanted >= low && wanted <= version_number(top))
		use = e->wanted_version;
	else if (wanted != 0 && wanted < low)
		use = oldest;
	if (wanted != 0 && wanted != version_number(use))
		snprintf(e->note, sizeof e->note,
		    "DOCKER_API_VERSION is %.16s, but the engine and " PACKAGE_NAME
		    " have %.16s to %.16s in common: %.16s is used",
		    e->wanted_version, low != 0 ? oldest : "1.0", top, use);
	snprintf(e->version, sizeof e->version, "%s", use);
	snprintf(e->prefix, sizeof e->prefix, "/v%.16s", use);
}

static int
take_version(void *ctx, const struct document *doc, struct err *err)
{
	struct hello *h = ctx;
	struct engine *e = h->engine;
	struct arena *a;
	cJSON *json;
	const char *newest, *oldest;

	if (doc->state != DOC_OK)
		return no_answer(e, doc, err);
	a = arena_new();
	json = json_parse(doc->body, doc->len, err);
	newest = json_text(a, json, "ApiVersion");
	oldest = json_text(a, json, "MinAPIVersion");
	if (version_number(newest) != 0)
		settle_version(e, oldest, newest);
	cJSON_Delete(json);
	if (version_number(newest) == 0) {
		arena_free(a);
		return err_set(err, EXIT_INCOMPLETE,
		    "%s answers, but not like a Docker Engine: /version has no ApiVersion",
		    engine_address(e));
	}
	arena_free(a);
	connection_answers(e->connection);
	return h->take(h->ctx, doc, err);
}

int
engine_hello(struct engine *e, engine_take take, void *ctx, struct err *err)
{
	struct hello h = { e, take, ctx };

	e->prefix[0] = '\0';
	if (engine_get(e, "/version", take_version, &h, err) == 0)
		return 0;
	if (!connection_may_tell_more(e->connection))
		return -1;
	for (size_t i = 0; i < WINDOW; i++)
		prepare(e, &e->requests[i]);
	return engine_get(e, "/version", take_version, &h, err);
}
