/*
 * host_survey.h: a few questions that are answered from several files at once, so that a snapshot
 * holds the answer and not the files.
 */
#ifndef DOCKASSAY_HOST_SURVEY_H
#define DOCKASSAY_HOST_SURVEY_H

#include "host.h"

/* "startup:engine": which lines of cron tables and rc scripts start containers. */
struct document survey_startup(struct host *h, struct arena *a, const struct masker *m);

/* "firewall:frontends": what ufw and firewalld are set to, and who has rules for DOCKER-USER. */
struct document survey_firewall(struct host *h, struct arena *a);

/* "packages:engine": which packages, if any, the engine's program comes from. */
struct document survey_packages(struct host *h, struct arena *a);

/* What these three share. */
struct cJSON;
/* Adds a string made valid UTF-8, and masked unless m is NULL. */
void survey_add_string(struct cJSON *o, const char *name, const struct masker *m, const char *text);
/* Adds "PATH (reason)" to a list of strings. */
void survey_add_unreadable(struct cJSON *list, const char *path, int error);

#endif
