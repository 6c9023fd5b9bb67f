package org.radiologytrust.peers.ollama;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The chat calls that came, and when they overlapped. */
final class OllamaCalls {
  private final List<OllamaCall> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger arrivals = new AtomicInteger();
  private final AtomicInteger finishes = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean forgetful;

  void forget() {
    forgetful = true;
  }

  void begin(OllamaCall call) {
    call.begin(arrivals.incrementAndGet(), inFlight.incrementAndGet());
    if (!forgetful) {
      calls.add(call);
    }
  }

  /** The first time counts. */
  void finish(OllamaCall call, boolean clientGone) {
    if (call.finishOrder() == 0) {
      inFlight.decrementAndGet();
      call.finish(finishes.incrementAndGet(), clientGone);
    }
  }

  /** In order of arrival. */
  List<OllamaCall> all() {
    return calls.stream().sorted(Comparator.comparingInt(OllamaCall::number)).toList();
  }

  int mostInFlight() {
    return calls.stream().mapToInt(OllamaCall::inFlight).max().orElse(0);
  }

  /**
   * Length of the longest chain of finished calls in which each began after the one before had
   * ended.
   */
  int depth() {
    long end = Long.MIN_VALUE;
    int depth = 0;
    List<OllamaCall> byEnd =
        calls.stream()
            .filter(call -> call.finishOrder() > 0)
            .sorted(Comparator.comparingLong(OllamaCall::left))
            .toList();
    for (OllamaCall call : byEnd) {
      if (depth == 0 || call.arrived() - end > 0) {
        depth++;
        end = call.left();
      }
    }
    return depth;
  }
}
