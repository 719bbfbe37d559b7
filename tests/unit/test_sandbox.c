/*
 * test_sandbox.c: what the sandbox lets through, and what not. Check runs each test in a process of
 * its own, so that each may give up what it likes.
 */
#include "config.h"

#include "sandbox/sandbox.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/host.h"
#include "host/host_proc.h"
#include "sandbox/proc_links.h"

static char dir[64];

static void
make_dir(void)
{
	char name[128];

	snprintf(dir, sizeof dir, "/tmp/dockassay-sandbox.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(name, sizeof name, "%s/out", dir);
	ck_assert_int_eq(mkdir(name, 0700), 0);
	snprintf(name, sizeof name, "%s/file", dir);
	close(open(name, O_CREAT | O_WRONLY, 0600));
}

static void
remove_dir(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

/* In the test's folder; errno, or 0 where it can be opened. */
static int
opens(const char *name, int flags)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "%s%s", name[0] == '/' ? "" : dir, name);
	if (name[0] != '/')
		snprintf(path, sizeof path, "%s/%s", dir, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int
makes_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static struct sandbox
enter(bool asks_engine, bool starts_programs, const char *root, const char *read)
{
	static char out[128], in[128];
	const char *writes[] = { out, "-" }, *reads[] = { in };
	struct sandbox_plan plan = { .asks_engine = asks_engine,
		.starts_programs = starts_programs,
		.root = root,
		.n_reads = read != NULL,
		.reads = reads,
		.n_writes = 2,
		.writes = writes };
	struct sandbox s;

	snprintf(out, sizeof out, "%s/out/report.json", dir);
	snprintf(in, sizeof in, "%s/%s", dir, read != NULL ? read : "");
	sandbox_enter(&s, &plan);
	if (s.landlock == 0 && !starts_programs)
		printf(
		    "SKIPPED: Landlock does not hold here: %s\n", s.n_notes > 0 ? s.notes[0] : "");
	if (!s.seccomp)
		printf("SKIPPED: seccomp does not hold here: %s\n",
		    s.n_notes > 0 ? s.notes[s.n_notes - 1] : "");
	ck_assert(s.no_new_privs);
	return s;
}

START_TEST(files_are_written_where_outputs_go_and_nowhere_else)
{
	struct sandbox s = enter(true, false, NULL, NULL);
	int refused = s.landlock > 0 ? EACCES : 0;

	ck_assert_int_eq(opens("out/report.json.x", O_CREAT | O_RDWR), 0);
	ck_assert_int_eq(opens("new", O_CREAT | O_WRONLY), refused);
	ck_assert_int_eq(opens("file", O_WRONLY), refused);
	ck_assert_int_eq(opens("file", O_RDONLY), 0);
	ck_assert_int_eq(opens("/etc/passwd", O_RDONLY), 0);
	if (geteuid() == 0 && s.landlock > 0) {
		ck_assert_int_eq(opens("/etc/passwd", O_WRONLY), EACCES);
		ck_assert_int_eq(opens("/etc/x", O_CREAT | O_WRONLY), EACCES);
		ck_assert_int_eq(opens("/proc/sys/kernel/core_pattern", O_WRONLY), EACCES);
	}
	if (s.seccomp) {
		ck_assert_int_eq(chmod(dir, 0777), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq(symlink("/etc/passwd", "x"), -1);
		ck_assert_int_eq(truncate("/etc/passwd", 0), -1);
	}
}
END_TEST

static void *
hello(void *arg)
{
	return arg;
}

START_TEST(no_program_runs_and_threads_do)
{
	struct sandbox s = enter(true, false, NULL, NULL);
	char *argv[] = { (char *)(size_t) "true", NULL };
	pthread_t thread;
	void *result = NULL;

	ck_assert_int_eq(pthread_create(&thread, NULL, hello, dir), 0);
	ck_assert_int_eq(pthread_join(thread, &result), 0);
	ck_assert_ptr_eq(result, dir);
	if (s.landlock > 0 || s.seccomp) {
		ck_assert_int_eq(execv("/bin/true", argv), -1);
		ck_assert_int_eq(errno, s.seccomp ? EPERM : EACCES);
	}
	if (s.seccomp) {
		ck_assert_int_eq(fork(), -1);
		ck_assert_int_eq(ptrace(PTRACE_TRACEME, 0, NULL, NULL), -1);
		ck_assert_int_eq(kill(getpid(), 0), -1);
	}
}
END_TEST

/* What root may change of files that it only reads, and of other processes of its own. */
START_TEST(what_landlock_does_not_see_is_refused)
{
	struct sandbox s = enter(true, false, NULL, NULL);
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC), flags = 0;
	struct rlimit limit;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(raise(0), 0);
	ck_assert_int_eq((int)syscall(SYS_tgkill, getpid(), getpid(), 0), 0);
	if (s.seccomp) {
		ck_assert_int_eq(fchmod(fd, 0666), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq(fchown(fd, 0, 0), -1);
		ck_assert_int_eq(ioctl(fd, FS_IOC_SETFLAGS, &flags), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq((int)syscall(SYS_tgkill, getppid(), getppid(), 0), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq((int)syscall(SYS_tkill, getppid(), 0), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq(prlimit(getppid(), RLIMIT_CPU, NULL, &limit), -1);
		ck_assert_int_eq(errno, EPERM);
		ck_assert_int_eq(setpriority(PRIO_PROCESS, (id_t)getppid(), 19), -1);
		ck_assert_int_eq((int)syscall(SYS_shmget, 0, 4096, 01600), -1);
		ck_assert_int_eq(errno, EPERM);
	}
	close(fd);
}
END_TEST

START_TEST(sockets_are_those_that_engines_have)
{
	struct sandbox s = enter(true, false, NULL, NULL);
	struct sockaddr_in any = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(makes_socket(AF_UNIX, SOCK_STREAM), 0);
	ck_assert_int_eq(makes_socket(AF_NETLINK, SOCK_RAW), 0);
	ck_assert_int_ge(fd, 0);
	if (s.seccomp) {
		ck_assert_int_eq(makes_socket(AF_PACKET, SOCK_RAW), EPERM);
		ck_assert_int_eq(makes_socket(AF_VSOCK, SOCK_STREAM), EPERM);
		ck_assert_int_eq(makes_socket(AF_ALG, SOCK_SEQPACKET), EPERM);
		ck_assert_int_eq(listen(fd, 1), -1);
	}
	if (geteuid() == 0)
		ck_assert_int_ne(makes_socket(AF_INET, SOCK_RAW), 0);
	if (s.landlock >= 4) {
		ck_assert_int_eq(bind(fd, (struct sockaddr *)&any, sizeof any), -1);
		ck_assert_int_eq(errno, EACCES);
	}
	close(fd);
}
END_TEST

START_TEST(the_kernel_is_out_of_reach)
{
	static const int calls[] = { SYS_mount, SYS_umount2, SYS_unshare, SYS_setns, SYS_bpf,
		SYS_keyctl, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
		SYS_perf_event_open, SYS_userfaultfd, SYS_open_by_handle_at, SYS_process_vm_writev,
		SYS_pivot_root, SYS_chroot, SYS_swapon, SYS_acct, 425 /* io_uring_setup */,
		428 /* open_tree */, 429 /* move_mount */ };

	struct sandbox s = enter(true, _i == 1, NULL, NULL);
	char letter = 'x';

	for (size_t i = 0; s.seccomp && i < sizeof calls / sizeof calls[0]; i++) {
		/* Senseless arguments: without the filter EFAULT, EINVAL or EBADF. */
		ck_assert_int_eq(syscall(calls[i], -1, -1, -1, -1, -1), -1);
		ck_assert_msg(errno == EPERM, "call %d: %s", calls[i], strerror(errno));
	}
	if (s.seccomp) {
		ck_assert_int_eq(syscall(SYS_ioctl, 0, 0x5412 /* TIOCSTI */, &letter), -1);
		ck_assert_int_eq(errno, EPERM);
	}
}
END_TEST

START_TEST(who_asks_no_engine_reads_what_was_named_and_connects_to_nothing)
{
	struct sandbox s = enter(false, false, NULL, "file");

	ck_assert_int_eq(opens("file", O_RDONLY), 0);
	ck_assert_int_eq(opens("out/other", O_CREAT | O_RDWR), 0);
	if (s.landlock > 0) {
		ck_assert_int_eq(opens("file", O_WRONLY), EACCES);
		ck_assert_int_eq(opens("new", O_CREAT | O_WRONLY), EACCES);
		ck_assert_int_eq(opens("/var/log/lastlog", O_RDONLY), EACCES);
		ck_assert_int_eq(opens("/proc/1/environ", O_RDONLY), EACCES);
		ck_assert_int_eq(opens("/tmp", O_RDONLY | O_DIRECTORY), EACCES);
	}
	if (s.seccomp) {
		ck_assert_int_eq(makes_socket(AF_INET, SOCK_STREAM), EPERM);
		ck_assert_int_eq(makes_socket(AF_UNIX, SOCK_STREAM), EPERM);
	}
}
END_TEST

START_TEST(ssh_is_started_with_what_it_needs)
{
	struct sandbox s = enter(true, true, "/", NULL);
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execl(
		    "/bin/sh", "sh", "-c", "chmod 700 \"$0\" && : >\"$0/known_hosts\"", dir, NULL);
		_exit(1);
	}
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(s.landlock, 0);
	ck_assert_ptr_null(s.links);
	ck_assert_ptr_nonnull(strstr(s.notes[0], "ssh"));
}
END_TEST

/* The links of another process, without and with the sandbox. */
START_TEST(links_of_proc_are_read_by_the_helper)
{
	static const char *const names[] = { "exe", "root", "ns/pid", "fd/0" };
	static const char *const refused[] = { "environ", "cwd", "../self/exe", "fd/", "fd/1x",
		"fd/../exe", "exe/x", "" };
	struct err err;
	struct host *h = host_new("/", &err);
	char before[4][256] = { "" }, after[256];
	ssize_t lengths[4];
	struct sandbox s;
	pid_t other = fork();

	if (other == 0) {
		pause();
		_exit(0);
	}
	for (size_t i = 0; i < 4; i++) {
		lengths[i] = proc_readlink(h, other, names[i], before[i], sizeof before[i]);
		ck_assert_int_gt(lengths[i], 0);
	}
	s = enter(true, false, "/", NULL);
	if (s.landlock > 0) {
		ck_assert_int_eq(proc_readlink(h, other, "exe", after, sizeof after), -1);
		ck_assert_int_eq(errno, EACCES);
		ck_assert_ptr_nonnull(s.links);
		host_set_links(h, s.links);
		for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
			ck_assert_int_eq(
			    proc_readlink(h, other, refused[i], after, sizeof after), -1);
			ck_assert_int_eq(errno, EPERM);
		}
	}
	for (size_t i = 0; i < 4; i++) {
		ck_assert_int_eq(
		    proc_readlink(h, other, names[i], after, sizeof after), lengths[i]);
		ck_assert_str_eq(after, before[i]);
	}
	ck_assert_int_eq(proc_readlink(h, other, "exe", after, 4), 3);
	ck_assert_int_eq(after[3], '\0');
	ck_assert_int_gt(proc_readlink(h, getpid(), "exe", after, sizeof after), 0);
	ck_assert_int_eq(proc_readlink(h, 999999999, "exe", after, sizeof after), -1);
	ck_assert_int_eq(errno, ENOENT);
	sandbox_end(&s);
	host_free(h);
}
END_TEST

START_TEST(nothing_is_dumped)
{
	struct sandbox s = enter(false, false, NULL, NULL);
	struct rlimit core;

	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &core), 0);
	ck_assert_int_eq(core.rlim_cur, 1);
	ck_assert_int_eq(core.rlim_max, 1);
	if (s.seccomp)
		ck_assert_int_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}
END_TEST

START_TEST(capabilities_are_those_of_reading)
{
	struct sandbox s = enter(true, false, NULL, NULL);

	if (geteuid() != 0)
		ck_assert_int_eq(s.n_capabilities, 0);
	for (int cap = 0; cap < 64; cap++) {
		char name[64] = "";
		FILE *f = fopen("/proc/self/status", "re");
		char line[256];
		unsigned long long left = 0;

		while (f != NULL && fgets(line, sizeof line, f) != NULL)
			sscanf(line, "CapEff: %llx", &left);
		if (f != NULL)
			fclose(f);
		snprintf(name, sizeof name, "capability %d is left", cap);
		/* CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE, CAP_AUDIT_CONTROL */
		ck_assert_msg(!(left >> cap & 1) || cap == 1 || cap == 2 || cap == 19 || cap == 30,
		    "%s", name);
	}
}
END_TEST

/* As a container's runtime may have one, under which no other may be set. */
static void
filter_of_somebody_else(void)
{
	struct sock_filter v[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof v / sizeof v[0], v };

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

START_TEST(a_filter_of_somebody_else_is_not_told_as_ours)
{
	struct sandbox s;

	filter_of_somebody_else();
	s = enter(true, false, NULL, NULL);
	ck_assert_int_eq(prctl(PR_GET_SECCOMP, 0, 0, 0, 0), SECCOMP_MODE_FILTER);
	ck_assert(!s.seccomp);
	ck_assert_uint_ge(s.n_notes, 1);
	ck_assert_ptr_nonnull(strstr(s.notes[s.n_notes - 1], "seccomp: "));
}
END_TEST

START_TEST(none_is_none)
{
	int before = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
	struct sandbox s;

	sandbox_enter(&s, &(struct sandbox_plan){ .off = true });
	ck_assert(s.off && !s.seccomp && s.landlock == 0 && s.n_notes == 1);
	ck_assert_int_eq(opens("new", O_CREAT | O_WRONLY), 0);
	ck_assert_int_eq(prctl(PR_GET_SECCOMP, 0, 0, 0, 0), before);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sandbox");
	TCase *t = tcase_create("sandbox");
	SRunner *r;
	int failed;

	tcase_add_unchecked_fixture(t, make_dir, remove_dir);
	tcase_add_test(t, files_are_written_where_outputs_go_and_nowhere_else);
	tcase_add_test(t, no_program_runs_and_threads_do);
	tcase_add_test(t, what_landlock_does_not_see_is_refused);
	tcase_add_test(t, sockets_are_those_that_engines_have);
	tcase_add_loop_test(t, the_kernel_is_out_of_reach, 0, 2); /* 1: with ssh */
	tcase_add_test(t, who_asks_no_engine_reads_what_was_named_and_connects_to_nothing);
	tcase_add_test(t, ssh_is_started_with_what_it_needs);
	tcase_add_test(t, links_of_proc_are_read_by_the_helper);
	tcase_add_test(t, nothing_is_dumped);
	tcase_add_test(t, capabilities_are_those_of_reading);
	tcase_add_test(t, a_filter_of_somebody_else_is_not_told_as_ours);
	tcase_add_test(t, none_is_none);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
