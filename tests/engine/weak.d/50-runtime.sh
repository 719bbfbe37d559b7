# What container isolation wants: see truth/50-runtime.txt.
mkdir -p /srv/keys
ln -s /etc /srv/innocent
echo '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["unshare"],"action":"SCMP_ACT_ALLOW"},{"names":["accept","access","arch_prctl","bind","brk","capget","capset","chdir","chmod","chown","clone","close","connect","dup","dup2","dup3","execve","exit","exit_group","fchdir","fcntl","fstat","fstatfs","futex","getcwd","getdents64","getegid","geteuid","getgid","getpid","getppid","getuid","ioctl","lseek","madvise","mmap","mprotect","munmap","nanosleep","clock_nanosleep","newfstatat","open","openat","pipe2","poll","prctl","pread64","prlimit64","read","readlink","rseq","rt_sigaction","rt_sigprocmask","rt_sigreturn","sched_getaffinity","set_robust_list","set_tid_address","setgid","setgroups","setuid","sigaltstack","stat","statfs","tgkill","uname","wait4","write","getrandom","epoll_ctl","epoll_pwait","epoll_create1","eventfd2","getdents","faccessat2","close_range","gettid","statx","mount","umount2","pivot_root","readlinkat","fsopen","fsconfig","fsmount","fspick","move_mount","open_tree","openat2","mount_setattr","setns","sethostname","fchmod","fchown","fchownat","fchmodat","mkdirat","mknodat","symlinkat","unlinkat","keyctl","fadvise64","umask"],"action":"SCMP_ACT_ALLOW"}]}' >"$data/profile.json"

start whole-host -v /:/host:ro demo/base:1
start looks-innocent -v /srv/innocent:/data demo/base:1
start metrics -v /proc:/host/proc:ro -v /sys:/host/sys:ro demo/base:1
start unmasked --security-opt systempaths=unconfined demo/base:1
start own-seccomp --security-opt "seccomp=$data/profile.json" demo/base:1
start disk-rule --device-cgroup-rule 'b 8:* rwm' demo/base:1
start char-rule --device-cgroup-rule 'c 189:* rwm' demo/base:1
start tunnel --cap-add cap_net_admin --device /dev/null:/dev/net/tun --sysctl net.ipv4.ip_forward=1 demo/base:1
start nearly-all --runtime wrapped --cap-add all --cap-drop SYS_MODULE demo/base:1
start minimal --cap-drop all --cap-add net_bind_service --cgroupns private demo/base:1
start ctd -v /run/docker:/ctd:ro demo/base:1
