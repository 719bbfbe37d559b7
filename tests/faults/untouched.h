/*
 * untouched.h: what a fault has to leave alone: verdicts that the faulty answer has no part in.
 */
#ifndef DOCKASSAY_TEST_UNTOUCHED_H
#define DOCKASSAY_TEST_UNTOUCHED_H

#include "verdicts.h"

/*
 * Calls back for each verdict of a check that does not need the endpoint's answer, and is another
 * one; where `one` is set, the fault was about one container, image or network: for each verdict
 * about another.
 */
void untouched_hold(const struct verdicts *before, const struct verdicts *after,
    const char *endpoint, bool one, verdicts_wrong wrong, void *ctx);

#endif
