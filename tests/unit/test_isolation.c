/*
 * test_isolation.c: what the checks of isolation stand on: sets of capabilities, how paths lie to
 * patterns, and what of the host is behind a mount.
 */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "runtime.h"

#define DEFAULT_14 UINT64_C(0xa80425fb) /* CapBnd of a plain container, as the kernel wrote it */
#define SYS_ADMIN (UINT64_C(1) << 21)
#define NET_RAW (UINT64_C(1) << 13)
#define CHOWN (UINT64_C(1) << 0)

/* ---- capabilities --------------------------------------------------------------------------- */

static struct fact_list
list_of(const char *words)
{
	static char copy[4][200];
	static const char *v[4][20];
	static int next;
	struct fact_list list = { SEEN, 0, NULL };
	int slot = next++ % 4;

	if (words == NULL)
		return (struct fact_list){ ABSENT, 0, NULL };
	strcpy(copy[slot], words);
	for (char *w = strtok(copy[slot], " "); w != NULL; w = strtok(NULL, " "))
		v[slot][list.n++] = w;
	list.v = v[slot];
	return list;
}

static const struct {
	const char *add, *drop;
	bool privileged, podman;
	uint64_t held, unknown;
} sets[] = {
	{ NULL, NULL, false, false, DEFAULT_14, 0 },
	{ "", "", false, false, DEFAULT_14, 0 },
	{ "SYS_ADMIN", NULL, false, false, DEFAULT_14 | SYS_ADMIN, 0 },
	{ "cap_sys_admin CAP_NET_RAW", NULL, false, false, DEFAULT_14 | SYS_ADMIN, 0 },
	{ NULL, "net_raw", false, false, DEFAULT_14 & ~NET_RAW, 0 },
	{ NULL, "ALL", false, false, 0, 0 },
	{ "CHOWN", "all", false, false, CHOWN, 0 },
	{ "CHOWN", "CHOWN", false, false, DEFAULT_14, 0 }, /* what is added comes last */
	{ "ALL", NULL, false, false, EVERY_CAPABILITY, 0 },
	{ "All", "SYS_ADMIN", false, false, EVERY_CAPABILITY & ~SYS_ADMIN, 0 },
	{ "ALL", "ALL", false, false, EVERY_CAPABILITY, 0 }, /* adding all comes first */
	{ "NO_SUCH", NULL, false, false, DEFAULT_14, 0 },
	{ NULL, "ALL", true, false, EVERY_CAPABILITY, 0 },
	{ "", "", false, true, 0, DEFAULT_14 },
	{ "NET_RAW", "CHOWN", false, true, NET_RAW, DEFAULT_14 & ~NET_RAW & ~CHOWN },
	{ "SYS_ADMIN", "", false, true, SYS_ADMIN, DEFAULT_14 },
	{ "", "SYS_ADMIN", true, true, EVERY_CAPABILITY & ~SYS_ADMIN, 0 },
};

START_TEST(sets_are_what_the_engine_makes_of_them)
{
	struct container c = { .privileged = { SEEN, sets[_i].privileged },
		.cap_add = list_of(sets[_i].add),
		.cap_drop = list_of(sets[_i].drop) };
	struct capabilities set = container_capabilities(&c, sets[_i].podman);

	ck_assert_msg(set.held == sets[_i].held && set.unknown == sets[_i].unknown,
	    "row %d: %llx, unknown %llx", _i, (unsigned long long)set.held,
	    (unsigned long long)set.unknown);
}
END_TEST

START_TEST(what_was_not_seen_makes_no_set)
{
	struct container c = { .privileged = { SEEN, false } };

	ck_assert(container_capabilities(&c, false).unknown == EVERY_CAPABILITY);
	c.cap_add.seen = c.cap_drop.seen = ABSENT;
	ck_assert(container_capabilities(&c, false).unknown == 0);
	c.privileged.seen = ABSENT;
	ck_assert(container_capabilities(&c, false).unknown == EVERY_CAPABILITY);
	c.privileged.seen = SEEN;
	c.cap_add = (struct fact_list){ SEEN, (size_t)1 << 40, NULL }; /* is not walked through */
	ck_assert(container_capabilities(&c, false).held == 0);
}
END_TEST

START_TEST(capabilities_have_names_and_numbers)
{
	ck_assert_int_eq(capability_number("CHOWN"), 0);
	ck_assert_int_eq(capability_number("cap_sys_admin"), 21);
	ck_assert_int_eq(capability_number("CAP_CHECKPOINT_RESTORE"), 40);
	ck_assert_int_eq(capability_number("ALL"), -1);
	ck_assert_int_eq(capability_number("CAP_"), -1);
	ck_assert_int_eq(capability_number(""), -1);
	for (int i = 0; i < CAPABILITIES; i++)
		ck_assert_int_eq(capability_number(capability_name(i)), i);
	ck_assert_str_eq(capability_name(CAPABILITIES), "");
	ck_assert_str_eq(capability_name(-1), "");
}
END_TEST

/* ---- paths ---------------------------------------------------------------------------------- */

static const struct {
	const char *path, *pattern;
	enum path_relation relation;
} paths[] = {
	{ "/", "/", PATH_SAME },
	{ "/", "/etc", PATH_ABOVE },
	{ "/etc", "/", PATH_BELOW },
	{ "/etc", "/etc", PATH_SAME },
	{ "/etc/", "/etc", PATH_SAME },
	{ "//etc", "/etc", PATH_SAME },
	{ "/etc/ssh", "/etc", PATH_BELOW },
	{ "/etc", "/etc/ssh", PATH_ABOVE },
	{ "/etcetera", "/etc", PATH_APART },
	{ "/et", "/etc", PATH_APART },
	{ "/home/alice/.ssh", "/home/*/.ssh", PATH_SAME },
	{ "/home/alice/.ssh/id", "/home/*/.ssh", PATH_BELOW },
	{ "/home/alice", "/home/*/.ssh", PATH_ABOVE },
	{ "/home", "/home/*/.ssh", PATH_ABOVE },
	{ "/home/a/b/.ssh", "/home/*/.ssh", PATH_APART },
	{ "/dev/sda1", "/dev/sd*", PATH_SAME },
	{ "/dev/md", "/dev/sd*", PATH_APART },
	{ "/etc/cron.d/x", "/etc/cron*", PATH_BELOW },
	{ "", "/etc", PATH_ABOVE },
};

START_TEST(paths_lie_to_patterns)
{
	ck_assert_msg(path_relation(paths[_i].path, paths[_i].pattern) == paths[_i].relation,
	    "%s to %s", paths[_i].path, paths[_i].pattern);
}
END_TEST

START_TEST(a_component_longer_than_any_matches_no_pattern)
{
	char path[400] = "/dev/sd";

	memset(path + 7, 'a', 300);
	path[307] = '\0';
	ck_assert(path_relation(path, "/dev/sd*") == PATH_APART);
}
END_TEST

/* ---- mounts --------------------------------------------------------------------------------- */

#define FILE_AT(path, real) "{\"path\":\"" path "\",\"real\":\"" real "\",\"type\":\"dir\",\"mode\":493," \
	"\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0}"

static const struct {
	const char *type, *source, *name, *driver, *path; /* path NULL: nothing of the host's */
	enum seen seen;
} mounts[] = {
	{ "bind", "/srv/x", "", "", "/srv/x", SEEN },
	{ "bind", "/srv/link/x", "", "", "/etc/x", SEEN },
	{ "bind", "/var/run/x", "", "", "/run/x", SEEN },
	{ "bind", "/var/running", "", "", "/var/running", SEEN },
	{ "volume", "/var/lib/docker/volumes/plain/_data", "plain", "local", NULL, ABSENT },
	{ "volume", "/var/lib/docker/volumes/bound/_data", "bound", "local", "/etc", SEEN },
	{ "volume", "/var/lib/docker/volumes/share/_data", "share", "local", NULL, ABSENT },
	{ "volume", "/var/lib/docker/volumes/gone/_data", "gone", "local", NULL, UNSEEN },
	{ "volume", "/mnt/x", "gone", "rexray", NULL, ABSENT },
	{ "tmpfs", "", "", "", NULL, ABSENT },
};

START_TEST(mounts_are_located)
{
	struct facts *f = facts_new();
	struct mount_point m = { .type = mounts[_i].type, .source = mounts[_i].source,
		.destination = "/x", .name = mounts[_i].name, .driver = mounts[_i].driver,
		.propagation = "" };

	give(f, "GET /volumes", "{\"Volumes\":[{\"Name\":\"share\",\"Driver\":\"local\",\"Options\":"
	    "{\"type\":\"nfs\",\"o\":\"addr=nobind\",\"device\":\":/etc\"}},"
	    "{\"Name\":\"plain\",\"Driver\":\"local\",\"Options\":null},"
	    "{\"Name\":\"bound\",\"Driver\":\"local\",\"Options\":"
	    "{\"type\":\"none\",\"o\":\"ro,bind\",\"device\":\"/srv/link\"}}]}");
	give(f, "file:/srv/link", FILE_AT("/srv/link", "/etc"));
	facts_finish(f);
	facts_locate_mount(f, &m);
	ck_assert_int_eq(m.host_source.seen, mounts[_i].seen);
	if (mounts[_i].path != NULL)
		ck_assert_str_eq(m.host_path, mounts[_i].path);
	else
		ck_assert_ptr_null(m.host_path);
	facts_free(f);
}
END_TEST

START_TEST(a_real_var_run_is_no_link)
{
	struct facts *f = facts_new();
	struct mount_point m = { .type = "bind", .source = "/var/run/x", .destination = "/x",
		.name = "", .driver = "", .propagation = "" };

	give(f, "file:/var/run", FILE_AT("/var/run", "/var/run"));
	facts_finish(f);
	facts_locate_mount(f, &m);
	ck_assert_str_eq(m.host_path, "/var/run/x");
	facts_free(f);
}
END_TEST

START_TEST(mount_points_are_found_below_directories)
{
	struct facts *f = facts_new();

	give(f, "proc:mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /var/lib/docker rw - ext4 /dev/sda2 rw\n"
	    "3 1 0:5 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n4 1 0:4 / /sys rw - sysfs sysfs rw\n");
	facts_finish(f);
	ck_assert_str_eq(facts_mount_below(f, "/var"), "/var/lib/docker");
	ck_assert_str_eq(facts_mount_below(f, "/var/lib"), "/var/lib/docker");
	ck_assert_ptr_null(facts_mount_below(f, "/var/lib/docker"));
	ck_assert_ptr_null(facts_mount_below(f, "/var/li"));
	ck_assert_ptr_null(facts_mount_below(f, "/zzz"));
	ck_assert_str_eq(facts_mount_below(f, "/sys"), "/sys/fs/cgroup");
	ck_assert_str_eq(facts_mount_below(f, "/"), "/sys");
	facts_free(f);
}
END_TEST

START_TEST(containers_are_found_by_name_and_id)
{
	struct facts *f = facts_new();

	give(f, "GET /containers/json",
	    "[{\"Id\":\"cccccccccccccccc1\",\"Names\":[\"/web\"],\"Image\":\"i\"},"
	    "{\"Id\":\"aaaaaaaaaaaaaaaa1\",\"Names\":[\"/db\"],\"Image\":\"i\"},"
	    "{\"Id\":\"bbbbbbbbbbbbbbbb1\",\"Names\":[\"/api\"],\"Image\":\"i\"}]");
	facts_finish(f);
	ck_assert_str_eq(facts_container(f, "web")->id, "cccccccccccccccc1");
	ck_assert_str_eq(facts_container(f, "api")->id, "bbbbbbbbbbbbbbbb1");
	ck_assert_str_eq(facts_container(f, "aaaaaaaaaaaaaaaa1")->name, "db");
	ck_assert_str_eq(facts_container(f, "cccccccccccc")->name, "web");
	ck_assert_ptr_null(facts_container(f, "ccccccccccc")); /* too short to be sure */
	ck_assert_ptr_null(facts_container(f, "dddddddddddd"));
	ck_assert_ptr_null(facts_container(f, ""));
	facts_free(f);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof(table)[0]))

int
main(void)
{
	Suite *suite = suite_create("isolation");
	TCase *tc = tcase_create("isolation");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, sets_are_what_the_engine_makes_of_them, 0, N(sets));
	tcase_add_test(tc, what_was_not_seen_makes_no_set);
	tcase_add_test(tc, capabilities_have_names_and_numbers);
	tcase_add_loop_test(tc, paths_lie_to_patterns, 0, N(paths));
	tcase_add_test(tc, a_component_longer_than_any_matches_no_pattern);
	tcase_add_loop_test(tc, mounts_are_located, 0, N(mounts));
	tcase_add_test(tc, a_real_var_run_is_no_link);
	tcase_add_test(tc, mount_points_are_found_below_directories);
	tcase_add_test(tc, containers_are_found_by_name_and_id);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
