/*
 * completion.c: completions for shells, from the tables of options, commands, formats, profiles and
 * checks. It may not know what any of them does.
 */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "format.h"
#include "base/output.h"
#include "policy/select.h"

/* What may follow an option. */
enum completes { NOTHING, FILES, FOLDERS, OUTPUTS, WORDS };

struct words {
	size_t n;
	const char *v[1024];
};

static void
add(struct words *w, const char *word)
{
	if (w->n < sizeof w->v / sizeof w->v[0])
		w->v[w->n++] = word;
}

static void
add_formats(struct words *w)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		add(w, formats[i]->name);
}

static void
add_profiles(struct words *w)
{
	for (const struct check_group *p = profiles; p->name != NULL; p++)
		add(w, p->name);
}

static void
add_checks(struct words *w)
{
	for (const struct check_group *g = check_groups; g->name != NULL; g++)
		add(w, g->name);
	for (const struct section *s = catalogue; s->id != NULL; s++)
		add(w, s->name);
	for (struct catalogue_walk walk = { 0 }; catalogue_next(&walk);)
		add(w, walk.check->id);
}

static void
add_severities(struct words *w)
{
	for (int i = 0; i < N_SEVERITY; i++)
		add(w, severity_name((enum severity)i));
}

static void
add_sections(struct words *w)
{
	for (const struct section *s = catalogue; s->id != NULL; s++)
		add(w, s->name);
}

static void
add_triggers(struct words *w)
{
	add(w, "warn");
	add(w, "new");
	add(w, "changed");
	add(w, "never");
	add_severities(w);
}

/* Options with values of their own. */
static const struct {
	const char *option;
	void (*add)(struct words *w);
} sources[] = {
	{ "format", add_formats },
	{ "profile", add_profiles },
	{ "include-checks", add_checks },
	{ "exclude-checks", add_checks },
	{ "hard-fail-on", add_checks },
	{ "soft-fail-on", add_checks },
	{ "severity", add_severities },
	{ "section", add_sections },
	{ "fail-on", add_triggers },
};

static enum completes
completes(const struct option_row *row, struct words *w)
{
	w->n = 0;
	for (const char *const *c = option_choices(row); c != NULL && *c != NULL; c++)
		add(w, *c);
	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		if (strcmp(row->name, sources[i].option) == 0)
			sources[i].add(w);
	}
	if (w->n > 0)
		return WORDS;
	if (row->type == OPTION_FLAG)
		return NOTHING;
	if (strcmp(row->arg, "FORMAT:FILE") == 0)
		return OUTPUTS;
	if (strcmp(row->arg, "DIR") == 0)
		return FOLDERS;
	return strcmp(row->arg, "FILE") == 0 ? FILES : NOTHING;
}

static void
print_words(const struct words *w, const char *between)
{
	for (size_t i = 0; i < w->n; i++)
		printf("%s%s", i > 0 ? between : "", w->v[i]);
}

static void
print_commands(const char *between)
{
	for (size_t i = 0; command_name(i) != NULL; i++)
		printf("%s%s", i > 0 ? between : "", command_name(i));
}

/* What follows a command that takes words. */
static const struct {
	const char *command, *words;
} command_words[] = {
	{ "list", "checks profiles formats groups exit-codes engines" },
	{ "config", "check show schema" },
	{ "completion", "bash zsh fish" },
};

/* ---- bash ----------------------------------------------------------------------------------- */

static void
bash_option(const struct option_row *row)
{
	static const char *const how[] = { [FILES] = "COMPREPLY=($(compgen -f -- \"$cur\"))",
		[FOLDERS] = "COMPREPLY=($(compgen -d -- \"$cur\"))" };
	struct words w;
	enum completes c = completes(row, &w);

	if (row->type == OPTION_FLAG)
		return;
	printf("\t--%s", row->name);
	if (row->letter != 0)
		printf("|-%c", row->letter);
	printf(")\n\t\t");
	if (c == WORDS) {
		printf("_dockassay_words '");
		print_words(&w, " ");
		printf("'");
	} else if (c == OUTPUTS) {
		struct words f = { 0 };

		add_formats(&f);
		printf("_dockassay_output '");
		print_words(&f, " ");
		printf("'");
	} else {
		printf("%s", c == NOTHING ? "COMPREPLY=()" : how[c]);
	}
	printf("\n\t\treturn ;;\n");
}

static void
bash(void)
{
	puts("# bash completion for dockassay; written by: dockassay completion bash\n"
	     "\n"
	     "# Words of a list are completed behind its last comma.\n"
	     "_dockassay_words() {\n"
	     "\tlocal before=\n"
	     "\t[[ $cur == *,* ]] && before=${cur%,*},\n"
	     "\tCOMPREPLY=($(compgen -P \"$before\" -W \"$1\" -- \"${cur##*,}\"))\n"
	     "}\n"
	     "\n"
	     "# The colon is one of readline's word breaks: FORMAT : FILE are three words to it.\n"
	     "_dockassay_output() {\n"
	     "\tif [[ $cur == : || ${COMP_WORDS[COMP_CWORD-1]} == : ]]; then\n"
	     "\t\tCOMPREPLY=($(compgen -f -- \"${cur#:}\"))\n"
	     "\telse\n"
	     "\t\tCOMPREPLY=($(compgen -S : -W \"$1\" -- \"$cur\"))\n"
	     "\t\tcompopt -o nospace 2>/dev/null\n"
	     "\tfi\n"
	     "}\n"
	     "\n"
	     "_dockassay() {\n"
	     "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	     "\t[[ $prev == : ]] && prev=${COMP_WORDS[COMP_CWORD-3]}\n"
	     "\t[[ $cur == : ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	     "\t[[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	     "\tcase $prev in");
	for (size_t i = 0; option_row(i) != NULL; i++)
		bash_option(option_row(i));
	for (size_t i = 0; i < sizeof command_words / sizeof command_words[0]; i++)
		printf("\t%s)\n\t\t_dockassay_words '%s'\n\t\treturn ;;\n",
		    command_words[i].command, command_words[i].words);
	printf("\texplain)\n\t\t_dockassay_words \"$(dockassay list checks 2>/dev/null |\n"
	       "\t\t\tsed -n 's/^  \\([^ ]*\\) .*/\\1/p')\"\n\t\treturn ;;\n"
	       "\tesac\n\tif [[ $cur == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; option_row(i) != NULL; i++)
		printf("%s--%s", i > 0 ? " " : "", option_row(i)->name);
	printf(
	    "' -- \"$cur\"))\n\telif [[ $COMP_CWORD -eq 1 ]]; then\n\t\tCOMPREPLY=($(compgen -W '");
	print_commands(" ");
	puts("' -- \"$cur\"))\n\telse\n\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\tfi\n}\n"
	     "complete -o filenames -F _dockassay dockassay");
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* For a description between brackets and single quotes. */
static void
print_zsh_text(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			printf("'\\''");
		else if (strchr("[]:\\", *text) != NULL)
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void
zsh_value(const struct option_row *row)
{
	struct words w;

	switch (completes(row, &w)) {
	case NOTHING:
		if (row->type != OPTION_FLAG)
			printf(":%s:", row->type == OPTION_NUMBER ? "number" : "value");
		return;
	case FILES:
		printf(":file:_files");
		return;
	case FOLDERS:
		printf(":folder:_files -/");
		return;
	case OUTPUTS:
		w.n = 0;
		add_formats(&w);
		printf(":output:_dockassay_output ");
		print_words(&w, " ");
		return;
	case WORDS:
		printf(":value:_values -s , value ");
		print_words(&w, " ");
		return;
	}
}

static void
zsh_option(const struct option_row *row)
{
	const char *many = row->type == OPTION_LIST ? "*" : "";

	for (int form = row->letter != 0 ? 0 : 1; form < 2; form++) {
		if (form == 0)
			printf("\t\t'%s-%c", many, row->letter);
		else
			printf(
			    "\t\t'%s--%s%s", many, row->name, row->type == OPTION_FLAG ? "" : "=");
		printf("[");
		print_zsh_text(row->help);
		printf("]");
		zsh_value(row);
		puts("' \\");
	}
}

static void
zsh(void)
{
	puts("#compdef dockassay\n"
	     "# zsh completion for dockassay; written by: dockassay completion zsh\n"
	     "\n"
	     "_dockassay_output() {\n"
	     "\tif compset -P '*:'; then\n"
	     "\t\t_files\n"
	     "\telse\n"
	     "\t\tcompadd -S : -- \"$@\"\n"
	     "\tfi\n"
	     "}\n"
	     "\n"
	     "_dockassay_words() {\n"
	     "\tcase ${words[2]} in");
	for (size_t i = 0; i < sizeof command_words / sizeof command_words[0]; i++)
		printf(
		    "\t%s) compadd -- %s ;;\n", command_words[i].command, command_words[i].words);
	puts("\texplain) compadd -- ${(f)\"$(dockassay list checks 2>/dev/null |\n"
	     "\t\tsed -n 's/^  \\([^ ]*\\) .*/\\1/p')\"} ;;\n"
	     "\t*) _files ;;\n"
	     "\tesac\n"
	     "}\n"
	     "\n"
	     "_dockassay() {\n"
	     "\t_arguments -s \\");
	for (size_t i = 0; option_row(i) != NULL; i++)
		zsh_option(option_row(i));
	printf("\t\t'1:command:(");
	print_commands(" ");
	puts(")' \\\n\t\t'*:argument:_dockassay_words'\n}\n\n"
	     "# Loaded by compinit the file is the function; sourced it only defines it.\n"
	     "if [ \"$funcstack[1]\" = _dockassay ]; then\n\t_dockassay \"$@\"\n"
	     "else\n\tcompdef _dockassay dockassay\nfi");
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void
print_fish_text(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
}

static void
fish_option(const struct option_row *row)
{
	struct words w;
	enum completes c = completes(row, &w);

	printf("complete -c dockassay -l %s", row->name);
	if (row->letter != 0)
		printf(" -s %c", row->letter);
	if (c == FILES || c == FOLDERS)
		printf(" -r -F");
	else if (row->type != OPTION_FLAG)
		printf(" -x");
	if (c == OUTPUTS) {
		w.n = 0;
		add_formats(&w);
		printf(" -a '");
		print_words(&w, ": ");
		printf(":'");
	} else if (c == WORDS) {
		printf(" -a '");
		print_words(&w, " ");
		printf("'");
	}
	printf(" -d '");
	print_fish_text(row->help);
	puts("'");
}

static void
fish(void)
{
	puts("# fish completion for dockassay; written by: dockassay completion fish\n");
	printf("complete -c dockassay -n __fish_use_subcommand -a '");
	print_commands(" ");
	puts("'");
	for (size_t i = 0; i < sizeof command_words / sizeof command_words[0]; i++)
		printf("complete -c dockassay -f -n '__fish_seen_subcommand_from %s' -a '%s'\n",
		    command_words[i].command, command_words[i].words);
	puts("complete -c dockassay -f -n '__fish_seen_subcommand_from explain' "
	     "-a '(dockassay list checks 2>/dev/null | string match -rg \"^  (\\S+) \")'");
	for (size_t i = 0; option_row(i) != NULL; i++)
		fish_option(option_row(i));
}

int
command_completion(const struct options *o, struct err *err)
{
	const char *shell = o->n_args == 1 ? o->args[0] : "";

	if (strcmp(shell, "bash") == 0)
		bash();
	else if (strcmp(shell, "zsh") == 0)
		zsh();
	else if (strcmp(shell, "fish") == 0)
		fish();
	else {
		err_set(err, EXIT_USAGE, "usage: dockassay completion bash|zsh|fish");
		return err->code;
	}
	return output_stdout(err);
}
