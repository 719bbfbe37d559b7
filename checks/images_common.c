/*
 * images_common.c: what checks of section 4 say in the same way: names, sizes, ages.
 */
#include "config.h"

#include "images.h"

#include <string.h>

#include "base/dates.h"

#define NAMES_SHOWN 8

const char *
image_name(const struct image *i)
{
	const char *colon = strchr(i->id, ':');

	return i->tags.n > 0 ? i->tags.v[0] : colon != NULL ? colon + 1 : i->id;
}

const char *
image_megabytes(struct judge *j, int64_t bytes)
{
	return bytes >= 1000000000
		   ? judge_fmt(j, "%lld.%lld GB", (long long)(bytes / 1000000000),
			 (long long)(bytes / 100000000 % 10))
		   : judge_fmt(j, "%lld MB", (long long)((bytes + 500000) / 1000000));
}

void
names_add(struct names *names, const char *name)
{
	if (names->n < NAMES_SHOWN)
		buf_printf(&names->text, "%s%.80s", names->n > 0 ? ", " : "", name);
	names->n++;
}

const char *
names_text(struct judge *j, struct names *names)
{
	const char *text =
	    names->n > NAMES_SHOWN
		? judge_fmt(j, "%s and %zu more", buf_str(&names->text), names->n - NAMES_SHOWN)
		: judge_fmt(j, "%s", buf_str(&names->text));

	buf_free(&names->text);
	return text;
}

bool
has_images(struct judge *j, const struct facts *f)
{
	if (!judge_can_read(j, &f->images_origin))
		return false;
	if (f->n_images > 0)
		return true;
	judge_skip(j, "no images");
	return false;
}
