/*
 * test_checks_runtime.c: sections 4 and 5: for each check a container that passes, one that warns
 * and one that cannot be assessed. Each row changes one thing in a container's inspect document.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "judge.h"

#define INFO_PLAIN "\"DockerRootDir\":\"/var/lib/docker\",\"SecurityOptions\":[\"name=seccomp,profile=default\"],\"MemoryLimit\":true,\"PidsLimit\":true"
#define INFO_APPARMOR "\"SecurityOptions\":[\"name=apparmor\",\"name=seccomp,profile=default\"]"
#define INFO_SELINUX "\"SecurityOptions\":[\"name=selinux\"]"
#define INFO_USERNS "\"SecurityOptions\":[\"name=userns\"]"

/* What a plain container has; a row's members come later and therefore win. */
#define HOST_CONFIG "\"Privileged\":false,\"ReadonlyRootfs\":false,\"PublishAllPorts\":false,\"CapAdd\":null," \
	"\"CapDrop\":null,\"SecurityOpt\":null,\"NetworkMode\":\"default\",\"PidMode\":\"\",\"IpcMode\":\"private\"," \
	"\"UTSMode\":\"\",\"UsernsMode\":\"\",\"CgroupParent\":\"\",\"RestartPolicy\":{\"Name\":\"no\"," \
	"\"MaximumRetryCount\":0},\"Memory\":0,\"CpuShares\":0,\"NanoCpus\":0,\"CpuQuota\":0,\"CpusetCpus\":\"\"," \
	"\"Devices\":[],\"DeviceCgroupRules\":null,\"DeviceRequests\":null,\"Ulimits\":null,\"PidsLimit\":null"

static const struct row {
	const char *id;
	enum status status;
	const char *host_config; /* members of HostConfig */
	const char *rest;        /* members of the document */
	const char *info;
	const char *key;
} rows[] = {
#define P STATUS_PASS
#define W STATUS_WARN
#define E STATUS_ERROR
#define S STATUS_SKIP
	{ "4.1", P, "", "\"Config\":{\"User\":\"1000:0\"}", INFO_PLAIN, "" },
	{ "4.1", W, "", "\"Config\":{\"User\":\"0:1000\"}", INFO_PLAIN, "" },
	{ "4.1", W, "", "\"Config\":{\"User\":\"root:root\"}", INFO_PLAIN, "" },
	{ "4.1", W, "", "\"Config\":{\"User\":\"00\"}", INFO_PLAIN, "" },
	{ "4.1", W, "", "\"Config\":{}", INFO_PLAIN, "" },
	{ "4.1", STATUS_NOTE, "", "\"Config\":{\"User\":\"app\"}", INFO_PLAIN, "" },
	{ "4.1", E, "", "\"Config\":{\"User\":0}", INFO_PLAIN, "" },
	{ "5.2", S, "", "\"AppArmorProfile\":\"\"", INFO_PLAIN, "" },
	{ "5.2", P, "", "\"AppArmorProfile\":\"docker-default\"", INFO_APPARMOR, "" },
	{ "5.2", W, "", "\"AppArmorProfile\":\"unconfined\"", INFO_APPARMOR, "" },
	{ "5.2", W, "\"Privileged\":true", "\"AppArmorProfile\":\"docker-default\"", INFO_APPARMOR, "privileged" },
	{ "5.2", E, "", "\"AppArmorProfile\":7", INFO_APPARMOR, "" },
	{ "5.3", S, "", "\"ProcessLabel\":\"\"", INFO_PLAIN, "" },
	{ "5.3", P, "", "\"ProcessLabel\":\"system_u:system_r:container_t:s0\"", INFO_SELINUX, "" },
	{ "5.3", W, "", "\"ProcessLabel\":\"system_u:system_r:spc_t:s0\"", INFO_SELINUX, "" },
	{ "5.3", W, "", "\"ProcessLabel\":\"\"", INFO_SELINUX, "" },
	{ "5.3", E, "", "\"ProcessLabel\":{}", INFO_SELINUX, "" },
	{ "5.4", P, "\"CapAdd\":[\"NET_RAW\",\"cap_chown\"]", "", INFO_PLAIN, "" },
	{ "5.4", W, "\"CapAdd\":[\"sys_admin\"]", "", INFO_PLAIN, "SYS_ADMIN" },
	{ "5.4", W, "\"CapAdd\":[\"CAP_SYS_ADMIN\"]", "", INFO_PLAIN, "SYS_ADMIN" },
	{ "5.4", W, "\"CapAdd\":[\"all\"]", "", INFO_PLAIN, "ALL" },
	{ "5.4", W, "\"Privileged\":true", "", INFO_PLAIN, "privileged" },
	{ "5.4", E, "\"CapAdd\":\"SYS_ADMIN\"", "", INFO_PLAIN, "" },
	{ "5.4", E, "\"Privileged\":null", "", INFO_PLAIN, "" },
	{ "5.5", P, "", "", INFO_PLAIN, "" },
	{ "5.5", W, "\"Privileged\":true", "", INFO_PLAIN, "privileged" },
	{ "5.5", E, "\"Privileged\":\"no\"", "", INFO_PLAIN, "" },
	{ "5.6", P, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/etcetera\",\"RW\":true}]", INFO_PLAIN, "" },
	{ "5.6", P, "", "\"Mounts\":[{\"Type\":\"volume\",\"Name\":\"v\",\"Source\":\"/x\",\"Destination\":\"/etc\"}]",
	    INFO_PLAIN, "" },
	{ "5.6", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/etc/ssl\",\"RW\":false}]", INFO_PLAIN, "/etc/ssl" },
	{ "5.6", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/srv/../etc\",\"RW\":true}]", INFO_PLAIN,
	    "/srv/../etc" },
	{ "5.6", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/\",\"RW\":false}]", INFO_PLAIN, "/" },
	{ "5.6", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var\",\"RW\":true}]", INFO_PLAIN, "/var" },
	{ "5.6", E, "", "\"Mounts\":{}", INFO_PLAIN, "" },
	{ "5.8", P, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1024\"}]}}",
	    INFO_PLAIN, "" },
	{ "5.8", W, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"1023\"}]}}",
	    INFO_PLAIN, "1023->80/tcp" },
	{ "5.8", S, "\"NetworkMode\":\"host\"", "\"NetworkSettings\":{\"Ports\":{}}", INFO_PLAIN, "" },
	{ "5.8", E, "", "\"NetworkSettings\":{\"Ports\":[]}", INFO_PLAIN, "" },
	{ "5.9", P, "", "\"NetworkSettings\":{\"Ports\":{}}", INFO_PLAIN, "" },
	{ "5.9", W, "\"PublishAllPorts\":true", "\"NetworkSettings\":{\"Ports\":{}}", INFO_PLAIN, "all" },
	{ "5.9", E, "\"PublishAllPorts\":null", "\"NetworkSettings\":{\"Ports\":{}}", INFO_PLAIN, "" },
	{ "5.10", P, "", "", INFO_PLAIN, "" },
	{ "5.10", W, "\"NetworkMode\":\"host\"", "", INFO_PLAIN, "" },
	{ "5.10", E, "\"NetworkMode\":\"container:gone\"", "", INFO_PLAIN, "" },
	{ "5.10", E, "\"NetworkMode\":\"container:web\"", "", INFO_PLAIN, "" }, /* a circle */
	{ "5.11", P, "\"Memory\":67108864", "", INFO_PLAIN, "" },
	{ "5.11", W, "", "", INFO_PLAIN, "" },
	{ "5.11", W, "\"Memory\":67108864", "", "\"MemoryLimit\":false", "ineffective" },
	{ "5.11", E, "\"Memory\":\"64m\"", "", INFO_PLAIN, "" },
	{ "5.12", P, "\"CpuShares\":512", "", INFO_PLAIN, "" },
	{ "5.12", P, "\"CpuQuota\":50000", "", INFO_PLAIN, "" },
	{ "5.12", P, "\"CpusetCpus\":\"0-1\"", "", INFO_PLAIN, "" },
	{ "5.12", W, "\"CpuShares\":1024", "", INFO_PLAIN, "" },
	{ "5.12", E, "\"CpuShares\":null", "", INFO_PLAIN, "" },
	{ "5.13", P, "\"ReadonlyRootfs\":true", "", INFO_PLAIN, "" },
	{ "5.13", W, "", "", INFO_PLAIN, "" },
	{ "5.13", E, "\"ReadonlyRootfs\":1", "", INFO_PLAIN, "" },
	{ "5.14", P, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"80\"}]}}",
	    INFO_PLAIN, "" },
	{ "5.14", W, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"::\",\"HostPort\":\"80\"}]}}",
	    INFO_PLAIN, "80->80/tcp" },
	{ "5.14", W, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80\"}]}}",
	    INFO_PLAIN, "80->80/tcp" },
	{ "5.14", E, "", "\"NetworkSettings\":{\"Ports\":{\"80/tcp\":[{\"HostPort\":\"http\"}]}}", INFO_PLAIN, "" },
	{ "5.15", P, "\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":5}", "", INFO_PLAIN, "" },
	{ "5.15", W, "\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":0}", "", INFO_PLAIN, "" },
	{ "5.15", W, "\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":6}", "", INFO_PLAIN, "" },
	{ "5.15", W, "\"RestartPolicy\":{\"Name\":\"unless-stopped\"}", "", INFO_PLAIN, "" },
	{ "5.15", E, "\"RestartPolicy\":{}", "", INFO_PLAIN, "" },
	{ "5.16", P, "", "", INFO_PLAIN, "" },
	{ "5.16", W, "\"PidMode\":\"host\"", "", INFO_PLAIN, "" },
	{ "5.16", E, "\"PidMode\":3", "", INFO_PLAIN, "" },
	{ "5.17", P, "\"IpcMode\":\"shareable\"", "", INFO_PLAIN, "" },
	{ "5.17", W, "\"IpcMode\":\"host\"", "", INFO_PLAIN, "" },
	{ "5.17", E, "\"IpcMode\":[]", "", INFO_PLAIN, "" },
	{ "5.18", P, "", "\"Mounts\":[]", INFO_PLAIN, "" },
	{ "5.18", W, "\"Devices\":[{\"PathOnHost\":\"/dev/kvm\",\"PathInContainer\":\"/dev/kvm\",\"CgroupPermissions\":\"rwm\"}]",
	    "\"Mounts\":[]", INFO_PLAIN, "/dev/kvm:/dev/kvm:rwm" },
	{ "5.18", W, "\"DeviceCgroupRules\":[\"c *:* rwm\"]", "\"Mounts\":[]", INFO_PLAIN, "c *:* rwm" },
	{ "5.18", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/dev/sda\"}]", INFO_PLAIN, "/dev/sda" },
	{ "5.18", E, "\"Devices\":\"all\"", "\"Mounts\":[]", INFO_PLAIN, "" },
	{ "5.20", P, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Propagation\":\"rslave\"}]", INFO_PLAIN, "" },
	{ "5.20", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Propagation\":\"rshared\"}]", INFO_PLAIN, "/x" },
	{ "5.20", E, "", "\"Mounts\":[7]", INFO_PLAIN, "" },
	{ "5.21", P, "", "", INFO_PLAIN, "" },
	{ "5.21", W, "\"UTSMode\":\"host\"", "", INFO_PLAIN, "" },
	{ "5.21", E, "\"UTSMode\":true", "", INFO_PLAIN, "" },
	{ "5.22", P, "", "", INFO_PLAIN, "" },
	{ "5.22", W, "\"SecurityOpt\":[\"seccomp=unconfined\"]", "", INFO_PLAIN, "" },
	{ "5.22", W, "\"SecurityOpt\":[\"seccomp:unconfined\"]", "", INFO_PLAIN, "" },
	{ "5.22", W, "\"SecurityOpt\":[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"]", "", INFO_PLAIN, "" },
	{ "5.22", P, "\"SecurityOpt\":[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ERRNO\\\"}\"]", "", INFO_PLAIN, "" },
	{ "5.22", W, "\"Privileged\":true", "", INFO_PLAIN, "privileged" },
	{ "5.22", W, "", "", "\"SecurityOptions\":[\"name=seccomp,profile=unconfined\"]", "" },
	{ "5.22", E, "", "", "\"SecurityOptions\":{}", "" },
	{ "5.25", P, "", "", INFO_PLAIN, "" },
	{ "5.25", W, "\"CgroupParent\":\"/other\"", "", INFO_PLAIN, "/other" },
	{ "5.25", E, "\"CgroupParent\":null", "", INFO_PLAIN, "" },
	{ "5.26", P, "\"SecurityOpt\":[\"no-new-privileges\"]", "", INFO_PLAIN, "" },
	{ "5.26", P, "\"SecurityOpt\":[\"no-new-privileges:true\"]", "", INFO_PLAIN, "" },
	{ "5.26", W, "\"SecurityOpt\":[\"no-new-privileges:false\"]", "", INFO_PLAIN, "" },
	{ "5.26", W, "\"SecurityOpt\":[\"no-new-privileges\",\"no-new-privileges=false\"]", "", INFO_PLAIN, "" },
	{ "5.26", E, "", "", INFO_PLAIN, "" }, /* the daemon's default was not seen */
	{ "5.27", P, "", "\"Config\":{\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}}", INFO_PLAIN, "" },
	{ "5.27", W, "", "\"Config\":{\"Healthcheck\":{\"Test\":[\"NONE\"]}}", INFO_PLAIN, "" },
	{ "5.27", W, "", "\"Config\":{}", INFO_PLAIN, "" },
	{ "5.27", E, "", "\"Config\":{\"Healthcheck\":{\"Test\":\"true\"}}", INFO_PLAIN, "" },
	{ "5.29", P, "\"PidsLimit\":100", "", INFO_PLAIN, "" },
	{ "5.29", W, "\"PidsLimit\":-1", "", INFO_PLAIN, "" },
	{ "5.29", W, "", "", INFO_PLAIN, "" },
	{ "5.29", E, "\"PidsLimit\":\"many\"", "", INFO_PLAIN, "" },
	{ "5.30", P, "", "\"NetworkSettings\":{\"Networks\":{\"backend\":{}}}", INFO_PLAIN, "" },
	{ "5.30", W, "", "\"NetworkSettings\":{\"Networks\":{\"bridge\":{}}}", INFO_PLAIN, "" },
	{ "5.30", E, "", "\"NetworkSettings\":{}", INFO_PLAIN, "" },
	{ "5.31", P, "", "", INFO_USERNS, "" },
	{ "5.31", W, "\"UsernsMode\":\"host\"", "", INFO_USERNS, "" },
	{ "5.31", STATUS_INFO, "", "", INFO_PLAIN, "" },
	{ "5.31", E, "\"UsernsMode\":1", "", INFO_PLAIN, "" },
	{ "5.32", P, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/docker.sock.d\"}]", INFO_PLAIN, "" },
	{ "5.32", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/docker.sock\",\"RW\":false}]", INFO_PLAIN,
	    "/run/docker.sock" },
	{ "5.32", W, "", "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run\"}]", INFO_PLAIN, "/var/run" },
	{ "5.32", E, "", "\"Mounts\":\"none\"", INFO_PLAIN, "" },
};

static struct facts *
facts_for(const struct row *row)
{
	struct facts *f = facts_new();
	char text[8192];

	snprintf(text, sizeof text, "{%s}", row->info);
	give(f, "GET /info", text);
	give(f, "file:/var/run", "{\"path\":\"/var/run\",\"real\":\"/run\",\"type\":\"dir\",\"mode\":493,"
	    "\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0}");
	give(f, "GET /networks", "[]");
	give(f, "GET /volumes", "{\"Volumes\":[{\"Name\":\"v\",\"Driver\":\"local\",\"Options\":null}]}");
	give(f, "GET /containers/json", "[{\"Id\":\"abc\",\"Names\":[\"/web\"],\"Image\":\"nginx\","
	    "\"State\":\"running\",\"Labels\":{}}]");
	snprintf(text, sizeof text, "{\"Name\":\"/web\",\"State\":{\"Status\":\"running\"},"
	    "\"HostConfig\":{%s%s%s}%s%s}", HOST_CONFIG, *row->host_config ? "," : "", row->host_config,
	    *row->rest ? "," : "", row->rest);
	give(f, "GET /containers/abc/json", text);
	facts_finish(f);
	return f;
}

START_TEST(each_row_gets_its_verdict)
{
	const struct row *row = &rows[_i];
	const struct check *check = catalogue_find(row->id);
	struct facts *f = facts_for(row);
	struct report *r = report_new();
	struct finding *found;

	judge_run(r, f, catalogue_section_of(check), check, NULL);
	report_finish(r);
	ck_assert_uint_ge(r->checks[0].n_findings, 1);
	found = &r->checks[0].findings[0];
	ck_assert_msg(found->status == row->status, "row %d, %s {%s} {%s}: %s: %s", _i, row->id,
	    row->host_config, row->rest, status_name(found->status), found->message);
	ck_assert_str_eq(found->key, row->key);
	ck_assert_str_eq(found->subject->name, "web");
	if (row->status == STATUS_PASS || row->status == STATUS_WARN)
		ck_assert_uint_ge(found->n_evidence, 1);
	report_free(r);
	facts_free(f);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("checks of containers");
	TCase *tc = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, each_row_gets_its_verdict, 0, (int)(sizeof rows / sizeof rows[0]));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
