package org.radiologytrust.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.LinuxCommand;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;

/**
 * A product that gets the worst messages by twelve connections without a pause, and beside them one
 * honest text, one PDF and one FHIR report a second.
 */
final class PoisonedIntake implements AutoCloseable {
  private static final int CONNECTIONS = 12;

  /** Three doors. */
  static final int KINDS = 3;

  /** Exits at once when memory is short, so that nobody takes that for a pause. */
  private static final Map<String, String> JVM =
      Map.of("JDK_JAVA_OPTIONS", "-Xmx700m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");

  /**
   * What the run showed.
   *
   * @param waits milliseconds from each honest message to its answer
   * @param refused what became of honest messages that were not accepted
   * @param poison how often poison was sent
   * @param oldest seconds that a run waited at most for its audit
   * @param live bytes of the heap after a full collection, once a minute
   */
  record Seen(
      List<Double> waits, List<String> refused, int poison, double oldest, List<Double> live) {}

  private final ServeProcess process;
  private final List<String> worst = Poison.messages();
  private volatile boolean over;

  PoisonedIntake(Path home) throws IOException {
    process = ServeProcess.start(home, Map.of(), JVM, ProcessBuilder.Redirect.DISCARD);
  }

  Product product() {
    return process.product();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Seen run(Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS + KINDS);
    ConcurrentLinkedQueue<Double> waits = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    List<Future<Integer>> poison = new ArrayList<>();
    List<Future<?>> honest = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        int first = i;
        poison.add(threads.submit(() -> poison(first)));
      }
      for (int kind = 0; kind < KINDS; kind++) {
        int one = kind;
        honest.add(
            threads.submit(
                () -> {
                  honest(one, time, waits, refused);
                  return null;
                }));
      }
      List<Double> live = new ArrayList<>();
      double oldest = 0;
      for (long s = 0; s < time.toSeconds() && isAlive(); s++) {
        TimeUnit.SECONDS.sleep(1);
        Map<String, Double> metrics = product().metrics();
        oldest = Math.max(oldest, metrics.getOrDefault("rtl_queue_age_seconds", 0.0));
        if (s % 60 == 59) {
          live.add(liveHeap());
        }
      }
      for (Future<?> sender : honest) {
        sender.get();
      }
      over = true;
      int sent = 0;
      for (Future<Integer> sender : poison) {
        sent += sender.get();
      }
      return new Seen(List.copyOf(waits), List.copyOf(refused), sent, oldest, live);
    } finally {
      over = true;
      threads.shutdownNow();
    }
  }

  /** Bytes of the heap that are used after a full collection. */
  private double liveHeap() throws IOException {
    LinuxCommand.output("jcmd", "" + process.pid(), "GC.run");
    String info = LinuxCommand.output("jcmd", "" + process.pid(), "GC.heap_info");
    return Pattern.compile("generation.* used (\\d+)K")
        .matcher(info)
        .results()
        .mapToDouble(used -> Double.parseDouble(used.group(1)) * 1024)
        .sum();
  }

  /** Whatever the answer is; a connection that was closed is opened again. */
  private int poison(int first) {
    int sent = 0;
    while (!over && isAlive()) {
      try {
        product().mllp(worst.get((first + sent) % worst.size()));
      } catch (IOException e) {
        // closed or too slow: the next one
      }
      sent++;
    }
    return sent;
  }

  private void honest(
      int kind,
      Duration time,
      ConcurrentLinkedQueue<Double> waits,
      ConcurrentLinkedQueue<String> refused)
      throws InterruptedException {
    for (int i = 0; i < time.toSeconds(); i++) {
      long start = System.nanoTime();
      String id = "HONEST" + kind + "-" + i;
      try {
        String answer = send(kind, id);
        if (!answer.isEmpty()) {
          refused.add(id + ": " + answer);
        }
      } catch (IOException e) {
        refused.add(id + ": " + e);
      }
      double millis = (System.nanoTime() - start) / 1e6;
      waits.add(millis);
      TimeUnit.MILLISECONDS.sleep(Math.max(0, 1000 - (long) millis));
    }
  }

  /** The answer; empty if the message was accepted. */
  private String send(int kind, String id) throws IOException, InterruptedException {
    if (kind == 2) {
      int status =
          product()
              .post("/fhir/DiagnosticReport", "application/fhir+json", Chest.fhir(id))
              .statusCode();
      return status == 201 ? "" : "" + status;
    }
    String text = kind == 0 ? Chest.TEXT : "See the document.";
    String message = Chest.oru(PhantomStudy.chest(id), id, "PHANTOM-1", text, "F", 30);
    if (kind == 1) {
      message +=
          "OBX|2|ED|18748-4^Report^LN||^application^pdf^Base64^"
              + Base64.getEncoder().encodeToString(Pdfs.of(Chest.TEXT))
              + "||||||F\r";
    }
    String ack = product().mllp(message);
    return ack.contains("MSA|AA|") ? "" : ack.replaceAll("(?s)^.*?\rMSA", "MSA");
  }

  @Override
  public void close() throws Exception {
    process.close();
  }
}
