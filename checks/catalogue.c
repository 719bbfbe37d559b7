/*
 * catalogue.c: the list of sections and their tables, and look-up by the names that people use. A
 * new file of checks is one line here; a new check is one row in its file.
 */
#include "config.h"

#include "tables.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const struct section catalogue[] = {
	{ "1", "host_configuration", "Host configuration",
	    { &checks_host, &checks_host_audit, &checks_host_baseline, &checks_engine_version,
		&checks_host_settings, &checks_host_kernel, &checks_host_audit_state,
		&checks_host_network, &checks_host_state, &checks_host_files, &checks_host_access,
		&checks_host_users, &checks_plugins } },
	{ "2", "docker_daemon_configuration", "Docker daemon configuration",
	    { &checks_daemon, &checks_daemon_api, &checks_daemon_network, &checks_daemon_tls,
		&checks_daemon_registry, &checks_daemon_storage, &checks_daemon_logging,
		&checks_daemon_runtime, &checks_daemon_programs, &checks_daemon_process } },
	{ "3", "docker_daemon_files", "Docker daemon files",
	    { &checks_files, &checks_files_units, &checks_files_state, &checks_files_extensions } },
	{ "4", "container_images", "Container images", { &checks_images } },
	{ "5", "container_runtime", "Container runtime",
	    { &checks_runtime, &checks_runtime_mounts, &checks_runtime_confinement,
		&checks_runtime_devices, &checks_runtime_capabilities, &checks_runtime_namespaces,
		&checks_runtime_resources, &checks_runtime_secrets, &checks_runtime_image,
		&checks_runtime_state, &checks_runtime_ports, &checks_runtime_extras } },
	{ "6", "docker_security_operations", "Security operations", { &checks_operations } },
	{ "7", "docker_swarm_configuration", "Docker Swarm",
	    { &checks_swarm, &checks_swarm_cluster, &checks_swarm_objects, &checks_services } },
	{ "8", "docker_enterprise_configuration", "Docker Enterprise", { &checks_enterprise } },
	{ "N", "networks", "Networks", { &checks_networks } },
	{ "P", "volumes", "Volumes", { &checks_volumes } },
	{ "X", "versions", "Known faults and ends of support", { &checks_cves, &checks_versions } },
	{ "K", "dockerfiles", "Dockerfiles", { &checks_dockerfiles } },
	{ "M", "compose_files", "Compose files", { &checks_compose } },
	{ "C", "community_checks", "Community checks",
	    { &checks_community, &checks_community_capabilities } },
	{ NULL, NULL, NULL, { NULL } },
};

bool
catalogue_next(struct catalogue_walk *w)
{
	const struct check_table *table;

	if (w->section == NULL)
		w->section = catalogue;
	while (w->section->id != NULL) {
		table = w->section->tables[w->table];
		if (table != NULL && w->next < table->n) {
			w->check = &table->checks[w->next++];
			return true;
		}
		w->next = 0;
		w->table++;
		if (table == NULL) {
			w->section++;
			w->table = 0;
		}
	}
	return false;
}

size_t
catalogue_size(void)
{
	size_t n = 0;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		n++;
	return n;
}

/* "check_5_4", "check_5.4" and "5.4" are one name: dbs wrote the first two. */
bool
check_is_called(const struct check *check, const char *name)
{
	const char *id = check->id;

	if (strncasecmp(name, "check_", 6) == 0)
		name += 6;
	for (; *name != '\0' && *id != '\0'; name++, id++) {
		if (toupper((unsigned char)*name) != toupper((unsigned char)*id) &&
		    !(*name == '_' && (*id == '.' || *id == '-')))
			return false;
	}
	return *name == *id;
}

const struct check *
catalogue_find(const char *name)
{
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (check_is_called(w.check, name))
			return w.check;
	}
	return NULL;
}

const struct section *
catalogue_section_of(const struct check *check)
{
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (w.check == check)
			return w.section;
	}
	return NULL;
}

bool
check_is_legacy(const struct check *check)
{
	return isdigit((unsigned char)check->id[0]) || strncmp(check->id, "C.", 2) == 0;
}

bool
check_is_static(const struct check *check)
{
	return check->scope == SCOPE_DOCKERFILE || check->scope == SCOPE_COMPOSE;
}

const char *
check_skip_on_podman(const struct check *check)
{
	bool swarm = check->scope == SCOPE_SWARM || check->scope == SCOPE_SERVICE;

	return check->podman != NULL ? check->podman : swarm ? PODMAN_NO_SWARM : NULL;
}

const char *
scope_name(enum scope scope)
{
	static const char *const names[] = {
		[SCOPE_HOST] = "host",
		[SCOPE_DAEMON] = "daemon",
		[SCOPE_FILE] = "file",
		[SCOPE_CONTAINER] = "container",
		[SCOPE_IMAGE] = "image",
		[SCOPE_NETWORK] = "network",
		[SCOPE_VOLUME] = "volume",
		[SCOPE_SWARM] = "swarm",
		[SCOPE_SERVICE] = "service",
		[SCOPE_DOCKERFILE] = "dockerfile",
		[SCOPE_COMPOSE] = "compose",
	};

	return names[scope];
}
