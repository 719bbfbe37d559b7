/*
 * address.h: what an address is good for: this host only, private networks, anybody. Pure text.
 */
#ifndef DOCKASSAY_ADDRESS_H
#define DOCKASSAY_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#define ADDRESS_HOST_MAX 256

/* "[::1]:80", "10.0.0.1:80", "localhost:80", ":80", "host", each also behind "scheme://". */
struct address {
	char host[ADDRESS_HOST_MAX]; /* without brackets; "" where there is none */
	long port;		     /* 0: none, or no number */
};
struct address address_split(const char *text);

/* 127.0.0.0/8, ::1, or the name localhost. */
bool address_is_loopback(const char *host);
/* "0.0.0.0", "::", "" or "*": every address of the host. */
bool address_is_any(const char *host);

/* "10.0.0.0/8": wholly within loopback; within addresses that nobody routes on the Internet. */
bool network_is_loopback(const char *cidr);
bool network_is_private(const char *cidr);
/* Is it "ADDRESS/BITS" at all? */
bool network_is_valid(const char *cidr);

#endif
