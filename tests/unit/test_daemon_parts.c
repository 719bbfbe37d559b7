/*
 * test_daemon_parts.c: what judging a daemon stands on: certificates, addresses, command lines.
 */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "certificates.h"
#include "facts/facts_settings.h"
#include "syntax/x509.h"

#define KEY "-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n"
#define NO_CERTIFICATE "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

/* ---- certificates --------------------------------------------------------------------------- */

START_TEST(certificates_are_decoded)
{
	static const char pem[] = "a text before it\n" CERTIFICATE_GOOD("\n")
	    KEY CERTIFICATE_ROOT("\r\n") CERTIFICATE_WEAK("\n");
	struct arena *a = arena_new();
	struct certificates all = x509_read(a, pem, sizeof pem - 1);

	ck_assert_str_eq(all.problem, "");
	ck_assert_uint_eq(all.n, 3);
	ck_assert_str_eq(all.v[0].subject, "CN=clean-host");
	ck_assert_str_eq(all.v[0].issuer, all.v[1].subject);
	ck_assert_int_eq(all.v[0].not_before, 1748736000); /* 2025-06-01 */
	ck_assert_int_eq(all.v[0].not_after, 1811808000);  /* 2027-06-01 */
	ck_assert_str_eq(all.v[0].key_type, "ec");
	ck_assert_int_eq(all.v[0].key_bits, 256);
	ck_assert_str_eq(all.v[0].digest, "sha256");
	ck_assert(!all.v[0].is_ca && !all.v[0].self_issued);
	ck_assert(all.v[1].is_ca && all.v[1].self_issued);
	ck_assert_str_eq(all.v[1].organization, "Example");
	ck_assert_str_eq(all.v[2].key_type, "rsa");
	ck_assert_int_eq(all.v[2].key_bits, 1024);
	arena_free(a);
}
END_TEST

START_TEST(signatures_without_a_digest_have_none)
{
	static const char pem[] = CERTIFICATE_ED("\n") CERTIFICATE_SHA1("\n");
	struct arena *a = arena_new();
	struct certificates all = x509_read(a, pem, sizeof pem - 1);

	ck_assert_uint_eq(all.n, 2);
	ck_assert_str_eq(all.v[0].key_type, "ed25519");
	ck_assert_str_eq(all.v[1].digest, "sha1");
	arena_free(a);
}
END_TEST

static const char *const no_certificates[] = { NO_CERTIFICATE,
	"-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n",
	"-----BEGIN CERTIFICATE-----\nMIIB\n",
	/* asks for a password, which nobody may be asked for */
	("-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
	 "-----END CERTIFICATE-----\n") };

START_TEST(what_is_no_certificate_is_told)
{
	struct arena *a = arena_new();
	struct certificates all = x509_read(a, no_certificates[_i], strlen(no_certificates[_i]));

	ck_assert_uint_eq(all.n, 0);
	ck_assert_str_ne(all.problem, "");
	arena_free(a);
}
END_TEST

START_TEST(a_text_without_certificates_has_none)
{
	struct arena *a = arena_new();

	ck_assert_uint_eq(x509_read(a, "", 0).n_all, 0);
	ck_assert_str_eq(x509_read(a, "", 0).problem, "");
	ck_assert_uint_eq(x509_read(a, KEY, sizeof KEY - 1).n_all, 0);
	arena_free(a);
}
END_TEST

START_TEST(a_bundle_is_counted_to_its_end)
{
	static const char one[] = CERTIFICATE_ROOT("\n");
	struct arena *a = arena_new();
	struct buf pem = BUF_INIT((size_t)1 << 22);
	struct certificates all;

	for (size_t i = 0; i < CERTIFICATES_MAX + 10; i++)
		buf_puts(&pem, one);
	all = x509_read(a, buf_str(&pem), pem.len);
	ck_assert_uint_eq(all.n_all, CERTIFICATES_MAX + 10);
	ck_assert_uint_eq(all.n, CERTIFICATES_MAX);
	buf_free(&pem);
	arena_free(a);
}
END_TEST

/* Whatever stands between and beside certificates, a key stays where it is. */
static const struct {
	const char *pem, *kept;
} keeping[] = {
	{ KEY NO_CERTIFICATE KEY, NO_CERTIFICATE },
	{ "password: x\n" NO_CERTIFICATE "password: y\n", NO_CERTIFICATE },
	{ KEY, "" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA\n" KEY, "-----BEGIN CERTIFICATE-----\n" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA\n  " KEY, "-----BEGIN CERTIFICATE-----\n" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA", "-----BEGIN CERTIFICATE-----\n" },
	{ "-----BEGIN RSA PRIVATE KEY-----\nBBBB\n" NO_CERTIFICATE, NO_CERTIFICATE },
	{ "-----BEGIN X509 CERTIFICATE-----\r\nAAAA\r\n-----END X509 CERTIFICATE-----",
	    "-----BEGIN X509 CERTIFICATE-----\r\nAAAA\r\n-----END X509 CERTIFICATE-----\n" },
};

START_TEST(keys_are_not_kept)
{
	struct buf kept = BUF_INIT(4096);

	x509_keep_certificates(keeping[_i].pem, strlen(keeping[_i].pem), &kept);
	ck_assert_str_eq(buf_str(&kept), keeping[_i].kept);
	buf_free(&kept);
}
END_TEST

/* ---- addresses ------------------------------------------------------------------------------ */

static const struct {
	const char *text, *host;
	long port;
	bool loopback, any;
} addresses[] = {
	{ "tcp://0.0.0.0:2375", "0.0.0.0", 2375, false, true },
	{ ":9323", "", 9323, false, true },
	{ "[::1]:9323", "::1", 9323, true, false },
	{ "tcp://[::]:2376/path", "::", 2376, false, true },
	{ "::1", "::1", 0, true, false },
	{ "localhost:5000", "localhost", 5000, true, false },
	{ "http://127.8.9.1/x:1", "127.8.9.1", 0, true, false },
	{ "::ffff:127.0.0.1", "::ffff:127.0.0.1", 0, true, false },
	{ "localhost.example:80", "localhost.example", 80, false, false },
	{ "10.0.0.1:2377", "10.0.0.1", 2377, false, false },
};

START_TEST(addresses_are_split)
{
	struct address a = address_split(addresses[_i].text);

	ck_assert_str_eq(a.host, addresses[_i].host);
	ck_assert_int_eq(a.port, addresses[_i].port);
	ck_assert_int_eq(address_is_loopback(a.host), addresses[_i].loopback);
	ck_assert_int_eq(address_is_any(a.host), addresses[_i].any);
}
END_TEST

static const struct {
	const char *cidr;
	bool valid, private, loopback;
} networks[] = {
	{ "127.0.0.0/8", true, true, true },
	{ "127.0.0.0/7", true, false, false },
	{ "::1/128", true, true, true },
	{ "10.0.0.0/8", true, true, false },
	{ "172.31.0.0/16", true, true, false },
	{ "172.32.0.0/16", true, false, false },
	{ "192.168.0.0/15", true, false, false },
	{ "fd12::/64", true, true, false },
	{ "0.0.0.0/0", true, false, false },
	{ "10.0.0.0", false, false, false },
	{ "10.0.0.0/33", false, false, false },
	{ "10.0.0.0/8x", false, false, false },
	{ "10.0.0/8", false, false, false },
};

START_TEST(networks_are_compared)
{
	ck_assert_int_eq(network_is_valid(networks[_i].cidr), networks[_i].valid);
	ck_assert_int_eq(network_is_private(networks[_i].cidr), networks[_i].private);
	ck_assert_int_eq(network_is_loopback(networks[_i].cidr), networks[_i].loopback);
}
END_TEST

/* ---- command lines -------------------------------------------------------------------------- */

static const struct {
	const char *words[6], *name, *value;
} lines[] = {
	{ { "-H", "tcp://:1" }, "hosts", "tcp://:1" },
	{ { "-Htcp://:1" }, "hosts", "tcp://:1" },
	{ { "-H=tcp://:1" }, "hosts", "tcp://:1" },
	{ { "--host", "a", "--host=b" }, "hosts", "b" },
	{ { "-DH", "a" }, "hosts", "a" },
	{ { "-DH", "a" }, "debug", "true" },
	{ { "-D=false" }, "debug", "false" },
	{ { "-Dl", "warn" }, "log-level", "warn" },
	{ { "--icc", "false" }, "icc", "true" }, /* the word is no value: pflag */
	{ { "--icc=0" }, "icc", "false" },
	{ { "--label", "--icc=false" }, "icc", NULL },
	{ { "--unheard-of", "--icc=false" }, "icc", NULL },
	{ { "--allow-direct-routing", "--icc=false" }, "icc", "false" },
	{ { "--", "--icc=false" }, "icc", NULL },
	{ { "-z", "--icc=false" }, "icc", "false" },
	{ { "-H" }, "hosts", "" },
	{ { "--userns-remap=" }, "userns-remap", "" },
};

START_TEST(command_lines_are_read_as_pflag_does)
{
	struct arena *a = arena_new();
	struct settings s = { .arena = a };
	const char *words[8] = { "dockerd" };
	struct fact_list list = { SEEN, 1, words };

	while (lines[_i].words[list.n - 1] != NULL && list.n < 7) {
		words[list.n] = lines[_i].words[list.n - 1];
		list.n++;
	}
	settings_from_cmdline(&s, &list);
	if (lines[_i].value == NULL)
		ck_assert_ptr_null(settings_flag(&s, lines[_i].name));
	else
		ck_assert_str_eq(settings_flag(&s, lines[_i].name), lines[_i].value);
	arena_free(a);
}
END_TEST

START_TEST(a_file_with_too_many_settings_is_refused)
{
	struct arena *a = arena_new();
	struct settings s = { .arena = a };
	cJSON *json = cJSON_CreateObject();

	for (int i = 0; i < SETTINGS_MAX + 1; i++)
		cJSON_AddTrueToObject(json, arena_printf(a, "setting-%d", i));
	settings_from_config(&s, json);
	ck_assert(s.too_many);
	ck_assert_uint_eq(s.n, SETTINGS_MAX);
	cJSON_Delete(json);
	arena_free(a);
}
END_TEST

#define N(rows) ((int)(sizeof rows / sizeof rows[0]))

int
main(void)
{
	Suite *suite = suite_create("parts of the daemon's checks");
	TCase *tc = tcase_create("parts");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tc, certificates_are_decoded);
	tcase_add_test(tc, signatures_without_a_digest_have_none);
	tcase_add_loop_test(tc, what_is_no_certificate_is_told, 0, N(no_certificates));
	tcase_add_test(tc, a_text_without_certificates_has_none);
	tcase_add_test(tc, a_bundle_is_counted_to_its_end);
	tcase_add_loop_test(tc, keys_are_not_kept, 0, N(keeping));
	tcase_add_loop_test(tc, addresses_are_split, 0, N(addresses));
	tcase_add_loop_test(tc, networks_are_compared, 0, N(networks));
	tcase_add_loop_test(tc, command_lines_are_read_as_pflag_does, 0, N(lines));
	tcase_add_test(tc, a_file_with_too_many_settings_is_refused);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
