package org.radiologytrust.presign;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.pipeline.DraftSteps;
import org.radiologytrust.pipeline.DraftSteps.NotDone;

/**
 * A check of a report that is still open, with an image. The caller runs the steps one by one and
 * shows each. One thread alone may use it; it holds a place until it is closed.
 */
public final class ImageCheck implements AutoCloseable {
  private final Seen seen;
  private final Draft read;
  private final DraftSteps.@Nullable Run run;
  private final List<String> names;
  private final Ending ending;
  private final long began = System.nanoTime();
  private @Nullable Draft ended;
  private boolean closed;

  /**
   * What is known before a step runs.
   *
   * @param tagged whether the image has tags
   * @param otherPatient in which attributes the patient of the image differs; empty if it may be
   *     the same patient
   * @param contradicting what the tags say otherwise than what was typed
   * @param lacking why no model is asked
   */
  record Seen(
      boolean tagged, String otherPatient, List<String> contradicting, Optional<String> lacking) {}

  /**
   * What is done at the end.
   *
   * @param byRules makes the claims where no model did
   * @param traces writes what stays of a check
   * @param time is told the nanoseconds of the whole check
   * @param place gives the place back
   */
  record Ending(
      UnaryOperator<Draft> byRules,
      Consumer<Draft> traces,
      LongConsumer time,
      Clock clock,
      Runnable place) {}

  ImageCheck(
      Seen seen, Draft read, DraftSteps.@Nullable Run run, List<String> names, Ending ending) {
    this.seen = seen;
    this.read = read;
    this.run = run;
    this.names = names;
    this.ending = ending;
  }

  /** Whether the image has tags, which may say whose it is. */
  public boolean tagged() {
    return seen.tagged();
  }

  /**
   * In which attributes the patient of the image differs, such as {@code birth date, sex}; empty if
   * it may be the same patient. The image of another one is not opened.
   */
  public String otherPatient() {
    return seen.otherPatient();
  }

  /** What the tags of the image say otherwise than what was typed, such as {@code modality}. */
  public List<String> contradicting() {
    return seen.contradicting();
  }

  /** Why no model is asked, in one sentence; empty if one is. */
  public Optional<String> lacking() {
    return seen.lacking();
  }

  /** The names of the steps to be run; none if no model is asked. */
  public List<String> steps() {
    return run == null ? List.of() : names;
  }

  /**
   * Runs one step.
   *
   * @return why it was not done, in one sentence; empty if it was. The steps behind need what it
   *     gives: none of them may be run if it failed
   */
  public Optional<String> run(String step) throws InterruptedException {
    try {
      Objects.requireNonNull(run).run(step);
      return Optional.empty();
    } catch (NotDone e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the text was compared with the image. */
  public boolean compared() {
    return run != null && run.judged();
  }

  /** What the steps say of their own result; nothing if the text was not compared. */
  public List<String> notes() {
    if (!compared()) {
      return List.of();
    }
    List<String> all = run.audit().notes();
    return all.subList(read.audit().notes().size(), all.size());
  }

  /**
   * What was found: with the model's part only if all of it that flags rest on is there. Writes the
   * access log, once.
   */
  public Draft ended() {
    if (ended == null) {
      Draft draft =
          compared()
              ? read.with(run.audit().toBuilder().ended(ending.clock().instant()).build())
              : ending.byRules().apply(read);
      ending.traces().accept(draft);
      ended = draft;
    }
    return ended;
  }

  /** Ends the check, whether or not its result was asked for. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      ended();
    } finally {
      if (run != null) {
        run.close();
      }
      JsonBuffers.wipe();
      ending.time().accept(System.nanoTime() - began);
      ending.place().run();
    }
  }
}
