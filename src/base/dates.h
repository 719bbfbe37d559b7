/*
 * dates.h: the two spellings of time that documents use, as seconds since 1970, UTC.
 */
#ifndef DOCKASSAY_DATES_H
#define DOCKASSAY_DATES_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_SECONDS 86400

/*
 * RFC 3339 ("2026-01-02T03:04:05.678+01:00", fractions dropped) or a date alone ("2026-01-02": its
 * first second). False for anything else, and for Go's zero time ("0001-01-01T00:00:00Z").
 */
bool date_parse(const char *text, int64_t *seconds);

/* As "2026-01-02T03:04:05Z"; false for years beyond 9999. */
#define DATE_TEXT 21
bool date_print(char text[DATE_TEXT], int64_t seconds);

/* Whole days from one time to a later one; negative where it is earlier. */
int64_t days_between(int64_t from, int64_t to);

#endif
