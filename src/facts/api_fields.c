/*
 * api_fields.c: the fields that not every version of the API tells, nor every engine. It may not
 * know what facts or checks make of them.
 *
 * The ranges are those of the API's own history, held against what the engines of tests/engine
 * answer to requests of old versions: these leave out what is new in three places only (Containerd,
 * FirewallBackend, DiscoveredDevices), so that a value that is there is taken for one, unless
 * the row says that it is a placeholder.
 */
#include "config.h"

#include "api_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/glob.h"

#define INFO "GET /info"
#define ENGINE "GET /version"
#define CONTAINER "GET /containers/*/json"
#define SWARM "GET /swarm"
#define USAGE "GET /system/df"
#define IMAGES "GET /images/json"

/* clang-format off */
const struct api_field api_fields[] = {
	/* document, path, since, until, placeholder, what Podman says, before which version */
	{ ENGINE, "MinAPIVersion", 25, 0, false, NULL, 0 },
	{ ENGINE, "Components", 35, 0, false, NULL, 0 },
	{ ENGINE, "Platform.Name", 35, 0, false, NULL, 0 },
	{ INFO, "SecurityOptions", 25, 0, true, NULL, 0 }, /* names without values before */
	{ INFO, "Warnings", 39, 0, false, "never any", 0 },
	{ INFO, "PidsLimit", 40, 0, false, NULL, 0 },
	{ INFO, "CgroupVersion", 41, 0, false, NULL, 0 },
	{ INFO, "DefaultAddressPools", 41, 0, false, "not there", 5 },
	{ INFO, "CDISpecDirs", 44, 0, false, NULL, 0 },
	{ INFO, "Containerd.Address", 46, 0, false, NULL, 0 },
	{ INFO, "FirewallBackend.Driver", 49, 0, false, NULL, 0 },
	{ INFO, "DiscoveredDevices", 50, 0, false, NULL, 0 },
	{ INFO, "LiveRestoreEnabled", 0, 0, false, "always false", 0 },
	{ INFO, "ExperimentalBuild", 0, 0, false, "always true", 0 },
	{ INFO, "LoggingDriver", 0, 0, false, "always empty", 0 },
	{ INFO, "RegistryConfig.Mirrors", 0, 0, false, "always empty", 0 },
	{ INFO, "Plugins.Authorization", 0, 0, false, "always null", 0 },
	{ CONTAINER, "HostConfig.Annotations", 43, 0, false, NULL, 0 },
	{ CONTAINER, "HostConfig.CgroupnsMode", 41, 0, false, NULL, 0 },
	{ CONTAINER, "HostConfig.IpcMode", 0, 0, false, "\"shareable\" for the host's, too", 5 },
	{ CONTAINER, "HostConfig.MaskedPaths", 0, 0, false, "always null", 0 },
	{ CONTAINER, "HostConfig.ReadonlyPaths", 0, 0, false, "always null", 0 },
	{ CONTAINER, "HostConfig.Sysctls", 0, 0, false, "never there", 0 },
	{ CONTAINER, "HostConfig.DeviceCgroupRules", 0, 0, false, "always null", 0 },
	{ CONTAINER, "HostConfig.LogConfig.Config", 0, 0, false, "always null", 0 },
	{ IMAGES, "Containers", 51, 0, true, NULL, 0 }, /* -1 before */
	{ USAGE, "BuildCache", 0, 53, false, NULL, 0 }, /* a sum stands beside it from 1.52 on */
	{ SWARM, "TLSInfo.TrustRoot", 30, 0, false, NULL, 0 },
	{ SWARM, "DefaultAddrPool", 39, 0, false, NULL, 0 },
	{ SWARM, "DataPathPort", 40, 0, false, NULL, 0 },
	{ NULL, NULL, 0, 0, false, NULL, 0 },
};
/* clang-format on */

int
api_minor(const char *version)
{
	char *end;
	long minor;

	if (strncmp(version, "1.", 2) != 0)
		return -1;
	minor = strtol(version + 2, &end, 10);
	return end != version + 2 && *end == '\0' && minor >= 0 && minor < 10000 ? (int)minor : -1;
}

bool
api_field_untold(const struct api_field *field, const struct api *api)
{
	int minor = api_minor(api->version);

	if (api->podman != 0)
		return field->podman != NULL &&
		       (field->podman_since == 0 || api->podman < field->podman_since);
	return (field->since != 0 && minor < field->since) ||
	       (field->until != 0 && (minor < 0 || minor >= field->until));
}

const char *
api_field_gap(struct arena *a, const struct api *api, const char *document, const char *path)
{
	for (const struct api_field *f = api_fields; f->document != NULL; f++) {
		if (strcmp(f->path, path) != 0 || !glob_match(f->document, document) ||
		    !api_field_untold(f, api))
			continue;
		if (api->podman != 0 && f->podman_since != 0)
			return arena_printf(a, "Podman before %d does not tell %s, which is %s",
			    f->podman_since, path, f->podman);
		if (api->podman != 0)
			return arena_printf(
			    a, "Podman does not tell %s, which is %s", path, f->podman);
		if (api_minor(api->version) < 0)
			return arena_printf(a,
			    "whether %s is told depends on the version of the "
			    "API, which is not known",
			    path);
		if (f->since != 0 && api_minor(api->version) < f->since)
			return arena_printf(a, "API %s does not tell %s, which came with 1.%d",
			    api->version, path, f->since);
		return arena_printf(a, "API %s does not tell %s any more, since 1.%d", api->version,
		    path, f->until);
	}
	return NULL;
}
