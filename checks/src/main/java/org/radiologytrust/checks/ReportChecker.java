package org.radiologytrust.checks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Checks radiology reports for contradictions and gaps. It needs no server, no model and no image.
 *
 * <pre>{@code
 * ReportChecker checker = ReportChecker.create();
 * for (Flag flag : checker.check(text).flags()) {
 *   System.out.println(flag.check() + ": " + flag.place().value() + ". " + flag.action());
 * }
 * }</pre>
 *
 * <p>A checker is immutable and thread-safe. To make one takes some hundred milliseconds, so make
 * one and keep it.
 */
public interface ReportChecker {
  /** All shipped checks, those on the class path, and the shipped English words. */
  static ReportChecker create() {
    return builder().build();
  }

  /** For other words, another language, or fewer checks. */
  static Builder builder() {
    return ServiceLoader.load(Builder.class, ReportChecker.class.getClassLoader())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Checks a report.
   *
   * @param context what is known besides the text; a check whose input is not known is not made,
   *     and {@link Result#notMade} names it
   */
  Result check(ReportText report, Context context);

  /** Checks a report of which only the text is known. */
  default Result check(String text) {
    return check(ReportText.of(text), Context.UNKNOWN);
  }

  /** What is checked, in the order in which the checks run. */
  List<Rule> rules();

  /** Makes a {@link ReportChecker}. */
  interface Builder {
    /**
     * Reads reports of another language.
     *
     * @param code a folder of {@code words}, such as {@code de}
     */
    Builder language(String code);

    /**
     * Takes words from this folder: a file such as {@code words/en/sides.yaml} in it replaces the
     * shipped one. Keys that it lacks are taken from the shipped file.
     */
    Builder words(Path folder);

    /** Leaves out the checks with these ids. */
    Builder without(String... ids);

    /** Adds a check, as if it were on the class path. */
    Builder with(ReportCheck check);

    /**
     * Limits the processor time that the checks of one report take together; 20 seconds without it.
     * What has not finished then is in {@link Result#unfinished}.
     */
    Builder time(Duration most);

    /**
     * @throws WordListException naming file, line and key of a word list that is not valid, or a
     *     folder, language or check that does not exist
     */
    ReportChecker build();
  }
}
