/*
 * case_tables.c: the list of tables of cases: one file a file of checks.
 */
#include "config.h"

#include "cases.h"

extern const struct case_table cases_example;

const struct case_table *const case_tables[] = {
	&cases_example,
	NULL,
};
