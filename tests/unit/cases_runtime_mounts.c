/*
 * cases_runtime_mounts.c: cases of 5.6, 5.20 and; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define VOLUMES "GET /volumes"
#define MOUNTINFO "proc:mountinfo"

#define ONE(type, source, mode, rest) \
	"{\"Type\":\"" type "\",\"Source\":\"" source "\",\"Destination\":\"/x\",\"RW\":" mode rest "}"
#define BIND(source) "[" ONE("bind", source, "true", "") "]"
#define BIND_RO(source) "[" ONE("bind", source, "false", "") "]"
#define PROPAGATED(how) "[" ONE("bind", "/srv/data", "true", ",\"Propagation\":\"" how "\"") "]"
#define VOLUME(name) "[{\"Type\":\"volume\",\"Name\":\"" name "\",\"Source\":\"/var/lib/docker/volumes/" \
	name "/_data\",\"Destination\":\"/etc\",\"Driver\":\"local\",\"RW\":true}]"
#define BOUND_VOLUME(options, device) "[{\"Name\":\"bound\",\"Driver\":\"local\",\"Options\":" \
	"{\"type\":\"none\",\"o\":\"" options "\",\"device\":\"" device "\"}}]"
#define LINK_TO(real) "{\"path\":\"/srv/link\",\"real\":\"" real "\",\"type\":\"dir\",\"mode\":493," \
	"\"uid\":0,\"gid\":0,\"owner\":\"root\",\"group\":\"root\",\"size\":0}"

/* A check passes without such a mount, warns of one, and cannot be assessed without the list. */
#define MOUNTED(id_, source) \
	{ id_, STATUS_WARN, .key = source, .changes = { { WEB, "Mounts", BIND(source) } } }
#define READ_ONLY(id_, source, status_) \
	{ id_, status_, .subject = "web", .changes = { { WEB, "Mounts", BIND_RO(source) } } }
#define FINE(id_, source) { id_, STATUS_PASS, .changes = { { WEB, "Mounts", BIND(source) } } }
#define SIDES(id_, source) \
	{ id_, STATUS_PASS }, MOUNTED(id_, source), \
	{ id_, STATUS_ERROR, .changes = { { WEB, "Mounts", "{}" } } }, \
	{ id_, STATUS_ERROR, .changes = { { WEB, "Mounts", NULL } } }, \
	{ id_, STATUS_ERROR, .changes = { { WEB, "Mounts", "[7]" } } }, \
	{ id_, STATUS_ERROR, .changes = { { VOLUMES, NULL, "!failed time-out" } } }

/* clang-format off */
static const struct check_case cases[] = {
	SIDES("5.6", "/etc"),
	READ_ONLY("5.6", "/etc", STATUS_WARN),
	READ_ONLY("5.6", "/", STATUS_WARN),
	MOUNTED("5.6", "/"), MOUNTED("5.6", "/etc/"), MOUNTED("5.6", "/srv/../etc"), MOUNTED("5.6", "//etc/./ssl"),
	MOUNTED("5.6", "/var"), MOUNTED("5.6", "/var/lib"), MOUNTED("5.6", "/usr/bin"), MOUNTED("5.6", "/run/app"),
	MOUNTED("5.6", "/var/run/app"), MOUNTED("5.6", "/bin"),
	FINE("5.6", "/etcetera"), FINE("5.6", "/home/alice/etc"), FINE("5.6", "/var/www"), FINE("5.6", "/srv/lib"),
	READ_ONLY("5.6", "/etc/localtime", STATUS_NOTE), READ_ONLY("5.6", "/usr/share/zoneinfo/Europe/Berlin", STATUS_NOTE),
	MOUNTED("5.6", "/etc/localtime"),
	{ "5.6", STATUS_PASS, .changes = { { WEB, "Mounts", VOLUME("data") } } },
	{ "5.6", STATUS_PASS, .changes = { { WEB, "Mounts", "[]" } } },
	{ "5.6", STATUS_PASS, .changes = { { WEB, "Mounts", "[]" }, { VOLUMES, NULL, "!failed time-out" } } },
	{ "5.6", STATUS_WARN, .key = "/etc",
	  .changes = { { WEB, "Mounts", VOLUME("bound") }, { VOLUMES, "Volumes", BOUND_VOLUME("bind", "/etc") } } },
	{ "5.6", STATUS_WARN, .key = "/etc",
	  .changes = { { WEB, "Mounts", VOLUME("bound") }, { VOLUMES, "Volumes", BOUND_VOLUME("ro,rbind", "/etc") } } },
	{ "5.6", STATUS_PASS,
	  .changes = { { WEB, "Mounts", VOLUME("bound") }, { VOLUMES, "Volumes", BOUND_VOLUME("size=1g", "/etc") } } },
	{ "5.6", STATUS_PASS,
	  .changes = { { WEB, "Mounts", VOLUME("bound") }, { VOLUMES, "Volumes", BOUND_VOLUME("bind", "/srv/x") } } },
	/* a volume that the list does not have, or says nothing good about */
	{ "5.6", STATUS_ERROR, .changes = { { WEB, "Mounts", VOLUME("other") } } },
	{ "5.6", STATUS_ERROR, .changes = { { VOLUMES, "Volumes.0.Options", "[[]]" } } },
	/* a link, on the way or at the end of it */
	{ "5.6", STATUS_WARN, .key = "/srv/link",
	  .changes = { { WEB, "Mounts", BIND("/srv/link") }, { "file:/srv/link", NULL, LINK_TO("/etc") } } },
	{ "5.6", STATUS_WARN, .key = "/srv/link/ssl",
	  .changes = { { WEB, "Mounts", BIND("/srv/link/ssl") }, { "file:/srv/link", NULL, LINK_TO("/etc") } } },
	/* the data root is where the engine says */
	{ "5.6", STATUS_WARN, .key = "/data/docker/volumes",
	  .changes = { { INFO, "DockerRootDir", "\"/data/docker\"" }, { WEB, "Mounts", BIND("/data/docker/volumes") } } },
	{ "5.6", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", NULL } } },
	{ "5.6", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },
	/* the same source twice is one sin, and the writable mount of the two tells */
	{ "5.6", STATUS_WARN, .key = "/etc/localtime",
	  .changes = { { WEB, "Mounts", "[" ONE("bind", "/etc/localtime", "false", "") ","
	      ONE("bind", "/etc/localtime", "true", "") "]" } } },

	{ "5.20", STATUS_PASS },
	{ "5.20", STATUS_PASS, .changes = { { WEB, "Mounts", PROPAGATED("rslave") } } },
	{ "5.20", STATUS_PASS, .changes = { { WEB, "Mounts", PROPAGATED("private") } } },
	{ "5.20", STATUS_WARN, .key = "/srv/data", .changes = { { WEB, "Mounts", PROPAGATED("rshared") } } },
	{ "5.20", STATUS_WARN, .key = "/srv/data", .changes = { { WEB, "Mounts", PROPAGATED("shared") } } },
	{ "5.20", STATUS_ERROR, .changes = { { WEB, "Mounts", "7" } } },

	SIDES("R-01", "/"), READ_ONLY("R-01", "/", STATUS_WARN), MOUNTED("R-01", "/srv/.."), FINE("R-01", "/etc"),
	SIDES("R-02", "/etc/shadow"), READ_ONLY("R-02", "/etc/shadow", STATUS_WARN), MOUNTED("R-02", "/etc"),
	MOUNTED("R-02", "/root/.ssh"), MOUNTED("R-02", "/home"), MOUNTED("R-02", "/home/alice"),
	MOUNTED("R-02", "/home/alice/.ssh"), MOUNTED("R-02", "/home/alice/.ssh/id_rsa"), MOUNTED("R-02", "/etc/cron.d"),
	FINE("R-02", "/home/alice/src"), FINE("R-02", "/home/alice/.sshd"), FINE("R-02", "/etc/ssl"),

	{ "R-03", STATUS_PASS },
	{ "R-03", STATUS_PASS,
	  .changes = { { WEB, "Mounts", BIND("/srv/link") }, { "file:/srv/link", NULL, LINK_TO("/srv/other") } } },
	{ "R-03", STATUS_WARN, .key = "/srv/link",
	  .changes = { { WEB, "Mounts", BIND("/srv/link") }, { "file:/srv/link", NULL, LINK_TO("/etc") } } },
	{ "R-03", STATUS_PASS, .changes = { { WEB, "Mounts", BIND("/etc") } } }, /* 5.6 tells that */
	{ "R-03", STATUS_ERROR, .changes = { { WEB, "Mounts", BIND("/srv/unseen") } } },
	{ "R-03", STATUS_ERROR,
	  .changes = { { WEB, "Mounts", BIND("/srv/link") }, { "file:/srv/link", NULL, "!denied EACCES" } } },
	{ "R-03", STATUS_PASS,
	  .changes = { { WEB, "Mounts", BIND("/srv/link") }, { "file:/srv/link", NULL, "!gone ENOENT" } } },
	{ "R-03", STATUS_SKIP, .subject = "web",
	  .changes = { { "file:*", NULL, "!not-here another machine" }, { WEB, "Mounts", BIND("/srv/unseen") } } },
	{ "R-03", STATUS_ERROR, .changes = { { WEB, "Mounts", "{}" } } },

	SIDES("R-04", "/proc"), READ_ONLY("R-04", "/proc", STATUS_WARN), MOUNTED("R-04", "/"), MOUNTED("R-04", "/proc/sys"),
	FINE("R-04", "/processes"),
	SIDES("R-05", "/sys"), READ_ONLY("R-05", "/sys", STATUS_PASS), MOUNTED("R-05", "/sys/fs/cgroup"), MOUNTED("R-05", "/"),
	{ "R-05", STATUS_ERROR,
	  .changes = { { WEB, "Mounts", "[{\"Type\":\"bind\",\"Source\":\"/sys\",\"Destination\":\"/x\"}]" } } },
	SIDES("R-06", "/dev"), READ_ONLY("R-06", "/dev", STATUS_WARN), MOUNTED("R-06", "/dev/shm"), FINE("R-06", "/dev/null"),
	FINE("R-06", "/dev/log"), FINE("R-06", "/devel"),
	SIDES("R-07", "/var/lib/docker"), READ_ONLY("R-07", "/var/lib/docker/containers", STATUS_WARN),
	MOUNTED("R-07", "/var/lib"), MOUNTED("R-07", "/home/alice/.local/share/docker"),
	{ "R-07", STATUS_WARN, .key = "/data",
	  .changes = { { INFO, "DockerRootDir", "\"/data/docker\"" }, { WEB, "Mounts", BIND("/data") } } },
	{ "R-07", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", "7" } } },
	SIDES("R-08", "/run/containerd/containerd.sock"), READ_ONLY("R-08", "/run/crio/crio.sock", STATUS_WARN),
	MOUNTED("R-08", "/run"), MOUNTED("R-08", "/var/run"), MOUNTED("R-08", "/run/podman"),
	MOUNTED("R-08", "/run/user/1000/podman/podman.sock"), MOUNTED("R-08", "/srv/proxy/containerd.sock"),
	FINE("R-08", "/run/docker.sock"), FINE("R-08", "/srv/containerd.sock.d"),
	{ "R-08", STATUS_WARN, .key = "/var/run/crio/crio.sock",
	  .changes = { { WEB, "Mounts", BIND("/var/run/crio/crio.sock") }, { "file:/var/run", NULL, NULL } } },
	SIDES("R-09", "/run/dbus"), READ_ONLY("R-09", "/run/systemd", STATUS_WARN), MOUNTED("R-09", "/run/dbus/system_bus_socket"),
	MOUNTED("R-09", "/run/user/1000/bus"), FINE("R-09", "/run/systemd/journal"),
	FINE("R-09", "/run/systemd/journal/socket"),
	SIDES("R-10", "/lib/modules"), READ_ONLY("R-10", "/lib/modules", STATUS_PASS), MOUNTED("R-10", "/boot"),
	MOUNTED("R-10", "/usr/src"), MOUNTED("R-10", "/usr"), FINE("R-10", "/usr/share"),
	SIDES("R-11", "/root/.aws"), READ_ONLY("R-11", "/home/alice/.kube/config", STATUS_WARN), MOUNTED("R-11", "/home"),
	FINE("R-11", "/home/alice/.config/nvim"),
	SIDES("R-12", "/var/log"), READ_ONLY("R-12", "/var/log", STATUS_PASS), MOUNTED("R-12", "/var/log/audit"),
	MOUNTED("R-12", "/var"), FINE("R-12", "/var/log/nginx"),
	SIDES("R-13", "/etc/passwd"), READ_ONLY("R-13", "/etc/passwd", STATUS_PASS), MOUNTED("R-13", "/etc/localtime"),
	FINE("R-13", "/etc"),
	{ "R-14", STATUS_NOTE, .key = "/srv/data" },
	READ_ONLY("R-14", "/srv/data", STATUS_INFO),
	{ "R-14", STATUS_ERROR, .changes = { { WEB, "Mounts", "{}" } } },

	{ "R-15", STATUS_PASS },
	READ_ONLY("R-15", "/srv", STATUS_PASS),
	READ_ONLY("R-15", "/var/lib", STATUS_WARN), /* another file system is mounted on /var/lib/docker */
	READ_ONLY("R-15", "/", STATUS_WARN),
	READ_ONLY("R-15", "/var/lib/docker", STATUS_PASS),
	{ "R-15", STATUS_PASS, .changes = { { WEB, "Mounts", BIND("/var/lib") } } },
	{ "R-15", STATUS_PASS,
	  .changes = { { WEB, "Mounts", BIND_RO("/var/lib") }, { ENGINE_VERSION, "ApiVersion", "\"1.44\"" } } },
	{ "R-15", STATUS_WARN,
	  .changes = { { WEB, "Mounts", BIND_RO("/var/lib") }, { ENGINE_VERSION, "ApiVersion", "\"1.44\"" },
	      { ENGINE_VERSION, "KernelVersion", "\"5.10.0-28-amd64\"" } } },
	{ "R-15", STATUS_WARN, .key = "/var/lib",
	  .changes = { { WEB, "Mounts", BIND_RO("/var/lib") }, { ENGINE_VERSION, "ApiVersion", "\"1.51\"" },
	      { WEB, "HostConfig.Mounts", "[{\"Type\":\"bind\",\"Source\":\"/var/lib\",\"Target\":\"/x\",\"ReadOnly\":true,"
		  "\"BindOptions\":{\"ReadOnlyNonRecursive\":true}}]" } } },
	{ "R-15", STATUS_PASS,
	  .changes = { { WEB, "Mounts", BIND_RO("/var/lib") },
	      { WEB, "HostConfig.Mounts", "[{\"Type\":\"bind\",\"Source\":\"/var/lib\",\"Target\":\"/x\",\"ReadOnly\":true,"
		  "\"BindOptions\":{\"NonRecursive\":true}}]" } } },
	{ "R-15", STATUS_ERROR,
	  .changes = { { WEB, "Mounts", BIND_RO("/var/lib") }, { ENGINE_VERSION, "ApiVersion", "\"1.44\"" },
	      { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" } } },
	{ "R-15", STATUS_ERROR, .changes = { { WEB, "Mounts", "7" } } },
	{ "R-15", STATUS_ERROR,
	  .changes = { { WEB, "Mounts", BIND_RO("/srv") }, { MOUNTINFO, NULL, "!denied EACCES" } } },
	{ "R-15", STATUS_ERROR,
	  .changes = { { WEB, "Mounts", BIND_RO("/srv") }, { ENGINE_VERSION, "KernelVersion", NULL } } },
};
/* clang-format on */

const struct case_table cases_runtime_mounts = CASE_TABLE(cases);
