package org.radiologytrust.peers.ollama;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which calls go wrong, and how. The first rule that fits is applied. Calls count from 1. */
public final class OllamaScript {
  private record Rule(Predicate<OllamaCall> when, AtomicInteger left, OllamaFault fault) {
    boolean take(OllamaCall call) {
      return when.test(call) && left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }
  }

  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  OllamaScript() {}

  /** The n-th chat call since the server began. */
  public OllamaScript nth(int n, OllamaFault fault) {
    return times(1, call -> call.number() == n, fault);
  }

  /** The next chat call of that step; see {@link OllamaCall#step}. */
  public OllamaScript onceAt(String step, OllamaFault fault) {
    return times(1, call -> call.step().equals(step), fault);
  }

  /** The next so many chat calls that the predicate holds for. */
  public OllamaScript times(int times, Predicate<OllamaCall> when, OllamaFault fault) {
    rules.add(new Rule(when, new AtomicInteger(times), fault));
    return this;
  }

  /** Every chat call that the predicate holds for. */
  public OllamaScript always(Predicate<OllamaCall> when, OllamaFault fault) {
    return times(Integer.MAX_VALUE, when, fault);
  }

  /** No faults from here on. */
  public OllamaScript clear() {
    rules.clear();
    return this;
  }

  Optional<OllamaFault> fault(OllamaCall call) {
    return rules.stream().filter(rule -> rule.take(call)).map(Rule::fault).findFirst();
  }
}
