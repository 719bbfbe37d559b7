/*
 * dates.c: reads times. It may not ask the clock.
 */
#include "config.h"

#include "dates.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* "Z", "+01:00", or nothing behind a date; *offset in seconds east of UTC. */
static bool
zone(const char *text, int *offset)
{
	unsigned hours, minutes;
	int n = 0;

	*offset = 0;
	if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
		return true;
	if ((*text != '+' && *text != '-') ||
	    sscanf(text + 1, "%2u:%2u%n", &hours, &minutes, &n) != 2 || text[1 + n] != '\0' ||
	    hours > 23 || minutes > 59)
		return false;
	*offset = (int)(hours * 3600 + minutes * 60) * (*text == '-' ? -1 : 1);
	return true;
}

bool
date_parse(const char *text, int64_t *seconds)
{
	struct tm tm = { 0 };
	int n = 0, offset = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &n) != 3 ||
	    n != 10 || tm.tm_year < 1970 || tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31)
		return false;
	text += n;
	if (*text != '\0') {
		if ((*text != 'T' && *text != ' ') ||
		    sscanf(text + 1, "%2d:%2d:%2d%n", &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &n) !=
			3 ||
		    n != 8 || tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
			return false;
		text += 1 + n;
		if (*text == '.')
			text += 1 + strspn(text + 1, "0123456789");
		if (!zone(text, &offset))
			return false;
	}
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*seconds = (int64_t)timegm(&tm) - offset;
	return true;
}

int64_t
days_between(int64_t from, int64_t to)
{
	int64_t difference = to - from;

	return difference >= 0 ? difference / DAY_SECONDS : -((-difference) / DAY_SECONDS);
}

bool
date_print(char text[DATE_TEXT], int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	return gmtime_r(&t, &tm) != NULL && tm.tm_year <= 9999 - 1900 &&
	       strftime(text, DATE_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm) != 0;
}
