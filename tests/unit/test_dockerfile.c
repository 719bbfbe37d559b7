/*
 * test_dockerfile.c: what the parser makes of Dockerfiles, and of what is none.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dockerfile.h"

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

/* ---- stages and variables ---------------------------------------------------------------------- */

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

/* ---- bounds ------------------------------------------------------------------------------------ */

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
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
