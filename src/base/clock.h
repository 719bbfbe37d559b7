/*
 * clock.h: a clock for time-outs, which nobody sets back.
 */
#ifndef DOCKASSAY_CLOCK_H
#define DOCKASSAY_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void); /* since some time or other */

#endif
