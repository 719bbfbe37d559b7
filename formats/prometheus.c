/*
 * prometheus.c: Prometheus' text format, for node_exporter's textfile collector. Few series: one a
 * check that is not PASS, and totals. No time stamps, which that collector refuses.
 */
#include "config.h"

#include "format.h"
#include "base/dates.h"
#include "fleet/fleet.h"

static void
label_value(struct sink *s, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			sink_puts(s, "\\n");
		else if (*text == '"' || *text == '\\')
			sink_printf(s, "\\%c", *text);
		else
			sink_write(s, text, 1);
	}
}

static void
family(struct sink *s, const char *name, const char *help)
{
	sink_printf(s, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void
by_status(struct sink *s, const char *name, const char *help, const size_t counts[N_STATUS])
{
	family(s, name, help);
	for (int i = 0; i < N_STATUS; i++)
		sink_printf(
		    s, "%s{status=\"%s\"} %zu\n", name, status_name((enum status)i), counts[i]);
}

static void
by_check(
    struct sink *s, const struct report *r, const char *name, const char *help, enum status status)
{
	family(s, name, help);
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		size_t n = 0;

		for (size_t k = 0; k < c->n_findings; k++)
			n += c->findings[k].status == status;
		if (n > 0)
			sink_printf(s, "%s{check=\"%s\",severity=\"%s\"} %zu\n", name, c->id,
			    severity_name(c->severity), n);
	}
}

static void
marks(struct sink *s, const struct report *r)
{
	family(s, "dockassay_waived", "Findings that are waived.");
	sink_printf(s, "dockassay_waived %zu\n", r->n_waived);
	if (r->baseline == NULL)
		return;
	family(s, "dockassay_compared", "WARN findings by how they stand to the baseline.");
	sink_printf(s, "dockassay_compared{mark=\"new\"} %zu\n", r->n_new);
	sink_printf(s, "dockassay_compared{mark=\"changed\"} %zu\n", r->n_changed);
	sink_printf(s, "dockassay_compared{mark=\"unchanged\"} %zu\n", r->n_unchanged);
	sink_printf(s, "dockassay_compared{mark=\"new-check\"} %zu\n", r->n_new_check);
	sink_printf(s, "dockassay_compared{mark=\"resolved\"} %zu\n", r->n_resolved);
}

static int
write_prometheus(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	int64_t finished = 0;

	(void)o, (void)err;
	family(s, "dockassay_info", "The program, the engine and the host of the scan.");
	sink_puts(s, "dockassay_info{version=\"");
	label_value(s, r->tool_version);
	sink_puts(s, "\",engine=\"");
	label_value(s, r->engine_version);
	sink_puts(s, "\",host=\"");
	label_value(s, r->host);
	sink_puts(s, "\"} 1\n");
	by_status(s, "dockassay_checks", "Checks by their worst finding.", r->checks_by_status);
	by_status(s, "dockassay_findings", "Findings by status.", r->findings_by_status);
	family(s, "dockassay_warnings", "WARN findings by severity.");
	for (int i = 0; i < N_SEVERITY; i++)
		sink_printf(s, "dockassay_warnings{severity=\"%s\"} %zu\n",
		    severity_name((enum severity)i), r->warns_by_severity[i]);
	by_check(s, r, "dockassay_check_warnings", "WARN findings of a check.", STATUS_WARN);
	by_check(s, r, "dockassay_check_errors", "Findings of a check that could not be assessed.",
	    STATUS_ERROR);
	if (r->score >= 0) {
		family(s, "dockassay_score",
		    "Share of PASS among PASS and WARN by severity, 0 to 100.");
		sink_printf(s, "dockassay_score %d\n", r->score);
	}
	family(s, "dockassay_left_out", "What the selection left out.");
	sink_printf(s, "dockassay_left_out{what=\"checks\"} %zu\n", r->left_out_checks);
	sink_printf(s, "dockassay_left_out{what=\"subjects\"} %zu\n", r->left_out_subjects);
	marks(s, r);
	family(s, "dockassay_gate_open", "1 where nothing closed the gate.");
	sink_printf(s, "dockassay_gate_open %d\n", r->gate.open ? 1 : 0);
	if (date_parse(r->finished, &finished)) {
		family(s, "dockassay_last_scan_timestamp_seconds", "When the scan ended.");
		sink_printf(s, "dockassay_last_scan_timestamp_seconds %lld\n", (long long)finished);
	}
	return 0;
}

/* ---- many hosts -------------------------------------------------------------------------------
 *
 * A dozen series a host and a few a check: hosts times checks would be more than a server wants.
 */

typedef long long (*host_value)(const struct fleet_host *h, int which);

static long long
host_findings(const struct fleet_host *h, int status)
{
	return (long long)h->findings_by_status[status];
}

static long long
host_warnings(const struct fleet_host *h, int severity)
{
	return (long long)h->open_by_severity[severity];
}

static long long
host_score(const struct fleet_host *h, int which)
{
	(void)which;
	return h->score;
}

static long long
host_gate(const struct fleet_host *h, int which)
{
	(void)which;
	return h->gate_open;
}

static long long
host_time(const struct fleet_host *h, int which)
{
	(void)which;
	return (long long)h->time;
}

/* A sample for each host, or one for each host and value of a label; negative ones are unknown. */
static void
by_host(struct sink *s, const struct fleet *f, const char *name, const char *help, host_value value,
    const char *label, int n, const char *(*value_name)(int i))
{
	family(s, name, help);
	for (size_t i = 0; i < f->n_hosts; i++) {
		for (int k = 0; k < n; k++) {
			if (value(&f->hosts[i], k) < 0)
				continue;
			sink_printf(s, "%s{host=\"", name);
			label_value(s, f->hosts[i].name);
			if (value_name != NULL)
				sink_printf(s, "\",%s=\"%s", label, value_name(k));
			sink_printf(s, "\"} %lld\n", value(&f->hosts[i], k));
		}
	}
}

static const char *
status_at(int i)
{
	return status_name((enum status)i);
}

static const char *
severity_at(int i)
{
	return severity_name((enum severity)i);
}

static void
host_infos(struct sink *s, const struct fleet *f)
{
	family(s, "dockassay_info", "The program, the engine and the host of a scan.");
	for (size_t i = 0; i < f->n_hosts; i++) {
		sink_puts(s, "dockassay_info{version=\"");
		label_value(s, f->hosts[i].tool_version);
		sink_puts(s, "\",engine=\"");
		label_value(s, f->hosts[i].engine_version);
		sink_puts(s, "\",host=\"");
		label_value(s, f->hosts[i].name);
		sink_puts(s, "\"} 1\n");
	}
}

static void
failing_hosts(struct sink *s, const struct fleet *f)
{
	family(
	    s, "dockassay_check_hosts", "Hosts by the status of a check that is not PASS on all.");
	for (size_t i = 0; i < f->total->n_checks; i++) {
		for (int k = STATUS_ERROR; k <= STATUS_WARN; k++) {
			if (f->checks[i].hosts_by_status[k] > 0)
				sink_printf(s,
				    "dockassay_check_hosts{check=\"%s\",severity=\"%s\",status=\"%"
				    "s\"} "
				    "%zu\n",
				    f->total->checks[i].id,
				    severity_name(f->total->checks[i].severity), status_at(k),
				    f->checks[i].hosts_by_status[k]);
		}
	}
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	const struct fleet *f = p->fleet;
	struct sink *s = p->sink;

	(void)err;
	host_infos(s, f);
	by_host(s, f, "dockassay_findings", "Findings by status.", host_findings, "status",
	    N_STATUS, status_at);
	by_host(s, f, "dockassay_warnings", "WARN findings that nobody has accepted, by severity.",
	    host_warnings, "severity", N_SEVERITY, severity_at);
	by_host(s, f, "dockassay_score", "Share of PASS among PASS and WARN by severity, 0 to 100.",
	    host_score, "", 1, NULL);
	by_host(s, f, "dockassay_gate_open", "1 where nothing closed the gate of the host.",
	    host_gate, "", 1, NULL);
	by_host(s, f, "dockassay_last_scan_timestamp_seconds", "When the scan ended.", host_time,
	    "", 1, NULL);
	failing_hosts(s, f);
	family(s, "dockassay_fleet_hosts", "Hosts with a report.");
	sink_printf(s, "dockassay_fleet_hosts %zu\n", f->n_hosts);
	family(s, "dockassay_fleet_unread_reports", "Reports that could not be read.");
	sink_printf(s, "dockassay_fleet_unread_reports %zu\n", f->n_unread);
	family(s, "dockassay_fleet_gate_open", "1 where nothing closed the gate of all hosts.");
	sink_printf(s, "dockassay_fleet_gate_open %d\n", f->total->gate.open ? 1 : 0);
	return 0;
}

static const struct fleet_writer fleet = { begin_fleet, NULL, NULL };

const struct format format_prometheus = {
	.name = "prometheus",
	.extension = "prom",
	.media_type = "text/plain; version=0.0.4",
	.summary = "Prometheus text, for node_exporter's textfile collector",
	.write = write_prometheus,
	.fleet = &fleet,
};
