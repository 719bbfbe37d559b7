/*
 * uuid.c: makes stable UUIDs. It may not use the clock or chance.
 */
#include "config.h"

#include "uuid.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"

void
uuid_of(char uuid[37], const char *kind, const char *name)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	char hex[65];

	buf_puts(&b, "dockassay/");
	buf_puts(&b, kind);
	buf_putc(&b, '/');
	buf_puts(&b, name);
	sha256_hex(buf_str(&b), b.len, hex);
	buf_free(&b);
	hex[12] = '5';								     /* version */
	hex[16] = "89ab"[(hex[16] >= 'a' ? hex[16] - 'a' + 10 : hex[16] - '0') % 4]; /* variant */
	snprintf(uuid, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
