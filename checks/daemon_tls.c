/*
 * daemon_tls.c: section 2, the certificates that the API shows and asks for, and what clients on
 * this host are content with. Certificates are judged by the time at which the scan began.
 */
#include "config.h"

#include "address.h"
#include "daemon.h"
#include "tables.h"
#include "base/dates.h"

#include <string.h>
#include <time.h>

#define DAYS_AHEAD 30
#define RSA_BITS 2048
#define EC_BITS 256
#define PRIVATE_CAS_MAX 20

/* Whether TLS is set up at all; otherwise the verdict is given. *verify: for clients, too. */
static bool
reads_tls(struct judge *j, const struct facts *f, bool *verify)
{
	struct in_force tls, tlsverify;

	if (!reads_setting(j, f, "tls", &tls) || !reads_setting(j, f, "tlsverify", &tlsverify))
		return false;
	/* Where only TLS is asked for, dockerd verifies as well, since 20.10 at the latest. */
	*verify = is_true(tlsverify.value) || (tlsverify.value == NULL && is_true(tls.value));
	if (is_true(tls.value) || tlsverify.value != NULL)
		return true;
	judge_skip(j, "TLS is not set up for the API");
	return false;
}

static const char *
date_text(struct judge *j, int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[64] = "";

	if (gmtime_r(&t, &tm) == NULL || strftime(text, sizeof text, "%Y-%m-%d", &tm) == 0)
		return "an unknown day";
	return judge_fmt(j, "%s", text);
}

/* The file could be read, and everything in it was understood; otherwise the verdict is given. */
static bool
reads_certificates(struct judge *j, const struct certificate_file *file)
{
	judge_about_file(j, file->path);
	if (file->origin.state == DOC_GONE) {
		judge_error(j, "the settings name %s, which is not there", file->path);
		return false;
	}
	if (!judge_can_read(j, &file->origin))
		return false;
	if (file->certificates.problem[0] != '\0' || file->certificates.n == 0) {
		judge_error(j, "%s: %s", file->path,
		    file->certificates.n_all == 0 ? "there is no certificate in it"
						  : file->certificates.problem);
		return false;
	}
	return true;
}

/* ---- D-07 ----------------------------------------------------------------------------------- */

struct bench {
	struct judge *j;
	const char *path;
	int64_t now;
};

static void
fault(const struct bench *b, const struct certificate *c, const char *kind, const char *message,
    const char *actual, const char *expected)
{
	struct judge *j = b->j;

	judge_saw(j,
	    judge_warn(j, judge_fmt(j, "%s: %s", kind, c->subject), "%s %s", c->subject, message),
	    kind, b->path, actual, expected);
}

static size_t
judge_times(const struct bench *b, const struct certificate *c)
{
	struct judge *j = b->j;
	int64_t now = b->now;
	const char *until = date_text(j, c->not_after);
	int64_t days = days_between(now, c->not_after);

	if (c->not_before > now) {
		fault(b, c, "notBefore", "is not valid yet", date_text(j, c->not_before),
		    "before the scan");
		return 1;
	}
	if (c->not_after < now)
		fault(b, c, "notAfter", "has expired", until, "after the scan");
	else if (days < DAYS_AHEAD)
		fault(b, c, "notAfter", judge_fmt(j, "expires in %s", judge_days(j, days)), until,
		    judge_fmt(j, "%d days ahead", DAYS_AHEAD));
	return c->not_after < now || days < DAYS_AHEAD;
}

static size_t
judge_strength(const struct bench *b, const struct certificate *c)
{
	bool rsa = strcmp(c->key_type, "rsa") == 0, ec = strcmp(c->key_type, "ec") == 0;
	/* A root is trusted for being there: nobody looks at its own signature. */
	bool old = !(c->is_ca && c->self_issued) &&
		   (strncmp(c->digest, "md", 2) == 0 || strcmp(c->digest, "sha1") == 0);
	bool weak = (rsa && c->key_bits < RSA_BITS) || (ec && c->key_bits < EC_BITS) ||
		    strcmp(c->key_type, "dsa") == 0;

	if (weak)
		fault(b, c, "key", "has a weak key",
		    judge_fmt(b->j, "%s, %d bits", c->key_type, c->key_bits),
		    "RSA of 2048 bits, EC of 256, or Ed25519");
	if (old)
		fault(b, c, "signature", "has a signature that can be forged",
		    c->signature_algorithm, "SHA-256 or better");
	return weak + old;
}

static void
judge_file(struct judge *j, const struct certificate_file *file, int64_t now)
{
	const struct certificates *all = &file->certificates;
	const struct bench b = { j, file->path, now };
	int64_t first = INT64_MAX;
	size_t n = 0;

	if (!reads_certificates(j, file))
		return;
	for (size_t i = 0; i < all->n; i++) {
		n += judge_times(&b, &all->v[i]) + judge_strength(&b, &all->v[i]);
		if (all->v[i].not_after < first)
			first = all->v[i].not_after;
	}
	if (n == 0)
		judge_saw(j,
		    judge_pass(
			j, "valid until %s, with a strong key and signature", date_text(j, first)),
		    "notAfter", file->path, date_text(j, first),
		    judge_fmt(j, "%d days ahead", DAYS_AHEAD));
}

static void
certificates(struct judge *j, const struct facts *f, const void *arg)
{
	bool verify;
	int64_t now;

	(void)arg;
	if (!reads_tls(j, f, &verify))
		return;
	if (!date_parse(f->started, &now)) {
		judge_error(j, "the scan does not say when it was made");
		return;
	}
	judge_file(j, &f->daemon.tls_cert, now);
	if (verify)
		judge_file(j, &f->daemon.tls_ca, now);
}

/* ---- D-08 ----------------------------------------------------------------------------------- */

/* Those who sign certificates for anybody on the Internet, as they call themselves. */
static bool
is_public_ca(const char *organization)
{
	static const char *const names[] = { "Actalis S.p.A.", "Amazon", "Asseco Data Systems S.A.",
		"Baltimore", "Buypass AS-983163327", "Certainly", "COMODO CA Limited",
		"D-Trust GmbH", "Deutsche Telekom Security GmbH", "DigiCert Inc", "DigiCert, Inc.",
		"Entrust, Inc.", "GeoTrust Inc.", "GlobalSign", "GlobalSign nv-sa",
		"GoDaddy.com, Inc.", "Google Trust Services", "Google Trust Services LLC",
		"Hellenic Academic and Research Institutions CA", "IdenTrust",
		"Internet Security Research Group", "Let's Encrypt", "Microsoft Corporation",
		"QuoVadis Limited", "Sectigo Limited", "SSL Corporation",
		"Starfield Technologies, Inc.", "SwissSign AG",
		"T-Systems Enterprise Services GmbH", "The USERTRUST Network", "thawte, Inc.",
		"Trustwave Holdings, Inc.", "Unizeto Technologies S.A.", "VeriSign, Inc.",
		"ZeroSSL" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(organization, names[i]) == 0)
			return true;
	}
	return false;
}

static void
private_ca(struct judge *j, const struct facts *f, const void *arg)
{
	const struct certificate_file *file = &f->daemon.tls_ca;
	const struct certificates *all = &file->certificates;
	const char *count;
	bool verify;

	(void)arg;
	if (!reads_tls(j, f, &verify))
		return;
	if (!verify) {
		judge_skip(j, "the daemon does not verify its clients");
		return;
	}
	if (!reads_certificates(j, file))
		return;
	count = judge_fmt(j, "%zu certificates", all->n_all);
	for (size_t i = 0; i < all->n; i++) {
		if (!is_public_ca(all->v[i].organization))
			continue;
		judge_saw(j,
		    judge_warn(j, "",
			"%s signs for anybody: everybody can get a certificate that "
			"lets them in",
			all->v[i].organization),
		    "subject", file->path, all->v[i].subject, "a CA of your own");
		return;
	}
	judge_saw(j,
	    all->n_all > PRIVATE_CAS_MAX
		? judge_warn(j, "", "any of %zu CAs can let a client in: a bundle for the Internet",
		      all->n_all)
		: judge_pass(j, "clients need a certificate of %s", all->v[0].subject),
	    "certificates", file->path, count, "a CA of your own");
}

/* ---- D-06 ----------------------------------------------------------------------------------- */

static void
judge_context(struct judge *j, const struct client_context *c)
{
	const char *name = c->name.seen == SEEN ? c->name.v : "";
	bool tcp, verified;

	judge_about_file(j, c->path);
	if (c->problem[0] != '\0') {
		judge_error(j, "could not be read: %s", c->problem);
		return;
	}
	if (c->host.seen == ABSENT) {
		judge_skip(j, "the context %s is not about an engine", name);
		return;
	}
	if (c->host.seen != SEEN || c->skip_verify.seen == UNSEEN || c->has_tls.seen != SEEN) {
		judge_error(j, "the context %s is not as expected", name);
		return;
	}
	tcp = strncmp(c->host.v, "tcp://", 6) == 0 || strncmp(c->host.v, "http://", 7) == 0;
	verified = !(c->skip_verify.seen == SEEN && c->skip_verify.v);
	if (tcp && !c->has_tls.v && !address_is_loopback(address_split(c->host.v).host))
		judge_saw(j,
		    judge_warn(j, "plain", "the context %s talks to its engine in clear", name),
		    "Endpoints.docker.Host", c->path, c->host.v, "ssh://, or TLS");
	else if (tcp && c->has_tls.v && !verified)
		judge_saw(j,
		    judge_warn(
			j, "unverified", "the context %s takes any server for its engine", name),
		    "Endpoints.docker.SkipTLSVerify", c->path, "true", "false");
	else
		judge_saw(j, judge_pass(j, "the context %s knows its engine", name),
		    "Endpoints.docker.Host", c->path, c->host.v, "a socket, ssh://, or TLS");
}

static void
contexts(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	judge_about_host(j);
	if (!judge_can_read(j, &f->contexts_origin))
		return;
	if (f->unreadable_contexts.n > 0)
		judge_error(
		    j, "could not be looked into: %s", judge_join(j, &f->unreadable_contexts));
	for (size_t i = 0; i < f->n_contexts; i++)
		judge_context(j, &f->contexts[i]);
	judge_about_host(j);
	if (f->n_contexts == 0 && f->unreadable_contexts.n == 0)
		judge_skip(j, "no user of this host has Docker contexts");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-06", .title = "Clients on this host verify the engines that they talk to",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = NEEDS_HOMES,
	  .rationale = "Who poses as the engine gets all that is sent to it: files to build from, passwords of registries.",
	  .remedy = "docker context update NAME --docker host=ssh://USER@HOST, or give it ca, cert and key without skip-tls-verify.",
	  .refs = REFS("NIST 800-53 SC-8", "NIST 800-190 4.4"),
	  .once = contexts },
	{ .id = "D-07", .title = "The API's certificates are valid, strong, and last a while",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .needs = CONFIG_NEEDS,
	  .rationale = "An expired certificate is replaced in a hurry, or its check is switched off; a weak one can be forged.",
	  .remedy = "Make new ones in time: RSA of 2048 bits or more, or EC P-256, signed with SHA-256; then restart the daemon.",
	  .refs = REFS("NIST 800-53 SC-12", "NIST 800-53 SC-17", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = certificates },
	{ .id = "D-08", .title = "The API trusts a CA of its owner's for clients",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .needs = CONFIG_NEEDS,
	  .rationale = "Every certificate of the CA is let in: with a public one everybody can have one.",
	  .remedy = "Make a CA for this purpose, and name its certificate alone in \"tlscacert\".",
	  .refs = REFS("NIST 800-53 IA-3", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = private_ca },
};
/* clang-format on */

const struct check_table checks_daemon_tls = CHECK_TABLE(checks);
