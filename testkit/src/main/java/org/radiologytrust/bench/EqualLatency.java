package org.radiologytrust.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Answers every call after the same time, and notes when it did. */
final class EqualLatency implements OllamaServer.Answer {
  /**
   * The time in which a call was with the model.
   *
   * @param call as it came
   * @param began and
   * @param ended of {@link System#nanoTime}
   */
  record Call(OllamaCall call, long began, long ended) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Duration latency = Duration.ZERO;

  void set(Duration time) {
    latency = time;
  }

  @Override
  public String content(OllamaCall call) {
    long began = System.nanoTime();
    String answer = ModelAnswers.of(call);
    try {
      TimeUnit.NANOSECONDS.sleep(latency.toNanos() - (System.nanoTime() - began));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.add(new Call(call, began, System.nanoTime()));
    return answer;
  }

  /** Calls answered since the last time this was asked, in order of their end. */
  List<Call> take() {
    List<Call> all = new ArrayList<>(calls);
    calls.removeAll(all);
    all.sort(Comparator.comparingLong(Call::ended));
    return all;
  }

  /** The longest chain of calls of which each began after the one before it had ended. */
  static List<Call> chain(List<Call> byEnd) {
    List<Call> chain = new ArrayList<>();
    for (Call call : byEnd) {
      if (chain.isEmpty() || call.began() - chain.get(chain.size() - 1).ended() > 0) {
        chain.add(call);
      }
    }
    return chain;
  }
}
