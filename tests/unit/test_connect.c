/*
 * test_connect.c: how an engine is reached: ssh's command, addresses, the docker command's
 * contexts, traces of a container, and whether the host is here. Real engines: tests/engine.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/connection.h"
#include "engine/locality.h"
#include "engine/ssh.h"
#include "engine/tls.h"
#include "host/container.h"

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

/* ---- ssh ------------------------------------------------------------------------------------ */

static const char *
joined(struct arena *a, char **command)
{
	const char *text = "";

	for (; *command != NULL; command++)
		text = arena_printf(a, "%s[%s]", text, *command);
	return text;
}

START_TEST(ssh_is_given_words_and_no_command_line)
{
	struct arena *a = arena_new();
	struct ssh_target bare = { .host = "engine" },
			  full = { "me@corp", "fe80::1%eth0", "2222", "/run/user/1000/docker.sock", 3 };
	static const char fixed[] =
	    "[ssh][-T][-x][-a][-o][BatchMode=yes][-o][ClearAllForwardings=yes][-o]"
	    "[RemoteCommand=none][-o]";

	ck_assert_str_eq(joined(a, ssh_command(a, &bare)),
	    arena_printf(a,
		"%s[ConnectTimeout=10][--][engine][docker][system][dial-stdio]", fixed));
	ck_assert_str_eq(joined(a, ssh_command(a, &full)),
	    arena_printf(a,
		"%s[ConnectTimeout=3][-l][me@corp][-p][2222][--][fe80::1%%eth0][docker][--host]"
		"[unix:///run/user/1000/docker.sock][system][dial-stdio]",
		fixed));
	arena_free(a);
}
END_TEST

static const struct ssh_target refused[] = {
	{ .host = "-oProxyCommand=x" }, { .host = "a b" }, { .host = "" }, { .host = NULL },
	{ .host = "a;b" }, { .host = "a\nb" }, { .host = "$(a)" }, { .host = "%h" }, { .host = "a", .user = "-l" },
	{ .host = "a", .user = "x y" }, { .host = "a", .user = "`x`" }, { .host = "a", .user = "" },
	{ .host = "a", .port = "-1" }, { .host = "a", .port = "22x" }, { .host = "a", .path = "x" },
	{ .host = "a", .path = "/x y" }, { .host = "a", .path = "/$x" }, { .host = "a", .path = "/x;y" },
	{ .host = "a", .path = "/x'y" }, { .host = "a", .path = "/x|y" }, { .host = "a", .path = "/x\ny" },
};

START_TEST(what_could_be_more_than_a_word_is_refused)
{
	struct ssh_target good = { "user.name", "host-1.example", "22", "/run/docker_1.sock", 0 };
	struct err err;

	ck_assert_int_eq(ssh_check(&refused[_i], &err), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_int_eq(ssh_check(&good, &err), 0);
}
END_TEST

/* ---- addresses ------------------------------------------------------------------------------ */

static const struct {
	const char *address, *shown, *base, *weakness; /* NULL: none */
	bool tls, verify, here;
} addresses[] = {
	{ "unix:///run/docker.sock", "unix:///run/docker.sock", "http://localhost", NULL, .here = true },
	{ "tcp://127.0.0.1", "tcp://127.0.0.1", "http://127.0.0.1:2375", NULL, .here = true },
	{ "tcp://[::1]:99", "tcp://[::1]:99", "http://[::1]:99", NULL, .here = true },
	{ "tcp://localhost:99/sub/dir", "tcp://localhost:99/sub/dir", "http://localhost:99/sub/dir", NULL, .here = true },
	{ "tcp://127.0.0.1.example", "tcp://127.0.0.1.example", "http://127.0.0.1.example:2375", "without TLS" },
	{ "tcp://engine", "tcp://engine", "https://engine:2376", NULL, .tls = true, .verify = true },
	{ "tcp://engine", "tcp://engine", "https://engine:2376", "without verification", .tls = true },
	{ "https://engine", "https://engine", "https://engine:443", NULL, .tls = true, .verify = true },
	{ "http://engine", "http://engine", "http://engine:80", "without TLS" },
	{ "tcp://me:pass@engine:1", "tcp://me:***@engine:1", "http://engine:1", "without TLS" },
	{ "ssh://me@engine", "ssh://me@engine", "http://localhost", NULL },
};

START_TEST(an_address_says_where_and_not_the_password)
{
	struct endpoint e = { .address = addresses[_i].address,
		.said_by = "--host",
		.tls = { .on = addresses[_i].tls, .verify = addresses[_i].verify } };
	struct err err;
	struct connection *c = connection_new(&e, 0, &err);
	const char *weakness;

	ck_assert_msg(c != NULL, "%s: %s", e.address, err.msg);
	ck_assert_str_eq(connection_address(c), addresses[_i].shown);
	ck_assert_str_eq(connection_base(c), addresses[_i].base);
	ck_assert_int_eq(connection_is_here(c), addresses[_i].here);
	weakness = connection_weakness(c);
	ck_assert_int_eq(weakness == NULL, addresses[_i].weakness == NULL);
	if (weakness != NULL)
		ck_assert_ptr_nonnull(strstr(weakness, addresses[_i].weakness));
	connection_free(c);
}
END_TEST

/* What libcurl would take for https, and TLS was not settled for. */
static const char *const no_addresses[] = { "HTTPS://engine", "TCP://engine", "https:/x://engine",
	"https:engine://x", " https://engine", "Ssh://engine", "UNIX:///run/docker.sock", "engine:2375" };

START_TEST(a_scheme_in_another_guise_is_refused)
{
	struct endpoint e = { .address = no_addresses[_i], .said_by = "--host" };
	struct err err;

	ck_assert_ptr_null(connection_new(&e, 0, &err));
	ck_assert_int_eq(err.code, EXIT_USAGE);
}
END_TEST

static const struct { const char *address, *shown; } passwords[] = {
	{ "tcp://a:b@c", "tcp://a:***@c" }, { "tcp://a@c:1", "tcp://a@c:1" },
	{ "tcp://a:b@c@d:1/x@y", "tcp://a:***@d:1/x@y" }, { "a:b@c", "a:***@c" },
	{ "tcp://a:b/c@d", "tcp://a:***@d" }, { "tcp://a:b?c@d", "tcp://a:***@d" },
	{ "unix:///run/a:b@c", "unix:///run/a:b@c" }, { "", "" },
};

START_TEST(a_password_is_not_shown_wherever_it_ends)
{
	struct arena *a = arena_new();

	ck_assert_str_eq(
	    connection_without_password(a, passwords[_i].address), passwords[_i].shown);
	arena_free(a);
}
END_TEST

/* ---- what libcurl says of TLS --------------------------------------------------------------- */

static const struct {
	CURLcode code;
	const char *text, *problem; /* NULL: nothing to do with TLS */
	bool broken, has_certificate;
} failures[] = {
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL certificate problem: certificate has expired", "the engine's certificate has expired" },
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL certificate problem: certificate is not yet valid", "not valid yet" },
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL certificate problem: unable to get local issuer certificate", "not issued by ca" },
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL certificate problem: self-signed certificate in certificate chain", "not issued by ca" },
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL: no alternative certificate subject name matches target host name 'x'", "another host name" },
	{ CURLE_PEER_FAILED_VERIFICATION, "SSL certificate problem: unsuitable certificate purpose", "not one for servers" },
	{ CURLE_PEER_FAILED_VERIFICATION, "something new", "not accepted: something new" },
	{ CURLE_RECV_ERROR, "OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0", "wants a client certificate" },
	{ CURLE_SSL_CONNECT_ERROR, "error:14094412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate", "wants a client certificate" },
	{ CURLE_RECV_ERROR, "SSL routines::tlsv1 alert unknown ca", "does not accept the client certificate cert", .has_certificate = true },
	{ CURLE_RECV_ERROR, "SSL routines::sslv3 alert certificate expired", "client certificate cert has expired", .has_certificate = true },
	{ CURLE_SEND_ERROR, "Send failure: Connection reset by peer", "may want", .broken = true },
	{ CURLE_SEND_ERROR, "Send failure: Broken pipe", "may not accept", .broken = true, .has_certificate = true },
	{ CURLE_SSL_CONNECT_ERROR, "error:0A00010B:SSL routines::wrong version number", "TLS is not spoken there" },
	{ CURLE_SSL_CONNECT_ERROR, "SSL routines::tlsv1 alert protocol version", "TLS 1.2 or newer" },
	{ CURLE_SSL_CONNECT_ERROR, "something new", "TLS fails: something new" },
	{ CURLE_COULDNT_CONNECT, "Failed to connect", NULL },
};

START_TEST(failures_of_tls_are_told_in_words)
{
	struct arena *a = arena_new();
	struct tls_settings tls = { .on = true, .verify = true, .ca = "ca",
		.cert = failures[_i].has_certificate ? "cert" : NULL };
	CURL *easy = curl_easy_init();
	bool broken;
	const char *problem =
	    tls_problem(a, &tls, easy, failures[_i].code, failures[_i].text, &broken);

	if (failures[_i].problem == NULL)
		ck_assert_ptr_null(problem);
	else
		ck_assert_msg(problem != NULL && strstr(problem, failures[_i].problem) != NULL,
		    "%s: %s", failures[_i].text, problem != NULL ? problem : "NULL");
	ck_assert_int_eq(broken, failures[_i].broken);
	curl_easy_cleanup(easy);
	arena_free(a);
}
END_TEST

/* ---- containers ----------------------------------------------------------------------------- */

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct { const char *mounts; bool marked, inside; } mounts[] = {
	{ "27 1 254:0 / / rw - ext4 /dev/vda rw\n", false, false },
	{ "27 1 254:0 / / rw - ext4 /dev/vda rw\n", true, false }, /* a disk made from an image */
	{ "27 1 0:30 /@ / rw shared:1 - btrfs /dev/sda2 rw\n", false, false },
	{ "27 1 0:30 / / rw - overlay overlay rw,lowerdir=/ro\n", false, false }, /* a live system */
	{ "27 1 0:30 / / rw - overlay overlay rw,lowerdir=/l\n", true, true },
	{ "27 1 0:30 /var/lib/docker/vfs/dir/1 / rw - ext4 /dev/vda rw\n", true, true },
	{ "1 2 3:4 / / rw - ext4 /dev/x rw\n5 1 3:4 /var/lib/docker/containers/" HEX "/hostname /etc/hostname rw - ext4 /dev/vda rw\n", false, true },
	{ "5 1 3:4 /containers/overlay-containers/" HEX "/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw", false, true },
	{ "5 1 3:4 /var/lib/kubelet/pods/1-2/etc-hosts /etc/hosts rw - ext4 /dev/vda rw\n", false, true },
	{ "5 1 3:4 /var/lib/docker/containers/" HEX "/hostname /mnt/hostname rw - ext4 /dev/vda rw\n", false, false },
	{ "5 1 3:4 /lxd/" HEX " /srv rw - ext4 /dev/vda rw\n", false, false },
	{ "", false, false }, { "nonsense\n\n / / \n", true, false },
};

START_TEST(a_container_is_known_by_what_engines_mount)
{
	ck_assert_msg(
	    container_in_mounts(mounts[_i].mounts, mounts[_i].marked) == mounts[_i].inside,
	    "row %d", _i);
}
END_TEST

/* ---- where the host is ---------------------------------------------------------------------- */

/* Local in all regards; each row changes something. */
#define HERE \
	.root = "/", .address_is_here = true, .name = "a", .kernel = "6.1", .id = "X", .our_name = "a", \
	.our_kernel = "6.1", .id_here = "X"

#define SILENT HERE, .name = "", .id = "", .id_here = ""

static const struct {
	struct locality_evidence e;
	enum locality expected;
	const char *why;
} places[] = {
	{ { HERE }, HOST_IS_HERE, "" },
	/* Without /info: the kernel of /version, which is that of many. */
	{ { SILENT }, HOST_IS_HIDDEN, "nothing shows" },
	{ { SILENT, .kernel = "" }, HOST_IS_HIDDEN, "nothing shows" },
	{ { SILENT, .kernel = "6.2" }, HOST_IS_ELSEWHERE, "its kernel is 6.2" },
	{ { SILENT, .engine_is_seen = true }, HOST_IS_HERE, "" },
	{ { SILENT, .root_is_said = true }, HOST_IS_HERE, "" },
	{ { SILENT, .name = "a" }, HOST_IS_HERE, "" },
	{ { SILENT, .id = "X", .id_here = "X" }, HOST_IS_HERE, "" },
	{ { SILENT, .id = "X" }, HOST_IS_HIDDEN, "nothing shows" },
	{ { SILENT, .in_container = true, .engine_has_our_mounts = true }, HOST_IS_HERE, "" },
	{ { SILENT, .root = "/host", .root_is_said = true }, HOST_IS_HERE, "" },
	{ { HERE, .address_is_here = false }, HOST_IS_ELSEWHERE, "use --root" },
	{ { HERE, .address_is_here = false, .root_is_said = true }, HOST_IS_HERE, "" },
	{ { HERE, .kernel = "6.2" }, HOST_IS_ELSEWHERE, "its kernel is 6.2" },
	{ { HERE, .kernel = "6.2", .engine_is_seen = true }, HOST_IS_ELSEWHERE, "its kernel is 6.2" },
	{ { HERE, .kernel = "6.2", .root_is_said = true, .address_is_here = false }, HOST_IS_ELSEWHERE, "its kernel is 6.2" },
	{ { HERE, .name = "b" }, HOST_IS_ELSEWHERE, "its name is b" },
	{ { HERE, .name = "b", .engine_is_seen = true }, HOST_IS_HERE, "" },
	{ { HERE, .id = "Y" }, HOST_IS_ELSEWHERE, "another engine's host" },
	{ { HERE, .id_here = "" }, HOST_IS_HERE, "" },
	{ { HERE, .in_container = true }, HOST_IS_HIDDEN, "--pid host" },
	{ { HERE, .in_container = true, .root_is_said = true }, HOST_IS_HIDDEN, "--root /host" },
	{ { HERE, .root = "/host", .in_container = true, .root_is_said = true, .root_is_no_mount = true }, HOST_IS_HIDDEN, "-v /:/host:ro" },
	{ { HERE, .root = "/host", .in_container = true, .root_is_said = true }, HOST_IS_HERE, "" },
	{ { HERE, .root = "/mnt", .root_is_said = true, .root_is_no_mount = true }, HOST_IS_HERE, "" },
	{ { HERE, .in_container = true, .engine_has_our_mounts = true }, HOST_IS_HERE, "" },
	{ { HERE, .root = "/host", .in_container = true, .name = "b" }, HOST_IS_HERE, "" },
	{ { HERE, .root = "/host", .address_is_here = false, .kernel = "6.2" }, HOST_IS_HERE, "" },
	{ { HERE, .root = "/host", .id = "Y" }, HOST_IS_ELSEWHERE, "below /host" },
};

START_TEST(evidence_decides_whose_files_these_are)
{
	struct arena *a = arena_new();
	const char *why;

	ck_assert_msg(locality_of(a, &places[_i].e, &why) == places[_i].expected, "row %d: %s", _i, why);
	ck_assert_msg(strstr(why, places[_i].why) != NULL, "row %d: %s", _i, why);
	ck_assert_int_eq(why[0] == '\0', places[_i].expected == HOST_IS_HERE);
	arena_free(a);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("connect");
	TCase *tc = tcase_create("connections");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tc, ssh_is_given_words_and_no_command_line);
	tcase_add_loop_test(tc, what_could_be_more_than_a_word_is_refused, 0, N(refused));
	tcase_add_loop_test(tc, an_address_says_where_and_not_the_password, 0, N(addresses));
	tcase_add_loop_test(tc, a_scheme_in_another_guise_is_refused, 0, N(no_addresses));
	tcase_add_loop_test(tc, a_password_is_not_shown_wherever_it_ends, 0, N(passwords));
	tcase_add_loop_test(tc, failures_of_tls_are_told_in_words, 0, N(failures));
	tcase_add_loop_test(tc, a_container_is_known_by_what_engines_mount, 0, N(mounts));
	tcase_add_loop_test(tc, evidence_decides_whose_files_these_are, 0, N(places));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
