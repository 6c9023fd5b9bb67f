package org.radiologytrust.ingest.hl7.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all that is wrong with a message, so that its sender corrects it once. */
public final class Refusals {
  private final List<Refusal> all = new ArrayList<>();

  /** A part of the work on a message. */
  public interface Part<T> {
    T read() throws RefusedException;
  }

  /** A part of the work that has no result. */
  public interface Check {
    void make() throws RefusedException;
  }

  /** What a part is read as; empty if it is wrong. */
  public <T> Optional<T> read(Part<T> part) {
    try {
      return Optional.of(part.read());
    } catch (RefusedException e) {
      add(e);
      return Optional.empty();
    }
  }

  public void check(Check check) {
    read(
        () -> {
          check.make();
          return true;
        });
  }

  public void add(RefusedException refused) {
    all.add(refused.refusal());
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Returns if nothing is wrong.
   *
   * @throws RefusedException with all that is
   */
  public void require() throws RefusedException {
    if (!all.isEmpty()) {
      throw new RefusedException(Refusal.of(all));
    }
  }
}
