/*
 * test_html.c: the template engine of the HTML report, what templates may name, the groups of
 * findings, logos, and that foreign text stays text.
 */
#include "config.h"

#include <check.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "html_logo.h"
#include "html_views.h"
#include "policy/gate.h"

#define ANCHOR "e44dbed880e5" /* of a fingerprint, which no release may change */
#define HEX64 "18e4b3f795c91342c6941243bdf1f3528cbabea2ce46ed11214a4efda69a2bfa"
#define OTHER64 "924a70259c27a43b2e42097680aeadd9d4077a83098a26bd63432209d59cd507"

static char dir[] = "/tmp/dockassay-html-XXXXXX";

static void
make_dir(void)
{
	strcpy(dir + sizeof dir - 7, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
}

static void
remove_dir(void)
{
	static const char *const names[] = { "report.html", "report.css", "report.js", "logo" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(names[i]);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void
put(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
}

/* ---- a report ------------------------------------------------------------------------------- */

static const char *const refs[] = { "CIS Docker 1.6.0 5.4", "CVE-2024-21626", "CVE-2024-x", NULL };

static const struct waiver waiver = { "until <then>", "ops", "2026-12-31", "", "T-1", "", "w:1" };

static struct finding *
find(struct report *r, struct check_result *c, enum status status, const char *name, const char *id,
    const char *message)
{
	struct subject s = { SUBJECT_CONTAINER, name, id, "nginx:1", name, "" };

	return report_add_finding(r, c, status, report_subject(r, &s, NULL), "", message);
}

static struct check_result *
add_check(struct report *r, const char *id, const char *related)
{
	struct check_result *c = report_add_check(r);

	c->id = id;
	c->legacy_id = "check_5_4";
	c->title = "Containers & <friends>";
	c->section = "Container runtime";
	c->section_id = "5";
	c->scope = "container";
	c->rationale = "Because.";
	c->remedy = "Do not.";
	c->level = 1;
	c->severity = SEVERITY_CRITICAL;
	c->refs = refs;
	c->related = related;
	return c;
}

static void
set_texts(struct report *r)
{
	r->tool_name = "dockassay";
	r->tool_version = "1";
	r->tool_url = r->tables_as_of = "";
	r->started = r->finished = "2026-01-01T00:00:00Z";
	r->host = "h\"</style><script>";
	r->source = "live";
	r->snapshot_sha256 = "";
	r->engine_name = r->engine_version = r->api_version = r->engine_os = r->kernel = "x";
	r->endpoint = "unix:///s";
	r->root = "/";
	r->selection = "everything";
}

static struct report *
make_report(void)
{
	struct report *r = report_new();
	struct check_result *c;
	struct finding *f;

	set_texts(r);
	c = add_check(r, "5.4", "5.5,R-99");
	f = find(r, c, STATUS_WARN, "<script>alert('1')</script>", OTHER64, "is \"bad\" & worse");
	report_add_evidence(r, f, "A", "GET /containers/" OTHER64 "/json", 7, "", "no");
	report_add_evidence(r, f, "B", "/etc/passwd", 0, "x", "");
	f = find(r, c, STATUS_PASS, "a", HEX64, "is good");
	report_add_evidence(r, f, "A", "GET /containers/" HEX64 "/json", 0, "1", "1");
	f = find(r, c, STATUS_PASS, "b", OTHER64, "is good");
	report_add_evidence(r, f, "A", "GET /containers/" OTHER64 "/json", 0, "1", "1");
	f = find(r, c, STATUS_PASS, "c", HEX64, "is good");
	report_add_evidence(r, f, "A", "GET /containers/" HEX64 "/json", 0, "2", "1");
	c = add_check(r, "5.5", "");
	find(r, c, STATUS_SKIP, "a", HEX64, "the Swarm is not active");
	find(r, c, STATUS_SKIP, "b", OTHER64, "the Swarm is not active");
	c = add_check(r, "5.6", "");
	find(r, c, STATUS_SKIP, "a", HEX64, "the Swarm is not active");
	find(r, c, STATUS_ERROR, "b", OTHER64, "no answer");
	c->findings[1].waiver = &waiver;
	c->findings[1].baseline = BASELINE_NEW;
	report_notify(r, "/b", "denied");
	report_notify(r, "GET /images/sha256:" HEX64 "/json", "too large");
	report_notify(r, "/a", "denied");
	report_finish(r);
	gate_decide(r, &(struct gate_policy)GATE_POLICY_DEFAULT);
	return r;
}

/* Renders, with a body's template; the caller frees. NULL: refused, see *err. */
static char *
render(const char *body, const char *css, const struct format_options *more, struct err *err)
{
	struct format_options o = *more;
	struct report *r = make_report();
	struct buf page = BUF_INIT(4096 + strlen(body)), out = BUF_INIT((size_t)8 << 20);
	struct sink sink;
	int result;

	buf_puts(&page, body);
	put("report.html", buf_str(&page), page.len);
	put("report.css", css, strlen(css));
	put("report.js", "x();", 4);
	buf_free(&page);
	o.template_dir = ".";
	sink_to_buf(&sink, &out);
	result = format_html.write(r, &o, &sink, err);
	report_free(r);
	ck_assert(!out.failed);
	if (result < 0) {
		buf_free(&out);
		return NULL;
	}
	return out.data;
}

static const struct {
	const char *template, *page; /* the page without its document type */
} pages[] = {
	{ "<p>a</p>", "<p>a</p>" },
	{ "<p data-text='host'>example</p>",
	    "<p>h&#34;&#60;/style&#62;&#60;script&#62;</p>" },
	{ "<p class='x' data-attr-class='g {gate} {score}' id='i'>a</p>",
	    "<p class=\"g closed 75\" id=\"i\">a</p>" },
	/* an empty value leaves the attribute out */
	{ "<p title='example' data-attr-title='snapshot_sha256'>a</p>", "<p>a</p>" },
	{ "<p><b data-if='has_errors'>e</b><b data-if='is_demo'>d</b><b data-if='!is_demo'>n</b></p>",
	    "<p><b>e</b><b>n</b></p>" },
	/* HTML's void elements have no end tag, and all others have one */
	{ "<p><br/><i/><svg><rect x='1'/></svg></p>",
	    "<p><br/><i></i><svg><rect x=\"1\"></rect></svg></p>" },
	{ "<p>a &lt; b &amp; c<!-- remark --></p>", "<p>a &#60; b &#38; c</p>" },
	/* lists and values are looked for outwards */
	{ "<p><i data-each='checks'><b data-each='reasons' data-text='id'>1</b></i></p>",
	    "<p><i><b>5.4</b>\n</i>\n<i><b>5.5</b>\n</i>\n<i><b>5.6</b>\n</i>\n</p>" },
	{ "<ul><li data-each='sections'><b data-each='counts'><i data-if='some' data-text='label'/>"
	  "<i data-text='findings'/></b></li></ul>",
	    "<ul><li><b><i>WARN</i><i>1</i></b>\n<b><i>ERROR</i><i>1</i></b>\n<b><i>0</i></b>\n"
	    "<b><i>PASS</i><i>3</i></b>\n<b><i>0</i></b>\n<b><i>SKIP</i><i>3</i></b>\n</li>\n</ul>" },
	{ "<svg><rect data-each='bars' data-attr-x='{x}' data-attr-width='{width}'/></svg>",
	    "<svg><rect x=\"0.00%\" width=\"12.50%\"></rect>\n"
	    "<rect x=\"12.50%\" width=\"12.50%\"></rect>\n"
	    "<rect x=\"25.00%\" width=\"37.50%\"></rect>\n"
	    "<rect x=\"62.50%\" width=\"37.50%\"></rect>\n</svg>" },
	/* findings that say the same are one; the worst come first; ids are cut */
	{ "<p data-each='urgent'><i data-each='groups'><b data-text='members_here'/>"
	  "<u data-each='members' data-text='name'/><s data-each='rows' data-text='source'/></i></p>",
	    "<p><i><b>1</b><u>&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;</u>\n"
	    "<s>GET /containers/924a70259c27…/json</s>\n<s>/etc/passwd</s>\n</i>\n"
	    "<i><b>2</b><u>a</u>\n<u>b</u>\n<s>GET /containers/…/json</s>\n</i>\n"
	    "<i><b>1</b><u>c</u>\n<s>GET /containers/18e4b3f795c9…/json</s>\n</i>\n</p>\n" },
	{ "<p data-each='checks_in_error'><i data-each='groups' data-attr-rowspan='{row_span}' "
	  "data-attr-colspan='{column_span}'><b data-each='rows' data-text='is_evidence'/></i></p>",
	    "<p><i colspan=\"4\"><b></b>\n</i>\n<i colspan=\"4\"><b></b>\n</i>\n</p>\n" },
	{ "<p data-each='urgent'><i data-each='groups'><b data-each='rows'><u data-text='line'/>"
	  "<s data-if='!actual'>-</s></b></i></p>",
	    "<p><i><b><u>7</u><s>-</s></b>\n<b><u></u></b>\n</i>\n<i><b><u></u></b>\n</i>\n"
	    "<i><b><u></u></b>\n</i>\n</p>\n" },
	/* links lead to checks that are here, and to faults with a proper number */
	{ "<p data-each='urgent'><a data-each='related' data-attr-href='{href}' data-text='text'/>"
	  "<a data-each='references' data-attr-href='{href}' data-text='text'/></p>",
	    "<p><a href=\"#5.5\">5.5</a>\n<a>R-99</a>\n<a>CIS Docker 1.6.0 5.4</a>\n"
	    "<a href=\"https://www.cve.org/CVERecord?id=CVE-2024-21626\">CVE-2024-21626</a>\n"
	    "<a>CVE-2024-x</a>\n</p>\n" },
	{ "<p><i data-each='unread'><b data-text='message'/><u data-each='items' data-text='text'/></i>"
	  "<i data-each='not_applicable'><b data-text='message'/><u data-each='items' "
	  "data-text='text'/></i></p>",
	    "<p><i><b>denied</b><u>/b</u>\n<u>/a</u>\n</i>\n"
	    "<i><b>too large</b><u>GET /images/sha256:18e4b3f795c9…/json</u>\n</i>\n"
	    "<i><b>the Swarm is not active</b><u>5.5</u>\n<u>5.6</u>\n</i>\n</p>" },
	{ "<p><i data-each='subjects'><b data-text='name'/><u data-text='pass'/></i></p>",
	    "<p><i><b>&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;</b><u></u></i>\n"
	    "<i><b>a</b><u>1</u></i>\n<i><b>b</b><u>1</u></i>\n<i><b>c</b><u>1</u></i>\n</p>" },
	/* what people and earlier reports say */
	{ "<p><i data-each='waivers' data-attr-title='{waiver_owner} {waiver_ticket}{waiver_risk}'>"
	  "<b data-text='waiver_justification'/><u data-each='items' data-text='text'/></i></p>",
	    "<p><i title=\"ops T-1\"><b>until &#60;then&#62;</b><u>5.6</u>\n</i>\n</p>" },
	{ "<p data-each='checks_in_error'><i data-each='groups' data-attr-title='{marks}'>"
	  "<b data-if='is_waived' data-text='news'/></i></p>",
	    "<p><i title=\"new waived\"><b>new</b></i>\n<i></i>\n</p>\n" },
	{ "<p><i data-each='rules'><b data-text='rule'/><u data-each='named' data-attr-href='#{anchor}'"
	  " data-text='id'/></i><s data-if='has_baseline'/></p>",
	    "<p><i><b>--fail-on warn</b><u href=\"#5.4-" ANCHOR "\">5.4</u>\n</i>\n</p>" },
	/* what came from a host says neither what a link does, nor how anything looks */
	{ "<p><a data-attr-href='host'>a</a><a data-attr-href='java{tool_name}'>a</a>"
	  "<a data-attr-href='#{host}'>a</a><b data-attr-onclick='host'/><b data-attr-style='host'/></p>",
	    "<p><a>a</a><a>a</a><a href=\"#h&#34;&#60;/style&#62;&#60;script&#62;\">a</a><b></b>"
	    "<b></b></p>" },
};

START_TEST(template_is_filled)
{
	struct err err = { 0 };
	char *page = render(pages[_i].template, "", &(struct format_options){ 0 }, &err), *wanted;

	ck_assert_msg(page != NULL, "%s", err.msg);
	ck_assert_int_eq(strncmp(page, "<!DOCTYPE html>\n", 16), 0);
	wanted = malloc(strlen(pages[_i].page) + 2);
	strcpy(wanted, pages[_i].page);
	strcat(wanted, "\n");
	ck_assert_str_eq(page + 16, wanted);
	free(wanted);
	free(page);
}
END_TEST

static const struct {
	const char *template, *css, *message;
} refused[] = {
	{ "<p>\n<b data-text='nonsense'/></p>", "", "the template's line 2 names \"nonsense\"" },
	{ "<p data-attr-id='{nonsense}'/>", "", "line 1 names \"nonsense\"" },
	{ "<p data-if='!nonsense'/>", "", "names \"nonsense\"" },
	{ "<p><b data-each='nonsense'/></p>", "", "names \"nonsense\"" },
	{ "<p><b data-text='anchor'/></p>", "", "names \"anchor\"" }, /* of what is not here */
	{ "<p>\n\n<b></p>", "", "not well-formed (line 3)" },
	{ "", "", "not well-formed" },
	{ "<p/>", "@page{content:\"{nonsense}\"}", "report.css names \"nonsense\"" },
};

START_TEST(wrong_template_is_refused)
{
	struct err err = { 0 };

	ck_assert_ptr_null(render(
	    refused[_i].template, refused[_i].css, &(struct format_options){ 0 }, &err));
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_msg(strstr(err.msg, refused[_i].message) != NULL, "%s", err.msg);
}
END_TEST

static void
assert_hash(const char *page, const char *open, const char *close, const char *policy)
{
	const char *from = strstr(page, open), *to = strstr(page, close);
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char wanted[128] = "", hash[64];

	ck_assert_ptr_nonnull(from);
	ck_assert_ptr_nonnull(to);
	from += strlen(open);
	SHA256((const unsigned char *)from, (size_t)(to - from), digest);
	EVP_EncodeBlock((unsigned char *)hash, digest, sizeof digest);
	snprintf(wanted, sizeof wanted, "%s%s", policy, hash);
	ck_assert_msg(strstr(page, wanted) != NULL, "the policy has no %s", wanted);
}

/* The hashes are of the very text in the page, also where the stylesheet was filled in. */
START_TEST(policy_fits_style_and_script)
{
	struct err err = { 0 };
	char *page = render("<p data-attr-lang='s {css_hash}' data-attr-id='j {js_hash}'>"
			    "<style data-inline='report.css'/><script data-inline='report.js'/></p>",
	    "@page { @top-left { content: \"{host}\"; } } p { margin: 0; }",
	    &(struct format_options){ 0 }, &err);

	ck_assert_msg(page != NULL, "%s", err.msg);
	ck_assert_ptr_nonnull(strstr(
	    page, "content: \"h\\22 \\3c \\2f style\\3e \\3c script\\3e \"; } } p { margin: 0; }"));
	assert_hash(page, "<style>", "</style>", "s ");
	assert_hash(page, "<script>", "</script>", "j ");
	free(page);
}
END_TEST

START_TEST(title_and_organization_are_text)
{
	struct err err = { 0 };
	struct format_options o = { .title = "A \xe2\x80\xae<b> \xff", .organization = "" };
	char *page = render("<p><b data-text='report_title'/><i data-if='organization'/></p>", "", &o,
	    &err);

	ck_assert_msg(page != NULL, "%s", err.msg);
	ck_assert_str_eq(page, "<!DOCTYPE html>\n<p><b>A \\u{202e}&#60;b&#62; \xef\xbf\xbd</b></p>\n");
	free(page);
	page = render("<p data-text='page_title'/>", "", &(struct format_options){ 0 }, &err);
	ck_assert_ptr_nonnull(strstr(page, "<p>Docker host assay: h"));
	free(page);
}
END_TEST

#define SVG "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

static const struct {
	const char *bytes, *start, *problem;
	size_t n;
} logos[] = {
	{ "\x89PNG\r\n\x1a\n....", "data:image/png;base64,iVBORw0KGgo", NULL, 12 },
	{ "\xff\xd8\xff\xe0....", "data:image/jpeg;base64,/9j/4", NULL, 8 },
	{ SVG, "data:image/svg+xml;base64,PHN2ZyB4bWxucz0", NULL, sizeof SVG - 1 },
	{ "<svg/>", NULL, "no PNG, JPEG or SVG", 6 },
	{ "<html xmlns='http://www.w3.org/2000/svg'/>", NULL, "no PNG, JPEG or SVG", 42 },
	{ "GIF89a", NULL, "no PNG, JPEG or SVG", 6 },
	{ "", NULL, "no PNG, JPEG or SVG", 0 },
};

START_TEST(logo_is_known_by_its_content)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	const char *uri;

	put("logo", logos[_i].bytes, logos[_i].n);
	uri = html_logo(a, "logo", &err);
	if (logos[_i].start != NULL) {
		ck_assert_msg(uri != NULL, "%s", err.msg);
		ck_assert_int_eq(strncmp(uri, logos[_i].start, strlen(logos[_i].start)), 0);
	} else {
		ck_assert_ptr_null(uri);
		ck_assert_int_eq(err.code, EXIT_USAGE);
		ck_assert_msg(strstr(err.msg, logos[_i].problem) != NULL, "%s", err.msg);
	}
	arena_free(a);
}
END_TEST

START_TEST(logo_is_limited)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	size_t n = ((size_t)512 << 10) + 1;
	char *bytes = calloc(1, n);

	memcpy(bytes, "\x89PNG\r\n\x1a\n", 8);
	put("logo", bytes, n - 1);
	ck_assert_ptr_nonnull(html_logo(a, "logo", &err));
	put("logo", bytes, n);
	ck_assert_ptr_null(html_logo(a, "logo", &err));
	ck_assert_ptr_nonnull(strstr(err.msg, "too large"));
	ck_assert_ptr_null(html_logo(a, "absent", &err));
	free(bytes);
	arena_free(a);
}
END_TEST

/* Replicas of a service have one fingerprint, and may not have one anchor. */
START_TEST(anchors_are_unique)
{
	struct report *r = report_new();
	struct check_result *c = add_check(r, "5.4", "");
	struct arena *a = arena_new();
	struct html_group *groups;
	size_t n;

	for (int i = 0; i < 3; i++) {
		struct subject s = { SUBJECT_CONTAINER, i == 0 ? "x" : "y", i == 1 ? HEX64 : OTHER64,
			"", "service/web", "" };

		report_add_finding(r, c, STATUS_PASS, report_subject(r, &s, NULL), "", "is good");
	}
	report_finish(r);
	groups = html_groups(a, c, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(groups[0].n_members, 3);
	ck_assert_str_ne(groups[0].members[0].anchor, groups[0].members[1].anchor);
	ck_assert_str_ne(groups[0].members[1].anchor, groups[0].members[2].anchor);
	ck_assert_int_eq(strncmp(groups[0].members[0].anchor, "5.4-", 4), 0);
	ck_assert_uint_eq(strlen(groups[0].members[0].anchor), 4 + 12);
	ck_assert_ptr_nonnull(strstr(groups[0].members[2].anchor, "-3"));
	arena_free(a);
	report_free(r);
}
END_TEST

/* Evidence is told as it is: only sources and messages may be shortened. */
START_TEST(evidence_is_not_shortened)
{
	struct report *r = report_new();
	struct check_result *c = add_check(r, "5.4", "");
	struct arena *a = arena_new();
	struct html_group *groups;
	size_t n;

	for (int i = 0; i < 2; i++) {
		const char *id = i == 0 ? HEX64 : OTHER64;
		struct finding *f = find(r, c, STATUS_PASS, i == 0 ? "x" : "y", id, "is good");

		report_add_evidence(r, f, "Id", "GET /containers", 0, id, "");
	}
	report_finish(r);
	groups = html_groups(a, c, &n);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(groups[0].evidence[0].actual, HEX64);
	ck_assert_str_eq(html_shorten(a, HEX64 "0"), HEX64 "0"); /* 65 digits are no id */
	ck_assert_str_eq(html_shorten(a, "x " HEX64), "x 18e4b3f795c9…");
	arena_free(a);
	report_free(r);
}
END_TEST

/* The built-in template names nothing that there is not. */
START_TEST(built_in_template_is_filled)
{
	struct report *r = make_report();
	struct buf out = BUF_INIT((size_t)8 << 20);
	struct sink sink;
	struct err err = { 0 };

	sink_to_buf(&sink, &out);
	ck_assert_msg(format_html.write(r, &(struct format_options){ 0 }, &sink, &err) == 0, "%s",
	    err.msg);
	ck_assert_ptr_null(strstr(out.data, "<script>alert"));
	ck_assert_ptr_null(strstr(out.data, "data-each"));
	ck_assert_ptr_null(strstr(out.data, "data-attr"));
	ck_assert_ptr_null(strstr(out.data, " style="));
	ck_assert_ptr_nonnull(strstr(out.data, "default-src &#39;none&#39;"));
	buf_free(&out);
	report_free(r);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("html");
	TCase *tc = tcase_create("html");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, make_dir, remove_dir);
	tcase_add_loop_test(tc, template_is_filled, 0, (int)(sizeof pages / sizeof pages[0]));
	tcase_add_loop_test(
	    tc, wrong_template_is_refused, 0, (int)(sizeof refused / sizeof refused[0]));
	tcase_add_test(tc, policy_fits_style_and_script);
	tcase_add_test(tc, title_and_organization_are_text);
	tcase_add_loop_test(
	    tc, logo_is_known_by_its_content, 0, (int)(sizeof logos / sizeof logos[0]));
	tcase_add_test(tc, logo_is_limited);
	tcase_add_test(tc, anchors_are_unique);
	tcase_add_test(tc, evidence_is_not_shortened);
	tcase_add_test(tc, built_in_template_is_filled);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
