package org.radiologytrust.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Faults drawn from a seed: the same seed gives the same plan. All kinds come equally often, in a
 * random order. A node has one fault at a time, and at least one node can always work.
 */
final class FaultPlan {
  /** Milliseconds from one fault to the next. */
  private static final int GAP_LEAST = 3_000;

  private static final int GAP_MOST = 8_000;

  /** Until a node or the database that was started again takes part. */
  private static final Duration RECOVERY = Duration.ofSeconds(12);

  private final Random random;
  private final int nodes;
  private final List<Fault> faults = new ArrayList<>();

  private FaultPlan(long seed, int nodes) {
    this.random = new Random(seed);
    this.nodes = nodes;
  }

  /** In order of their start. */
  static List<Fault> of(int count, int nodes, long seed) {
    FaultPlan plan = new FaultPlan(seed, nodes);
    Duration at = Duration.ZERO;
    for (FaultKind kind : plan.kinds(count)) {
      at = at.plusMillis(plan.between(GAP_LEAST, GAP_MOST));
      at = plan.add(kind, at);
    }
    return List.copyOf(plan.faults);
  }

  private List<FaultKind> kinds(int count) {
    List<FaultKind> kinds = new ArrayList<>();
    while (kinds.size() < count) {
      List<FaultKind> all = new ArrayList<>(Arrays.asList(FaultKind.values()));
      Collections.shuffle(all, random);
      kinds.addAll(all);
    }
    return kinds.subList(0, count);
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Adds it at that time, or as soon as a node can have it. Returns when that is. */
  private Duration add(FaultKind kind, Duration earliest) {
    Duration length = Duration.ofMillis(between(kind.shortest() * 1000, kind.longest() * 1000));
    Duration at = earliest;
    List<Integer> free = free(kind, at);
    while (free.isEmpty()) {
      at = at.plusMillis(500);
      free = free(kind, at);
    }
    int node = free.get(random.nextInt(free.size()));
    faults.add(new Fault(faults.size() + 1, kind, node, at, length));
    return at;
  }

  /** Nodes that can have such a fault at that time. */
  private List<Integer> free(FaultKind kind, Duration at) {
    List<Fault> open =
        faults.stream().filter(f -> f.end().plus(RECOVERY).compareTo(at) > 0).toList();
    boolean atMost =
        kind.stopsWork() && open.stream().filter(f -> f.kind().stopsWork()).count() >= nodes - 1;
    boolean again = !kind.ofNode() && open.stream().anyMatch(f -> !f.kind().ofNode());
    if (atMost || again) {
      return List.of();
    }
    return IntStream.range(0, nodes)
        .filter(n -> !kind.ofNode() || open.stream().noneMatch(f -> of(f, n)))
        .boxed()
        .toList();
  }

  private static boolean of(Fault fault, int node) {
    return fault.kind().ofNode() && fault.node() == node;
  }
}
