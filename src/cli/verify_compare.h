/*
 * verify_compare.h: where two JSON reports say different things.
 */
#ifndef DOCKASSAY_VERIFY_COMPARE_H
#define DOCKASSAY_VERIFY_COMPARE_H

#include <cjson/cJSON.h>
#include <stddef.h>

/* Where: "5.4 container web: status"; what stands there, as JSON, NULL where nothing does. */
typedef void (*difference_fn)(void *ctx, const char *where, const char *report, const char *anew);

/*
 * Tells each difference; checks are held together by their id, findings by their fingerprint, and
 * in the order in which replicas that share one stand. Members at the dotted paths of `apart`
 * (NULL-terminated) are not compared. Returns how many differences there are.
 */
size_t reports_compare(const cJSON *report, const cJSON *anew, const char *const *apart,
    difference_fn tell, void *ctx);

#endif
