// jenkins.groovy JENKINSFILE: does what Jenkins does with a declarative pipeline that has steps and a
// post { always }: runs its shell steps, with -xe, and fails where one fails or what it is to keep is
// not there. What this does not know is an error.
import org.codehaus.groovy.control.CompilerConfiguration

class Failure extends Exception {
    Failure(String why) { super(why) }
}

abstract class Pipeline extends Script {
    static boolean failed = false

    private void attempt(Closure body) {
        try {
            body()
        } catch (Failure e) {
            System.err.println("jenkins: ${e.message}")
            failed = true
        }
    }

    void pipeline(Closure body) { body() }
    void agent(Closure body) { body() }
    void label(String name) { }
    void triggers(Closure body) { body() }
    void cron(String when) { }
    void stages(Closure body) { body() }
    void stage(String name, Closure body) { body() }
    void steps(Closure body) { attempt(body) }
    void post(Closure body) { body() }
    void always(Closure body) { attempt(body) }

    void sh(String script) {
        int code = new ProcessBuilder('sh', '-xec', script).inheritIO().start().waitFor()
        if (code != 0) throw new Failure("a step ended with $code")
    }

    void junit(String file) {
        def suites = new XmlSlurper().parse(new File(file))
        if (suites.'**'.count { it.name() == 'testcase' } == 0) throw new Failure("no tests in $file")
        if (suites.'**'.any { it.name() in ['failure', 'error'] }) System.err.println('jenkins: unstable')
    }

    void archiveArtifacts(String file) {
        if (!new File(file).isFile()) throw new Failure("nothing to keep: $file")
    }
}

def configuration = new CompilerConfiguration(scriptBaseClass: Pipeline.name)
new GroovyShell(this.class.classLoader, new Binding(), configuration).evaluate(new File(args[0]))
System.exit(Pipeline.failed ? 1 : 0)
