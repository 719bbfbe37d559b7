/*
 * test_compose.c: Compose projects: how files, services and variables come together, and that no
 * service passes by a value that is spoilt.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "fixture.h"
#include "base/buf.h"
#include "buildfiles/compose.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new();
}

static void
teardown(void)
{
	arena_free(arena);
}

/* ---- files that are not there but in a table ------------------------------------------------ */

struct file {
	const char *name, *text;
};
struct shelf {
	const struct file *files;
	size_t reads;
};

static const char *
read_file(void *ctx, const char *kind, const char *path, size_t *len, const char **problem)
{
	struct shelf *shelf = ctx;

	shelf->reads++;
	for (const struct file *f = shelf->files; f->name != NULL; f++) {
		size_t n = strlen(kind);

		if (strncmp(f->name, kind, n) != 0 || f->name[n] != ':' ||
		    strcmp(f->name + n + 1, path) != 0)
			continue;
		*len = strlen(f->text);
		return f->text;
	}
	*problem = strcmp(kind, "env") == 0 ? NULL : "not on the shelf";
	return NULL;
}

static const struct compose_project *
load(const char *path, const struct file *files)
{
	struct shelf shelf = { files, 0 };
	struct compose_reader reader = { read_file, &shelf, "/home/ann" };

	return compose_load(arena, &reader, path);
}

static const struct yaml *
service(const struct compose_project *p, const char *name)
{
	for (size_t i = 0; i < p->n_services; i++) {
		if (strcmp(p->services[i].name, name) == 0)
			return p->services[i].tree;
	}
	ck_abort_msg("there is no service %s", name);
	return NULL;
}

static const char *
text_at(const struct compose_project *p, const char *name, const char *path)
{
	const struct yaml *v = yaml_at(service(p, name), path);

	ck_assert_msg(v != NULL && v->kind == YAML_SCALAR, "%s has no %s", name, path);
	return v->text;
}

static const char *
items(const struct compose_project *p, const char *name, const char *path)
{
	const struct yaml *v = yaml_at(service(p, name), path);
	struct buf b = BUF_INIT(4096);
	const char *text;

	ck_assert_msg(v != NULL && v->kind == YAML_LIST, "%s has no list %s", name, path);
	for (size_t i = 0; i < v->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", v->items[i]->text);
	text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(paths_are_cleaned)
{
	static const struct {
		const char *directory, *path, *joined;
	} cases[] = {
		{ ".", "x", "x" },
		{ ".", "./x/../y", "y" },
		{ "a/b", "../c", "a/c" },
		{ "a", "../../x", "../x" },
		{ "..", "../x", "../../x" },
		{ "/a", "../../x", "/x" },
		{ "/", "x", "/x" },
		{ "a", "/x//y/.", "/x/y" },
		{ "a", "..", "." },
		{ "/a", "..", "/" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_str_eq(
		    compose_join(arena, cases[i].directory, cases[i].path), cases[i].joined);
}
END_TEST

START_TEST(services_extend_others)
{
	static const struct file files[] = {
		{ "compose:a/c.yaml", "services:\n"
				      "  web:\n"
				      "    extends: {service: mid, file: ../b/base.yaml}\n"
				      "    environment: {A: web, C: web}\n"
				      "    volumes: [\"./x:/x\"]\n"
				      "    command: [web]\n"
				      "    labels: !override [only=this]\n"
				      "    ports: !reset []\n"
				      "    logging: {driver: local, options: {b: 2}}\n"
				      "    networks: {n2: {aliases: [w]}}\n"
				      "    cap_add: [B]\n" },
		{ "compose:b/base.yaml", "services:\n"
					 "  root:\n"
					 "    image: ${IMAGE}\n"
					 "    environment: [A=root, B=root]\n"
					 "    volumes: [\"./x:/y\"]\n"
					 "    command: [root, x]\n"
					 "    labels: {a: b}\n"
					 "    ports: [\"80:80\"]\n"
					 "    logging: {driver: syslog, options: {a: 1}}\n"
					 "    networks: [n1]\n"
					 "    cap_add: [A]\n"
					 "  mid:\n"
					 "    extends: root\n"
					 "    user: \"1\"\n" },
		{ "env:a/.env", "IMAGE=busybox\n" },
		{ NULL, NULL },
	};
	const struct compose_project *p = load("a/c.yaml", files);
	const struct yaml *volumes;

	ck_assert_ptr_null(p->problem);
	ck_assert_uint_eq(p->n_services, 1);
	ck_assert_str_eq(text_at(p, "web", "image"), "busybox"); /* the project's own .env */
	ck_assert_str_eq(text_at(p, "web", "user"), "1");
	ck_assert_str_eq(items(p, "web", "environment"), "B=root A=web C=web");
	ck_assert_str_eq(items(p, "web", "command"), "web");
	ck_assert_str_eq(items(p, "web", "labels"), "only=this");
	ck_assert_str_eq(items(p, "web", "cap_add"), "A B");
	ck_assert_ptr_null(yaml_at(service(p, "web"), "ports"));
	ck_assert_str_eq(text_at(p, "web", "logging.options.b"), "2");
	ck_assert_ptr_null(yaml_at(service(p, "web"), "logging.options.a"));
	ck_assert_uint_eq(yaml_at(service(p, "web"), "networks")->n, 2);
	/* each path counts from its own file */
	volumes = yaml_at(service(p, "web"), "volumes");
	ck_assert_uint_eq(volumes->n, 2);
	ck_assert_str_eq(volumes->items[0]->source, "b/base.yaml");
	ck_assert_int_eq(volumes->items[0]->line, 5);
	{
		struct yaml path = *volumes->items[0];

		path.text = "./x";
		ck_assert_str_eq(compose_path(arena, p, &path), "b/x");
		path.source = volumes->items[1]->source;
		ck_assert_str_eq(compose_path(arena, p, &path), "a/x");
	}
}
END_TEST

START_TEST(what_is_extended_may_be_missing)
{
	static const struct file files[] = {
		{ "compose:c.yaml", "services:\n"
				    "  a: {extends: {service: x, file: none.yaml}}\n"
				    "  b: {extends: nobody}\n"
				    "  c: {extends: {service: \"${NONE}\"}}\n"
				    "  d: {extends: d}\n"
				    "  e: {extends: {service: x, file: bad.yaml}}\n"
				    "  f: {extends: [x]}\n"
				    "  g: {extends: {service: x, file: \"https://h/c.yaml\"}}\n"
				    "  h: {extends: a}\n"
				    "  i: {image: x}\n" },
		{ "compose:bad.yaml", "a: [\n" },
		{ NULL, NULL },
	};
	static const char *const problems[] = {
		"none.yaml, which could not be read: not on the shelf",
		"extends the service nobody, which is not in c.yaml",
		"cannot be told which service", "extends itself",
		"bad.yaml:", "cannot be told which service", "not here",
		"none.yaml, which could not be read"
	};
	const struct compose_project *p = load("c.yaml", files);

	ck_assert_uint_eq(p->n_services, 9);
	for (size_t i = 0; i < 8; i++) {
		ck_assert_ptr_null(p->services[i].tree);
		ck_assert_msg(strstr(p->services[i].problem.text, problems[i]) != NULL, "%s: %s",
		    p->services[i].name, p->services[i].problem.text);
	}
	ck_assert_ptr_nonnull(p->services[8].tree);
	ck_assert_uint_eq(p->n_remote, 1);
	ck_assert_str_eq(p->remote[0].text, "https://h/c.yaml");
}
END_TEST

START_TEST(files_include_others)
{
	static const struct file files[] = {
		{ "compose:c.yaml", "include:\n"
				    "  - one/c.yaml\n"
				    "  - {path: [two/c.yaml, over.yaml], project_directory: two, "
				    "env_file: two.env}\n"
				    "  - missing.yaml\n"
				    "  - c.yaml\n"
				    "services: {own: {image: own}, twice: {image: here}}\n"
				    "volumes: {v: {name: outer}}\n" },
		{ "env:.env", "A=outer\n" },
		{ "compose:one/c.yaml",
		    "include: [../deep.yaml]\n"
		    "services: {one: {image: \"$A-$B\"}, twice: {image: there}}\n"
		    "volumes: {v: {name: inner}, w: }\n" },
		{ "env:one/.env", "A=inner\nB=one\n" },
		{ "compose:deep.yaml", "services: {deep: {image: deep}}\n" },
		{ "compose:two/c.yaml",
		    "services: {two: {image: two, env_file: x.env, user: a}}\n" },
		{ "compose:over.yaml",
		    "services: {two: {image: \"$B\", user: b, env_file: y.env}}\n" },
		{ "env:two.env", "B=over\n" },
		{ NULL, NULL },
	};
	const struct compose_project *p = load("c.yaml", files);
	const char *const *named = compose_files_named(arena, p);

	ck_assert_ptr_null(p->problem);
	ck_assert_str_eq(
	    text_at(p, "one", "image"), "outer-one"); /* the outer project's comes first */
	ck_assert_str_eq(text_at(p, "two", "image"), "over");
	ck_assert_str_eq(text_at(p, "two", "user"), "b");
	ck_assert_str_eq(text_at(p, "deep", "image"), "deep");
	ck_assert_str_eq(text_at(p, "twice", "image"), "here");
	ck_assert_str_eq(yaml_at(p->model, "volumes.v.name")->text, "outer");
	ck_assert_ptr_nonnull(yaml_at(p->model, "volumes.w"));
	ck_assert_str_eq(named[0], "two/x.env"); /* both count from the project's directory */
	ck_assert_str_eq(named[1], "two/y.env");
	ck_assert_ptr_null(named[2]);
	ck_assert_uint_eq(p->n_problems, 2);
	ck_assert_int_eq(p->problems[0].line, 4);
	ck_assert_ptr_nonnull(strstr(p->problems[0].text, "not on the shelf"));
	ck_assert_ptr_nonnull(strstr(p->problems[1].text, "include each other"));
}
END_TEST

START_TEST(documents_of_a_text_are_laid_over_each_other)
{
	static const struct file files[] = {
		{ "compose:c.yaml", "services: {a: {image: x, cap_add: [A]}}\n---\n# nothing\n---\n"
				    "services: {a: {image: y, cap_add: [B]}, b: {image: z}}\n" },
		{ NULL, NULL },
	};
	const struct compose_project *p = load("c.yaml", files);

	ck_assert_str_eq(text_at(p, "a", "image"), "y");
	ck_assert_str_eq(items(p, "a", "cap_add"), "A B");
	ck_assert_str_eq(text_at(p, "b", "image"), "z");
}
END_TEST

START_TEST(what_is_no_compose_file_has_no_model)
{
	static const struct file files[] = {
		{ "compose:empty.yaml", "# nothing\n" },
		{ "compose:list.yaml", "- a\n" },
		{ "compose:two.yaml", "a: 1\na: 2\n" },
		{ NULL, NULL },
	};

	ck_assert_str_eq(load("empty.yaml", files)->problem, "empty.yaml: is empty");
	ck_assert_str_eq(
	    load("list.yaml", files)->problem, "list.yaml:1:1: a Compose file is a map");
	ck_assert_ptr_nonnull(strstr(load("two.yaml", files)->problem, "two.yaml:2:1: "));
	ck_assert_ptr_nonnull(strstr(load("none.yaml", files)->problem, "not on the shelf"));
}
END_TEST

/* A chain of services that each add to the one before must not cost more than it is long. */
START_TEST(growth_is_limited)
{
	struct buf b = BUF_INIT((size_t)1 << 24);
	struct file files[] = { { "compose:c.yaml", NULL }, { NULL, NULL } };
	const struct compose_project *p;

	buf_puts(&b, "services:\n  s0: {image: x}\n");
	for (int i = 1; i < 100; i++)
		buf_printf(&b, "  s%d: {extends: s%d, cap_add: [C%d]}\n", i, i - 1, i);
	files[0].text = b.data;
	p = load("c.yaml", files);
	ck_assert_uint_eq(p->n_services, 100);
	ck_assert_ptr_nonnull(p->services[16].tree);
	ck_assert_ptr_nonnull(p->services[99].tree); /* each is resolved once, from the first on */
	buf_free(&b);
	/* the other way round it is deep */
	buf_puts(&b, "services:\n");
	for (int i = 99; i > 0; i--)
		buf_printf(&b, "  s%d: {extends: s%d}\n", i, i - 1);
	buf_puts(&b, "  s0: {image: x}\n");
	files[0].text = b.data;
	p = load("c.yaml", files);
	ck_assert_ptr_nonnull(strstr(p->services[0].problem.text, "too many services"));
	buf_free(&b);
	/* two maps of many members each */
	for (int k = 0; k < 2; k++) {
		buf_puts(&b, "---\n");
		for (int i = 0; i < 20000; i++)
			buf_printf(&b, "k%d-%d: 1\n", k, i);
	}
	files[0].text = b.data;
	p = load("c.yaml", files);
	ck_assert_str_eq(p->problem, "the project grows too large");
	buf_free(&b);
	buf_puts(&b, "services:\n");
	for (int i = 0; i < COMPOSE_MAX_SERVICES + 1; i++)
		buf_printf(&b, "  s%d: {image: x}\n", i);
	files[0].text = b.data;
	p = load("c.yaml", files);
	ck_assert_uint_eq(p->n_services, COMPOSE_MAX_SERVICES);
	ck_assert_uint_eq(p->n_problems, 1);
	buf_free(&b);
}
END_TEST

/* ---- services as containers ----------------------------------------------------------------- */

static struct facts *
facts_of(const char *text)
{
	struct facts *f = facts_new();

	give(f, "meta",
	    "{\"version\":1,\"build_files\":true,\"compose_files\":[\"c.yaml\"],"
	    "\"directory\":\"/srv\",\"home\":\"/home/ann\"}");
	give(f, "compose:c.yaml", text);
	give_problem(f, "env:.env", DOC_GONE, "not there");
	facts_finish(f);
	ck_assert_uint_eq(f->n_compose_files, 1);
	ck_assert_msg(
	    f->compose_files[0].origin.state == DOC_OK, "%s", f->compose_files[0].origin.problem);
	return f;
}

START_TEST(a_service_becomes_what_the_engine_would_be_asked_for)
{
	struct facts *f =
	    facts_of("name: p\n"
		     "services:\n"
		     "  a:\n"
		     "    image: x:1\n"
		     "    mem_limit: 1.5g\n"
		     "    cpus: '0.5'\n"
		     "    ports: [\"127.0.0.1:8000-8001:80-81/udp\", \"[::1]::443\", 9]\n"
		     "    volumes: [\"/a/../b:/x:ro,rshared\", \"~/y:/y\", \"data:/z\", /anon, "
		     "\"C:\\\\x:/w\"]\n"
		     "    devices: [\"/dev/a:/dev/b\", {source: /dev/c}]\n"
		     "    ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}\n"
		     "    labels: [a=b, c]\n"
		     "    restart: on-failure:3\n"
		     "    healthcheck: {test: curl localhost}\n"
		     "    networks: {front: , ext: }\n"
		     "networks: {ext: {external: true, name: outside}}\n");
	const struct container *c = &f->compose_files[0].services[0].container;

	ck_assert_int_eq(c->memory.v, 1610612736);
	ck_assert_int_eq(c->nano_cpus.v, 500000000);
	ck_assert_int_eq(c->privileged.seen, SEEN);
	ck_assert_int_eq(c->cap_add.seen, ABSENT);
	ck_assert_uint_eq(c->n_ports, 4);
	ck_assert_str_eq(c->ports[1].container_port, "81/udp");
	ck_assert_int_eq(c->ports[1].host_port, 8001);
	ck_assert_str_eq(c->ports[2].host_ip, "::1");
	ck_assert_int_eq(c->ports[2].host_port, 0);
	ck_assert_str_eq(c->ports[3].container_port, "9/tcp");
	ck_assert_uint_eq(c->n_mounts, 5);
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->destination, "/x") == 0) {
			ck_assert_str_eq(m->source, "/b");
			ck_assert(!m->rw.v);
			ck_assert_str_eq(m->propagation, "rshared");
		} else if (strcmp(m->destination, "/y") == 0) {
			ck_assert_str_eq(m->source, "/home/ann/y");
		} else {
			ck_assert_str_eq(
			    m->type, strcmp(m->destination, "/w") == 0 ? "bind" : "volume");
		}
	}
	ck_assert_str_eq(c->devices.v[0], "/dev/a:/dev/b:rwm");
	ck_assert_str_eq(c->devices.v[1], "/dev/c:/dev/c:rwm");
	ck_assert_str_eq(c->ulimits.v[0], "nofile=1:2");
	ck_assert_str_eq(c->ulimits.v[1], "nproc=3:3");
	ck_assert_str_eq(map_get(&c->labels, "a"), "b");
	ck_assert_str_eq(map_get(&c->labels, "c"), "");
	ck_assert_str_eq(c->restart_name.v, "on-failure");
	ck_assert_int_eq(c->restart_retries.v, 3);
	ck_assert_str_eq(c->healthcheck.v[0], "CMD-SHELL");
	ck_assert_str_eq(c->networks.v[0], "p_front");
	ck_assert_str_eq(c->networks.v[1], "outside");
	facts_free(f);
}
END_TEST

START_TEST(fields_are_found_in_the_file)
{
	struct facts *f = facts_of("services:\n"
				   "  a:\n"
				   "    image: x\n"
				   "    deploy:\n"
				   "      resources:\n"
				   "        limits:\n"
				   "          memory: 1g\n"
				   "    cap_add:\n"
				   "      - A\n");
	const struct compose_service *s = &f->compose_files[0].services[0];

	ck_assert_str_eq(compose_key(s, "HostConfig.Memory").key, "deploy.resources.limits.memory");
	ck_assert_int_eq(compose_key(s, "HostConfig.Memory").line, 7);
	ck_assert_str_eq(compose_key(s, "HostConfig.PidsLimit").key, "pids_limit");
	ck_assert_int_eq(compose_key(s, "HostConfig.PidsLimit").line, 2);
	ck_assert(compose_key(s, "HostConfig.PidsLimit").absent);
	ck_assert_int_eq(compose_key(s, "HostConfig.CapAdd").line, 8);
	ck_assert_str_eq(compose_key(s, "HostConfig.RestartPolicy.Name").key, "restart");
	ck_assert_str_eq(compose_key(s, "Mounts[].Propagation").key, "volumes");
	facts_free(f);
}
END_TEST

/* ---- no PASS by a spoilt value
 * ------------------------------------------------------------------- */

static size_t
indent_of(const char *line)
{
	return strspn(line, " ");
}

/* Puts what no key may hold in place of the value on this line, with all that hangs below it. */
static void
spoil_line(cJSON *lines, int line)
{
	cJSON *item = cJSON_GetArrayItem(lines, line - 1), *next;
	const char *text = item->valuestring, *colon = strchr(text, ':');
	char spoilt[256];

	ck_assert_msg(colon != NULL, "nothing to spoil in: %s", text);
	snprintf(spoilt, sizeof spoilt, "%.*s: [[{spoilt: []}]]", (int)(colon - text), text);
	while ((next = cJSON_GetArrayItem(lines, line)) != NULL &&
	       indent_of(next->valuestring) > indent_of(text))
		cJSON_DeleteItemFromArray(lines, line);
	cJSON_ReplaceItemInArray(lines, line - 1, cJSON_CreateString(spoilt));
}

static bool
still_passes(const cJSON *documents, const struct check *check, const char *subject)
{
	struct facts *f = fixture_facts(documents);
	struct report *r = report_new();
	bool passes = false;

	judge_run(r, f, catalogue_section_of(check), check, NULL);
	for (size_t i = 0; i < r->checks[0].n_findings; i++) {
		const struct finding *found = &r->checks[0].findings[i];

		passes = passes || (found->status == STATUS_PASS &&
				       strcmp(found->subject->name, subject) == 0);
	}
	report_free(r);
	facts_free(f);
	return passes;
}

/* Whatever the order: also what the other one inherits, and what is not known of that. */
START_TEST(what_is_inherited_is_inherited_further)
{
	struct facts *f = facts_of("services:\n"
				   "  a: {image: x, volumes_from: [b]}\n"
				   "  b: {image: x, volumes_from: [c], volumes: [\"/usr:/u\"]}\n"
				   "  c: {image: x, volumes: [\"/etc:/e\"]}\n"
				   "  d: {image: x, volumes_from: [e]}\n"
				   "  e: {image: x, volumes_from: [\"container:x\"]}\n"
				   "  f: {image: x, volumes_from: [f, g], volumes: [\"/f:/f\"]}\n"
				   "  g: {image: x, volumes_from: [f]}\n");
	const struct compose_service *s = f->compose_files[0].services;

	ck_assert_uint_eq(s[0].container.n_mounts, 2);
	ck_assert_uint_eq(s[1].container.n_mounts, 2);
	ck_assert_ptr_null(compose_gap(&s[0], "Mounts"));
	ck_assert_ptr_nonnull(compose_gap(&s[3], "Mounts"));
	ck_assert_uint_ge(s[5].container.n_mounts, 1);
	facts_free(f);
}
END_TEST

/* Each service has what the one before it has, twice. */
START_TEST(inherited_volumes_do_not_double_without_end)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	struct facts *f;
	const struct compose_file *file;
	size_t n = 0;

	buf_puts(&b, "services:\n  s100: {image: x, volumes: [\"/etc:/a\"]}\n");
	for (int i = 101; i < 160; i++)
		buf_printf(&b, "  s%d: {image: x, volumes_from: [s%d, \"s%d:ro\"]}\n", i, i - 1,
		    i - 1);
	f = facts_of(buf_str(&b));
	file = &f->compose_files[0];
	ck_assert_uint_eq(file->services[0].container.n_mounts, 1);
	ck_assert_uint_eq(file->services[3].container.n_mounts, 8);
	ck_assert_ptr_null(compose_gap(&file->services[3], "Mounts"));
	for (size_t i = 0; i < file->n_services; i++)
		n += file->services[i].container.n_mounts;
	ck_assert_uint_lt(n, 30000);
	ck_assert_ptr_nonnull(compose_gap(&file->services[59], "Mounts"));
	facts_free(f);
	buf_free(&b);
}
END_TEST

START_TEST(no_pass_survives_a_spoilt_key)
{
	cJSON *documents = fixture_read(true);
	size_t tried = 0, wrong = 0;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		struct facts *f;
		struct report *r;

		if (w.check->scope != SCOPE_COMPOSE)
			continue;
		f = fixture_facts(documents);
		r = report_new();
		judge_run(r, f, w.section, w.check, NULL);
		for (size_t i = 0; i < r->checks[0].n_findings; i++) {
			const struct finding *found = &r->checks[0].findings[i];

			for (size_t e = 0; found->status == STATUS_PASS && e < found->n_evidence;
			     e++) {
				const struct evidence *ev = &found->evidence[e];
				char name[128];
				cJSON *spoilt, *lines;

				/* M-22 looks for secrets' values only: anything else is none. */
				if (strcmp(ev->actual, "not set") == 0 || ev->line == 0 ||
				    strcmp(w.check->id, "M-22") == 0)
					continue;
				snprintf(name, sizeof name, "compose:%s",
				    evidence_source(found, ev));
				spoilt = cJSON_Duplicate(documents, true);
				lines = cJSON_GetObjectItemCaseSensitive(spoilt, name);
				spoil_line(lines, (int)ev->line);
				tried++;
				if (still_passes(spoilt, w.check, found->subject->name)) {
					wrong++;
					fprintf(stderr, "%s passes %s although %s is spoilt\n",
					    w.check->id, found->subject->name, ev->what);
				}
				cJSON_Delete(spoilt);
			}
		}
		report_free(r);
		facts_free(f);
	}
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_ge(tried, 30);
	cJSON_Delete(documents);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("compose");
	TCase *tc = tcase_create("compose");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, paths_are_cleaned);
	tcase_add_test(tc, services_extend_others);
	tcase_add_test(tc, what_is_extended_may_be_missing);
	tcase_add_test(tc, files_include_others);
	tcase_add_test(tc, documents_of_a_text_are_laid_over_each_other);
	tcase_add_test(tc, what_is_no_compose_file_has_no_model);
	tcase_add_test(tc, growth_is_limited);
	tcase_add_test(tc, a_service_becomes_what_the_engine_would_be_asked_for);
	tcase_add_test(tc, fields_are_found_in_the_file);
	tcase_add_test(tc, what_is_inherited_is_inherited_further);
	tcase_add_test(tc, inherited_volumes_do_not_double_without_end);
	tcase_add_test(tc, no_pass_survives_a_spoilt_key);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
