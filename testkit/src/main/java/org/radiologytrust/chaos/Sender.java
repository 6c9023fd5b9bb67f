package org.radiologytrust.chaos;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Sends reports and corrections of them, each again until it is acknowledged, and now and then once
 * more although it was. The versions of a report are sent in their order.
 */
final class Sender implements Runnable {
  private static final int PAUSE_MILLIS = 300;
  private static final int OF_TEN_CORRECTED = 3;
  private static final int OF_TEN_REPEATED = 1;
  private static final int LATEST_VERSION = 4;

  private final Feed feed;
  private final List<Node> nodes;
  private final Supplier<ReportVersion> fresh;
  private final Acknowledged acknowledged;
  private final Random random;
  private final int everyMillis;

  /** Corrections that are not yet sent. */
  private final Deque<ReportVersion> corrections = new ArrayDeque<>();

  private volatile boolean ending;

  /**
   * @param fresh gives new reports
   * @param everyMillis mean time between two messages
   */
  Sender(
      Feed feed,
      List<Node> nodes,
      Supplier<ReportVersion> fresh,
      Acknowledged acknowledged,
      long seed,
      int everyMillis) {
    this.feed = feed;
    this.nodes = nodes;
    this.fresh = fresh;
    this.acknowledged = acknowledged;
    this.random = new Random(seed);
    this.everyMillis = everyMillis;
  }

  /** The last message will be sent until it is acknowledged. */
  void end() {
    ending = true;
  }

  @Override
  public void run() {
    try {
      while (!ending) {
        ReportVersion next =
            !corrections.isEmpty() && random.nextBoolean() ? corrections.poll() : fresh.get();
        send(next);
        if (random.nextInt(10) < OF_TEN_REPEATED) {
          send(next);
        }
        if (random.nextInt(10) < OF_TEN_CORRECTED && next.version() < LATEST_VERSION) {
          corrections.add(next.next());
        }
        Thread.sleep(random.nextInt(2 * everyMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ReportVersion version) throws InterruptedException {
    while (true) {
      try {
        feed.send(version, nodes.get(random.nextInt(nodes.size())));
        acknowledged.add(version);
        return;
      } catch (IOException notAcknowledged) {
        acknowledged.refused();
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }
}
