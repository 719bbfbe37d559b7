/*
 * test_dockerfile.c: what the parser makes of Dockerfiles, and of what is none.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buildfiles/dockerfile.h"
#include "snapshot/mask.h"

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

static const struct dockerfile *
read_text(const char *text)
{
	return dockerfile_read(arena, text, strlen(text));
}

static size_t
draw_value(char *out, size_t n, const struct df_value *v)
{
	return (size_t)snprintf(out, n, "%s%s%s%s", v->text, v->unknown ? "?" : "",
	    v->unknown ? v->unknown : "", "");
}

/*
 * One instruction: "3:RUN --mount=x [a,b] {A=1} <text> <<EOF" with the lines "3-5" where there are
 * several, "!" for ONBUILD, "J" for exec form.
 */
static size_t
draw_instruction(char *out, size_t n, const struct df_instruction *i)
{
	size_t k = (size_t)snprintf(out, n, "%d", (int)i->line);

	if (i->end_line != i->line)
		k += (size_t)snprintf(out + k, n - k, "-%d", (int)i->end_line);
	k += (size_t)snprintf(out + k, n - k, ":%s%s%s", df_kind_name(i->kind), i->onbuild ? "!" : "",
	    i->json ? "J" : "");
	for (size_t f = 0; f < i->n_flags; f++) {
		k += (size_t)snprintf(out + k, n - k, " --%s=", i->flags[f].name);
		k += draw_value(out + k, n - k, &i->flags[f].value);
	}
	for (size_t w = 0; w < i->n_words; w++) {
		k += (size_t)snprintf(out + k, n - k, "%s", w == 0 ? " " : ",");
		k += draw_value(out + k, n - k, &i->words[w].value);
	}
	for (size_t p = 0; p < i->n_pairs; p++) {
		k += (size_t)snprintf(out + k, n - k, " %s%s", i->pairs[p].name,
		    i->pairs[p].has_value ? "=" : "");
		k += draw_value(out + k, n - k, &i->pairs[p].value);
	}
	if (i->text[0] != '\0')
		k += (size_t)snprintf(out + k, n - k, " <%s>@%d", i->text, (int)i->text_line);
	for (size_t h = 0; h < i->n_heredocs; h++)
		k += (size_t)snprintf(out + k, n - k, " <<%s%s%s(%s)@%d",
		    i->heredocs[h].chomp ? "-" : "", i->heredocs[h].expand ? "" : "'",
		    i->heredocs[h].name, i->heredocs[h].body, (int)i->heredocs[h].line);
	return k;
}

/* All instructions but the first FROM of the texts below. */
static const char *
drawn(const struct dockerfile *d)
{
	size_t k = 0, n = 16384;
	char *out = arena_alloc(arena, n);

	if (d->error != NULL) {
		snprintf(out, n, "%d: %s", (int)d->error_line, d->error);
		return out;
	}
	for (size_t i = 0; i < d->n_instructions; i++) {
		if (i == 0 && d->instructions[i].kind == DF_FROM)
			continue;
		k += (size_t)snprintf(out + k, n - k, "%s", k > 0 ? "; " : "");
		k += draw_instruction(out + k, n - k, &d->instructions[i]);
	}
	return out;
}

static const struct { const char *text, *drawn; } readings[] = {
	{ "FROM a\nRUN b c", "2:RUN <b c>@2" },
	{ "from a\nrun b", "2:RUN <b>@2" },
	{ "\n  # x\n\n FROM a\n\tRUN b\n", "5:RUN <b>@5" },
	{ "\xef\xbb\xbf" "FROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n", "2-3:RUN <b \\\n  c>@2; 4:USER d" },
	/* continued lines, comments and empty lines in them, no end at the file's end */
	{ "FROM a\nRUN b && \\\n# no\n   # no\n\n  c\nUSER d", "2-6:RUN <b && \\\n\\\n\\\n\\\n  c>@2; 7:USER d" },
	{ "FROM a\nRUN b \\", "2:RUN <b >@2" },
	{ "FROM a\nRUN b \\  \n  c", "2-3:RUN <b \\\n  c>@2" },
	{ "FROM a\nRUN b \\\\\nUSER c", "2:RUN <b \\\\>@2; 3:USER c" },
	{ "FROM a\nRUN \\\n  b", "2-3:RUN <b>@3" },
	{ "FROM a\nRU\\\nN b", "2-3:RUN <b>@3" },
	{ "FROM a\nRUN b \\\nUSER c", "2-3:RUN <b \\\nUSER c>@2" },
	{ "FROM a\n# USER b \\\nUSER c", "3:USER c" },
	/* directives */
	{ "# escape=`\nFROM a\nRUN b `\n c\\\nUSER d", "3-4:RUN <b \\\n c\\>@3; 5:USER d" },
	{ "# syntax=docker/dockerfile:1\n# ESCAPE = `\nFROM a\nRUN b `\n c", "4-5:RUN <b \\\n c>@4" },
	{ "# note\n# escape=`\nFROM a\nRUN b `\nUSER c", "4:RUN <b `>@4; 5:USER c" },
	{ "\n# escape=`\nFROM a\nRUN b `\nUSER c", "4:RUN <b `>@4; 5:USER c" },
	{ "# escape=x\nFROM a", "1: the escape directive takes \\ or ` only" },
	{ "# escape=`\n# escape=`\nFROM a", "2: a parser directive is there twice" },
	/* exec and shell form */
	{ "FROM a\nRUN [\"b\", \"c d\"]", "2:RUNJ b,c d" },
	{ "FROM a\nRUN  [ \"b\" ,\\\n \"c\" ]", "2-3:RUNJ b,c" },
	{ "FROM a\nRUN ['b']", "2:RUN <['b']>@2" },
	{ "FROM a\nRUN [ -f b ] && c", "2:RUN <[ -f b ] && c>@2" },
	{ "FROM a\nRUN [\"b\"] c", "2:RUN <[\"b\"] c>@2" },
	{ "FROM a\nCMD []", "2:CMDJ" },
	{ "FROM a\nCMD [1]", "2: CMD takes only strings in its array" },
	{ "FROM a\nENTRYPOINT b", "2:ENTRYPOINT <b>@2" },
	{ "FROM a\nSHELL [\"bash\",\"-c\"]", "2:SHELLJ bash,-c" },
	{ "FROM a\nSHELL bash -c", "2: SHELL wants an array in JSON" },
	/* flags */
	{ "FROM a\nRUN --mount=type=cache,target=/x --network=none b", "2:RUN --mount=type=cache,target=/x --network=none <b>@2" },
	{ "FROM a\nRUN --mount=x \\\n --security=insecure \\\n b", "2-4:RUN --mount=x --security=insecure <b>@4" },
	{ "FROM a\nCOPY --from=b --chown=1:1 --link c d", "2:COPY --from=b --chown=1:1 --link= c,d" },
	{ "FROM a\nRUN -- --b", "2:RUN <--b>@2" },
	{ "FROM a\nARG X=1\nCOPY --chown=${X}:2 c d", "2:ARG X=1; 3:COPY --chown=1:2 c,d" },
	/* COPY, ADD, VOLUME, EXPOSE */
	{ "FROM a\nCOPY [\"b c\", \"d\"]", "2:COPYJ b c,d" },
	{ "FROM a\nCOPY b", "2: COPY wants a source and a destination" },
	{ "FROM a\nCOPY b\\ c \"d\"", "2:COPY b,c,d" },
	{ "FROM a\nVOLUME /a /b", "2:VOLUME /a,/b" },
	{ "FROM a\nEXPOSE 80 443/tcp \\\n 8080-8090", "2-3:EXPOSE 80,443/tcp,8080-8090" },
	/* ENV, ARG, LABEL */
	{ "FROM a\nENV A=1 B=\"x y\" C='z w' D=a\\ b", "2:ENV A=1 B=x y C=z w D=a b" },
	{ "FROM a\nENV A  x  \"y\" ", "2:ENV A=x  y" },
	{ "FROM a\nENV A b=c", "2:ENV A=b=c" },
	{ "FROM a\nENV A=1 \\\n    B=2", "2-3:ENV A=1 B=2" },
	{ "FROM a\nENV A=\\\nb", "2-3:ENV A=b" },
	{ "FROM a\nENV A=\"b \\\nc\"", "2-3:ENV A=b c" },
	{ "FROM a\nENV A=1 B", "2: ENV wants NAME=value" },
	{ "FROM a\nENV A", "2: ENV wants a name and a value" },
	{ "FROM a\nENV =1", "2: ENV wants NAME=value" },
	{ "FROM a\nENV A=\"1", "2: a quote or brace is not closed" },
	{ "FROM a\nARG A B=2 C=", "2:ARG A B=2 C=" },
	{ "FROM a\nLABEL a.b=\"c\" d='e=f'", "2:LABEL a.b=c d=e=f" },
	/* HEALTHCHECK, ONBUILD, the rest */
	{ "FROM a\nHEALTHCHECK --interval=5s CMD curl x", "2:HEALTHCHECK --interval=5s CMD <curl x>@2" },
	{ "FROM a\nHEALTHCHECK CMD [\"a\",\"b\"]", "2:HEALTHCHECKJ CMD,a,b" },
	{ "FROM a\nHEALTHCHECK none", "2:HEALTHCHECK none" },
	{ "FROM a\nHEALTHCHECK curl x", "2: HEALTHCHECK wants NONE or CMD, not \"curl\"" },
	{ "FROM a\nONBUILD RUN b", "2:RUN! <b>@2" },
	{ "FROM a\nonbuild copy --from=x b c", "2:COPY! --from=x b,c" },
	{ "FROM a\nONBUILD FROM b", "2: FROM is not allowed behind ONBUILD" },
	{ "FROM a\nONBUILD ONBUILD RUN b", "2: ONBUILD is not allowed behind ONBUILD" },
	{ "FROM a\nONBUILD b", "2: unknown instruction \"b\" behind ONBUILD" },
	{ "FROM a\nMAINTAINER b c", "2:MAINTAINER b c" },
	{ "FROM a\nWORKDIR /b c", "2:WORKDIR /b c" },
	{ "FROM a\nSTOPSIGNAL SIGTERM", "2:STOPSIGNAL SIGTERM" },
	/* here documents */
	{ "FROM a\nRUN <<EOF\nb\n# c\nEOF\nUSER d", "2-5:RUN <<<EOF>@2 <<EOF(b\n# c\n)@3; 6:USER d" },
	{ "FROM a\nRUN <<-\"E F\" cat\n\tb\n\tE F\nUSER d", "2-4:RUN <<<-\"E F\" cat>@2 <<-'E F(\tb\n)@3; 5:USER d" },
	{ "FROM a\nCOPY <<A <<'B' /c/\nx\nA\ny\nB\nUSER d",
	    "2-6:COPY <<A,<<'B',/c/ <<A(x\n)@3 <<'B(y\n)@5; 7:USER d" },
	{ "FROM a\nRUN 3<<E cat\r\nx\r\nE\r\nUSER d", "2-4:RUN <3<<E cat>@2 <<E(x\r\n)@3; 5:USER d" },
	{ "FROM a\nRUN b \\\n <<E \\\n c\nx\nE", "2-6:RUN <b \\\n <<E \\\n c>@2 <<E(x\n)@5" },
	{ "FROM a\nRUN <<E\nx", "2: the here document E is not closed" },
	{ "FROM a\nRUN <<E\nE", "2-3:RUN <<<E>@2 <<E()@3" },
	{ "FROM a\nRUN [\"b\", \"<<E\"]\nUSER c", "2:RUNJ b,<<E; 3:USER c" },
	{ "FROM a\nRUN echo \"<<E\" $((1 << 2)) a<<<b\nUSER c", "2:RUN <echo \"<<E\" $((1 << 2)) a<<<b>@2; 3:USER c" },
	{ "FROM a\nRUN echo it's <<E\nUSER c", "2:RUN <echo it's <<E>@2; 3:USER c" },
	{ "FROM a\nCMD cat <<E\nUSER c", "2:CMD <cat <<E>@2; 3:USER c" },
	{ "FROM a\nONBUILD RUN <<E\nx\nE\nUSER c", "2-4:RUN! <<<E>@2 <<E(x\n)@3; 5:USER c" },
	{ "FROM a\nRUN <<E\nRUN <<F\nE\nUSER c", "2-4:RUN <<<E>@2 <<E(RUN <<F\n)@3; 5:USER c" },
	/* what is no Dockerfile */
	{ "", "1: there is no FROM in it" },
	{ "# only this\n", "1: there is no FROM in it" },
	{ "ARG A", "1: there is no FROM in it" },
	{ "RUN a\nFROM b", "1: RUN before the first FROM" },
	{ "FROM a\nRNU b", "2: unknown instruction \"RNU\"" },
	{ "FROM", "1: FROM wants an argument" },
	{ "FROM a\n\nUSER", "3: USER wants an argument" },
	{ "FROM a b", "1: FROM wants an image, and perhaps AS and a name" },
	{ "FROM a AS 1b", "1: \"1b\" is no name for a stage" },
	{ "version: '3'\nservices:\n", "1: unknown instruction \"version:\"" },
};

START_TEST(texts_are_read)
{
	ck_assert_str_eq(drawn(read_text(readings[_i].text)), readings[_i].drawn);
}
END_TEST

/* ---- stages and variables ------------------------------------------------------------------- */

static const struct { const char *text, *stages; } stage_readings[] = {
	{ "FROM a:1", "a:1" },
	{ "FROM --platform=$BUILDPLATFORM a:1 AS X\nFROM x", "a:1 as x on $BUILDPLATFORM; x=0" },
	{ "FROM a AS b\nFROM b AS c\nFROM a", "a as b; b as c=0; a" },
	{ "FROM b\nFROM a AS b\nFROM b", "b; a as b; b=1" },
	{ "FROM a AS b\nFROM c AS b\nFROM b", "a as b; c as b; b=1" },
	{ "FROM a\nFROM 0", "a; 0" },
	{ "ARG V=1\nFROM a:$V", "a:1" },
	{ "ARG V=1\nARG W=${V}2\nFROM a:${W}-x", "a:12-x" },
	{ "ARG V\nFROM a:$V", "a:$V?V" },
	{ "FROM a:$V", "a:$V?V" },
	{ "FROM a:${V:-3}", "a:3" },
	{ "ARG V\nFROM a:${V:-3}", "a:3" },
	{ "ARG V=\nFROM a:${V:-3} AS b\nFROM a:${V-3}", "a:3 as b; a:" },
	{ "ARG V=1\nFROM a${V:+:2}${W:+:3}", "a:2" },
	{ "FROM a:${V:-${W:-4}}", "a:4" },
	{ "FROM a:${V:?no}", "a:${V:?no}?V" },
	{ "ARG V=1.2\nFROM a:${V%.2}", "a:${V%.2}?V" },
	{ "ARG B=x\nFROM a AS x\nFROM $B", "a as x; x=0" },
	{ "FROM a\nARG V=1\nFROM b:${V}", "a; b:${V}?V" },
	{ "ARG I=\"a b\"\nFROM $I", "a b" },
	{ "ARG A='$B'\nFROM $A", "$B" },
};

START_TEST(stages_are_found)
{
	const struct dockerfile *d = read_text(stage_readings[_i].text);
	char out[4096] = "";
	size_t k = 0;

	ck_assert_msg(d->error == NULL, "%s", d->error);
	for (size_t i = 0; i < d->n_stages; i++) {
		const struct df_stage *s = &d->stages[i];

		k += (size_t)snprintf(out + k, sizeof out - k, "%s", i > 0 ? "; " : "");
		k += draw_value(out + k, sizeof out - k, &s->image);
		if (s->alias != NULL)
			k += (size_t)snprintf(out + k, sizeof out - k, " as %s", s->alias);
		if (s->platform != NULL)
			k += (size_t)snprintf(out + k, sizeof out - k, " on %s", s->platform);
		if (s->parent != DF_NONE)
			k += (size_t)snprintf(out + k, sizeof out - k, "=%zu", s->parent);
	}
	ck_assert_str_eq(out, stage_readings[_i].stages);
}
END_TEST

/* The last USER of each text. */
static const struct { const char *text, *user; } scopes[] = {
	{ "FROM a\nUSER app:app", "app:app" },
	{ "FROM a\nENV U=app\nUSER $U", "app" },
	{ "FROM a\nARG U=app\nUSER ${U}:${U}", "app:app" },
	{ "FROM a\nARG U=app\nENV U=web\nUSER $U", "web" },
	{ "FROM a\nENV U=web\nARG U=app\nUSER $U", "web" },
	{ "FROM a\nARG U\nUSER $U", "$U?U" },
	{ "FROM a\nUSER $U", "$U?U" },
	{ "FROM a\nUSER ${U:-app}", "${U:-app}?U" },
	{ "FROM scratch\nUSER ${U:-app}", "app" },
	{ "FROM a\nARG U\nUSER ${U:-app}", "app" },
	{ "ARG U=app\nFROM a\nUSER $U", "$U?U" },
	{ "ARG U=app\nFROM a\nARG U\nUSER $U", "app" },
	{ "ARG U=app\nFROM a\nARG U=web\nUSER $U", "web" },
	{ "FROM a AS b\nENV U=app\nFROM b\nUSER $U", "app" },
	{ "FROM a AS b\nARG U=app\nFROM b\nUSER $U", "$U?U" },
	{ "FROM scratch AS b\nFROM b\nUSER ${U-app}", "app" },
	{ "FROM a AS b\nENV U=app\nFROM c\nUSER $U", "$U?U" },
	{ "FROM a\nENV A=1 B=$A\nENV C=$A\nUSER $B", "$B?A" },
	{ "FROM a\nENV A=1\nENV A=2 B=$A\nUSER $B", "1" },
	{ "FROM a\nENV A=$X\nUSER $A", "$A?X" },
	{ "FROM a\nENV U=app\nUSER '$U'", "$U" },
	{ "FROM a\nENV U=app\nUSER \"$U\"", "app" },
	{ "FROM a\nENV U=app\nUSER \\$U", "$U" },
	{ "# escape=`\nFROM a\nENV U=app\nUSER `$U", "$U" },
	{ "FROM a\nUSER $", "$" },
	{ "FROM a\nUSER a$:b", "a$:b" },
	{ "FROM a\nONBUILD ENV U=app\nUSER $U", "$U?U" },
	{ "FROM a\nENV a.b=1\nUSER ${a.b}", "${a.b}?a" },
	{ "FROM scratch\nUSER ${A:-${B:-${C:-${D:-${E:-${F:-${G:-x}}}}}}}", "x" },
	{ "FROM scratch\nUSER ${A:-${B:-${C:-${D:-${E:-${F:-${G:-${H:-${I:-${J:-x}}}}}}}}}}",
	    "${A:-${B:-${C:-${D:-${E:-${F:-${G:-${H:-${I:-${J:-x}}}}}}}}}}?I" },
};

START_TEST(variables_have_their_scopes)
{
	const struct dockerfile *d = read_text(scopes[_i].text);
	char out[200] = "";

	ck_assert_msg(d->error == NULL, "%s", d->error);
	for (size_t i = 0; i < d->n_instructions; i++) {
		if (d->instructions[i].kind == DF_USER)
			draw_value(out, sizeof out, &d->instructions[i].words[0].value);
	}
	ck_assert_str_eq(out, scopes[_i].user);
}
END_TEST

START_TEST(shells_and_directives_are_kept)
{
	const struct dockerfile *d = read_text("# syntax = x/y:1 \n# check=skip=all;error=true\n"
					       "FROM a AS b\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"
					       "RUN c\nFROM b\nRUN d \\\n# hadolint ignore=X\n e\nFROM a\nRUN e\n");

	ck_assert_ptr_null(d->error);
	ck_assert_str_eq(d->syntax.value, "x/y:1");
	ck_assert_int_eq(d->syntax.line, 1);
	ck_assert_str_eq(d->check.value, "skip=all;error=true");
	ck_assert_uint_eq(d->n_comments, 3);
	ck_assert_str_eq(d->comments[2].text, "hadolint ignore=X");
	ck_assert_int_eq(d->comments[2].line, 8);
	ck_assert_str_eq(d->instructions[2].shell.text, "/bin/bash");
	ck_assert(d->instructions[2].pipefail);
	ck_assert(d->instructions[4].pipefail);
	ck_assert_str_eq(d->instructions[6].shell.text, "");
	ck_assert(!d->instructions[6].pipefail);
	ck_assert_uint_eq(df_stage_called(d, 2, "B"), 0);
	ck_assert_uint_eq(df_stage_called(d, 2, "1"), 1);
	ck_assert_uint_eq(df_stage_called(d, 2, "2"), DF_NONE);
	ck_assert_uint_eq(df_stage_called(d, 2, "99999999999"), DF_NONE);
}
END_TEST

/* ---- bounds --------------------------------------------------------------------------------- */

static char *
repeated(const char *head, const char *part, size_t times, const char *tail)
{
	size_t n = strlen(part);
	char *s = arena_alloc(arena, strlen(head) + n * times + strlen(tail) + 1), *at;

	strcpy(s, head);
	at = s + strlen(head);
	for (size_t i = 0; i < times; i++, at += n)
		memcpy(at, part, n);
	strcpy(at, tail);
	return s;
}

START_TEST(large_texts_take_little)
{
	size_t before = arena_bytes(arena);
	const struct dockerfile *d;

	d = read_text(repeated("FROM a\n", "\n", DF_LINES_MAX, ""));
	ck_assert_str_eq(d->error, "it has too many lines");
	d = read_text(repeated("", "FROM a\n", DF_STAGES_MAX + 1, ""));
	ck_assert_str_eq(d->error, "it has too many stages");
	d = read_text(repeated("FROM a\nRUN b", " \\\n c", 40000, ""));
	ck_assert_ptr_null(d->error);
	d = read_text(repeated("FROM a\nRUN ", "[", 1000000, ""));
	ck_assert_ptr_null(d->error);
	d = read_text(repeated("FROM a\nUSER ", "${A:-", 100000, ""));
	ck_assert_ptr_nonnull(d->error);
	d = read_text(repeated("FROM scratch\nUSER ", "${A:-", 20000, repeated("", "}", 20000, "")));
	ck_assert_ptr_null(d->error);
	d = read_text(repeated("FROM a\nENV A=xxxxxxxx\n", "ENV A=$A$A$A$A$A$A$A$A\n", 20000, "USER $A"));
	ck_assert_ptr_null(d->error);
	ck_assert_uint_lt(arena_bytes(arena) - before, (size_t)400 << 20);
}
END_TEST

/* Whatever the text, there is an answer. Bytes that matter come often. */
START_TEST(no_text_breaks_it)
{
	static const char *const parts[] = { "FROM a", "RUN ", "\n", "\n", "\n", "\\\n", "\\", "`",
		"# escape=`\n", "#", "\"", "'", "<<EOF", "EOF\n", "<<-", "ONBUILD ", "ENV ", "A=",
		"$A", "${A", ":-", "}", "[", "]", ",", "COPY ", "--from=", " ", "\t", "\r\n",
		"\xff", "HEALTHCHECK ", "CMD ", "ARG ", "USER ", "EXPOSE ", "SHELL ", "[\"a\"]",
		"LABEL ", " AS b", "FROM b", "\xef\xbb\xbf", "MAINTAINER x", "%", "\v" };
	char text[600];

	srand((unsigned)_i + 1);
	for (int round = 0; round < 2000; round++) {
		size_t n = 0, times = (size_t)rand() % 40;
		const struct dockerfile *d;

		text[0] = '\0';
		if (rand() % 2)
			n = (size_t)snprintf(text, sizeof text, "FROM a\n");
		for (size_t i = 0; i < times; i++)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s",
			    parts[(size_t)rand() % (sizeof parts / sizeof parts[0])]);
		d = read_text(text);
		ck_assert(d->error == NULL || d->error_line > 0);
		ck_assert(d->error != NULL || d->n_stages > 0);
		for (size_t i = 0; i < d->n_instructions; i++) {
			ck_assert(d->instructions[i].line > 0);
			ck_assert(d->instructions[i].end_line >= d->instructions[i].line);
			ck_assert(d->instructions[i].text_line >= d->instructions[i].line);
		}
		if (round % 100 == 0) {
			arena_free(arena);
			arena = arena_new();
		}
	}
}
END_TEST

/* ---- secrets -------------------------------------------------------------------------------- */

static const char *
masked(const char *text)
{
	static const struct masker m = { "salt" };
	struct buf out = BUF_INIT(1 << 20);
	const char *copy;

	mask_dockerfile(&m, text, strlen(text), &out);
	copy = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return copy;
}

/* "<masked 1a2b3c4d>" becomes "*", "<masked_1a2b3c4d>" becomes "+". */
static const char *
starred(const char *text)
{
	char *out = arena_strdup(arena, text), *to = out;

	for (const char *from = out; *from != '\0';) {
		if (strncmp(from, "<masked", 7) == 0 && strlen(from) > 16 && from[16] == '>') {
			*to++ = from[7] == ' ' ? '*' : '+';
			from += 17;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return out;
}

/* NULL: nothing changes. */
static const struct { const char *text, *masked; } maskings[] = {
	/* ENV and ARG in all their forms; what comes behind stays */
	{ "ENV DB_PASSWORD=hunter2", "ENV DB_PASSWORD=\"*\"" },
	{ "ENV A=1 DB_PASSWORD=hunter2 B=2", "ENV A=1 DB_PASSWORD=\"*\" B=2" },
	{ "ENV DB_PASSWORD=\"hunter 2\" B=2", "ENV DB_PASSWORD=\"*\" B=2" },
	{ "ENV DB_PASSWORD='hunter 2' B=2", "ENV DB_PASSWORD='*' B=2" },
	{ "ENV DB_PASSWORD=hun\\ ter\"2 x\"y B=2", "ENV DB_PASSWORD=\"*\" B=2" },
	{ "ENV DB_PASSWORD hunter2", "ENV DB_PASSWORD \"*\"" },
	{ "env  DB_PASSWORD  hunter2 and more  ", "env  DB_PASSWORD  \"*\"  " },
	{ "ENV DB_PASSWORD \"hunter2\"", "ENV DB_PASSWORD \"*\"" },
	{ "ENV DB_PASSWORD hunter2 \\\n  more\nUSER x", "ENV DB_PASSWORD \"*\"\\\n\"*\"\nUSER x" },
	{ "ENV A=1 \\\n    TOKEN=abc \\\n    B=2\nUSER x", "ENV A=1 \\\n    TOKEN=\"*\" \\\n    B=2\nUSER x" },
	{ "ENV TOKEN=\\\nabc B=2\nUSER x", "ENV TOKEN=\\\n\"*\" B=2\nUSER x" },
	{ "ENV TOKEN=abc\\\ndef\nUSER x", "ENV TOKEN=\"*\"\\\n\"*\"\nUSER x" },
	{ "ENV TOKEN=\"abc \\\n# note\n def\" B=1\nUSER x", "ENV TOKEN=\"*\\\n# note\n*\" B=1\nUSER x" },
	{ "# escape=`\nENV TOKEN=abc `\n B=2", "# escape=`\nENV TOKEN=\"*\" `\n B=2" },
	{ "ARG TOKEN=abc", "ARG TOKEN=\"*\"" },
	{ "ARG TOKEN=abc\r\nUSER x\r\n", "ARG TOKEN=\"*\"\r\nUSER x\r\n" },
	{ "ONBUILD ARG TOKEN=abc", "ONBUILD ARG TOKEN=\"*\"" },
	{ "ONBUILD ENV TOKEN abc", "ONBUILD ENV TOKEN \"*\"" },
	{ "LABEL api.token=\"abc\" b=c", "LABEL api.token=\"*\" b=c" },
	{ "LABEL api.token abc", "LABEL api.token \"*\"" },
	{ "ENV JAVA_OPTS=\"-Xmx1g -Dstore.password=abc -Dx=y\"", "ENV JAVA_OPTS=\"-Xmx1g -Dstore.password=* -Dx=y\"" },
	{ "ENV TOKEN=${TOKEN:-abc} B=1", "ENV TOKEN=${TOKEN:-\"*\"} B=1" },
	{ "ENV TOKEN=\"${TOKEN:-abc}\" B=1", "ENV TOKEN=\"${TOKEN:-*}\" B=1" },
	{ "ENV URL=https://al:pw@host/x B=1", "ENV URL=https://\"*\"@host/x B=1" },
	{ "ENV URL=\"https://al:pw@host/x\"", "ENV URL=\"https://*@host/x\"" },
	{ "ENV K=AKIAIOSFODNN7EXAMPLE B=1", "ENV K=\"*\" B=1" },
	{ "ENV K=\"-----BEGIN RSA PRIVATE KEY-----\\nMII=\\n-----END RSA PRIVATE KEY-----\" B=1", "ENV K=\"*\" B=1" },
	{ "ENV K=\"-----BEGIN PRIVATE KEY-----\\nMII\" B=1", "ENV K=\"*\" B=1" },
	{ "ENV \\\n TOKEN abc", "ENV \\\n TOKEN \"*\"" },
	/* no secrets */
	{ "ENV TOKEN=$TOKEN B=\"${TOKEN}\" PASSWORD= SECRET=\"\"", NULL },
	{ "ENV TOKEN $TOKEN", NULL },
	{ "ENV PGPASSWORD=$A:${B}", NULL },
	{ "ARG TOKEN\nARG DB_PASSWORD", NULL },
	{ "ENV TOKEN_FILE=/run/x SECRET=/run/secrets/x", NULL },
	{ "ENV GPG_KEY 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D", NULL },
	{ "FROM corp/secret-service:1.2 AS token\nCOPY --from=token --chown=token:token secret.txt /token", NULL },
	{ "RUN adduser --disabled-password app && useradd --no-password x", NULL },
	{ "RUN apt-get install -y libsecret=1.2 && pip install token==1.0", NULL },
	{ "RUN --mount=type=secret,id=token,target=/x cat /x", NULL },
	{ "RUN TOKEN=$(cat /run/secrets/token) make && T=`x` b", NULL },
	{ "RUN echo $PASSWORD | docker login --password-stdin", NULL },
	{ "RUN git config credential.helper store", NULL },
	/* commands */
	{ "RUN TOKEN=abc make && b", "RUN TOKEN=\"*\" make && b" },
	{ "RUN export TOKEN=abc; b", "RUN export TOKEN=\"*\"; b" },
	{ "RUN a --password hunter2 --x && b", "RUN a --password \"*\" --x && b" },
	{ "RUN a --password=hunter2|b", "RUN a --password=\"*\"|b" },
	{ "RUN a --password \\\n  hunter2 \\\n  --x\nUSER y", "RUN a --password \\\n  \"*\" \\\n  --x\nUSER y" },
	{ "RUN sh -c \"a --password hunter2 && TOKEN=abc b\" c", "RUN sh -c \"a --password * && TOKEN=* b\" c" },
	{ "RUN [\"a\", \"--password\", \"hunter2\", \"--token=abc\", \"b\"]", "RUN [\"a\", \"--password\", \"*\", \"--token=*\", \"b\"]" },
	{ "RUN curl -H \"Authorization: Bearer abc.def\" https://x", "RUN curl -H \"Authorization: Bearer *\" https://x" },
	{ "RUN curl -H 'X-Api-Key: abc' https://x", "RUN curl -H 'X-Api-Key: *' https://x" },
	{ "RUN curl -u al:pw https://x", "RUN curl -u al:\"*\" https://x" },
	{ "RUN curl https://al:pw@host/x | sh", "RUN curl https://\"*\"@host/x | sh" },
	{ "RUN echo 'root:toor' | chpasswd && b", "RUN echo 'root:*' | chpasswd && b" },
	{ "RUN echo root:toor al:pw|chpasswd", "RUN echo root:\"*\" al:\"*\"|chpasswd" },
	{ "RUN echo \"root:$PW\" | chpasswd && echo a:b", NULL },
	{ "RUN echo toor | sudo passwd --stdin root", "RUN echo \"*\" | sudo passwd --stdin root" },
	{ "RUN useradd -m -p '$1$abc$def' al && b", "RUN useradd -m -p '*' al && b" },
	{ "RUN mysql -u root -phunter2 -e x", "RUN mysql -u root -p\"*\" -e x" },
	{ "RUN htpasswd -bc /etc/x al pw", "RUN htpasswd -bc /etc/x al \"*\"" },
	{ "RUN echo '{\"auth_token\": \"abc\", \"a\": 1}' > x", "RUN echo '{\"auth_token\": \"*\", \"a\": 1}' > x" },
	{ "RUN echo \"{\\\"password\\\":\\\"abc\\\"}\" > x", "RUN echo \"{\\\"password\\\":\\\"*\\\"}\" > x" },
	{ "RUN npm config set //r/:_authToken abc", "RUN npm config set //r/:_authToken \"*\"" },
	{ "HEALTHCHECK CMD curl -u al:pw localhost", "HEALTHCHECK CMD curl -u al:\"*\" localhost" },
	{ "ADD https://al:pw@host/x /y", "ADD https://+@host/x /y" },
	/* here documents and comments */
	{ "RUN <<E\nexport TOKEN=abc\necho b\nE\nUSER x", "RUN <<E\nexport TOKEN=\"*\"\necho b\nE\nUSER x" },
	{ "COPY <<E /.env\nDB_PASSWORD=it's mine\nA=1\nE\nENV TOKEN=abc", "COPY <<E /.env\nDB_PASSWORD=*\nA=1\nE\nENV TOKEN=\"*\"" },
	{ "COPY <<E /k\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nE\n", "COPY <<E /k\n*\n*\n*\nE\n" },
	{ "RUN chpasswd <<E\nroot:toor\nE\n", "RUN chpasswd <<E\nroot:*\nE\n" },
	{ "RUN <<E\nTOKEN=abc\nno end", "RUN <<E\nTOKEN=\"*\"\nno end" },
	{ "# docker build --build-arg TOKEN=abc .\nUSER x", "# docker build --build-arg TOKEN=*\nUSER x" },
	{ "# check=skip=SecretsUsedInArgOrEnv;error=true", NULL },
	/* no Dockerfile at all */
	{ "password: hunter2\n", "password: *\n" },
};

START_TEST(secrets_are_masked_and_structure_stays)
{
	const char *expected = maskings[_i].masked != NULL ? maskings[_i].masked : maskings[_i].text;

	ck_assert_str_eq(starred(masked(maskings[_i].text)), expected);
}
END_TEST

/* The masked text is read as the file is: the same instructions, lines and numbers of words. */
static void
assert_same_structure(const char *text)
{
	const char *other = masked(text);
	const struct dockerfile *d = read_text(text), *m = read_text(other);

	/* a quote that is not closed may be masked */
	if (d->error != NULL)
		return;
	ck_assert_msg(m->error == NULL, "%s\n----\n%s\n%s", text, other, m->error);
	ck_assert_uint_eq(d->n_instructions, m->n_instructions);
	for (size_t i = 0; i < d->n_instructions; i++) {
		const struct df_instruction *x = &d->instructions[i], *y = &m->instructions[i];

		ck_assert_msg(x->kind == y->kind && x->line == y->line && x->end_line == y->end_line &&
			x->n_words == y->n_words && x->n_pairs == y->n_pairs && x->json == y->json &&
			x->n_heredocs == y->n_heredocs && x->text_line == y->text_line,
		    "instruction %zu of\n%s\n----\n%s", i, text, other);
	}
}

START_TEST(masking_keeps_any_structure)
{
	static const char *const parts[] = { "TOKEN=abc", "TOKEN abc", "A=1", " ", " ", " ", " \\\n", "\\\n",
		"\"", "'", "abc", "--password ", "hunter2", "https://a:b@c/d", "AKIAIOSFODNN7EXAMPLE",
		"password: x", " # x", "\n", "\nRUN ", "\nENV ", "\nARG ", "\nLABEL ", "\nCOPY a ", "\nCMD [\"a\", \"",
		"\"]", "\nENV TOKEN ", "=", "$A", "${TOKEN:-x}", "&& ", "| chpasswd ", "echo a:b ", "\\",
		"<<E", "\nE\n", "\nUSER x\n", ";", "\nONBUILD ENV TOKEN ", "\"-----BEGIN PRIVATE KEY-----x\"",
		"curl -u a:b ", "\n# TOKEN=x\n", "\nEXPOSE ", "\nADD " };
	char text[1200];

	srand((unsigned)_i + 1);
	for (int round = 0; round < 3000; round++) {
		size_t n = (size_t)snprintf(text, sizeof text, "FROM a"), times = (size_t)rand() % 24;

		for (size_t i = 0; i < times; i++)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s",
			    parts[(size_t)rand() % (sizeof parts / sizeof parts[0])]);
		assert_same_structure(text);
		if (round % 100 == 0) {
			arena_free(arena);
			arena = arena_new();
		}
	}
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int
main(void)
{
	Suite *suite = suite_create("dockerfile");
	TCase *tc = tcase_create("dockerfile");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, texts_are_read, 0, COUNT(readings));
	tcase_add_loop_test(tc, stages_are_found, 0, COUNT(stage_readings));
	tcase_add_loop_test(tc, variables_have_their_scopes, 0, COUNT(scopes));
	tcase_add_test(tc, shells_and_directives_are_kept);
	tcase_add_test(tc, large_texts_take_little);
	tcase_add_loop_test(tc, no_text_breaks_it, 0, 10);
	tcase_add_loop_test(tc, secrets_are_masked_and_structure_stays, 0, COUNT(maskings));
	tcase_add_loop_test(tc, masking_keeps_any_structure, 0, 10);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
