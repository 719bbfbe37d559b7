/*
 * test_shell.c: what is read out of texts of shell, and which sins are found in them.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell_text.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new();
}

static void
teardown(void)
{
	arena_free(arena);
}

/* All commands in one line: "[a b][c]", assignments before a "/", joins as ; & | O. */
static const char *
drawn(const struct shell_text *t)
{
	static const char joins[] = { '^', ';', '&', 'O', '|' };
	char *out = arena_alloc(arena, 8192);
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct shell_command *c = &t->commands[i];

		if (c->n == 0 && c->n_assignments == 0)
			continue;
		n += (size_t)snprintf(
		    out + n, 8192 - n, "%c[", c->parent != SHELL_NONE ? '(' : joins[c->join]);
		for (size_t k = 0; k < c->n_assignments; k++)
			n += (size_t)snprintf(out + n, 8192 - n, "%s/", c->assignments[k]);
		for (size_t k = 0; k < c->n; k++)
			n += (size_t)snprintf(
			    out + n, 8192 - n, "%s%s", k > 0 ? "," : "", c->words[k]);
		n += (size_t)snprintf(out + n, 8192 - n, "]");
	}
	return out;
}

static const struct {
	const char *text, *commands;
} readings[] = {
	{ "", "" },
	{ "  \n\n ; \n", "" },
	{ "apt-get update", "^[apt-get,update]" },
	{ "a && b || c; d | e & f\ng", "^[a]&[b]O[c];[d]|[e];[f];[g]" },
	{ "a|b|&c", "^[a]|[b]|[c]" },
	{ "a &&\\\n  b \\\n  c", "^[a]&[b,c]" },
	{ "a &&\n\n# no\nb", "^[a]&[b]" },
	{ "echo 'a b' \"c d\" e\\ f ''", "^[echo,a b,c d,e f,]" },
	{ "echo \"it's\" 'a;b' \"a && b\" a'b'c", "^[echo,it's,a;b,a && b,abc]" },
	{ "echo $'it\\'s'", "^[echo,it's]" },
	{ "echo a#b # c; d", "^[echo,a#b]" },
	{ "A=1 B='x y' cmd C=3", "^[A=1/B=x y/cmd,C=3]" },
	{ "A=1", "^[A=1/]" },
	{ "a=(1 2 3); b", "^[a=1 2 3 /];[b]" },
	{ "cmd > out 2>&1 < in arg", "^[cmd,arg]" },
	{ "cmd >out&&next", "^[cmd]&[next]" },
	{ "cmd &>/dev/null; b 2>/dev/null|c", "^[cmd];[b]|[c]" },
	{ "echo 2 >x", "^[echo,2]" },
	{ "(a; b) | c", "^[a];[b]|[c]" },
	{ "a | (b; c)", "^[a]|[b];[c]" },
	{ "{ a; b; } | c", "^[a];[b]|[c]" },
	{ "if a; then b; elif c; then d; else e; fi", "^[a];[b];[c];[d];[e]" },
	{ "! a; time b; while c; do d; done", "^[a];[b];[c];[d]" },
	{ "for x in a b; do c $x; done", "^[for,x,in,a,b];[c,$x]" },
	{ "case $x in a|b) c;; *) d ;; esac; e", "^[case,$x,in,a];[c];[d];[e]" },
	{ "x=$(case y in y) a;; esac); b", "^[x=$(case y in y) a;; esac)/]([case,y,in,y]([a];[b]" },
	{ "f() { a; }; f", "^[a];[f]" },
	{ "echo $(a | b) `c d`", "^[echo,$(a | b),`c d`]([a]([b]([c,d]" },
	{ "echo \"x $(a \"b c\") y\"", "^[echo,x $(a \"b c\") y]([a,b c]" },
	{ "echo $((1 << 2)) b; c", "^[echo,$((1 << 2)),b];[c]" },
	{ "echo ${x:-$(a)} ${y%\\}*}", "^[echo,${x:-$(a)},${y%\\}*}]([a]" },
	{ "sh -c 'a && b c'", "^[sh,-c,a && b c]([a]([b,c]" },
	{ "bash -o pipefail -euxc 'a | b'", "^[bash,-o,pipefail,-euxc,a | b]([a]([b]" },
	{ "bash script -c x", "^[bash,script,-c,x]" },
	{ "su - web -c 'a b'", "^[su,-,web,-c,a b]([a,b]" },
	{ "eval \"a; b\"", "^[eval,a; b]([a]([b]" },
	{ "sudo -E sh -c 'a'", "^[sudo,-E,sh,-c,a]([a]" },
	{ "find / -exec chmod 777 {} \\; -exec b {} +",
	    "^[find,/,-exec,chmod,777,{},;,-exec,b,{},+]([chmod,777,{}]([b,{}]" },
	{ "bash <(a b)", "^[bash,<(a b)]([a,b]" },
	{ "a > >(tee log); b", "^[a,>(tee log)]([tee,log];[b]" },
	{ "cat <<EOF >f && b\nc; 'd\nEOF\ne", "^[cat]&[b];[e]" },
	{ "cat <<-'EOF'\n\tx\n\tEOF\ne", "^[cat];[e]" },
	{ "sh <<EOF\na b\nEOF\nc", "^[sh]([a,b];[c]" },
	{ "cat <<<\"a b\" c", "^[cat,c]" },
	{ "rm -rf !(a|b) c", "^[rm,-rf,!(a|b),c]" },
	{ "a\r\nb\r\n", "^[a];[b]" },
};

START_TEST(texts_are_read)
{
	struct shell_text t = shell_read(arena, readings[_i].text, strlen(readings[_i].text));

	ck_assert_msg(t.complete, "%s: %s", readings[_i].text, t.problem);
	ck_assert_str_eq(drawn(&t), readings[_i].commands);
}
END_TEST

static const char *const unreadable[] = { "echo 'a", "echo \"a", "echo `a", "echo $(a", "(a", "a )",
	"echo ${a", "cat <<EOF\nx", "find ( -name x )", "cat <<EOF" };

START_TEST(what_is_not_closed_is_told)
{
	struct shell_text t = shell_read(arena, unreadable[_i], strlen(unreadable[_i]));

	ck_assert_msg(!t.complete, "%s", unreadable[_i]);
	ck_assert_str_ne(t.problem, "");
}
END_TEST

/* Hostile texts end, in time and with a problem. */
START_TEST(limits_hold)
{
	static const char *const units[] = { "$(", "`", "(", "a;", "\"$(", "${", "sh -c \"", "((",
		"<(", "eval ", "a|", "<<E ", "\\", "'", "case x in (", "apt-get update\n",
		"curl|sh|" };
	const size_t size = 300000;
	char *text = xmalloc(size + 64);

	for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
		struct arena *a = arena_new();
		size_t n = 0;
		struct shell_text t;

		while (n < size) {
			strcpy(text + n, units[u]);
			n += strlen(units[u]);
		}
		t = shell_read(a, text, n);
		ck_assert_uint_le(t.n, SHELL_COMMANDS_MAX);
		for (int sin = SHELL_REFRESH_ALONE; sin <= SHELL_PASSWORD; sin++) {
			struct shell_hit hit;

			for (size_t i = 0; shell_find(a, &t, (enum shell_sin)sin, i, &hit);)
				i = hit.command + 1;
		}
		ck_assert_uint_lt(arena_bytes(a), (size_t)256 << 20);
		arena_free(a);
	}
	free(text);
}
END_TEST

START_TEST(lines_are_counted)
{
	static const char text[] = "a \\\n b && \\\n c\nd 'x\ny' $(e\nf)\ng";
	struct shell_text t = shell_read(arena, text, strlen(text));
	static const struct {
		const char *name;
		size_t line;
	} want[] = { { "a", 0 }, { "c", 2 }, { "d", 3 }, { "e", 4 }, { "f", 5 }, { "g", 6 } };

	ck_assert_uint_eq(t.n, 6);
	for (size_t i = 0; i < 6; i++) {
		ck_assert_str_eq(t.commands[i].words[0], want[i].name);
		ck_assert_uint_eq(t.commands[i].line, want[i].line);
	}
}
END_TEST

static const struct {
	const char *text, *name;
} names[] = {
	{ "/usr/bin/apt-get update", "apt-get" },
	{ "FOO=1 sudo -E -u root apt-get x", "apt-get" },
	{ "env -u A B=1 curl x", "curl" },
	{ "sudo A=1 -- curl x", "curl" },
	{ "timeout -k 5 10 wget x", "wget" },
	{ "command -v curl", "command" },
	{ "command curl", "curl" },
	{ "exec nice -n 5 nohup x", "x" },
	{ "busybox wget x", "wget" },
	{ "sudo -v", "sudo" },
	{ "sudo", "sudo" },
	{ "A=1", "" },
};

START_TEST(wrappers_are_looked_through)
{
	struct shell_text t = shell_read(arena, names[_i].text, strlen(names[_i].text));

	ck_assert_uint_eq(t.n, 1);
	ck_assert_str_eq(shell_name(&t.commands[0]), names[_i].name);
}
END_TEST

static const struct {
	const char *text, *family;
	enum shell_package_action action;
	const char *packages;
} managers[] = {
	{ "apt-get -qq -y update", "apt", SHELL_PACKAGE_REFRESH, "" },
	{ "apt-get -o Dpkg::Use-Pty=0 install -y --no-install-recommends curl git=1:2.3", "apt",
	    SHELL_PACKAGE_INSTALL, "curl git=1:2.3 " },
	{ "apt-get $OPTS install a", "apt", SHELL_PACKAGE_INSTALL, "a " },
	{ "apt full-upgrade", "apt", SHELL_PACKAGE_DIST_UPGRADE, "" },
	{ "apk add --virtual .deps gcc", "apk", SHELL_PACKAGE_INSTALL, "gcc " },
	{ "apk --no-cache add a", "apk", SHELL_PACKAGE_INSTALL, "a " },
	{ "microdnf update", "yum", SHELL_PACKAGE_UPGRADE, "" },
	{ "yum check-update", "yum", SHELL_PACKAGE_REFRESH, "" },
	{ "dnf group install a", "yum", SHELL_PACKAGE_INSTALL, "a " },
	{ "zypper -n in a", "zypper", SHELL_PACKAGE_INSTALL, "a " },
	{ "pacman -Sy", "pacman", SHELL_PACKAGE_REFRESH, "" },
	{ "pacman -Syu --noconfirm a", "pacman", SHELL_PACKAGE_INSTALL, "a " },
	{ "python3 -m pip install -r req.txt a==1", "pip", SHELL_PACKAGE_INSTALL, "a==1 " },
	{ "npm ci", "npm", SHELL_PACKAGE_INSTALL, "" },
	{ "update-alternatives --install a", NULL, SHELL_PACKAGE_OTHER, "" },
	{ "apt-key update", NULL, SHELL_PACKAGE_OTHER, "" },
};

START_TEST(package_managers_are_understood)
{
	struct shell_text t = shell_read(arena, managers[_i].text, strlen(managers[_i].text));
	struct shell_package p;
	char packages[256] = "";

	ck_assert_int_eq(shell_package(arena, &t.commands[0], &p), managers[_i].family != NULL);
	if (managers[_i].family == NULL)
		return;
	ck_assert_str_eq(p.family, managers[_i].family);
	ck_assert_int_eq(p.action, managers[_i].action);
	for (size_t i = 0; i < p.n_packages; i++) {
		strcat(packages, p.packages[i]);
		strcat(packages, " ");
	}
	ck_assert_str_eq(packages, managers[_i].packages);
}
END_TEST

/* NULL: not found. */
static const struct {
	enum shell_sin sin;
	const char *text, *item;
} sins[] = {
	{ SHELL_REFRESH_ALONE, "apt-get update", "apt-get" },
	{ SHELL_REFRESH_ALONE, "apt-get update && rm -rf /var/lib/apt/lists/*", "apt-get" },
	{ SHELL_REFRESH_ALONE, "apt-get update && apt-get install -y curl", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update && apt install -y curl", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update && apk add curl", "apt-get" },
	{ SHELL_REFRESH_ALONE, "apt-get update; if true; then apt-get -y install x; fi", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update && xargs -a l apt-get install", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update && ./deps.sh", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update && sh deps.sh", NULL },
	{ SHELL_REFRESH_ALONE, "apt-get update -y && apt-get upgrade -y", NULL },
	{ SHELL_REFRESH_ALONE, "update-alternatives --set x y", NULL },
	{ SHELL_REFRESH_ALONE, "echo apt-get update", NULL },
	{ SHELL_REFRESH_ALONE, "apk update", "apk" },
	{ SHELL_REFRESH_ALONE, "apk add --no-cache x", NULL },
	{ SHELL_REFRESH_ALONE, "bash -c 'yum makecache'", "yum" },
	{ SHELL_REFRESH_ALONE, "yum update -y", NULL },
	{ SHELL_DIST_UPGRADE, "apt-get -y dist-upgrade", "apt-get" },
	{ SHELL_DIST_UPGRADE, "zypper dup", "zypper" },
	{ SHELL_DIST_UPGRADE, "apt-get upgrade", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl -fsSL https://x.example/i.sh?a=b | sh",
	    "https://x.example/i.sh" },
	{ SHELL_PIPE_TO_SHELL, "wget -qO- $URL | sudo -E bash -", "wget | bash" },
	{ SHELL_PIPE_TO_SHELL, "curl x | gunzip | bash -s -- --yes", "curl | bash" },
	{ SHELL_PIPE_TO_SHELL, "curl x | bash -ex", "curl | bash" },
	{ SHELL_PIPE_TO_SHELL, "curl x | python3 -", "curl | python3" },
	{ SHELL_PIPE_TO_SHELL, "curl x | php -- --install-dir=/bin", "curl | php" },
	{ SHELL_PIPE_TO_SHELL, "sh -c \"$(curl -fsSL x)\"", "curl | sh" },
	{ SHELL_PIPE_TO_SHELL, "eval `wget -O - x`", "wget | eval" },
	{ SHELL_PIPE_TO_SHELL, "bash <(curl x)", "curl | bash" },
	{ SHELL_PIPE_TO_SHELL, "source <(curl x)", "curl | source" },
	{ SHELL_PIPE_TO_SHELL, "(curl x || wget y) | sh", "wget | sh" },
	{ SHELL_PIPE_TO_SHELL, "{ curl x; } | sh", "curl | sh" },
	{ SHELL_PIPE_TO_SHELL, "sh -c 'curl x | sh'", "curl | sh" },
	{ SHELL_PIPE_TO_SHELL, "curl x | tar xz", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x | bash script.sh", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x | sh -c 'cat > y'", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x | python -c 'import json'", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x | python3 -m json.tool", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x | perl -pe s/a/b/", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x -o y; cat y | sh", NULL },
	{ SHELL_PIPE_TO_SHELL, "curl x && sh y", NULL },
	{ SHELL_PIPE_TO_SHELL, "echo 'curl x | sh'", NULL },
	{ SHELL_PIPE_TO_SHELL, "V=$(curl x); sh -c \"$V\"", NULL },
	{ SHELL_SUDO, "sudo apt-get update", "sudo" },
	{ SHELL_SUDO, "apt-get install -y curl sudo=1.9", "sudo" },
	{ SHELL_SUDO, "apk add doas", "doas" },
	{ SHELL_SUDO, "echo 'a ALL=(ALL) NOPASSWD:ALL' >> /etc/sudoers", "NOPASSWD" },
	{ SHELL_SUDO, "env sudo x", "sudo" },
	{ SHELL_SUDO, "echo sudo", NULL },
	{ SHELL_SUDO, "apt-get install sudoku", NULL },
	{ SHELL_SUDO, "apt-get remove sudo", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod -R 777 /srv", "777 /srv" },
	{ SHELL_WORLD_WRITABLE, "chmod 0666 a b", "0666 b" },
	{ SHELL_WORLD_WRITABLE, "chmod a+rwX /srv", "a+rwX /srv" },
	{ SHELL_WORLD_WRITABLE, "chmod u=rwx,o+w x", "u=rwx,o+w x" },
	{ SHELL_WORLD_WRITABLE, "mkdir -p -m 777 /a", "777 /a" },
	{ SHELL_WORLD_WRITABLE, "install -d --mode=0777 /a", "0777 /a" },
	{ SHELL_WORLD_WRITABLE, "find / -type d -exec chmod 777 {} +", "777 {}" },
	{ SHELL_WORLD_WRITABLE, "chmod 1777 /tmp", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod a+rwxt /tmp", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod +w x", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod o-w x", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod 755 777", NULL },
	{ SHELL_WORLD_WRITABLE, "chmod g+w,o=rx x", NULL },
	{ SHELL_SETUID, "chmod 4755 /x", "4755 /x" },
	{ SHELL_SETUID, "chmod 04755 /x", "04755 /x" },
	{ SHELL_SETUID, "chmod u+s /x", "u+s /x" },
	{ SHELL_SETUID, "chmod +s /x", "+s /x" },
	{ SHELL_SETUID, "install -m 4755 a /x", "4755 /x" },
	{ SHELL_SETUID, "setcap cap_net_raw+ep /x", "cap_net_raw+ep /x" },
	{ SHELL_SETUID, "setcap cap_net_bind_service,cap_net_raw=+ep /x",
	    "cap_net_bind_service,cap_net_raw=+ep /x" },
	{ SHELL_SETUID, "setcap 'cap_net_bind_service=+ep' /x", NULL },
	{ SHELL_SETUID, "setcap -r /x", NULL },
	{ SHELL_SETUID, "chmod g+s /srv", NULL },
	{ SHELL_SETUID, "chmod a-s /x", NULL },
	{ SHELL_SETUID, "chmod 755 /x", NULL },
	{ SHELL_UNVERIFIED, "apt-get install --allow-unauthenticated x",
	    "--allow-unauthenticated" },
	{ SHELL_UNVERIFIED, "echo 'deb [arch=amd64 trusted=yes] http://x y z'", "trusted=yes]" },
	{ SHELL_UNVERIFIED, "printf 'gpgcheck=0\\n' > x.repo", "gpgcheck=0" },
	{ SHELL_UNVERIFIED, "dnf --setopt=gpgcheck=0 install x", "gpgcheck=0" },
	{ SHELL_UNVERIFIED, "echo repo_gpgcheck=0", NULL },
	{ SHELL_UNVERIFIED, "apk add --allow-untrusted x.apk", "--allow-untrusted" },
	{ SHELL_UNVERIFIED, "apt-get install x", NULL },
	{ SHELL_TLS_OFF, "curl -fsSLk x", "curl -fsSLk" },
	{ SHELL_TLS_OFF, "curl -ok x", NULL },
	{ SHELL_TLS_OFF, "curl --insecure x", "curl --insecure" },
	{ SHELL_TLS_OFF, "wget --no-check-certificate x", "wget --no-check-certificate" },
	{ SHELL_TLS_OFF, "git -c http.sslVerify=false clone x", "git http.sslVerify=false" },
	{ SHELL_TLS_OFF, "git config --global http.sslVerify false", "git http.sslVerify" },
	{ SHELL_TLS_OFF, "git config --global http.sslVerify true", NULL },
	{ SHELL_TLS_OFF, "npm config set strict-ssl false", "npm strict-ssl" },
	{ SHELL_TLS_OFF, "pip install --trusted-host x y", "pip --trusted-host" },
	{ SHELL_TLS_OFF, "NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci", "NODE_TLS_REJECT_UNAUTHORIZED" },
	{ SHELL_TLS_OFF, "export GIT_SSL_NO_VERIFY=1", "GIT_SSL_NO_VERIFY" },
	{ SHELL_TLS_OFF, "export GIT_SSL_NO_VERIFY=0", NULL },
	{ SHELL_TLS_OFF, "tar -k x", NULL },
	{ SHELL_PLAIN_HTTP, "curl -O http://x.example/y?z=1", "http://x.example/y" },
	{ SHELL_PLAIN_HTTP, "pip install --index-url http://x y", "http://x" },
	{ SHELL_PLAIN_HTTP, "git clone http://x/y.git", "http://x/y.git" },
	{ SHELL_PLAIN_HTTP, "curl http://localhost:80/", NULL },
	{ SHELL_PLAIN_HTTP, "curl -x http://proxy https://x", NULL },
	{ SHELL_PLAIN_HTTP, "echo 'deb http://deb.debian.org/debian x main'", NULL },
	{ SHELL_PASSWORD, "echo root:secret | chpasswd", "chpasswd" },
	{ SHELL_PASSWORD, "useradd -m -p secret a", "useradd" },
	{ SHELL_PASSWORD, "useradd -m -p '*' a", NULL },
	{ SHELL_PASSWORD, "echo x | passwd --stdin root", "passwd" },
	{ SHELL_PASSWORD, "passwd -d root", "passwd" },
	{ SHELL_PASSWORD, "passwd -l root", NULL },
	{ SHELL_PASSWORD, "htpasswd -bc f a secret", "htpasswd" },
	{ SHELL_PASSWORD, "adduser --disabled-password a", NULL },
};

START_TEST(sins_are_found)
{
	struct shell_text t = shell_read(arena, sins[_i].text, strlen(sins[_i].text));
	struct shell_hit hit = { 0, NULL, NULL };
	bool found = shell_find(arena, &t, sins[_i].sin, 0, &hit);

	ck_assert_msg(t.complete, "%s: %s", sins[_i].text, t.problem);
	ck_assert_msg(found == (sins[_i].item != NULL), "%s", sins[_i].text);
	if (found) {
		ck_assert_str_eq(hit.item, sins[_i].item);
		ck_assert_str_ne(hit.what, "");
		ck_assert_msg(sins[_i].sin != SHELL_PASSWORD || strstr(hit.what, "secret") == NULL,
		    "a password shows: %s", hit.what);
	}
}
END_TEST

#define N(table) (int)(sizeof(table) / sizeof(table)[0])

int
main(void)
{
	Suite *suite = suite_create("shell");
	TCase *tc = tcase_create("shell");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, texts_are_read, 0, N(readings));
	tcase_add_loop_test(tc, what_is_not_closed_is_told, 0, N(unreadable));
	tcase_add_loop_test(tc, wrappers_are_looked_through, 0, N(names));
	tcase_add_loop_test(tc, package_managers_are_understood, 0, N(managers));
	tcase_add_loop_test(tc, sins_are_found, 0, N(sins));
	tcase_add_test(tc, limits_hold);
	tcase_add_test(tc, lines_are_counted);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
