package org.radiologytrust.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.bench.EqualLatency.Call;
import org.radiologytrust.peers.ollama.OllamaCall;

/**
 * What the engine adds to the model's time, as ratios, which hold on any machine that is not short
 * of processors. Ends with 1 when a target is missed.
 */
public final class Bench {
  private static final int WARM_UP = 60;
  private static final int DEEP = 7;
  private static final int LONG = 20;
  private static final int MANY = 60;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HALF = Duration.ofMillis(500);
  private static final Duration MODEL_TIME = Duration.ofSeconds(5);

  private final BenchSite site;
  private boolean missed;

  private Bench(BenchSite site) {
    this.site = site;
  }

  public static void main(String[] arguments) throws Exception {
    boolean missed;
    try (BenchSite site = new BenchSite(WARM_UP + DEEP + LONG + MANY)) {
      Bench bench = new Bench(site);
      bench.run();
      missed = bench.missed;
    }
    System.exit(missed ? 1 : 0);
  }

  private void run() throws Exception {
    System.out.printf(
        "%d cores, Java %s, load at the start %.1f%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version(), load());
    System.out.printf("%-62s %9s  %-12s%n", "", "measured", "target");
    audits(WARM_UP, Duration.ofMillis(100));
    int depth = depth();
    outside(depth);
    throughput();
    site.requireAudited();
    System.out.printf("load at the end %.1f%n", load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * One audit.
   *
   * @param run nanoseconds from the run's start to the commit of its audit
   * @param way nanoseconds from the acknowledgement of its report to its audit being read
   * @param chain the calls that came one after another
   */
  private record Timed(long run, long way, List<Call> chain) {
    /** Nanoseconds. */
    long model() {
      return chain.stream().mapToLong(c -> c.ended() - c.began()).sum();
    }
  }

  /** Audits one after another. */
  private List<Timed> audits(int count, Duration latency) throws Exception {
    site.model.set(latency);
    site.model.take();
    List<Timed> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long ack = site.send();
      long way = site.readable() - ack;
      Runs.Run run = site.runs.next();
      all.add(new Timed(run.committed() - run.began(), way, EqualLatency.chain(site.model.take())));
    }
    return all;
  }

  private int depth() throws Exception {
    List<Timed> audits = audits(DEEP, SECOND);
    double call = SECOND.toNanos();
    BenchFigures runs = of(audits, a -> a.run / call);
    BenchFigures ways = of(audits, a -> a.way / call);
    within("an audit, in calls of 1 s", runs.median(), 3.0, 3.2);
    within("from ACK to readable over FHIR, in calls of 1 s", ways.median(), 3.0, 3.2);
    return (int) of(audits, a -> a.chain.size()).median();
  }

  private static BenchFigures of(
      List<Timed> audits, java.util.function.ToDoubleFunction<Timed> what) {
    return new BenchFigures(audits.stream().mapToDouble(what).toArray());
  }

  private void outside(int depth) throws Exception {
    List<Timed> audits = audits(LONG, MODEL_TIME.dividedBy(depth));
    double wire = wire(audits.get(LONG - 1).chain);
    BenchFigures millis = of(audits, a -> (a.run - a.model() - wire) / 1e6);
    BenchFigures share = of(audits, a -> 100 * (a.run - a.model() - wire) / a.run);
    most("engine outside the model, % of an audit with 5 s of model", share.median(), 1);
    most("  the same, 95th percentile", share.percentile(95), 1);
    System.out.printf(
        "  in ms: median %.0f, 95th percentile %.0f; chain of %d calls, %.0f ms on the wire%n",
        millis.median(), millis.percentile(95), depth, wire / 1e6);
  }

  /** Nanoseconds that a bare client needs for a chain of calls beyond the model's latency. */
  private double wire(List<Call> chain) throws Exception {
    site.model.set(Duration.ZERO);
    BareClient bare = new BareClient(site.ollama.url());
    List<OllamaCall> calls = chain.stream().map(Call::call).toList();
    double[] nanos = new double[WARM_UP];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = bare.send(calls, 1);
    }
    return new BenchFigures(nanos).median();
  }

  private void throughput() throws Exception {
    site.model.set(HALF);
    int before = site.ollama.calls().size();
    long start = System.nanoTime();
    for (int i = 0; i < MANY; i++) {
      site.send();
    }
    long last = 0;
    for (int i = 0; i < MANY; i++) {
      last = Math.max(last, site.runs.next().committed());
    }
    site.readable();
    List<OllamaCall> all = site.ollama.calls();
    List<OllamaCall> calls = all.subList(before, all.size());
    long bare = new BareClient(site.ollama.url()).send(calls, BenchSite.SLOTS);
    double product = MANY * 3600.0 * TimeUnit.SECONDS.toNanos(1) / (last - start);
    double most = MANY * 3600.0 * TimeUnit.SECONDS.toNanos(1) / bare;
    least("audits an hour with 4 slots, against a bare client's", product / most, 0.95);
    System.out.printf("  %.0f and %.0f an hour, %d calls of 0.5 s%n", product, most, calls.size());
  }

  private void within(String what, double measured, double least, double most) {
    line(what, measured, least + " to " + most, measured >= least && measured <= most);
  }

  private void least(String what, double measured, double target) {
    line(what, measured, "from " + target, measured >= target);
  }

  private void most(String what, double measured, double target) {
    line(what, measured, "below " + target, measured < target);
  }

  private void line(String what, double measured, String target, boolean met) {
    System.out.printf(
        Locale.ROOT, "%-62s %9.3f  %-12s %s%n", what, measured, target, met ? "met" : "MISSED");
    missed |= !met;
  }
}
