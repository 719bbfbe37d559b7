/*
 * origin.h: where a group of facts comes from.
 */
#ifndef DOCKASSAY_ORIGIN_H
#define DOCKASSAY_ORIGIN_H

#include "snapshot/document.h"

/* Where a group of facts comes from, and why it could not be read, if so. */
struct origin {
	enum doc_state state;  /* DOC_FAILED with a reason until a document came */
	const char *source;    /* "GET /info", "file:/etc/docker/daemon.json" */
	const char *problem;   /* for a person; "" when DOC_OK */
};

#endif
