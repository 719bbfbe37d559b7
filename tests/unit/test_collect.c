/*
 * test_collect.c: masking, snapshots, host files, and the engine client against a faulty engine
 * that a child process plays over a UNIX socket.
 */
#include "config.h"

#include <check.h>
#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/engine.h"
#include "host/host.h"
#include "snapshot/mask.h"
#include "snapshot/snapshot.h"

/* ---- masking -------------------------------------------------------------------------------- */

static const char *
masked(const char *json)
{
	static struct buf out = BUF_INIT(10000);
	const struct masker m = { "salt" };

	buf_free(&out);
	mask_json(&m, json, strlen(json), &out);
	return buf_str(&out);
}

static const struct {
	const char *json;
	const char *gone; /* what must not be left; NULL: nothing may change */
} mask_rows[] = {
	{ "{\"Env\":[\"DB_PASSWORD=hunter2 x\"]}", "hunter2" },
	{ "{\"Env\":[\"api_token=hunter2\"]}", "hunter2" },
	{ "[\"--password\",\"hunter2\"]", "hunter2" },
	{ "[\"--password=hunter2\"]", "hunter2" },
	{ "{\"Labels\":{\"db.password\":\"hunter2\"}}", "hunter2" },
	{ "{\"Cmd\":\"export SECRET_KEY=hunter2 && run\"}", "hunter2" },
	{ "[\"http://user:hunter2@proxy:3128\"]", "hunter2" },
	{ "[\"CMD-SHELL\",\"curl -fsS -u 'admin:hunter2' http://x\"]", "hunter2" },
	{ "[\"wget --user=a:b http://c:d@x && curl --proxy-user p:hunter2 y\"]", "hunter2" },
	{ "[\"docker run -u 1000:1000 curl -u name -u a:$PASSWORD\"]", NULL },
	{ "[\"AKIAIOSFODNN7EXAMPLE\"]", "IOSFODNN7" },
	{ "[\"-----BEGIN RSA PRIVATE KEY-----\\nhunter2\"]", "hunter2" },
	{ "[\"--password hunter2\"]", "hunter2" },
	{ "[\"mysqladmin --password hunter2 ping\"]", "hunter2" },
	{ "{\"Env\":[\"DB_PASSWORD=true hunter2\"]}", "hunter2" },
	{ "{\"Env\":[\"DB_PASSWORD=${PW:-hunter2}\"]}", "hunter2" },
	{ "[\"PASSWORD=$P run --token hunter2\"]", "hunter2" },
	{ "[\"PASSWORD=\\\"true hunter2\\\"\"]", "hunter2" },
	{ "{\"Options\":{\"o\":\"addr=1.2.3.4,password=hunter2,nosuid\"}}", "hunter2" },
	{ "{\"Actor\":{\"Attributes\":{\"api.token\":\"hunter2\"}}}", "hunter2" },
	/* however it is written */
	{ "[\"\\u0041KIAIOSFODNN7EXAMPLE\"]", "IOSFODNN7" },
	{ "[\"x\\nAKIAIOSFODNN7EXAMPLE\"]", "IOSFODNN7" },
	{ "[\"x\\tghp_0123456789hunter2\"]", "hunter2" },
	{ "[\"http:\\/\\/user:hunter2@proxy:3128\"]", "hunter2" },
	{ "[\"http\\u003a\\u002F/user:hunter2@proxy\"]", "hunter2" },
	{ "{\"Env\":[\"DB_P\\u0041SSWORD=hunter2\"]}", "hunter2" },
	{ "{\"Env\":[\"DB_PASSWORD\\u003dhunter2\"]}", "hunter2" },
	{ "{\"Labels\":{\"api\\u002etoken\":\"hunter2\"}}", "hunter2" },
	{ "{\"L\\u0061bels\":{\"api.t\\u006fken\":\"hunter2\"}}", "hunter2" },
	{ "[\"\\u002d-password\",\"hunter2\"]", "hunter2" },
	{ "[\"\\u002D\\u002Dpassword=hunter2\"]", "hunter2" },
	{ "[\"curl\\u0020-u\\u0020a:hunter2 x\"]", "hunter2" },
	{ "{\"Options\":{\"\\u006f\":\"a=1\\u002cpassword=hunter2\"}}", "hunter2" },
	{ "[\"\\u002d----BEGIN RSA PRIVATE\\u0020KEY-----\\nhunter2\"]", "hunter2" },
	{ "[\"\\ud83d\\ude00 AKIAIOSFODNN7EXAMPLE\"]", "IOSFODNN7" },
	{ "[\"\\ud83d\\u0041KIAIOSFODNN7EXAMPLE\"]", "IOSFODNN7" },
	{ "[\"a\\u0000\\ud83d\\ude00\\ud83d\\/\\b\\f\\n\\r\\t\\\"\\\\ \\u00e9\\u20ac x\"]", NULL },
	{ "{\"\\u0041\\/\":\"\\u0042 c\",\"d\":1}", NULL },
	{ "{\"Env\":[\"DB_PASSWORD=\",\"MYSQL_ALLOW_EMPTY_PASSWORD=Yes\",\"REQUIRE_AUTH=1\"]}", NULL },
	{ "{\"Env\":[\"DB_PASSWORD=${DB_PASSWORD}\",\"API_KEY=$KEY\",\"A_TOKEN=<your token>\"]}", NULL },
	{ "{\"Env\":[\"DB_PASSWORD=/run/secrets/db\",\"A_SECRET=***\",\"A_SECRET={{ .x }}\"]}", NULL },
	{ "{\"Env\":[\"GPG_KEY=A035C8C1\",\"TOKENIZERS_PARALLELISM=8x\",\"MAX_TOKENS=4096\"]}", NULL },
	{ "[\"--password-file\",\"/etc/pw\",\"--no-password\",\"db\",\"--no-password db\"]", NULL },
	{ "[\"psql --password --host db\",\"env PASSWORD= run\"]", NULL },
	{ "{\"Labels\":{\"db.password\":\"\",\"api.token\":\"false\"}}", NULL },
	{ "{\"Env\":[\"PATH=/bin\",\"PWD=/app\"],\"n\":12345678901234567890.50}", NULL },
	{ "{\"Env\":[\"DB_PASSWORD_FILE=/run/secrets/x\"]}", NULL },
	{ "[\"-----BEGIN CERTIFICATE-----\\nMIIB\"]", NULL },
	{ "[\"https://example.org/a:b@c\"]", NULL },
	{ "{\"SecurityOpt\":[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"]}", NULL },
};

START_TEST(secrets_are_masked_and_nothing_else)
{
	const char *out = masked(mask_rows[_i].json);

	if (mask_rows[_i].gone == NULL) {
		ck_assert_str_eq(out, mask_rows[_i].json);
	} else {
		ck_assert_msg(strstr(out, mask_rows[_i].gone) == NULL, "%s", out);
		ck_assert_ptr_nonnull(strstr(out, "<masked "));
	}
}
END_TEST

static const struct {
	const char *text, *gone;
} line_rows[] = {
	{ "KEY=\"-----BEGIN PRIVATE KEY-----\nhunter2\nhunter2\n-----END PRIVATE KEY-----\"\nx\n", "hunter2" },
	{ "-----BEGIN EC PRIVATE KEY-----\nhunter2\n", "hunter2" },
	{ "password: hunter2\nuser: me", "hunter2" },
	{ "password: \"true hunter2\"", "hunter2" },
	{ "password = hunter2", "hunter2" },
	{ "      DB_PASSWORD: 'hunter2'", "hunter2" },
	{ "password: ${PASSWORD}\npassword: \"\"\nallow_empty_password: yes\npassword =", NULL },
};

START_TEST(what_is_left_is_written_as_json)
{
	const char *out = masked("[\"\\\"\\n\\\\\\u00e9\\ud83d\\ude00/ \\u0041KIAIOSFODNN7EXAMPLE\\u0001\"]");
	cJSON *json = cJSON_Parse(out);
	const char *text;

	ck_assert_msg(json != NULL, "%s", out);
	text = cJSON_GetArrayItem(json, 0)->valuestring;
	ck_assert_msg(strncmp(text, "\"\n\\\xc3\xa9\xf0\x9f\x98\x80/ <masked ", 19) == 0, "%s", text);
	ck_assert_str_eq(text + strlen(text) - 2, ">\001");
	cJSON_Delete(json);
}
END_TEST

START_TEST(lines_are_masked_in_the_same_way)
{
	struct buf out = BUF_INIT(10000);
	const struct masker m = { "salt" };

	mask_lines(&m, line_rows[_i].text, strlen(line_rows[_i].text), &out);
	if (line_rows[_i].gone == NULL)
		ck_assert_str_eq(buf_str(&out), line_rows[_i].text);
	else
		ck_assert_ptr_null(strstr(buf_str(&out), line_rows[_i].gone));
	buf_free(&out);
}
END_TEST

START_TEST(a_masked_key_keeps_its_lines)
{
	static const char text[] = "a\n-----BEGIN PRIVATE KEY-----\nk\nk\n-----END PRIVATE KEY-----\nb\n";
	struct buf out = BUF_INIT(10000);
	const struct masker m = { "salt" };
	size_t lines = 0;

	mask_lines(&m, text, strlen(text), &out);
	for (const char *c = buf_str(&out); *c != '\0'; c++)
		lines += *c == '\n';
	ck_assert_uint_eq(lines, 6);
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "\nb\n"));
	ck_assert_ptr_null(strstr(buf_str(&out), "k\n"));
	buf_free(&out);
}
END_TEST

/* ---- histories of images -------------------------------------------------------------------- */

static const struct {
	const char *created_by; /* as it stands in JSON */
	const char *masked;     /* with "*" for what is masked */
} history_rows[] = {
	{ "/bin/sh -c export TOKEN=hunter2 && curl x | sh",
	    "/bin/sh -c export TOKEN=\\\"*\\\" && curl x | sh" },
	{ "RUN /bin/sh -c echo root:hunter2 | chpasswd && true # buildkit",
	    "RUN /bin/sh -c echo root:\\\"*\\\" | chpasswd && true # buildkit" },
	{ "RUN |2 VERSION=1 API_TOKEN=hunter2 and 3 /bin/sh -c make # buildkit",
	    "RUN |2 VERSION=1 API_TOKEN=* /bin/sh -c make # buildkit" },
	{ "|2 A_SECRET=hunter2 B=4 /bin/bash -o pipefail -c make",
	    "|2 A_SECRET=* B=4 /bin/bash -o pipefail -c make" },
	{ "|1 URL=https://me:hunter2@x /bin/sh -c make", "|1 URL=https://*@x /bin/sh -c make" },
	{ "/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2", "/bin/sh -c #(nop)  ENV DB_PASSWORD=*" },
	{ "ENV DB_PASSWORD=hunter2 and more", "ENV DB_PASSWORD=*" },
	{ "/bin/sh -c apt-get update", "/bin/sh -c apt-get update" },
	{ "RUN |1 TOKEN= /bin/sh -c make # buildkit", "RUN |1 TOKEN= /bin/sh -c make # buildkit" },
	{ "", "" },
};

/* "<masked 1a2b3c4d>" as "*". */
static void
shorten(char *text)
{
	char *at;

	while ((at = strstr(text, "<masked ")) != NULL) {
		*at = '*';
		memmove(at + 1, at + 17, strlen(at + 17) + 1);
	}
}

START_TEST(commands_in_histories_keep_their_words)
{
	struct buf out = BUF_INIT(10000);
	const struct masker m = { "salt" };
	char json[1000], want[1000];

	snprintf(json, sizeof json,
	    "[{\"CreatedBy\":\"%s\",\"Created\":1764540000,\"Comment\":\"TOKEN=hunter2\"}]",
	    history_rows[_i].created_by);
	snprintf(want, sizeof want,
	    "[{\"CreatedBy\":\"%s\",\"Created\":1764540000,\"Comment\":\"TOKEN=*\"}]",
	    history_rows[_i].masked);
	mask_history(&m, json, strlen(json), &out);
	shorten(out.data);
	ck_assert_str_eq(buf_str(&out), want);
	buf_free(&out);
}
END_TEST

START_TEST(a_malformed_history_is_masked_as_well)
{
	struct buf out = BUF_INIT(10000);
	const struct masker m = { "salt" };
	static const char json[] = "{\"CreatedBy\":\"TOKEN=hunter2\"}";

	mask_history(&m, json, strlen(json), &out);
	ck_assert_ptr_null(strstr(buf_str(&out), "hunter2"));
	buf_free(&out);
}
END_TEST

/* ---- snapshots ------------------------------------------------------------------------------ */

static int
keep(void *ctx, const struct document *doc, struct err *err)
{
	struct buf *b = ctx;

	(void)err;
	buf_printf(b, "%s|%s|%s|%d|%s|%s\n", doc->name, doc->from, doc_state_name(doc->state),
	    doc->http_status, doc->problem, doc->body);
	return 0;
}

static char *
write_snapshot(size_t *len, char sha256[65])
{
	static const struct document docs[] = {
		{ "meta", "x", DOC_OK, 0, "", "{}", 2, NULL },
		{ "GET /info", "unix:///s", DOC_OK, 200, "", "{\"a\":\"\\u001b\xc3\xa9\"}\n", 17, NULL },
		{ "GET /swarm", "unix:///s", DOC_REFUSED, 503, "HTTP 503: \"no\"\t", "", 0, NULL },
	};
	char *bytes = NULL;
	FILE *f = open_memstream(&bytes, len);
	struct snapshot_writer *w = snapshot_writer_new(f);
	struct document_sink sink = snapshot_sink(w);
	struct err err;

	for (size_t i = 0; i < 3; i++) {
		struct document d = docs[i];

		d.len = strlen(d.body);
		ck_assert_int_eq(sink.take(sink.ctx, &d, &err), 0);
	}
	snapshot_writer_end(w, sha256);
	fclose(f);
	return bytes;
}

START_TEST(a_snapshot_gives_back_what_went_in)
{
	struct buf got = BUF_INIT(10000);
	struct document_sink sink = { keep, &got };
	struct err err;
	char hash[65], written[65];
	size_t len;
	char *bytes = write_snapshot(&len, written);

	ck_assert_int_eq(snapshot_replay("s", bytes, len, &sink, 1, hash, &err), 0);
	ck_assert_str_eq(hash, written);
	ck_assert_str_eq(buf_str(&got), "meta|x|ok|0||{}\n"
	    "GET /info|unix:///s|ok|200||{\"a\":\"\\u001b\xc3\xa9\"}\n\n"
	    "GET /swarm|unix:///s|refused|503|HTTP 503: \"no\"\t|\n");
	buf_free(&got);
	free(bytes);
}
END_TEST

START_TEST(a_changed_or_cut_snapshot_is_refused)
{
	struct err err;
	char hash[65];
	size_t len;
	char *bytes = write_snapshot(&len, hash);

	ck_assert_int_eq(snapshot_replay("s", bytes, len - 1, NULL, 0, hash, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.msg, "line 3 is cut off"));
	*strstr(bytes, "{}") = '[';
	ck_assert_int_eq(snapshot_replay("s", bytes, len, NULL, 0, hash, &err), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_ptr_nonnull(strstr(err.msg, "SHA-256"));
	free(bytes);
}
END_TEST

/* ---- host ----------------------------------------------------------------------------------- */

static char root[64];

static void
make_root(void)
{
	strcpy(root, "/tmp/dockassay-host-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	ck_assert_int_eq(chdir(root), 0);
	mkdir("etc", 0755);
}

static void
remove_root(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(setenv("ROOT", root, 1), 0);
	ck_assert_int_eq(system("rm -rf \"$ROOT\""), 0);
}

static enum doc_state
state_of(const char *path, const char *part)
{
	struct err err;
	const struct masker m = { "salt" };
	struct host *h = host_new(root, &err);
	struct arena *a = arena_new();
	struct document doc = host_file(h, a, path, true, &m);
	enum doc_state state = doc.state;

	if (part != NULL)
		ck_assert_msg(strstr(doc.body, part) != NULL, "%s: %s", path, doc.body);
	arena_free(a);
	host_free(h);
	return state;
}

START_TEST(host_files_are_read_below_the_root_only)
{
	FILE *f = fopen("etc/real", "w");

	fputs("password: hunter2\nlevel: 3\n", f);
	fclose(f);
	chmod("etc/real", 0640);
	ck_assert_int_eq(symlink("/etc/real", "etc/link"), 0);
	ck_assert_int_eq(symlink("../../../../../../etc/hostname", "etc/out"), 0);
	ck_assert_int_eq(symlink("loop", "etc/loop"), 0);
	ck_assert_int_eq(mkfifo("etc/fifo", 0600), 0);
	ck_assert_int_eq(state_of("/etc/real", "level: 3"), DOC_OK);
	ck_assert_int_eq(state_of("/etc/real", "\"mode\":416"), DOC_OK);
	ck_assert_int_eq(state_of("/etc/real", "<masked "), DOC_OK);
	ck_assert_int_eq(state_of("/etc/link", "\"real\":\"/etc/real\""), DOC_OK);
	ck_assert_int_eq(state_of("/etc/out", NULL), DOC_GONE);
	ck_assert_int_eq(state_of("/etc/none", NULL), DOC_GONE);
	ck_assert_int_eq(state_of("/etc/loop", NULL), DOC_FAILED);
	ck_assert_int_eq(state_of("/etc/fifo", "\"type\":\"fifo\""), DOC_OK);
}
END_TEST

/* ---- engine --------------------------------------------------------------------------------- */

#define HELLO "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}"

/* Answers each connection once: the first with /version, the others with `answer`. */
static pid_t
play_engine(const char *path, const char *first, const char *answer)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	pid_t pid;

	strcpy(address.sun_path, path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	pid = fork();
	if (pid != 0) {
		close(fd);
		return pid;
	}
	signal(SIGPIPE, SIG_IGN);
	for (int n = 0;; n++) {
		const char *text = n == 0 ? first : answer;
		char request[4096];
		int c = accept(fd, NULL, NULL);

		if (read(c, request, sizeof request) <= 0)
			_exit(1);
		if (strcmp(text, "stall") == 0)
			sleep(30);
		else if (strcmp(text, "endless") == 0) {
			dprintf(c, "HTTP/1.1 200 OK\r\n\r\n[");
			while (write(c, "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",", 33) > 0)
				;
		} else if (write(c, text, strlen(text)) < 0)
			_exit(1);
		close(c);
	}
}

#define EVENTS "/events?since=1&until=2"

static const struct {
	const char *answer;
	enum doc_state state;
	const char *problem;
	const char *path;
} engine_rows[] = {
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}", DOC_OK, "", "/info" },
	{ "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n{\"message\":\"no such\"}", DOC_GONE, "no such", "/info" },
	{ "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nno", DOC_DENIED, "HTTP 403", "/info" },
	{ "HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n", DOC_REFUSED, "HTTP 500", "/info" },
	{ "HTTP/1.1 503 No\r\nConnection: close\r\n\r\n{\"message\":\"not a manager\"}", DOC_REFUSED, "not a manager", "/info" },
	{ "HTTP/1.1 301 Moved\r\nLocation: http://elsewhere/\r\nConnection: close\r\n\r\n", DOC_REFUSED, "HTTP 301", "/info" },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>", DOC_FAILED, "not JSON", "/info" },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":[1,2", DOC_FAILED, "not JSON", "/info" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1}", DOC_FAILED, "", "/info" },
	{ "", DOC_FAILED, "", "/info" },
	{ "endless", DOC_FAILED, "larger than", "/info" },
	{ "stall", DOC_FAILED, "time-out", "/info" },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}\n{\"b\":2}\n", DOC_OK, "", EVENTS },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", DOC_OK, "", EVENTS },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}\n{\"b\"", DOC_FAILED, "not JSON", EVENTS },
	{ "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}\n{\"b\":2}\n", DOC_FAILED, "not JSON", "/info" },
};

static int
remember(void *ctx, const struct document *doc, struct err *err)
{
	char *problem = ctx;

	(void)err;
	snprintf(problem, 500, "%d %s", (int)doc->state, doc->problem);
	return 0;
}

START_TEST(faults_become_documents_with_reasons)
{
	struct engine_options o = { .request_timeout_ms = 500, .total_timeout_ms = 5000, .body_max = 100000 };
	struct endpoint endpoint = { .said_by = "--host" };
	char host[128], path[100], got[500] = "";
	struct engine *e;
	struct err err;
	pid_t pid;

	snprintf(path, sizeof path, "%s/engine.sock", root);
	snprintf(host, sizeof host, "unix://%s", path);
	pid = play_engine(path, HELLO, engine_rows[_i].answer);
	endpoint.address = host;
	o.connection = connection_new(&endpoint, 0, &err);
	e = engine_new(&o, &err);
	ck_assert_msg(engine_hello(e, remember, got, &err) == 0, "%s", err.msg);
	ck_assert_str_eq(engine_api_version(e), "1.41");
	ck_assert_int_eq(engine_get(e, engine_rows[_i].path, remember, got, &err), 0);
	ck_assert_msg(atoi(got) == (int)engine_rows[_i].state, "row %d: %s", _i, got);
	ck_assert_msg(strstr(got, engine_rows[_i].problem) != NULL, "row %d: %s", _i, got);
	engine_free(e);
	connection_free(o.connection);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
END_TEST

START_TEST(what_is_no_engine_is_said_to_be_none)
{
	struct engine_options o = { .request_timeout_ms = 500, .total_timeout_ms = 5000, .body_max = 100000 };
	struct endpoint endpoint = { .said_by = "--host" };
	char host[128], path[100], got[500];
	struct engine *e;
	struct err err;
	pid_t pid;

	snprintf(path, sizeof path, "%s/engine.sock", root);
	snprintf(host, sizeof host, "unix://%s", path);
	endpoint.address = host;
	o.connection = connection_new(&endpoint, 0, &err);
	e = engine_new(&o, &err);
	ck_assert_int_eq(engine_hello(e, remember, got, &err), -1);
	ck_assert_int_eq(err.code, EXIT_INCOMPLETE);
	ck_assert_ptr_nonnull(strstr(err.msg, "no engine answers"));
	pid = play_engine(path, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"hello\":1}", "");
	ck_assert_int_eq(engine_hello(e, remember, got, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.msg, "not like a Docker Engine"));
	engine_free(e);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	connection_free(o.connection);
}
END_TEST

static const struct { const char *wanted, *oldest, *newest, *used, *note; } versions[] = {
	{ NULL, "1.24", "1.41", "1.41", "" },
	{ NULL, "1.24", "1.99", ENGINE_API_NEWEST, "" },
	{ NULL, "1.60", "1.99", "1.60", "" }, /* younger than we are: the nearest */
	{ NULL, NULL, "1.12", "1.12", "" },
	{ "1.30", "1.24", "1.41", "1.30", "" },
	{ "1.30", NULL, "1.41", "1.30", "" },
	{ "1.24", "1.24", "1.41", "1.24", "" },
	{ "1.41", "1.24", "1.41", "1.41", "" },
	{ "1.99", "1.24", "1.41", "1.41", "1.24 to 1.41 in common: 1.41 is used" },
	{ "1.99", "1.24", "1.99", ENGINE_API_NEWEST, "1.24 to " ENGINE_API_NEWEST " in common" },
	{ "1.12", "1.24", "1.41", "1.24", "DOCKER_API_VERSION is 1.12" },
};

START_TEST(the_api_version_is_one_that_both_have)
{
	struct engine_options o = { .api_version = versions[_i].wanted, .request_timeout_ms = 500, .total_timeout_ms = 5000, .body_max = 100000 };
	char host[128], path[100], answer[300], got[500] = "";
	struct endpoint endpoint = { .address = host, .said_by = "--host" };
	struct engine *e;
	struct err err;
	pid_t pid;

	snprintf(path, sizeof path, "%s/engine.sock", root);
	snprintf(host, sizeof host, "unix://%s", path);
	snprintf(answer, sizeof answer,
	    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"%s\"}",
	    versions[_i].newest, versions[_i].oldest != NULL ? versions[_i].oldest : "");
	pid = play_engine(path, answer, "");
	o.connection = connection_new(&endpoint, 0, &err);
	e = engine_new(&o, &err);
	ck_assert_msg(engine_hello(e, remember, got, &err) == 0, "%s", err.msg);
	ck_assert_str_eq(engine_api_version(e), versions[_i].used);
	ck_assert_msg(strstr(engine_api_note(e), versions[_i].note) != NULL &&
			  (engine_api_note(e)[0] == '\0') == (versions[_i].note[0] == '\0'),
	    "row %d: %s", _i, engine_api_note(e));
	engine_free(e);
	connection_free(o.connection);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
END_TEST

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

int
main(void)
{
	Suite *suite = suite_create("collect");
	TCase *tc = tcase_create("texts"), *files = tcase_create("files");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, secrets_are_masked_and_nothing_else, 0, N(mask_rows));
	tcase_add_test(tc, what_is_left_is_written_as_json);
	tcase_add_loop_test(tc, lines_are_masked_in_the_same_way, 0, N(line_rows));
	tcase_add_test(tc, a_masked_key_keeps_its_lines);
	tcase_add_loop_test(tc, commands_in_histories_keep_their_words, 0, N(history_rows));
	tcase_add_test(tc, a_malformed_history_is_masked_as_well);
	tcase_add_test(tc, a_snapshot_gives_back_what_went_in);
	tcase_add_test(tc, a_changed_or_cut_snapshot_is_refused);
	suite_add_tcase(suite, tc);
	tcase_set_timeout(files, 30);
	tcase_add_checked_fixture(files, make_root, remove_root);
	tcase_add_test(files, host_files_are_read_below_the_root_only);
	tcase_add_loop_test(files, faults_become_documents_with_reasons, 0, N(engine_rows));
	tcase_add_test(files, what_is_no_engine_is_said_to_be_none);
	tcase_add_loop_test(files, the_api_version_is_one_that_both_have, 0, N(versions));
	suite_add_tcase(suite, files);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
