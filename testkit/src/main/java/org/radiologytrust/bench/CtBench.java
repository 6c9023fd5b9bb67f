package org.radiologytrust.bench;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.bench.EqualLatency.Call;
import org.radiologytrust.ingest.dicom.CtPhantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/**
 * The audit of a CT of 412 slices, of which the model is shown 85, against its bare calls to the
 * model: the same bodies, sent by a client that does nothing else. Ends with 1 when the target is
 * missed.
 */
public final class CtBench {
  private static final int SLICES = 412;
  private static final int AUDITS = 3;
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final double MOST = 1.5;

  private CtBench() {}

  public static void main(String[] arguments) throws Exception {
    double[] ratios = new double[AUDITS];
    try (BenchSite site = new BenchSite(AUDITS + 1, CtBench::slices)) {
      BareClient bare = new BareClient(site.ollama.url());
      audit(site, Duration.ofMillis(100));
      System.out.printf("%8s %8s %6s%n", "audit s", "calls s", "ratio");
      for (int i = 0; i < AUDITS; i++) {
        long audit = audit(site, ANSWER);
        List<Call> chain = EqualLatency.chain(site.model.take());
        long calls = bare.send(chain.stream().map(Call::call).toList(), 1);
        site.model.take();
        ratios[i] = (double) audit / calls;
        System.out.printf("%8.1f %8.1f %6.2f%n", audit / 1e9, calls / 1e9, ratios[i]);
      }
      site.requireAudited();
    }
    double median = new BenchFigures(ratios).median();
    System.out.printf(
        "an audit of %d slices, of its bare calls of %d s: %.2f (target %.1f)%n",
        SLICES, ANSWER.toSeconds(), median, MOST);
    System.exit(median <= MOST ? 0 : 1);
  }

  /** Nanoseconds from the run's start to the commit of its audit. */
  private static long audit(BenchSite site, Duration answer) throws Exception {
    site.model.set(answer);
    site.model.take();
    site.send();
    Runs.Run run = site.runs.next();
    site.readable();
    return run.committed() - run.began();
  }

  private static Stream<byte[]> slices(PhantomStudy study) {
    Random noise = new Random(412);
    return IntStream.rangeClosed(1, SLICES).mapToObj(i -> CtPhantom.large(study, i, noise).file());
  }
}
