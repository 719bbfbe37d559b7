/*
 * cases_swarm.c: section 7 on all sides: the cluster, its nodes and services.
 */
#include "config.h"

#include "cases.h"

#define SWARM "GET /swarm"
#define NODES "GET /nodes"
#define SERVICES "GET /services"
#define SECRETS "GET /secrets"
#define CONFIGS "GET /configs"
#define SPEC "0.Spec.TaskTemplate.ContainerSpec."
#define TASK "0.Spec.TaskTemplate."
#define STATE "file:/var/lib/docker/swarm/docker-state.json"
#define NODE_CERT "file:/var/lib/docker/swarm/certificates/swarm-node.crt"
#define OFF { INFO, "Swarm.LocalNodeState", "\"inactive\"" }
#define P STATUS_PASS
#define W STATUS_WARN
#define N STATUS_NOTE
#define E STATUS_ERROR
#define S STATUS_SKIP

#define NODE(name, role, availability, state, version) \
	"{\"ID\":\"" name "\",\"Spec\":{\"Role\":\"" role "\",\"Availability\":\"" availability "\"}," \
	"\"Description\":{\"Hostname\":\"" name "\",\"Engine\":{\"EngineVersion\":\"" version "\"}}," \
	"\"Status\":{\"State\":\"" state "\"}}"
#define MANAGER(name) NODE(name, "manager", "drain", "ready", "29.7.2")
#define WORKER(name) NODE(name, "worker", "active", "ready", "29.7.2")

static const struct check_case cases[] = {
	/* Swarm is off; this node is a worker; the Swarm is locked */
	{ "7.1", S, .changes = { OFF } },
	{ "7.1", S, .changes = { { INFO, "Swarm.ControlAvailable", "false" } } },
	{ "7.1", E, .changes = { { INFO, "Swarm.LocalNodeState", "\"locked\"" } } },
	{ "S-14", S, .changes = { OFF } },
	{ "S-14", S, .changes = { { SERVICES, NULL, "[]" } } },
	{ "S-14", E, .changes = { { SERVICES, NULL, "!refused 503" } } },

	{ "7.1", P },
	{ "7.1", P, .changes = { { NODES, NULL, "[" MANAGER("a") "," MANAGER("b") "," MANAGER("c") "]" } } },
	{ "7.1", W, .changes = { { NODES, NULL, "[" MANAGER("a") "," MANAGER("b") "," WORKER("c") "]" } } },
	{ "7.1", W, .changes = { { NODES, NULL, "[" MANAGER("a") "," WORKER("b") "," WORKER("c") "]" } } },
	{ "7.1", E, .changes = { { NODES, NULL, "{}" } } },
	{ "7.2", P },
	{ "7.2", W, .changes = { { "proc:listen", "0.address", "\"::\"" } } },
	{ "7.2", E, .changes = { { "proc:listen", NULL, "[]" } } },
	{ "7.3", P },
	{ "7.3", P, .changes = { { "GET /networks/n2", "Options.encrypted", "\"\"" } } },
	{ "7.3", W, .changes = { { "GET /networks/n2", "Options", "{}" } } },
	{ "7.3", W, .changes = { { "GET /networks/n2", "Options.encrypted", "\"false\"" } } },
	{ "7.3", E, .changes = { { "GET /networks/n2", "Options", "[]" } } },
	{ "7.4", P },
	{ "7.4", W, .key = "DB_PASSWORD", .changes = { { SERVICES, SPEC "Env", "[\"A=b\",\"DB_PASSWORD=<masked 01234567>\"]" } } },
	{ "7.4", W, .key = "argument 2", .changes = { { SERVICES, SPEC "Args", "[\"run\",\"--token=<masked 01234567>\"]" } } },
	{ "7.4", W, .key = "label api.token", .changes = { { SERVICES, "0.Spec.Labels", "{\"api.token\":\"<masked 01234567>\"}" } } },
	{ "7.4", E, .changes = { { SERVICES, SPEC "Env", "{}" } } },
	{ "7.4", E, .changes = { { SERVICES, "0.Spec.Labels", "[]" } } },
	{ "7.5", P },
	{ "7.5", W, .changes = { { SWARM, "Spec.EncryptionConfig.AutoLockManagers", "false" } } },
	{ "7.5", E, .changes = { { SWARM, "Spec.EncryptionConfig.AutoLockManagers", NULL } } },
	{ "7.6", N },
	{ "7.6", S, .changes = { { SWARM, "Spec.EncryptionConfig.AutoLockManagers", "false" } } },
	{ "7.7", P },
	{ "7.7", W, .changes = { { SWARM, "Spec.CAConfig.NodeCertExpiry", "7776001000000000" } } },
	{ "7.7", W, .changes = { { SWARM, "Spec.CAConfig.NodeCertExpiry", "31536000000000000" } } }, /* beyond 2^53 */
	{ "7.7", E, .changes = { { SWARM, "Spec.CAConfig.NodeCertExpiry", "\"90d\"" } } },
	{ "7.7", E, .changes = { { SWARM, "Spec.CAConfig.NodeCertExpiry", "-1" } } },
	{ "7.8", N },
	{ "7.8", E, .changes = { { SWARM, "TLSInfo.TrustRoot", "\"no certificate\"" } } },
	{ "7.9", P },
	{ "7.9", W, .changes = { { STATE, "content", "\"{\\\"DataPathAddr\\\":\\\"\\\"}\"" } } },
	{ "7.9", W, .changes = { { STATE, "content", "\"{\\\"DataPathAddr\\\":\\\"127.0.0.1\\\"}\"" } } },
	{ "7.9", E, .changes = { { STATE, NULL, "!denied needs root" } } },
	{ "7.9", E, .changes = { { STATE, "content", "\"{\"" } } },

	{ "S-01", P },
	{ "S-01", W, .changes = { { "meta", "started", "\"2046-10-01T00:00:00Z\"" } } },
	{ "S-01", W, .changes = { { "meta", "started", "\"2050-01-01T00:00:00Z\"" } } },
	{ "S-01", E, .changes = { { SWARM, "TLSInfo", NULL } } },
	{ "S-01", E, .changes = { { SWARM, "TLSInfo.TrustRoot", "\"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n\"" } } },
	{ "S-02", P },
	{ "S-02", W, .changes = { { "meta", "started", "\"2046-11-18T00:00:00Z\"" } } },
	{ "S-02", E, .changes = { { NODE_CERT, NULL, "!denied needs root" } } },
	{ "S-02", S, .changes = { OFF } },
	{ "S-03", P, .changes = { { NODES, NULL, "[" MANAGER("a") "," WORKER("b") "]" } } },
	{ "S-03", W, .key = "a", .changes = { { NODES, NULL, "[" NODE("a", "manager", "active", "ready", "1") "," WORKER("b") "]" } } },
	{ "S-03", S }, /* one node */
	{ "S-03", E, .changes = { { NODES, NULL, "[" MANAGER("a") "," WORKER("b") "]" }, { NODES, "0.Spec.Availability", "7" } } },
	{ "S-04", P },
	{ "S-04", W, .key = "b", .changes = { { NODES, NULL, "[" MANAGER("a") "," NODE("b", "worker", "active", "down", "29.7.2") "]" } } },
	{ "S-04", W, .key = "b", .changes = { { NODES, NULL, "[" MANAGER("a") "," NODE("b", "worker", "active", "ready", "20.10.24") "]" } } },
	{ "S-04", E, .changes = { { NODES, "0.Status.State", NULL } } },
	{ "S-04", E, .changes = { { NODES, NULL, "[]" } } },
	{ "S-05", P },
	{ "S-05", W, .changes = { { SWARM, "Spec.Raft.KeepOldSnapshots", "3" } } },
	{ "S-05", E, .changes = { { SWARM, "Spec.Raft.KeepOldSnapshots", "\"none\"" } } },
	{ "S-06", P },
	{ "S-06", W, .changes = { { SWARM, "Spec.Orchestration.TaskHistoryRetentionLimit", "6" } } },
	{ "S-06", E, .changes = { { SWARM, "Spec.Orchestration", "{}" } } },
	{ "S-07", N },
	{ "S-08", P },
	{ "S-08", P, .changes = { { SWARM, "Spec.CAConfig.ExternalCAs", "[{\"URL\":\"https://ca\"}]" } } },
	{ "S-08", W, .key = "http://ca", .changes = { { SWARM, "Spec.CAConfig.ExternalCAs", "[{\"URL\":\"http://ca\"}]" } } },
	{ "S-08", E, .changes = { { SWARM, "Spec.CAConfig.ExternalCAs", "[\"http://ca\"]" } } },
	{ "S-10", P },
	{ "S-10", W, .key = "site", .changes = { { CONFIGS, "0.Spec.Data", "\"db_password=<masked 01234567>\\n\"" } } },
	{ "S-10", S, .changes = { { CONFIGS, NULL, "[]" } } },
	{ "S-10", E, .changes = { { CONFIGS, NULL, "!failed time-out" } } },
	{ "S-11", P },
	{ "S-11", W, .subject = "certificate", .key = "unused", .changes = { { SERVICES, SPEC "Secrets", "null" } } },
	{ "S-11", W, .subject = "certificate", .key = "old", .changes = { { SECRETS, "0.UpdatedAt", "\"2024-12-31T00:00:00Z\"" } } },
	{ "S-11", E, .subject = "certificate", .changes = { { SECRETS, "0.UpdatedAt", "\"0001-01-01T00:00:00Z\"" } } },
	{ "S-11", E, .changes = { { SERVICES, SPEC "Secrets", "{}" } } },
	{ "S-11", S, .changes = { { SECRETS, NULL, "[]" } } },
	{ "S-25", STATUS_INFO },
	{ "S-27", P },
	{ "S-27", P, .changes = { { SERVICES, NULL, "[]" }, { NODES, NULL, "[" MANAGER("a") "," WORKER("b") "]" } } },
	{ "S-27", W, .changes = { { SERVICES, NULL, "[]" } } },
	{ "S-27", E, .changes = { { SERVICES, NULL, "!refused 503" } } },
	{ "S-29", P },
	{ "S-29", W, .key = "site", .changes = { { SERVICES, SPEC "Configs", NULL } } },
	{ "S-29", E, .changes = { { SERVICES, SPEC "Configs", "7" } } },

	{ "S-12", P, .subject = "shop" },
	{ "S-12", W, .subject = "shop", .key = "certificate", .changes = { { SERVICES, SPEC "Secrets.0.File.Mode", "292" } } },
	{ "S-12", S, .subject = "shop", .changes = { { SERVICES, SPEC "Secrets", "[]" } } },
	{ "S-12", E, .subject = "shop", .changes = { { SERVICES, SPEC "Secrets.0.File.Mode", "\"0400\"" } } },
	{ "S-13", P, .subject = "shop" },
	{ "S-13", W, .subject = "shop", .changes = { { SERVICES, SPEC "User", "\"0:1000\"" } } },
	{ "S-13", W, .subject = "shop", .changes = { { SERVICES, SPEC "User", NULL }, { IMAGE, "Config.User", NULL } } },
	{ "S-13", P, .subject = "shop", .changes = { { SERVICES, SPEC "User", NULL } } }, /* its image's is 1000 */
	{ "S-13", P, .subject = "shop", .changes = { { SERVICES, SPEC "User", NULL }, { SERVICES, SPEC "Image", "\"demo/good:1@sha256:00\"" } } },
	{ "S-13", N, .subject = "shop", .changes = { { SERVICES, SPEC "User", "\"app\"" } } },
	{ "S-13", E, .subject = "shop", .changes = { { SERVICES, SPEC "User", NULL }, { SERVICES, SPEC "Image", "\"other:1\"" } } },
	{ "S-13", E, .subject = "shop", .changes = { { SERVICES, SPEC "User", "0" } } },
	{ "S-14", P, .subject = "shop" },
	{ "S-14", W, .subject = "shop", .changes = { { SERVICES, SPEC "ReadOnly", NULL } } },
	{ "S-14", E, .subject = "shop", .changes = { { SERVICES, SPEC "ReadOnly", "\"yes\"" } } },
	{ "S-15", P, .subject = "shop" },
	{ "S-15", P, .subject = "shop", .changes = { { SERVICES, SPEC "CapabilityAdd", "[\"CAP_NET_BIND_SERVICE\"]" } } },
	{ "S-15", W, .subject = "shop", .key = "CAP_SYS_ADMIN", .changes = { { SERVICES, SPEC "CapabilityAdd", "[\"CAP_SYS_ADMIN\"]" } } },
	{ "S-15", W, .subject = "shop", .key = "seccomp", .changes = { { SERVICES, SPEC "Privileges", "{\"Seccomp\":{\"Mode\":\"unconfined\"}}" } } },
	{ "S-15", W, .subject = "shop", .key = "apparmor", .changes = { { SERVICES, SPEC "Privileges", "{\"AppArmor\":{\"Mode\":\"disabled\"}}" } } },
	{ "S-15", W, .subject = "shop", .key = "selinux", .changes = { { SERVICES, SPEC "Privileges", "{\"SELinuxContext\":{\"Disable\":true}}" } } },
	{ "S-15", E, .subject = "shop", .changes = { { SERVICES, SPEC "CapabilityAdd", "\"ALL\"" } } },
	{ "S-16", P, .subject = "shop" },
	{ "S-16", W, .subject = "shop", .key = "/etc", .changes = { { SERVICES, SPEC "Mounts", "[{\"Type\":\"bind\",\"Source\":\"/etc\",\"Target\":\"/x\"}]" } } },
	{ "S-16", P, .subject = "shop", .changes = { { SERVICES, SPEC "Mounts", "[{\"Type\":\"volume\",\"Source\":\"data\",\"Target\":\"/etc\"}]" } } },
	{ "S-16", E, .subject = "shop", .changes = { { SERVICES, SPEC "Mounts", "{}" } } },
	{ "S-17", P, .subject = "shop" },
	{ "S-17", W, .subject = "shop", .key = "pids", .changes = { { SERVICES, TASK "Resources.Limits.Pids", NULL } } },
	{ "S-17", W, .subject = "shop", .key = "memory", .changes = { { SERVICES, TASK "Resources.Limits.MemoryBytes", "0" } } },
	{ "S-17", E, .subject = "shop", .changes = { { SERVICES, TASK "Resources.Limits.NanoCPUs", "\"1\"" } } },
	{ "S-18", P, .subject = "shop" },
	{ "S-18", P, .subject = "shop", .changes = { { SERVICES, TASK "RestartPolicy", "{\"Delay\":0,\"MaxAttempts\":3}" } } },
	{ "S-18", P, .subject = "shop", .changes = { { SERVICES, TASK "RestartPolicy", "{\"Delay\":0,\"Condition\":\"none\"}" } } },
	{ "S-18", W, .subject = "shop", .changes = { { SERVICES, TASK "RestartPolicy", "{\"Delay\":1000000,\"MaxAttempts\":0}" } } },
	{ "S-18", E, .subject = "shop", .changes = { { SERVICES, TASK "RestartPolicy", "{\"Delay\":\"1s\"}" } } },
	{ "S-19", P, .subject = "shop" },
	{ "S-19", P, .subject = "shop", .changes = { { SERVICES, "0.Spec.UpdateConfig", "{\"FailureAction\":\"rollback\"}" } } },
	{ "S-19", W, .subject = "shop", .changes = { { SERVICES, "0.Spec.UpdateConfig", "{\"FailureAction\":\"continue\"}" } } },
	{ "S-19", E, .subject = "shop", .changes = { { SERVICES, "0.Spec.UpdateConfig", "{\"FailureAction\":1}" } } },
	{ "S-19", S, .subject = "shop", .changes = { { SERVICES, "0.Spec.Mode", "{\"ReplicatedJob\":{}}" } } },
	{ "S-20", P, .subject = "shop", .changes = { { SERVICES, SPEC "Image", "\"demo/good:1@sha256:00\"" } } },
	{ "S-20", W, .subject = "shop" },
	{ "S-20", E, .subject = "shop", .changes = { { SERVICES, SPEC "Image", NULL } } },
	{ "S-21", P, .subject = "shop" },
	{ "S-21", W, .subject = "shop", .key = "8080->6379/tcp", .changes = { { SERVICES, "0.Endpoint.Ports",
	    "[{\"Protocol\":\"tcp\",\"TargetPort\":6379,\"PublishedPort\":8080,\"PublishMode\":\"ingress\"}]" } } },
	{ "S-21", E, .subject = "shop", .changes = { { SERVICES, "0.Endpoint.Ports", "[{\"TargetPort\":\"http\"}]" } } },
	{ "S-22", P, .subject = "shop" }, /* its image has one */
	{ "S-22", P, .subject = "shop", .changes = { { SERVICES, SPEC "Healthcheck", "{\"Test\":[\"CMD\",\"true\"]}" } } },
	{ "S-22", W, .subject = "shop", .changes = { { SERVICES, SPEC "Healthcheck", "{\"Test\":[\"NONE\"]}" } } },
	{ "S-22", W, .subject = "shop", .changes = { { IMAGE, "Config.Healthcheck", NULL } } },
	{ "S-22", E, .subject = "shop", .changes = { { SERVICES, SPEC "Healthcheck", "{\"Test\":\"true\"}" } } },
	{ "S-23", STATUS_INFO, .subject = "shop" },
	{ "S-24", P, .subject = "shop" },
	{ "S-24", W, .subject = "shop", .changes = { { SERVICES, TASK "LogDriver", "{\"Name\":\"none\"}" } } },
	{ "S-24", E, .subject = "shop", .changes = { { SERVICES, TASK "LogDriver", "{\"Name\":0}" } } },
	{ "S-28", P, .subject = "shop" },
	{ "S-28", W, .subject = "shop", .key = "80->80/tcp", .changes = { { SERVICES, "0.Endpoint.Ports",
	    "[{\"Protocol\":\"tcp\",\"TargetPort\":80,\"PublishedPort\":80,\"PublishMode\":\"host\"}]" } } },
	{ "S-28", E, .subject = "shop", .changes = { { SERVICES, "0.Endpoint.Ports", "\"80\"" } } },

	{ "8.1.1", S },
	{ "8.1.1", N, .changes = { { ENGINE_VERSION, "Platform.Name", "\"Mirantis Container Runtime\"" } } },
	{ "8.2.1", E, .changes = { { ENGINE_VERSION, NULL, NULL } } },
};

const struct case_table cases_swarm = CASE_TABLE(cases);
