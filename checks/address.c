/*
 * address.c: reads addresses. It may not resolve names.
 */
#include "config.h"

#include "address.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct address
address_split(const char *text)
{
	struct address a = { "", 0 };
	const char *scheme = strstr(text, "://"), *port = NULL;
	size_t n;

	if (scheme != NULL)
		text = scheme + 3;
	if (*text == '[') {
		text++;
		n = strcspn(text, "]");
		if (text[n] == ']' && text[n + 1] == ':')
			port = text + n + 2;
	} else {
		n = strcspn(text, ":/");
		if (text[n] == ':')
			port = text + n + 1;
		if (port != NULL && strchr(port, ':') != NULL) { /* a bare IPv6 address */
			n = strcspn(text, "/");
			port = NULL;
		}
	}
	if (n >= sizeof a.host)
		n = sizeof a.host - 1;
	memcpy(a.host, text, n);
	if (port != NULL)
		a.port = strtol(port, NULL, 10);
	return a;
}

bool
address_is_loopback(const char *host)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (strcasecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &v4) == 1)
		return (ntohl(v4.s_addr) >> 24) == 127;
	if (inet_pton(AF_INET6, host, &v6) != 1)
		return false;
	return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
}

bool
address_is_any(const char *host)
{
	struct in6_addr v6;

	return *host == '\0' || strcmp(host, "*") == 0 || strcmp(host, "0.0.0.0") == 0 ||
	       (inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_UNSPECIFIED(&v6));
}

/* Address, in network order and 16 bytes, and the bits that count of its own; -1: no network. */
static int
network_parse(const char *cidr, unsigned char bytes[16], int *family)
{
	char address[INET6_ADDRSTRLEN];
	size_t n = strcspn(cidr, "/");
	char *end;
	long bits;

	if (cidr[n] != '/' || n >= sizeof address)
		return -1;
	memcpy(address, cidr, n);
	address[n] = '\0';
	bits = strtol(cidr + n + 1, &end, 10);
	if (end == cidr + n + 1 || *end != '\0' || bits < 0)
		return -1;
	memset(bytes, 0, 16);
	*family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;
	if (inet_pton(*family, address, bytes) != 1 || bits > (*family == AF_INET ? 32 : 128))
		return -1;
	return (int)bits;
}

/* Is the first network within the second? */
static bool
within(const char *cidr, const char *outer)
{
	unsigned char a[16], b[16];
	int family_a, family_b;
	int bits_a = network_parse(cidr, a, &family_a), bits_b = network_parse(outer, b, &family_b);

	if (bits_a < 0 || bits_b < 0 || family_a != family_b || bits_a < bits_b)
		return false;
	for (int i = 0; i < bits_b; i++) {
		int mask = 0x80 >> (i % 8);

		if ((a[i / 8] & mask) != (b[i / 8] & mask))
			return false;
	}
	return true;
}

bool
network_is_valid(const char *cidr)
{
	unsigned char bytes[16];
	int family;

	return network_parse(cidr, bytes, &family) >= 0;
}

bool
network_is_loopback(const char *cidr)
{
	return within(cidr, "127.0.0.0/8") || within(cidr, "::1/128");
}

bool
network_is_private(const char *cidr)
{
	/* RFC 1918, 6598 (carrier-grade NAT), 3927 and 2544; unique local and link-local addresses
	 */
	static const char *const ranges[] = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
		"100.64.0.0/10", "169.254.0.0/16", "198.18.0.0/15", "fc00::/7", "fe80::/10" };

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		if (within(cidr, ranges[i]))
			return true;
	}
	return network_is_loopback(cidr);
}
