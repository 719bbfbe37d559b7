// inside.mjs whole|part|socket HOST.json CONTAINER.json: holds a scan from within a container against the
// scan of the same host from the host itself.
//   whole   the verdicts are the same ones
//   part    what the container may not see is ERROR: nothing else differs, and nothing passes that did not
//   socket  without the host's files: what has a verdict rests on the engine's answers, the rest is ERROR
import { readFileSync } from "node:fs";

// The engine remembers its last 256 events only, and each of these scans makes some.
const CHANGING = ["O-02"];
// Health checks are exec sessions that begin and end; this one stays.
const moves = (check, subject) => ["5.23", "5.24"].includes(check.id) && subject.name !== "op-user";

const [mode, ...files] = process.argv.slice(2);
const [host, inside] = files.map((file) => JSON.parse(readFileSync(file)));
let failed = 0;

function fail(text) {
	failed++;
	console.log(`FAILED: ${mode}: ${text}`);
}

// A check's findings by subject and key; replicas that share both are counted.
function verdicts(check) {
	const found = new Map();
	for (const { subject, key, status, message } of check.findings) {
		if (moves(check, subject)) continue;
		const name = `${subject.kind} ${subject.name} ${key} ${status}`;
		found.set(name, { status, message, n: (found.get(name)?.n ?? 0) + 1 });
	}
	return found;
}

function compare(of_host, of_inside) {
	const seen = verdicts(of_host), now = verdicts(of_inside);
	const has_error = [...now.values()].some((v) => v.status === "error");
	for (const [name, v] of now) {
		if (v.n !== seen.get(name)?.n && (mode === "whole" || v.status !== "error"))
			fail(`${of_inside.id} ${name}: ${v.message}: not so from the host`);
	}
	for (const [name, v] of seen) {
		if (v.n !== now.get(name)?.n && (mode === "whole" || !has_error))
			fail(`${of_host.id} ${name}: ${v.message}: from the host only`);
	}
}

if (inside.scan.host !== host.scan.host) fail(`the host is called ${inside.scan.host}, and not ${host.scan.host}`);
if (mode === "socket") {
	// Whatever has a verdict rests on answers of the engine, and on nothing that this container has.
	for (const check of inside.checks)
		for (const f of check.findings.filter((f) => f.status === "pass" || f.status === "warn"))
			for (const e of f.evidence.filter((e) => /^(\/|adjtimex|host|kernel)/.test(e.source) && !e.source.startsWith("kernel.org")))
				fail(`${check.id} ${f.status} ${f.subject.kind} ${f.subject.name}: rests on ${e.source}`);
	if (!inside.checks.some((c) => c.findings.some((f) => f.status === "error" && f.message.includes("-v /:/host:ro"))))
		fail("nothing says how to see the host");
} else {
	if (host.checks.length !== inside.checks.length) fail("other checks ran");
	host.checks.forEach((check, i) => CHANGING.includes(check.id) || compare(check, inside.checks[i]));
}
const errors = inside.checks.filter((c) => c.status === "error").map((c) => c.id);
console.log(`${mode}: ${inside.checks.length} checks, ${errors.length} could not be assessed: ${errors.join(" ")}`);
process.exit(failed > 0 ? 1 : 0);
