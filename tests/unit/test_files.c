/*
 * test_files.c: units, environment files and TOML as texts; and a host's files as they are collected
 * from a root of their own: links, what may not be read, what must not leave the host.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "check.h"
#include "collect/collect_internal.h"
#include "facts/facts.h"
#include "syntax/toml.h"
#include "syntax/unit_file.h"

static struct arena *arena;
static char root[64];

/* ---- texts ---------------------------------------------------------------------------------- */

/* All lines as "section/key=value@line;". */
static const char *
units_text(const char *text)
{
	struct unit_lines lines = unit_parse(arena, text);
	char *all = arena_strdup(arena, "");

	for (size_t i = 0; i < lines.n; i++)
		all = arena_printf(arena, "%s%s/%s=%s@%d;", all, lines.v[i].section, lines.v[i].key,
		    lines.v[i].value, (int)lines.v[i].line);
	return all;
}

static const struct { const char *text, *lines; } unit_rows[] = {
	{ "", "" },
	{ "[A]\nb=c\n", "A/b=c@2;" },
	{ "[A]\n b \t=  c d  \r\n", "A/b=c d@2;" },
	{ "b=c\n[A]\nno sign\n=x\n", "" },
	{ "[A]\n# x=1\n  ;y=2\nb=\n", "A/b=@4;" },
	{ "[A]\nb=c \\\n  d\\\n# no\ne\nf=g", "A/b=c    d e@2;A/f=g@6;" },
	{ "[A]\nb=c\\", "A/b=c@2;" },
	{ "[A]\nb=1\n[B]\nb=2=3\n", "A/b=1@2;B/b=2=3@4;" },
	{ "[A]\nb=[x]\n[C\nd=e\n", "A/b=[x]@2;A/d=e@4;" },
};

START_TEST(units_are_read_as_systemd_does)
{
	ck_assert_str_eq(units_text(unit_rows[_i].text), unit_rows[_i].lines);
}
END_TEST

static const char *
joined(struct fact_list words)
{
	char *all = arena_strdup(arena, words.seen == SEEN ? "" : "UNSEEN");

	for (size_t i = 0; i < words.n; i++)
		all = arena_printf(arena, "%s[%s]", all, words.v[i]);
	return all;
}

static const struct { const char *value, *words; } word_rows[] = {
	{ "", "" },
	{ "a  b\tc", "[a][b][c]" },
	{ "\"a b\" 'c \"d' e\\ f", "[a b][c \"d][e f]" },
	{ "A=\"b c\"d", "[A=b cd]" },
	{ "\"open end", "[open end]" },
	{ "\"\" x\\", "[][x\\]" },
};

START_TEST(words_lose_their_quotes)
{
	ck_assert_str_eq(joined(unit_words(arena, word_rows[_i].value)), word_rows[_i].words);
}
END_TEST

static const struct { const char *command, *words; } command_rows[] = {
	{ "/bin/d -x", "[/bin/d][-x]" },
	{ "-@/bin/d $OPTS end", "[/bin/d][-H][tcp://x][end]" },
	{ "/bin/d a$OPTS ${OPTS} $$OPTS", "[/bin/d][a$OPTS][-H tcp://x][$OPTS]" },
	{ "/bin/d $NONE ${NONE}x", "[/bin/d][x]" },
	{ "/bin/d $TWICE", "[/bin/d][second]" },
};

START_TEST(commands_get_their_variables)
{
	struct unit_lines env = unit_parse_environment(
	    arena, "OPTS='-H tcp://x'\nTWICE=first\n# TWICE=no\nexport TWICE=second\n");

	ck_assert_str_eq(joined(unit_command(arena, command_rows[_i].command, &env)),
	    command_rows[_i].words);
}
END_TEST

START_TEST(endless_units_are_cut_and_say_so)
{
	size_t n = (size_t)3 << 20;
	char *text = malloc(n + 1);

	memset(text, 'a', n);
	text[n] = '\0';
	memcpy(text, "[A]\nb=", 6);
	ck_assert(unit_parse(arena, text).cut);
	for (size_t i = 0; i + 4 <= n; i += 4)
		memcpy(text + i, "a=b\n", 4);
	memcpy(text, "[A]\n", 4);
	ck_assert(unit_parse(arena, text).cut);
	for (size_t i = 0; i < n; i += 2)
		memcpy(text + i, "a ", 2);
	ck_assert_int_eq(unit_words(arena, text).seen, UNSEEN);
	free(text);
}
END_TEST

/* All entries as "key=value@line;", and "!line" where the reader gave up. */
static const char *
toml_text(const char *text)
{
	struct toml t = toml_parse(arena, text);
	char *all = arena_strdup(arena, "");

	for (size_t i = 0; i < t.n; i++)
		all = arena_printf(
		    arena, "%s%s=%s@%d;", all, t.v[i].key, t.v[i].value, (int)t.v[i].line);
	return t.bad_line > 0 ? arena_printf(arena, "%s!%d", all, (int)t.bad_line) : all;
}

static const struct { const char *text, *entries; } toml_rows[] = {
	{ "", "" },
	{ "# only\n\n", "" },
	{ "a = 1\n[b.c]\nd = 'x' # y\n", "a=1@1;b.c.d=x@3;" },
	{ "a.b = true\n\"q.r\".s = \"t\\\"u\\n\"\n", "a.b=true@1;q.r.s=t\"u\n@2;" },
	{ "[[a]]\nb = 1\n[[a]]\nb = 2\n", "a.b=1@2;a.b=2@4;" },
	{ "a = [ 'x', # y\n 'z', ]\nb = [[1],[2]]\n", "a=x@1;a=z@2;b=1@3;b=2@3;" },
	{ "a = { b = 'c', d = { e = 1 } }\n", "a.b=c@1;a.d.e=1@1;" },
	{ "a = \"\"\"\none\\\n   two\n\"\"\"\nb = '''x'y'''\n", "a=onetwo\n@1;b=x'y@5;" },
	{ "a = <masked 1a2b3c4d>\nb = 2024-01-01T00:00:00Z\n", "a=<masked 1a2b3c4d>@1;b=2024-01-01T00:00:00Z@2;" },
	{ "[plugins.\"io.x.v1\"]\n  [plugins.\"io.x.v1\".y]\n  z = 1\n", "plugins.io.x.v1.y.z=1@3;" },
	{ "a\n", "!1" },
	{ "a = \n", "!1" },
	{ "a = 'x\nb = 1\n", "!1" },
	{ "a = 1 b = 2\n", "a=1@1;!1" },
	{ "[a\nb = 1\n", "!1" },
	{ "a = [1, 2\n", "a=1@1;a=2@1;!2" },
	{ "a = {b = 1\n", "a.b=1@1;!1" },
	{ "= 1\n", "!1" },
};

START_TEST(toml_is_flattened_or_refused)
{
	ck_assert_str_eq(toml_text(toml_rows[_i].text), toml_rows[_i].entries);
}
END_TEST

START_TEST(toml_cannot_nest_without_end)
{
	char text[4096] = "a = ";

	memset(text + 4, '[', sizeof text - 5);
	ck_assert_int_gt(toml_parse(arena, text).bad_line, 0);
	for (size_t i = 4; i + 4 < sizeof text; i += 4)
		memcpy(text + i, "{a= ", 4);
	ck_assert_int_gt(toml_parse(arena, text).bad_line, 0);
}
END_TEST

/* ---- a root --------------------------------------------------------------------------------- */

static void
put(const char *path, unsigned mode, const char *content)
{
	char full[4096], *slash;
	FILE *f;

	snprintf(full, sizeof full, "%s%s", root, path);
	for (slash = strchr(full + strlen(root) + 1, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ck_assert(mkdir(full, 0755) == 0 || errno == EEXIST);
		*slash = '/';
	}
	if (content == NULL) {
		ck_assert(mkdir(full, 0755) == 0 || errno == EEXIST);
	} else {
		f = fopen(full, "w");
		ck_assert_msg(f != NULL, "%s: %s", full, strerror(errno));
		fputs(content, f);
		fclose(f);
	}
	ck_assert_int_eq(chmod(full, mode), 0);
}

static void
put_link(const char *path, const char *target)
{
	char full[4096];

	snprintf(full, sizeof full, "%s%s", root, path);
	ck_assert_int_eq(symlink(target, full), 0);
}

static void
put_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s%s", root, path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(chmod(address.sun_path, 0660), 0);
	close(fd);
}

static int
keep(void *ctx, const struct document *doc, struct err *err)
{
	struct buf *all = ctx;

	(void)err;
	buf_printf(all, "%s %s %s\n", doc->name, doc_state_name(doc->state), doc->body);
	return 0;
}

static int
take(void *ctx, const struct document *doc, struct err *err)
{
	return facts_take(ctx, doc, err);
}

/* Everything below the root, as facts; `all` gets the documents as they were handed on. */
static struct facts *
collected(int (*collect)(struct collector *c, struct err *err), struct buf *all)
{
	struct facts *f = facts_new();
	struct document_sink sinks[] = { { take, f }, { keep, all } };
	struct collect_options o = { .root = root,
		.needs = NEEDS_FILES | NEEDS_ACCOUNTS | NEEDS_HOMES | NEEDS_STATE };
	struct err err = { EXIT_GATE_OPEN, "" };
	struct collector c = { .options = &o, .sinks = sinks, .n_sinks = 2, .arena = arena,
		.root_dir = "/var/lib/docker", .containerd_root = "/var/lib/containerd",
		.containerd_state = "/run/containerd" };

	masker_init(&c.masker);
	c.host = host_new(root, &err);
	ck_assert_msg(c.host != NULL, "%s", err.msg);
	ck_assert_msg(collect(&c, &err) == 0, "%s", err.msg);
	host_free(c.host);
	facts_finish(f);
	return f;
}

static int
units_and_guarded(struct collector *c, struct err *err)
{
	struct path_list paths = { 0 };

	return collect_units(c, &paths, err) < 0 ? -1 : collect_guarded(c, err);
}

static void
make_root(void)
{
	arena = arena_new();
	strcpy(root, "/tmp/test-files-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	ck_assert_int_eq(chmod(root, 0755), 0);
}

static void
remove_root(void)
{
	char command[256];

	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", root, root);
	ck_assert_int_eq(system(command), 0);
	arena_free(arena);
}

START_TEST(links_in_trees_say_where_they_lead)
{
	struct buf all = BUF_INIT(1 << 20);
	struct file_list tree;
	struct facts *f;

	put("/opt/plugin", 0646, "");
	put("/etc/docker/plugins/own.spec", 0644, "tcp://x");
	put_link("/etc/docker/plugins/link.spec", "/opt/plugin");
	put_link("/etc/docker/plugins/none.spec", "/opt/none");
	put_link("/etc/docker/plugins/out.spec", "../../../../../../../../opt/plugin");
	put_link("/etc/docker/plugins/self.spec", "self.spec");
	f = collected(units_and_guarded, &all);
	tree = facts_tree(f, "/etc/docker/plugins");
	ck_assert_int_eq(tree.origin.state, DOC_OK);
	ck_assert_uint_eq(tree.n, 5);
	ck_assert_int_eq(tree.v[0].type, FILE_SYMLINK);
	ck_assert_str_eq(tree.v[0].target->real, "/opt/plugin");
	ck_assert_uint_eq(tree.v[0].target->mode, 0646);
	ck_assert_int_eq(tree.v[1].target->origin.state, DOC_GONE);
	/* ".." does not lead out of the root: the link means the root's own /opt */
	ck_assert_str_eq(tree.v[2].path, "/etc/docker/plugins/out.spec");
	ck_assert_str_eq(tree.v[2].target->real, "/opt/plugin");
	ck_assert_int_eq(tree.v[4].target->origin.state, DOC_FAILED);
	ck_assert_str_eq(tree.v[3].path, "/etc/docker/plugins/own.spec");
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(units_bring_their_drop_ins_and_environment)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	put("/usr/lib/systemd/system/docker.service", 0644,
	    "[Service]\nEnvironmentFile=-/srv/env\nExecStart=/usr/bin/dockerd $OPTS\n");
	put("/usr/lib/systemd/system/docker.service.d/a.conf", 0644, "[Service]\nUser=lib\n");
	put("/etc/systemd/system/docker.service.d/a.conf", 0600, "[Service]\nUser=etc\n");
	put("/run/systemd/system/service.d/b.conf", 0644, "[Service]\nEnvironment=API_KEY=hunter2\n");
	put("/etc/systemd/system/docker.service.d/readme", 0644, "[Service]\nUser=no\n");
	put("/srv/env", 0644, "OPTS=\"--iptables=false\"\nDB_PASSWORD=hunter2\n");
	f = collected(units_and_guarded, &all);
	ck_assert_int_eq(f->host.service.origin.state, DOC_OK);
	ck_assert_uint_eq(f->host.service.n_drop_ins, 2);
	ck_assert_str_eq(unit_value(&f->host.service, "Service", "User", NULL), "etc");
	ck_assert_str_eq(joined(f->host.start_command), "[/usr/bin/dockerd][--iptables=false]");
	ck_assert_ptr_null(strstr(buf_str(&all), "hunter2"));
	ck_assert_ptr_nonnull(strstr(buf_str(&all), "DB_PASSWORD=<masked "));
	ck_assert_int_eq(f->host.socket_unit.origin.state, DOC_GONE);
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(a_client_s_logins_stay_at_home)
{
	struct buf all = BUF_INIT(1 << 20);
	const struct home_facts *home;
	struct facts *f;

	put("/etc/passwd", 0644,
	    "root:x:0:0::/root:/bin/sh\na:x:1000:1000::/home/a:/bin/sh\nb:x:1001:1001::/home/a/:/bin/sh\n"
	    "nobody:x:65534:65534::/nonexistent:/bin/false\nbroken\nr:x:7:7::relative:/bin/sh\n");
	put("/root", 0700, NULL);
	put("/home/a/.docker/config.json", 0600,
	    "{\"auths\":{\"one.example\":{\"auth\":\"aHVudGVyMg==\"},\"two.example\":{\"identitytoken\":\"hunter2\"},"
	    "\"three.example\":{}},\"HttpHeaders\":{\"X\":\"hunter2\"},\"credsStore\":\"pass\",\"proxies\":"
	    "{\"default\":{\"httpProxy\":\"http://u:hunter2@proxy\",\"noProxy\":\"x\",\"httpsProxy\":\"http://proxy\"}}}");
	put("/home/a/.docker/key.pem", 0640, "hunter2");
	put("/home/a/.docker/contexts/tls/ab/docker/key.pem", 0600, "hunter2");
	put("/home/a/.docker/cli-plugins/docker-x", 0755, "");
	put("/home/a/.config/docker/daemon.json", 0644, "{}");
	put("/home/a/.docker/unrelated", 0644, "hunter2");
	f = collected(collect_homes, &all);
	ck_assert_ptr_null(strstr(buf_str(&all), "hunter2"));
	ck_assert_ptr_null(strstr(buf_str(&all), "aHVudGVyMg"));
	ck_assert_ptr_null(strstr(buf_str(&all), "unrelated"));
	ck_assert_int_eq(f->host.homes_origin.state, DOC_OK);
	ck_assert_uint_eq(f->host.n_homes, 2);
	home = &f->host.homes[0];
	ck_assert_str_eq(home->dir, "/home/a");
	ck_assert_uint_eq(home->n_users, 2);
	ck_assert_str_eq(joined(home->config.stored), "[one.example][two.example]");
	ck_assert_str_eq(joined(home->config.elsewhere), "[three.example]");
	ck_assert_str_eq(joined(home->config.proxies_with_password), "[httpProxy]");
	ck_assert_str_eq(home->config.helper.v, "pass");
	ck_assert_uint_eq(home->n_files, 7);
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(a_broken_client_configuration_is_said_to_be_broken)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	put("/etc/passwd", 0644, "a:x:1000:1000::/home/a:/bin/sh\nb:x:1001:1001::/home/b:/bin/sh\n");
	put("/home/a/.docker/config.json", 0600, "{\"auths\":{\"x\":{\"auth\":\"aHVudGVyMg==\"}");
	put("/home/b/.docker/config.json", 0600, "[]");
	f = collected(collect_homes, &all);
	ck_assert_int_eq(f->host.homes[0].config.origin.state, DOC_FAILED);
	ck_assert_int_eq(f->host.homes[1].config.origin.state, DOC_FAILED);
	ck_assert_ptr_null(strstr(buf_str(&all), "aHVudGVyMg"));
	facts_free(f);
	buf_free(&all);
}
END_TEST

/* What leads to an engine is told; keys and passwords are not. What cannot be read is told as well. */
START_TEST(contexts_of_users_are_read_without_their_keys)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	put("/etc/passwd", 0644,
	    "a:x:1000:1000::/home/a:/bin/sh\nb:x:1001:1001::/home/b:/bin/sh\nshort:x\n"
	    "twin:x:1:1::/home/a:/bin/sh\nr:x:7:7::relative:/bin/sh\nc:x:1002:1002::/home/c:/bin/sh\n");
	put("/home/a/.docker/contexts/meta/aa/meta.json", 0644,
	    "{\"Name\":\"prod\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://u:hunter2@prod:2376\","
	    "\"SkipTLSVerify\":true}}}");
	put("/home/a/.docker/contexts/tls/aa/docker/key.pem", 0600, "hunter2");
	put("/home/a/.docker/contexts/meta/bb/meta.json", 0644, "{\"Name\":");
	put("/home/a/.docker/contexts/meta/cc/meta.json/none", 0644, "");
	put("/home/a/.docker/contexts/meta/dd", 0755, NULL);
	put("/home/c/.docker/contexts/meta", 0644, "no directory");
	put("/home/b/.docker/contexts", 0755, NULL);
	put_link("/home/b/.docker/contexts/meta", "meta");
	f = collected(collect_contexts, &all);
	ck_assert_ptr_null(strstr(buf_str(&all), "hunter2"));
	ck_assert_int_eq(f->contexts_origin.state, DOC_OK);
	ck_assert_uint_eq(f->n_contexts, 3);
	ck_assert_str_eq(f->contexts[0].name.v, "prod");
	ck_assert(f->contexts[0].has_tls.v && f->contexts[0].skip_verify.v);
	ck_assert_ptr_nonnull(strstr(f->contexts[0].host.v, "@prod:2376"));
	ck_assert_str_eq(f->contexts[1].problem, "not JSON at line 1, column 9");
	ck_assert(!f->contexts[1].has_tls.v);
	ck_assert_int_eq(f->contexts[1].host.seen, ABSENT);
	ck_assert_str_ne(f->contexts[2].problem, "");
	ck_assert_str_eq(joined(f->unreadable_contexts),
	    "[/home/b/.docker/contexts/meta: Too many levels of symbolic links]");
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(without_accounts_no_contexts_are_known)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f = collected(collect_contexts, &all);

	ck_assert_uint_eq(f->n_contexts, 0);
	ck_assert_str_eq(joined(f->unreadable_contexts), "[/etc/passwd: names no homes]");
	facts_free(f);
	buf_free(&all);
}
END_TEST

/* Of 300 keys not all are looked at: a home says so, and is not called clean. */
START_TEST(a_crowded_home_is_cut_and_says_so)
{
	struct buf all = BUF_INIT(1 << 22);
	char path[100];
	struct facts *f;

	put("/etc/passwd", 0644, "a:x:1000:1000::/home/a:/bin/sh\n");
	for (int i = 0; i < 300; i++) {
		snprintf(path, sizeof path, "/home/a/.docker/%d-key.pem", i);
		put(path, 0600, "");
	}
	f = collected(collect_homes, &all);
	ck_assert(f->host.homes[0].cut);
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(sudo_s_marks_hide_no_rule)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	put("/etc/sudoers", 0440, "@includedir /etc/sudoers.d\n");
	put("/etc/sudoers.d/a", 0440,
	    "bob ALL=(ALL) NOPASSWD: /usr/bin/docker, PASSWD :/bin/ls\nDefaults passwd_timeout=5\n");
	put("/etc/sudoers.d/b", 0440, "eve ALL=NOPASSWD: /usr/bin/mysql --password=hunter2\n");
	put("/etc/sudoers.d/c.bak", 0440, "no ALL=NOPASSWD: ALL\n");
	put("/etc/subuid", 0644, "a:100000:65536\n");
	put("/run/user/1000/podman", 0700, NULL);
	put_socket("/run/user/1000/docker.sock");
	put_socket("/run/user/1000/podman/podman.sock");
	put_socket("/run/user/1000/bus");
	f = collected(collect_access, &all);
	ck_assert_ptr_null(strstr(buf_str(&all), "hunter2"));
	ck_assert_ptr_null(strstr(buf_str(&all), "/bus"));
	ck_assert_uint_eq(f->host.sudo.n, 2);
	ck_assert_str_eq(f->host.sudo.v[0].command, "/usr/bin/docker");
	ck_assert(f->host.sudo.v[0].without_password);
	ck_assert(!f->host.sudo.v[1].without_password);
	ck_assert_int_eq(f->host.sudo.origin.state, DOC_FAILED); /* what was masked may hide more */
	ck_assert_uint_eq(f->host.subuid.n, 1);
	ck_assert_uint_eq(facts_tree(f, "/run/user").n, 3);
	ck_assert_int_eq(facts_tree(f, "/run/user").v[1].acl.seen, SEEN);
	facts_free(f);
	buf_free(&all);
}
END_TEST

/* What setfacl -m u:1000:rw,m::r would write; not every file system takes it. */
START_TEST(access_lists_of_sockets_are_told)
{
	static const struct { uint16_t tag, perm; uint32_t id; } entries[] = {
		{ 0x01, 6, UINT32_MAX }, { 0x02, 6, 1000 }, { 0x04, 0, UINT32_MAX },
		{ 0x08, 7, 33 }, { 0x10, 4, UINT32_MAX }, { 0x20, 0, UINT32_MAX },
	};
	unsigned char value[4 + sizeof entries] = { 2, 0, 0, 0 };
	struct buf all = BUF_INIT(1 << 20);
	char path[200];
	struct facts *f;

	put("/run/user/1000", 0700, NULL);
	put_socket("/run/user/1000/docker.sock");
	snprintf(path, sizeof path, "%s/run/user/1000/docker.sock", root);
	memcpy(value + 4, entries, sizeof entries);
	if (setxattr(path, "system.posix_acl_access", value, sizeof value, 0) == 0) {
		f = collected(collect_access, &all);
		ck_assert_str_eq(
		    joined(facts_tree(f, "/run/user").v[1].acl), "[user:1000:r--][group:33:r--]");
		facts_free(f);
	}
	buf_free(&all);
}
END_TEST

START_TEST(containers_are_counted_not_listed)
{
	struct buf all = BUF_INIT(1 << 20);
	char path[200];
	struct facts *f;

	for (int i = 0; i < 40; i++) {
		snprintf(path, sizeof path, "/var/lib/docker/containers/c%d/config.v2.json", i);
		put(path, 0600, "{\"Env\":[\"hunter2\"]}");
		snprintf(path, sizeof path, "/var/lib/docker/containers/c%d/c%d-json.log", i, i);
		put(path, i == 7 ? 0644 : 0640, "hunter2");
	}
	put("/var/lib/docker/swarm/certificates/swarm-node.key", 0600, "hunter2");
	f = collected(collect_state, &all);
	ck_assert_ptr_null(strstr(buf_str(&all), "hunter2"));
	ck_assert_int_eq(f->host.container_state.total, 40);
	ck_assert_int_eq(f->host.container_state.looked_into, 40);
	ck_assert_uint_eq(f->host.container_state.n, 4);
	ck_assert_uint_lt(all.len, 4000);
	for (size_t i = 0; i < 4; i++) {
		const struct container_files *k = &f->host.container_state.v[i];

		if (k->example.mode == 0644)
			ck_assert_str_eq(k->example.path, "/var/lib/docker/containers/c7/c7-json.log");
		ck_assert(k->count == 40 || k->count == 39 || k->count == 1);
	}
	facts_free(f);
	buf_free(&all);
}
END_TEST

/* As somebody else: nothing that cannot be read may look as if it were not there, or empty. */
START_TEST(what_may_not_be_read_is_denied)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	if (geteuid() != 0)
		return; /* its own files are readable for whoever makes them */
	put("/etc/passwd", 0644, "root:x:0:0::/root:/bin/sh\na:x:1:1::/home/a:/bin/sh\n");
	put("/root/.docker/config.json", 0600, "{}");
	put("/root", 0700, NULL);
	put("/home/a/.docker/key.pem", 0600, "");
	put("/home/a/.docker", 0711, NULL); /* may be passed through, not listed */
	put("/etc/sudoers", 0440, "x ALL=ALL\n");
	put("/etc/sudoers.d", 0750, NULL);
	put("/run/user/7", 0700, NULL);
	put("/var/lib/docker/containers/x/config.v2.json", 0600, "");
	put("/var/lib/docker", 0710, NULL);
	put("/etc/docker/plugins/p.spec", 0644, "");
	put("/etc/docker/plugins", 0744, NULL); /* may be listed, and not passed through */
	put("/usr/lib/systemd/system/docker.service", 0640, "[Service]\n");
	ck_assert_int_eq(syscall(SYS_setgroups, 0, NULL), 0); /* <grp.h> has a struct group, too */
	ck_assert_int_eq(setegid(65534), 0);
	ck_assert_int_eq(seteuid(65534), 0);

	f = collected(collect_access, &all);
	ck_assert_int_eq(f->host.sudo.origin.state, DOC_DENIED);
	ck_assert_uint_eq(facts_tree(f, "/run/user").n, 3); /* the directory, and two that are denied */
	ck_assert_int_eq(facts_tree(f, "/run/user").v[1].origin.state, DOC_DENIED);
	ck_assert_uint_eq(f->host.n_homes, 2);
	ck_assert_int_eq(f->host.homes[0].files[1].origin.state, DOC_DENIED);
	ck_assert_int_eq(f->host.homes[1].origin.state, DOC_DENIED);
	facts_free(f);
	f = collected(collect_state, &all);
	ck_assert_int_eq(f->host.container_state.origin.state, DOC_DENIED);
	ck_assert_int_eq(facts_file(f, "/var/lib/docker/swarm")->origin.state, DOC_DENIED);
	facts_free(f);
	f = collected(units_and_guarded, &all);
	ck_assert_int_eq(facts_tree(f, "/etc/docker/plugins").origin.state, DOC_DENIED);
	ck_assert_int_eq(f->host.service.origin.state, DOC_DENIED);
	ck_assert_int_eq(f->host.service.fragments[0]->origin.state, DOC_OK);
	ck_assert_uint_eq(f->host.service.fragments[0]->mode, 0640);
	ck_assert_int_eq(seteuid(0), 0);
	facts_free(f);
	buf_free(&all);
}
END_TEST

START_TEST(deep_and_wide_trees_are_no_empty_ones)
{
	struct buf all = BUF_INIT(1 << 20);
	struct facts *f;

	put("/etc/cdi/1/2/3/4/5/6/x", 0644, "");
	f = collected(units_and_guarded, &all);
	ck_assert_int_eq(facts_tree(f, "/etc/cdi").origin.state, DOC_FAILED);
	facts_free(f);
	buf_free(&all);
}
END_TEST

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

int
main(void)
{
	Suite *suite = suite_create("files");
	TCase *texts = tcase_create("texts"), *roots = tcase_create("roots");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(texts, make_root, remove_root);
	tcase_add_checked_fixture(roots, make_root, remove_root);
	tcase_add_loop_test(texts, units_are_read_as_systemd_does, 0, N(unit_rows));
	tcase_add_loop_test(texts, words_lose_their_quotes, 0, N(word_rows));
	tcase_add_loop_test(texts, commands_get_their_variables, 0, N(command_rows));
	tcase_add_test(texts, endless_units_are_cut_and_say_so);
	tcase_add_loop_test(texts, toml_is_flattened_or_refused, 0, N(toml_rows));
	tcase_add_test(texts, toml_cannot_nest_without_end);
	tcase_add_test(roots, links_in_trees_say_where_they_lead);
	tcase_add_test(roots, units_bring_their_drop_ins_and_environment);
	tcase_add_test(roots, a_client_s_logins_stay_at_home);
	tcase_add_test(roots, a_broken_client_configuration_is_said_to_be_broken);
	tcase_add_test(roots, contexts_of_users_are_read_without_their_keys);
	tcase_add_test(roots, without_accounts_no_contexts_are_known);
	tcase_add_test(roots, a_crowded_home_is_cut_and_says_so);
	tcase_add_test(roots, sudo_s_marks_hide_no_rule);
	tcase_add_test(roots, access_lists_of_sockets_are_told);
	tcase_add_test(roots, containers_are_counted_not_listed);
	tcase_add_test(roots, what_may_not_be_read_is_denied);
	tcase_add_test(roots, deep_and_wide_trees_are_no_empty_ones);
	suite_add_tcase(suite, texts);
	suite_add_tcase(suite, roots);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
