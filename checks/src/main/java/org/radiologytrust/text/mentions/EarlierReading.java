package org.radiologytrust.text.mentions;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;

/**
 * An earlier report of the patient, as the checks of one run share it. It is read once, when the
 * first check asks for it. Not thread-safe.
 */
public final class EarlierReading {
  private final EarlierReport earlier;
  private final Report report;
  private final Supplier<ReportReading> reader;
  private final Map<Class<?>, Object> read = new HashMap<>();

  /**
   * @param report of {@code earlier}
   * @param reader is asked once at most
   */
  public EarlierReading(EarlierReport earlier, Report report, Supplier<ReportReading> reader) {
    this.earlier = earlier;
    this.report = report;
    this.reader = reader;
  }

  /** When it was made, and of what. */
  public EarlierReport earlier() {
    return earlier;
  }

  /** With its text. */
  public Report report() {
    return report;
  }

  /** The sentences of its history and of its sections that make statements about the images. */
  public ReportReading reading() {
    return once(ReportReading.class, reader);
  }

  /**
   * What a reader finds in it. It reads it once; later calls return the same object, which nobody
   * may change.
   *
   * @param kind of the reader
   */
  @SuppressWarnings("unchecked")
  public <T> T once(Class<?> kind, Supplier<T> found) {
    Object known = read.get(kind);
    if (known == null) {
      known = found.get();
      read.put(kind, known);
    }
    return (T) known;
  }

  /** Words of it as evidence in another report. */
  public Evidence evidence(Evidence here) {
    return Evidence.of(earlier, here.value());
  }
}
