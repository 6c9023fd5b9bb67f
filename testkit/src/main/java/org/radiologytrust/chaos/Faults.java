package org.radiologytrust.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes the faults of a plan happen, and mends them. */
final class Faults {
  private static final Duration AHEAD = Duration.ofSeconds(60);

  /** How long a kill waits until the node is in the middle of a run; then it kills anyway. */
  private static final Duration RUN = Duration.ofSeconds(30);

  private static final int LOOK_MILLIS = 10;

  private final Cluster cluster;
  private final Takeovers takeovers;
  private final FaultLog log;

  /** One node can always work, however long the others take to come back. */
  private final Semaphore mayStop = new Semaphore(Cluster.NODES - 1);

  Faults(Cluster cluster, Takeovers takeovers, FaultLog log) {
    this.cluster = cluster;
    this.takeovers = takeovers;
    this.log = log;
  }

  /** Returns when all are mended. */
  void run(List<Fault> plan) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      long start = System.nanoTime();
      List<Future<?>> open = new ArrayList<>();
      for (Fault fault : plan) {
        TimeUnit.NANOSECONDS.sleep(start + fault.at().toNanos() - System.nanoTime());
        open.add(
            threads.submit(
                () -> {
                  happen(fault);
                  return null;
                }));
      }
      for (Future<?> one : open) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void happen(Fault fault) throws Exception {
    Node node = cluster.nodes.get(fault.node());
    synchronized (fault.kind().ofNode() ? node : this) {
      if (!fault.kind().stopsWork()) {
        endure(fault, node);
        return;
      }
      mayStop.acquire();
      try {
        endure(fault, node);
        node.awaitIntake();
      } finally {
        mayStop.release();
      }
    }
  }

  private void endure(Fault fault, Node node) throws Exception {
    if (fault.kind() == FaultKind.KILL_NODE) {
      awaitRun(node);
    }
    log.say(fault.toString());
    begin(fault.kind(), node);
    if (fault.kind().stopsWork()) {
      takeovers.watch(fault);
    }
    Thread.sleep(fault.length().toMillis());
    mend(fault.kind(), node);
    log.say("mended: " + fault);
  }

  private static void awaitRun(Node node) throws InterruptedException {
    long until = System.nanoTime() + RUN.toNanos();
    while (!node.model().isAsked() && System.nanoTime() < until) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void begin(FaultKind kind, Node node) throws Exception {
    switch (kind) {
      case KILL_NODE -> node.kill();
      case STOP_NODE -> node.stop();
      case KILL_DATABASE -> cluster.postgres.kill();
      case PAUSE_NODE -> node.pause();
      case CUT_DATABASE -> node.database().cut();
      case SILENT_DATABASE -> node.database().silence();
      case CUT_MODEL -> node.model().cut();
      case SILENT_MODEL -> node.model().silence();
      case CLOCK_AHEAD -> node.clock(AHEAD);
      case CLOCK_BEHIND -> node.clock(AHEAD.negated());
    }
  }

  private void mend(FaultKind kind, Node node) throws Exception {
    switch (kind) {
      case KILL_NODE, STOP_NODE -> node.start();
      case KILL_DATABASE -> cluster.postgres.start();
      case PAUSE_NODE -> node.resume();
      case CUT_DATABASE, SILENT_DATABASE -> node.database().mend();
      case CUT_MODEL, SILENT_MODEL -> node.model().mend();
      case CLOCK_AHEAD, CLOCK_BEHIND -> node.clock(Duration.ZERO);
    }
  }
}
