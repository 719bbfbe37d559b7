/*
 * test_sign.c: neither the text of a key nor its passphrase is in memory once the key was read,
 * whether it could be opened or not. What signatures are good for is shown by
 * tests/cli/evidence.sh.
 */
#include "config.h"

#include "base/sign.h"

#include <check.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MASK 0x5a
#define REGION_MAX ((uintptr_t)64 << 20) /* a sanitizer's own are larger */

static char dir[] = "/tmp/dockassay-sign.XXXXXX";
static char locked[64], passphrase[64];

/* Searched for in the memory of this process: so it stands there in disguise only. */
struct pattern {
	unsigned char v[24];
	size_t n;
};

/* In another process, whose memory is of no interest. */
static void
make_files(void)
{
	pid_t pid;
	int status;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(locked, sizeof locked, "%s/locked", dir);
	snprintf(passphrase, sizeof passphrase, "%s/passphrase", dir);
	pid = fork();
	if (pid == 0) {
		EVP_PKEY *made = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
		FILE *file = fopen(passphrase, "w");
		char text[33];

		for (size_t i = 0; i < 32; i++)
			text[i] = (char)('a' + (i * 7 + (size_t)getpid()) % 26);
		text[32] = '\0';
		fprintf(file, "%s\n", text);
		fclose(file);
		file = fopen(locked, "w");
		PEM_write_PKCS8PrivateKey(file, made, EVP_aes_128_cbc(), text, 32, NULL, NULL);
		fchmod(fileno(file), 0600);
		fclose(file);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}

static void
remove_files(void)
{
	unlink(locked);
	unlink(passphrase);
	rmdir(dir);
}

static struct pattern
pattern_from(const char *path)
{
	struct pattern p = { .n = sizeof p.v };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(read(fd, p.v, p.n), (ssize_t)p.n);
	close(fd);
	for (size_t i = 0; i < p.n; i++)
		p.v[i] ^= MASK;
	return p;
}

/* Freed memory is looked at as well, which is not what a sanitizer expects. */
#if defined(__clang__) || defined(__GNUC__)
__attribute__((no_sanitize_address, noinline))
#endif
static bool
is_in(const struct pattern *p, uintptr_t from, uintptr_t to)
{
	for (uintptr_t at = from; at + p->n <= to; at++) {
		const volatile unsigned char *bytes = (const volatile unsigned char *)at;
		size_t i = 0;

		while (i < p->n && (bytes[i] ^ MASK) == p->v[i])
			i++;
		if (i == p->n)
			return true;
	}
	return false;
}

static bool
is_in_memory(const struct pattern *p)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512], rights[8];
	bool found = false;
	uintptr_t from, to;

	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &from, &to, rights) == 3 &&
		    strncmp(rights, "rw", 2) == 0 && to - from <= REGION_MAX &&
		    strstr(line, "[vvar") == NULL)
			found = found || is_in(p, from, to);
	}
	fclose(maps);
	return found;
}

START_TEST(the_search_finds_what_is_there)
{
	struct pattern p = pattern_from(passphrase);
	char *copy = malloc(p.n);

	ck_assert(!is_in_memory(&p));
	for (size_t i = 0; i < p.n; i++)
		((volatile char *)copy)[i] = (char)(p.v[i] ^ MASK);
	ck_assert(is_in_memory(&p));
	free(copy);
}
END_TEST

START_TEST(the_passphrase_does_not_stay)
{
	struct pattern secret = pattern_from(passphrase);
	struct err err = { .code = 0 };
	struct signer *s = signer_new(locked, passphrase, &err);

	ck_assert_ptr_nonnull(s);
	ck_assert(!is_in_memory(&secret));
	signer_free(s);
	ck_assert(!is_in_memory(&secret));
}
END_TEST

START_TEST(nor_where_it_opens_nothing)
{
	struct pattern secret = pattern_from(passphrase);
	struct err err = { .code = 0 };

	ck_assert_ptr_null(signer_new(passphrase, NULL, &err));
	ck_assert_ptr_null(signer_new("/nonexistent", passphrase, &err));
	ck_assert(!is_in_memory(&secret));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sign");
	TCase *tc = tcase_create("sign");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_unchecked_fixture(tc, make_files, remove_files);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, the_search_finds_what_is_there);
	tcase_add_test(tc, the_passphrase_does_not_stay);
	tcase_add_test(tc, nor_where_it_opens_nothing);
	suite_add_tcase(s, tc);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
