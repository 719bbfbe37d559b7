/*
 * cases_daemon_own.c: cases of what section 2 has beyond the benchmark.
 */
#include "config.h"

#include "cases.h"
#include "certificates.h"

#define CMDLINE "proc:processes", "0.cmdline"
#define CONFIG "file:/etc/docker/daemon.json", "content"
#define CERT "file:/etc/docker/tls/cert.pem", "content"
#define CA "file:/etc/docker/tls/ca.pem", "content"
#define BRIDGE "GET /networks/n0"
#define CONTEXTS "client:contexts"
#define TLS { CONFIG, "\"{\\\"tlsverify\\\":true,\\\"tlscacert\\\":\\\"/etc/docker/tls/ca.pem\\\"," \
	"\\\"tlscert\\\":\\\"/etc/docker/tls/cert.pem\\\"}\"" }
#define NO_PROCESS { "proc:processes", NULL, "!denied needs root" }
#define BAD_CONFIG { CONFIG, "\"{\"" }
#define PODMAN { ENGINE_VERSION, "Components", "[{\"Name\":\"Podman Engine\",\"Version\":\"5.8.6\"}]" }
#define API(minor) { "meta", "api_version", "\"1." minor "\"" }
#define ENGINE_API(minor) { ENGINE_VERSION, "ApiVersion", "\"1." minor "\"" }
#define JSON_PEM(certificate) "\"" certificate("\\n") "\""
#define OPTION(name, v) "{\"com.docker.network.bridge." name "\":\"" v "\"}"
#define LISTENS(address, port) \
	"[{\"proto\":\"tcp\",\"address\":\"" address "\",\"port\":" port ",\"pid\":100,\"comm\":\"dockerd\"}]"
#define FILE_OF(mode, uid) "{\"type\":\"file\",\"mode\":" mode ",\"uid\":" uid ",\"gid\":0}"
#define PROCESS(comm, cmdline) "{\"pid\":700,\"ppid\":1,\"comm\":\"" comm "\",\"exe\":null,\"uid\":0," \
	"\"cmdline\":" cmdline ",\"cgroup_container\":null,\"host_pidns\":true}"

/* clang-format off */
static const struct check_case cases[] = {
	{ "D-01", STATUS_PASS },
	{ "D-01", STATUS_WARN, .changes = { { INFO, "Driver", "\"devicemapper\"" } } },
	{ "D-01", STATUS_ERROR, .changes = { { INFO, "Driver", NULL } } },

	{ "D-02", STATUS_PASS },
	{ "D-02", STATUS_PASS, .changes = { { INFO, "Driver", "\"overlayfs\"" } } },
	{ "D-02", STATUS_WARN, .changes = { { INFO, "Driver", "\"vfs\"" } } },
	{ "D-02", STATUS_WARN, .changes = { { INFO, "Driver", "\"overlay\"" } } },
	{ "D-02", STATUS_PASS, .changes = { { INFO, "Driver", "\"overlay\"" }, PODMAN } },
	{ "D-02", STATUS_NOTE, .changes = { { INFO, "Driver", "\"own/driver\"" } } },
	{ "D-02", STATUS_ERROR, .changes = { { INFO, "Driver", "7" } } },

	{ "D-03", STATUS_PASS },
	{ "D-03", STATUS_WARN, .changes = { { INFO, "DriverStatus", "[[\"Supports d_type\",\"false\"]]" } } },
	{ "D-03", STATUS_SKIP, .changes = { { INFO, "DriverStatus", "[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]" } } },
	{ "D-03", STATUS_SKIP, .changes = { { INFO, "DriverStatus", "null" } } },
	{ "D-03", STATUS_ERROR, .changes = { { INFO, "DriverStatus", "[\"Supports d_type\"]" } } },

	{ "D-04", STATUS_INFO },
	{ "D-04", STATUS_ERROR, .changes = { { INFO, "DriverStatus", "{}" } } },

	{ "D-05", STATUS_PASS },
	{ "D-05", STATUS_WARN, .key = "tcp://0.0.0.0:2376", /* verified clients, too */
	  .changes = { TLS, { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\"]" } } },
	{ "D-05", STATUS_WARN, .key = "tcp://192.0.2.1:2375", .changes = { { "proc:listen", NULL, LISTENS("192.0.2.1", "2375") } } },
	{ "D-05", STATUS_PASS, .changes = { { "proc:listen", NULL, LISTENS("127.0.0.1", "2375") } } },
	{ "D-05", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://:2376\"]" } } }, /* localhost */
	{ "D-05", STATUS_WARN, .key = "tcp://0.0.0.0:2375", .changes = { { "proc:processes", NULL, "!not-here remote" },
	    { INFO, "Warnings", "[\"WARNING: API is accessible on http://0.0.0.0:2375 without encryption.\"]" } } },
	{ "D-05", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "D-05", STATUS_ERROR, .changes = { { "proc:listen", NULL, "!failed time-out" } } },

	{ "D-06", STATUS_PASS },
	{ "D-06", STATUS_WARN, .key = "plain", .changes = {
	    { CONTEXTS, "contexts.0.meta.Endpoints.docker.Host", "\"tcp://build.example:2375\"" } } },
	{ "D-06", STATUS_WARN, .key = "unverified", .changes = {
	    { CONTEXTS, "contexts.0.meta.Endpoints.docker", "{\"Host\":\"tcp://build.example:2376\",\"SkipTLSVerify\":true}" },
	    { CONTEXTS, "contexts.0.tls", "true" } } },
	{ "D-06", STATUS_PASS, .changes = {
	    { CONTEXTS, "contexts.0.meta.Endpoints.docker.Host", "\"tcp://build.example:2376\"" },
	    { CONTEXTS, "contexts.0.tls", "true" } } },
	{ "D-06", STATUS_PASS, .changes = { /* a tunnel */
	    { CONTEXTS, "contexts.0.meta.Endpoints.docker.Host", "\"tcp://127.0.0.1:2375\"" } } },
	{ "D-06", STATUS_SKIP, .changes = { { CONTEXTS, "contexts", "[]" } } },
	{ "D-06", STATUS_ERROR, .changes = { { CONTEXTS, "unreadable", "[\"/home/alice: Permission denied\"]" } } },
	{ "D-06", STATUS_ERROR, .changes = { { CONTEXTS, "contexts.0.problem", "\"not JSON\"" } } },
	{ "D-06", STATUS_ERROR, .changes = { { CONTEXTS, "contexts.0.meta.Endpoints.docker.Host", "7" } } },
	{ "D-06", STATUS_ERROR, .changes = { { CONTEXTS, NULL, "{}" } } },

	{ "D-07", STATUS_PASS, .changes = { TLS } },
	{ "D-07", STATUS_PASS, .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_ED) } } },
	{ "D-07", STATUS_WARN, .key = "notAfter: CN=old-host", .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_EXPIRED) } } },
	{ "D-07", STATUS_WARN, .key = "notAfter: CN=soon-host", .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_SOON) } } },
	{ "D-07", STATUS_WARN, .key = "notBefore: CN=new-host", .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_FUTURE) } } },
	{ "D-07", STATUS_WARN, .key = "key: CN=weak-host", .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_WEAK) } } },
	{ "D-07", STATUS_WARN, .key = "signature: CN=sha1-host", .changes = { TLS, { CERT, JSON_PEM(CERTIFICATE_SHA1) } } },
	{ "D-07", STATUS_WARN, .subject = "/etc/docker/tls/ca.pem", .changes = { TLS, { CA, JSON_PEM(CERTIFICATE_EXPIRED) } } },
	/* the scan's time decides: 30 days before the end, to the second, and later */
	{ "D-07", STATUS_PASS, .changes = { TLS, { "meta", "started", "\"2025-12-21T00:00:00Z\"" }, { CERT, JSON_PEM(CERTIFICATE_SOON) } } },
	{ "D-07", STATUS_WARN, .changes = { TLS, { "meta", "started", "\"2025-12-21T00:00:01Z\"" }, { CERT, JSON_PEM(CERTIFICATE_SOON) } } },
	{ "D-07", STATUS_WARN, .changes = { TLS, { "meta", "started", "\"2027-06-02T00:00:00Z\"" } } },
	{ "D-07", STATUS_SKIP },
	/* --tls alone: the standard files, which are not there */
	{ "D-07", STATUS_ERROR, .subject = "/root/.docker/cert.pem", .changes = { { CONFIG, "\"{\\\"tls\\\":true}\"" } } },
	{ "D-07", STATUS_ERROR, .changes = { TLS, { CERT, "\"\"" } } },
	{ "D-07", STATUS_ERROR, .changes = { TLS, { CERT, "\"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n\"" } } },
	{ "D-07", STATUS_ERROR, .changes = { TLS, { CERT, NULL } } },
	{ "D-07", STATUS_ERROR, .changes = { TLS, { "file:/etc/docker/tls/cert.pem", NULL, "!denied needs root" } } },
	{ "D-07", STATUS_ERROR, .changes = { TLS, { "file:/etc/docker/tls/ca.pem", NULL, "!gone not there" } } },
	{ "D-07", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-08", STATUS_PASS, .changes = { TLS } },
	{ "D-08", STATUS_WARN, .changes = { TLS, { CA, JSON_PEM(CERTIFICATE_PUBLIC) } } },
	{ "D-08", STATUS_SKIP, .changes = { { CONFIG, "\"{\\\"tlsverify\\\":false}\"" } } },
	{ "D-08", STATUS_SKIP },
	{ "D-08", STATUS_ERROR, .changes = { TLS, { "file:/etc/docker/tls/ca.pem", NULL, "!denied needs root" } } },
	{ "D-08", STATUS_ERROR, .changes = { BAD_CONFIG } },

	{ "D-09", STATUS_PASS }, /* Engine 29 */
	{ "D-09", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"ip6tables\\\":false}\"" } } },
	{ "D-09", STATUS_SKIP, .changes = { { ENGINE_VERSION, "Version", "\"20.10.24\"" } } },
	{ "D-09", STATUS_WARN, .changes = { { ENGINE_VERSION, "Version", "\"26.1.4\"" }, { BRIDGE, "EnableIPv6", "true" } } },
	{ "D-09", STATUS_PASS, .changes = { { ENGINE_VERSION, "Version", "\"26.1.4\"" }, { BRIDGE, "EnableIPv6", "true" },
	    { CMDLINE, "[\"dockerd\",\"--ip6tables\"]" } } },
	{ "D-09", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"26.1.4\"" }, { "GET /networks", NULL, "!refused 500" } } },
	{ "D-09", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"26.1.4\"" }, { BRIDGE, "EnableIPv6", "\"no\"" } } },
	{ "D-09", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"dev\"" } } },
	{ "D-09", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-10", STATUS_PASS },
	{ "D-10", STATUS_WARN, .key = "allow-direct-routing", .changes = { { CMDLINE, "[\"dockerd\",\"--allow-direct-routing\"]" } } },
	{ "D-10", STATUS_WARN, .key = "ip-forward-no-drop", .changes = { { CONFIG, "\"{\\\"ip-forward-no-drop\\\":true}\"" } } },
	{ "D-10", STATUS_WARN, .key = "bridge-accept-fwmark", .changes = { { CONFIG, "\"{\\\"bridge-accept-fwmark\\\":\\\"1/3\\\"}\"" } } },
	{ "D-10", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"allow-direct-routing\\\":false}\"" } } },
	{ "D-10", STATUS_SKIP, .changes = { { CONFIG, "\"{\\\"iptables\\\":false,\\\"allow-direct-routing\\\":true}\"" } } },
	{ "D-10", STATUS_ERROR, .changes = { BAD_CONFIG } },

	{ "D-11", STATUS_PASS },
	{ "D-11", STATUS_WARN, .changes = { { BRIDGE, "Options", OPTION("enable_ip_masquerade", "false") } } },
	{ "D-11", STATUS_ERROR, .changes = { { BRIDGE, "Options", "{}" } } },
	{ "D-11", STATUS_SKIP, .changes = { { "GET /networks", NULL, "[]" } } },

	{ "D-12", STATUS_PASS, .changes = { { BRIDGE, "Options", OPTION("host_binding_ipv4", "127.0.0.1") } } },
	{ "D-12", STATUS_PASS, .changes = { { BRIDGE, "Options", OPTION("host_binding_ipv4", "192.168.1.5") } } },
	{ "D-12", STATUS_WARN },
	{ "D-12", STATUS_ERROR, .changes = { { BRIDGE, "Options", "null" } } },
	{ "D-12", STATUS_ERROR, .changes = { { BRIDGE, NULL, "!failed time-out" } } },

	{ "D-13", STATUS_PASS },
	{ "D-13", STATUS_PASS, .changes = { { INFO, "DefaultRuntime", "\"/usr/bin/crun\"" } } }, /* Podman */
	{ "D-13", STATUS_WARN, .key = "wrapped", .changes = { { INFO, "DefaultRuntime", "\"wrapped\"" } } },
	{ "D-13", STATUS_ERROR, .changes = { { INFO, "DefaultRuntime", NULL } } },

	{ "D-14", STATUS_PASS },
	{ "D-14", STATUS_PASS, .changes = { { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" } } },
	{ "D-14", STATUS_WARN, .key = "/usr/local/bin/crun", .changes = {
	    { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local/bin/crun", "mode", "509" }, { "file:/usr/local/bin/crun", "gid", "50" } } }, /* 0775 */
	{ "D-14", STATUS_PASS, .changes = { /* root's group is root */
	    { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local/bin/crun", "mode", "509" } } },
	{ "D-14", STATUS_WARN, .key = "/usr/local/bin/crun", .changes = {
	    { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local/bin", "uid", "1000" } } },
	{ "D-14", STATUS_WARN, .key = "/usr/local/bin/crun", .changes = {
	    { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local", "mode", "511" } } },
	/* the place that a link leads to */
	{ "D-14", STATUS_WARN, .key = "/usr/local/bin/crun", .changes = {
	    { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local/bin/crun", "real", "\"/srv/crun\"" },
	    { "file:/srv", NULL, "{\"type\":\"dir\",\"mode\":511,\"uid\":0,\"gid\":0}" } } },
	{ "D-14", STATUS_PASS, .changes = { { INFO, "Runtimes", "{\"crun\":{\"path\":\"crun\"}}" },
	    { "file:/usr/bin/crun", NULL, "!gone not there" }, { "file:/usr/sbin/crun", NULL, "!gone not there" },
	    { "file:/usr/local/sbin/crun", NULL, "!gone not there" } } },
	{ "D-14", STATUS_WARN, .key = "/usr/bin/containerd-shim-kata-v2", .changes = {
	    { INFO, "Runtimes", "{\"kata\":{\"runtimeType\":\"io.containerd.kata.v2\"}}" },
	    { "file:/usr/bin/containerd-shim-kata-v2", NULL, FILE_OF("493", "7") },
	    { "file:/usr/sbin/containerd-shim-kata-v2", NULL, "!gone not there" },
	    { "file:/usr/local/bin/containerd-shim-kata-v2", NULL, "!gone not there" },
	    { "file:/usr/local/sbin/containerd-shim-kata-v2", NULL, "!gone not there" } } },
	{ "D-14", STATUS_ERROR, .changes = { { INFO, "Runtimes", "{\"crun\":{\"path\":\"/usr/local/bin/crun\"}}" },
	    { "file:/usr/local/bin/crun", NULL, "!gone not there" } } },
	{ "D-14", STATUS_ERROR, .changes = { { INFO, "Runtimes", "{\"x\":{\"path\":\"/not/collected\"}}" } } },
	{ "D-14", STATUS_ERROR, .changes = { { INFO, "Runtimes", "[]" } } },

	{ "D-15", STATUS_PASS },
	{ "D-15", STATUS_WARN, .changes = { { INFO, "Debug", "true" } } },
	{ "D-15", STATUS_ERROR, .changes = { { INFO, "Debug", "0" } } },

	{ "D-16", STATUS_PASS },
	{ "D-16", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"metrics-addr\\\":\\\"127.0.0.1:9323\\\"}\"" } } },
	{ "D-16", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"--metrics-addr\",\"[::1]:9323\"]" } } },
	{ "D-16", STATUS_WARN, .key = ":9323", .changes = { { CMDLINE, "[\"dockerd\",\"--metrics-addr=:9323\"]" } } },
	{ "D-16", STATUS_WARN, .key = "0.0.0.0:9323", .changes = { { CONFIG, "\"{\\\"metrics-addr\\\":\\\"0.0.0.0:9323\\\"}\"" } } },
	{ "D-16", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-17", STATUS_PASS },
	{ "D-17", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"network-diagnostic-port\\\":0}\"" } } },
	{ "D-17", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"network-diagnostic-port\\\":2000}\"" } } },
	{ "D-17", STATUS_ERROR, .changes = { BAD_CONFIG } },

	{ "D-18", STATUS_PASS }, /* syslog */
	{ "D-18", STATUS_PASS, .changes = { { INFO, "LoggingDriver", "\"local\"" } } },
	{ "D-18", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"json-file\"" } } },
	{ "D-18", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"json-file\"" },
	    { CONFIG, "\"{\\\"log-opts\\\":{\\\"max-size\\\":\\\"-1\\\",\\\"max-file\\\":\\\"3\\\"}}\"" } } },
	{ "D-18", STATUS_PASS, .changes = { { INFO, "LoggingDriver", "\"json-file\"" },
	    { CONFIG, "\"{\\\"log-opts\\\":{\\\"max-size\\\":\\\"10m\\\"}}\"" } } },
	{ "D-18", STATUS_PASS, .changes = { { INFO, "LoggingDriver", "\"json-file\"" },
	    { CMDLINE, "[\"dockerd\",\"--log-opt\",\"max-file=3\",\"--log-opt=max-size=10m\"]" } } },
	{ "D-18", STATUS_SKIP, .changes = { { INFO, "LoggingDriver", "\"none\"" } } },
	{ "D-18", STATUS_ERROR, .changes = { { INFO, "LoggingDriver", "\"json-file\"" }, NO_PROCESS } },

	{ "D-19", STATUS_PASS },
	{ "D-19", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"none\"" } } },
	{ "D-19", STATUS_ERROR, .changes = { { INFO, "LoggingDriver", NULL } } },

	{ "D-21", STATUS_PASS },
	{ "D-21", STATUS_PASS, .changes = { { INFO, "RegistryConfig.Mirrors", "null" } } }, /* Engine 28 */
	{ "D-21", STATUS_PASS, .changes = { { INFO, "RegistryConfig.Mirrors", "[\"https://m.example/\",\"http://localhost:5000/\"]" } } },
	{ "D-21", STATUS_WARN, .key = "http://m.example/", .changes = { { INFO, "RegistryConfig.Mirrors", "[\"http://m.example/\"]" } } },
	{ "D-21", STATUS_ERROR, .changes = { { INFO, "RegistryConfig.Mirrors", "\"http://m.example/\"" } } },

	{ "D-22", STATUS_PASS },
	{ "D-22", STATUS_PASS, .changes = { { INFO, "HttpProxy", "\"http://proxy.example:3128/@\"" } } },
	{ "D-22", STATUS_WARN, .key = "HttpsProxy", .changes = { { INFO, "HttpsProxy", "\"http://xxxxx:xxxxx@proxy.example:3128\"" } } },
	{ "D-22", STATUS_WARN, .key = "HttpProxy", .changes = { { INFO, "HttpProxy", "\"http://<masked 1a2b3c4d>@proxy.example\"" } } },
	{ "D-22", STATUS_ERROR, .changes = { { INFO, "HttpProxy", NULL } } },

	{ "D-23", STATUS_PASS },
	{ "D-23", STATUS_PASS, .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"172.16.0.0/12\",\"Size\":24}]" } } },
	{ "D-23", STATUS_WARN, .key = "172.16.0.0/11", .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"172.16.0.0/11\",\"Size\":24}]" } } },
	{ "D-23", STATUS_WARN, .key = "8.8.0.0/16", .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"10.0.0.0/8\",\"Size\":24},{\"Base\":\"8.8.0.0/16\",\"Size\":24}]" } } },
	{ "D-23", STATUS_WARN, .key = "2001:db8::/64", .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"2001:db8::/64\",\"Size\":80}]" } } },
	{ "D-23", STATUS_PASS, .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"fd00::/64\",\"Size\":80}]" } } },
	{ "D-23", STATUS_ERROR, .changes = { { INFO, "DefaultAddressPools", "[{\"Base\":\"10.0.0.0/33\"}]" } } },
	{ "D-23", STATUS_ERROR, .changes = { { INFO, "DefaultAddressPools", "[{}]" } } },
	{ "D-23", STATUS_ERROR, .changes = { API("40") } }, /* too old to tell */

	{ "D-24", STATUS_PASS },
	{ "D-24", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[\"name=userns\"]" } } },
	{ "D-24", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", NULL } } },

	{ "D-25", STATUS_PASS },
	{ "D-25", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"default-ipc-mode\\\":\\\"shareable\\\"}\"" } } },
	{ "D-25", STATUS_WARN, .changes = { ENGINE_API("39") } }, /* the old default */
	{ "D-25", STATUS_PASS, .changes = { API("39") } }, /* asked in an old version */
	{ "D-25", STATUS_PASS, .changes = { ENGINE_API("39"), { CMDLINE, "[\"dockerd\",\"--default-ipc-mode=private\"]" } } },
	{ "D-25", STATUS_ERROR, .changes = { { ENGINE_VERSION, "ApiVersion", NULL } } },
	{ "D-25", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-26", STATUS_SKIP },
	{ "D-26", STATUS_PASS, .changes = { { INFO, "SecurityOptions", "[\"name=selinux\"]" },
	    { "kernel:security", "selinux", "\"1\"" } } },
	{ "D-26", STATUS_WARN, .changes = { { "kernel:security", "selinux", "\"1\"" } } },
	{ "D-26", STATUS_SKIP, .changes = { { "kernel:security", "selinux", "\"0\"" } } },
	{ "D-26", STATUS_ERROR, .changes = { { "kernel:security", "selinux", "{\"problem\":\"Permission denied\"}" } } },
	{ "D-26", STATUS_ERROR, .changes = { { "kernel:security", NULL, "!failed time-out" } } },

	{ "D-27", STATUS_PASS },
	{ "D-27", STATUS_PASS, .changes = { { INFO, "Warnings", "[]" } } },
	{ "D-27", STATUS_WARN, .key = "WARNING: No swap limit support", .changes = { { INFO, "Warnings", "[\"WARNING: No swap limit support\"]" } } },
	{ "D-27", STATUS_WARN, .key = "WARNING: API is accessible",
	  .changes = { { INFO, "Warnings", "[\"WARNING: API is accessible on http://0.0.0.0:2375 without encryption.\\n\"]" } } },
	{ "D-27", STATUS_ERROR, .changes = { { INFO, "Warnings", "\"none\"" } } },
	{ "D-27", STATUS_ERROR, .changes = { API("38") } },

	{ "D-28", STATUS_PASS },
	{ "D-28", STATUS_SKIP, .changes = { { "file:/etc/docker/daemon.json", NULL, "!gone not there" } } },
	{ "D-28", STATUS_WARN, .key = "syntax", .changes = { { CONFIG, "\"{\\n\\\"icc\\\":false,\\n}\"" } } },
	{ "D-28", STATUS_WARN, .key = "syntax", .changes = { { CONFIG, "\"[]\"" } } },
	{ "D-28", STATUS_WARN, .key = "duplicate:icc", .changes = { { CONFIG, "\"{\\\"icc\\\":false,\\n\\\"icc\\\":true}\"" } } },
	{ "D-28", STATUS_WARN, .key = "duplicate:log-opts.max-size", .changes = { { CONFIG,
	    "\"{\\\"log-opts\\\":{\\\"max-size\\\":\\\"1m\\\",\\\"max-size\\\":\\\"2m\\\"}}\"" } } },
	{ "D-28", STATUS_WARN, .key = "unknown:no-new-privilege", .changes = { { CONFIG, "\"{\\\"no-new-privilege\\\":true}\"" } } },
	{ "D-28", STATUS_WARN, .key = "unknown:ICC", .changes = { { CONFIG, "\"{\\\"ICC\\\":false}\"" } } },
	{ "D-28", STATUS_WARN, .key = "unknown:proxies.ftp-proxy", .changes = { { CONFIG, "\"{\\\"proxies\\\":{\\\"ftp-proxy\\\":\\\"x\\\"}}\"" } } },
	{ "D-28", STATUS_WARN, .key = "misplaced:insecure-registry", .changes = { { CONFIG, "\"{\\\"insecure-registry\\\":[]}\"" } } },
	{ "D-28", STATUS_WARN, .key = "misplaced:http-proxy", .changes = { { CONFIG, "\"{\\\"http-proxy\\\":\\\"http://p\\\"}\"" } } },
	{ "D-28", STATUS_WARN, .key = "removed:graph", .changes = { { CONFIG, "\"{\\\"graph\\\":\\\"/data\\\"}\"" } } },
	{ "D-28", STATUS_WARN, .key = "removed:nri-opts", .changes = { { CONFIG, "\"{\\\"nri-opts\\\":{}}\"" },
	    { ENGINE_VERSION, "Version", "\"28.5.2+dfsg4\"" } } },
	{ "D-28", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"nri-opts\\\":{}}\"" } } },
	{ "D-28", STATUS_WARN, .key = "conflict:hosts", .changes = { { CONFIG, "\"{\\\"hosts\\\":[\\\"unix:///run/docker.sock\\\"]}\"" } } },
	{ "D-28", STATUS_WARN, .key = "conflict:debug", .changes = { { CONFIG, "\"{\\\"debug\\\":false}\"" }, { CMDLINE, "[\"dockerd\",\"-D\"]" } } },
	{ "D-28", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"runtimes\\\":{}}\"" }, { CMDLINE, "[\"dockerd\",\"--add-runtime\",\"a=/b\"]" } } },
	{ "D-28", STATUS_PASS, .subject = "/etc/own.json", .changes = { { CMDLINE, "[\"dockerd\",\"--config-file\",\"/etc/own.json\"]" },
	    { "file:/etc/own.json", NULL, "{\"type\":\"file\",\"mode\":420,\"uid\":0,\"gid\":0,\"content\":\"{}\"}" } } },
	{ "D-28", STATUS_ERROR, .changes = { { "file:/etc/docker/daemon.json", NULL, "!denied needs root" } } },
	{ "D-28", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-29", STATUS_PASS },
	{ "D-29", STATUS_WARN, .changes = { { ENGINE_VERSION, "MinAPIVersion", "\"1.24\"" } } },
	{ "D-29", STATUS_PASS, .changes = { { ENGINE_VERSION, "MinAPIVersion", "\"1.24\"" }, { ENGINE_VERSION, "Version", "\"28.5.2\"" } } },
	{ "D-29", STATUS_PASS, .changes = { { ENGINE_VERSION, "MinAPIVersion", "\"1.12\"" }, { ENGINE_VERSION, "Version", "\"20.10.24\"" } } },
	{ "D-29", STATUS_WARN, .changes = { { ENGINE_VERSION, "Version", "\"29.1.0\"" } } },
	{ "D-29", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"31.0.0\"" } } },
	{ "D-29", STATUS_ERROR, .changes = { { ENGINE_VERSION, "MinAPIVersion", NULL } } },

	{ "D-30", STATUS_SKIP }, /* API 1.41 */
	{ "D-30", STATUS_PASS, .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[\"/etc/cdi\",\"/var/run/cdi\"]" } } },
	{ "D-30", STATUS_PASS, .changes = { ENGINE_API("51"), API("51"), { INFO, "CDISpecDirs", "null" } } },
	{ "D-30", STATUS_ERROR, .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "null" } } },
	{ "D-30", STATUS_WARN, .key = "/etc/cdi", .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[\"/etc/cdi\"]" },
	    { "file:/etc/cdi", "mode", "511" } } },
	{ "D-30", STATUS_WARN, .key = "/opt/nri/plugins", .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[]" },
	    { CONFIG, "\"{\\\"nri-opts\\\":{\\\"enable\\\":true}}\"" },
	    { "file:/opt/nri/plugins", NULL, "{\"type\":\"dir\",\"mode\":493,\"uid\":33,\"gid\":0}" } } },
	{ "D-30", STATUS_WARN, .key = "/etc/cdi", .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[]" },
	    { CMDLINE, "[\"dockerd\",\"--nri-opts\",\"enable=true,plugin-path=/etc/cdi\"]" }, { "file:/etc/cdi", "uid", "1" } } },
	{ "D-30", STATUS_PASS, .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[]" },
	    { CMDLINE, "[\"dockerd\",\"--nri-opts\",\"enable=false,plugin-path=/etc/cdi\"]" }, { "file:/etc/cdi", "uid", "1" } } },
	{ "D-30", STATUS_ERROR, .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "[\"/not/collected\"]" } } },
	{ "D-30", STATUS_ERROR, .changes = { ENGINE_API("51"), { INFO, "CDISpecDirs", "{}" } } },
	{ "D-30", STATUS_ERROR, .changes = { ENGINE_API("51"), NO_PROCESS } },

	{ "D-31", STATUS_PASS },
	{ "D-31", STATUS_WARN, .key = "security-insecure", .changes = { { CONFIG,
	    "\"{\\\"builder\\\":{\\\"entitlements\\\":{\\\"network-host\\\":true,\\\"security-insecure\\\":true}}}\"" } } },
	{ "D-31", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"builder\\\":{\\\"Entitlements\\\":{\\\"security-insecure\\\":true}}}\"" } } },
	{ "D-31", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"builder\\\":{\\\"gc\\\":{\\\"enabled\\\":true}}}\"" } } },
	{ "D-31", STATUS_ERROR, .changes = { BAD_CONFIG } },

	{ "D-32", STATUS_INFO },
	{ "D-32", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "D-33", STATUS_PASS },
	{ "D-33", STATUS_PASS, .changes = { { "proc:dockerd", "limits.files_soft", "1024" } } },
	{ "D-33", STATUS_WARN, .key = "limits.files_soft", .changes = { { "proc:dockerd", "limits.files_soft", "1023" } } },
	{ "D-33", STATUS_WARN, .key = "limits.processes_soft", .changes = { { "proc:dockerd", "limits.processes_soft", "100" } } },
	{ "D-33", STATUS_ERROR, .changes = { { "proc:dockerd", "limits.files_soft", NULL } } },
	{ "D-33", STATUS_ERROR, .changes = { { "proc:dockerd", NULL, "!denied needs root" } } },

	{ "D-34", STATUS_PASS },
	{ "D-34", STATUS_WARN, .changes = { { "proc:dockerd", "cgroups",
	    "[\"0::/system.slice/docker-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope\"]" } } },
	{ "D-34", STATUS_WARN, .changes = { { "proc:dockerd", "cgroups", "[\"4:cpu:/kubepods/besteffort/pod1/x\"]" } } },
	{ "D-34", STATUS_WARN, .changes = { { "proc:dockerd", "root", "\"/srv/nested\"" } } },
	{ "D-34", STATUS_WARN, .changes = { { "file:/.dockerenv", NULL, "{\"type\":\"file\",\"mode\":493,\"uid\":0,\"gid\":0}" } } },
	{ "D-34", STATUS_ERROR, .changes = { { "proc:dockerd", "cgroups", NULL } } },
	{ "D-34", STATUS_ERROR, .changes = { { "file:/.dockerenv", NULL, "!denied needs root" } } },

	{ "D-35", STATUS_INFO },
	{ "D-35", STATUS_SKIP, .changes = { { INFO, "Swarm.LocalNodeState", "\"inactive\"" } } },
	{ "D-35", STATUS_ERROR, .changes = { { INFO, "Swarm.RemoteManagers", "\"x\"" } } },

	{ "D-36", STATUS_PASS },
	{ "D-36", STATUS_WARN, .changes = { PODMAN } }, /* a dockerd runs, and is not what was asked */
	{ "D-36", STATUS_WARN, .key = "dockerd -H unix:///run/two.sock",
	  .changes = { { "proc:processes", "1", PROCESS("dockerd", "[\"dockerd\",\"-H\",\"unix:///run/two.sock\"]") } } },
	{ "D-36", STATUS_WARN, .changes = { { "proc:processes", "1", PROCESS("podman", "[\"podman\",\"system\",\"service\"]") } } },
	{ "D-36", STATUS_PASS, .changes = { { "proc:processes", "1", PROCESS("podman", "[\"podman\",\"ps\"]") } } },
	{ "D-36", STATUS_ERROR, .changes = { { "proc:processes", "2", NULL } } }, /* no pid 1: hidepid */
	{ "D-36", STATUS_ERROR, .changes = { NO_PROCESS } },
	/* two of them, and which one was asked is not known */
	{ "D-36", STATUS_ERROR, .changes = { { "meta", "dockerd_pid", "null" },
		{ "proc:processes", "1", PROCESS("dockerd", "[\"dockerd\",\"-H\",\"unix:///run/two.sock\"]") } } },
};
/* clang-format on */

const struct case_table cases_daemon_own = CASE_TABLE(cases);
