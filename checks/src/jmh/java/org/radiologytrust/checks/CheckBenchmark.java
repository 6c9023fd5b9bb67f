package org.radiologytrust.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reports a second on one thread, and what the first report of a process waits for. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class CheckBenchmark {
  private static final int REPORTS = 100;

  /** A folder of reports, each a file of plain text: {@code -p folder=DIR} for one's own. */
  @Param("docs/examples")
  private String folder;

  private ReportChecker checker;
  private final List<String> reports = new ArrayList<>();

  /** Reads the reports; if they are fewer, some are checked again. */
  @Setup
  public void read() throws IOException {
    checker = ReportChecker.create();
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    for (int i = 0; i < REPORTS; i++) {
      reports.add(texts.get(i % texts.size()));
    }
  }

  @Benchmark
  @OperationsPerInvocation(REPORTS)
  public void check(Blackhole sink) {
    reports.forEach(text -> sink.consume(checker.check(text)));
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(5)
  public Result startAndFirstReport() {
    return ReportChecker.create().check(reports.get(0));
  }
}
