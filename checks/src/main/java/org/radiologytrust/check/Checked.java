package org.radiologytrust.check;

import java.util.List;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.UnfinishedCheck;

/**
 * What all checks of one report found.
 *
 * @param results grouped by check
 * @param unfinished the checks that did not finish, in the order in which they ran
 * @param missing what the checks lacked that were not made
 * @param finished ids of the checks that finished, in the order in which they ran
 * @param told whether the report says that somebody was told of a result
 * @param quiet ids of the checks that are quiet for it
 * @param off ids of the checks that are off for it
 * @param strengths hash of the strengths with which they spoke, in hexadecimal
 */
public record Checked(
    List<CheckResult> results,
    List<UnfinishedCheck> unfinished,
    List<MissingInput> missing,
    List<String> finished,
    boolean told,
    List<String> quiet,
    List<String> off,
    String strengths) {
  public Checked {
    results = List.copyOf(results);
    unfinished = List.copyOf(unfinished);
    missing = List.copyOf(missing);
    finished = List.copyOf(finished);
    quiet = List.copyOf(quiet);
    off = List.copyOf(off);
  }

  /** The same with these results. */
  public Checked with(List<CheckResult> some) {
    return new Checked(some, unfinished, missing, finished, told, quiet, off, strengths);
  }
}
