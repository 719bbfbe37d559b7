/*
 * seccomp.c: which system calls fail, by a filter in the kernel.
 *
 * A list of what fails, and not of what may be done: libc, libcurl and sanitizers change what they
 * call from one version to the next, and a scan that dies in one of them would tell nothing. A call
 * that is listed fails with EPERM, as it would for somebody without rights.
 */
#include "config.h"

#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#ifndef ARCHITECTURE

const char *
seccomp_enter(const struct sandbox_plan *plan)
{
	(void)plan;
	return "seccomp: there is no filter for this architecture";
}

#else

/* From 424 on, numbers are the same on every architecture; headers may be older. */
enum {
	NR_io_uring_setup = 425,
	NR_io_uring_enter = 426,
	NR_io_uring_register = 427,
	NR_open_tree = 428,
	NR_move_mount = 429,
	NR_fsopen = 430,
	NR_fsconfig = 431,
	NR_fsmount = 432,
	NR_fspick = 433,
	NR_pidfd_open = 434,
	NR_clone3 = 435,
	NR_pidfd_getfd = 438,
	NR_mount_setattr = 442,
	NR_fchmodat2 = 452,
	NR_setxattrat = 463,
	NR_removexattrat = 466,
	NR_open_tree_attr = 467,
};

/* Nothing that this program or ssh has to do with. */
static const int never[] = {
	/* other processes */
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kcmp,
	NR_pidfd_getfd,
	/* mounts, namespaces, roots */
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_setns,
	SYS_unshare,
	NR_open_tree,
	NR_move_mount,
	NR_fsopen,
	NR_fsconfig,
	NR_fsmount,
	NR_fspick,
	NR_mount_setattr,
	NR_open_tree_attr,
	SYS_open_by_handle_at,
	SYS_fanotify_init,
	/* the kernel, its modules, keys, clock and swap */
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_acct,
	SYS_quotactl,
	SYS_syslog,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_personality,
	SYS_vhangup,
#ifdef SYS_kexec_file_load
	SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
	SYS_iopl,
	SYS_ioperm,
	SYS_modify_ldt,
#endif
	/* what exploits are made of */
	SYS_userfaultfd,
	NR_io_uring_setup,
	NR_io_uring_enter,
	NR_io_uring_register,
};

/* And this is for ssh, where one is started. */
static const int never_alone[] = {
	/* programs, processes, signals to others, waiting for whoever connects */
	SYS_execve,
	SYS_execveat,
	SYS_kill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_pidfd_send_signal,
	NR_pidfd_open,
	SYS_listen,
	SYS_accept,
	SYS_accept4,
	/* what other processes of the same user may do, and share */
	SYS_setpriority,
	SYS_ioprio_set,
	SYS_sched_setaffinity,
	SYS_sched_setattr,
	SYS_sched_setparam,
	SYS_sched_setscheduler,
	SYS_migrate_pages,
	SYS_move_pages,
	SYS_shmget,
	SYS_shmat,
	SYS_shmctl,
	SYS_msgget,
	SYS_msgrcv,
	SYS_msgctl,
	SYS_semget,
	SYS_semctl,
	SYS_mq_open,
	SYS_mq_unlink,
	/* changes to files that Landlock does not look at, or only from some version on */
	SYS_fchmod,
	SYS_fchmodat,
	NR_fchmodat2,
	SYS_fchown,
	SYS_fchownat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_mknodat,
	SYS_mkdirat,
	SYS_truncate,
	SYS_utimensat,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	SYS_removexattr,
	SYS_lremovexattr,
	SYS_fremovexattr,
	NR_setxattrat,
	NR_removexattrat,
	SYS_memfd_create,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
	SYS_link,
	SYS_symlink,
	SYS_mknod,
	SYS_mkdir,
	SYS_rmdir,
	SYS_utime,
	SYS_utimes,
	SYS_futimesat,
	SYS_creat,
#endif
};

#define FILTER_MAX 512

struct filter {
	unsigned short n;
	struct sock_filter v[FILTER_MAX];
};

#define LENGTH(list) (sizeof(list) / sizeof(list)[0])
#define ALLOW SECCOMP_RET_ALLOW
#define FAIL(error) (SECCOMP_RET_ERRNO | (error))

static void
add(struct filter *f, uint16_t code, uint32_t k, uint8_t yes, uint8_t no)
{
	if (f->n < FILTER_MAX)
		f->v[f->n++] = (struct sock_filter){ code, yes, no, k };
}

static void
load(struct filter *f, size_t offset)
{
	add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
answer(struct filter *f, uint32_t what)
{
	add(f, BPF_RET | BPF_K, what, 0, 0);
}

/* What was loaded last: where it is this, the answer is that. */
static void
answer_if(struct filter *f, uint32_t is, uint32_t what)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, is, 0, 1);
	answer(f, what);
}

static void
refuse(struct filter *f, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		answer_if(f, (uint32_t)calls[i], FAIL(EPERM));
}

/* Arguments are 64 bits long; of these only the lower half counts. */
#define ARGUMENT(i) offsetof(struct seccomp_data, args[i])

/* Threads, as libcurl's resolver starts them; no processes. */
static void
threads_only(struct filter *f)
{
	answer_if(f, NR_clone3, FAIL(ENOSYS)); /* its flags are in memory: libc takes clone then */
	add(f, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
	load(f, ARGUMENT(0));
	add(f, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1);
	answer(f, ALLOW);
	answer(f, FAIL(EPERM));
}

static void
some_sockets(struct filter *f, bool any)
{
	static const uint32_t families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };
	const uint8_t rest = any ? 2 * LENGTH(families) + 2 : 1;

	add(f, BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, rest);
	if (any) {
		load(f, ARGUMENT(0));
		for (size_t i = 0; i < LENGTH(families); i++)
			answer_if(f, families[i], ALLOW);
	}
	answer(f, FAIL(EPERM));
}

/* Whom a call is about, by its first argument: only this process. */
static void
only_about(struct filter *f, int call, uint32_t who)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
	load(f, ARGUMENT(0));
	answer_if(f, who, ALLOW);
	answer(f, FAIL(EPERM));
}

/* Letters that the terminal takes for typed ones; flags and projects of files, which need no right
 * to write them. */
static void
some_ioctls(struct filter *f)
{
	static const uint32_t refused[] = { TIOCSTI, 0x541c /* TIOCLINUX */, FS_IOC_SETFLAGS,
		FS_IOC32_SETFLAGS, FS_IOC_FSSETXATTR };

	add(f, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 2 * LENGTH(refused) + 2);
	load(f, ARGUMENT(1));
	for (size_t i = 0; i < LENGTH(refused); i++)
		answer_if(f, refused[i], FAIL(EPERM));
	load(f, offsetof(struct seccomp_data, nr));
}

static void
build(struct filter *f, const struct sandbox_plan *plan)
{
	load(f, offsetof(struct seccomp_data, arch));
	add(f, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	answer(f, FAIL(ENOSYS));
	load(f, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	add(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* x32's numbers for the same calls */
	answer(f, FAIL(ENOSYS));
#endif
	refuse(f, never, LENGTH(never));
	if (!plan->starts_programs) {
		refuse(f, never_alone, LENGTH(never_alone));
		threads_only(f);
		only_about(f, SYS_tgkill, (uint32_t)getpid());
		only_about(
		    f, SYS_tkill, (uint32_t)getpid()); /* its first thread: some libc's raise() */
		only_about(f, SYS_prlimit64, 0);
	}
	some_ioctls(f);
	some_sockets(f, plan->asks_engine);
	answer(f, ALLOW);
}

const char *
seccomp_enter(const struct sandbox_plan *plan)
{
	struct filter f = { .n = 0 };
	struct sock_fprog program;

	build(&f, plan);
	program = (struct sock_fprog){ .len = f.n, .filter = f.v };
	if (f.n == FILTER_MAX)
		return "seccomp: the filter is too long";
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
		return NULL;
	return errno == EINVAL || errno == ENOSYS ? "seccomp: this kernel has no filters"
						  : "seccomp: the kernel refuses the filter";
}

#endif
